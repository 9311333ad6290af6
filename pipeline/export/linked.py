"""Events as JSON-LD (schema.org), GeoJSON (RFC 7946) and TimelineJS."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from pipeline.export.feed import identifier, web
from pipeline.export.records import Record, Told, Who
from pipeline.export.rows import array, dumps

CONTEXT = ["https://schema.org", {"edtf": "http://id.loc.gov/datatypes/edtf/EDTF"}]
_STATUS = {"cancelled": "https://schema.org/EventCancelled"}
_PARTIES = ("actor", "counterpart", "participant")
_KINDS = {"person": "Person", "organization": "Organization", "place": "Place", "work": "CreativeWork"}


def _slim(value: dict[str, Any]) -> dict[str, Any]:
    """Without what is not known."""
    return {key: item for key, item in value.items() if item is not None and item != []}


def thing(who: Who, base: str | None) -> dict[str, Any]:
    """A person, body, place or work of schema.org."""
    geo = None
    if who.kind == "place" and who.latitude is not None and who.longitude is not None:
        geo = {"@type": "GeoCoordinates", "latitude": who.latitude, "longitude": who.longitude}
    return _slim(
        {
            "@type": _KINDS.get(who.kind, "Thing"),
            "@id": f"{base}/entity/{who.id}" if base else None,
            "name": who.name,
            "sameAs": f"http://www.wikidata.org/entity/{who.wikidata}" if who.wikidata else None,
            "address": who.country if who.kind == "place" else None,
            "geo": geo,
        }
    )


def article(told: Told) -> dict[str, Any]:
    """The news article that tells it, with the sentence."""
    return _slim(
        {
            "@type": "NewsArticle",
            "headline": told.title,
            "url": web(told.url),
            "datePublished": told.published if re.fullmatch(r"\d{4}(-\d\d){0,2}", told.published or "") else None,
            "publisher": {"@type": "Organization", "name": told.source} if told.source else None,
            "abstract": told.sentence,
        }
    )


def event(record: Record, base: str | None) -> dict[str, Any]:
    """An Event of schema.org. People and bodies attend; countries and works are what it is about."""
    people = [w for w in record.who if w.kind in ("person", "organization") and w.role in _PARTIES]
    others = [w for w in record.who if w not in people and w.role != "place"]
    return _slim(
        {
            "@type": record.schema_org,
            "@id": identifier(record.id, base),
            "name": record.title,
            "startDate": record.start,
            "endDate": record.end,
            "edtf": record.edtf,
            "eventStatus": _STATUS.get(record.status, "https://schema.org/EventScheduled"),
            "description": record.status,
            "keywords": record.type_label,
            "location": thing(record.place, base) if record.place else None,
            "attendee": [thing(who, base) for who in people],
            "about": [thing(who, base) for who in others],
            "subjectOf": [article(told) for told in record.told],
        }
    )


def as_jsonld(records: Iterable[tuple[Record, str]], *, base: str | None) -> Iterator[str]:
    """One graph of events."""
    before = f'{{"@context": {dumps(CONTEXT)},\n"@graph": ['
    yield from array((dumps(event(record, base)) for record, _ in records), before, "]}\n")


def feature(record: Record, base: str | None, when: str) -> dict[str, Any]:
    """A Feature; its geometry is null where the place is not known."""
    place = record.place
    point = None
    if place and place.latitude is not None and place.longitude is not None:
        point = {"type": "Point", "coordinates": [place.longitude, place.latitude]}
    return {
        "type": "Feature",
        "id": record.id,
        "geometry": point,
        "properties": {
            "title": record.title,
            "type": record.type,
            "status": record.status,
            "start": record.start,
            "end": record.end,
            "edtf": record.edtf,
            "date": when,
            "place": place.name if place else None,
            "actors": [w.name for w in record.who if w.role != "place"],
            "articles": [t.url for t in record.told if t.url],
            "url": f"{base}/event/{record.id}" if base else None,
        },
    }


def as_geojson(records: Iterable[tuple[Record, str]], *, base: str | None) -> Iterator[str]:
    """A FeatureCollection of all events, those without a known point included."""
    before = '{"type": "FeatureCollection",\n"features": ['
    yield from array((dumps(feature(record, base, when)) for record, when in records), before, "]}\n")


def _date(iso: str | None) -> dict[str, int] | None:
    found = re.fullmatch(r"(-?\d{4,})-(\d\d)-(\d\d)", iso or "")
    return {"year": int(found[1]), "month": int(found[2]), "day": int(found[3])} if found else None


def slide(record: Record, base: str | None, when: str) -> dict[str, Any]:
    """A slide of TimelineJS, which shows text as HTML: everything from outside is escaped."""
    told = "".join(f"<blockquote>{escape(t.sentence)}</blockquote>" for t in record.told)
    more = f'<p><a href="{escape(base)}/event/{record.id}">More</a></p>' if base else ""
    return _slim(
        {
            "unique_id": record.id,
            "start_date": _date(record.start) or _date(record.end),
            "end_date": _date(record.end) if record.start else None,
            "display_date": escape(when),
            "group": escape(record.type_label),
            "text": {"headline": escape(record.title), "text": told + more},
        }
    )


def as_timelinejs(records: Iterable[tuple[Record, str]], *, base: str | None, title: str) -> Iterator[str]:
    """TimelineJS 3's JSON. It can show no event without a day; those are left out, and there are none in practice."""
    before = f'{{"title": {dumps({"text": {"headline": escape(title)}})},\n"events": ['
    slides = (slide(record, base, when) for record, when in records if record.start or record.end)
    yield from array((dumps(item) for item in slides), before, "]}\n")
