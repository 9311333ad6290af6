"""Offices by date: the table, and what an article tells."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.dates import tag
from pipeline.entities import claims, identify
from pipeline.entities.offices import holder, last_day, terms
from pipeline.model import Interval
from tests.entities.reading import references


def span(text: str) -> Interval:
    low, _, high = text.partition("/")
    return Interval(low or None, (high or low) or None, text)


@pytest.mark.parametrize(
    ("office", "of", "when", "name"),
    [
        ("President", "AM", "2021-06-01/2021-06-10", "Armen Sarkissian"),
        ("President", "AM", "2024-10-21", "Vahagn Khachaturyan"),
        ("President", "AM", "2024-10-01/2024-10-31", "Vahagn Khachaturyan"),
        ("President", "KZ", "2018-05-01", "Nursultan Nazarbayev"),
        ("President", "KZ", "2022-11-01/2022-11-30", "Kassym-Jomart Tokayev"),
        ("Head of State", "KZ", "2024-04-15", "Kassym-Jomart Tokayev"),
        ("Head of State", "GB", "2023-05-06", "Charles III"),
        ("Head of Government", "DE", "2022-03-01", "Olaf Scholz"),
        ("President of the National Assembly", "AM", "2023-01-01", "Alen Simonyan"),
        ("Minister of Economy", "AM", "2024-05-15", "Gevorg Papoyan"),
        ("Minister of Foreign Affairs", "US", "2022-02-24", "Antony Blinken"),
        ("Prime Minister", "GB", "2022-10-24", "Liz Truss"),
        ("Prime Minister", "GB", "2022-10-25", "Rishi Sunak"),
        ("Secretary-General", "organization-united-nations", "2005-09-14", "Kofi Annan"),
        ("Leader", "IR", "2019-01-01", "Ali Khamenei"),
        ("Leader", "GB", "2021-06-11", "Boris Johnson"),
        ("President", "AM", "1890-01-01", None),  # before any term
        ("President", "AM", "2030-01-01", None),  # after what the table knows
        ("President", "XX", "2020-01-01", None),
        ("Prime Minister", "LK", "/", None),  # no day at all
    ],
)
def test_holder_by_date(office: str, of: str, when: str, name: str | None) -> None:
    found = holder(office, of, span(when))
    assert (found.name if found else None) == name


def test_every_term_says_until_when_it_is_known_and_ends_after_it_begins() -> None:
    for (office, of), several in terms().items():
        for term in several:
            assert term.known_until, (office, of, term.person)
            assert term.end is None or last_day(term.end) >= term.start, term


def test_office_without_a_name_is_resolved_by_date() -> None:
    office = next(r for r in references("The President of Armenia visited Astana.") if r.office)
    assert office.name is None
    assert office.of == "AM"
    assert [e.name for e in identify(office, span("2021-06-05"))] == ["Armen Sarkissian", "Armenia"]
    assert [e.name for e in identify(office, span("2024-10-21"))] == ["Vahagn Khachaturyan", "Armenia"]
    assert [e.name for e in identify(office, span("1950-01-01"))] == ["Armenia"]
    assert [e.name for e in identify(office, None)] == ["Armenia"]


def test_a_name_in_the_text_outranks_the_table() -> None:
    text = "The President of Armenia Anahit Sahakyan opened the congress."
    office = next(r for r in references(text) if r.office)
    assert [e.name for e in identify(office, span("2024-10-21"))] == ["Anahit Sahakyan", "Armenia"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "President of Kazakhstan Nursultan Nazarbayev (President of the country from April 24, 1990 to "
            "March 20, 2019) left.",
            ("Nursultan Nazarbayev", "President", "KZ", "1990-04-24", "2019-03-20"),
        ),
        (
            "Frank-Walter Steinmeier has been President of Germany since March 19, 2017.",
            ("Frank-Walter Steinmeier", "President", "DE", "2017-03-19", None),
        ),
        (
            "Kofi Annan served as Secretary-General of the United Nations from January 1997 to December 2006.",
            ("Kofi Annan", "Secretary-General", "organization-united-nations", "1997-01-01", "2006-12-31"),
        ),
        (
            "Hassan Diab, Prime Minister of Lebanon since January 21, 2020, resigned on August 10.",
            ("Hassan Diab", "Prime Minister", "LB", "2020-01-21", None),
        ),
        ("The President of Armenia visited Astana on June 5, 2021.", None),
        ("President Maia Sandu met voters from March 3 to March 5, 2023.", None),
    ],
)
def test_terms_told_in_an_article(text: str, expected: tuple[str | None, ...] | None) -> None:
    found = claims(text, references(text), tag(text, date(2024, 10, 21)), "a1")
    told = [(o.entity.name, o.office, o.of, o.interval.earliest, o.interval.latest) for o in found]
    assert told == ([expected] if expected else [])
    assert all(o.origin == "a1" for o in found)
