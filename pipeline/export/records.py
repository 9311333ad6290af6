"""Events as a reader sees them: with place, people, and every sentence that tells them, a batch at a time.

The calendar, feed and linked-data formats are written from these; the plain tables are not.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

BATCH = 400  # below SQLite's oldest limit of 999 parameters


@dataclass(frozen=True, slots=True)
class Who:
    """An entity of an event, in its role."""

    id: str
    name: str
    kind: str
    role: str
    wikidata: str | None
    country: str | None
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that tells the event, and the article it stands in."""

    sentence: str
    article_id: str
    title: str
    url: str | None
    published: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One event, whole."""

    id: str
    title: str
    type: str
    type_label: str
    schema_org: str
    start: str | None
    end: str | None
    edtf: str
    date_text: str | None
    status: str
    disputed: bool
    first_published: str | None
    place: Who | None
    who: tuple[Who, ...]
    told: tuple[Told, ...]


_EVENTS = """
select e.id, e.title, e.type, coalesce(t.label, e.type), coalesce(t.schema_org, 'Event'), e.start_date, e.end_date,
       e.edtf, e.date_text, e.status, e.disputed, e.first_published, e.place_id
from events e left join event_types t on t.id = e.type where e.id in ({})
"""
_WHO = """
select x.event_id, n.id, n.name, n.kind, x.role, n.wikidata, n.country, n.latitude, n.longitude
from event_entities x join entities n on n.id = x.entity_id where x.event_id in ({}) order by x.role, n.name
"""
_TOLD = """
select m.event_id, m.sentence, a.id, a.title, a.url, a.published, s.name
from mentions m join articles a on a.id = m.article_id left join sources s on s.id = a.source_id
where m.event_id in ({}) order by a.published is null, a.published, m.sentence_start
"""
_PLACES = "select id, name, kind, 'place', wikidata, country, latitude, longitude from entities where id in ({})"


def records(connection: sqlite3.Connection, ids: Iterable[str]) -> Iterator[Record]:
    """The events of these ids in this order; an id that is no event is passed over."""
    source = iter(ids)
    while batch := list(islice(source, BATCH)):
        yield from _batch(connection, batch)


def _batch(connection: sqlite3.Connection, ids: list[str]) -> Iterator[Record]:
    marks = ", ".join("?" * len(ids))
    events = {row[0]: row for row in connection.execute(_EVENTS.format(marks), ids)}
    who: dict[str, list[Who]] = defaultdict(list)
    for event_id, *rest in connection.execute(_WHO.format(marks), ids):
        who[event_id].append(Who(*rest))
    told: dict[str, list[Told]] = defaultdict(list)
    for event_id, *rest in connection.execute(_TOLD.format(marks), ids):
        told[event_id].append(Told(*rest))
    wanted = sorted({row[12] for row in events.values() if row[12]})
    places = {
        row[0]: Who(*row) for row in connection.execute(_PLACES.format(", ".join("?" * len(wanted))), wanted)
    }  # fmt: skip

    for event_id in ids:
        if (row := events.get(event_id)) is not None:
            place = places.get(row[12])
            values: tuple[Any, ...] = (
                *row[:10],
                bool(row[10]),
                row[11],
                place,
                tuple(who[event_id]),
                tuple(told[event_id]),
            )
            yield Record(*values)
