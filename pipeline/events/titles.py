"""A title as a headline says it: actor, verb in the present, object or place; at most twelve words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.model import Participant

if TYPE_CHECKING:
    from spacy.tokens import Token

LONGEST = 12


def title(
    predicate: Predicate,
    participants: tuple[Participant, ...],
    dates: frozenset[int] = frozenset(),
    hint: str = "",
    instead: Mapping[int, str] | None = None,
) -> str:
    """ "Kassym-Jomart Tokayev visits Armenia", "Memorandum of Cooperation signed in Yerevan".

    ``dates`` are the tokens of dates, left out; ``hint`` is what "it" or "they" stands for, where nobody else is known;
    ``instead`` are names to say in place of the phrase at a token ("beat Spain on Monday, *Norway* on Friday").
    """
    words = _Title(predicate, participants, dates, hint, instead or {}).words()
    if len(words) > LONGEST:
        words = words[:LONGEST]
    while words and words[-1].lower() in _LOOSE_ENDS:
        words.pop()
    text = " ".join(words)
    return text[:1].upper() + text[1:]


_LOOSE_ENDS = frozenset(
    {
        "of",
        "in",
        "on",
        "at",
        "the",
        "a",
        "an",
        "and",
        "or",
        "to",
        "for",
        "with",
        "by",
        "between",
        "from",
        "as",
        "under",
        "into",
    }
)


@dataclass(frozen=True, slots=True)
class _Title:
    predicate: Predicate
    participants: tuple[Participant, ...]
    dates: frozenset[int]
    hint: str
    instead: Mapping[int, str]

    def words(self) -> list[str]:
        place = next((p.entity.name for p in self.participants if p.role == "place"), None)
        if self.predicate.is_noun:
            return self._noun(place)
        verb = self.predicate.token
        particle = [t.text for t in self.predicate.words[1:]]
        subject = next(iter(grammar.subjects(verb)), None)
        if grammar.is_passive(verb):
            words = [*self._who(subject, "counterpart", 7), verb.lower_, *particle]
            doer = self._named("actor")
            if doer and len(words) + len(doer) < LONGEST - 2:
                words += ["by", *doer]
        else:
            words = [*self._who(subject, "actor", 5), present(verb, self._plural(subject)), *particle]
            words += self._object(verb, particle)
        return _with_place(words, place)

    def _named(self, role: str) -> list[str]:
        return next((p.entity.name.split() for p in self.participants if p.role == role), [])

    def _who(self, subject: Token | None, role: str, longest: int) -> list[str]:
        """The subject by name where one is known, else as told; a pronoun gives way to what it stands for."""
        if subject is None or subject.pos_ == "PRON":
            return self._named(role) or self.hint.split()[:longest]
        if subject.i in self.instead:
            return self.instead[subject.i].split()
        named = self._named(role)
        told = " ".join(t.text for t in subject.subtree)
        if named and named[-1] in told and not grammar.conjuncts(subject) and subject.tag_ != "NNS":
            return named
        return self._phrase(subject, longest)

    def _object(self, verb: Token, particle: list[str]) -> list[str]:
        """What is done, by name where a pronoun stands for it; else what completes the verb."""
        target = next((o for o in grammar.objects(verb) if o.text not in particle), None)
        if target is not None and target.tag_ in {"WDT", "WP"}:
            target = verb.head
        if target is not None and target.pos_ == "PRON":
            return self._named("counterpart") or self._complement(verb)
        if target is not None:
            return self._phrase(target, 6)
        doing = next((c for c in verb.children if c.dep_ == "xcomp" and grammar.is_verb(c)), None)
        if doing is not None:
            return [*[a.text for a in grammar.auxiliaries(doing)], doing.text, *self._object(doing, [])]
        return self._complement(verb)

    def _plural(self, subject: Token | None) -> bool:
        if subject is None:
            return False
        if subject.pos_ == "PRON":
            return subject.lower_ in {"they", "we", "these", "those"} and not self._named("actor")
        several = bool(grammar.conjuncts(subject))
        person = any(p.entity.kind == "person" and p.entity.name.split()[-1] == subject.text for p in self.participants)
        return (subject.tag_ in {"NNS", "NNPS"} and not person) or several

    def _noun(self, place: str | None) -> list[str]:
        base = self.predicate.lemma
        principal, other = self._named("actor"), self._named("counterpart")
        if base == "visit" and principal:
            return [*principal, "visits", *(place or " ".join(other)).split()]
        if base in {"meeting", "talk", "negotiation"} and principal and other:
            return _with_place([*principal, "meets", *other], place)
        words = self._phrase(self.predicate.token, 8)
        carrier = self.predicate.verb
        if carrier is not None and grammar.lemma(carrier) in lexicon().aspect_start | lexicon().aspect_end:
            return _with_place([*words, present(carrier, self._plural(self.predicate.token))], place)
        told = " ".join(words)
        if principal and principal[-1] not in told and len(words) <= 4:
            words = [*words, "by" if base not in _OF else "of", *principal]
        elif other and other[-1] not in told and len(words) <= 3:
            words = [*words, "with", *other]
        return _with_place(words, place)

    def _phrase(self, token: Token, longest: int) -> list[str]:
        """The noun phrase's words without articles, clauses, dates and brackets; ``longest`` at most."""
        if token.i in self.instead:
            return self.instead[token.i].split()
        kept = [t for t in token.subtree if not self._dropped(t, token)]
        before = [t for t in kept if t.i <= token.i][-longest:]
        kept = before + [t for t in kept if t.i > token.i][: longest - len(before)]
        words: list[str] = []
        glue = False
        for t in kept:
            fast = t.i > 0 and not t.nbor(-1).whitespace_ and bool(words)
            if (t.text in {"-", "/", "'s", "’s", "'"} and fast) or glue:
                words[-1] += t.text
                glue = t.text in {"-", "/"} and not t.whitespace_
            elif t.is_currency and not t.whitespace_:
                words.append(t.text)
                glue = True
            elif t.text not in {"-", "/", "'s", "’s", "'"}:
                words.append(t.text)
        while words and words[-1].lower() in _LOOSE_ENDS:
            words.pop()
        return words

    def _dropped(self, token: Token, top: Token) -> bool:
        if token.i in self.dates or token.tag_ in {"PRP$", "WDT", "WP", "WP$"}:
            return True
        if token.dep_ in {"det", "predet"} and token.lower_ in _DETERMINERS:
            return True
        if token.is_punct and token.text not in {"-", "/"}:
            return True
        for above in grammar.ancestors(token):
            if above == top:
                return False
            if above.dep_ in {"relcl", "acl", "appos", "parataxis", "advcl"}:
                return True
            if above.dep_ == "prep" and (
                any(c.i in self.dates for c in above.children)
                or (above.head == top and above.lower_ in {"during", "since", "after", "before", "until"})
            ):
                return True
        return False

    def _complement(self, verb: Token) -> list[str]:
        """The first prepositional phrase that completes an intransitive verb: "collides *with a freight train*"."""
        for prep in verb.children:
            if prep.dep_ == "prep" and prep.i > verb.i and prep.lower_ in _COMPLETING:
                for noun in prep.children:
                    if noun.dep_ == "pobj" and noun.i not in self.dates and (words := self._phrase(noun, 5)):
                        return [prep.text, *words]
        return []


_OF = frozenset(
    {"death", "birth", "opening", "launch", "election", "arrest", "killing", "funeral", "resignation", "crash"}
)
_COMPLETING = frozenset({"with", "to", "into", "from", "against", "for", "off", "on", "over", "through"})
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their"})


def _with_place(words: list[str], place: str | None) -> list[str]:
    if place and place not in " ".join(words) and len(words) + 1 + len(place.split()) <= LONGEST:
        return [*words, "in", *place.split()]
    return words


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
