"""Phrases that stand for somebody or some place: (text, phrase, kind, how, entities)."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.entities import Reference, capital_of, is_country
from pipeline.entities.gazetteer import city, country
from tests.entities.reading import references


def found(text: str, phrase: str, home: str | None = None) -> Reference:
    several = [r for r in references(text, home) if r.text == phrase]
    assert several, [r.text for r in references(text, home)]
    return several[-1]


def rows() -> list[list[str]]:
    lines = (Path(__file__).parent / "phrases.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")][1:]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[1][:40])
def test_phrase(row: list[str]) -> None:
    text, phrase, kind, how, names, office, of = row
    reference = found(text, phrase)
    if kind:
        assert (reference.kind, reference.how) == (kind, how)
        assert [e.name for e in reference.entities] == names.split("|")
    if office:
        assert (reference.office, reference.of) == (office, of)


def test_head_of_state_is_the_outlets_own() -> None:
    text = "The Head of State received the ambassador of Japan."
    assert found(text, "The Head of State", "KZ").of == "KZ"
    assert found(text, "The Head of State", "AM").of == "AM"


def test_governments_of_two_countries_are_two_references() -> None:
    bodies = [r for r in references("The Governments of Georgia and Moldova signed it.") if r.kind == "organization"]
    assert [[e.name for e in r.entities] for r in bodies] == [
        ["Government of Georgia", "Georgia"],
        ["Government of Moldova", "Moldova"],
    ]


def test_presidents_of_two_countries_are_two_offices() -> None:
    told = [(r.office, r.of) for r in references("The Presidents of Georgia and Moldova met.") if r.office]
    assert told == [("President", "GE"), ("President", "MD")]


def test_spellings_of_one_person_are_one_entity() -> None:
    text = "The director, Yerkin Tukumov, opened the meeting. “We agree,” Erkin Tukumov said. Tukumov left."
    ids = {e.id for r in references(text) for e in r.entities if e.kind == "person"}
    assert len(ids) == 1


def test_ids_are_the_same_whatever_the_spelling_and_article() -> None:
    one = found("Kazakh writer Yerkin Suleimenov died.", "Kazakh writer Yerkin Suleimenov").entities[0].id
    other = found("Kazakh poet Erkin Suleymenov read.", "Kazakh poet Erkin Suleymenov").entities[0].id
    assert one == other == "person-erkin-suleimenov-kz"


def test_equal_names_of_two_countries_stay_two_people() -> None:
    one = found(
        "Australian Treasurer John Miller left. Australian lawmaker John Miller spoke.",
        "Australian lawmaker John Miller",
    )
    other = found("American lawmaker John Miller spoke.", "American lawmaker John Miller")
    assert one.entities[0].id != other.entities[0].id


def test_a_namesake_of_an_office_holder_is_not_the_holder() -> None:
    reference = found("French footballer Armen Sarkissian scored.", "French footballer Armen Sarkissian")
    assert reference.entities[0].id == "person-armen-sarkisian-fr"


def test_references_read_what_they_claim_and_do_not_overlap() -> None:
    text = (
        "Uzbek President Shavkat Mirziyoyev and the Prime Minister of Hungary Viktor Orbán met in Samarkand. The two "
        "leaders visited the Registan. He flew to Budapest.\nThe Uzbek government said the parties agreed."
    )
    last = 0
    for reference in references(text):
        assert text[reference.start : reference.end] == reference.text
        assert reference.start >= last
        assert reference.name is None or text[reference.name.start : reference.name.end] == reference.name.text
        assert reference.entities
        last = reference.end


def test_capital_stands_for_its_country() -> None:
    paris, lyon = city("Paris", "FR"), city("Lyon", "FR")
    assert paris is not None
    assert lyon is not None
    assert capital_of(paris) == country("FR")
    assert capital_of(lyon) is None
    assert is_country(country("FR") or paris)
    assert not is_country(paris)


def test_sentences_not_parsed_take_part() -> None:
    from pipeline.entities import recognise

    found = recognise("Kazakhstan and Armenia signed it. The two countries agreed.", [])
    assert [e.name for e in found[-1].entities] == ["Kazakhstan", "Armenia"]
