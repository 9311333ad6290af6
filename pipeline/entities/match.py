"""One name in two spellings?

Names are folded (``fold``), their words aligned, and the worst word decides: a given name must be the same name
(equal under the fold, a short form, an initial, a spelling of another language), a surname may differ by what
transliteration varies. Names written without vowels (Arabic, Hebrew) are compared by consonants. Bodies are compared
by the words that tell bodies apart and by country, acronyms by the words they stand for, places by the tables.
"""

from __future__ import annotations

from pipeline.entities.match_bodies import same_body
from pipeline.entities.match_people import same_person
from pipeline.entities.match_places import same_place

KINDS = {
    "per": "person",
    "person": "person",
    "org": "organization",
    "organization": "organization",
    "organisation": "organization",
    "loc": "place",
    "place": "place",
    "gpe": "place",
}


def same_name(left: str, right: str, kind: str) -> float:
    """How surely two names are one: 0 to 1, from 0.5 on the same.

    ``kind``: person, organization, place, or PER, ORG, LOC; any other raises ValueError. A name says nothing of who
    bears it: two people may share one.
    """
    sort = KINDS.get(kind.lower())
    if sort is None:
        raise ValueError(f"unknown kind of name {kind!r}: person, organization or place (PER, ORG, LOC)")
    if not left.strip() or not right.strip():
        return 0.0
    if left == right:
        return 1.0
    compare = {"person": same_person, "organization": same_body, "place": same_place}[sort]
    return max(0.0, min(1.0, max(compare(left, right), compare(right, left))))
