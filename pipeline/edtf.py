"""EDTF (ISO 8601-2): read it, write it, bound it by days.

Days are ISO strings with an astronomical year of at least four digits (``"-0043-03-15"`` is 15 March 44 BC), as
everywhere in chronofile, because ``datetime.date`` knows no year before 1. Read: level 0 and 1, and of level 2 the
seasons 25-41 and unspecified digits anywhere. Written: dates, ``X`` for decades and centuries, seasons 21-23,
intervals with ``..``, and ``~``.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.model import Interval

OPEN = ".."
DATE = re.compile(
    r"(?P<year>-?[\dX]{4}|Y-?\d{5,9})(?:-(?P<month>[\dX]{2})(?:-(?P<day>[\dX]{2}))?)?(?:T[\d:.]+(?:Z|[+-]\d\d(?::?\d\d)?)?)?(?P<mark>[?~%]?)",
    re.ASCII,
)
# First month and number of months of the codes that stand in a month's place.
SEASONS = {21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)}
SEASONS |= {25 + i: (3 + 3 * i, 3) for i in range(4)} | {29 + i: (9 + 3 * i, 3) for i in range(2)}
SEASONS |= {31: (15, 3), 32: (6, 3)} | {33 + i: (1 + 3 * i, 3) for i in range(4)}
SEASONS |= {37 + i: (1 + 4 * i, 4) for i in range(3)} | {40: (1, 6), 41: (7, 6)}
MONTH_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class EdtfError(ValueError):
    """A string that is no EDTF, or names a day that does not exist."""


def is_leap(year: int) -> bool:
    """Proleptic Gregorian."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def month_days(year: int, month: int) -> int:
    """How many days the month has."""
    return 29 if month == 2 and is_leap(year) else MONTH_DAYS[month - 1]


def iso(year: int, month: int | None = None, day: int | None = None) -> str:
    """``iso(-43, 3, 15) == "-0043-03-15"``; month and day may be left out."""
    text = f"{'-' if year < 0 else ''}{abs(year):04d}"
    if month is not None:
        text += f"-{month:02d}"
        if day is not None:
            text += f"-{day:02d}"
    return text


@lru_cache(maxsize=4096)
def bounds(edtf: str) -> tuple[str | None, str | None]:
    """The first and the last day that ``edtf`` allows, None where it is open.

    >>> bounds("198X"), bounds("2024-05-04/.."), bounds("2024-02")
    (('1980-01-01', '1989-12-31'), ('2024-05-04', None), ('2024-02-01', '2024-02-29'))

    Raises EdtfError for what is no EDTF, for a day that does not exist, and for an interval that ends before it starts.
    """
    if "/" not in edtf:
        return _date_bounds(edtf)
    parts = edtf.split("/")
    if len(parts) != 2:
        raise EdtfError(f"not EDTF: {edtf!r}: more than one '/'")
    first, last = parts
    if first in ("", OPEN) and last in ("", OPEN):
        return None, None
    low = None if first in ("", OPEN) else _date_bounds(first)[0]
    high = None if last in ("", OPEN) else _date_bounds(last)[1]
    if low is not None and high is not None and order(low) > order(high):
        raise EdtfError(f"not EDTF: {edtf!r}: ends before it starts")
    return low, high


def order(day: str) -> tuple[int, int, int]:
    """A key that sorts ISO days, years before 0 included (as strings those sort backwards)."""
    sign = -1 if day.startswith("-") else 1
    year, month, date = day.lstrip("-").split("-")
    return sign * int(year), int(month), int(date)


def parse(edtf: str) -> Interval:
    """The interval with its bounds; raises EdtfError as ``bounds`` does."""
    low, high = bounds(edtf)
    return Interval(low, high, edtf)


def interval(first: str | None, last: str | None) -> str:
    """Write an interval: ``interval("2024-05", None) == "2024-05/.."``; one date where both ends are the same."""
    return first if first == last and first else f"{first or OPEN}/{last or OPEN}"


def approximate(edtf: str) -> str:
    """``edtf`` with ``~`` on each end that has no mark yet: ``"1500"`` -> ``"1500~"``."""
    return "/".join(p if p in ("", OPEN) or p[-1] in "?~%" else f"{p}~" for p in edtf.split("/"))


def from_days(first: str | None, last: str | None) -> str:
    """The shortest EDTF of an interval of days: whole years and months are written as such.

    >>> from_days("2024-01-01", "2024-07-31"), from_days("1999-09-02", "1999-09-02"), from_days("2005-01-01", None)
    ('2024-01/2024-07', '1999-09-02', '2005/..')
    """
    starts = first is None or first.endswith("-01")
    ends = last is None or int(last[-2:]) == month_days(int(last[:-6]), int(last[-5:-3]))
    if starts and ends:
        year_start = first is None or first.endswith("-01-01")
        year_end = last is None or last.endswith("-12-31")
        cut = -6 if year_start and year_end else -3
        return interval(first and first[:cut], last and last[:cut])
    return interval(first, last)


def _date_bounds(edtf: str) -> tuple[str, str]:
    match = DATE.fullmatch(edtf)
    if match is None:
        raise EdtfError(f"not EDTF: {edtf!r}")
    year, month, day = match["year"], match["month"], match["day"]
    if year.startswith("Y"):
        low_year = high_year = int(year[1:])
    else:
        low_year, high_year = sorted((int(year.replace("X", "0")), int(year.replace("X", "9"))))
    if month is None:
        return iso(low_year, 1, 1), iso(high_year, 12, 31)

    if month.isdigit() and int(month) in SEASONS:
        if day is not None:
            raise EdtfError(f"not EDTF: {edtf!r}: a season has no day")
        start, length = SEASONS[int(month)]
        end = start + length - 1
        low_year, start = low_year + (start - 1) // 12, (start - 1) % 12 + 1
        high_year, end = high_year + (end - 1) // 12, (end - 1) % 12 + 1
        return iso(low_year, start, 1), iso(high_year, end, month_days(high_year, end))

    low_month, high_month = _digits(month, 1, 12, edtf)
    if day is None:
        return iso(low_year, low_month, 1), iso(high_year, high_month, month_days(high_year, high_month))
    longest = month_days(high_year, high_month)
    low_day, high_day = _digits(day, 1, 29 if "X" in edtf and high_month == 2 else longest, edtf)
    return iso(low_year, low_month, low_day), iso(high_year, high_month, min(high_day, longest))


def _digits(text: str, least: int, most: int, edtf: str) -> tuple[int, int]:
    """The range that two digits, some perhaps ``X``, allow between ``least`` and ``most``."""
    low, high = max(least, int(text.replace("X", "0"))), min(most, int(text.replace("X", "9")))
    if low > high:
        raise EdtfError(f"not EDTF: {edtf!r}: {text} is out of range")
    return low, high
