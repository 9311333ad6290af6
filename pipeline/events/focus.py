"""What the sentences are about, so that "it", "they", "the company" as subjects have somebody to stand for.

A light form of centring: the subject of the sentence before is what a subject pronoun goes on with. Where that subject
was no name, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pipeline.engine import Parsed, Word
from pipeline.entities import Reference, identify
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed
from pipeline.events.predicates import Predicate
from pipeline.model import Entity, Interval, Participant, Span

_OTHER = frozenset({"other", "new", "former", "first", "second", "next", "rival", "local", "same"})


@dataclass(frozen=True, slots=True)
class Focus:
    """The last subjects: of the sentence before (``subject``), and the last of each kind."""

    subject: tuple[Entity, ...] = ()
    person: Entity | None = None
    body: Entity | None = None  # an organisation or a country
    group: tuple[Entity, ...] = ()  # the last several told together

    def after(self, parsed: Parsed, placed: Sequence[Placed], when: Interval | None) -> Focus:
        """The focus once a sentence has been read: its main subject, where that is a name or goes on with one."""
        root = next((t for t in parsed.words if t.dep_ == "ROOT"), None)
        subject = grammar.subject(root)
        if subject is None:
            return self
        found = named(subject, placed, when)
        if not found:
            meant = self.meant(subject)
            return self if meant else replace(self, subject=())
        person = next((e for e in found if e.kind == "person"), self.person)
        body = next((e for e in found if e.kind in {"organization", "place"}), self.body)
        return Focus(found, person, body, found if len(found) > 1 else self.group)

    def past(self, sentence: Parsed, references: Sequence[Reference], when: Interval | None) -> Focus:
        """The focus after a sentence that was not parsed: what it opens with is taken for its subject."""
        first = next(iter(references), None)
        found = identify(first, when)[:1] if first is not None and first.start == sentence.span.start else ()
        if not found:
            return replace(self, subject=())
        person = found[0] if found[0].kind == "person" else self.person
        body = found[0] if found[0].kind in {"organization", "place"} else self.body
        return Focus(found, person, body, self.group)

    def within(self, parsed: Parsed, placed: Sequence[Placed], verb: Word, when: Interval | None) -> Focus:
        """The focus for a clause inside another, which goes on with its subject: "Smith said *he* had ended it"."""
        for outer in _clauses_above(verb):
            subject = next((c for c in outer.children if c.dep_ in grammar.SUBJECTS and c.i < verb.i), None)
            if subject is None or subject.pos_ == "PRON":
                continue
            found = named(subject, placed, when)
            return replace(self, subject=found, group=found if len(found) > 1 else self.group) if found else self
        return self

    def meant(self, subject: Word) -> tuple[Entity, ...]:
        """Whom a subject without a name stands for; empty where that is not known."""
        word, words = subject.lower_, lexicon()
        if word == "it":
            return tuple(e for e in self.subject[:1] if e.kind != "person")
        if word in {"they", "both"}:
            return self.subject if len(self.subject) > 1 or not self.group else self.group
        if word in {"he", "she"}:
            return (self.person,) if self.person else ()
        name = grammar.lemma(subject)
        definite = any(c.dep_ == "det" and c.lower_ in {"the", "this", "both"} for c in subject.children)
        if not definite or any(c.dep_ in {"prep", "relcl", "acl", "compound", "poss"} for c in subject.children):
            return ()  # "the court of appeal": one of its own
        if any(c.dep_ == "amod" and c.lower_ in _OTHER for c in subject.children):
            return ()
        if subject.tag_ == "NNS" or name in words.pairs:
            return self.group if name in words.pairs | words.persons | words.bodies else ()
        if name in words.persons and self.person:
            return (self.person,)
        return (self.body,) if name in words.bodies and self.body else ()

    def fill(self, parsed: Parsed, predicate: Predicate, people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        """Add whom the predicate's subject stands for, where the clause names nobody in that role."""
        if predicate.verb is None:
            return people
        role = "counterpart" if grammar.is_passive(predicate.verb) and not predicate.is_noun else "actor"
        subject = grammar.subject(predicate.verb)
        if subject is not None and subject.lower_ in {"they", "it"} and self.meant(subject):
            start = parsed.start(subject)
            guessed = [p for p in people if p.span is not None and p.span.start == start]
            if len(guessed) <= len(self.meant(subject)):
                people = tuple(p for p in people if p not in guessed)
        if any(p.role == role for p in people):
            return people
        if predicate.is_noun and grammar.is_passive(predicate.verb):
            return people
        if subject is None or subject == predicate.token:
            return people
        start, end = parsed.start(subject), parsed.end(subject)
        span = Span(start, end, subject.text)
        known = {p.entity.id for p in people if p.role != "place"}
        more = (Participant(e, role, span) for e in self.meant(subject) if e.id not in known)  # type: ignore[arg-type]
        return (*people, *more)


def _clauses_above(verb: Word) -> Iterator[Word]:
    """The verbs whose clauses the verb's own stands in, or goes on from, the nearest first.

    Last comes that of the clause set before the main one without a word between: "The agency wanted to see it at work:
    in May *it* called for a trial".
    """
    outer = verb
    while outer.dep_ in {"ccomp", "advcl", "conj", "xcomp", "relcl", "parataxis"} and outer.head != outer:
        outer = outer.head
        if grammar.is_verb(outer):
            yield outer
    first = next((c for c in outer.lefts if c.dep_ in {"ccomp", "parataxis"} and grammar.is_verb(c)), None)
    if outer.dep_ == "ROOT" and first is not None and first not in grammar.ancestors(verb):
        yield [first, *(c for c in grammar.conjuncts(first) if grammar.is_verb(c) and c.i < outer.i)][-1]


def named(subject: Word, placed: Sequence[Placed], when: Interval | None) -> tuple[Entity, ...]:
    """The entities that a subject names, with those coordinated to it."""
    found: list[Entity] = []
    for token in (subject, *grammar.conjuncts(subject)):
        item = next((p for p in placed if token.i in p.tokens), None)
        if item is not None:
            found += identify(item.reference, when)[:1]
    return tuple(found)
