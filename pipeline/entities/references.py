"""Phrases that stand for somebody or some place: names with their titles, adjectives, offices without a name, pronouns.

One pass over the words of a document, the longest phrase first. What points back is resolved from what was told before.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.entities import gazetteer, offices
from pipeline.entities.chunks import Chunk, domain_end
from pipeline.entities.coreference import People
from pipeline.entities.document import Document
from pipeline.entities.institutions import canonical, entity, identity, initials, of_state
from pipeline.entities.memory import Memory
from pipeline.entities.titles import title_at
from pipeline.entities.values import How, Reference
from pipeline.entities.words import listed, mapped
from pipeline.knowledge import toml
from pipeline.model import Entity, Kind, Span

POSSESSIVE = ("'s", "’s", "'", "’")
DETERMINERS = frozenset(
    {"the", "a", "an", "this", "that", "both", "these", "those", "its", "their", "his", "her", "our"}
)
PAIRS = frozenset(
    {"the two countries", "both countries", "two countries", "the two nations", "both nations", "the two states", "both states",
     "the two sides", "both sides", "the sides", "the parties", "both parties", "the two parties", "the countries",
     "the two republics", "the two neighbors", "the two neighbours", "the two governments", "both governments"}
)  # fmt: skip
COUPLES = frozenset({"the two leaders", "both leaders", "the two presidents", "both presidents", "the leaders", "the presidents",
                     "the heads of state", "the two men", "the two ministers", "both ministers", "the pair"})  # fmt: skip
COUNTRIES = frozenset(
    {"this country", "the country", "that country", "the republic", "this republic", "the nation", "this nation"}
)
CITIES = frozenset({"the city", "this city", "that city"})
BARE = frozenset({"head", "chief", "leader", "member", "deputy", "chair", "secretary", "commissioner", "representative", "manager", "captain", "coach", "aide", "founder",
                  "editor", "prince", "princess", "commander", "director", "governor", "prosecutor"})  # fmt: skip


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


class Scanner:
    """Makes the references of one document."""

    def __init__(self, document: Document, chunks: Iterable[Chunk], home: str | None) -> None:
        self.document, self.tokens = document, document.tokens
        self.starts = {c.i: c for c in chunks}
        known = (
            (k, gazetteer.match(self.tokens, k))
            for c in self.starts.values()
            if c.what == "org"
            for k in range(c.i, c.j)
        )
        self.adjectives = {k for k, hit in known if hit and hit[1][0].what == "demonym" and hit[0] == 1}
        self.people = People()
        self.memory = Memory(home)
        self.drafts: list[Draft] = []
        self.aliases: dict[str, Entity] = {}
        self.longer = self.longer_names()
        self.end = 0

    def run(self) -> tuple[Reference, ...]:
        """All references, in order."""
        for number, (a, b) in enumerate(self.document.sentences):
            self.memory.sentence, self.end = number, b
            if a and "\n" in self.document.text[self.tokens[a - 1].end : self.tokens[a].start]:
                self.memory.paragraph = number
            i = a
            while i < b:
                made = self.parse(i)
                if made:
                    for draft in made:
                        self.remember(draft)
                    i = max(i + 1, made[-1].j)
                else:
                    i += 1
        told = frozenset(code for _, code, _ in self.memory.countries)
        return tuple(self.finish(draft, told) for draft in self.drafts)

    def longer_names(self) -> dict[str, Chunk]:
        """Names of bodies that the document also tells with adjectives of countries in front: "Kazakh-Armenian Commission"."""
        bodies = {self.words(c.i, c.j): c for c in self.starts.values() if c.what == "org"}
        found = {}
        for name, chunk in bodies.items():
            k = chunk.i
            while k < chunk.j and (self.tokens[k].text == "-" or (k in self.adjectives)):
                k += 1
            rest = self.words(k, chunk.j) if chunk.i < k < chunk.j else ""
            if rest in bodies:
                found[rest] = chunk
        return found

    # what is remembered

    def remember(self, draft: Draft) -> None:
        memory = self.memory
        self.drafts.append(draft)
        before = self.tokens[draft.i - 1].text.lower() if draft.i else ""
        for item in draft.who:
            if (
                isinstance(item, Entity)
                and item.kind == "place"
                and item.country
                and draft.how in ("name", "demonym", "office")
            ):
                memory.countries.append((memory.sentence, item.country, draft.how == "name" and draft.kind == "place" and before in ("to", "in", "visited", "visit", "the")))  # fmt: skip
        if draft.kind == "organization" and draft.how == "name":
            for item in draft.who[:1]:
                if isinstance(item, Entity) and item.country:
                    memory.countries.append((memory.sentence, item.country, False))
            memory.bodies.append((memory.sentence, draft))
        if draft.kind == "person" and draft.how in ("name", "office"):
            memory.people.append((memory.sentence, draft))
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
        return Reference(start, end, text[start:end], draft.kind, name, entities, draft.office, draft.of, draft.how)

    # reading

    def low(self, k: int) -> str:
        return self.tokens[k].text.lower() if k < self.end else ""

    def parse(self, i: int) -> list[Draft] | None:
        """The references that begin at token ``i`` (mostly one), or None."""
        return self.pointing(i) or self.plural_offices(i) or self.phrase(i)

    def pointing(self, i: int) -> list[Draft] | None:
        """Words that point back at places and people."""
        first = self.low(i)
        if first in listed("pronouns_one") and first != "his":
            if first == "her" and self.document.tags.get(self.tokens[i].start) != "PRON":
                return None
            person = self.memory.person()
            return [Draft(i, i + 1, "person", [w for w in person.who if isinstance(w, int)] or list(person.who), "pronoun", None, person.office, person.of)] if person else None  # fmt: skip
        if first in ("they", "them"):
            together = self.memory.together()
            who = list(dict.fromkeys(w for d in together for w in d.who[:1]))
            if len(who) > 1:
                return [Draft(i, i + 1, "person", who, "pronoun")]
            return None
        if first not in DETERMINERS and first != "two":
            return None
        for n in (3, 2):
            phrase = " ".join(self.low(k) for k in range(i, min(i + n, self.end)))
            if i + n in self.starts and n == 2 and phrase not in PAIRS:
                continue
            if phrase in PAIRS:
                pair = self.memory.pair()
                who = [e for code in pair if (e := gazetteer.country(code))]
                return [Draft(i, i + n, "place", list(who), "descriptor")] if len(who) == 2 else None
            if phrase in COUPLES:
                couple = list(
                    dict.fromkeys(d.who[0] for _, d in self.memory.people[-6:] if d.who and isinstance(d.who[0], int))
                )[-2:]
                return [Draft(i, i + n, "person", list(couple), "descriptor")] if len(couple) == 2 else None
            if n == 2 and phrase in COUNTRIES and i + 1 not in self.starts and self.low(i + 2) != "of":
                found = gazetteer.country(self.memory.country(place=first in ("this", "the")))
                return [Draft(i, i + n, "place", [found], "descriptor")] if found else None
            if n == 2 and phrase in CITIES and self.low(i + 2) != "of" and self.memory.cities:
                return [Draft(i, i + n, "place", list(self.memory.cities[-1].who), "descriptor", label="city")]
            if n == 2 and phrase == "the capital":
                return self.capital(i, i + n)
            heads = (
                toml("entities/words.toml")["bodies"].get(self.low(i + 1))
                if n == 2 and first in ("the", "this")
                else None
            )
            if heads is not None and not (self.tokens[i + 1].capital and i + 1 in self.starts):
                body = self.memory.body(heads)
                if body:
                    return [Draft(i, i + n, "organization", list(body.who), "descriptor")]
        return None

    def capital(self, i: int, j: int) -> list[Draft] | None:
        """ "the capital", "the capital of Armenia"."""
        code = None
        if self.low(j) == "of":
            k = j + 1 + (self.low(j + 1) == "the")
            chunk = self.starts.get(k)
            if chunk is None or chunk.entry is None or chunk.what != "country":
                return None
            code, j = chunk.entry.country, chunk.j
        elif j in self.starts and self.starts[j].what == "city":
            return None
        city = capital_city(code or self.memory.country())
        return [Draft(i, j, "place", [city], "descriptor", label="city")] if city else None

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

    def head_follows(self, k: int) -> bool:
        """A title, calling or noun of a body stands at ``k``, after modifiers and a minister's domain."""
        while k < self.end and (self.low(k) in listed("modifiers") or (self.tokens[k].capital and self.tokens[k].text in listed("domains") and k not in self.starts)):  # fmt: skip
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
            words = " ".join(self.low(x) for x in range(k, min(k + n, self.end)))
            if words in mapped("nouns") and k not in self.starts:
                return n, mapped("nouns")[words]
        return None

    def phrase(self, i: int) -> list[Draft] | None:
        """A phrase with its head: title, calling, body or bare name."""
        if i in self.starts and self.starts[i].what == "person":
            return self.person(i)
        scan = self.owners(i)
        k = scan.k
        if k < self.end:
            domain = k
            while domain < self.end and domain - k < 5 and (self.tokens[domain].text in listed("domains") or (domain > k and self.low(domain) in ("and", ","))) and domain not in self.starts:  # fmt: skip
                domain += 1
            found = title_at(self.tokens, k, self.end)
            ahead = title_at(self.tokens, domain, self.end) if domain > k else None
            if ahead and ahead[2] == "minister" and (not found or found[0] <= domain - k):
                made = self.titled(i, scan, domain, ahead, " ".join(t.text for t in self.tokens[k:domain]))
                if made:
                    return made
            if found and k not in self.starts and (made := self.titled(i, scan, k, found, None)):
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
                return self.body(i, chunk, self.code(scan.owners))
        elif (found := title_at(self.tokens, k, self.end)) and (made := self.titled(i, scan, k, found, None)):
            return made
        if i in self.starts:
            return self.plain(i)
        return self.state_body(i)

    # people

    def titled(self, i: int, scan: Scan, k: int, found: tuple[int, str, str], domain: str | None) -> list[Draft] | None:
        """A title with what it is of and who holds it."""
        n, office, kind = found
        capital = self.tokens[k].capital
        plural = self.low(k + n - 1).endswith("s") and self.low(k + n - 1) not in ("affairs",)
        j = k + n
        if kind == "minister" and domain:
            office = f"{office} of {domain}"
        elif kind == "minister" and self.low(j) in ("of", "for"):
            stop = domain_end(self.document, j, self.end)
            if stop > j:
                told = self.document.text[self.tokens[j + 1].start : self.tokens[stop - 1].end]
                office = f"{office} of {told.removeprefix('the ')}"
                j = stop
        office = {
            "Minister of Defense": "Minister of Defence",
            "Minister of Foreign": "Minister of Foreign Affairs",
        }.get(office, office)
        owner = self.owner(scan.owners)
        of, body, j, context = self.complement(j, office)
        if of is None and body is None and owner:
            of, body = owner
        if body is not None and of is None:
            office, of = self.chamber(office, body)
        if of is None and body is None and self.low(i) in ("its", "their") and (last := self.memory.here()):
            body = last
            office, of = self.chamber(office, body)
        name = self.name_after(j, plural)
        if context and of is None and name:
            of = self.holder_country(self.words(name.i, name.j), office)
        if context and of is None:
            of = self.memory.country()
        if name:
            number, guessed = self.people.add(self.words(name.i, name.j)), False
            if of is None and body is None:
                served = [code for code in self.people.all[number].served if len(code) == 2]
                of = self.holder_country(self.words(name.i, name.j), office) or next(iter(served), None)
                if (
                    of is None
                    and kind in ("state", "minister")
                    and capital
                    and office not in ("Monarch", "Pope", "Crown Prince")
                ):
                    of, guessed = (self.memory.home, True) if self.memory.at_home() else (None, False)
            if not guessed:
                self.people.all[number].served += [code for code in (of, body.country if body else None) if code]
            who: list[Entity | int] = [number]
            who += self.brought(of, body)
            return [Draft(i, name.j, "person", who, "name", (name.i, name.j), office, of)]
        if plural or not (scan.determined or scan.owners or capital or of):
            return None
        if (
            of is None
            and body is None
            and scan.determined
            and self.low(i) == "the"
            and not scan.modified
            and kind != "state"
        ):
            told = self.memory.titled(office)
            return [Draft(i, j, "person", list(told.who), "descriptor", None, told.office, told.of)] if told else None
        if n == 1 and self.low(k) in BARE and of is None and body is None:
            return None
        if of is None and body is None:
            if kind != "state" or not (capital or scan.determined) or self.low(j) in ("-",):
                return None
            return self.contextual(i, j, office)
        return [Draft(i, j, "person", list(self.brought(of, body)), "office", None, office, of)]

    def contextual(self, i: int, j: int, office: str) -> list[Draft] | None:
        """ "the President", "Head of State" alone: the outlet's own country for a head of state, else the last one told so."""
        memory = self.memory
        same = [
            d for _, d in memory.people if d.office == office or (office == "Head of State" and d.office == "President")
        ]
        if office == "Head of State" and memory.home:
            of: str | None = memory.home
        elif same:
            last = same[-1]
            of = last.of
            if last.name and last.who:
                return [Draft(i, j, "person", list(last.who), "office", None, office, of)]
        else:
            of = memory.home or memory.country()
        if of is None:
            return None
        return [Draft(i, j, "person", list(self.brought(of, None)), "office", None, office, of)]

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

    def complement(self, j: int, office: str) -> tuple[str | None, Entity | None, int, bool]:
        """What "of ..." after a title says: (country, body or place, end, "of the Republic" without a name)."""
        of: str | None = None
        body: Entity | None = None
        context = False
        while self.low(j) in ("of", "for", "at", "to", "in"):
            link = self.low(j)
            k = j + 1 + (self.low(j + 1) == "the")
            chunk = self.starts.get(k)
            if link in ("to", "in", "at", "for") and not (
                chunk and chunk.what in (("org", "body") if link != "to" else ("country", "org", "body"))
            ):
                break
            if link == "to" and office != "Ambassador" and "Representative" not in office and "Envoy" not in office:
                break
            if chunk and chunk.what in ("org", "body"):
                if body is None:
                    body = self.body_entity(chunk, None)
                j = chunk.j
            elif chunk and chunk.entry and chunk.what == "country":
                if of is None and body is None:
                    of = chunk.entry.country
                elif body is not None and of is None and body.country is None:
                    body = entity(body.name, chunk.entry.country)
                j = chunk.j
            elif chunk and chunk.what in ("region", "city"):
                if body is None:
                    body = chunk.entity or self.place_entity(chunk)
                j = chunk.j
            elif self.low(k) in ("republic", "country", "state", "nation") and k not in self.starts and link == "of":
                context = True
                j = k + 1
            elif (
                self.tokens[k].text in ("Parliament", "Senate", "Government", "Cabinet", "House", "Mazhilis")
                and k < self.end
            ):
                code = self.memory.country()
                body = entity(self.tokens[k].text, code)
                j = k + 1
            else:
                break
        return of, body, j, context

    def chamber(self, office: str, body: Entity) -> tuple[str, str | None]:
        """A parliament's president or speaker holds an office of the country; any other office is of the body."""
        words = set(body.name.split())
        if body.kind == "organization" and body.country and words & listed("chambers") and office in ("President", "Speaker", "Chairman", "Chairwoman", "Chair", "Chairperson"):  # fmt: skip
            short = body.name.split(" of ")[0]
            return f"{office} of the {short}", body.country
        return office, body.id

    def brought(self, of: str | None, body: Entity | None) -> list[Entity]:
        """The country or body that an office brings."""
        found: list[Entity] = []
        if of and len(of) == 2:
            country = gazetteer.country(of)
            if country:
                found.append(country)
        elif body is not None:
            found.append(body)
        elif of and of in gazetteer.by_id():
            found.append(gazetteer.by_id()[of].entity())
        return found

    def name_after(self, j: int, plural: bool) -> Chunk | None:
        """The person named right after a title, or after a comma that closes again."""
        chunk = self.starts.get(j)
        if chunk and chunk.what == "person":
            return chunk
        if self.low(j) in listed("honorifics") or (j < self.end and self.tokens[j].text in listed("honorifics")):
            chunk = self.starts.get(j + 1)
            if chunk and chunk.what == "person":
                return chunk
        if self.low(j) == "," and not plural:
            chunk = self.starts.get(j + 1)
            if (
                chunk
                and chunk.what == "person"
                and (
                    chunk.j >= self.end
                    or self.low(chunk.j) in (",", ".", "said", ")", ";", ":", "told", "noted", "added")
                )
            ):
                return chunk
        return None

    def holder_country(self, name: str, office: str) -> str | None:
        """The country whose office of this name the tables give to a person so called."""
        known = offices.known(name)
        people = (known,) if known else offices.surnamed(name)
        codes = {code for person in people for code in person.served if any((o, code) in offices.terms() and any(offices.known(t.person) == person for t in offices.terms()[o, code]) for o in offices.GROUPS.get(office, (office,)))}  # fmt: skip
        told = {code for _, code, _ in self.memory.countries}
        codes = (codes & told or ({"GB"} & codes) or codes) if known else codes & told
        return min(codes) if len(codes) == 1 else None

    def person(self, i: int) -> list[Draft]:
        """A person's name, with an office told behind a comma."""
        chunk = self.starts[i]
        number = self.people.add(self.words(chunk.i, chunk.j))
        draft = Draft(i, chunk.j, "person", [number], "name", (chunk.i, chunk.j))
        if (
            self.low(chunk.j) == ","
            and chunk.j + 1 < self.end
            and chunk.j + 1 not in {c for c in self.starts if self.starts[c].what == "person"}
        ):
            scan = self.owners(chunk.j + 1)
            found = title_at(self.tokens, scan.k, self.end) if scan.k < self.end and scan.k not in self.starts else None
            if found:
                made = self.titled(chunk.j + 1, scan, scan.k, found, None)
                if (
                    made
                    and made[0].name is None
                    and made[0].how == "office"
                    and (made[0].j >= self.end or self.low(made[0].j) in (",", ".", ";", ")", "and", "who"))
                ):
                    office = made[0]
                    brought = [w.country for w in office.who if isinstance(w, Entity)]
                    self.people.all[number].served += [code for code in (office.of, *brought) if code]
                    draft.j, draft.office, draft.of = office.j, office.office, office.of
                    draft.who += [w for w in office.who if isinstance(w, Entity)]
        return [draft]

    def with_owner(self, i: int, scan: Scan, chunk: Chunk) -> list[Draft]:
        """ "Kazakh Dimash Kudaibergen": a person with an adjective."""
        number = self.people.add(self.words(chunk.i, chunk.j))
        code = self.code(scan.owners)
        if code:
            self.people.all[number].served.append(code)
        return [Draft(i, chunk.j, "person", [number], "name", (chunk.i, chunk.j))]

    def called(self, i: int, scan: Scan) -> list[Draft] | None:
        """ "Kazakh singer Dimash Kudaibergen": the phrase is the person's."""
        k = scan.k
        while (
            k < self.end
            and k - scan.k < 3
            and self.low(k) not in listed("callings")
            and not self.tokens[k].capital
            and self.tokens[k].text.isalpha()
        ):
            k += 1
        while k < self.end and self.low(k) in listed("callings") | {"and", ","} and k not in self.starts:
            k += 1
        if k == scan.k or self.low(k - 1) not in listed("callings"):
            return None
        chunk = self.starts.get(k)
        if chunk is None or chunk.what != "person":
            return None
        return self.with_owner(i, scan, chunk)

    # bodies and places

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
        entry = gazetteer.place(name)
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

    def plain(self, i: int) -> list[Draft]:
        """A name that stands alone; a pair of adjectives is one reference with both countries."""
        chunk = self.starts[i]
        if chunk.what in ("org", "body"):
            return self.body(i, chunk, None)
        if chunk.what == "demonym":
            who: list[Entity | int] = []
            j = i
            while True:
                here = self.starts.get(j)
                if here is None or here.what != "demonym" or here.entity is None:
                    break
                who.append(here.entity)
                j = here.j
                if self.low(j) == "-" and j + 1 in self.starts and self.starts[j + 1].what == "demonym":
                    j += 1
                else:
                    break
            return [Draft(i, j, "place", who, "demonym")]
        found = chunk.entity or self.place_entity(chunk)
        label = "city" if chunk.what == "city" else chunk.what
        return [Draft(i, chunk.j, "place", [found], "name", (chunk.i, chunk.j), label=label)]

    def body_noun(self, i: int, scan: Scan) -> list[Draft] | None:
        """ "the Armenian parliament", "Kazakhstan's government", "the Armenian capital"."""
        k = scan.k
        code = self.code(scan.owners)
        if (
            self.low(k) == "capital"
            and code
            and self.low(k + 1) not in ("market", "markets", "investment", "gains", "punishment", "flight", "city's")
        ):
            city = capital_city(code)
            stop = k + 1
            if stop in self.starts and self.starts[stop].what == "city":
                stop = self.starts[stop].j
                return [Draft(i, stop, "place", [city], "name", (k + 1, stop), label="city")] if city else None
            if self.low(stop) == "," and stop + 1 in self.starts and self.starts[stop + 1].what == "city":
                return [Draft(i, stop, "place", [city], "descriptor", label="city")] if city else None
            return [Draft(i, stop, "place", [city], "descriptor", label="city")] if city else None
        found = self.noun(k)
        if not found:
            return None
        n, full = found
        j = k + n
        if code is None and self.low(j) == "of":
            x = j + 1 + (self.low(j + 1) == "the")
            chunk = self.starts.get(x)
            if chunk and chunk.what == "country" and chunk.entry:
                code, j = chunk.entry.country, chunk.j
        if code is None and scan.owners:
            return None
        if title_at(self.tokens, j, self.end):
            return None
        if code is None:
            if (
                not scan.determined
                or self.low(i) not in ("the", "this", "that", "its", "their")
                or full in ("Police", "Armed Forces", "Navy", "Air Force", "Embassy", "Senate")
            ):
                return None
            code = self.memory.country() or self.memory.home
        if code is None:
            return None
        made = entity(full, code)
        country = gazetteer.country(code)
        who: list[Entity | int] = [made, *([country] if country else [])]
        return [Draft(i, j, "organization", who, "descriptor", label=made.name, of_state=True)]

    def state_body(self, i: int) -> list[Draft] | None:
        """ "Parliament", "the Government" with a capital and no country: the country told last, or the outlet's."""
        k = i + (self.low(i) == "the")
        if (
            k >= self.end
            or k in self.starts
            or self.tokens[k].text not in ("Parliament", "Government", "Cabinet", "Ministry")
        ):
            return None
        if self.tokens[k].text == "Ministry":
            body = self.memory.body(["Ministry"])
            return [Draft(i, k + 1, "organization", list(body.who), "descriptor")] if body else None
        code = self.memory.home or self.memory.country()
        if code is None:
            return None
        made = entity(mapped("nouns")[self.low(k)], code)
        country = gazetteer.country(code)
        return [
            Draft(
                i,
                k + 1,
                "organization",
                [made, *([country] if country else [])],
                "descriptor",
                label=made.name,
                of_state=True,
            )
        ]

    def plural_offices(self, i: int) -> list[Draft] | None:
        """ "the Governments of Kazakhstan and Armenia", "the Presidents of A, B and C": one reference a country."""
        k = i + (self.low(i) == "the")
        if k in self.starts or k >= self.end:
            return None
        title = title_at(self.tokens, k, self.end)
        word = self.low(k)
        noun = word[:-1] if word.endswith("s") and word[:-1] in mapped("nouns") else None
        if noun is None and not (title and self.low(k + title[0] - 1).endswith("s")):
            return None
        j = k + (title[0] if title else 1)
        office = title[1] if title else ""
        if (
            title
            and title[2] == "minister"
            and self.low(j) in ("of", "for")
            and (stop := domain_end(self.document, j, self.end)) > j
        ):
            office = f"{office} of {self.document.text[self.tokens[j + 1].start : self.tokens[stop - 1].end].removeprefix('the ')}"
            j = stop
        if self.low(j) != "of":
            return None
        chunks = []
        x = j + 1
        while True:
            x += self.low(x) == "the"
            chunk = self.starts.get(x)
            if chunk is None or chunk.what != "country" or chunk.entry is None:
                break
            chunks.append(chunk)
            x = chunk.j
            if self.low(x) in (",", "and"):
                x += 1 + (self.low(x) == "," and self.low(x + 1) == "and")
            else:
                break
        if len(chunks) < 2:
            return None
        drafts = []
        for number, chunk in enumerate(chunks):
            first = i if number == 0 else chunk.i
            country = chunk.entry.entity() if chunk.entry else None
            code = chunk.entry.country if chunk.entry else None
            if country is None:
                continue
            if noun:
                made = entity(mapped("nouns")[noun], code)
                drafts.append(
                    Draft(first, chunk.j, "organization", [made, country], "descriptor", label=made.name, of_state=True)
                )
            else:
                drafts.append(Draft(first, chunk.j, "person", [country], "office", None, office, code))
        return drafts

    def words(self, i: int, j: int) -> str:
        """The text of tokens [i, j) in one line."""
        return " ".join(self.document.text[self.tokens[i].start : self.tokens[j - 1].end].split())


def capital_city(code: str | None) -> Entity | None:
    """The capital of a country."""
    name = gazetteer.capitals().get(code or "")
    return gazetteer.city(name, code) if name else None


__all__ = ["Draft", "Scanner", "canonical", "capital_city"]
