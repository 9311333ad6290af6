"""What stands before the sentence proper: datelines ("PARIS, March 3 -") and the dates of chronicles ("Aug. 11: ...").

The parser gets the sentence without it. A dateline says where and when the report was written, and dates nothing; the
date of a chronicle's line dates what the line tells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Span, Timex

MARK = re.compile(r"\s*(?::|--|[-–—])\s+")
BULLET = 3  # characters before the date of a line
CAPITALS = r"[A-ZÀ-Ý][A-ZÀ-Ý.'’ -]+[A-ZÀ-Ý.]"
WITH_DAY = r"[,.]? (?=\D{0,24}\d)[^-–—:;()\n]{4,33}"  # ", March 3", " 5 June 2021"
AGENCY = r" \([^()\n]{2,40}\)"
DATELINE = re.compile(rf"{CAPITALS}(?:[,.] {CAPITALS}){{0,2}}(?:{WITH_DAY})?(?:{AGENCY})?\s*[-–—]+\s+")
LONGEST = 90  # characters of a dateline


@dataclass(frozen=True, slots=True)
class Lead:
    """The sentence without its lead, and the date that the lead gives to all of it (None for a dateline)."""

    rest: Span
    date: Timex | None


def lead(sentence: Span, timexes: Sequence[Timex]) -> Lead | None:
    """The lead of a sentence, None where it has none. ``timexes`` are those of the sentence, in order."""
    dateline = DATELINE.match(sentence.text, 0, LONGEST)
    if dateline and dateline.end() < len(sentence.text):
        return Lead(_from(sentence, dateline.end()), None)
    first = timexes[0] if timexes else None
    if first is None or first.start - sentence.start > BULLET:
        return None
    mark = MARK.match(sentence.text, first.end - sentence.start)
    if mark is None or mark.end() >= len(sentence.text):
        return None
    return Lead(_from(sentence, mark.end()), first)


def _from(sentence: Span, offset: int) -> Span:
    return Span(sentence.start + offset, sentence.end, sentence.text[offset:])
