"""Who held which office when: the tables of terms, asked by date.

A row answers only for days it is known to cover: a term without an end counts up to its ``known_until``, a start
known by year alone is sure from the next year on. On a day of handing over the newer holder is meant. Where a month or
year saw several holders, the one of at least six tenths of its days is meant, else nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from pipeline.entities import fold
from pipeline.entities.tokens import tokenise
from pipeline.entities.words import listed
from pipeline.knowledge import table
from pipeline.model import Entity, Interval, slug

OWN_KNOWN_UNTIL = "2024-12-31"
GROUPS = {
    "Head of State": ("President", "Monarch", "Supreme Leader", "Pope"),
    "Head of Government": ("Prime Minister", "Chancellor"),
    "Prime Minister": ("Prime Minister", "Chancellor"),
    "Chancellor": ("Chancellor", "Prime Minister"),
    "Minister of Foreign Affairs": ("Minister of Foreign Affairs", "Secretary of State"),
    "Minister of Defence": ("Minister of Defence", "Secretary of Defense"),
    "Speaker": ("Speaker", "President of the National Assembly", "Speaker of Parliament"),
    "President of the Parliament": ("President of the National Assembly",),
    "Speaker of the National Assembly": ("President of the National Assembly",),
    "Chairman of the National Assembly": ("President of the National Assembly",),
    "Speaker of the Parliament": ("President of the National Assembly", "Speaker"),
    "Director General": ("Director General", "Director-General"),
    "Chairman": ("Chair",),
    "Chairwoman": ("Chair",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """One term as the tables have it; ``start`` and ``end`` by day, month or year."""

    office: str
    of: str
    person: str
    wikidata: str | None
    start: str
    end: str | None
    known_until: str
    origin: str


def first_day(partial: str) -> str:
    """``"2022"`` -> ``"2022-01-01"``."""
    return {4: f"{partial}-01-01", 7: f"{partial}-01"}.get(len(partial), partial)


def last_day(partial: str) -> str:
    """``"2022-02"`` -> ``"2022-02-28"``."""
    if len(partial) == 10:
        return partial
    year, month = int(partial[:4]), int(partial[5:7] or 12) if len(partial) > 4 else 12
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).isoformat()


@cache
def terms() -> dict[tuple[str, str], tuple[Term, ...]]:
    """(office, of) -> terms in order of their start. Our rows replace Wikidata's of the same person and office."""
    identity = {}
    for row in table("entities/people.csv"):
        identity[fold.key(row["name"])] = row["wikidata"]
    own = []
    drawn = []
    for row in table("entities/offices.csv"):
        identity.setdefault(fold.key(row["person"]), row["wikidata"])
        drawn.append(
            Term(
                row["office"],
                row["of"],
                row["person"],
                row["wikidata"],
                row["start"],
                row["end"] or None,
                last_day(row["known_until"]),
                row["origin"],
            )
        )
    for row in table("entities/holders_own.csv"):
        until = max(OWN_KNOWN_UNTIL, row["start"])
        own.append(
            Term(
                row["office"],
                row["of"],
                row["person"],
                identity.get(fold.key(row["person"])),
                row["start"],
                row["end"] or None,
                row["end"] or until,
                "own",
            )
        )
    replaced = {(t.office, t.of, fold.key(t.person)) for t in own}
    found: dict[tuple[str, str], list[Term]] = {}
    for term in own + [t for t in drawn if (t.office, t.of, fold.key(t.person)) not in replaced]:
        found.setdefault((term.office, term.of), []).append(term)
    return {key: tuple(sorted(several, key=lambda t: (first_day(t.start), t.person))) for key, several in found.items()}


@dataclass(frozen=True, slots=True)
class Known:
    """A person of the tables: name, QID and the countries or bodies served."""

    name: str
    wikidata: str | None
    served: frozenset[str]

    def entity(self) -> Entity:
        """The person as an entity; the country is the one served, where it is one."""
        codes = sorted(code for code in self.served if len(code) == 2)
        return Entity(
            f"person-{slug(self.name)}", self.name, "person", self.wikidata, codes[0] if len(codes) == 1 else None
        )


@cache
def _people() -> tuple[dict[str, Known], dict[str, tuple[Known, ...]]]:
    """Key of any full name -> person; key of a last word -> persons."""
    names: dict[str, tuple[str, str | None, set[str]]] = {}
    for several in terms().values():
        for term in several:
            served = names.setdefault(fold.key(term.person), (term.person, term.wikidata, set()))[2]
            served.add(term.of)
    people = {key: Known(name, wikidata, frozenset(served)) for key, (name, wikidata, served) in names.items()}
    surnames: dict[str, list[Known]] = {}
    for person in people.values():
        surnames.setdefault(fold.words(person.name)[-1], []).append(person)
    for row in table("entities/people.csv"):
        known = people.get(fold.key(row["name"]))
        for other in filter(None, row["names"].split("|")):
            if known:
                people.setdefault(fold.key(other), known)
    return people, {key: tuple(several) for key, several in surnames.items()}


def spellings() -> Iterable[tuple[str, ...]]:
    """The full names of the tables as tokens, each spelling once."""
    forms = {term.person for several in terms().values() for term in several}
    forms |= {other for row in table("entities/people.csv") for other in row["names"].split("|") if other}
    return sorted({tuple(t.text for t in tokenise(form, 0, len(form))) for form in forms})


def known(name: str) -> Known | None:
    """The person of the tables so called, by full name in any spelling that folds alike."""
    return _people()[0].get(fold.key(name))


def surnamed(name: str) -> tuple[Known, ...]:
    """The persons of the tables whose name ends in this word."""
    return _people()[1].get(fold.key(name), ())


def holder(office: str, of: str, when: Interval) -> Entity | None:
    """Who held ``office`` of ``of`` (ISO code or entity id) at ``when``; None where the tables do not know."""
    if when.earliest is None and when.latest is None:
        return None
    low, high = when.earliest or when.latest or "", when.latest or when.earliest or ""
    group = GROUPS.get(office, (office,))
    if office == "Leader":
        first = (
            ("Prime Minister", "Chancellor", "President")
            if of in listed("led_by_prime_minister")
            else ("President", "Monarch")
        )
        group = ("Supreme Leader", *first)
    for name in group:
        term = _at(terms().get((name, of), ()), low, high)
        if term:
            person = known(term.person)
            return person.entity() if person else None
    return None


def _at(candidates: tuple[Term, ...], low: str, high: str) -> Term | None:
    sure = [
        t for t in candidates if last_day(t.start) <= low and high <= (first_day(t.end) if t.end else t.known_until)
    ]
    if sure:
        return sure[-1]
    possible = []
    for term in candidates:
        begin, end = first_day(term.start), last_day(term.end) if term.end else term.known_until
        if begin <= high and low <= end:
            possible.append((_days(max(begin, low), min(end, high)), term))
    if not possible:
        return None
    days, term = max(possible, key=lambda p: (p[0], p[1].start))
    if len({fold.key(t.person) for _, t in possible}) == 1:
        return term if days >= 0.5 * _days(low, high) else None
    return term if days >= 0.6 * _days(low, high) else None


def _days(low: str, high: str) -> int:
    try:
        return (date.fromisoformat(high) - date.fromisoformat(low)).days + 1
    except ValueError:  # years before 1 or after 9999
        return 0
