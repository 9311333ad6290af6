"""The references of a sentence, each with the token of the parse that it hangs on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.engine import Parsed, Word
from pipeline.entities import Reference
from pipeline.events.grammar import head


@dataclass(frozen=True, slots=True)
class Placed:
    """A reference with the token it hangs on in the parse."""

    reference: Reference
    head: Word
    tokens: frozenset[int]


def place_references(parsed: Parsed, references: Sequence[Reference]) -> list[Placed]:
    """The references of the sentence, each with its head token."""
    placed = []
    for reference in references:
        tokens = parsed.at(reference.start, reference.end)
        if reference.name is not None:  # a phrase never reaches over a comma or a conjunction to its name
            cuts = [
                t.i
                for t in tokens
                if parsed.end(t) <= reference.name.start and (t.is_punct or t.dep_ == "cc") and t.text != "-"
            ]
            tokens = [t for t in tokens if not cuts or t.i > cuts[-1]]
        if tokens:
            placed.append(Placed(reference, head(tokens), frozenset(t.i for t in tokens)))
    return placed


def word_before(parsed: Parsed, item: Placed) -> str:
    """The word before a reference, over its article."""
    first = min(item.tokens, default=0)
    before = parsed.words[first - 1].lower_ if first else ""
    return parsed.words[first - 2].lower_ if before == "the" and first > 1 else before
