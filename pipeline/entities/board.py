"""The words of a document while names are found: which are taken, what the gazetteer says of each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.entities import gazetteer
from pipeline.entities.document import Document
from pipeline.entities.gazetteer import Entry
from pipeline.entities.words import listed
from pipeline.model import Entity

Hits = dict[int, tuple[int, tuple[Entry, ...]]]  # first token -> (words, entries) of a known name


@dataclass(slots=True)
class Chunk:
    """Tokens [i, j) that are one name. ``what``: country, demonym, region, city, body, org, person, craft."""

    i: int
    j: int
    what: str
    entry: Entry | None = None
    inner: list[Entry] = field(default_factory=list)  # countries named inside an institution's name

    @property
    def place(self) -> bool:
        """A place by its own name."""
        return self.what in ("country", "region", "city")

    @property
    def entity(self) -> Entity | None:
        """The entity, where the gazetteer knows it."""
        return self.entry.entity() if self.entry else None


class Board:
    """One pass over a document. ``taken[i]``: token ``i`` belongs to a chunk."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = document.tokens
        self.taken = [False] * len(self.tokens)
        self.places_of: dict[str, list[int]] = {}  # word -> the tokens that read so
        for k, token in enumerate(self.tokens):
            self.places_of.setdefault(token.text, []).append(k)
        self.capitals = [k for k, token in enumerate(self.tokens) if token.capital]
        self.chunks: list[Chunk] = []
        self.hits: Hits = {}
        for a, b in document.sentences:
            self.look_up(a, b)
        entries = [e for _, several in self.hits.values() for e in several if e.what in ("country", "demonym")]
        self.countries = {e.country for e in entries}
        self.surnames = self.told_surnames()
        self.lower = {word for word in self.places_of if word.islower()}

    def every(self, words: Iterable[str]) -> list[int]:
        """The tokens that read like one of the words, in order."""
        return sorted(k for word in words for k in self.places_of.get(word, ()))

    def capitals_in(self, a: int, b: int) -> list[int]:
        """The tokens in [a, b) that begin with a capital."""
        return self.capitals[bisect_left(self.capitals, a) : bisect_left(self.capitals, b)]

    def look_up(self, a: int, b: int) -> None:
        i = a
        while i < b:
            found = None
            if self.tokens[i].capital or self.tokens[i].text in ("al", "sub"):
                found = gazetteer.match(self.tokens, i)
            if found and found[0] == 1 and self.tokens[i].text in listed("function"):
                found = None  # March is a town, and a month
            if found and i + found[0] <= b:
                self.hits[i] = found
                i += found[0]
            else:
                i += 1

    def take(self, i: int, j: int, what: str, entry: Entry | None = None, inner: Iterable[Entry] = ()) -> bool:
        """Make a chunk of free tokens; False where some are taken, or all call a thing."""
        if i >= j or any(self.taken[i:j]) or all(t.text in listed("things") for t in self.tokens[i:j]):
            return False
        self.taken[i:j] = [True] * (j - i)
        self.chunks.append(Chunk(i, j, what, entry, list(inner)))
        return True

    def place_at(self, i: int) -> bool:
        """A known place or body starts at ``i``, and no person so called is meant."""
        hit = self.hits.get(i)
        if not hit or all(e.what == "person" for e in hit[1]):
            return False
        first = hit[1][0]
        if first.what in ("country", "demonym", "body") or not first.guarded:
            following = i + hit[0]
            return not (
                self.tokens[i].text in listed("given")
                and following < len(self.tokens)
                and self.tokens[following].capital
                and following not in self.hits
            )
        return False

    def told_surnames(self) -> set[str]:
        """Last words of the names of two words and more that the parser takes for people's."""
        found = set()
        for start, end, label in self.document.ents:
            words = self.document.text[start:end].removesuffix("'s").removesuffix("’s").split()
            if label == "PERSON" and len(words) > 1 and words[-1][:1].isupper():
                found.add(words[-1])
        return found

    def entities(self, a: int, b: int) -> list[tuple[int, int, str]]:
        start, end = self.tokens[a].start, self.tokens[b - 1].end
        ents = self.document.ents
        return [e for e in ents[bisect_left(ents, (start,)) : bisect_left(ents, (end,))] if e[1] <= end]

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Tokens of a parser's name without article, function words, titles and possessive at its edges."""
        i, j = self.document.span(start, end)
        function = listed("function")
        while i < j and (
            not self.tokens[i].capital
            or (
                self.tokens[i].text in function
                and self.tokens[i].text
                not in ("New", "Eastern", "Western", "Northern", "Southern", "First", "Second", "Third")
            )
            or self.taken[i]
        ):
            i += 1
        while i < j and (
            self.tokens[j - 1].text in ("'s", "’s", ",", ".", "-", "'", "’")
            or not (self.tokens[j - 1].capital or self.tokens[j - 1].text[0].isdigit())
            or self.taken[j - 1]
        ):
            j -= 1
        return i, j

    def inner(self, i: int, j: int) -> list[Entry]:
        """The countries told inside a name, and those of its cities."""
        found = [
            e
            for k in range(i, j)
            if (hit := self.hits.get(k))
            for e in hit[1][:1]
            if e.what in ("country", "demonym") or (e.what == "city" and not e.guarded)
        ]
        named = [gazetteer.countries()[e.country] for e in found if e.country in gazetteer.countries()]
        return list(dict.fromkeys(named))

    def cut(self, i: int, j: int) -> int:
        """``j``, or the first comma, semicolon or bracket after ``i``: no name goes on past one."""
        return next((k for k in range(i, j) if self.tokens[k].text in (",", ";", "(")), j)
