"""The year that a month, day, season or quarter without one means.

A year told close by lends itself, in narratives from any distance; else the article's day decides, with the tense.
"""

from __future__ import annotations

from typing import Any

from pipeline.dates.calendar import Period, day_of, month_of
from pipeline.dates.grammar import Found
from pipeline.dates.lexicon import STOPS
from pipeline.dates.meaning import NEAR
from pipeline.dates.state import Discourse, Told
from pipeline.dates.tense import FUTURE, NONE, SURELY_AHEAD, SURELY_PAST
from pipeline.model import DateBasis


def build(year: int, slots: dict[str, Any]) -> Period | None:
    """The period that the slots name in that year; None where there is no such day."""
    if "season" in slots:
        return Period("season", year * 4 + int(slots["season"]))
    if "quarter" in slots:
        quarter = int(slots["quarter"])
        return Period("quarter", year * 4 + quarter - 1) if 1 <= quarter <= 4 else None
    if "half" in slots:
        return Period("half", year * 2 + int(slots["half"]) - 1)
    if "day" in slots:
        return day_of(year, int(slots["month"]), int(slots["day"]))
    return month_of(year, int(slots["month"]))


COMPARED = 8  # words back in which something is compared with the time named


def compared(slots: dict[str, Any], found: Found, at: Discourse) -> Period | None:
    """ "May was quiet compared to November and January": in a narrative, the last such month before the date told."""
    if not at.is_narrative or at.last is None or "month" not in slots:
        return None
    words = at.tokens.words[max(0, found.start - COMPARED) : found.start]
    compared, than = at.lexicon.data["before"]["compared"], at.lexicon.data["before"]["than"]
    place = max((n for n, word in enumerate(words) if word in compared), default=-1)
    if (place < 0 or not STOPS.isdisjoint(words[place:])) and not {*words[-2:]}.intersection(than):
        return None
    last = at.last.period
    options = [p for y in (0, -1) if (p := build(last.year + y, slots)) is not None and p.last < last.first]
    return options[0] if options else None


Choice = tuple[int, DateBasis, tuple[int, int] | None, bool]


def choose_year(slots: dict[str, Any], found: Found, at: Discourse) -> Choice | None:
    """The year that a month, day, season or quarter without one means; with basis, anchor, and whether it was told.

    A year told close by lends itself, in narratives from any distance. Else the article's day decides: the last such
    period before it where the sentence tells the past, the next one where it looks ahead, the nearest where neither.
    """
    if at.is_line and at.line is not None:
        return _next_line(at.line, slots), "inherited", at.line.span, True
    frame = at.framing(found)
    if frame is not None and (divided := build(frame.period.year, slots)) and frame.period.covers(divided):
        return frame.period.year, "inherited", frame.span, True
    lender = _lender(slots, at)
    if (again := _told_again(slots, lender, at)) is not None:
        return again.period.year, "inherited", again.span, False
    own = _own_year(slots, found, at)
    if lender is not None and own is not None and _is_of_clause(lender, found, at):
        before = at.earlier
        near = before is not None and before.sentence != at.sentence and _is_near(before, at)
        lender = before if near or _is_told(at) else None
    if own is not None and at.is_narrative and at.tense(found) == SURELY_AHEAD:
        return own  # in the middle of a story: "the hall is due to open on 1 July"
    if own is not None and at.weak is not None and own[0] == at.weak.period.year and at.weak.sentence == at.sentence:
        return own  # "was to open last year, but work stopped on December 21"
    if own is not None and lender is not None and _is_aside(lender) and _is_news(own, slots, found, at):
        return own
    if lender is not None and (own is None or _is_told(at) or _lends(lender, slots, found, own, at)):
        return _after(lender, slots) + _goes_on(lender, slots, found, at), "inherited", lender.span, True
    return own


def _told_again(slots: dict[str, Any], lender: Told | None, at: Discourse) -> Told | None:
    """The day of a report that was told before: "will start on February 28 ... the talks of February 28"."""
    if at.is_narrative or "day" not in slots or (lender is not None and lender.sentence == at.sentence):
        return None
    told = at.days.get((int(slots["month"]), int(slots["day"])))
    close = told is not None and at.reference is not None and abs(told.period.first - at.reference.first) <= LONG_GONE
    return told if close else None  # another September 11 may be meant than that of 2001


def _goes_on(lender: Told, slots: dict[str, Any], found: Found, at: Discourse) -> bool:
    """Whether a clause goes on into the next year: "stopped flying in July 2013 and resumed in March"."""
    if at.is_narrative or not lender.explicit or lender.sentence != at.sentence or at.reference is None:
        return False
    lent, later = build(lender.period.year, slots), build(lender.period.year + 1, slots)
    if lent is None or later is None or lent.last >= lender.period.first or later.last >= at.reference.first:
        return False
    between = at.tokens.words[lender.token : found.start]
    table = at.lexicon.data["clause"]
    return bool({*between}.intersection(table["onward"])) and not {*between}.intersection(table["backward"])


def _is_of_clause(told: Told, found: Found, at: Discourse) -> bool:
    """Whether a year was told in a relative clause that is over: "the bridge, which opened in 2015, shut on 3 May"."""
    if told.sentence != at.sentence or told.token >= found.start:
        return False
    words, table = at.tokens.words, at.lexicon.data["clause"]
    opening = told.token - 1
    while opening > 0 and words[opening] != "," and words[opening] not in STOPS:
        opening -= 1
    if words[opening] != "," or not {*words[opening + 1 : opening + 3]}.intersection(table["relative"]):
        return False
    commas = [n for n in range(told.token, found.start) if words[n] == "," and at.tokens.starts[n] >= told.span[1]]
    return bool(commas) and words[commas[-1] + 1] not in table["goes_on"]


def _is_near(told: Told, at: Discourse) -> bool:
    """Whether a date was told in the same paragraph, not too many sentences back."""
    return told.paragraph == at.paragraph and at.sentence - told.sentence <= NEAR


NEWS_DAYS = 31  # before the article's own day


def _is_aside(told: Told) -> bool:
    """Whether a year is told in passing: "the team, champions in 2018, lost on November 22"."""
    return told.period.unit == "year" and not told.leads


def _is_news(own: Choice, slots: dict[str, Any], found: Found, at: Discourse) -> bool:
    """Whether the article's own year makes it a day of the last weeks, and the verb tells what was."""
    day, now = build(own[0], slots), at.reference
    if day is None or now is None or day.unit != "day":
        return False
    return 0 <= now.first - day.first <= NEWS_DAYS and at.tense(found) < 0


def _next_line(line: Told, slots: dict[str, Any]) -> int:
    """The year of a chronicle's next line: lines go forward in time."""
    year = line.period.year
    told = build(year, slots)
    return year + 1 if told is not None and told.last < line.period.first else year


def _is_told(at: Discourse) -> bool:
    """Whether dates lean on the one told last: in narratives, save those inside a report of the day."""
    return at.is_narrative and not at.today


def _own_year(slots: dict[str, Any], found: Found, at: Discourse) -> Choice | None:
    """The year by the article's day alone, in the direction of the tense; None without such a day."""
    if at.reference is None:
        return None
    now = at.reference
    options = [p for y in (-1, 0, 1) if (p := build(now.year + y, slots)) is not None]
    if not options:
        return now.year, "article", None, False
    tense = at.tense(found) or (-1 if at.is_line else 0)  # a chronicle tells the past in the present
    line = LINE_AHEAD if at.is_line and tense < 0 else 0
    chosen = min(options, key=lambda p: _cost(p, now, tense) + (line if p.first > now.last else 0))
    year = chosen.index // 4 if chosen.unit == "season" else chosen.year
    return year, "article", None, False


RECENT = 100  # days: a date so close to the article's own needs no year to be told
LONG_GONE = 400  # days from the article after which a told year must be close by to lend itself


def _lends(lender: Told, slots: dict[str, Any], found: Found, own: Choice, at: Discourse) -> bool:
    """Whether, in a report, the year told close by is meant rather than the one around the article's day."""
    lent, mine, now = build(_after(lender, slots), slots), build(own[0], slots), at.reference
    if lent is None or mine is None or now is None or lent == mine:
        return True
    reach = RECENT if lender.paragraph == at.paragraph else 2 * RECENT
    close = min(abs(now.first - mine.first), abs(now.first - mine.last)) <= reach
    back = lent.last < lender.period.first
    tense = at.tense(found)
    if tense > (NONE if not lender.explicit else FUTURE) and lent.last < now.first:
        return False
    if lent.first > now.last and tense < 0:
        return False  # and what was lies in none to come
    if lender.sentence == at.sentence and lender.period.unit != "year":
        return not (back and close)  # a story goes on, not back
    if tense > 0 and lent.last < now.first:
        return False  # what is to come lies in no year gone by
    if (back and not lender.leads) or (lender.period.unit == "year" and not lender.leads):
        return False
    return not (close and now.first - lent.last > LONG_GONE and not lender.leads)


# Days that a period on the wrong side of the article's day costs, by unit: a month told in the past tense lies before,
# but a day without a year is seldom most of a year away, whatever the verb nearby.
AGAINST_TENSE = {"day": 120, "month": 300, "season": 300, "quarter": 150, "half": 300}
LINE_AHEAD = 80  # more for the first line of a chronicle, which may lie most of a year back
SURELY_COMES = 240  # of a day that "will" be
NEVER = 1_000  # where the tense leaves no doubt
AHEAD_COSTS = 90  # where no verb says, the past is likelier


def _cost(period: Period, now: Period, tense: int) -> int:
    """How far a reading is from the article's day, the more where the tense speaks against it."""
    if period.first <= now.first <= period.last:
        return 0
    ahead = period.first > now.last
    distance = period.first - now.last if ahead else now.first - period.last
    against = tense < 0 if ahead else tense > 0
    if against and tense == SURELY_PAST:
        return distance + NEVER
    if against and tense == SURELY_AHEAD and period.unit == "day":
        return distance + SURELY_COMES
    return distance + (AGAINST_TENSE[period.unit] if against else 0) + (AHEAD_COSTS if ahead and tense == 0 else 0)


def ends_before_start(year: int, slots: dict[str, Any], found: Found, at: Discourse) -> bool:
    """Whether, in a report, it is the end of a range that would lie before its start: "from October through April"."""
    start, end = at.day, build(year, slots)
    if at.opened is not None and (start is None or at.opened.span > start.span):
        start = at.opened
    if at.is_narrative or start is None or end is None or end.unit != start.period.unit:
        return False
    if end.last >= start.period.first:
        return False
    join = at.lexicon.data["join"]
    joint = at.text[start.span[1] : at.tokens.starts[found.start]].strip()
    return joint.isalpha() and joint in join["range"] and joint not in join["range_if_opened"]


def _lender(slots: dict[str, Any], at: Discourse) -> Told | None:
    """The told date whose year an expression without one takes over."""
    weak, told = at.weak, at.year
    same_sentence = weak is not None and weak.explicit and weak.sentence == at.sentence
    if weak is not None and same_sentence and weak.period.unit == "year" and (_is_told(at) or weak.leads):
        return weak
    if at.is_narrative:
        near = [t for t in (at.day, told) if t is not None]
        chosen = max(near, key=lambda t: t.span) if near else at.last
        return at.section if at.section is not None and _has_left(chosen, at.section, at) else chosen
    day = at.day
    if day is not None and day.sentence == at.sentence and day.paragraph == at.paragraph:
        return day  # what the sentence itself told last
    if told is None or not _is_near(told, at):
        return None
    return told if told.period.unit not in ("decade", "century") else None


def _has_left(told: Told | None, section: Told, at: Discourse) -> bool:
    """Whether what was told last, in another paragraph, is not of the years of the heading above."""
    if told is None or told.paragraph == at.paragraph or section.span > told.span:
        return False
    return not 0 <= told.period.year - section.period.year <= 1


def _after(told: Told, slots: dict[str, Any]) -> int:
    """The year of the told date, or the next where the new date would lie far before it (December, then January).

    Where the told date's year was not spelled out either, the two are close: January, "from 4.1 percent in December".
    """
    year = told.period.year if told.period.unit != "season" else told.period.index // 4
    month = told.period.month
    new = slots.get("month")
    if told.period.unit == "season" and told.period.index % 4 == WINTER and slots.get("season", WINTER) < AUTUMN:
        return year + 1  # "passed the winter there. In spring ..."
    if month is not None and new is not None and month - int(new) >= 8:
        return year + 1
    if month is not None and new is not None and int(new) - month >= 8 and not told.explicit:
        return year - 1
    return year


AUTUMN, WINTER = 2, 3
AUTUMN_MONTHS = range(9, 13)


def is_after_autumn(told: Told) -> bool:
    """Whether a winter told next begins in the year of the date told: its name is then the next year's."""
    return told.period.index % 4 == AUTUMN if told.period.unit == "season" else told.period.month in AUTUMN_MONTHS
