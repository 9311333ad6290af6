"""Who took part, where, and what was made: the references of a clause, by their grammatical way to the predicate."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.engine import Parsed, Word
from pipeline.entities import Reference, country_of, identify, is_country
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed, word_before
from pipeline.events.places import holds, in_its_name, in_name, nearby, one_place, told_as_place, whole_of
from pipeline.events.predicates import Predicate
from pipeline.model import Entity, Interval, Participant, Role, Span

Capital = Callable[[Entity], Entity | None]


def participants(
    parsed: Parsed,
    predicate: Predicate,
    placed: Sequence[Placed],
    when: Interval | None,
    event_type: str,
    capital_of: Capital,
) -> tuple[Participant, ...]:
    """Everybody and every place of the predicate, each entity once in its strongest role, in order of the words."""
    visit = event_type == "visit"
    found: list[Participant] = []
    for item in _with_antecedents(predicate, placed):
        role = None if _in_title(parsed, item) else _role(predicate, item)
        if visit and role == "object" and item.reference.kind == "place":
            role = "destination"  # "visited Armenia"
        if role is None:
            continue
        reference = item.reference
        span = Span(reference.start, reference.end, reference.text)
        moving = visit or predicate.lemma in lexicon().motion
        entities = identify(reference, when)
        if _to_be_filled(item):
            entities = tuple(e for e in entities if e.kind != "person")
        for entity in entities:
            brought = entity.kind == "place" and bool(entities) and entities[0].kind != "place"
            scene = Scene(event_type, moving, brought)
            found += _roles(entity, role, span, reference, scene, capital_of)
    unplaced = {
        Span(p.reference.start, p.reference.end, p.reference.text)
        for p in placed
        if not told_as_place(p, predicate.token)
    }
    lent = {Span(p.reference.start, p.reference.end, p.reference.text) for p in placed if in_name(p)}
    if not any(p.role == "place" and p.span not in lent for p in found):
        found += nearby(parsed, predicate, placed)
    found = [p for p in found if p.role != "place" or p.span not in unplaced]
    if not any(p.role == "place" for p in found):
        found += in_its_name(parsed, predicate)
    if visit and predicate.lemma in VISITS:
        found += [
            Participant(country, "participant", p.span)
            for p in found
            if p.role == "actor" and p.entity.kind == "person" and (country := country_of(p.entity)) is not None
        ]
    stands: dict[Span, int] = {}  # how little a place's words say that it is where it happened
    for item in placed:
        span = Span(item.reference.start, item.reference.end, item.reference.text)
        stands[span] = 2 if word_before(parsed, item) == "from" else int(in_name(item) or holds(parsed, item, placed))
    return _each_once(one_place(found, stands))


def _to_be_filled(item: Placed) -> bool:
    """ "Became *prime minister of Sweden*", "sworn in as *president*": the office, not who held it."""
    unnamed = item.reference.name is None and item.reference.how in {"office", "descriptor"}
    head = item.head
    return unnamed and (head.dep_ in {"attr", "oprd"} or (head.dep_ == "pobj" and head.head.lower_ == "as"))


def _goes_on_to(prep: Word) -> bool:
    """Whether the going "from" somewhere also tells where to."""
    return any(t.lower_ in {"to", "into"} and t.i > prep.i for t in (*prep.head.children, *prep.subtree))


@dataclass(frozen=True, slots=True)
class Scene:
    """What decides whether a place is a party or only where it happens."""

    type: str
    moving: bool  # the happening is a going somewhere
    brought: bool  # the entity is the country of an office-holder or body, not named for itself


VISITS = frozenset({"visit", "tour", "trip"})  # an office-holder's visit is his country's
QUOTED = re.compile(r"[\"“«]([^\"“”«»]{3,200})[\"”»]")


def _in_title(parsed: Parsed, item: Placed) -> bool:
    """True for a name inside a quoted title or topic: who is named there takes no part."""
    start, end = item.reference.start - parsed.span.start, item.reference.end - parsed.span.start
    return any(
        m.start(1) <= start and end <= m.end(1) and end - start < len(m[1]) for m in QUOTED.finditer(parsed.span.text)
    )


def _with_antecedents(predicate: Predicate, placed: Sequence[Placed]) -> Iterator[Placed]:
    """The references, and for a relative clause its antecedent once more, in the place of the pronoun."""
    yield from placed
    verb = predicate.verb
    while verb is not None and verb.dep_ in {"conj", "pcomp"}:
        above = verb.head if verb.dep_ == "conj" else grammar.after_which(verb)
        if above is None or not grammar.is_verb(above):
            break
        verb = above
    if verb is None or verb.dep_ not in {"relcl", "acl"}:
        return
    antecedent = None
    for above in grammar.ancestors(verb.head):  # behind an age: "Rakesh Sharma, 75, who flew ..."
        antecedent = next((p for p in placed if above.i in p.tokens), None)
        if antecedent is not None or above.dep_ not in {"appos", "nummod", "npadvmod"}:
            break
    if antecedent is None:
        return
    if antecedent.head.dep_ == "appos":  # "Warren, Michigan, where ..."
        whole = (p for p in placed if antecedent.head.head.i in p.tokens and p.reference.kind == "place")
        antecedent = next(whole, antecedent) if antecedent.reference.kind == "place" else antecedent
    if verb.dep_ == "acl":
        yield Placed(antecedent.reference, verb, frozenset())
        return
    for token in verb.subtree:
        if (token.tag_ in {"WDT", "WP", "WP$"} or token.lower_ == "where") and token.head.i >= verb.left_edge.i:
            yield Placed(antecedent.reference, token, frozenset({token.i}))
            return


def _roles(
    entity: Entity, role: str, span: Span, reference: Reference, scene: Scene, capital_of: Capital
) -> Iterator[Participant]:
    """The entity in its role; a place that only tells where becomes the place, whatever the grammar makes of it."""
    affiliation = reference.office if entity.kind == "person" else None
    if entity.kind == "place" and not scene.brought:
        yield from _place_roles(entity, role, span, reference, scene, capital_of)
        return
    if entity.kind == "work" or (entity.kind == "other" and role not in {"actor", "counterpart"}):
        role = "object"  # a craft can do things ("the probe left Earth"), a book cannot
    elif role in {"object", "destination"}:
        role = "counterpart"
    elif role in {"place", "modifier"}:
        role = "participant"
    yield Participant(entity, role, span, affiliation)  # type: ignore[arg-type]


def _place_roles(
    entity: Entity, role: str, span: Span, reference: Reference, scene: Scene, capital_of: Capital
) -> Iterator[Participant]:
    country = entity if is_country(entity) else None
    if role == "modifier":  # "a London court", "the port of Beirut", "a Kazakh company"
        if country is None:
            yield Participant(entity, "place", span)
        else:
            yield Participant(country, "actor" if reference.how == "demonym" else "participant", span)
    elif role == "destination":
        if scene.moving or country is None:
            yield Participant(entity, "place", span)
        if country is not None and (scene.type in {"visit", "conflict_violence"} or not scene.moving):
            yield Participant(country, "counterpart", span)
    elif role == "place":
        if reference.how != "demonym":
            yield Participant(entity, "place", span)
    elif role == "actor":
        state = country or capital_of(entity)
        acts = state is not None or scene.type == "sport" or entity.latitude is None or reference.how == "demonym"
        if entity.name.lower() in lexicon().held_in_their_town:
            return  # "The Games start": an event
        # "Leeds put on an opera", "the works at Leeds, which close"
        yield Participant(state or entity, "actor" if acts else "place", span)
    elif country is not None or scene.type == "sport":
        if country is not None and scene.type == "disaster" and reference.how == "name":
            yield Participant(country, "place", span)  # "Nepal was shaken"
        yield Participant(entity, "counterpart" if role == "object" else role, span)  # type: ignore[arg-type]
    else:
        yield Participant(entity, "place", span)


_STRENGTH = {"actor": 0, "counterpart": 1, "participant": 2, "object": 3}


def _each_once(found: Sequence[Participant]) -> tuple[Participant, ...]:
    best: dict[tuple[str, bool], Participant] = {}
    for p in found:
        key = (p.entity.id, p.role == "place")
        held = best.get(key)
        if held is None or _STRENGTH.get(p.role, 9) < _STRENGTH.get(held.role, 9):
            best[key] = p
    return tuple(best.values())


def _role(predicate: Predicate, item: Placed) -> Role | str | None:
    """What the reference is to the predicate, None where it belongs to another clause or to nothing."""
    targets = {predicate.token.i}
    if predicate.verb is not None:
        targets.add(predicate.verb.i)
    verb = predicate.verb
    part = whole_of(item.head)
    if part != item.head and item.reference.kind == "place":
        role = _role(predicate, replace(item, head=part, tokens=item.tokens | {part.i}))
        return "place" if role in {"object", "place", "participant", "destination"} else role
    node = item.head
    if not item.tokens:  # what a participle clause hangs on: "the treaty concluded in May"
        return "counterpart" if node.tag_ == "VBN" else "actor"
    if node.i in targets or predicate.token.i in item.tokens:
        return "participant" if item.reference.kind == "organization" or item.reference.how == "demonym" else None
    preposition: str | None = None
    nouns = 0  # nouns between the reference and the predicate: "the head of the office of X"
    for above in grammar.ancestors(node):
        if above == node and above.i in item.tokens and above.head == above:
            return None
        step = above
        parent = above.head
        if parent == above:
            break
        if verb is not None and step.dep_ == "appos" and step == grammar.mistaken_subject(verb):
            return "actor" if preposition is None else lexicon().prepositions.get(preposition)
        if step.dep_ == "appos" and nouns and item.reference.kind == "place":
            return None  # inside what only describes: "the tunnel, the last piece of the Gotthard route"
        if above == node and step.dep_ == "poss" and item.reference.how == "pronoun" and parent.i not in targets:
            return None  # "overturned her ruling"
        if step.dep_ == "pobj" and parent.lower_ == "of" and parent.head.lower_ in DIRECTIONS:
            return None  # "at a palace north of the capital"
        if step.dep_ == "pobj" or (step.dep_ == "pcomp" and not grammar.is_verb(step)):
            preposition = preposition if preposition not in (None, "of") else parent.lower_
        if step.dep_ in {"relcl", "acl", "advcl", "ccomp", "parataxis"} and step.i not in targets and step != node:
            return None  # the reference stands in a clause below the predicate
        if parent.i in targets:
            return _by_step(step, preposition, predicate, item, nouns)
        if grammar.is_verb(parent) and parent.i not in targets:
            shared = verb is not None and _shares_subject(verb, parent) and step.dep_ in grammar.SUBJECTS
            if shared:
                return "counterpart" if verb is not None and grammar.is_passive(verb) else "actor"
            noun = predicate.token
            if verb is None and noun.dep_ in grammar.OBJECTS and noun.head == parent and step.dep_ == "nsubj":
                return "actor" if step == node or not nouns else None  # "Wilders won the *election* of November"
            if parent.dep_ != "xcomp":
                if verb is not None and verb.dep_ == "xcomp" and verb.head == parent and step.dep_ in {"prep"}:
                    return (
                        lexicon().prepositions.get(preposition or "") if preposition in {"in", "at", "near"} else None
                    )
                return None
        if parent.pos_ in {"NOUN", "PROPN"} and parent.i not in item.tokens:
            nouns += 1
            if (
                grammar.lemma(parent) in lexicon().nouns
                and step.dep_ == "prep"
                and not _content_of(parent, predicate.token)
            ):
                return None  # belongs to another happening: "during the visit of X"
    return None


def _content_of(noun: Word, predicate: Word) -> bool:
    """ "the resumption of *flights* by the airline": what the happening is of, no happening of its own."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head == predicate


def _shares_subject(verb: Word, other: Word) -> bool:
    """True where ``verb`` takes its subject from ``other``: coordination, control, participle."""
    if any(c.dep_ in grammar.SUBJECTS for c in verb.children):
        return False
    while verb.dep_ in {"conj", "xcomp", "advcl", "acomp", "pcomp"} and verb.head != verb:
        verb = verb.head if verb.dep_ != "pcomp" else grammar.after_which(verb) or verb.head
        if verb == other:
            return True
        if any(c.dep_ in grammar.SUBJECTS for c in verb.children):
            return False
    return False


def _by_step(step: Word, preposition: str | None, predicate: Predicate, item: Placed, nouns: int) -> Role | str | None:
    verb = predicate.verb
    dep = step.dep_
    onto_noun = step.head == predicate.token and predicate.is_noun
    if onto_noun and dep in {"amod", "compound", "nmod", "poss", "npadvmod"}:
        if item.reference.kind == "place" and item.reference.how == "name" and dep != "poss":
            return "participant" if _is_country_ref(item.reference) else "place" if _is_city(item.reference) else None
        return "actor" if dep == "poss" or item.reference.how == "demonym" else "participant"
    inner = preposition if nouns and preposition else None  # inside a larger phrase: "the head *of* X"
    modifies = bool(nouns) and preposition is None
    if dep in {"nsubj", "csubj"}:
        if modifies:
            return "modifier" if item.head.dep_ in {"compound", "amod", "nmod", "poss"} else "actor"
        if inner in ROUTE:
            return None  # the route or topic of the subject: "a train from Berlin to Warsaw", "a film about Mandela"
        return lexicon().prepositions.get(inner) if inner and inner not in {"of", "by"} else "actor"
    if dep in {"nsubjpass", "csubjpass"}:
        if predicate.is_noun:
            return lexicon().prepositions.get(preposition or "of", "participant")
        if modifies and item.head.dep_ in {"compound", "amod", "nmod", "poss"}:
            return "participant" if item.reference.how == "demonym" else "modifier"
        if inner in ROUTE:
            return None
        if inner is None:
            return "counterpart"
        return "participant" if inner == "of" else lexicon().prepositions.get(inner, "participant")
    if dep == "attr" and modifies and item.reference.how == "demonym":
        return None  # "became a French citizen"
    if dep in grammar.OBJECTS and modifies and item.reference.how == "demonym" and step.lower_ in lexicon().titles:
        return None  # "won the Spanish league"
    if dep in grammar.OBJECTS or dep == "attr":
        if modifies and item.head.dep_ in {"compound", "amod", "nmod", "poss"}:
            return "modifier" if item.reference.how != "demonym" else "participant"
        if inner:
            return lexicon().prepositions.get(inner, "participant") if inner != "of" else "participant"
        return "object" if verb == predicate.token else "counterpart"
    if dep == "agent" and nouns and item.head.dep_ in {"compound", "nmod"} and _is_city(item.reference):
        return "modifier"  # "convicted by a Paris court"
    if dep == "agent":
        return lexicon().prepositions.get(inner) if inner and inner not in {"by", "of"} else "actor"
    if dep == "prep":
        phrase = step.lower_
        if phrase == preposition == "from" and item.reference.kind == "place" and predicate.lemma in lexicon().motion:
            gone = predicate.lemma in lexicon().coming or _goes_on_to(step)  # "arrived from Damascus"
            return None if gone else "place"  # "moved from Hong Kong to Nassau"
        body = next(iter(item.reference.entities), None)
        if phrase == "as" and body is not None and body.kind == "organization":
            return "participant"  # "resigned as head of the federation"
        if phrase in {"according", "including", "despite", "like", "unlike", "because", "since", "about", "as"}:
            return None
        if nouns and phrase not in {"with", "between", "by", "in", "at", "of", "to", "near"}:
            return None
        if nouns and phrase == "of" and not predicate.is_noun:  # "convicted of fraud in Paris", "of the murder of X"
            place = item.reference.kind == "place" and preposition in lexicon().locative
            return "place" if place else "participant" if item.reference.kind == "person" else None
        if phrase in {"with", "between", "by"} and nouns:
            return (
                lexicon().prepositions[phrase]
                if preposition in {phrase, "of", None}
                else lexicon().prepositions.get(preposition or "")
            )
        return lexicon().prepositions.get(phrase)
    if dep == "conj":
        return "participant"
    if dep == "appos":
        return "participant"
    if dep == "advmod":
        return "place" if step.lower_ == "where" else None  # "Damascus, where he met ..."
    if dep == "npadvmod":
        return "actor" if verb is not None and step == grammar.mistaken_subject(verb) else None
    return None


DIRECTIONS = frozenset(
    {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "outside"}
)
# Under a subject these tell its route or topic, and nobody who takes part.
ROUTE = frozenset({"from", "to", "about", "for", "on"})


def _is_country_ref(reference: Reference) -> bool:
    return bool(reference.entities) and is_country(reference.entities[0])


def _is_city(reference: Reference) -> bool:
    return bool(reference.entities) and reference.entities[0].latitude is not None
