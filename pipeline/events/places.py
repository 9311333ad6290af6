"""Where it happened: the place a clause names beside its grammar, and the most exact of several."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.engine import Parsed, Word
from pipeline.entities import city, is_country
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed, word_before
from pipeline.events.predicates import Predicate
from pipeline.model import Entity, Participant, Span


def in_name(item: Placed) -> bool:
    """A place inside a name that it only lends: "the *Paris* Agreement", "the *Black Sea* Grain Initiative"."""
    head = item.head
    while head.dep_ in {"compound", "nmod", "amod"} and head.head != head:
        head = head.head
        if head.i not in item.tokens and head.pos_ == "PROPN":
            return True
    return False


def holds(parsed: Parsed, item: Placed, placed: Sequence[Placed]) -> bool:
    """A region or country told behind a town in it: "Warren, *Michigan*", "Bursa in western *Turkey*"."""
    first = item.reference.start
    entity = next(iter(item.reference.entities), None)
    if entity is None or (city(entity.name, entity.country) == entity and not is_country(entity)):
        return False  # "Bellevue Palace in Berlin": the town
    for other in placed:
        between = parsed.span.text[max(0, other.reference.end - parsed.span.start) : first - parsed.span.start]
        near = other.reference.end < first and other.reference.kind == "place" == item.reference.kind
        if near and BEHIND.fullmatch(between):
            return True
    return False


BEHIND = re.compile(
    r",? (?:in )?(?:the )?(?:(?:north|south|east|west|central|upper|lower)(?:east|west)?(?:ern)? )?", re.IGNORECASE
)


def told_as_place(item: Placed, trigger: Word) -> bool:
    """Known, or led by a preposition of place: of a name that no table knows, the reading as a place is a guess.

    Not "an Impala", "took *control* of Acme", "the route with the Lötschberg tunnel".
    """
    entity = next(iter(item.reference.entities), None)
    known = entity is None or entity.kind != "place" or entity.latitude is not None or is_country(entity)
    if known or item.reference.how != "name" or not item.tokens:
        return True
    if any(c.dep_ == "appos" and c.lower_ in grammar.SETTLEMENTS for c in item.head.children):
        return True
    first = item.head.words[min(item.tokens)].left_edge
    if first.i and first.nbor(-1).dep_ in {"compound", "nmod"}:
        first = first.nbor(-1).left_edge
    before = first.nbor(-1) if first.i else None
    if before is not None and before.lower_ == "the" and before.i:
        before = before.nbor(-1)
    if before is None or before.dep_ not in {"prep", "agent"} or before.lower_ in NO_PLACE:
        return False
    return before.lower_ != "of" or before.head != trigger


NO_PLACE = frozenset({"against", "as", "by", "for", "with"})


def nearby(parsed: Parsed, predicate: Predicate, placed: Sequence[Placed]) -> Iterator[Participant]:
    """The place after "in", "at" or "near" in the predicate's clause, where the parse hangs it elsewhere."""
    clause = grammar.clause(predicate.verb or predicate.token)
    clauses = {clause, *_one_scene(clause)}
    for item in placed:
        before = word_before(parsed, item)
        if before not in lexicon().locative or item.reference.kind != "place":
            continue
        if grammar.clause(item.head) not in clauses or _describes(item, placed):
            continue
        if item.reference.entities and item.reference.how in {"name", "descriptor"}:
            reference = item.reference
            yield Participant(reference.entities[0], "place", Span(reference.start, reference.end, reference.text))


def _describes(item: Placed, placed: Sequence[Placed]) -> bool:
    """Inside what only says what somebody is: "PATH, a charity *in Seattle*"; not "Rana Plaza, a house in Savar"."""
    for above in grammar.ancestors(item.head):
        if grammar.is_verb(above):
            return False
        first = above.left_edge
        if above.dep_ == "appos" and above.i not in item.tokens and first.i > 1 and first.nbor(-1).text == ",":
            return any(first.i - 2 in p.tokens and p.reference.kind in {"person", "organization"} for p in placed)
    return False


def _one_scene(verb: Word) -> Iterator[Word]:
    """The clauses whose place is the verb's: "crashed and *burned* in X", "Ten died when a bus *overturned* in X"."""
    for child in verb.rights:
        if child.dep_ == "conj" and child.i == verb.i + 2:
            yield child
    for top in (verb, *(c for c in grammar.conjuncts(verb) if grammar.is_verb(c))):
        for child in top.rights:
            same = child.dep_ == "advcl" and child.tag_ in {"VBD", "VBZ"} and grammar.simultaneous(child)
            if same and not any(t.text == "," for t in top.words[top.i : child.i]):
                yield from (child, *grammar.conjuncts(child))


def in_its_name(parsed: Parsed, predicate: Predicate) -> Iterator[Participant]:
    """The town that the happening is called by: "won the *Berlin* Marathon", "the *London* Olympics opened"."""
    verb = predicate.verb
    nouns = [predicate.token] if predicate.is_noun else []
    nouns += [*grammar.subjects(verb), *grammar.objects(verb)] if verb is not None else []
    for noun in nouns:
        if not {noun.lower_, noun.lemma_.lower()} & lexicon().held_in_their_town:
            continue
        words = [t for t in noun.lefts if t.dep_ in {"compound", "nmod"} and t.pos_ == "PROPN"]
        for last in range(len(words), 0, -1):
            town = city(" ".join(t.text for t in words[:last]), None)
            if town is not None:
                start, end = parsed.start(words[0]), parsed.end(words[last - 1])
                yield Participant(town, "place", Span(start, end, " ".join(t.text for t in words[:last])))
                return


def whole_of(node: Word) -> Word:
    """The part that a place is told by, else the place: "*areas* of Syria"."""
    while node.dep_ == "pobj" and node.head.lower_ == "of" and node.head.head.lemma_ in lexicon().parts_of_places:
        node = node.head.head
    return node


def one_place(found: Sequence[Participant], stands: Mapping[Span, int]) -> list[Participant]:
    """The most exact of the places told: a known city or region, then a country, then what no table knows.

    Places that lend a name stand back behind all others, and behind those the ones only left ("from Berlin").
    """
    places = [p for p in found if p.role == "place"]
    if len(places) < 2:
        return list(found)
    best = min(places, key=lambda p: (stands.get(p.span, 0) if p.span else 0, _exactness(p.entity)))
    return [p for p in found if p.role != "place" or p is best]


def _exactness(place: Entity) -> int:
    if place.latitude is not None and not is_country(place):
        return 0
    return 1 if is_country(place) else 2
