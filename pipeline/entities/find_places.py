"""Places among the words: which entry of the gazetteer is meant, and whether a place is meant at all."""

from __future__ import annotations

from itertools import takewhile

from pipeline.entities.board import Board
from pipeline.entities.document import PLACES
from pipeline.entities.gazetteer import Entry
from pipeline.entities.match_people import is_given
from pipeline.entities.titles import title_at
from pipeline.entities.words import listed, mapped

ENDS = frozenset({",", ".", "in", "of", "on", "and", "who", "which", "that", "said"})  # of what a name is called


class Places(Board):
    """Finds places."""

    def places(self, a: int, b: int) -> None:
        for start, end, label in self.entities(a, b):
            i, j = self.trimmed(start, end)
            if (
                label in PLACES
                and j - i > 1
                and self.tokens[j - 1].text in listed("sites")
                and not any(self.tokens[k].text == "," for k in range(i, j))
            ):
                self.take(i, j, "region")
        for i in range(a, b):
            hit = self.hits.get(i)
            if not hit or any(self.taken[i : i + hit[0]]):
                continue
            entry = self.choose(i, hit, b)
            j = i + hit[0]
            if entry and not (j < b and self.tokens[j].text in listed("documents") and entry.what != "demonym"):
                if self.tokens[j - 1].text == "-":
                    j -= 1
                self.take(i, j, entry.what, entry)

    def told_places(self, a: int, b: int) -> None:
        """Places that no table knows, told as such: "at Warren, Michigan", "Mari, a town in", "in Kalikot"."""
        for i in self.capitals_in(a + 1, b):
            before = self.tokens[i - 1].lower
            if not self.strange(i) or self.strange(i - 1) or self.tokens[i - 1].capital:
                continue
            j = i + 1
            while j < b and j - i < 3:
                if self.strange(j):
                    j += 1
                elif self.tokens[j].text == "-" and self.document.tight(j) and j + 1 < b and self.strange(j + 1):
                    j += 2
                else:
                    break
            if j < b and self.tokens[j].capital and j not in self.hits:
                continue
            near = before in listed("locative")
            lone = before in ("in", "near") or (before == "at" and not self.employed(i))
            if (near and self.within(j, b)) or self.settled(j, b) or (lone and self.bare(i, j, b)):
                self.take(i, j, "region")

    def strange(self, i: int) -> bool:
        """A capitalised word that belongs to no name known."""
        token = self.tokens[i]
        if not token.capital or self.taken[i] or i in self.hits or token.text in listed("function", "heads"):
            return False
        return token.text.isalpha() and not token.text.isupper() and self.document.proper(i)

    def settled(self, j: int, b: int) -> bool:
        """What stands after a name calls it a town: ", a town in", ", the largest city of"."""
        if j + 2 >= b or self.tokens[j].text != "," or self.tokens[j + 1].text not in ("a", "an", "the"):
            return False
        ahead = takewhile(lambda word: word not in ENDS, (t.text for t in self.tokens[j + 2 : min(j + 7, b)]))
        return not listed("settlements").isdisjoint(ahead)

    def employed(self, i: int) -> bool:
        """A word not far before "at" tells of work: what follows is a body, "an analyst at"."""
        return any(t.text.lower() in listed("employed") for t in self.tokens[max(0, i - 6) : i])

    def bare(self, i: int, j: int, b: int) -> bool:
        """A name that nothing goes on with, and that the parser takes for no person, work or happening."""
        if j < b and (
            self.document.tags.get(self.tokens[j].start) in ("NOUN", "NUM") or self.tokens[j].text in ("'s", "’s")
        ):
            return False
        words = {t.text for t in self.tokens[i:j]}
        if words & self.surnames or words & listed("calendar") or any(w.lower() in self.lower for w in words):
            return False
        given = any(is_given(w) for w in words)
        return self.document.label(i, j) in (None, "ORG", *PLACES) and not given and len(self.tokens[i].text) > 3

    def choose(self, i: int, hit: tuple[int, tuple[Entry, ...]], b: int) -> Entry | None:
        """Which of the entries is meant, or None where none is."""
        n, entries = hit
        entries = tuple(e for e in entries if e.what not in ("body", "person"))
        if not entries:
            return None
        j = i + n
        first = entries[0]
        if self.tokens[i].text in ("US", "SU") or first.what in ("country", "demonym"):
            if self.tokens[i].text == "Georgia" and self.american(i):
                return next((e for e in entries if e.what == "region"), first)
            if (
                first.what == "demonym"
                and self.tokens[i].text in ("Pole", "Kiwi", "Dane", "Scot", "Finn", "Swede")
                and self.document.label(i, j) != "NORP"
            ):
                return None
            return first
        within = self.within(j, b)
        if within:
            for entry in entries:
                if within in (entry.country, entry.region, entry.name):
                    return entry
        if (
            first.what == "region" and len(entries) > 1 and entries[1].weight > 500_000
        ):  # New York, Washington: the city
            following = self.tokens[j].lower if j < b else ""
            before = self.tokens[i - 1].text if i else ""
            if (
                following != "state"
                and not (before == "," and i > 1 and i - 2 in self.hits)
                and before.lower() not in ("upstate", "western", "eastern")
            ):
                entries = entries[1:]
                first = entries[0]
                if self.tokens[j - 1].text not in self.surnames:
                    return first
        if first.what == "region" and not (
            self.tokens[i].text in listed("guarded") and self.document.label(i, j) not in PLACES
        ):
            return first
        label = self.document.label(i, j)
        before = self.tokens[i - 1].lower if i else ""
        if before == "by" and first.guarded:  # an author, a maker
            return None
        if (
            self.tokens[j - 1].text in self.surnames
            and n == 1
            and before not in ("in", "at", "from", "near", "outside")
        ):
            return None
        compound = (self.document.tight(i) and before == "-") or (
            j < b and self.tokens[j].text == "-" and self.document.tight(j)
        )
        sure = [e for e in entries if not e.guarded]
        if compound and label != "GPE" and self.linked(i, j):
            return (sure or [e for e in entries if e.country in self.countries] or list(entries))[0]
        if compound and label != "GPE" and not (sure and sure[0].weight > 400_000):
            return None
        if sure and sure[0].country not in self.countries and len(entries) > 1:  # Tripoli in a text on Lebanon
            near = [e for e in entries if e.country in self.countries and e.weight * 20 > sure[0].weight]
            sure = near[:1] or sure
        if sure and label not in ("PERSON", "ORG"):
            return sure[0]
        if sure and (label == "PERSON" or label == "ORG") and self.alone(i, j):
            return sure[0]
        local = [e for e in entries if e.country in self.countries]
        if label in PLACES and (self.document.proper(i)):
            return local[0] if local and local[0].weight * 20 > entries[0].weight else entries[0]
        lone = self.document.proper(i) and self.alone(i, j)
        in_list = before in (",", "and", "or") and any(c.j == i - 1 and c.place for c in self.chunks[-6:])
        strict = before in ("in", "near") or (in_list and first.what == "city")
        if strict and lone and len(self.tokens[i].text) > 4 and self.tokens[i].text not in self.surnames:
            return (local or list(entries))[0]
        if before in listed("locative") and lone and len(self.tokens[i].text) > 3 and (label is None or local):
            return (local or list(entries))[0]
        if (
            local
            and label is None
            and self.document.proper(i)
            and self.alone(i, j)
            and first.what == "city"
            and len(self.tokens[i].text) > 4
            and self.tokens[i].text not in listed("guarded")
        ):
            return local[0]
        return None

    def linked(self, i: int, j: int) -> bool:
        """A known place or body stands across the hyphen: "Aktau-Yerevan"."""
        after = j + 1 in self.hits and self.tokens[j].text == "-"
        before = self.tokens[i - 1].text == "-" and any(
            i - 1 - n in self.hits and self.hits[i - 1 - n][0] == n for n in (1, 2, 3)
        )
        return after or before

    def alone(self, i: int, j: int) -> bool:
        """No capitalised word stands directly before or after, outside of other names."""
        left = (
            i == 0
            or self.taken[i - 1]
            or not self.tokens[i - 1].capital
            or self.tokens[i - 1].text in listed("function")
            or i - 1 in self.hits
        )
        right = j >= len(self.tokens) or self.taken[j] or not self.tokens[j].capital or j in self.hits
        return left and right

    def within(self, j: int, b: int) -> str | None:
        """The country, state or its name told after a comma: "Paris, Texas"."""
        if j + 1 < b and self.tokens[j].text == "," and (hit := self.hits.get(j + 1)):
            entry = next((e for e in hit[1] if e.what in ("country", "region")), None)
            if entry and entry.what == "region" and entry.country == "US":
                return mapped("states").get(entry.name, entry.name).split("|")[0]
            return entry.country if entry else None
        return None

    def american(self, i: int) -> bool:
        """Whether Georgia is the US state here: American places are told and none of the country's neighbourhood."""
        near = {e.country for _, entries in self.hits.values() for e in entries[:1] if e.what in ("country", "demonym")}
        names = {
            e.name
            for k, (_, entries) in self.hits.items()
            for e in entries[:1]
            if e.what in ("region", "city") and e.country == "US" and k != i
        }
        if near & {"AM", "AZ", "RU", "TR", "KZ", "UA", "MD", "IR"} or any(
            t.text in ("Tbilisi", "Georgian", "Abkhazia", "Ossetia") for t in self.tokens
        ):
            return False
        return "Atlanta" in names or len(names) > 1 or (self.tokens[i - 1].text == "," and self.tokens[i - 2].capital)

    def parser_rest(self, a: int, b: int) -> None:
        for start, end, label in self.entities(a, b):
            if label not in PLACES:
                continue
            i, j = self.trimmed(start, end)
            if i >= j or any(self.taken[i:j]):
                continue
            if self.tokens[i - 1].text == "by" and j - i == 1:
                self.take(i, j, "person")
                continue
            if j - i == 1 and (
                self.tokens[i].text in listed("function")
                or title_at(self.tokens, i, i + 1)
                or len(self.tokens[i].text) < 2
            ):
                continue
            if any(self.tokens[k].text in (",", ";", "(") for k in range(i, j)):
                j = next(k for k in range(i, j) if self.tokens[k].text in (",", ";", "("))
            if not self.document.proper(j - 1):
                continue
            entry = None
            if i in self.hits and self.hits[i][0] == j - i:
                entry = next((e for e in self.hits[i][1] if e.what not in ("body", "person")), None)
            self.take(i, j, "region" if entry is None else entry.what, entry)
