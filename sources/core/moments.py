"""Dates as pages write them, for machines and for people: the moment, and whether a time of day was told."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from pipeline.knowledge import toml

EARLIEST = 1990  # no news page is older; "0001-01-01" and "1970-01-01" are empty fields
_ISO = re.compile(
    r"(\d{4})[-/.]\s?(\d{1,2})[-/.]\s?(\d{1,2})(?:[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?)?",
    re.I,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]*\b", re.I)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[T\s,|-]+(\d{1,2})[:.](\d{2})(?::(\d{2}))?)?")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2})\.(\d{1,2})\.(\d{2})(?![\d.])")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z)?")
_IDEOGRAPHIC = re.compile(
    r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:\D{0,4}(\d{1,2})[時时시:](\d{2}))?"
)
_EPOCH = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
ENGLISH = {name: number for number, name in enumerate(_MONTHS, 1)}
_LETTERS = r"[^\W\d_]"
_NAMED_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|-е)?\.?\s+(?:de\s+)?({_LETTERS}{{3,12}})\.?,?\s+(?:de\s+)?(\d{{4}})(?!\d)"
)
_NAMED_MONTH_FIRST = re.compile(rf"({_LETTERS}{{3,12}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:]*\d)(?:\s*([ap])\.?m\b)?", re.I)


def moment_of(text: str | None) -> tuple[datetime, bool] | None:
    """``(moment, has a time of day)`` of a machine-written date; None for words and for what no calendar has."""
    value = (text or "").strip()
    if not value or len(value) > 80:
        return None
    try:
        return _parsed(value)
    except (ValueError, OverflowError, OSError):
        return None


def printed_moment(text: str) -> tuple[datetime, bool] | None:
    """``(moment, has a time of day)`` of a date as people write it: "14:02, 1 December 2020", "20.09.2020 23:32"."""
    named = _NAMED_DAY_FIRST.search(text) or _NAMED_MONTH_FIRST.search(text)
    if named is None:
        wide = _IDEOGRAPHIC.search(text)
        if wide:
            return _made_or_none(*wide.groups())
        match = _ISO.search(text) or _DAY_FIRST.search(text)
        return moment_of(text[match.start() :][:60]) if match else _short_year(text)
    day, name = (named[1], named[2]) if named.re is _NAMED_DAY_FIRST else (named[2], named[1])
    month = month_of(name)
    if month is None:
        return None
    clock = _CLOCK.search(text.replace(named[0], " ", 1))
    hour = int(clock[1]) if clock else None
    if clock and clock[3] and hour is not None:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    return _made_or_none(named[3], str(month), day, None if hour is None else str(hour), clock[2] if clock else None)


def _short_year(text: str) -> tuple[datetime, bool] | None:
    """ "Do 25.04.24 | 13:47 Uhr": a year of two digits, where a time of day tells that it is a date."""
    match = _SHORT_YEAR.search(text)
    clock = _CLOCK.search(text) if match else None
    if match is None or clock is None:
        return None
    century = "19" if match[3] >= str(EARLIEST)[2:] else "20"
    return _made_or_none(century + match[3], match[2], match[1], clock[1], clock[2])


def month_of(name: str) -> int | None:
    """The month whose name begins so in any language known, 1 to 12."""
    folded = name.lower()
    table = toml("page_furniture.toml")["months"]
    fitting = [(len(s), int(n)) for n, starts in table.items() for s in starts if folded.startswith(s)]
    return max(fitting)[1] if fitting else None


def _made_or_none(
    year: str, month: str, day: str, hour: str | None, minute: str | None
) -> tuple[datetime, bool] | None:
    try:
        return _made(year, month, day, hour, minute, None, None)
    except ValueError:
        return None


def _parsed(value: str) -> tuple[datetime, bool] | None:
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC), True
    match = _ISO.match(value) or _COMPACT.fullmatch(value)
    if match:
        year, month, day, hour, minute, second, *zone = match.groups()
        return _made(year, month, day, hour, minute, second, zone[0] if zone else None)
    match = _DAY_FIRST.search(value)
    if match:
        day, month, year, hour, minute, second = match.groups()
        if _month_first(value, int(day), int(month), int(year)):
            day, month = month, day
        return _made(year, month, day, hour, minute, second, None)
    if re.match(r"[A-Za-z]{3,9},?\s+\d{1,2}\s+[A-Za-z]{3}", value):
        return parsedate_to_datetime(value), True
    match = re.match(
        r"(?:[A-Za-z]{3}\s+)?([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:\s+(\d\d):(\d\d):(\d\d)\s+\w+|,)\s+(\d{4})", value
    )
    if match and match[1].lower() in ENGLISH:
        return _made(match[6], str(ENGLISH[match[1].lower()]), match[2], match[3], match[4], match[5], None)
    return None


def has_clock(text: str) -> bool:
    """True where a time of day stands with the date."""
    told = moment_of(text) or printed_moment(text)
    return told is not None and told[1]


def weekday(text: str) -> int | None:
    """The weekday that a text names in English, Monday 0."""
    match = _WEEKDAY.search(text)
    return _WEEKDAYS.index(match[1].lower()) if match else None


def _month_first(text: str, first: int, second: int, year: int) -> bool:
    """ "06/25/2018", "Tue, 06/05/2018": where no month is the 25th, and where the weekday is that of June."""
    if second > 12:
        return first <= 12
    told = weekday(text)
    if told is None or first > 12:
        return False
    days = [datetime(year, month, day).weekday() for month, day in ((first, second), (second, first))]
    return days[0] == told != days[1]


def _made(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> tuple[datetime, bool] | None:
    offset = None
    if zone:
        digits = re.sub(r"\D", "", zone)
        if not digits:
            offset = UTC
        else:
            hours, minutes = int(digits[:-2] if len(digits) > 2 else digits), int(digits[-2:] if len(digits) > 2 else 0)
            delta = timedelta(hours=hours, minutes=minutes)
            offset = timezone(-delta if zone.startswith("-") else delta)
    found = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=offset)
    if found.year < EARLIEST:
        return None
    return found, hour is not None
