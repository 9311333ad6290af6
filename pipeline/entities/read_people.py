"""Phrases for people: titles with and without a name, callings, names with an office behind a comma."""

from __future__ import annotations

from pipeline.entities import gazetteer, offices
from pipeline.entities.board import Chunk
from pipeline.entities.find_people import domain_end
from pipeline.entities.institutions import entity
from pipeline.entities.reader import POSSESSIVE, Draft, Reader, Scan
from pipeline.entities.titles import title_at
from pipeline.entities.words import listed
from pipeline.model import Entity


class PeopleReader(Reader):
    """Reads phrases for people."""

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
                    of, guessed = (self.memory.home if self.memory.at_home() else self.memory.mostly()), True
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
            known = self.memory.titled(office)
            return (
                [Draft(i, j, "person", list(known.who), "descriptor", None, known.office, known.of)] if known else None
            )
        if n == 1 and self.low(k) in listed("bare_titles") and of is None and body is None:
            return None
        if of is None and body is None:
            if kind != "state" or not (capital or scan.determined) or self.low(j) in ("-",):
                return None
            return self.contextual(i, j, office)
        return [Draft(i, j, "person", list(self.brought(of, body)), "office", None, office, of)]

    def contextual(self, i: int, j: int, office: str) -> list[Draft] | None:
        """ "the President" alone is the last one told so; "Head of State" is that of the outlet's own country."""
        memory = self.memory
        same = [
            d for _, d in memory.people if d.office == office or (office == "Head of State" and d.office == "President")
        ]
        if office == "Head of State" and memory.home:
            of: str | None = memory.home
        elif same:
            last = same[-1]
            return [Draft(i, j, "person", list(last.who), "office", None, office, last.of)]
        else:
            of = memory.home or memory.country()
        brought = self.brought(of, None)
        return [Draft(i, j, "person", list(brought), "office", None, office, of)] if brought else None

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
            elif chunk and self.low(chunk.j) in POSSESSIVE:
                noun = self.noun(chunk.j + 1)  # "governor of Norway's central bank"
                if noun and body is None and chunk.entry and chunk.what == "country":
                    body, j = entity(noun[1], chunk.entry.country), chunk.j + 1 + noun[0]
                break
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
            elif k < self.end and self.tokens[k].text in (
                "Parliament",
                "Senate",
                "Government",
                "Cabinet",
                "House",
                "Mazhilis",
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
        if (
            body.kind == "organization"
            and body.country
            and words & listed("chambers")
            and office in ("President", "Speaker", "Chairman", "Chairwoman", "Chair", "Chairperson")
        ):
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
        codes = {
            code
            for person in people
            for code in person.served
            if any(
                (o, code) in offices.terms()
                and any(offices.known(t.person) == person for t in offices.terms()[o, code])
                for o in offices.GROUPS.get(office, (office,))
            )
        }
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
        while k < self.end and k not in self.starts:
            joined = self.low(k) in ("and", ",") and k > scan.k and self.low(k + 1) in listed("callings")
            if not (self.low(k) in listed("callings") or (joined and self.low(k - 1) in listed("callings"))):
                break
            k += 1
        if k == scan.k or self.low(k - 1) not in listed("callings"):
            return None
        chunk = self.starts.get(k)
        if chunk is None or chunk.what != "person":
            return None
        return self.with_owner(i, scan, chunk)
