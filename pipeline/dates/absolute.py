"""Calendar dates: day, month, year, weekday, season and the rest, alone or together, with what is left out filled in.

A year or month left out comes from a date told close by, else from the article's day, in the direction the tense says.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.dates.calendar import SEASON_CODES, Period, day_of, month_of, year_of
from pipeline.dates.grammar import Found, word_after, word_before
from pipeline.dates.lexicon import STOPS
from pipeline.dates.meaning import NEAR, Meaning
from pipeline.dates.state import Discourse, Told
from pipeline.dates.tense import FUTURE, NONE, SURELY_AHEAD, SURELY_PAST
from pipeline.model import DateBasis


def year_slot(slots: dict[str, Any], at: Discourse) -> int | None:
    """The year spelled out, with its era; two digits are the nearest such year to the article's."""
    year = slots.get("year")
    if year is None and (short := slots.get("year2")) is not None:
        now = at.reference.year if at.reference else 2000
        year = now // 100 * 100 + int(short)
        return year - 100 if year > now + 10 else year
    if year is None:
        return None
    return 1 - int(year) if slots.get("era") == "BC" else int(year)


def date(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """Day, month, year, weekday, season, quarter, half, decade, century, each alone or together."""
    if slots.get("ancient"):
        ancient = _ancient(slots, at)
        if ancient is None:
            return None
        slots = ancient
    year = year_slot(slots, at)
    explicit = year is not None
    basis: DateBasis = "explicit"
    anchor: tuple[int, int] | None = None
    part = slots.get("part") or slots.get("later")
    if year is None and (shifted := _told_year(slots, at)) is not None:
        year, basis, anchor = shifted
    common: dict[str, Any] = {"part": part, "approximate": "approx" in slots}

    if "decade" in slots or "decade2" in slots or "decadeword" in slots:
        return _decade(slots, at, common)
    if "century" in slots:
        number = int(slots["century"])
        if not 1 <= number <= 30:
            return None
        period = Period("century", -number) if slots.get("era") == "BC" else Period("century", number - 1)
        return Meaning("DATE", period.value(), period, explicit_year=True, **common)

    month, day = slots.get("month"), slots.get("day")
    if month is None and day is None and "weekday" in slots:
        return _weekday(int(slots["weekday"]), found, at, common)
    if month is None and day is not None:
        return _bare_day(int(day), found, at, common)
    if month is None and not any(k in slots for k in ("season", "quarter", "half")):
        if year is None:
            return None
        period = year_of(year)
        return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, explicit_year=explicit, **common)

    if year is None and (compared := _compared(slots, found, at)) is not None:
        return Meaning("DATE", compared.value(), compared, basis="inherited", tells=False, **common)
    if year is None:
        chosen = choose_year(slots, found, at)
        if chosen is None:
            return Meaning("DATE", _unplaced(slots), None, basis="article", **common)
        year, basis, anchor, explicit = chosen
    period_or_none = build(year, slots)
    if period_or_none is None:  # 30 February: the month is all that can be believed
        if month is None:
            return None
        period_or_none = month_of(year, int(month))
    period = period_or_none
    if "quarter" in slots and "dir" in slots and "ydir" not in slots:
        period = period.shift(int(slots["dir"]) * 4)
    value = period.value()
    if slots.get("season") == WINTER and at.is_narrative and at.last is not None and basis == "inherited":
        value = period.shift(4).value() if _is_after_autumn(at.last) else value
    return Meaning("DATE", value, period, basis=basis, anchor=anchor, explicit_year=explicit, **common)


COMPARED = 8  # words back in which something is compared with the time named


def _compared(slots: dict[str, Any], found: Found, at: Discourse) -> Period | None:
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


ANCIENT = 1000  # before this, a year has fewer than four digits


def _ancient(slots: dict[str, Any], at: Discourse) -> dict[str, Any] | None:
    """ "in 218": a year of three digits, of the era told last, where the text tells of such years; None elsewhere."""
    last = at.last.period.year if at.last is not None else ANCIENT
    year = slots["year"]
    if last >= ANCIENT or not isinstance(year, int) or not 100 <= year < ANCIENT:
        return None
    return {**slots, "era": "BC"} if last <= 0 else slots


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


def _unplaced(slots: dict[str, Any]) -> str:
    if "season" in slots:
        return f"XXXX-{SEASON_CODES[int(slots['season'])]}"
    if "quarter" in slots:
        return f"XXXX-Q{slots['quarter']}"
    if "half" in slots:
        return f"XXXX-H{slots['half']}"
    if "day" in slots and "month" in slots:
        return f"XXXX-{int(slots['month']):02d}-{int(slots['day']):02d}"
    return f"XXXX-{int(slots['month']):02d}" if "month" in slots else "XXXX"


def _told_year(slots: dict[str, Any], at: Discourse) -> tuple[int, DateBasis, tuple[int, int] | None] | None:
    """ "... of last year", "... of that year", "... of the following year"."""
    if "ydir" in slots and at.reference is not None:
        return at.reference.year + int(slots["ydir"]), "article", None
    for slot in ("ytold", "ythat"):
        if slot in slots and at.last is not None:
            return at.last.period.year + int(slots[slot]), "inherited", at.last.span
    return None


def _decade(slots: dict[str, Any], at: Discourse, common: dict[str, Any]) -> Meaning:
    if "decade" in slots:
        start = int(re.match(r"\d*", str(slots["decade"]))[0])  # type: ignore[index]
        period = Period("decade", -(start // 10) - 1 if slots.get("era") == "BC" else start // 10)
        return Meaning("DATE", period.value(), period, explicit_year=True, **common)
    short = int(slots.get("decade2") or slots.get("decadeword") or 0)
    now = at.last.period.year if at.is_narrative and at.last else at.reference.year if at.reference else 2000
    start = now // 100 * 100 + short
    linked = at.last is not None and at.last.period.unit == "decade" and at.last.sentence == at.sentence
    if linked and at.last is not None:  # "the 1970s and 80s"
        start = at.last.period.year // 100 * 100 + short
    start -= 100 if start > now + 5 and not linked else 0
    period = Period("decade", start // 10)
    return Meaning("DATE", period.value(), period, basis="inherited", **common)


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
    own = _own_year(slots, found, at)
    if own is not None and at.is_narrative and at.tense(found) == SURELY_AHEAD:
        return own  # in the middle of a story: "the hall is due to open on 1 July"
    if own is not None and lender is not None and _is_aside(lender) and _is_news(own, slots, found, at):
        return own
    if lender is not None and (own is None or _is_told(at) or _lends(lender, slots, found, own, at)):
        return _after(lender, slots), "inherited", lender.span, True
    return own


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
    if lender.sentence == at.sentence and lender.period.unit != "year":
        return not (back and close)  # a story goes on, not back
    if lent.first > now.last and tense < 0:
        return False  # and what was lies in none to come
    if tense > 0 and lent.last < now.first:
        return False  # what is to come lies in no year gone by
    if (back and not lender.leads) or (lender.period.unit == "year" and not lender.leads):
        return False
    return not (close and now.first - lent.last > LONG_GONE and not lender.leads)


# Days that a period on the wrong side of the article's day costs, by unit: a month told in the past tense lies before,
# but a day without a year is seldom most of a year away, whatever the verb nearby.
AGAINST_TENSE = {"day": 120, "month": 300, "season": 300, "quarter": 150, "half": 300}
LINE_AHEAD = 80  # more for the first line of a chronicle, which may lie most of a year back
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
    return distance + (AGAINST_TENSE[period.unit] if against else 0) + (AHEAD_COSTS if ahead and tense == 0 else 0)


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
    if told is None or told.paragraph != at.paragraph or at.sentence - told.sentence > NEAR:
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


def _is_after_autumn(told: Told) -> bool:
    """Whether a winter told next begins in the year of the date told: its name is then the next year's."""
    return told.period.index % 4 == AUTUMN if told.period.unit == "season" else told.period.month in AUTUMN_MONTHS


def _weekday(weekday: int, found: Found, at: Discourse, common: dict[str, Any]) -> Meaning:
    near = at.lexicon.data["before"]
    restated = at.restated(found)  # "on 26 April 1937, a Monday"
    if restated is not None and restated.period.unit == "day" and (restated.period.index - 1) % 7 == weekday - 1:
        return _day(restated.period.index, common, "inherited", restated.span)
    if word_before(at.tokens, found.start) in near["any"] and word_after(at.tokens, found.end) in near["stop"]:
        # "on a Tuesday"
        return Meaning("DATE", f"XXXX-WXX-{weekday}", None, tells=False, **common)
    frame = at.framing(found)
    if frame is not None and frame.period.unit == "week":
        return _day(frame.period.first + weekday - 1, common, "inherited", frame.span)
    told = at.day
    linked = told is not None and told.token == found.start - 2 and word_before(at.tokens, found.start) in near["pair"]
    if told is not None and told.period.unit == "day" and (at.is_story or linked):
        ahead = (weekday - 1 - (told.period.index - 1)) % 7
        ahead -= 7 if ahead > FORWARD and not at.is_story else 0  # "on Friday and Thursday"
        return _day(told.period.index + ahead, common, "inherited", told.span)
    if at.reference is None or at.reference.unit != "day":
        return Meaning("DATE", f"XXXX-WXX-{weekday}", None, basis="article", **common)
    now = at.reference.index
    back = (now - 1 - (weekday - 1)) % 7
    tense = at.tense(found)
    if tense > 0:
        return _day(now - back + 7 if back else now, common, "article", None)
    return _day(now - back, common, "article", None)


FORWARD = 4  # days: of two weekdays side by side the second is at most so many after the first


def _day(index: int, common: dict[str, Any], basis: DateBasis, anchor: tuple[int, int] | None) -> Meaning:
    period = Period("day", index)
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, **common)


def _bare_day(day: int, found: Found, at: Discourse, common: dict[str, Any]) -> Meaning | None:
    """ "the 25th": in the month told last, else the month around the article's day that fits the tense."""
    weekday = found.slots.get("weekday")
    base = at.day
    basis: DateBasis = "article"
    anchor: tuple[int, int] | None = None
    frame = at.framing(found)
    lends = base is not None and (at.is_narrative or (base.paragraph == at.paragraph and base.explicit))
    if base is not None and at.reference is not None and base.period.last < at.reference.to("month").first:
        lends = lends and at.tense(found) != SURELY_AHEAD  # "last spoke in June 1997, will meet on the 14th"
    if frame is not None and frame.period.unit == "month":
        anchor, basis = frame.span, "inherited"
        options = [frame.period]
    elif base is not None and lends:
        month = base.period.to("month")
        anchor, basis = base.span, "inherited"
        options = [month, month.shift(1)]
    elif at.reference is not None:
        month = at.reference.to("month")
        ahead = at.tense(found) > 0
        options = [month.shift(i) for i in ((0, 1) if ahead else (0, -1))]
        days = [p for m in options if (p := day_of(m.index // 12, m.index % 12 + 1, day))]
        fitting = [p for p in days if (p.index >= at.reference.first) == ahead or p.index == at.reference.first]
        options = [p.to("month") for p in fitting] or options
    else:
        return Meaning("DATE", f"XXXX-XX-{day:02d}", None, basis="article", **common)
    for option in options:
        period = day_of(option.index // 12, option.index % 12 + 1, day)
        if period and (weekday is None or (period.index - 1) % 7 == int(weekday) - 1):
            return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, **common)
    return None
