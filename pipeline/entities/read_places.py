"""Phrases for places and bodies that are no bare name, and words that point back at what was told."""

from __future__ import annotations

from pipeline.entities import gazetteer, gender
from pipeline.entities.find_people import domain_end
from pipeline.entities.institutions import entity
from pipeline.entities.read_kinds import KindReader
from pipeline.entities.read_pronouns import PronounReader
from pipeline.entities.reader import DETERMINERS, Draft, Scan, capital_city
from pipeline.entities.titles import title_at
from pipeline.entities.words import listed, mapped
from pipeline.knowledge import toml
from pipeline.model import Entity

PAIRS = frozenset(
    {
        "the two countries",
        "both countries",
        "two countries",
        "the two nations",
        "both nations",
        "the two states",
        "both states",
        "the two sides",
        "both sides",
        "the sides",
        "the parties",
        "both parties",
        "the two parties",
        "the countries",
        "the two republics",
        "the two neighbors",
        "the two neighbours",
        "the two governments",
        "both governments",
    }
)
COUNTRIES = frozenset(
    {"this country", "the country", "that country", "the republic", "this republic", "the nation", "this nation"}
)
CITIES = frozenset({"the city", "this city", "that city"})


class PlaceReader(PronounReader, KindReader):
    """Reads phrases for places and bodies."""

    def pointing(self, i: int) -> list[Draft] | None:
        """Words that point back at places and people."""
        first = self.low(i)
        if made := self.pronoun(i) or self.couple(i) or self.thing(i):
            return made
        if first not in DETERMINERS and first != "two":
            return None
        for n in (3, 2):
            phrase = self.ahead(i, n)
            if i + n in self.starts and n == 2 and phrase not in PAIRS:
                continue
            if phrase in PAIRS:
                pair = self.memory.pair()
                who = [e for code in pair if (e := gazetteer.country(code))]
                return [Draft(i, i + n, "place", list(who), "descriptor")] if len(who) == 2 else None
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
        if chunk.what == "craft":
            return [self.craft(i, chunk)]
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
        if code is None and full == "Government" and self.low(i) in gender.PRONOUNS:
            code = self.led_by(i)  # "his cabinet"
            if code is None:
                return None
        if title_at(self.tokens, j, self.end) or (code is None and self.noun_follows(j)):
            return None
        if code is None:
            if (
                not scan.determined
                or self.low(i) not in ("the", "this", "that", "its", "their")
                or full in (*listed("arms"), "Embassy", "Senate")
            ):
                return None
            code = self.memory.state() or self.memory.home
        if code is None:
            return None
        made = entity(full, code)
        country = gazetteer.country(code)
        if country and full in listed("arms"):  # "the Syrian army": Syria
            return [Draft(i, j, "organization", [country], "descriptor", label=made.name, of_state=True)]
        who: list[Entity | int] = [made, *([country] if country else [])]
        return [Draft(i, j, "organization", who, "descriptor", label=made.name, of_state=True)]

    def led_by(self, i: int) -> str | None:
        """The country of the one "his" or "her" at ``i`` points at."""
        person = self.meant(self.low(i))
        if person is None:
            return None
        number = person.who[0]
        served = self.people.all[number].served if isinstance(number, int) else []
        return next((code for code in (person.of, *served) if code and len(code) == 2), None)

    def noun_follows(self, k: int) -> bool:
        """A noun at ``k``: "the government quarter" is no government."""
        return k < self.end and self.document.tags.get(self.tokens[k].start) == "NOUN"

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
        code = self.memory.home or self.memory.state()
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
            domain = self.words(j + 1, stop).removeprefix("the ")
            office = f"{office} of {domain}"
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
