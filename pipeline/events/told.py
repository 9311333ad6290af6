"""Of a sentence with figures: who says so, and whose figures they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.entities import Reference, identify
from pipeline.events.amounts import Place, either, lower, word_set, words
from pipeline.events.clauses import Clause
from pipeline.knowledge import table
from pipeline.model import Entity, Interval

Placed = tuple[int, int, Reference]  # start and end in the sentence
Parties = tuple[Entity | None, Entity | None]
# Which of two countries is the party: from and by before owner, owner before to, into, with, in.
RANKS = {"from": 0, "by": 0, "to": 2, "into": 2, "with": 2, "in": 2}
PARTNER = ("to", "with", "into")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who tells the figures, and the words that say so (None where "he" does)."""

    entity: Entity | None = None
    place: Place | None = None


def speaker(text: str, references: Sequence[Placed], spoke_last: Entity | None, published: Interval | None) -> Speaker:
    """ "According to X", "X said", "said X", and "he emphasized" for who spoke last."""

    def who(reference: Reference) -> Entity | None:
        found = identify(reference, published) or reference.entities
        return next((e for e in found if e.kind == reference.kind), found[0] if found else None)

    low = lower(text)
    source = _source().search(low)
    if source:
        for start, end, reference in references:
            if source.start() <= start <= source.end() + 25:
                return Speaker(who(reference), (source.start(), end))
    after, before, pronoun = _speaking()
    for start, end, reference in references:
        speaks = reference.kind in ("person", "organization") or reference.office
        if speaks and (after.match(text[end:]) or before.search(text[:start])):
            return Speaker(who(reference), (start, end))
    return Speaker(spoke_last if pronoun.search(low) else None)


@cache
def _source() -> re.Pattern[str]:
    sources = either(words()["words"]["source"])
    return re.compile(rf"\b(?:{sources})\s(?:the\s|data\s(?:from|of)\s(?:the\s)?)?")


@cache
def _speaking() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What follows a name that speaks, what stands before one, and (in small letters) a pronoun that speaks."""
    speaking = either(word_set("words", "speaking"))
    return (
        re.compile(rf"(?:,[^,]{{0,60}},)?\s(?:also\s|has\s|had\s)?(?:{speaking})\b(?!\s(?:by|to)\s\d)"),
        re.compile(rf"[,”\"]\s?(?:{speaking})\s(?:the\s)?$"),
        re.compile(rf"\b(?:he|she|they|it)\s(?:also\s|has\s|had\s|further\s)?(?:{speaking})\b"),
    )


def countries(references: Sequence[Placed], outside: Place | None) -> list[tuple[int, Entity]]:
    """Countries in order of their place, each once; persons and what stands in ``outside`` (the speaker) left out."""
    found: dict[str, tuple[int, Entity]] = {}
    for start, end, reference in references:
        if reference.kind == "person" or (outside and start < outside[1] and end > outside[0]):
            continue
        for entity in reference.entities:
            if entity.kind == "place" and entity.name in _country_names():
                found.setdefault(entity.id, (start, entity))
    return sorted(found.values(), key=lambda pair: pair[0])


@cache
def _country_names() -> frozenset[str]:
    return frozenset(row["name"] for row in table("entities/countries.csv"))


def parties(
    text: str, parts: Sequence[Clause], part: Clause, known: Sequence[tuple[int, Entity]], subject: str
) -> Parties:
    """Whose figure it is and with whom, of the countries of its clause, else of the sentence."""
    found = [c for c in known if part.start <= c[0] < part.end] or list(known)
    apart = sum(any(c.start <= at < c.end for at, _ in known) for c in parts if not c.bracket) > 1
    if len(found) < 2 and not apart:
        found = list(known)
    if not found:
        return None, None
    if len(found) == 1:
        at, country = found[0]
        partner = _preposition(text, at) in (*PARTNER, *(("in",) if subject == "investment" else ()))
        return (None, country) if partner else (country, None)
    (left_at, left), (right_at, right) = found[:2]
    swapped = RANKS.get(_preposition(text, right_at), 1) < RANKS.get(_preposition(text, left_at), 1)
    return (right, left) if swapped else (left, right)


def _preposition(text: str, at: int) -> str:
    """The preposition that leads to the name at ``at``, its "the Republic of" left aside."""
    found = re.search(
        r"\b(from|by|to|into|with|in|of|between)\s(?:the\s)?(?:Republic\sof\s|[a-z]+\sof\s)?(?:the\s)?$", text[:at]
    )
    return found[1] if found else ""
