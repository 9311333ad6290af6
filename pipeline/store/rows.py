"""Values to rows and back. A row is a dict of column to value; nothing here touches a database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, cast

from pipeline.model import (
    DateBasis,
    Entity,
    Event,
    Figure,
    Interval,
    Kind,
    Mention,
    Office,
    Participant,
    Role,
    Span,
    Status,
    Timex,
    digest,
)
from pipeline.store.decisions import Decided

Row = dict[str, Any]


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode  # made once, not each time


def compact(value: object) -> str:
    """JSON without spaces, in one fixed order: equal values give equal text."""
    return _encode(value)


def mention_row(mention: Mention, snapshot_id: str) -> Row:
    """The row of ``mentions``, without its event, which merging decides."""
    return {
        "id": mention.id,
        "article_id": mention.article_id,
        "snapshot_id": snapshot_id,
        "sentence": mention.sentence.text,
        "trigger": mention.trigger.text,
        "date_text": mention.date.text if mention.date else None,
        "start_date": mention.interval.earliest,
        "end_date": mention.interval.latest,
        "edtf": mention.interval.edtf,
        "status": mention.status,
        "date_basis": mention.date_basis,
        "anchor_id": mention.anchor_id,
        "sentence_start": mention.sentence.start,
        "sentence_end": mention.sentence.end,
        "trigger_start": mention.trigger.start,
        "trigger_end": mention.trigger.end,
        "date_start": mention.date.start if mention.date else None,
        "date_end": mention.date.end if mention.date else None,
        "type": mention.type,
        "title": mention.title,
        "lemma": mention.lemma,
        "object": mention.object,
        "published": mention.published,
        "participants": compact([_participant_values(p) for p in mention.participants]),
    }


def mention_of(row: Mapping[str, Any]) -> Mention:
    """The value that ``mention_row`` was given."""
    date = None
    if row["date_start"] is not None:
        date = Span(row["date_start"], row["date_end"], row["date_text"])
    return Mention(
        id=row["id"],
        article_id=row["article_id"],
        sentence=Span(row["sentence_start"], row["sentence_end"], row["sentence"]),
        trigger=Span(row["trigger_start"], row["trigger_end"], row["trigger"]),
        lemma=row["lemma"],
        type=row["type"],
        title=row["title"],
        interval=Interval(row["start_date"], row["end_date"], row["edtf"]),
        status=cast(Status, row["status"]),
        date_basis=cast(DateBasis, row["date_basis"]),
        date=date,
        anchor_id=row["anchor_id"],
        participants=tuple(_participant(values) for values in json.loads(row["participants"])),
        object=row["object"],
        published=row["published"],
    )


def _participant_values(participant: Participant) -> list[Any]:
    span = participant.span
    return [
        *entity_values(participant.entity),
        participant.role,
        *((span.start, span.end, span.text) if span else (None, None, None)),
        participant.affiliation,
    ]


def _participant(values: list[Any]) -> Participant:
    role, start, end, text, affiliation = values[7:]
    span = None if start is None else Span(start, end, text)
    return Participant(entity_of(values[:7]), cast(Role, role), span, affiliation)


def entity_values(entity: Entity) -> list[Any]:
    """The entity as a JSON list."""
    return [
        entity.id,
        entity.name,
        entity.kind,
        entity.wikidata,
        entity.country,
        entity.latitude,
        entity.longitude,
    ]


def entity_of(values: Iterable[Any]) -> Entity:
    """The value that ``entity_values`` was given."""
    id, name, kind, wikidata, country, latitude, longitude = values
    return Entity(id, name, cast(Kind, kind), wikidata, country, latitude, longitude)


def entity_mention_rows(mention: Mention) -> list[Row]:
    """The rows of ``entity_mentions``."""
    return [
        {
            "mention_id": mention.id,
            "entity_id": p.entity.id,
            "role": p.role,
            "start": p.span.start if p.span else None,
            "end": p.span.end if p.span else None,
            "text": p.span.text if p.span else None,
            "affiliation": p.affiliation,
            "position": position,
        }
        for position, p in enumerate(mention.participants)
    ]


def event_row(event: Event, mentions: Iterable[Mention], told_by: Mapping[str, tuple[str | None, str]]) -> Row:
    """The row of ``events`` without ``actors``, which needs the entities' names.

    ``told_by`` gives the source and the story of each article.
    """
    members = list(mentions)
    place = event.place
    published = [m.published for m in members if m.published]
    dated = next((m.date.text for m in members if m.date), None)
    return {
        "id": event.id,
        "title": event.title,
        "type": event.type,
        "start_date": event.interval.earliest,
        "end_date": event.interval.latest,
        "edtf": event.interval.edtf,
        "date_text": dated,
        "status": event.status,
        "place_id": place.id if place else None,
        "disputed": int(event.disputed),
        "mentions_count": len(members),
        "articles_count": len({m.article_id for m in members}),
        "sources_count": len({source for m in members if (source := told_by[m.article_id][0])}),
        "stories_count": len({told_by[m.article_id][1] for m in members}),
        "first_published": min(published, default=None),
        "sort_date": event.interval.earliest or event.interval.latest or "",
    }


def timex_row(timex: Timex, snapshot_id: str) -> Row:
    """The row of ``timexes``."""
    return {
        "snapshot_id": snapshot_id,
        "start": timex.start,
        "end": timex.end,
        "text": timex.text,
        "type": timex.type,
        "value": timex.value,
        "edtf": timex.edtf,
        "earliest": timex.earliest,
        "latest": timex.latest,
        "signal": timex.signal,
        "basis": timex.basis,
        "time": timex.time,
    }


def figure_row(figure: Figure, snapshot_id: str) -> Row:
    """The row of ``figures``, its entities only ``told``: see ``with_parties``."""
    interval = figure.interval
    return {
        "id": figure.id,
        "article_id": figure.article_id,
        "snapshot_id": snapshot_id,
        "sentence": figure.sentence.text,
        "subject": figure.subject,
        "value": float(figure.value),
        "unit": figure.unit,
        "currency": figure.currency,
        "change": figure.change,
        "party": None,
        "counterparty": None,
        "speaker": None,
        "start_date": interval.earliest if interval else None,
        "end_date": interval.latest if interval else None,
        "edtf": interval.edtf if interval else None,
        "text": figure.span.text,
        "sentence_start": figure.sentence.start,
        "sentence_end": figure.sentence.end,
        "start": figure.span.start,
        "end": figure.span.end,
        "told": compact([entity_values(e) if e else None for e in (figure.party, figure.counterparty, figure.speaker)]),
    }


def with_parties(row: Row, decided: Decided) -> Row:
    """The row of ``figures`` with the entities that a person's decisions make of those told."""
    parties = [entity_of(values) if values else None for values in json.loads(row["told"])]
    found = [decided.entity(e, row["article_id"]) if e else None for e in parties]
    ids = [e.id if e else None for e in found]
    return row | dict(zip(("party", "counterparty", "speaker"), ids, strict=True))


def with_holder(row: Row, decided: Decided) -> Row:
    """The row of ``offices`` with the entity that a person's decisions make of the one told; null where it is none."""
    entity = decided.entity(entity_of(json.loads(row["told"])), row["origin"])
    return row | {"entity_id": entity.id if entity else None}


def office_row(office: Office, origin: str) -> Row:
    """The row of ``offices`` for a term told in the article ``origin``; see ``with_holder``."""
    bounds = office.interval
    return {
        "id": digest(office.entity.id, office.office, office.of, bounds.earliest, bounds.latest, origin),
        "entity_id": office.entity.id,
        "office": office.office,
        "of": office.of,
        "start_date": bounds.earliest,
        "end_date": bounds.latest,
        "edtf": bounds.edtf,
        "known_until": office.known_until,
        "origin": origin,
        "told": compact(entity_values(office.entity)),
    }
