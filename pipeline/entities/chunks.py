"""Names in a text: which words belong to which, and of what sort.

The parser's names are one piece of evidence; the gazetteer and the grammar of institutions' and people's names correct it.
Stronger readings take their words first: bodies by table and grammar, people by title and table, places by table, then
what is left of the parser's names.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from pipeline.entities import gazetteer, offices
from pipeline.entities.document import PLACES, Document
from pipeline.entities.gazetteer import Entry
from pipeline.entities.organizations import extend, works_follow
from pipeline.entities.people import person_end, trim_person
from pipeline.entities.titles import title_at
from pipeline.entities.words import first_words, listed, mapped
from pipeline.model import Entity


@dataclass(slots=True)
class Chunk:
    """Tokens [i, j) that are one name. ``what``: country, demonym, region, city, body, org, person."""

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


EDGES = frozenset({"The", "A", "An", "In", "At", "On", "For", "From", "By", "And", "But", "As"})
QUOTES = {'"', "“", "”", "«", "»", "„"}
QUOTED_NOUNS = frozenset(
    [
        "union",
        "company",
        "party",
        "movement",
        "ensemble",
        "airline",
        "newspaper",
        "agency",
        "foundation",
        "fund",
        "organization",
        "organisation",
        "association",
        "group",
        "club",
        "theater",
        "theatre",
        "center",
        "centre",
        "band",
        "orchestra",
        "choir",
        "alliance",
        "bloc",
        "faction",
        "firm",
        "bank",
        "channel",
        "magazine",
        "studio",
        "gallery",
        "museum",
        "institute",
        "university",
        "school",
        "academy",
        "hospital",
        "plant",
        "factory",
        "society",
        "brigade",
    ]
)


def find(document: Document) -> list[Chunk]:
    """The names of the document, in order, none overlapping."""
    return _Finder(document).run()


@cache
def _people() -> dict[str, list[tuple[str, ...]]]:
    """First word of a known person's full name -> all its words."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for words in offices.spellings():
        titled = words[0].lower() in first_words() or words[0] in listed("honorifics")
        if sum(w != "-" for w in words) > 1 and not titled:
            found.setdefault(words[0], []).append(words)
    for options in found.values():
        options.sort(key=len, reverse=True)
    return found


class _Finder:
    """One pass over a document. ``taken[i]``: token ``i`` belongs to a chunk."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.tokens = document.tokens
        self.taken = [False] * len(self.tokens)
        self.chunks: list[Chunk] = []
        self.hits: dict[int, tuple[int, tuple[Entry, ...]]] = {}

    def run(self) -> list[Chunk]:
        for a, b in self.document.sentences:
            self.look_up(a, b)
        self.countries = {
            e.country for _, entries in self.hits.values() for e in entries if e.what in ("country", "demonym")
        }
        self.surnames = self.told_surnames()
        for a, b in self.document.sentences:
            self.bodies(a, b)
            self.quoted(a, b)
        self.repeated_organizations()
        for a, b in self.document.sentences:
            self.known_people(a, b)
            self.titled_people(a, b)
            self.parser_people(a, b)
        self.repeated_people()
        for a, b in self.document.sentences:
            self.parser_organizations(a, b)
        self.repeated_organizations()
        for a, b in self.document.sentences:
            self.places(a, b)
            self.parser_rest(a, b)
        self.chunks.sort(key=lambda c: c.i)
        return self.chunks

    def take(self, i: int, j: int, what: str, entry: Entry | None = None, inner: Iterable[Entry] = ()) -> bool:
        """Make a chunk of free tokens; False where some are taken."""
        if i >= j or any(self.taken[i:j]):
            return False
        self.taken[i:j] = [True] * (j - i)
        self.chunks.append(Chunk(i, j, what, entry, list(inner)))
        return True

    def look_up(self, a: int, b: int) -> None:
        i = a
        while i < b:
            found = None
            if self.tokens[i].capital or self.tokens[i].text in ("al", "sub"):
                found = gazetteer.match(self.tokens, i)
            if found and i + found[0] <= b:
                self.hits[i] = found
                i += found[0]
            else:
                i += 1

    # bodies

    def bodies(self, a: int, b: int) -> None:
        spans = []
        for i in range(a, b):
            hit = self.hits.get(i)
            if not hit or (
                hit[0] == 1
                and i + 1 < b
                and self.tokens[i + 1].text in listed("documents")
                and not self.tokens[i].text.isupper()
            ):
                continue
            if (entry := next((e for e in hit[1] if e.what == "body"), None)) and self.body_meant(i, hit[0], b):
                spans.append((i, i + hit[0], entry))
        heads = listed("heads")
        i = a
        while i < b:
            if self.tokens[i].text in heads:
                span = extend(self.document, self.hits, i, a, b)
                if span:
                    spans.append((*span, None))
                    i = max(i + 1, span[1])
                    continue
            elif self.tokens[i].text in listed("suffixes") and i > a and self.tokens[i - 1].capital:
                first = i
                while (
                    first > a
                    and (self.tokens[first - 1].capital or self.tokens[first - 1].text in "-&")
                    and (self.tokens[first - 1].text not in listed("function"))
                ):
                    first -= 1
                if first < i:
                    spans.append((first, i + 1, None))
            i += 1
        spans = [(*self.widened(first, last, a), entry) for first, last, entry in spans]
        for first, last, entry in sorted(spans, key=lambda s: (s[0] - s[1], s[2] is None)):
            self.take(first, last, "body" if entry else "org", entry, self.inner(first, last) if not entry else ())

    def widened(self, i: int, j: int, a: int) -> tuple[int, int]:
        """The parser's longer name of a body around tokens [i, j), if nothing in it speaks against."""
        ent = self.document.ent(self.tokens[i].start, self.tokens[j - 1].end)
        if ent is None or ent[2] != "ORG":
            return i, j
        first, last = self.document.span(ent[0], ent[1])
        first = max(first, a)
        while first < i and (not self.tokens[first].capital or self.tokens[first].text in EDGES):
            first += 1
        left = range(first, i)
        joins = ("and", "of", "&", "-", "for", "the")
        if first < i and not any(
            (not self.tokens[k].capital and self.tokens[k].text not in joins)
            or title_at(self.tokens, k, i)
            or self.tokens[k].text == "the"
            or (k in self.hits and self.hits[k][1][0].what == "body")
            for k in left
        ):
            i = first
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

    def body_meant(self, i: int, n: int, b: int) -> bool:
        """A body's name that is also an ordinary word is one only where the parser or the context agrees."""
        text = self.tokens[i].text
        if n > 1 or (text.isupper() and len(text) > 2):
            return True
        label = self.document.label(i, i + 1)
        if text.isupper():  # two letters: AP, EU, UN
            return label in ("ORG", "GPE", "NORP") or text in ("EU", "UN", "G7", "G8")
        if self.tokens[i].text in listed("guarded") | listed("weak_heads") | {"Amazon", "Apple", "Meta", "Shell", "Vale", "Labour", "Commons", "Commonwealth", "Diet", "Quad", "Fed", "Intel", "Guardian", "Economist", "Sputnik", "Wagner", "Tesla", "Alphabet", "Rada", "Emirates"}:  # fmt: skip
            return label == "ORG" or (self.tokens[i - 1].text.lower() == "the" and label not in ("PERSON", "GPE") and text not in ("Apple", "Meta", "Vale"))  # fmt: skip
        return label != "PERSON" or i + 1 >= b or not self.tokens[i + 1].capital

    def quoted(self, a: int, b: int) -> None:
        """A short name in quotation marks beside a noun that says it is a body."""
        i = a
        while i < b:
            if self.tokens[i].text not in QUOTES:
                i += 1
                continue
            j = i + 1
            while (
                j < b
                and j - i <= 4
                and self.tokens[j].text not in QUOTES
                and (self.tokens[j].capital or self.tokens[j].text in "-")
            ):
                j += 1
            if j < b and self.tokens[j].text in QUOTES and i + 1 < j <= i + 4:
                before = [t.text.lower() for t in self.tokens[max(a, i - 5) : i]]
                after = [t.text.lower() for t in self.tokens[j + 1 : j + 6]]
                near = before[-1:] + after[:1]
                ahead = after[
                    : next((k for k, w in enumerate(after) if w in ("of", "in", ",", ".", "by", "was", "is")), 5)
                ]
                named = {t.text for t in self.tokens[j + 1 : j + 5] if t.capital}
                if named & listed("works"):  # "Armmono" International Theatre Festival
                    i = j + 1
                    continue
                if (
                    set(near) & QUOTED_NOUNS
                    or set(ahead) & QUOTED_NOUNS
                    or (set(before) & QUOTED_NOUNS and not set(before) & {",", "("})
                ):
                    self.take(i + 1, j, "org")
                i = j + 1
            else:
                i += 1

    def repeated_organizations(self) -> None:
        """Companies without their suffix, their first word where the parser sees a name, and acronyms, told elsewhere."""
        short: dict[tuple[str, ...], bool] = {}  # words -> whether the parser must agree
        for chunk in self.chunks:
            if chunk.what != "org":
                continue
            words = [self.tokens[k].text for k in range(chunk.i, chunk.j)]
            while len(words) > 1 and words[-1] in listed("suffixes"):
                words.pop()
                short[tuple(words)] = False
            if len(words) < chunk.j - chunk.i and len(words) > 1 and words[0] not in listed("function"):
                short.setdefault((words[0],), True)
            if len(words) == 1 and words[0].isupper() and len(words[0]) > 2:
                short[tuple(words)] = False
        first = {words[0] for words in short}
        for k, token in enumerate(self.tokens):
            if token.text not in first or self.taken[k]:
                continue
            for words in sorted((w for w in short if w[0] == token.text), key=len, reverse=True):
                j = k + len(words)
                if tuple(t.text for t in self.tokens[k:j]) == words and (
                    not short[words] or (self.document.label(k, j) and k not in self.hits)
                ):
                    self.take(k, j, "org")
                    break

    # people

    def told_surnames(self) -> set[str]:
        """Last words of the names of two words and more that the parser takes for people's."""
        found = set()
        for start, end, label in self.document.ents:
            words = self.document.text[start:end].removesuffix("'s").removesuffix("’s").split()
            if label == "PERSON" and len(words) > 1 and words[-1][:1].isupper():
                found.add(words[-1])
        return found

    def known_people(self, a: int, b: int) -> None:
        for i in range(a, b):
            for words in _people().get(self.tokens[i].text, ()):
                j = i + len(words)
                if j <= b and all(self.tokens[i + k].text == words[k] for k in range(len(words))):
                    if j < b and self.tokens[j].text in listed("generation"):
                        j += 1
                    self.take(i, j, "person")
                    break

    def titled_people(self, a: int, b: int) -> None:
        i = a
        while i < b:
            found = title_at(self.tokens, i, b)
            if not found:
                if (
                    self.tokens[i].text in listed("honorifics")
                    and i + 1 < b
                    and not self.taken[i + 1]
                    and not self.place_at(i + 1)
                ):
                    j = person_end(self.document, i + 1, b, self.hits)
                    if j > i + 1:
                        self.take(i + 1, j, "person")
                i += 1
                continue
            n, _, kind = found
            strong = self.tokens[i].capital
            j = self.after_title(i + n, b, kind)
            i += n
            if j is not None and not (j < b and self.taken[j]):
                stop = person_end(self.document, j, b, self.hits)
                label = self.document.label(j, stop) if stop > j else None
                if (
                    stop > j
                    and not self.place_at(j)
                    and (label == "PERSON" or (strong and (label is None or stop - j > 1 or label != "ORG")))
                ):
                    self.take(j, stop, "person")

    def after_title(self, j: int, b: int, kind: str) -> int | None:
        """Where a name could begin after a title: past its domain and its country or body."""
        tokens = self.tokens
        if kind == "minister" and j < b and tokens[j].text in ("of", "for"):
            j = domain_end(self.document, j, b)
        while j < b and tokens[j].text in ("of", "for", "to"):
            k = j + 1
            if k < b and tokens[k].text.lower() == "the":
                k += 1
            if k < b and self.taken[k]:
                while k < b and self.taken[k]:
                    k += 1
            elif k in self.hits:
                k += self.hits[k][0]
            elif k < b and tokens[k].text in (
                "Republic",
                "Senate",
                "Parliament",
                "Government",
                "State",
                "House",
                "country",
                "republic",
            ):
                k += 1
            else:
                return None
            j = k
        if j < b and tokens[j].text == ",":
            j += 1
        return j if j < b else None

    def place_at(self, i: int) -> bool:
        """A known place or body starts at ``i``, and no person so called is meant."""
        hit = self.hits.get(i)
        if not hit or all(e.what == "person" for e in hit[1]):
            return False
        first = hit[1][0]
        if first.what in ("country", "demonym", "body") or not first.guarded:
            following = i + hit[0]
            return not (
                self.tokens[i].text in listed("given") and following < len(self.tokens) and self.tokens[following].capital
                and following not in self.hits
            )  # fmt: skip
        return False

    def parser_people(self, a: int, b: int) -> None:
        for start, end, label in self.entities(a, b):
            if label != "PERSON":
                continue
            i, j = trim_person(self.document, *self.document.span(start, end), self.hits)
            while i < j and self.place_at(i):
                i += self.hits[i][0]
                while i < j and not self.tokens[i].capital:
                    i += 1
            if (
                i < j
                and i > a
                and self.tokens[i - 1].text in listed("given")
                and i - 1 in self.hits
                and not self.taken[i - 1]
            ):
                i -= 1  # "Jordan Henderson"
            if i < j and (self.tokens[j - 1].text in listed("heads") or works_follow(self.document, i, j)):
                continue
            if i < j and j - i == 1 and i in self.hits and not self.tokens[i].text.isupper() and self.sole_place(i):
                continue
            if i < j:
                j = (
                    max(j, person_end(self.document, i, min(b, j + 3), self.hits))
                    if self.document.label(i, j) == "PERSON"
                    else j
                )
                last = next((k for k in range(i, j) if self.taken[k]), j)
                self.take(i, last, "person")

    def sole_place(self, i: int) -> bool:
        """A lone word that is a known place, though the parser thinks of a person."""
        entry = self.hits[i][1][0]
        before = self.tokens[i - 1].text.lower() if i else ""
        return not entry.guarded or before in listed("locative") or entry.name in self.meant

    @property
    def meant(self) -> set[str]:
        """Guarded places that the document has told for sure."""
        return {c.entry.name for c in self.chunks if c.entry and c.what == "city"}

    def repeated_people(self) -> None:
        """Surnames and given names of people told in full, standing alone elsewhere."""
        surnames = set()
        for chunk in self.chunks:
            if chunk.what == "person":
                words = [self.tokens[k].text for k in range(chunk.i, chunk.j) if self.tokens[k].capital]
                if len(words) > 1:
                    surnames.add(words[-1] if words[-1] not in listed("generation") else words[-2])
        surnames = {s for s in surnames if len(s) > 2 and s not in listed("function")}
        for k, token in enumerate(self.tokens):
            if (
                k in self.hits
                and self.tokens[k - 1].text.lower() in listed("locative")
                and not all(e.guarded for e in self.hits[k][1])
            ):
                continue
            if token.text in surnames and not self.taken[k] and not (k + 1 < len(self.tokens) and self.tokens[k + 1].capital and not self.taken[k + 1] and not title_at(self.tokens, k + 1, len(self.tokens)) and self.tokens[k+1].text not in listed("function")):  # fmt: skip
                self.take(k, k + 1, "person")

    # places

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
            following = self.tokens[j].text.lower() if j < b else ""
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
        before = self.tokens[i - 1].text.lower() if i else ""
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
        if sure and label not in ("PERSON", "ORG"):
            return sure[0]
        if sure and (label == "PERSON" or label == "ORG") and self.alone(i, j):
            return sure[0]
        local = [e for e in entries if e.country in self.countries]
        if label in PLACES and (self.document.proper(i)):
            return local[0] if local and local[0].weight * 20 > entries[0].weight else entries[0]
        if (
            before in listed("locative")
            and self.document.proper(i)
            and self.alone(i, j)
            and len(self.tokens[i].text) > 3
        ):
            if label is None or local:
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

    # the parser's other names

    def entities(self, a: int, b: int) -> list[tuple[int, int, str]]:
        start, end = self.tokens[a].start, self.tokens[b - 1].end
        return [e for e in self.document.ents if e[0] >= start and e[1] <= end]

    def trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Tokens of a parser's name without article, function words, titles and possessive at its edges."""
        i, j = self.document.span(start, end)
        function = listed("function")
        while i < j and (not self.tokens[i].capital or (self.tokens[i].text in function and self.tokens[i].text not in ("New", "Eastern", "Western", "Northern", "Southern")) or self.taken[i]):  # fmt: skip
            i += 1
        while i < j and (self.tokens[j - 1].text in ("'s", "’s", ",", ".", "-", "'", "’") or not (self.tokens[j - 1].capital or self.tokens[j - 1].text[0].isdigit()) or self.taken[j - 1]):  # fmt: skip
            j -= 1
        return i, j

    def parser_organizations(self, a: int, b: int) -> None:
        for start, end, label in self.entities(a, b):
            if label != "ORG":
                continue
            i, j = self.trimmed(start, end)
            if i >= j or any(self.taken[i:j]):
                continue
            i = self.past_titles(i, j)
            words = [k for k in range(i, j) if self.tokens[k].capital]
            covered = {k + x for k in range(i, j) if (hit := self.hits.get(k)) for x in range(hit[0])}
            free = [k for k in words if k not in covered]
            if not free or (self.hits.get(words[-1], (0, ()))[0] == 1 and self.hits[words[-1]][1][0].what == "demonym"):
                continue
            if all(self.tokens[k].text in listed("weak_heads") for k in free):
                continue
            if len(words) == 1 and not self.single(i):
                continue
            if any(self.tokens[k].text in listed("works") for k in range(i, j)) or (
                j + 1 < b and works_follow(self.document, j + (self.tokens[j].text in QUOTES), b)
            ):
                continue
            if self.is_person_after_country(i, j, covered):
                continue
            if len(words) > 1 and self.tokens[words[-1]].text in listed("sites"):
                self.take(i, j, "region")
                continue
            if any(self.tokens[k].text in (",", ";", "(") for k in range(i, j)):
                j = next(k for k in range(i, j) if self.tokens[k].text in (",", ";", "("))
            self.take(i, j, "org", None, self.inner(i, j))

    def is_person_after_country(self, i: int, j: int, covered: set[int]) -> bool:
        """ "Kazakhstan Kassym-Jomart Tokayev" after a title: the country and a person."""
        if i in self.hits and i + self.hits[i][0] < j and self.hits[i][1][0].what in ("country", "demonym"):
            k = i + self.hits[i][0]
            titled = any(title_at(self.tokens, x, i) for x in range(max(0, i - 5), i))
            return k not in covered and j - k > 1 and titled and self.take(k, j, "person")
        return False

    def single(self, i: int) -> bool:
        """Whether one word alone may be a body: not a title, a function word, a month, or a word that only opens the sentence."""
        token = self.tokens[i]
        if (
            token.text in listed("function")
            or title_at(self.tokens, i, i + 1)
            or token.text in listed("weak_heads") | listed("acronyms") | {"State"}
        ):
            return False
        return self.document.proper(i) or token.text.isupper()

    def past_titles(self, i: int, j: int) -> int:
        while i < j:
            found = title_at(self.tokens, i, j)
            if not found:
                break
            i += found[0]
            while i < j and not self.tokens[i].capital:
                i += 1
        return i

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


def domain_end(document: Document, j: int, b: int) -> int:
    """The end of a minister's domain that "of" or "for" at ``j`` opens."""
    tokens, domains = document.tokens, listed("domains")
    k = j + 1
    if k < b and tokens[k].text.lower() == "the":
        k += 1
    end = j
    while k < b:
        word = tokens[k].text
        if word in domains or (word.capitalize() in domains and not tokens[k].capital):
            end = k + 1
        elif word not in ("and", ",", "&", "-", "for", "the") or not (k + 1 < b and (tokens[k + 1].text.capitalize() in domains or tokens[k + 1].text in ("and", "the"))):  # fmt: skip
            break
        k += 1
    return end if end > j else j
