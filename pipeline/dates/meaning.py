"""What an expression means, before signals and ranges."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.dates.calendar import Period
from pipeline.model import DateBasis, TimexType

CLOCK_UNITS = ("hour", "minute", "second")
NEAR = 1  # sentences over which a date lends its year in a report


class Meaning(NamedTuple):
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
