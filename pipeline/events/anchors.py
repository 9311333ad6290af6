"""Dates by reference: "as part of the trip", "during the forum", "after the talks" point at a happening told before.

A phrase that points is made into a stand-in for a date, with the days of the mention it points at, and then governs
predicates as any date does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pipeline.engine import Parsed
from pipeline.entities import is_country
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.model import Mention, Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

Relation = Literal["within", "after", "before"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A noun that points back at a happening, and how the clause lies to it in time."""

    predicate: Predicate
    relation: Relation


def pointers(predicates: Sequence[Predicate]) -> Iterator[Pointer]:
    """The definite event nouns of the sentence that stand after "during", "as part of", "after" ... ."""
    for p in predicates:
        if p.verb is None and is_definite(p.token):
            relation = relation_of(p.token)
            if relation is not None:
                yield Pointer(p, relation)


def is_definite(noun: Token) -> bool:
    """ "the forum", "this trip", "his visit", "the Conference": told before. Not "a forum", "talks"."""
    for child in noun.children:
        if child.dep_ == "det":
            return child.lower_ in {"the", "this", "that", "these", "those", "same"}
        if child.dep_ == "poss":
            return True
    return False


def relation_of(noun: Token) -> Relation | None:
    """How the clause lies to the noun's happening, by the preposition that leads to it."""
    words = lexicon()
    lead = _lead(noun)
    for relation, phrases in (("within", words.within), ("after", words.after), ("before", words.before)):
        if any(lead == p or lead.endswith(" " + p) for p in phrases):
            return relation  # type: ignore[return-value]
    return "within" if lead == "in" or lead.endswith(" in") else None


def _lead(noun: Token) -> str:
    """The words before the noun phrase, four at most, lower case."""
    left = noun.left_edge.i
    return " ".join(t.lower_ for t in noun.doc[max(0, left - 4) : left])


NEAR = 8  # mentions back, within which the very word outranks a nearer one of its family


def resolve(
    noun: Token,
    entities: frozenset[str],
    told: Sequence[Mention],
    *,
    towns: frozenset[str] = frozenset(),
    planned: bool = True,
) -> Mention | None:
    """The latest mention that the noun can point at: same family of words, and every entity named with it.

    ``entities`` are the ids named in the noun's own phrase; all must take part in the mention (places included).
    ``towns`` named there say where: a mention told in another town is not meant. ``planned`` False leaves out what is
    only planned.
    """
    able = [m for m in reversed(told) if planned or m.status not in {"planned", "cancelled"}]
    able = [m for m in able if not (towns and m.place and m.place.id not in towns and not is_country(m.place))]
    name = grammar.lemma(noun)
    same = [m for m in able[:NEAR] if m.lemma == name]
    words = lexicon()
    family = words.family(name) | words.family(name.rsplit("_", 1)[-1])
    types = words.stands_for.get(name, frozenset())
    kin = [
        m
        for m in able
        if name in words.generic or m.lemma in family or m.lemma.rsplit("_", 1)[-1] in family or m.type in types
    ]
    for candidates in (same, kin):
        for mention in candidates:
            if entities <= _present(mention):
                return mention
    return next((m for m in kin if entities and 2 * len(entities & _present(m)) >= len(entities)), None)


def _present(mention: Mention) -> set[str]:
    return {p.entity.id for p in mention.participants}


def stand_in(parsed: Parsed, pointer: Pointer, mention: Mention) -> Timex:
    """The pointing noun as if it were a date, with the days of what it points at."""
    token = pointer.predicate.token
    return Timex(
        parsed.start(token),
        parsed.end(token),
        token.text,
        "DATE",
        "",
        mention.interval.edtf,
        mention.interval.earliest,
        mention.interval.latest,
        basis="reference",
    )
