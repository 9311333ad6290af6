"""Several dates in one form: "April 3 and 4, 2023", "March 27-30", "June and August 2022", "1998-99".

TimeML wants an expression for each member. A form with a range also says which members make one interval.
"""

from __future__ import annotations

from typing import Any

from pipeline.dates.grammar import Found

Member = tuple[int, int, dict[str, Any]]  # first and last token (exclusive), slots


def members(found: Found) -> list[Member] | None:
    """The members of a form of several dates in reading order, or None for other kinds."""
    kind, slots, at = found.rule.kind, found.slots, found.at
    if kind == "days":
        return _shared(found, "day", ("month", "year", "year2", "ydir", "ytold"), ("day", "day2", "day3", "day4"))
    if kind == "months":
        return _shared(found, "month", ("year", "year2", "ydir", "ytold"), ("month", "month2", "month3"))
    if kind == "monthdays":
        common: dict[str, Any] = {k: slots[k] for k in ("year", "year2") if k in slots}
        middle = at["sep"]
        return [
            (found.start, _before(found, middle), {"month": slots["month"], "day": slots["day"], **common}),
            (
                at["month2"] if at["month2"] < at["day2"] else at["day2"],
                found.end,
                {"month": slots["month2"], "day": slots["day2"], **common},
            ),
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
