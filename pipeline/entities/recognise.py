"""The entry points: the names of a text, the references of an article, and whom a reference means at a date."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.engine import Parsed, parse
from pipeline.entities import chunks, gazetteer, offices
from pipeline.entities.document import Document, read
from pipeline.entities.references import Scanner
from pipeline.entities.values import Name, Reference
from pipeline.model import Entity, Interval

NAMED = ("person", "organization", "place")


def recognise(
    text: str, sentences: Sequence[Parsed], home: str | None = None, published: str | None = None
) -> tuple[Reference, ...]:
    """Every phrase of ``text`` that stands for somebody or some place, in document order, none overlapping.

    ``sentences``: those that were parsed; the others are read by gazetteer and grammar alone. ``home``: ISO code of the
    outlet's country, whose "Head of State" is meant. ``published`` is not needed yet: what depends on a day is left to
    ``identify``.
    """
    document = read(text, sentences)
    return _references(document, home)


def _references(document: Document, home: str | None) -> tuple[Reference, ...]:
    return Scanner(document, chunks.find(document), home.upper() if home else None).run()


def identify(reference: Reference, when: Interval | None) -> tuple[Entity, ...]:
    """The entities a reference stands for at ``when``: an office without a name gets its holder of that day.

    Where the tables do not know, the one whom the text itself names so, else the country or body alone.
    """
    named = any(entity.kind == "person" for entity in reference.entities)
    if named or reference.office is None or reference.of is None or when is None:
        return reference.entities
    holder = offices.holder(reference.office, reference.of, when) or next(iter(reference.told), None)
    return (holder, *reference.entities) if holder else reference.entities


def names(text: str) -> list[Name]:
    """The people, bodies and places that ``text`` names, in order: the bare name, exact to the character.

    Names inside an institution's name are part of it; adjectives ("Armenian") and works are no names here.
    """
    from pipeline.text import sentences

    document = read(text, list(parse(sentences(text))))
    found = []
    references = {(r.name.start, r.name.end): r for r in _references(document, None) if r.name}
    for chunk in chunks.find(document):
        kind = {
            "country": "place",
            "region": "place",
            "city": "place",
            "org": "organization",
            "body": "organization",
            "person": "person",
        }.get(chunk.what)
        if kind is None:
            continue
        start, end = document.tokens[chunk.i].start, document.tokens[chunk.j - 1].end
        reference = references.get((start, end))
        if reference and reference.entities:
            canonical = reference.entities[0].name
        else:
            canonical = chunk.entity.name if chunk.entity else text[start:end]
        found.append(Name(start, end, kind, canonical, text[start:end]))  # type: ignore[arg-type]
    return found


def capital_of(entity: Entity) -> Entity | None:
    """The country whose capital ``entity`` is, None for any other: a capital that acts stands for its country."""
    if entity.kind != "place" or entity.country is None or gazetteer.capitals().get(entity.country) != entity.name:
        return None
    return gazetteer.country(entity.country)


def is_country(entity: Entity) -> bool:
    """True for a country itself, not for a city or region in it."""
    return entity.kind == "place" and entity.country is not None and gazetteer.country(entity.country) == entity


def country_of(entity: Entity) -> Entity | None:
    """The country an office-holder, body or place belongs to, None where none is known."""
    return gazetteer.country(entity.country)
