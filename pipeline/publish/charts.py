"""Small charts as numbers for SVG: bars over time, and the frame of a map. The templates draw; nothing here is HTML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.export.words import year_words


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: from the left edge and as wide as so many hundredths of the chart, so many pixels high; what it says."""

    x: float
    y: float
    width: float
    height: float
    first: int
    last: int
    count: int

    @property
    def label(self) -> str:
        """``"1990–1999: 12"``."""
        years = (
            year_words(self.first) if self.first == self.last else f"{year_words(self.first)}–{year_words(self.last)}"
        )
        return f"{years}: {self.count:,}"


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars over the years, ``height`` pixels at the most, with the years to write below and where (in hundredths)."""

    height: int
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    total: int


STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


def bars(counts: Mapping[int, int], *, height: int = 120, most: int = 120) -> Bars | None:
    """Counts by year as bars, several years to a bar where there are more than ``most``; None where there are none.

    The far past is cut off where it holds less than one event in two hundred, or the rest could not be seen.
    """
    if not counts:
        return None
    years = sorted(counts)
    total = sum(counts.values())
    first, seen = years[0], 0
    for year in years:
        if (seen + counts[year]) * 200 > total:
            first = year
            break
        seen += counts[year]
    last = years[-1]
    if last - first < 11:
        first = last - 11
    step = next((step for step in STEPS if (last - first) // step < most), STEPS[-1])
    low = first // step * step
    slots = (last - low) // step + 1
    heights = [sum(counts.get(low + slot * step + n, 0) for n in range(step)) for slot in range(slots)]
    top = max(heights) or 1
    unit = 100 / slots
    gap = min(0.2, unit * 0.2)
    made = tuple(
        Bar(
            round(slot * unit + gap / 2, 3),
            round(height - max(2.0, count / top * height), 2),
            round(unit - gap, 3),
            round(max(2.0, count / top * height), 2),
            low + slot * step,
            low + slot * step + step - 1,
            count,
        )
        for slot, count in enumerate(heights)
        if count
    )
    every = next((n for n in STEPS if n % step == 0 and (last - low) / n <= 9), STEPS[-1])
    marks = [year for year in range(low, last + 1) if year % every == 0]
    ticks = tuple((round((year - low) / step * unit + unit / 2, 2), year_words(year)) for year in marks)
    return Bars(height, made, ticks, total)


@dataclass(frozen=True, slots=True)
class Map:
    """A window on the world map (tenths of degrees, north up) with a point in it."""

    x: float
    y: float
    view: str
    radius: float


def locate(latitude: float | None, longitude: float | None) -> Map | None:
    """The map around a place, or None where it is not known."""
    if latitude is None or longitude is None or not -90 <= latitude <= 90 or not -180 <= longitude <= 180:
        return None
    width = 700.0
    height = width / 2
    x, y = longitude * 10, -latitude * 10
    left = min(max(x - width / 2, -1800), 1800 - width)
    top = min(max(y - height / 2, -900), 900 - height)
    return Map(round(x, 1), round(y, 1), f"{left:.1f} {top:.1f} {width:.0f} {height:.0f}", width / 110)
