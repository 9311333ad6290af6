"""From a candidate to its meaning: one function for each kind of rule, all pure calendar arithmetic on the discourse.

A kind says how slots make a period; which words fill the slots is the language table's business. What cannot be placed
(a weekday where no article's day is known) still gets a TIMEX3 value, with X for what is unknown, and no period.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pipeline.dates.calendar import SEASON_CODES, Period, day_of, month_of, ordinal, year_of
from pipeline.dates.grammar import Found, word_after, word_before
from pipeline.dates.state import Discourse, Told
from pipeline.model import DateBasis, TimexType

CODES = {
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "half": "H",
    "season": "S",
    "year": "Y",
    "decade": "DE",
}
CODES |= {"century": "CE", "millennium": "L", "hour": "H", "minute": "M", "second": "S"}
CLOCK_UNITS = ("hour", "minute", "second")
NEAR = 1  # sentences over which a date lends its year in a report
GRAIN = ("day", "month", "season", "quarter", "half", "year", "decade", "century")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an expression means, before signals."""

    type: TimexType
    value: str
    period: Period | None = None
    part: str | None = None  # START, MID, END, LATER, EARLIER
    approximate: bool = False
    basis: DateBasis = "explicit"
    anchor: tuple[int, int] | None = None
    time: str | None = None
    explicit_year: bool = False
    tells: bool = True  # whether later expressions may lean on it


def resolve(found: Found, at: Discourse) -> Meaning | None:
    """The meaning of a candidate, or None where it is no expression of time after all."""
    return KINDS[found.rule.kind](found.slots, found, at)


# ---- calendar dates --------------------------------------------------------------------------------------------------


def _year_slot(slots: dict[str, Any], at: Discourse) -> int | None:
    """The year spelled out, with its era; two digits are the nearest such year to the article's, none after it by over ten."""
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
    year = _year_slot(slots, at)
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
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, explicit_year=explicit, **common)


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
    start -= 100 if start > now + 5 else 0
    period = Period("decade", start // 10)
    return Meaning("DATE", period.value(), period, basis="inherited", **common)


Choice = tuple[int, DateBasis, tuple[int, int] | None, bool]


def choose_year(slots: dict[str, Any], found: Found, at: Discourse) -> Choice | None:
    """The year that a month, day, season or quarter without one means; with basis, anchor, and whether it was told.

    A year told close by lends itself, in narratives from any distance. Else the article's day decides: the last such
    period before it where the sentence tells the past, the next one where it looks ahead, the nearest where neither.
    """
    lender = _lender(slots, at)
    if lender is not None:
        return _after(lender, slots), "inherited", lender.span, True
    if at.reference is None:
        return None
    now = at.reference
    tense = at.tense(found)
    options = [p for y in (-1, 0, 1) if (p := build(now.year + y, slots)) is not None]
    if not options:
        return now.year, "article", None, False
    chosen = min(options, key=lambda p: _cost(p, now, tense))
    year = chosen.index // 4 if chosen.unit == "season" else chosen.year
    return year, "article", None, False


# Days that a period on the wrong side of the article's day costs, by unit: a month told in the past tense lies before,
# but a day without a year is seldom most of a year away, whatever the verb nearby.
AGAINST_TENSE = {"day": 120, "month": 300, "season": 300, "quarter": 150, "half": 300}
AHEAD_COSTS = 60  # where no verb says, the past is likelier


def _cost(period: Period, now: Period, tense: int) -> int:
    """How far a reading is from the article's day, the more where the tense speaks against it."""
    if period.first <= now.first <= period.last:
        return 0
    ahead = period.first > now.last
    distance = period.first - now.last if ahead else now.first - period.last
    against = tense < 0 if ahead else tense > 0
    return distance + (AGAINST_TENSE[period.unit] if against else 0) + (AHEAD_COSTS if ahead and tense == 0 else 0)


def _lender(slots: dict[str, Any], at: Discourse) -> Told | None:
    """The told date whose year an expression without one takes over."""
    weak, told = at.weak, at.year
    if weak is not None and weak.explicit and weak.sentence == at.sentence and weak.period.unit == "year":
        return weak
    if at.is_narrative:
        near = [t for t in (at.day, told) if t is not None]
        return max(near, key=lambda t: t.span) if near else at.last
    if told is None or told.paragraph != at.paragraph or at.sentence - told.sentence > NEAR:
        return None
    return told if told.period.unit not in ("decade", "century") else None


def _after(told: Told, slots: dict[str, Any]) -> int:
    """The year of the told date, or the next where the new date would lie far before it (December, then January)."""
    year = told.period.year if told.period.unit != "season" else told.period.index // 4
    month = told.period.month
    new = slots.get("month")
    if month is not None and new is not None and month - int(new) >= 8:
        return year + 1
    return year


def _weekday(weekday: int, found: Found, at: Discourse, common: dict[str, Any]) -> Meaning:
    told = at.day
    if at.is_narrative and told is not None and told.period.unit == "day":
        ahead = (weekday - 1 - (told.period.index - 1)) % 7
        return _day(told.period.index + ahead, common, "inherited", told.span)
    if at.reference is None or at.reference.unit != "day":
        return Meaning("DATE", f"XXXX-WXX-{weekday}", None, basis="article", **common)
    now = at.reference.index
    back = (now - 1 - (weekday - 1)) % 7
    tense = at.tense(found)
    deadline = word_before(at.tokens, found.start) in at.lexicon.data["tense"]["deadline"]
    if tense > 0 or (deadline and tense == 0):
        return _day(now - back + 7 if back else now, common, "article", None)
    return _day(now - back, common, "article", None)


def _day(index: int, common: dict[str, Any], basis: DateBasis, anchor: tuple[int, int] | None) -> Meaning:
    period = Period("day", index)
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, **common)


def _bare_day(day: int, found: Found, at: Discourse, common: dict[str, Any]) -> Meaning | None:
    """ "the 25th": in the month told last, else the month around the article's day that fits the tense."""
    weekday = found.slots.get("weekday")
    base = at.day
    if base is not None and (at.is_narrative or (base.paragraph == at.paragraph and base.explicit)):
        month = base.period.to("month")
        anchor, basis = base.span, "inherited"
        options = [month, month.shift(1)]
    elif at.reference is not None:
        month = at.reference.to("month")
        anchor, basis = None, "article"
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
            return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, **common)  # type: ignore[arg-type]
    return None


def iso(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """``2024-10-21``, ``2024/10/21``, perhaps with ``T12:30``."""
    match = re.match(r"(\d{4})[-./](\d\d?)[-./](\d\d?)(t.*)?", found_text(found, at))
    return _numeric(match[1], match[2], match[3], match[4]) if match else None


def slashed(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """``10/21/2024`` and ``21.10.2024``: the order of day and month is the language's where both could be."""
    parts = re.split(r"[./-]", found_text(found, at))
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    first, second, year = int(parts[0]), int(parts[1]), parts[2]
    day_first = at.lexicon.data.get("day_first", False) or "." in found_text(found, at)
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
    if len(year) == 2:
        year = str(_year_slot({"year2": int(year)}, at))
    return _numeric(year, str(first), str(second), None)


def _numeric(year: str, month: str, day: str, time: str | None) -> Meaning | None:
    period = day_of(int(year), int(month), int(day))
    if period is None:
        if not 1 <= int(month) <= 12:
            return None
        period = month_of(int(year), int(month))
        time = None
    value = period.value() + (time or "").upper()
    return Meaning("TIME" if time else "DATE", value, period, time=(time or "").upper() or None, explicit_year=True)


def found_text(found: Found, at: Discourse) -> str:
    """The words of a candidate, in lower case."""
    return "".join(at.tokens.words[found.start : found.end])


def holiday(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """A fixed day of the year, or the nth weekday of a month."""
    parts = [int(p) for p in str(slots["holiday"]).split("-")]

    def on(year: int) -> Period | None:
        if len(parts) == 2:
            return day_of(year, parts[0], parts[1])
        month, weekday, nth = parts
        first = ordinal(year, month, 1)
        return Period("day", first + (weekday - 1 - (first - 1)) % 7 + 7 * (nth - 1))

    year = _year_slot(slots, at)
    if year is not None:
        period, basis, anchor = on(year), "explicit", None
    elif "dir" in slots and at.reference is not None:
        years = [at.reference.year - 1, at.reference.year, at.reference.year + 1]
        days = [p for y in years if (p := on(y)) is not None]
        ahead, behind = (
            [p for p in days if p.first >= at.reference.first],
            [p for p in days if p.last < at.reference.first],
        )
        period = {-1: behind[-1], 0: on(at.reference.year), 1: ahead[0]}[int(slots["dir"])]
        basis, anchor = "article", None
    else:
        choice = choose_year({"month": parts[0], "day": min(28, parts[1])}, found, at)
        if choice is None:
            return Meaning(
                "DATE", f"XXXX-{parts[0]:02d}" + (f"-{parts[1]:02d}" if len(parts) == 2 else ""), None, basis="article"
            )
        period, basis, anchor = on(choice[0]), choice[1], choice[2]
    if period is None:
        return None
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, explicit_year=year is not None)  # type: ignore[arg-type]


# ---- seen from the article's day, or from the day last told ------------------------------------------------------------


def deictic(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """today, yesterday, tomorrow, tonight, tomorrow night."""
    offset = int(slots.get("offset", slots["deictic"]))
    part = slots.get("part") or slots.get("later")
    partday = slots.get("partday")
    kind: TimexType = "TIME" if partday else "DATE"
    if at.reference is None:
        return Meaning(kind, "XXXX-XX-XX" + (partday or ""), None, basis="article", time=partday, part=part)
    period = at.reference if at.reference.unit != "day" else at.reference.shift(offset)
    return Meaning(kind, period.value() + (partday or ""), period, part=part, basis="article", time=partday)


def relative(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """last week, this summer, next Friday, earlier this month, the end of the year, the quarter, a year earlier."""
    for slot, sign in (("season_past", -1), ("season_next", 1)):
        if slot in slots:
            slots = {**slots, "season": slots[slot], "dir": sign}
    direction = int(slots.get("dir", 0))
    part = slots.get("part") or slots.get("later")
    unit = slots.get("period")
    if slots.get("of_day"):
        meaning = date({k: v for k, v in slots.items() if k in ("month", "day", "year")}, found, at)
        return meaning and (_as(meaning, meaning.period.to("week")) if meaning.period else meaning)
    base, basis, anchor = _base(at, bool(slots.get("contextual")))
    if slots.get("back_a_year"):
        return _year_back(slots, at)
    if base is None:
        return Meaning("DATE", _unknown(unit or "day"), None, basis="article", part=part)

    if "month" in slots or "season" in slots:
        period = _named(slots, base, direction, at, found)
        if "day" in slots and period is not None:
            period = day_of(period.index // 12, period.index % 12 + 1, int(slots["day"]))
        if period is None:
            return None
    elif "weekday" in slots or "weekday_past" in slots:
        weekday = int(slots.get("weekday", slots.get("weekday_past", 1)))
        if base.unit != "day":
            return Meaning("DATE", f"XXXX-WXX-{weekday}", None, basis="article", part=part)
        back = (base.index - 1 - (weekday - 1)) % 7
        if direction < 0 or "weekday_past" in slots:
            period = base.shift(-(back or 7))
        elif direction > 0:
            period = base.shift(7 - back)
        else:
            period = base.to("week").shift(0)
            period = Period("day", period.first + weekday - 1)
    elif unit is None:
        return None
    elif RANKS.index(unit) < RANKS.index(base.unit):  # "this week" when only the month is known
        period = base
    else:
        period = base.to(unit).shift(direction)
        workday = base.unit == "day" and (base.index - 1) % 7 < 5
        if unit == "weekend" and slots.get("contextual") and workday and at.tense(found) <= 0:
            period = period.shift(-1)
        if (slots.get("latest") and unit == "quarter") or (
            slots.get("contextual") and unit == "quarter" and not at.is_narrative
        ):
            period = period.shift(-1)
    return Meaning("DATE", period.value(), period, part=part, basis=basis, anchor=anchor)


RANKS = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century", "millennium")


def _as(meaning: Meaning, period: Period) -> Meaning:
    return replace(meaning, period=period, value=period.value())


def _base(at: Discourse, contextual: bool) -> tuple[Period | None, DateBasis, tuple[int, int] | None]:
    """The article's day; where the text is a narrative and the expression leans on context, the date last told."""
    if contextual and at.last is not None and at.is_narrative:
        return at.last.period, "reference", at.last.span
    return at.reference, "article", None


def _unknown(unit: str) -> str:
    return {
        "day": "XXXX-XX-XX",
        "week": "XXXX-WXX",
        "weekend": "XXXX-WXX-WE",
        "month": "XXXX-XX",
        "quarter": "XXXX-QX",
    }.get(unit, "XXXX")


def _year_back(slots: dict[str, Any], at: Discourse) -> Meaning:
    """ "a year earlier": a year before the quarter, month or year that is being compared."""
    last = at.last
    unit = slots.get("period2")
    if last is not None and (at.is_narrative or (last.paragraph == at.paragraph or last.period.unit == "quarter")):
        if last.period.unit == "quarter" and (unit in (None, "quarter")):
            period = last.period.shift(-4)
            return Meaning("DATE", period.value(), period, basis="reference", anchor=last.span, tells=False)
        if at.is_narrative or (slots.get("from_told") and at.sentence - last.sentence <= NEAR):
            period = year_of(last.period.year - 1)
            return Meaning("DATE", period.value(), period, basis="reference", anchor=last.span)
    if at.reference is None:
        return Meaning("DATE", "XXXX", None, basis="article")
    period = at.reference.to("quarter").shift(-5) if unit == "quarter" else year_of(at.reference.year - 1)
    return Meaning("DATE", period.value(), period, basis="article", tells=False)


def _named(slots: dict[str, Any], base: Period, direction: int, at: Discourse, found: Found) -> Period | None:
    """last April, this September, next summer."""
    unit = "month" if "month" in slots else "season"
    here = base.to(unit)
    size = 12 if unit == "month" else 4
    target = int(slots["month"]) - 1 if unit == "month" else int(slots["season"])
    ahead = (target - here.index) % size
    if direction < 0:
        return here.shift(ahead - size if ahead else -size)
    if direction > 0:
        return here.shift(ahead or size)
    if "later" in slots:
        return here.shift(ahead)
    this_year = Period(unit, base.year * size + target)
    return this_year


def told(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """that year, the same day, the next day, the previous month, the Tuesday before, that spring."""
    offset = int(slots.get("told", 0))
    part = slots.get("part") or slots.get("later")
    last = at.last
    unit = slots.get("period")
    if last is None or unit == "day":
        last = at.day if at.day is not None and at.day.period.unit == "day" else last
    if last is None:
        if at.reference is None:
            return Meaning("DATE", _unknown(unit or "day"), None, basis="reference", part=part)
        base, anchor, basis = at.reference, None, "article"
    else:
        base, anchor, basis = last.period, last.span, "reference"

    if "weekday" in slots:
        if base.unit != "day":
            return Meaning("DATE", f"XXXX-WXX-{slots['weekday']}", None, basis="reference")
        back = (base.index - 1 - (int(slots["weekday"]) - 1)) % 7
        period = (
            base.shift(-(back or 7))
            if offset < 0
            else base.shift((7 - back) % 7 or 7)
            if offset > 0
            else base.shift(-back)
        )
    elif "month" in slots or "season" in slots:
        size, name = (12, "month") if "month" in slots else (4, "season")
        here = base.to(name)
        target = int(slots["month"]) - 1 if name == "month" else int(slots["season"])
        ahead = (target - here.index) % size
        if offset < 0:
            period = here.shift(ahead - size)
        elif offset > 0:
            period = here.shift(ahead or size)
        else:
            period = Period(name, base.year * size + target)
    elif unit is None:
        return None
    elif RANKS.index(unit) < RANKS.index(base.unit) and unit in ("day", "week", "month"):
        return Meaning(
            "DATE",
            base.value() + ("-XX" if base.unit in ("month", "year") else ""),
            base,
            "LATER" if offset > 0 else part,
            basis="reference",
            anchor=anchor,
            tells=False,
        )
    else:
        period = base.to(unit).shift(offset)
    return Meaning("DATE", period.value(), period, part=part, basis=basis, anchor=anchor)  # type: ignore[arg-type]


def ago(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """Two years ago, three days later, a decade earlier, five minutes from now."""
    unit = str(slots.get("unit") or slots.get("few_unit"))
    when = slots.get("ago", "from_now")
    count = slots.get("num")
    if count is None and "few" not in slots and "few_unit" not in slots and "num_x" not in slots:
        count = 1
    if count is not None and slots.get("plus_half"):
        count += 0.5
    vague = count is None or "num2" in slots
    sign = -1 if when in ("ago", "earlier") else 1
    if when in ("ago", "from_now"):
        base, basis, anchor = at.reference, "article", None
    else:
        last = at.last
        if last is not None and (at.is_narrative or last.sentence >= at.sentence - NEAR):
            base, basis, anchor = last.period, "reference", last.span
        else:
            base, basis, anchor = at.reference, "article", None
    if vague:
        if count is None and not (unit in ("decade", "century", "year") and when == "ago" and "few" in slots):
            return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", None, basis=basis)  # type: ignore[arg-type]
        if count is None:
            return Meaning("DATE", "PAST_REF", None, basis=basis)  # type: ignore[arg-type]
    if base is None:
        return Meaning("DATE", _unknown(unit), None, basis=basis)  # type: ignore[arg-type]
    if unit in CLOCK_UNITS:
        return Meaning(
            "TIME", base.value() + ("TXX" if base.unit == "day" else ""), base, basis=basis, anchor=anchor, time=None
        )  # type: ignore[arg-type]
    period = _stepped(base, unit, float(count or 1) * sign)
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, approximate="approx" in slots)  # type: ignore[arg-type]


def _stepped(base: Period, unit: str, count: float) -> Period:
    """``count`` units from ``base``: days from a day give a day, months a month, decades a year."""
    if unit == "fortnight":
        unit, count = "week", count * 2
    if unit == "half":
        unit, count = "month", count * 6
    if unit in ("decade", "century", "millennium"):
        unit, count = "year", count * {"decade": 10, "century": 100, "millennium": 1000}[unit]
    if count != int(count) and unit in ("year", "month"):
        unit, count = ("month", count * 12) if unit == "year" else ("day", count * 30)
    if abs(count) > 100_000:
        return base
    steps = round(count)
    if unit == "weekend":
        return base.to("weekend").shift(steps)
    if RANKS.index(unit) < RANKS.index(base.unit):
        return base
    return base.to(unit).shift(steps)


# ---- times of day ----------------------------------------------------------------------------------------------------


def time(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """A clock time or a part of day, on the day it names or else the day being told."""
    clock = _clock(slots)
    if clock is None:
        return None
    if "clock" in slots and not slots.keys() & {"ampm", "zone", "weekday", "month", "deictic", "dir", "partday"}:
        words = at.tokens.words
        before = next((w for w in reversed(words[max(0, found.start - 3) : found.start]) if not w.isspace()), "")
        if before not in at.lexicon.data["before"]["clock_lead"]:
            return None
    if slots.get("unknown_day"):
        return Meaning("TIME", "XXXX-XX-XX" + clock, basis="reference", time=clock, tells=False)
    day = _day_of_time(slots, found, at)
    if day is None or day.period is None or day.period.unit != "day":
        known = day.value if day is not None else "XXXX-XX-XX"
        return Meaning(
            "TIME",
            known + CLOCK_ZONE.sub("", clock),
            day.period if day else None,
            basis="article",
            time=clock,
            tells=False,
        )
    period = day.period
    value = period.value() + CLOCK_ZONE.sub("", clock)
    return replace(day, type="TIME", value=value, time=clock, part=None)


CLOCK_ZONE = re.compile(r"(?<=T\d\d:\d\d)(?:Z|[+-]\d\d(?::?\d\d)?)$")  # TimeML leaves the zone out of the value


def _clock(slots: dict[str, Any]) -> str | None:
    zone = str(slots.get("zone", ""))
    if "clock" in slots or "hour" in slots or "num" in slots:
        if "clock" in slots:
            pieces = str(slots["clock_text"]).split(":")
            hour, minute = int(pieces[0]), int(pieces[1])
        else:
            hour, minute = int(slots.get("hour", slots.get("num", 0))), int(slots.get("minute", 0))
        half = slots.get("ampm")
        if half is None and slots.get("partday") in ("TAF", "TEV"):
            half = "PM"
        if half is None and slots.get("partday") == "TNI":
            half = "PM" if hour >= 6 else "AM"
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "PM" else 0)
        if hour > 24 or minute > 59:
            return None
        return f"T{hour:02d}:{minute:02d}{zone}"
    if "clockword" in slots:
        return f"T{slots['clockword']}{zone}"
    return str(slots["partday"]) if "partday" in slots else "TNI" if slots.get("contextual") else None


def _day_of_time(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    if "deictic" in slots:
        return deictic({"deictic": slots["deictic"]}, found, at)
    if "month" in slots or ("weekday" in slots and "dir" not in slots):
        return date({k: slots[k] for k in ("month", "day", "year", "year2", "weekday") if k in slots}, found, at)
    if "dir" in slots and "weekday" in slots:
        return relative({"dir": slots["dir"], "weekday": slots["weekday"]}, found, at)
    if "dir" in slots:
        direction = int(slots["dir"])
        return deictic({"deictic": direction}, found, at)
    if "told" in slots:
        moved = int(slots["told"])
        return told({"told": moved, "period": "day"}, found, at)
    last = at.day
    if last is not None and last.period.unit == "day" and (at.is_narrative or last.paragraph == at.paragraph):
        return Meaning("DATE", last.period.value(), last.period, basis="reference", anchor=last.span)
    return None if at.reference is None else Meaning("DATE", at.reference.value(), at.reference, basis="article")


# ---- durations, sets, and the rest -----------------------------------------------------------------------------------


def duration(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """``P5D``, ``PT10M``, ``PXY``; no bounds."""
    unit = slots.get("unit") or slots.get("period")
    count: Any = slots.get("num")
    last = at.tokens.words[found.end - 1]
    if unit is None:
        unit = str(at.lexicon.value("unit", last))
    if unit == "quarter" and (count is None or count in (1, 3)):
        after = word_after(at.tokens, found.end)
        if after in at.lexicon.data["join"]["of"] or count is None:  # a share, no time
            return None
    word = at.tokens.words[found.at["unit"]] if "unit" in found.at else last
    if "numer" in slots and count is not None:
        count += slots["numer"] / max(1, slots["denom"])
    elif count is None:
        many = "few" in slots or ("period" not in slots and ("plural", word) in at.lexicon.values)
        count = "X" if many else 1
    if slots.get("plus_half") and count != "X":
        count += 0.5
    if "num2" in slots and isinstance(slots["num2"], int):
        count = slots["num2"]
    if isinstance(count, float) and count == int(count):
        count = int(count)
    return Meaning("DURATION", _length(count, str(unit), slots), tells=False)


def _length(count: Any, unit: str, slots: dict[str, Any]) -> str:
    if unit == "fortnight" and isinstance(count, int):
        count, unit = count * 2, "week"
    if unit in ("half", "season"):
        count, unit = (count * (6 if unit == "half" else 3) if isinstance(count, int) else "X"), "month"
    if unit == "decade" and isinstance(count, int) and count > 1:
        count, unit = count * 10, "year"
    if unit == "century" and isinstance(count, int):
        count, unit = count * 100, "year"
    if unit == "quarter" and isinstance(count, int):
        return f"P{count}Q"
    return f"P{'T' if unit in CLOCK_UNITS else ''}{count}{CODES.get(unit, 'Y')}"


def repeated(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """every day, each July, Tuesdays, twice a week, annually."""
    if "often" in slots:
        return Meaning("SET", str(slots["often"]), tells=False)
    if "weekday" in slots or "weekdays" in slots:
        partday = slots.get("partday", slots.get("partdays", ""))
        return Meaning("SET", f"XXXX-WXX-{slots.get('weekday', slots.get('weekdays'))}{partday}", tells=False)
    if "month" in slots:
        return Meaning("SET", f"XXXX-{int(slots['month']):02d}", tells=False)
    if "season" in slots:
        return Meaning("SET", f"XXXX-{SEASON_CODES[int(slots['season'])]}", tells=False)
    if "partday" in slots:
        return Meaning("SET", f"XXXX-XX-XX{slots['partday']}", tells=False)
    return Meaning(
        "SET", _length(slots.get("num", "X" if "few" in slots else 1), str(slots["unit"]), slots), tells=False
    )


def vague(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """now, recently, soon. What speaks of the present has the article's day as bounds, the rest none."""
    ref = str(slots["ref"])
    if (slots.get("narrative_only") and not at.is_narrative) or (slots.get("ahead_only") and at.tense(found) <= 0):
        return None
    if ref == "PRESENT_REF" and at.reference is not None:
        return Meaning("DATE", ref, at.reference, basis="article", tells=False)
    return Meaning("DATE", ref, basis="article", tells=False)


KINDS: dict[str, Callable[[dict[str, Any], Found, Discourse], Meaning | None]] = {
    "date": date,
    "iso": iso,
    "slashed": slashed,
    "holiday": holiday,
    "deictic": deictic,
    "relative": relative,
    "told": told,
    "ago": ago,
    "time": time,
    "duration": duration,
    "set": repeated,
    "ref": vague,
}
