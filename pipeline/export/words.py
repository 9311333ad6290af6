"""Dates in plain words: what an interval and its EDTF say, as a person would write it.

The bounds are the truth; the EDTF tells how they were told. ``reading("2021-06-01", "2021-06-10", "2021-06")`` is
"early June 2021", ``reading("2014-01-01", None, "2014/..")`` is "since 2014". Years are astronomical: -0043 is 44 BC.
"""

from __future__ import annotations

import re
from calendar import isleap

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_QUALIFIER = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}
# EDTF level 2, sub-year groupings
_GROUPS = {
    21: "spring", 22: "summer", 23: "autumn", 24: "winter",
    25: "spring", 26: "summer", 27: "autumn", 28: "winter",
    29: "spring", 30: "summer", 31: "autumn", 32: "winter",
    33: "first quarter of", 34: "second quarter of", 35: "third quarter of", 36: "fourth quarter of",
    37: "first four months of", 38: "middle four months of", 39: "last four months of",
    40: "first half of", 41: "second half of",
}  # fmt: skip
_PARTS = {("01-01", "03-31"): "early", ("04-01", "09-30"): "mid", ("10-01", "12-31"): "late"}
_THIRDS = ((0, 3, "early"), (4, 6, "mid"), (7, 9, "late"))
_CENTURY_THIRDS = ((0, 33, "early"), (34, 66, "mid"), (67, 99, "late"))

Day = tuple[int, int, int]


def parse_day(iso: str) -> Day:
    """``"-0043-03-15"`` -> ``(-43, 3, 15)``. ValueError where it is no ISO day."""
    found = re.fullmatch(r"(-?\d{4,})-(\d\d)-(\d\d)", iso)
    if found is None:
        raise ValueError(f"no ISO day: {iso!r}")
    year, month, day = (int(part) for part in found.groups())
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise ValueError(f"no ISO day: {iso!r}")
    return year, month, day


def month_length(year: int, month: int) -> int:
    """Days of a month in the proleptic Gregorian calendar."""
    return 29 if month == 2 and isleap(year) else _DAYS[month - 1]


def ordinal(number: int) -> str:
    """``21`` -> ``"21st"``."""
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def year_words(year: int) -> str:
    """``1999`` -> ``"1999"``, ``-43`` -> ``"44 BC"``, ``79`` -> ``"AD 79"``."""
    if year <= 0:
        return f"{1 - year} BC"
    return str(year) if year > 999 else f"AD {year}"


def day_words(day: Day) -> str:
    """``(1999, 9, 2)`` -> ``"2 September 1999"``."""
    year, month, number = day
    return f"{number} {MONTHS[month - 1]} {year_words(year)}"


def _span(first: Day, last: Day) -> str:
    """The interval as it stands, at the coarsest unit that says it exactly."""
    year, month, number = first
    last_year, last_month, last_number = last
    whole_months = number == 1 and last_number == month_length(last_year, last_month)
    if first == last:
        return day_words(first)
    if whole_months and (month, last_month) == (1, 12):
        return _years(year, last_year)
    if whole_months and year == last_year:
        if month == last_month:
            return f"{MONTHS[month - 1]} {year_words(year)}"
        return f"{MONTHS[month - 1]}–{MONTHS[last_month - 1]} {year_words(year)}"
    if whole_months:
        return f"{MONTHS[month - 1]} {year_words(year)} – {MONTHS[last_month - 1]} {year_words(last_year)}"
    if (year, month) == (last_year, last_month):
        return f"{number}–{last_number} {MONTHS[month - 1]} {year_words(year)}"
    if year == last_year:
        return f"{number} {MONTHS[month - 1]} – {last_number} {MONTHS[last_month - 1]} {year_words(year)}"
    return f"{day_words(first)} – {day_words(last)}"


def _years(year: int, last: int) -> str:
    """Whole years: a year, a decade, a century, or from one to another."""
    if year == last:
        return year_words(year)
    if year > 0 and year % 100 == 0 and last == year + 99:
        return f"the {ordinal(year // 100 + 1)} century"
    if year > 0 and year % 10 == 0 and last == year + 9:
        return f"the {year}s"
    if 999 < year <= last:
        return f"{year}–{last}"
    return f"{year_words(year)} – {year_words(last)}"


def _coarse(first: Day, last: Day, edtf: str) -> str | None:
    """Early, mid, late: bounds narrower than the EDTF can say, and EDTF's own groups of months."""
    if group := re.fullmatch(r"(-?\d{4})-(2[1-9]|3\d|4[01])", edtf):
        return f"{_GROUPS[int(group[2])]} {year_words(int(group[1]))}"
    if re.fullmatch(r"-?\d{4}-\d\d", edtf):
        length = month_length(first[0], first[1])
        part = {(1, 10): "early", (11, 20): "mid", (21, length): "late"}.get((first[2], last[2]))
        return f"{part} {MONTHS[first[1] - 1]} {year_words(first[0])}" if part and first[1] == last[1] else None
    if re.fullmatch(r"-?\d{4}", edtf) and first[0] == last[0]:
        part = _PARTS.get((f"{first[1]:02}-{first[2]:02}", f"{last[1]:02}-{last[2]:02}"))
        return f"{part} {year_words(first[0])}" if part else None
    if (first[1:], last[1:]) == ((1, 1), (12, 31)) and first[0] > 0:
        if re.fullmatch(r"\d{3}X", edtf):
            part = {(a, b): word for a, b, word in _THIRDS}.get((first[0] % 10, last[0] % 10))
            return f"the {part} {first[0] // 10 * 10}s" if part else None
        if re.fullmatch(r"\d\dXX", edtf):
            part = {(a, b): word for a, b, word in _CENTURY_THIRDS}.get((first[0] % 100, last[0] % 100))
            return f"the {part} {ordinal(first[0] // 100 + 1)} century" if part else None
    return None


def _edge(edtf: str, day: Day, *, last: bool) -> str:
    """One end of an open interval at the precision its EDTF has."""
    bare = edtf.strip("~?%")
    if re.fullmatch(r"-?\d{4}", bare):
        return year_words(day[0])
    if re.fullmatch(r"-?\d{4}-(0\d|1[0-2])", bare):
        return f"{MONTHS[day[1] - 1]} {year_words(day[0])}"
    if re.fullmatch(r"\d{3}X", bare):
        return f"the {bare[:3]}0s"
    return day_words(day)


def qualifier(edtf: str) -> str:
    """``"about "`` for ``~``, ``"perhaps "`` for ``?``, ``""`` where the EDTF is plain."""
    marks = "".join(sorted(set(re.findall(r"[~?%]", edtf))))
    return _QUALIFIER["%" if len(marks) > 1 else marks] if marks else ""


def exact(start: str | None, end: str | None) -> str:
    """The days themselves, whatever was said: ``"1–10 June 2021"``; open ends in words."""
    if start is None and end is None:
        return "no date known"
    if start is None:
        return f"up to {day_words(parse_day(end or ''))}"
    if end is None:
        return f"from {day_words(parse_day(start))} on"
    return _span(parse_day(start), parse_day(end))


def reading(start: str | None, end: str | None, edtf: str | None) -> str:
    """The date as a person would say it. Bounds that are no ISO days are given back as they are."""
    edtf = edtf or ""
    try:
        first = parse_day(start) if start is not None else None
        last = parse_day(end) if end is not None else None
    except ValueError:
        return edtf or f"{start}/{end}"
    about = qualifier(edtf)
    left, _, right = edtf.partition("/")
    if first is None and last is None:
        return "no date known"
    if last is None and first is not None:
        return f"since {about}{_edge(left, first, last=False)}"
    if first is None and last is not None:
        return f"no later than {about}{_edge(right or left, last, last=True)}"
    assert first is not None
    assert last is not None
    return about + (_coarse(first, last, edtf.strip("~?%")) or _span(first, last))
