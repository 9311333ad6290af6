"""Calendar periods as numbers: a unit and an index, so that "next", "last" and "three ago" are plain arithmetic.

Proleptic Gregorian with astronomical years (0 is 1 BC). Day 1 is Monday, 1 January of year 1, as for
``datetime.date.toordinal``, but any year goes. Seasons are those of the contract: spring starts in March, and the
winter of a year is its December with the January and February that follow.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pipeline import edtf

SEASON_CODES = ("SP", "SU", "FA", "WI")
# Months in a unit that is made of whole months; the others are made of days.
MONTHS_IN = {
    "month": 1,
    "quarter": 3,
    "season": 3,
    "half": 6,
    "year": 12,
    "decade": 120,
    "century": 1200,
    "millennium": 12000,
}
UNITS = ("day", "weekend", "week", "month", "quarter", "season", "half", "year", "decade", "century", "millennium")
# There is no year 0: the 470s BC are 479-470, astronomical -478..-469; the 5th century BC is 500-401, -499..-400.
BEFORE_CHRIST = {"decade": 2, "century": 1, "millennium": 1}
# From fine to coarse.
RANK = {unit: rank for rank, unit in enumerate(UNITS)}


@lru_cache(maxsize=8192)
def ordinal(year: int, month: int, day: int) -> int:
    """The number of the day (Hinnant's civil-from-days, shifted so that it agrees with ``date.toordinal``)."""
    year -= month <= 2
    era, year_of_era = divmod(year, 400)
    day_of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 305


@lru_cache(maxsize=8192)
def civil(number: int) -> tuple[int, int, int]:
    """The year, month and day of a day's number."""
    number += 305
    era, day_of_era = divmod(number, 146097)
    year_of_era = (day_of_era - day_of_era // 1460 + day_of_era // 36524 - day_of_era // 146096) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    shifted = (5 * day_of_year + 2) // 153
    month = shifted + (3 if shifted < 10 else -9)
    return year_of_era + era * 400 + (month <= 2), month, day_of_year - (153 * shifted + 2) // 5 + 1


@dataclass(frozen=True, slots=True)
class Period:
    """One day, week, month ... : ``Period("month", 2024 * 12 + 4)`` is May 2024."""

    unit: str
    index: int

    @property
    def first(self) -> int:
        """The number of its first day."""
        return self.index if self.unit == "day" else _edges(self.unit, self.index)[0]

    @property
    def last(self) -> int:
        """The number of its last day."""
        return self.index if self.unit == "day" else _edges(self.unit, self.index)[1]

    @property
    def year(self) -> int:
        """The year it starts in; of a week, the ISO year."""
        return civil(self.index * 7 + 4 if self.unit == "week" else self.first)[0]

    @property
    def month(self) -> int | None:
        """The month, for days and months."""
        if self.unit == "day":
            return civil(self.index)[1]
        return self.index % 12 + 1 if self.unit == "month" else None

    def shift(self, count: int) -> Period:
        """``count`` periods later (earlier, where negative)."""
        return Period(self.unit, self.index + count)

    def to(self, unit: str) -> Period:
        """The period of ``unit`` that its first day lies in."""
        return self if unit == self.unit else containing(unit, self.first)

    def covers(self, other: Period) -> bool:
        """Whether all days of the other period are among its own."""
        return self.first <= other.first and other.last <= self.last

    def value(self) -> str:
        """TIMEX3: ``1999-09-02``, ``2024-W10``, ``1989-Q3``, ``2007-SU``, ``198``, ``19``, ``BC0493``."""
        return _value(self.unit, self.index)

    def edtf(self) -> str:
        """EDTF whose bounds are exactly the period's days."""
        return _edtf(self.unit, self.index)


@lru_cache(maxsize=8192)
def _edges(unit: str, index: int) -> tuple[int, int]:
    """The numbers of a period's first and last day."""
    if unit == "day":
        return index, index
    if unit in ("week", "weekend"):
        return index * 7 + (1 if unit == "week" else 6), index * 7 + 7
    start = index * 3 + 2 if unit == "season" else index * MONTHS_IN[unit]
    if index < 0:
        start += 12 * BEFORE_CHRIST.get(unit, 0)
    end = start + MONTHS_IN[unit]
    return ordinal(start // 12, start % 12 + 1, 1), ordinal(end // 12, end % 12 + 1, 1) - 1


@lru_cache(maxsize=8192)
def _value(unit: str, index: int) -> str:
    year, month, day = civil(_edges(unit, index)[0])
    if unit in ("week", "weekend"):
        thursday = index * 7 + 4
        year = civil(thursday)[0]
        week = (thursday - ordinal(year, 1, 1)) // 7 + 1
        return f"{_year(year)}-W{week:02d}" + ("-WE" if unit == "weekend" else "")
    match unit:
        case "day":
            return f"{_year(year)}-{month:02d}-{day:02d}"
        case "month":
            return f"{_year(year)}-{month:02d}"
        case "quarter":
            return f"{_year(year)}-Q{index % 4 + 1}"
        case "half":
            return f"{_year(year)}-H{index % 2 + 1}"
        case "season":
            return f"{_year(index // 4)}-{SEASON_CODES[index % 4]}"
        case "decade":
            return _year(year)[:-1]
        case "century" if index == 0:
            return "00"
        case "century":
            return _year(year if year >= 0 else year + 1)[:-2]
        case "millennium":
            return _year(year)[:-3]
        case _:
            return _year(year)


@lru_cache(maxsize=8192)
def _edtf(unit: str, index: int) -> str:
    year, month, day = civil(_edges(unit, index)[0])
    if unit == "day":
        return edtf.iso(year, month, day)
    if unit == "month":
        return edtf.iso(year, month)
    if unit == "year":
        return edtf.iso(year)
    if unit == "season" and index % 4 != 3:
        return f"{edtf.iso(index // 4)}-{21 + index % 4}"
    if unit in ("decade", "century") and year >= 0:
        return f"{edtf.iso(year)[: -1 if unit == 'decade' else -2]}{'X' if unit == 'decade' else 'XX'}"
    return edtf.from_days(*map(iso_day, _edges(unit, index)))


def _year(year: int) -> str:
    return f"{year:04d}" if year > 0 else f"BC{1 - year:04d}"


@lru_cache(maxsize=8192)
def containing(unit: str, day: int) -> Period:
    """The period of ``unit`` that the day with this number lies in."""
    if unit == "day":
        return Period(unit, day)
    if unit in ("week", "weekend"):
        return Period(unit, (day - 1) // 7)
    year, month, _ = civil(day)
    index = year * 12 + month - 1
    if unit == "season":
        return Period(unit, (index - 2) // 3)
    if year < 1:
        index -= 12 * BEFORE_CHRIST.get(unit, 0)
    return Period(unit, index // MONTHS_IN[unit])


def year_of(year: int) -> Period:
    """``year_of(-43)`` is 44 BC."""
    return Period("year", year)


def month_of(year: int, month: int) -> Period:
    """Month 1-12 of the year."""
    return Period("month", year * 12 + month - 1)


@lru_cache(maxsize=8192)
def day_of(year: int, month: int, day: int) -> Period | None:
    """The day, or None where there is no such day (30 February)."""
    if 1 <= month <= 12 and 1 <= day <= edtf.month_days(year, month):
        return Period("day", ordinal(year, month, day))
    return None


@lru_cache(maxsize=8192)
def iso_day(number: int) -> str:
    """The ISO string of a day's number."""
    return edtf.iso(*civil(number))


HALVES = ("HALF1", "HALF2")  # of a decade or century
PARTS = ("START", "MID", "END", *HALVES)


def part_of(period: Period, part: str) -> tuple[int, int]:
    """The first and last day of the START, MID, END, HALF1 or HALF2 of a period, as the contract's table has it.

    Months in days 1-10, 11-20 and the rest; years by quarters (MID is the second and third); decades and centuries in
    thirds (0-3, 4-6, 7-9; 00-33, 34-66, 67-99); other periods in thirds of their days. A day has no parts.
    """
    first, last = period.first, period.last
    cuts: tuple[int, int]
    if part in HALVES:
        middle = ordinal(period.year + (5 if period.unit == "decade" else 50), 1, 1)
        return (first, middle - 1) if part == "HALF1" else (middle, last)
    if period.unit == "day":
        return first, last
    if period.unit == "month":
        cuts = first + 10, first + 20
    elif period.unit == "year":
        cuts = ordinal(period.index, 4, 1), ordinal(period.index, 10, 1)
    elif period.unit in ("decade", "century"):
        start = period.year
        low, high = (4, 7) if period.unit == "decade" else (34, 67)
        cuts = ordinal(start + low, 1, 1), ordinal(start + high, 1, 1)
    else:
        third = max(1, (last - first + 1) // 3)
        cuts = first + third, last + 1 - third
    if part == "START":
        return first, cuts[0] - 1
    if part == "END":
        return cuts[1], last
    return cuts[0], cuts[1] - 1


def stepped(base: Period, unit: str, count: float) -> Period:
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
    if RANK[unit] < RANK[base.unit]:
        return base
    return base.to(unit).shift(steps)
