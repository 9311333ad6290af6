"""The period of a figure, from the date that tells it."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline import edtf
from pipeline.model import Interval, Timex


def total(timex: Timex) -> Interval | None:
    """The period of a figure: "by / at the end of YEAR" is that year's total."""
    end = re.search(r"\bend of (\d{4})\b", timex.text)
    year = end[1] if end else None
    if year is None and timex.signal == "by" and re.fullmatch(r"\d{4}", timex.value):
        year = timex.value
    if year:
        return interval_of(year)
    day = re.match(r"(\d{4}-\d\d-\d\d)T", timex.value)
    if day and timex.signal in ("after", "before", "since", "by", "until"):
        return interval_of(day[1])  # "after 6 p.m. on Tuesday": that day
    return timex.interval


def interval_of(text: str | None) -> Interval | None:
    """The interval of an EDTF expression."""
    return Interval(*edtf.bounds(text), text) if text else None


def year_before(interval: Interval) -> Interval:
    """The same days a year before."""

    def back(day: str | None) -> str | None:
        if day is None:
            return None
        moved = f"{int(day[:-6]) - 1:04d}{day[-6:]}"
        return moved.replace("-02-29", "-02-28")

    whole = re.fullmatch(r"\d{4}", interval.edtf)
    return replace(
        interval,
        earliest=back(interval.earliest),
        latest=back(interval.latest),
        edtf=f"{int(interval.edtf) - 1:04d}"
        if whole
        else f"{back(interval.earliest) or '..'}/{back(interval.latest) or '..'}",
    )
