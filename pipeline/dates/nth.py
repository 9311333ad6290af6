"""One of the days, weekends, weeks or months of a longer period: "the first Monday of May", "the last week of 2012"."""

from __future__ import annotations

from typing import Any

from pipeline.dates.absolute import date
from pipeline.dates.calendar import RANK, Period
from pipeline.dates.grammar import Found
from pipeline.dates.leaning import relative
from pipeline.dates.meaning import Meaning
from pipeline.dates.state import Discourse

DAYS = {"weekday": 7, "weekend": 7, "week": 7, "day": 1}  # from one to the next
MIDDLE = 3  # days from a week's first to its middle, which says whose week it is


def nth(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """The ``nth`` one of its kind in the month or year named, or the last where no number is said.

    A week is that of the calendar in which most of the days meant lie: the first week of August is that of the 4th.
    """
    named = {k: v for k, v in slots.items() if k in WHOLE}
    whole = relative(named, found, at) if "period" in slots and not named.keys() & {"month"} else date(named, found, at)
    if whole is None or whole.period is None:
        return None
    unit = "weekday" if "weekday" in slots else str(slots["nth_unit"])
    one = _one(whole.period, unit, slots.get("nth"), slots.get("weekday"))
    return None if one is None else whole._replace(value=one.value(), period=one, part=None)


WHOLE = ("month", "year", "year2", "ydir", "ytold", "ythat", "period", "dir", "contextual")


def _one(whole: Period, unit: str, number: int | None, weekday: int | None) -> Period | None:
    """The one with that number in the whole, the last for None; None where the whole has no such one."""
    if unit not in DAYS:
        if RANK.get(unit, RANK["year"]) >= RANK[whole.unit]:
            return None
        first, last = Period("day", whole.first).to(unit), Period("day", whole.last).to(unit)
        one = last if number is None else first.shift(number - 1)
        return one if first.index <= one.index <= last.index else None
    offset = {"day": 0, "week": MIDDLE, "weekend": (5 - (whole.first - 1)) % 7}.get(unit, 0)
    if weekday is not None:
        offset = (weekday - 1 - (whole.first - 1)) % 7
    step = DAYS[unit]
    start = whole.first + offset
    day = start + step * (number - 1) if number is not None else start + (whole.last - start) // step * step
    if unit == "week" and number is None:
        day = whole.last - MIDDLE
    if not whole.first <= day <= whole.last:
        return None
    return Period("day", day).to(unit if unit in ("week", "weekend") else "day")
