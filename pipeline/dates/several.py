"""Several dates in one form: "April 3 and 4, 2023", "March 27-30", "June and August 2022", "1998-99".

TimeML wants an expression for each member. A form with a range also says which members make one interval.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pipeline.dates.calendar import day_of
from pipeline.dates.grammar import Found
from pipeline.model import Timex

Member = tuple[int, int, dict[str, Any]]  # first and last token (exclusive), slots


def members(found: Found) -> list[Member] | None:
    """The members of a form of several dates in reading order, or None for other kinds."""
    kind, slots, at = found.rule.kind, found.slots, found.at
    if kind == "days":
        return _shared(found, "day", ("month", "year", "year2", "ydir", "ytold"), ("day", "day2", "day3", "day4"))
    if kind == "months":
        return _shared(found, "month", ("year", "year2", "ydir", "ytold"), ("month", "month2", "month3"))
    if kind == "quarters":
        return _shared(found, "quarter", ("year", "year2", "ydir", "ytold"), ("quarter", "quarter2"))
    if kind == "seasons":
        return _shared(found, "season", ("year", "year2", "ydir", "ytold", "ythat"), ("season", "season2"))
    if kind == "centuries":
        return _shared(found, "century", ("era",), ("century", "century2"))
    if kind == "monthdays":
        common: dict[str, Any] = {k: slots[k] for k in ("year", "year2") if k in slots}
        later: dict[str, Any] = {
            k: slots[k] for k in ("ydir", "ytold", "ythat") if k in slots
        }  # "until 28 January of the next year"
        middle = at["sep"]
        before: dict[str, Any] = common
        if (slots["month"], slots["day"]) <= (slots["month2"], slots["day2"]):
            before = {**common, **later}  # "from 8 May to 24 July of that year"
        if "year" in slots and (slots["month"], slots["day"]) > (slots["month2"], slots["day2"]):
            before = {"year": slots["year"] - 1}  # "from 2 November until 28 February 1900"
        return [
            (found.start, _before(found, middle), {"month": slots["month"], "day": slots["day"], **before}),
            (
                at["month2"] if at["month2"] < at["day2"] else at["day2"],
                found.end,
                {"month": slots["month2"], "day": slots["day2"], **common, **later},
            ),
        ]
    if kind == "weekdays":
        week = {"dir": slots["dir"], "period": "week"}
        return [
            (found.start, at["weekday"] + 1, {"day_of_week": slots["weekday"], **week}),
            (at["weekday2"], found.end, {"day_of_week": slots["weekday2"], **week}),
        ]
    if kind in ("years", "seasonyears"):
        first = int(slots["year"])
        second = int(slots["year2b"])
        if "era" in slots:
            era = {"era": slots["era"]}
            return [
                (found.start, at["year"] + 1, {"year": first, **era}),
                (at["year2b"], found.end, {"year": second, **era}),
            ]
        second += first // 100 * 100 if second < 100 else 0
        if second <= first:
            return None
        if kind == "seasonyears":
            return [(found.start, found.end, {"season": slots["season"], "year": first})]
        place = at["year2b"]
        return [(found.start, at["year"] + 1, {"year": first}), (place, found.end, {"year": second})]
    return None


def _shared(found: Found, name: str, common: tuple[str, ...], names: tuple[str, ...]) -> list[Member]:
    """Each member with what all share; the shared words belong to the member they touch."""
    slots, at = found.slots, found.at
    shared = {k: slots[k] for k in common if k in slots}
    order = [n for n in names if n in slots]
    result: list[Member] = []
    for index, slot in enumerate(order):
        start = found.start if index == 0 else at[slot]
        end = found.end if index == len(order) - 1 else at[slot] + 1
        result.append((start, end, {**shared, name: slots[slot]}))
    return result


def _before(found: Found, separator: int) -> int:
    """The end of the member that stands before the separator."""
    return max(i for n, i in found.at.items() if n in ("month", "day") and i < separator) + 1


def is_range(found: Found) -> bool:
    """Whether the members are the ends of one interval."""
    if found.rule.kind == "years":
        return True
    return found.slots.get("sep") == "range"


LINK = re.compile(r"\s*(?:,|,?\s*\b(?:and|or)\b|&)\s*", re.IGNORECASE)
SETS = (
    (re.compile(r"XXXX-\d\d"), re.compile(r"\d{4}-\d\d")),
    (re.compile(r"XXXX-WXX-\d(?:T[A-Z]{2})?"), re.compile(r"\d{4}-\d\d-\d\d(?:T[A-Z]{2})?")),
)


def repeat_on(timexes: list[Timex], text: str) -> list[Timex]:
    """ "every July and August", "on a Tuesday or Friday": what is linked to some month or weekday is like it."""
    result = list(timexes)
    for n in range(1, len(result)):
        one, other = result[n - 1], result[n]
        if other.type == "SET" or " " in other.text or not one.value.startswith("XXXX-"):
            continue
        alike = any(a.fullmatch(one.value) and b.fullmatch(other.value) for a, b in SETS)
        if alike and LINK.fullmatch(text[one.end : other.start]):
            value = _any_year(other.value)
            result[n] = replace(
                other,
                type=one.type,
                value=value,
                edtf=None,
                earliest=None,
                latest=None,
                signal=None,
                anchor=None,
                time=None,
            )
    return result


def _any_year(value: str) -> str:
    """The month or weekday of a value, of any year: ``2024-08`` gives ``XXXX-08``, ``2024-11-22`` ``XXXX-WXX-5``."""
    year, month, *day = value[:10].split("-")
    period = day_of(int(year), int(month), int(day[0])) if day else None
    return f"XXXX-{month}" if period is None else f"XXXX-WXX-{(period.index - 1) % 7 + 1}{value[10:]}"
