"""News report or narrative? Decided for each paragraph from what its expressions of time look like.

A report speaks from the article's day: "today", "on Friday", "last month". A narrative tells dates years away from that
day and leans on the date told before: "On June 4 ... two days later ... that autumn".
"""

from __future__ import annotations

from pipeline.dates.calendar import Period
from pipeline.dates.grammar import Found

NEAR_YEARS = 1  # years from the article's own that a report tells as a matter of course
DOCUMENT_WEIGHT = 0.6  # how much the whole text counts beside the paragraph
CARRIED = 0.3  # a paragraph goes on as the one before it
BARE_YEAR = 0.3  # what a bare year far away counts beside a full date


def narrative_paragraphs(found: list[tuple[int, Found]], count: int, reference: Period | None) -> list[bool]:
    """For each of ``count`` paragraphs, whether it is a narrative; ``found`` pairs paragraphs with candidates."""
    if reference is None:
        return [True] * count
    scores = [0.0] * count
    year = reference.year
    end = -BESIDE
    for paragraph, candidate in found:
        scores[paragraph] += 0.0 if _restates(candidate, end) else _evidence(candidate, year)
        end = candidate.end
    whole = sum(scores) * DOCUMENT_WEIGHT
    result, carried = [], whole
    for score in scores:
        carried = CARRIED * carried + score
        result.append(whole + carried > 0)
    return result


LONG_STORY = 5.0  # evidence beyond which a text is a work of history, not a report's background
SAYINGS = 0.003  # of a text's words, from which it is journalism: histories of wars have at most half of that


def is_history(found: list[tuple[int, Found]], words: list[str], sayings: list[str], reference: Period | None) -> bool:
    """Whether a text tells much of other years and little of what people say: written as history is, not as news."""
    if reference is None or sum(_evidence(candidate, reference.year) for _, candidate in found) > LONG_STORY:
        return sum(words.count(saying) for saying in sayings) < SAYINGS * len(words)
    return False


BESIDE = 2  # tokens: a comma and "a"


def _restates(found: Found, end: int) -> bool:
    """Whether a weekday stands beside the expression that ends at token ``end``: "on 26 April 1937, a Monday"."""
    return "weekday" in found.slots and "day" not in found.slots and 0 < found.start - end <= BESIDE


DATED = ("date", "days", "months", "monthdays", "years", "time")
OWN_DAY_SHARE = 0.05  # of a report's expressions, at least so many speak from its own day


def speaks_of_today(found: list[tuple[int, Found]]) -> bool:
    """Whether the text as a whole speaks from its own day: "today", "on Friday", "last month" are no rarities in it.

    News tells history too, in whole paragraphs; but a month without a year close to its own day is then its own.
    """
    ends = [-BESIDE, *(candidate.end for _, candidate in found)]
    own = sum(
        ("weekday" in candidate.slots and not _restates(candidate, end)) or _is_deictic(candidate)
        for end, (_, candidate) in zip(ends, found, strict=False)
    )
    return own > 0 and own >= OWN_DAY_SHARE * len(found)


def _is_deictic(found: Found) -> bool:
    """Whether an expression leans on the article's day, whatever was told before."""
    return found.rule.kind in ("deictic", "relative") and not found.slots.get("contextual")


def _evidence(found: Found, year: int) -> float:
    """Above 0 for a narrative, below for a report."""
    kind, slots = found.rule.kind, found.slots
    if _is_deictic(found) or ("weekday" in slots and "day" not in slots):
        return -1.0
    if kind == "ref":
        return -0.3 if slots.get("ref") == "PRESENT_REF" else 0.0
    if kind == "told":
        return 0.5
    told = slots.get("year")
    if kind in DATED and isinstance(told, int):
        if "era" in slots or abs(told - year) > NEAR_YEARS:
            return 1.0 if "month" in slots else BARE_YEAR
        return -0.3
    return 0.0
