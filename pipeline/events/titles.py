"""A title as a headline says it: actor, verb in the present, object or place; at most twelve words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.events import grammar
from pipeline.events.predicates import Predicate
from pipeline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 12


def title(predicate: Predicate, participants: tuple[Participant, ...]) -> str:
    """ "Kassym-Jomart Tokayev visits Armenia", "Memorandum of Cooperation signed in Yerevan"."""
    words = _clause(predicate, participants)
    if len(words) > LONGEST:
        words = words[:LONGEST]
        while words and words[-1].lower() in _LOOSE_ENDS:
            words.pop()
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_LOOSE_ENDS = frozenset("of in on at the a an and or to for with by between from its their as under into".split())


def _clause(predicate: Predicate, participants: tuple[Participant, ...]) -> list[str]:
    place = next((p.entity.name for p in participants if p.role == "place"), None)
    actors = [p.entity.name for p in participants if p.role == "actor"]
    principal = actors[0] if actors else None
    if predicate.is_noun:
        return _noun_title(predicate, principal, participants, place)
    verb = predicate.token
    particle = [t.text for t in predicate.words[1:]]
    if grammar.is_passive(verb):
        subject = next(iter(grammar.subjects(verb)), None)
        words = [*_phrase(subject, 7), verb.lower_, *particle] if subject is not None else [verb.text, *particle]
        if principal and len(words) < 8:
            words += ["by", *principal.split()]
    else:
        subject = next(iter(grammar.subjects(verb)), None)
        who = principal.split() if principal and (subject is None or _names(subject)) else _phrase(subject, 5)
        plural = subject is not None and (subject.tag_ in {"NNS", "NNPS"} or bool(grammar.conjuncts(subject)))
        words = [*who, present(verb, plural), *particle]
        target = next(iter(grammar.objects(verb)), None)
        if target is not None:
            words += _phrase(target, 6)
        else:
            words += _complement(verb)
    return _with_place(words, place)


def _noun_title(
    predicate: Predicate, principal: str | None, participants: tuple[Participant, ...], place: str | None
) -> list[str]:
    noun = predicate.token
    base = predicate.lemma
    if base == "visit" and principal:
        return [*principal.split(), "visits", *(place or "").split()]
    counterpart = next((p.entity.name for p in participants if p.role == "counterpart"), None)
    if base in {"meeting", "talk", "negotiation"} and principal and counterpart:
        return _with_place([*principal.split(), "meets", *counterpart.split()], place)
    words = _phrase(noun, 8)
    if principal and not any(principal.split()[-1] in w for w in words) and len(words) <= 3:
        words = [*words, "by", *principal.split()]
    return _with_place(words, place)


def _with_place(words: list[str], place: str | None) -> list[str]:
    if place and place not in " ".join(words) and len(words) + 1 + len(place.split()) <= LONGEST:
        return [*words, "in", *place.split()]
    return words


def _names(token: Token) -> bool:
    return token.pos_ in {"PROPN", "PRON"}


def _phrase(token: Token | None, longest: int) -> list[str]:
    """The noun phrase's words without articles, clauses and brackets, from its left edge, ``longest`` at most."""
    if token is None:
        return []
    kept = [t for t in token.subtree if not _dropped(t, token)]
    kept = [t for t in kept if t.i <= token.i] + [t for t in kept if t.i > token.i][: max(0, longest - 1)]
    if len(kept) > longest:
        cut = [t for t in kept if t.i <= token.i][-longest:]
        kept = cut + [t for t in kept if t.i > token.i][: longest - len(cut)]
    words: list[str] = []
    glue = False
    for t in kept:
        if t.text in {"-", "/"} or t.text.startswith("'") or t.text == "’s":
            if words and (t.nbor(-1).whitespace_ == "" if t.i else False):
                words[-1] += t.text
                glue = t.text in {"-", "/"} and not t.whitespace_
            continue
        if glue and words:
            words[-1] += t.text
        else:
            words.append(t.text)
        glue = False
    while words and words[-1].lower() in _LOOSE_ENDS:
        words.pop()
    return words


def _dropped(token: Token, top: Token) -> bool:
    if token.dep_ in {"det", "predet"} and token.lower_ in {"the", "a", "an", "this", "that", "these", "those"}:
        return True
    if token.is_punct and token.text not in {"-", "/", "'s"}:
        return True
    for above in grammar.ancestors(token):
        if above == top:
            return False
        if above.dep_ in {"relcl", "acl", "appos", "parataxis", "advcl"}:
            return True
        if (
            above.dep_ == "prep"
            and above.head == top
            and above.lower_ in {"in", "on", "during", "since", "at", "after"}
        ):
            return True
    return False


def _complement(verb: Token) -> list[str]:
    """The first prepositional phrase that completes an intransitive verb: "collides *with a freight train*"."""
    for prep in verb.children:
        if (
            prep.dep_ == "prep"
            and prep.i > verb.i
            and prep.lower_ in {"with", "to", "into", "from", "against", "for", "off"}
        ):
            for noun in prep.children:
                if noun.dep_ == "pobj" and noun.ent_type_ not in {"DATE", "TIME"}:
                    return [prep.text, *_phrase(noun, 5)]
    return []


def present(verb: Token, plural: bool = False) -> str:
    """The verb in the present: "visited" -> "visits"."""
    base = verb.lemma_.lower()
    if plural:
        return base
    if base in {"be", "have", "do", "go"}:
        return {"be": "is", "have": "has", "do": "does", "go": "goes"}[base]
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return base + "es"
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        return base[:-1] + "ies"
    return base + "s"
