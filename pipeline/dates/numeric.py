"""Dates in digits alone: ``2024-10-21``, ``10/21/2024``, ``21.10.2024``."""

from __future__ import annotations

import re
from typing import Any

from pipeline.dates.absolute import year_slot
from pipeline.dates.calendar import day_of, month_of
from pipeline.dates.grammar import Found
from pipeline.dates.meaning import Meaning
from pipeline.dates.state import Discourse


def iso(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """``2024-10-21``, ``2024/10/21``, perhaps with ``T12:30``."""
    match = re.match(r"(\d{4})[-./](\d\d?)[-./](\d\d?)(t.*)?", found_text(found, at))
    return _numeric(match[1], match[2], match[3], match[4]) if match else None


def slashed(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """``10/21/2024`` and ``21.10.2024``: the order of day and month is the language's where both could be."""
    parts = re.split(r"[./-]", found_text(found, at))
    if len(parts) != 3 or not all(part.isdecimal() for part in parts):
        return None
    first, second, year = int(parts[0]), int(parts[1]), parts[2]
    day_first = at.lexicon.data.get("day_first", False) or "." in found_text(found, at)
    if first > 12 or (day_first and second <= 12):
        first, second = second, first
    if len(year) == 2:
        year = str(year_slot({"year2": int(year)}, at))
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
