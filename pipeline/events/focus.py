"""What the sentences are about: so that "it", "they", "the company" and "the singer" as subjects have somebody to stand for.

A light form of centring: the subject of the sentence before is what a subject pronoun goes on with. Where that subject
was no name, nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.engine import Parsed
from pipeline.entities import identify
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.events.roles import Placed
from pipeline.model import Entity, Interval, Participant, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(frozen=True, slots=True)
class Focus:
    """The last subjects: of the sentence before (``subject``), and the last of each kind."""

    subject: tuple[Entity, ...] = ()
    person: Entity | None = None
    body: Entity | None = None  # an organisation or a country

    def after(self, parsed: Parsed, placed: Sequence[Placed], when: Interval | None) -> Focus:
        """The focus once a sentence has been read: its main subject, where that is a name or goes on with one."""
        root = next((t for t in parsed.doc if t.dep_ == "ROOT"), None)
        subject = next(iter(grammar.subjects(root)), None) if root is not None else None
        if subject is None:
            return self
        found: list[Entity] = []
        for token in (subject, *grammar.conjuncts(subject)):
            item = next((p for p in placed if token.i in p.tokens), None)
            if item is not None:
                found += identify(item.reference, when)[:1]
        if not found:
            meant = self.meant(subject)
            return self if meant else Focus((), self.person, self.body)
        person = next((e for e in found if e.kind == "person"), self.person)
        body = next((e for e in found if e.kind in {"organization", "place"}), self.body)
        return Focus(tuple(found), person, body)

    def meant(self, subject: Token) -> tuple[Entity, ...]:
        """Whom a subject without a name stands for; empty where that is not known."""
        word, words = subject.lower_, lexicon()
        if word == "it":
            return tuple(e for e in self.subject[:1] if e.kind != "person")
        if word in {"they", "both"}:
            return self.subject
        if word in {"he", "she"}:
            return (self.person,) if self.person else ()
        if subject.tag_ != "NN" or not any(c.dep_ == "det" and c.lower_ in {"the", "this"} for c in subject.children):
            return ()
        if any(c.dep_ in {"prep", "relcl", "acl", "amod", "compound", "poss"} for c in subject.children):
            return ()  # "the court of appeal": one of its own
        name = grammar.lemma(subject)
        if name in words.persons and self.person:
            return (self.person,)
        return (self.body,) if name in words.bodies and self.body else ()

    def fill(self, parsed: Parsed, predicate: Predicate, people: tuple[Participant, ...]) -> tuple[Participant, ...]:
        """Add whom the predicate's subject stands for, where the clause names nobody in that role."""
        if predicate.verb is None:
            return people
        role = "counterpart" if grammar.is_passive(predicate.verb) and not predicate.is_noun else "actor"
        if any(p.role == role for p in people):
            return people
        if predicate.is_noun and grammar.is_passive(predicate.verb):
            return people
        subject = next(iter(grammar.subjects(predicate.verb)), None)
        if subject is None or subject == predicate.token:
            return people
        start, end = parsed.start(subject), parsed.end(subject)
        span = Span(start, end, subject.text)
        known = {p.entity.id for p in people if p.role != "place"}
        more = (Participant(e, role, span) for e in self.meant(subject) if e.id not in known)  # type: ignore[arg-type]
        return (*people, *more)
