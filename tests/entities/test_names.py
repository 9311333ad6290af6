"""Names with exact spans, on texts of ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.entities import names
from tests.entities.marked import read

FLOOR = 0.95


def test_exact_spans_on_our_texts() -> None:
    right, given, asked, wrong = 0, 0, 0, []
    for text, spans in read(Path(__file__).parent / "names.txt"):
        found = {(n.start, n.end, n.kind) for n in names(text)}
        right += len(found & spans)
        given += len(found)
        asked += len(spans)
        wrong += [(text[s:e], k) for s, e, k in found ^ spans]
    assert asked > 100
    assert 2 * right / (given + asked) >= FLOOR, wrong


def test_spans_read_what_they_claim_and_do_not_overlap() -> None:
    for text, _ in read(Path(__file__).parent / "names.txt"):
        last = 0
        for name in names(text):
            assert text[name.start : name.end] == name.text
            assert name.start >= last
            last = name.end


@pytest.mark.parametrize(
    ("text", "surface", "canonical"),
    [
        ("The CSTO met in Astana.", "CSTO", "Collective Security Treaty Organization"),
        ("Kazakhstan joined the EAEU.", "EAEU", "Eurasian Economic Union"),
        ("He flew to Türkiye on Monday.", "Türkiye", "Turkey"),
        ("The army of Burma withdrew.", "Burma", "Myanmar"),
        ("Talks were held in Nur-Sultan.", "Nur-Sultan", "Astana"),
        ("A court in Kiev ruled.", "Kiev", "Kyiv"),
        ("President of Kazakhstan Kassym-Jomart Tokayev spoke. Tokayev left.", "Tokayev", "Kassym-Jomart Tokayev"),
        ("The Republic of Armenia ratified it.", "Republic of Armenia", "Armenia"),
    ],
)
def test_canonical_is_the_english_short_name(text: str, surface: str, canonical: str) -> None:
    assert canonical in [n.canonical for n in names(text) if n.text == surface]


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("George Washington crossed the river.", "George Washington", "person"),
        ("Jordan Henderson joined a Dutch club.", "Jordan Henderson", "person"),
        ("King Abdullah II of Jordan spoke in Amman.", "Jordan", "place"),
        ("The train reached Nice on Sunday.", "Nice", "place"),
        ("Flights on the Aktau-Baku route resumed.", "Aktau", "place"),
        ("The Paris Agreement took effect in 2016.", "Paris", None),
        ("Nice words were exchanged.", "Nice", None),
        ("The Kazakh delegation left.", "Kazakh", None),
        ("It rose to $5 billion, the CEO and the GDP data said.", "GDP", None),
    ],
)
def test_places_people_and_neither(text: str, surface: str, kind: str | None) -> None:
    assert next((n.kind for n in names(text) if n.text == surface), None) == kind


@pytest.mark.parametrize(
    "name",
    [
        "Institute for Strategic and Regional Studies under the President of the Republic of Uzbekistan",
        "Agency for Strategic Planning and Reforms of the Republic of Kazakhstan",
        "Scientific Center for Seismology named after Zhakan Erzhanov",
        "Chamber of Commerce and Industry of Georgia",
        "Center for the Study of the Arts, Culture and Languages",
        "National Assembly of the Republic of Armenia",
        "Kazakh-Armenian Intergovernmental Commission on Trade and Economic Cooperation",
    ],
)
def test_long_names_of_bodies_are_one(name: str) -> None:
    text = f"A memorandum was signed with the {name} on Friday."
    assert [n.text for n in names(text) if n.kind == "organization"] == [name]


def test_text_without_names_and_empty_text() -> None:
    assert names("") == []
    assert names("\n \n") == []
    assert names("it rained, and nobody came.") == []
