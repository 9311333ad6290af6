"""Which sentences the parser shall see: those with a date, and those that may lean on what was told before.

Two of three sentences of a wire story are neither: for their names and figures no parse is needed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

from pipeline.events import offsets
from pipeline.events.lexicon import lexicon
from pipeline.events.scenes import LAST, verbs
from pipeline.model import Span, Timex

WORD = re.compile(r"[a-z][a-z-]*|['’]s?\b")
OWNING = ("his", "her", "its", "their", "our", "'s", "’s", "'", "’")
DEFINITE = frozenset({"the", "this", "that", "these", "those", "same", *OWNING})
PARTICLES = frozenset({"up", "in", "off", "out", "over", "down", "on", "through", "away"})
THERE = ("there,", "while there,", "while in ")  # anchors.there
REACH = 6  # words between "the" and its noun


def worth_reading(spans: Sequence[Span], dated: Sequence[Timex]) -> list[Span]:
    """Sentences; not the bare lines of lists and menus, where they have no date."""
    return [s for s in spans if s.text[-1:] in ".!?”\"'’)" or len(s.text) > 80 or _has_date(s, dated)]


def worth_parsing(spans: Sequence[Span], dated: Sequence[Timex]) -> set[int]:
    """The places where sentences start that have a date or may point at a happening or go on with one.

    ``dated`` are the dates of the text that may date a happening, sorted.
    """
    found: set[int] = set()
    near = 0  # sentences that may still go on with one that has a date
    for span in spans:
        near = LAST + 1 if _has_date(span, dated) else near - 1
        if near > LAST or may_lean(span.text) or (near > 0 and may_go_on(span.text)):
            found.add(span.start)
    return found


def may_go_on(sentence: str) -> bool:
    """Whether a sentence may tell what was done at an occasion told before."""
    return not verbs().isdisjoint(WORD.findall(sentence.lower()))


def _has_date(span: Span, dated: Sequence[Timex]) -> bool:
    n = bisect_left(dated, span.start, key=lambda t: t.start)
    return n < len(dated) and dated[n].start < span.end


def may_lean(sentence: str) -> bool:
    """Whether a sentence without a date may get one from another: "during the visit", "in addition, ..."."""
    lower = sentence.lower()
    if (
        lower.startswith((*lexicon().continuing, *THERE))
        or offsets.SOON.search(lower)
        or any(True for _ in offsets.distances(sentence))
    ):
        return True
    words = WORD.findall(lower)
    named = (i for i, word in enumerate(words) if word in _happenings() or _singular(word) in _happenings())
    return any(not DEFINITE.isdisjoint(words[max(0, i - REACH) : i]) for i in named)


@cache
def _happenings() -> frozenset[str]:
    """The nouns that can point back at a happening; of several words the last that is no particle."""
    words = lexicon()
    nouns = words.nouns.union(words.pointing, words.generic)
    return frozenset(next(part for part in reversed(noun.split("_")) if part not in PARTICLES) for noun in nouns)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("ches", "shes", "sses")) else word.removesuffix("s")
