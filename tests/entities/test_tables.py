"""The tables are sound: codes, coordinates, no name twice where it must be one."""

from __future__ import annotations

import re

import pytest

from pipeline.entities import gazetteer, offices
from pipeline.entities.fold import key, keys
from pipeline.entities.tokens import tokenise
from pipeline.entities.words import listed, titles
from pipeline.knowledge import table


def test_countries_have_code_middle_and_capital() -> None:
    rows = table("entities/countries.csv")
    assert len(rows) > 200
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[A-Z]{2}", row["code"])
        assert -90 <= float(row["latitude"]) <= 90, row
        assert -180 <= float(row["longitude"]) <= 180, row
    placed = [row["code"] for row in rows if gazetteer.city(row["capital"], row["code"])]
    assert len(placed) > 180  # the others are historical, or have a capital that GeoNames spells another way


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Turkey", "TR"),
        ("Türkiye", "TR"),
        ("Казахстан", "KZ"),
        ("Қазақстан", "KZ"),
        ("Հայաստան", "AM"),
        ("Burma", "MM"),
        ("DR Congo", "CD"),
        ("Republic of the Congo", "CG"),
        ("Holland", "NL"),
        ("Deutschland", "DE"),
    ],
)
def test_a_country_by_any_of_its_names(name: str, code: str) -> None:
    assert gazetteer.place(name) == gazetteer.country(code)


@pytest.mark.parametrize(
    ("name", "code"), [("Yerevan", "AM"), ("Astana", "KZ"), ("Almaty", "KZ"), ("Stepanakert", "AZ"), ("Gyumri", "AM")]
)
def test_cities_have_coordinates(name: str, code: str) -> None:
    found = gazetteer.city(name, code)
    assert found is not None
    assert found.latitude is not None
    assert found.longitude is not None


def test_a_smaller_city_of_the_name_has_another_id() -> None:
    paris, texan = gazetteer.city("Paris", "FR"), gazetteer.city("Paris", "US")
    assert paris is not None
    assert texan is not None
    assert paris.id == "place-paris"
    assert texan.id == "place-paris-tx"


def test_bodies_are_named_once() -> None:
    seen: dict[str, str] = {}
    for row in table("entities/bodies.csv"):
        for name in filter(None, (row["name"], *row["names"].split("|"))):
            assert seen.setdefault(name, row["name"]) == row["name"], name


def test_offices_are_of_known_countries_and_bodies() -> None:
    for _, of in offices.terms():
        assert of in gazetteer.countries() or of in gazetteer.by_id(), of


def test_titles_and_lists_load() -> None:
    assert titles()[("prime", "minister")] == ("Prime Minister", "state")
    assert "Ministry" in listed("heads")
    with pytest.raises(KeyError, match="nosuch"):
        listed("nosuch")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yerkin", "Erkin"),
        ("Toqaev", "Tokayev"),
        ("Zhaparov", "Japarov"),
        ("Mukhtar", "Muhtar"),
        ("Sarkissian", "Sarkisian"),
        ("Қасым-Жомарт", "Kasym-Jomart"),
        ("Nazarbayev", "Nazarbaev"),
    ],
)
def test_fold_levels_transliteration(left: str, right: str) -> None:
    assert key(left) == key(right)


def test_many_names_fold_as_each_does() -> None:
    names = [row[0] for row in gazetteer._city_rows()[:3_000]] + [
        name for row in gazetteer._city_rows()[:300] for name in row[7].split("|")
    ]
    names += ["Charles II", "Yerkin", "II", "", "-", "Yevgeny Yuryev", "Xi'an", "Ысык-Көл", "Göyçə yy ye", "ßx", "北京"]
    assert keys(names) == [key(name) for name in names]


def test_fold_keeps_names_and_numerals_apart() -> None:
    assert key("Armen") != key("Arman")
    assert key("Charles II") != key("Charles III")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Kazakhstan's Aktau-Baku line", ["Kazakhstan", "'s", "Aktau", "-", "Baku", "line"]),
        ("M. Auezov of the U.S. left", ["M.", "Auezov", "of", "the", "U.S.", "left"]),
        (
            "St. Petersburg, Fla., Boeing Co. and Amazon.com",
            ["St.", "Petersburg", ",", "Fla.", ",", "Boeing", "Co.", "and", "Amazon.com"],
        ),
        ("O'Brien and d'Ivoire", ["O'Brien", "and", "d'Ivoire"]),
    ],
)
def test_tokens(text: str, words: list[str]) -> None:
    assert [t.text for t in tokenise(text, 0, len(text))] == words
