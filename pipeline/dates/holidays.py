"""Feasts as days: fixed ones, the nth weekday of a month, and those that go with Easter."""

from __future__ import annotations

import re
from typing import Any

from pipeline.dates.absolute import year_slot
from pipeline.dates.calendar import Period, day_of, ordinal
from pipeline.dates.grammar import Found
from pipeline.dates.meaning import Meaning
from pipeline.dates.state import Discourse
from pipeline.dates.years import choose_year
from pipeline.model import DateBasis


def easter(year: int) -> int:
    """The number of Easter Sunday's day (Western; the anonymous Gregorian algorithm)."""
    century = year // 100
    golden = year % 19
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon = epact - (epact // 28) * (1 - (29 // (epact + 1)) * ((21 - golden) // 11))
    offset = moon - (year + year // 4 + moon + 2 - century + century // 4) % 7
    month = 3 + (offset + 40) // 44
    return ordinal(year, month, offset + 28 - 31 * (month // 4))


def holiday(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """A fixed day of the year, or the nth weekday of a month (0: its last), perhaps with days added."""
    if slots.get("local") and _is_told_beside(found, at):
        return None
    rule = str(slots["holiday"])
    movable = re.fullmatch(r"easter([+-]\d+)?", rule)
    rule, _, after = rule.partition("+") if not movable else (rule, "", "")
    parts = [4, 7, 1] if movable else [int(p) for p in rule.split("-")]  # Easter: around the first Sunday of April

    def on(year: int) -> Period | None:
        if movable:
            return Period("day", easter(year) + int(movable[1] or 0))
        if len(parts) == 2:
            return day_of(year, parts[0], parts[1])
        month, weekday, nth = parts
        first = ordinal(year, month, 1) if nth else ordinal(year, month + 1, 1) - 7  # 0: the last of the month
        return Period("day", first + (weekday - 1 - (first - 1)) % 7 + 7 * max(0, nth - 1) + int(after or 0))

    year = year_slot(slots, at)
    period: Period | None
    basis: DateBasis = "explicit"
    anchor: tuple[int, int] | None = None
    if year is not None:
        period = on(year)
    elif "dir" in slots and at.reference is not None:
        years = [at.reference.year - 1, at.reference.year, at.reference.year + 1]
        days = [p for y in years if (p := on(y)) is not None]
        behind = [p for p in days if p.last < at.reference.first]
        ahead = [p for p in days if p.first >= at.reference.first]
        period = {-1: behind[-1], 0: on(at.reference.year), 1: ahead[0]}[int(slots["dir"])]
        basis = "article"
    else:
        choice = choose_year({"month": parts[0], "day": min(28, parts[1])}, found, at)
        if choice is None:
            value = f"XXXX-{parts[0]:02d}-{parts[1]:02d}" if len(parts) == 2 else f"XXXX-{parts[0]:02d}"
            return Meaning("DATE", value, None, basis="article")
        period, basis, anchor = on(choice[0]), choice[1], choice[2]
    if period is None:
        return None
    if slots.get("around"):
        period = _weekend(period)
    told = year is not None
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, explicit_year=told, tells=told)


MONDAY, TUESDAY = 1, 2


def _weekend(day: Period) -> Period:
    """The weekend that a feast makes long: the one before a Monday or Tuesday, else that of its week."""
    weekday = (day.index - 1) % 7 + 1
    return Period("day", day.index - weekday if weekday <= TUESDAY else day.index).to("weekend")


def _is_told_beside(found: Found, at: Discourse) -> bool:
    """Whether the text itself says the day of the feast at once: "on Election Day, 8 November 2022"."""
    codes = at.tokens.codes[found.end : found.end + 3]
    marks = at.lexicon.data["join"]["aside"]
    if not codes or at.tokens.words[found.end] not in marks:
        return False
    return any(code in at.lexicon.chars_of("month") for code in codes[1:])
