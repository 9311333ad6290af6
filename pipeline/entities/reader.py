"""What the readers of phrases share: the words, the chunks, what was told, and the drafts of references."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.entities import gazetteer
from pipeline.entities.board import Chunk
from pipeline.entities.coreference import People
from pipeline.entities.document import Document
from pipeline.entities.institutions import entity, identity, initials, of_state
from pipeline.entities.memory import Memory
from pipeline.entities.titles import title_at
from pipeline.entities.values import How
from pipeline.entities.words import listed, mapped
from pipeline.model import Entity, Kind

POSSESSIVE = ("'s", "’s", "'", "’")
DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "both", "these", "those", "its", "their", "his", "her", "our"}
)


@dataclass(slots=True)
class Draft:
    """A reference before its people are entities. ``who``: entities, or numbers of persons."""

    i: int
    j: int
    kind: Kind
    who: list[Entity | int]
    how: How
    name: tuple[int, int] | None = None
    office: str | None = None
    of: str | None = None
    label: str = ""
    of_state: bool = False
    owner: bool = False  # with a possessive behind
    oblique: bool = False  # after a preposition


@dataclass(slots=True)
class Owner:
    """What stands before a title or noun and says whose it is."""

    chunk: Chunk
    possessive: bool


@dataclass(slots=True)
class Scan:
    """The words before a head: where it begins, owners, whether a determiner was there."""

    k: int
    owners: list[Owner] = field(default_factory=list)
    determined: bool = False
    modified: bool = False


class Reader:
    """One document while it is read."""

    def __init__(self, document: Document, chunks: Iterable[Chunk], home: str | None) -> None:
        self.document, self.tokens = document, document.tokens
        self.lower = [t.lower for t in document.tokens]
        self.starts = {c.i: c for c in chunks}
        inside = (
            (k, gazetteer.match(self.tokens, k))
            for c in self.starts.values()
            if c.what == "org"
            for k in range(c.i, c.j)
        )
        self.adjectives = {k for k, hit in inside if hit and hit[1][0].what == "demonym" and hit[0] == 1}
        self.people = People()
        self.memory = Memory(home)
        self.aliases: dict[str, Entity] = {}
        self.longer = self.longer_names()
        self.begin = self.end = 0  # of the sentence that is read

    def low(self, k: int) -> str:
        return self.lower[k] if k < self.end else ""

    def ahead(self, k: int, n: int) -> str:
        """The next ``n`` words in small letters; empty where the sentence ends before."""
        return " ".join(self.lower[k : k + n]) if k + n <= self.end else ""

    def words(self, i: int, j: int) -> str:
        """The text of tokens [i, j) in one line."""
        return " ".join(self.document.text[self.tokens[i].start : self.tokens[j - 1].end].split())

    def longer_names(self) -> dict[str, Chunk]:
        """Names of bodies that the document also tells with adjectives of countries in front."""
        bodies = {self.words(c.i, c.j): c for c in self.starts.values() if c.what == "org"}
        found = {}
        for chunk in bodies.values():
            k = chunk.i
            while k < chunk.j and (self.tokens[k].text == "-" or (k in self.adjectives)):
                k += 1
            rest = self.words(k, chunk.j) if chunk.i < k < chunk.j else ""
            if rest in bodies:
                found[rest] = chunk
        return found

    def owners(self, i: int) -> Scan:
        """Determiner, owners and modifiers from ``i`` on."""
        scan = Scan(i)
        if self.low(i) in DETERMINERS:
            scan.determined, scan.k = True, i + 1
        while scan.k < self.end:
            chunk = self.starts.get(scan.k)
            word = self.low(scan.k)
            if chunk and chunk.what != "person":
                after = chunk.j
                if self.low(after) in POSSESSIVE:
                    scan.owners.append(Owner(chunk, True))
                    scan.k = after + 1
                    scan.determined = True
                elif (
                    self.low(after) == "-" and after + 1 in self.starts and self.starts[after + 1].what == "demonym"
                ) or (
                    self.low(after) in ("and", "or")
                    and chunk.what == "demonym"
                    and after + 1 in self.starts
                    and self.starts[after + 1].what == "demonym"
                ):
                    scan.owners.append(Owner(chunk, False))
                    scan.k = after + 1
                elif self.head_follows(after) or chunk.what == "demonym":
                    scan.owners.append(Owner(chunk, False))
                    scan.k = after
                else:
                    break
            elif self.verbal(scan.k, i):
                break
            elif (word in listed("modifiers") and not title_at(self.tokens, scan.k, self.end)) or (
                word in ("deputy", "first", "chief")
                and title_at(self.tokens, scan.k + 1, self.end)
                and not (title_at(self.tokens, scan.k, self.end) or (1,))[0] > 1
            ):
                scan.k += 1
                scan.modified = True
            elif word == "-" and scan.modified:
                scan.k += 1
            else:
                break
        return scan

    def verbal(self, k: int, i: int) -> bool:
        """A participle that opens a phrase without a determiner is a verb: "appointed Prime Minister Mark Rutte"."""
        return k == i and self.document.tags.get(self.tokens[k].start) in ("VERB", "AUX")

    def head_follows(self, k: int) -> bool:
        """A title, calling or noun of a body stands at ``k``, after modifiers and a minister's domain."""
        while k < self.end and (
            self.low(k) in listed("modifiers")
            or (self.tokens[k].capital and self.tokens[k].text in listed("domains") and k not in self.starts)
        ):
            if title_at(self.tokens, k, self.end):
                return True
            k += 1
        if k >= self.end:
            return False
        return bool(
            title_at(self.tokens, k, self.end)
            or self.low(k) in listed("callings")
            or self.noun(k)
            or self.low(k) == "capital"
        )

    def noun(self, k: int) -> tuple[int, str] | None:
        """A lower-case noun of a state's body: (words, full name)."""
        for n in (3, 2, 1):
            words = self.ahead(k, n)
            if words in mapped("nouns") and k not in self.starts:
                return n, mapped("nouns")[words]
        return None

    def owner(self, owners: list[Owner]) -> tuple[str | None, Entity | None] | None:
        """What the owners give: a country's code, or a body or other place."""
        for owner in reversed(owners):
            chunk = owner.chunk
            if chunk.entry and chunk.what in ("country", "demonym") and chunk.entry.country:
                return chunk.entry.country, None
            if chunk.what in ("org", "body"):
                return None, self.body_entity(chunk, None)
            if chunk.entry:
                return None, chunk.entity
        return None

    def code(self, owners: list[Owner]) -> str | None:
        """The country of the owners, if one."""
        found = self.owner(owners)
        return found[0] if found else None

    def body_entity(self, chunk: Chunk, code: str | None) -> Entity:
        """The body a chunk names; acronyms and short forms of one told before are that one."""
        if chunk.entry:
            return chunk.entry.entity()
        name = self.words(chunk.i, chunk.j)
        if name in self.longer and self.longer[name] is not chunk:
            return self.body_entity(self.longer[name], code)
        known = gazetteer.body(name)
        if known:
            return known
        if code is None:
            codes = list(dict.fromkeys(e.country for e in chunk.inner))
            code = codes[0] if len(codes) == 1 else None
            if code is None and not codes and of_state(name):
                code = self.memory.country()
        alias = self.aliases.get(name)
        if alias:
            return alias
        made = entity(name, code)
        for known_name, other in list(self.aliases.items()):
            if len(name) > 3 and (known_name.startswith(name + " ") and len(name.split()) < 3 and not of_state(name)):
                return other
        self.aliases[name] = made
        for acronym in initials(name):
            if len(acronym) > 2:
                self.aliases.setdefault(acronym, made)
        after = chunk.j
        if (
            self.low(after) == "("
            and after + 2 < len(self.tokens)
            and self.tokens[after + 2].text == ")"
            and self.tokens[after + 1].text.isupper()
        ):
            self.aliases[self.tokens[after + 1].text] = made
        return made

    def place_entity(self, chunk: Chunk) -> Entity:
        name = self.words(chunk.i, chunk.j)
        entry = gazetteer.place(name) if name not in listed("celestial") else None
        return entry or Entity(f"place-{identity(name).removeprefix('organization-')}", name, "place")

    def body(self, i: int, chunk: Chunk, code: str | None) -> list[Draft]:
        made = self.body_entity(chunk, code)
        who: list[Entity | int] = [made]
        state = of_state(made.name)
        told = [e.entity() for e in self.longer.get(self.words(chunk.i, chunk.j), chunk).inner]
        if state and made.country and (country := gazetteer.country(made.country)):
            who.append(country)
        elif len(told) == 2:
            who += told
        return [Draft(i, chunk.j, "organization", who, "name", (chunk.i, chunk.j), label=made.name, of_state=state)]


def capital_city(code: str | None) -> Entity | None:
    """The capital of a country."""
    name = gazetteer.capitals().get(code or "")
    return (gazetteer.city(name, code) or gazetteer.city(name, None)) if name else None
