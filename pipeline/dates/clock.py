"""Times of day: "4:17 a.m. on 6 February", "Friday night", "noon", on the day named or being told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from pipeline.dates.absolute import date
from pipeline.dates.grammar import Found
from pipeline.dates.leaning import deictic, is_told_by, relative, told
from pipeline.dates.meaning import Meaning
from pipeline.dates.state import Discourse
from pipeline.model import Timex


def time(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """A clock time or a part of day, on the day it names or else the day being told."""
    if "hhmm" in slots:
        slots = _four_digits(slots, at.tokens.words[found.at["hhmm"]])
    elif "hm" in slots:  # 5.35pm
        slots = {**slots, "clock": slots["hm"], "clock_text": at.tokens.words[found.at["hm"]].replace(".", ":")}
    clock = _clock(slots)
    if clock is None:
        return None
    if slots.get("contextual") and is_told_by(found, at):
        return Meaning("TIME", "XXXX-XX-XX" + clock, basis="reference", time=clock, tells=False)
    if "clock" in slots and not slots.keys() & {"ampm", "zone", "weekday", "month", "deictic", "dir", "partday"}:
        words = at.tokens.words
        before = next((w for w in reversed(words[max(0, found.start - 3) : found.start]) if w != "\n"), "")
        if before not in at.lexicon.data["before"]["clock_lead"]:
            return None
    twilight = at.tokens.words[found.end - 1] in at.lexicon.data["before"]["twilight"]  # "at dawn", not "at night"
    if slots.get("unknown_day") and not (twilight and at.is_narrative):
        return Meaning("TIME", "XXXX-XX-XX" + clock, basis="reference", time=clock, tells=False)
    day = _day_of_time(slots, found, at)
    if day is None or day.period is None or day.period.unit != "day":
        known = day.value if day is not None else "XXXX-XX-XX"
        return Meaning(
            "TIME",
            known + CLOCK_ZONE.sub("", clock),
            day.period if day else None,
            basis="article",
            time=clock,
            tells=False,
        )
    period = day.period
    value = period.value() + CLOCK_ZONE.sub("", clock)
    return day._replace(type="TIME", value=value, time=clock, part=None)


NAMES_DAY = frozenset({"weekday", "month", "day", "deictic", "dir", "told"})
ASIDE = re.compile(r"\s*\([^()\n]{1,40}\)\s*(?:,\s*)?(?:[a-z]{2}\s+)?")  # "10:35 a.m. (0735 GMT) on Friday"
FULL_DAY = re.compile(r"-?\d{4}-\d\d-\d\d")


def is_loose(found: Found) -> bool:
    """Whether a clock time names no day of its own."""
    return found.rule.kind == "time" and "partday" not in found.slots and not NAMES_DAY & found.slots.keys()


def share_days(timexes: list[Timex], loose: set[int], text: str, joint: re.Pattern[str]) -> list[Timex]:
    """Give clock times the day named just after: "from 8 a.m. to 8 p.m. Monday", "10:35 a.m. (0735 GMT) Friday"."""
    result = list(timexes)
    for index in sorted(loose, reverse=True):
        one, after = result[index], result[index + 1 : index + 3]
        for place, other in enumerate(after, index + 1):
            between = text[one.end : other.start]
            day = other.value[:10]
            if place in loose or not FULL_DAY.fullmatch(day) or one.time is None:
                continue
            if ASIDE.fullmatch(between) or (other.type == "TIME" and joint.fullmatch(between)):
                for member in range(index, place):
                    clock = CLOCK_ZONE.sub("", result[member].time or "")
                    result[member] = replace(
                        result[member],
                        value=day + clock,
                        edtf=day,
                        earliest=day,
                        latest=day,
                        basis=other.basis,
                        anchor=(other.start, other.end),
                    )
                break
    return result


def _four_digits(slots: dict[str, Any], digits: str) -> dict[str, Any]:
    """ "0735 GMT": hours and minutes, where a zone says that they are; no slots elsewhere."""
    if len(digits) != 4 or not digits.isdecimal() or not (slots.get("zone") or "zonetail" in slots):
        return {}
    return {**slots, "clock": digits, "clock_text": f"{digits[:2]}:{digits[2:]}"}


CLOCK_ZONE = re.compile(r"(?<=T\d\d:\d\d)(?:Z|[+-]\d\d(?::?\d\d)?)$")  # TimeML leaves the zone out of the value


def _clock(slots: dict[str, Any]) -> str | None:
    zone = str(slots.get("zone", ""))
    if "clock" in slots or "hour" in slots or "num" in slots:
        if "clock" in slots:
            pieces = re.fullmatch(r"(\d{1,2}):(\d\d)(:\d\d)?", str(slots["clock_text"]))
            if pieces is None:
                return None
            hour, minute = int(pieces[1]), int(pieces[2])
        else:
            hour, minute = int(slots.get("hour", slots.get("num", 0))), int(slots.get("minute", 0))
        half = slots.get("ampm")
        if half is None and slots.get("partday") in ("TAF", "TEV"):
            half = "PM"
        if half is None and slots.get("partday") == "TNI":
            half = "PM" if hour >= 6 else "AM"
        if half and hour <= 12:
            hour = hour % 12 + (12 if half == "PM" else 0)
        if hour > 24 or minute > 59:
            return None
        return f"T{hour:02d}:{minute:02d}{zone}"
    if "clockword" in slots:
        return f"T{slots['clockword']}{zone}"
    return str(slots["partday"]) if "partday" in slots else "TNI" if slots.get("contextual") else None


def beside(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """ "the day before the 2 May vote", "on the eve of Saturday's match": as many days from the day named."""
    day = _day_of_time(slots, found, at)
    if day is None or day.period is None or day.period.unit != "day":
        return Meaning("DATE", "XXXX-XX-XX", basis="reference", tells=False)
    period = day.period.shift(int(slots["steps"]))
    return day._replace(type="DATE", value=period.value(), period=period, part=None)


def _day_of_time(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    if "deictic" in slots:
        return deictic({"deictic": slots["deictic"]}, found, at)
    if "told" in slots and "weekday" in slots:  # "that Saturday evening"
        return told({"told": slots["told"], "weekday": slots["weekday"]}, found, at)
    if "month" in slots or "day" in slots or ("weekday" in slots and "dir" not in slots):
        return date({k: slots[k] for k in ("month", "day", "year", "year2", "weekday") if k in slots}, found, at)
    if "dir" in slots and "weekday" in slots:
        return relative({"dir": slots["dir"], "weekday": slots["weekday"]}, found, at)
    if "dir" in slots:
        direction = int(slots["dir"])
        return deictic({"deictic": direction}, found, at)
    if "told" in slots:
        moved = int(slots["told"])
        return told({"told": moved, "period": "day"}, found, at)
    last = at.day
    if last is not None and last.period.unit == "day" and (at.is_narrative or last.paragraph == at.paragraph):
        return Meaning("DATE", last.period.value(), last.period, basis="reference", anchor=last.span)
    return None if at.reference is None else Meaning("DATE", at.reference.value(), at.reference, basis="article")
