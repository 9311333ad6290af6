"""Durations, sets, and words like "now": TIMEX3 values without a place on the calendar."""

from __future__ import annotations

from typing import Any

from pipeline.dates.calendar import SEASON_CODES
from pipeline.dates.grammar import Found, word_after
from pipeline.dates.meaning import CLOCK_UNITS, Meaning
from pipeline.dates.state import Discourse

CODES = {
    "day": "D",
    "week": "W",
    "weekend": "WE",
    "month": "M",
    "quarter": "Q",
    "half": "H",
    "season": "S",
    "year": "Y",
    "decade": "DE",
}
CODES |= {"century": "CE", "millennium": "L", "hour": "H", "minute": "M", "second": "S"}


def duration(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """``P5D``, ``PT10M``, ``PXY``; no bounds."""
    unit = slots.get("unit") or slots.get("period")
    count: Any = slots.get("num")
    last = at.tokens.words[found.end - 1]
    if unit is None:
        unit = str(at.lexicon.value("unit", last))
    if unit == "quarter" and "stretch" not in slots and (count is None or count in (1, 3)):
        after = word_after(at.tokens, found.end)
        if after in at.lexicon.data["join"]["of"] or count is None:  # a share, no time
            return None
    word = at.tokens.words[found.at["unit"]] if "unit" in found.at else last
    if "numer" in slots and count is not None:
        count += slots["numer"] / max(1, slots["denom"])
    elif count is None:
        many = "few" in slots or ("period" not in slots and ("plural", word) in at.lexicon.values)
        count = "X" if many else 1
    if slots.get("plus_half") and count != "X":
        count += 0.5
    if "num_b" in slots and isinstance(count, int):  # "two days and 21 hours"
        return Meaning("DURATION", _sum(count, str(unit), slots["num_b"], str(slots["unit_b"]), slots), tells=False)
    if "num2" in slots and isinstance(slots["num2"], int):
        count = slots["num2"]
    if "scale" in slots and count != "X":
        count *= slots["scale"]
    if isinstance(count, float) and count == int(count):
        count = int(count)
    return Meaning("DURATION", _length(count, str(unit), slots), tells=False)


def _length(count: Any, unit: str, slots: dict[str, Any]) -> str:
    if unit == "fortnight" and isinstance(count, int):
        count, unit = count * 2, "week"
    if unit in ("half", "season"):
        count, unit = (count * (6 if unit == "half" else 3) if isinstance(count, int) else "X"), "month"
    if unit == "decade" and isinstance(count, int | float):
        count, unit = _whole(count * 10), "year"
    if unit == "century" and isinstance(count, int | float):
        count, unit = _whole(count * 100), "year"
    if unit == "hour" and isinstance(count, float) and count % 1 == 0.25:
        return _sum(int(count), unit, 15, "minute", slots)
    if unit == "quarter" and isinstance(count, int):
        return f"P{count}Q"
    if isinstance(count, float) and count % 1 == 0.5 and unit in HALVES:  # as TimeBank has it: 2 1/2 years are P2Y6M
        return _sum(int(count), unit, *HALVES[unit], slots)
    return f"P{'T' if unit in CLOCK_UNITS else ''}{count}{CODES.get(unit, 'Y')}"


# Half of a unit in the next finer one.
HALVES = {"year": (6, "month"), "day": (12, "hour"), "hour": (30, "minute"), "minute": (30, "second")}


def _sum(count: int, unit: str, count_b: Any, unit_b: str, slots: dict[str, Any]) -> str:
    """Two lengths as one: ``P2DT21H``, ``PT1H30M``; the first left out where it is 0."""
    one, other = _length(count, unit, slots), _length(count_b, unit_b, slots)
    if count == 0:
        return other
    joined = one + other[1:]
    return joined[: len(one)] + other[2:] if one.startswith("PT") and other.startswith("PT") else joined


def _whole(count: float) -> float:
    return int(count) if count == int(count) else count


def repeated(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """every day, each July, Tuesdays, twice a week, annually."""
    if "often" in slots:
        return Meaning("SET", str(slots["often"]), tells=False)
    if "weekday" in slots or "weekdays" in slots:
        partday = slots.get("partday", slots.get("partdays", ""))
        return Meaning("SET", f"XXXX-WXX-{slots.get('weekday', slots.get('weekdays'))}{partday}", tells=False)
    if "month" in slots:
        return Meaning("SET", f"XXXX-{int(slots['month']):02d}", tells=False)
    if "season" in slots:
        return Meaning("SET", f"XXXX-{SEASON_CODES[int(slots['season'])]}", tells=False)
    if "partday" in slots:
        return Meaning("SET", f"XXXX-XX-XX{slots['partday']}", tells=False)
    return Meaning(
        "SET", _length(slots.get("num", "X" if "few" in slots else 1), str(slots["unit"]), slots), tells=False
    )


def vague(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """now, recently, soon. What speaks of the present has the article's day as bounds, the rest none."""
    ref = str(slots["ref"])
    if (slots.get("narrative_only") and not at.is_history) or (slots.get("ahead_only") and at.tense(found) <= 0):
        return None
    if ref == "TOLD":
        return Meaning("DATE", at.last.period.value() if at.last else "PAST_REF", tells=False)
    if ref == "PRESENT_REF" and at.reference is not None:
        return Meaning("DATE", ref, at.reference, basis="article", tells=False)
    return Meaning("DATE", ref, basis="article", tells=False)
