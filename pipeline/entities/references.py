"""Phrases that stand for somebody or some place: names with their titles, adjectives, offices without a name, pronouns.

One pass over the words of a document, the longest phrase first. What points back is resolved from what was told before.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from pipeline.entities import gazetteer
from pipeline.entities.board import Chunk
from pipeline.entities.document import Document
from pipeline.entities.read_people import PeopleReader
from pipeline.entities.read_places import PlaceReader
from pipeline.entities.reader import DETERMINERS, POSSESSIVE, Draft
from pipeline.entities.titles import title_at
from pipeline.entities.values import Reference
from pipeline.entities.words import first_words, listed, mapped
from pipeline.model import Entity, Span


@cache
def openers() -> frozenset[str]:
    """The words, lower case and without a plural's s, that may open a phrase; every other one opens at most a name."""
    words = DETERMINERS | listed("pronouns_one", "modifiers", "domains", "callings")
    nouns = {noun.split()[0] for noun in mapped("nouns")}
    words |= {"two", "they", "them", "deputy", "first", "chief", "parliament", "ministry", "cabinet"}
    words |= nouns | set(mapped("kind_before"))
    return frozenset(word.lower().removesuffix("s") for word in words) | first_words()


class Scanner(PeopleReader, PlaceReader):
    """Makes the references of one document."""

    def __init__(self, document: Document, chunks: Iterable[Chunk], home: str | None) -> None:
        super().__init__(document, chunks, home)
        self.drafts: list[Draft] = []
        self.holders: dict[tuple[str | None, str | None], Entity | int] = {}

    def run(self) -> tuple[Reference, ...]:
        """All references, in order."""
        everywhere = self.starts
        for number, (a, b) in enumerate(self.document.sentences):
            self.memory.sentence, self.begin, self.end = number, a, b
            self.starts = {k: everywhere[k] for k in range(a, b) if k in everywhere}  # no phrase crosses a full stop
            if a and "\n" in self.document.text[self.tokens[a - 1].end : self.tokens[a].start]:
                self.memory.paragraph = number
            i = a
            while i < b:
                made = self.parse(i) if i in self.starts or self.tokens[i].stem in openers() else None
                if made:
                    for draft in made:
                        self.remember(draft)
                    i = max(i + 1, made[-1].j)
                else:
                    i += 1
        told = frozenset(code for _, code, _ in self.memory.countries)
        self.holders = {
            (d.office, d.of): d.who[0] for d in self.drafts if d.office and d.of and d.name and d.how == "name"
        }
        return tuple(self.finish(draft, told) for draft in self.drafts)

    def parse(self, i: int) -> list[Draft] | None:
        """The references that begin at token ``i`` (mostly one), or None."""
        return self.pointing(i) or self.plural_offices(i) or self.phrase(i) or self.possessive(i)

    def phrase(self, i: int) -> list[Draft] | None:
        """A phrase with its head: title, calling, body or bare name."""
        if i in self.starts and self.starts[i].what == "person":
            return self.person(i)
        scan = self.owners(i)
        k = scan.k
        if k < self.end:
            domain = k
            while (
                domain < self.end
                and domain - k < 5
                and (self.tokens[domain].text in listed("domains") or (domain > k and self.low(domain) in ("and", ",")))
                and domain not in self.starts
            ):
                domain += 1
            found = title_at(self.tokens, k, self.end)
            ahead = title_at(self.tokens, domain, self.end) if domain > k else None
            if ahead and ahead[2] == "minister" and (not found or found[0] <= domain - k):
                made = self.titled(i, scan, domain, ahead, " ".join(t.text for t in self.tokens[k:domain]))
                if made:
                    return made
            if found and k not in self.starts and (made := self.titled(i, scan, k, found, None)):
                return made
            if made := self.kinded(i, scan):
                return made
            if scan.owners or scan.determined or scan.modified:
                made = self.called(i, scan) or self.body_noun(i, scan)
                if made:
                    return made
            chunk = self.starts.get(k)
            if (
                chunk
                and chunk.what == "person"
                and (scan.modified or any(o.chunk.what == "demonym" and not o.possessive for o in scan.owners))
            ):
                return self.with_owner(i, scan, chunk)
            if chunk and chunk.what in ("org", "body") and scan.owners and any(o.possessive for o in scan.owners):
                made = self.body(i, chunk, self.code(scan.owners))
                country = gazetteer.country(self.code(scan.owners))
                if country and set(made[0].label.split()) & listed("public") and country not in made[0].who:
                    made[0].who.append(country)  # "Britain's Competition and Markets Authority"
                return made
        elif (found := title_at(self.tokens, k, self.end)) and (made := self.titled(i, scan, k, found, None)):
            return made
        if i in self.starts:
            return self.plain(i)
        return self.state_body(i)

    def remember(self, draft: Draft) -> None:
        memory = self.memory
        self.drafts.append(draft)
        if draft.owner:
            return  # "his": who that is was told before
        before = self.tokens[draft.i - 1].lower if draft.i else ""
        if draft.i == self.begin and draft.how == "name" and draft.kind in ("place", "organization"):
            memory.opener = memory.sentence, draft
        draft.owner = self.low(draft.j) in POSSESSIVE
        words = {token.start for token in self.tokens[draft.i : draft.j]}
        draft.oblique = not words.isdisjoint(self.document.obliques)
        if draft.kind == "other":
            memory.crafts.append(draft)
        for item in draft.who:
            if (
                isinstance(item, Entity)
                and item.kind == "place"
                and item.country
                and draft.how in ("name", "demonym", "office")
            ):
                memory.countries.append(
                    (
                        memory.sentence,
                        item.country,
                        draft.how == "name"
                        and draft.kind == "place"
                        and before in ("to", "in", "visited", "visit", "the"),
                    )
                )
        if draft.kind == "organization" and draft.how == "name":
            for item in draft.who[:1]:
                if isinstance(item, Entity) and item.country:
                    memory.countries.append((memory.sentence, item.country, False))
            memory.bodies.append((memory.sentence, draft))
        if draft.kind == "person" and draft.how in ("name", "office", "pronoun"):
            memory.tell(draft)
            if not draft.owner and not words.isdisjoint(self.document.subjects):
                memory.centre = memory.sentence, draft
            if draft.who:
                self.learn_gender(draft)
            here = list(dict.fromkeys(d.who[0] for s, d in memory.people if s == memory.sentence and d.who))
            if len(here) > 1 and draft.how == "name":
                memory.several = memory.sentence, here[-2:]
        elif draft.kind == "person" and draft.how in ("pronoun", "descriptor") and len(draft.who) > 1:
            memory.several = memory.sentence, draft.who
            if draft.office in ("President", "Head of State"):
                memory.heads.append(draft)
        if draft.kind == "place" and draft.how == "name" and draft.label == "city":
            memory.cities.append(draft)

    def finish(self, draft: Draft, told: frozenset[str]) -> Reference:
        text = self.document.text
        entities = tuple(dict.fromkeys(self.people.entity(w, told) if isinstance(w, int) else w for w in draft.who))
        start, end = self.tokens[draft.i].start, self.tokens[draft.j - 1].end
        name = None
        if draft.name:
            a, b = self.tokens[draft.name[0]].start, self.tokens[draft.name[1] - 1].end
            name = Span(a, b, text[a:b])
        holder = self.holders.get((draft.office, draft.of)) if draft.how in ("office", "pronoun") else None
        known = (self.people.entity(holder, told),) if isinstance(holder, int) else ()
        return Reference(
            start, end, text[start:end], draft.kind, name, entities, draft.office, draft.of, draft.how, known
        )
