"""Names known beforehand: countries with their adjectives, regions, cities, international bodies, office holders.

One dictionary from the first word of a name to what may follow, built at first use (about a third of a second); a
look-up costs one dictionary access per word of text. Entities are made only when their name is met.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from pipeline.entities import fold
from pipeline.entities.tokens import Token, tokenise
from pipeline.entities.words import listed, mapped
from pipeline.knowledge import read, table
from pipeline.model import Entity, Kind, slug

What = Literal["country", "demonym", "region", "city", "body", "person"]
SURE = 250_000  # people: a city this large needs no other evidence, unless its name is an ordinary word or a surname
PREFIXES = {
    "Franco": "FR",
    "Sino": "CN",
    "Anglo": "GB",
    "Russo": "RU",
    "Indo": "IN",
    "Turko": "TR",
    "Greco": "GR",
    "Armeno": "AM",
    "Italo": "IT",
    "Austro": "AT",
    "Luso": "PT",
    "Hispano": "ES",
    "Polono": "PL",
    "Nippo": "JP",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One known name. ``guarded``: a name that needs other evidence; ``weight``: the city's people."""

    what: What
    name: str  # the entity's English short name
    country: str | None
    wikidata: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    weight: int = 0
    guarded: bool = False
    region: str = ""  # US state of a city
    id: str = ""

    @property
    def kind(self) -> Kind:
        """The entity's kind."""
        return {"body": "organization", "person": "person"}.get(self.what, "place")  # type: ignore[return-value]

    def entity(self) -> Entity:
        """The entity itself. The adjective of a country or region is the country or region."""
        return _entity(self)


@cache
def _entity(entry: Entry) -> Entity:
    return Entity(
        entry.id or f"{entry.kind}-{slug(entry.name)}",
        entry.name,
        entry.kind,
        entry.wikidata,
        entry.country,
        entry.latitude,
        entry.longitude,
    )


def _number(text: str | None) -> float | None:
    return float(text) if text else None


def _split(text: str | None) -> list[str]:
    return [part for part in (text or "").split("|") if part]


@cache
def countries() -> dict[str, Entry]:
    """ISO code -> country."""
    return {
        row["code"]: Entry(
            "country",
            row["name"],
            row["code"],
            row["wikidata"] or None,
            _number(row["latitude"]),
            _number(row["longitude"]),
        )
        for row in table("entities/countries.csv")
    }


@cache
def country(code: str | None) -> Entity | None:
    """The country with this ISO code."""
    entry = countries().get((code or "").upper())
    return entry.entity() if entry else None


@cache
def capitals() -> dict[str, str]:
    """ISO code -> name of the capital."""
    return {row["code"]: row["capital"] for row in table("entities/countries.csv") if row["capital"]}


@cache
def by_id() -> dict[str, Entry]:
    """Entity id -> entry, for bodies."""
    return {entry.entity().id: entry for entry, _ in _bodies()}


def _bodies() -> list[tuple[Entry, list[str]]]:
    return [
        (
            Entry("body", row["name"], row["country"] or None, row["wikidata"] or None),
            [row["name"], *_split(row["names"])],
        )
        for row in table("entities/bodies.csv")
    ]


def _places() -> list[tuple[Entry, list[str], list[str]]]:
    """Countries and regions: entry, names, adjectives."""
    found = []
    for row in table("entities/countries.csv"):
        names = [n for n in (row["name"], *_split(row["names"])) if n not in ("RA", "RK")]
        found.append((countries()[row["code"]], names, _split(row["adjectives"])))
    taken = {slug(entry.name) for entry in countries().values()} | {"new-york", "washington"}
    for row in table("entities/regions.csv"):
        code = row["country"] or None
        identity = f"place-{slug(row['name'])}" + (f"-{(code or 'x').lower()}" if slug(row["name"]) in taken else "")
        entry = Entry(
            "region",
            row["name"],
            code,
            row["wikidata"] or None,
            _number(row["latitude"]),
            _number(row["longitude"]),
            0,
            False,
            "",
            identity,
        )
        names = [row["name"], *_split(row["names"])]
        if code == "US":
            names += _split(mapped("states").get(row["name"]))[1:]
        found.append((entry, names, _split(row["adjectives"])))
    return found


City = tuple[str, ...]  # a row of cities.csv
Known = dict[str, list[tuple[tuple[str, ...], list[Entry | City]]]]


@cache
def _city_rows() -> tuple[City, ...]:
    lines = (line for line in read("entities/cities.csv").splitlines() if not line.startswith("#"))
    return tuple(map(tuple, list(csv.reader(lines))[1:]))


@cache
def _cities() -> dict[str, list[City]]:
    """A name as English news has it -> the rows of the cities so called, the largest first."""
    found: dict[str, list[City]] = {}
    for row in _city_rows():
        found.setdefault(row[0], []).append(row)
        if row[6]:
            for name in row[6].split("|"):
                found.setdefault(name, []).append(row)
    return found


@cache
def _city(row: City) -> Entry:
    """The entry of a city. A smaller city of a name that a larger one has carries its state or country in the id."""
    name, code, state = row[0], row[1], row[2]
    first = _cities()[name][0] is row
    identity = f"place-{slug(name)}" + ("" if first else f"-{slug(state or code)}")
    weight = max(int(row[5]), SURE if capitals().get(code) == name else 0)
    guarded = weight < SURE or name in listed("guarded")
    return Entry("city", _plain(name, code), code, None, float(row[3]), float(row[4]), weight, guarded, state, identity)


# Marks of transliteration (GeoNames writes "Herāt", "Kandahār"), and the countries whose own letters they are.
TRANSLITERATED = re.compile(r"[āēīōūĀĒĪŌŪḩḨḑḐẕẔḏḵ‘’]")
OWN_LETTERS = frozenset({"LV", "LT", "NZ", "WS", "TO", "PF", "US"})


def _plain(name: str, code: str) -> str:
    """A city's name as English news spells it, without the marks of a transliteration."""
    if code in OWN_LETTERS or not TRANSLITERATED.search(name):
        return name
    letters = unicodedata.normalize("NFKD", name.replace("‘", "").replace("’", ""))
    return "".join(c for c in letters if not unicodedata.combining(c))


@cache
def places_by_key() -> dict[str, Entry | City]:
    """Fold of any spelling of a place (foreign ones too) -> what is so called."""
    found: list[tuple[str, Entry | City]] = []
    for row in table("entities/countries.csv"):
        entry = countries()[row["code"]]
        found += [(name, entry) for name in (row["name"], *_split(row["names"]), *_split(row["foreign"]))]
    for entry, names, _ in _places():
        found += [(name, entry) for name in names]
    for city in _city_rows():
        if int(city[5]) >= 100_000 or city[6]:
            found += [(name, city) for name in (city[0], *_split(city[6]), *_split(city[7]))]
    found.reverse()  # of two with one key the first stays
    return dict(zip(fold.keys(name for name, _ in found), (entry for _, entry in found), strict=True))


@cache
def _body_names() -> dict[str, Entry]:
    found = {name.casefold().replace(".", ""): entry for entry, names in _bodies() for name in names}
    for entry, names in _bodies():
        for name in names:
            if len(name) > 6:
                found.setdefault(fold.key(name), entry)
    return found


def body(name: str) -> Entity | None:
    """The body of the table so called; long names in any spelling that folds alike."""
    plain = name.casefold().replace(".", "").removeprefix("the ")
    entry = _body_names().get(plain) or (_body_names().get(fold.key(name)) if len(name) > 6 else None)
    return entry.entity() if entry else None


def city(name: str, code: str | None) -> Entity | None:
    """The largest city of this name, in this country where one is given."""
    rows = [row for row in _cities().get(name, ()) if code is None or row[1] == code]
    return _city(rows[0]).entity() if rows else None


def place(name: str) -> Entity | None:
    """The place so called in any language and spelling the tables have."""
    found = places_by_key().get(fold.key(name))
    entry = found if isinstance(found, Entry) else _city(found) if found else None
    return entry.entity() if entry else None


def _form(name: str) -> tuple[str, ...]:
    if name.isalpha():
        return (name,)
    words = tuple(token.text for token in tokenise(name.replace("’", "'"), 0, len(name)))
    return words[1:] if words[:1] == ("the",) else words


def _adjective(entry: Entry) -> Entry:
    return replace(entry, what="demonym", id=entry.entity().id)


@cache
def known() -> Known:
    """First word -> (all words, what is so called), longest first."""
    forms: dict[tuple[str, ...], list[Entry | City]] = {}
    for entry, names, adjectives in _places():
        for name in names:
            forms.setdefault(_form(name), []).append(entry)
        for name in adjectives:
            forms.setdefault(_form(name), []).append(_adjective(entry))
    for prefix, code in PREFIXES.items():
        forms.setdefault((prefix, "-"), []).append(_adjective(countries()[code]))
    for entry, names in _bodies():
        for name in names:
            forms.setdefault(_form(name), []).append(entry)
    for name, rows in _cities().items():
        forms.setdefault(_form(name), []).extend(rows)
    found: Known = {}
    for words, several in forms.items():
        found.setdefault(words[0], []).append((words, several))
    for options in found.values():
        options.sort(key=lambda option: -len(option[0]))
    return found


def match(tokens: Sequence[Token], at: int) -> tuple[int, tuple[Entry, ...]] | None:
    """The longest known name that starts at token ``at``: (tokens, entries). Words all in capitals are tried titled."""
    first = tokens[at].text
    options = known().get(first)
    upper = options is None and len(first) > 3 and first.isupper()
    for words, several in (known().get(first.title()) if upper else options) or ():
        n = len(words)
        if n == 1 or (
            at + n <= len(tokens)
            and all(
                (t := tokens[at + k].text.replace("’", "'")) == words[k] or (upper and t == words[k].upper())
                for k in range(1, n)
            )
        ):
            return n, tuple(dict.fromkeys(e if isinstance(e, Entry) else _city(e) for e in several))
    return None
