"""Taking the archive away: rows and events in the formats that other tools read, complete however many they are.

``write(db, out, table="events", fmt="ics", filters={"entity": "Armenia"})`` writes to a file; ``chunks`` gives the
same as bytes, piece by piece, for the web. Plain formats (csv json jsonl parquet) take any table, view or SELECT;
event formats (ics atom jsonld geojson timelinejs) take rows whose ``id`` (or ``event_id``) is an event's.
"""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from pipeline.export import calendar, feed, linked, rows
from pipeline.export.query import (
    FILTERS,
    ExportError,
    Query,
    Row,
    connect,
    events_query,
    reading_only,
    run,
    table_query,
)
from pipeline.export.records import BATCH, Record, records
from pipeline.export.words import reading

__all__ = ["CONTENT_TYPES", "EVENT_FORMATS", "FILTERS", "FORMATS", "ExportError", "chunks", "write"]

ROW_FORMATS = ("csv", "json", "jsonl", "parquet")
EVENT_FORMATS = ("ics", "atom", "jsonld", "geojson", "timelinejs")
FORMATS = (*ROW_FORMATS, *EVENT_FORMATS)
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json; charset=utf-8",
    "jsonl": "application/x-ndjson; charset=utf-8",
    "parquet": "application/vnd.apache.parquet",
    "ics": "text/calendar; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
    "geojson": "application/geo+json; charset=utf-8",
    "timelinejs": "application/json; charset=utf-8",
}


DEFAULT_TITLE = "chronofile: dated events"


class Counter:
    """Counts the rows that pass."""

    def __init__(self) -> None:
        self.count = 0

    def over(self, items: Iterable[Row]) -> Iterator[Row]:
        """The same rows."""
        for item in items:
            self.count += 1
            yield item


def chunks(
    connection: sqlite3.Connection,
    query: Query,
    fmt: str = "csv",
    *,
    base: str | None = None,
    title: str = DEFAULT_TITLE,
    self_url: str | None = None,
    counter: Counter | None = None,
) -> Iterator[bytes]:
    """The result in a format, as pieces of about a thousand rows; errors of SQL and format come with the first piece.

    ``base`` is the archive's address, for links to its pages; ``counter`` is told the number of rows.
    """
    if fmt not in FORMATS:
        raise ExportError(f"{fmt}: no such format; there are {', '.join(FORMATS)}")
    columns, found = run(connection, query)
    counted = (counter or Counter()).over(found)
    if fmt in EVENT_FORMATS:
        key = _event_column(columns, fmt)
        told = (
            (record, reading(record.start, record.end, record.edtf)) for record in _records(connection, counted, key)
        )
        return _joined(_event_format(connection, told, fmt, base, title, self_url))
    if fmt == "parquet":
        return rows.as_parquet(columns, counted)
    writers = {"csv": rows.as_csv, "json": rows.as_json, "jsonl": rows.as_jsonl}
    return _joined(writers[fmt](columns, counted))


def _event_column(columns: list[str], fmt: str) -> int:
    """Which column holds the event's id."""
    for name in ("event_id", "id"):
        if name in columns:
            return columns.index(name)
    raise ExportError(f"{fmt} is for events: the rows need a column id or event_id with an event's id")


def _records(connection: sqlite3.Connection, found: Iterable[Row], key: int) -> Iterator[Record]:
    """Each event once in a run of rows that repeat it."""
    ids = dict.fromkeys  # order kept
    batch: list[str] = []
    last = None
    for row in found:
        if row[key] != last and row[key] is not None:
            last = str(row[key])
            batch.append(last)
        if len(batch) == BATCH:
            yield from records(connection, ids(batch))
            batch = []
    yield from records(connection, ids(batch))


def _event_format(
    connection: sqlite3.Connection,
    told: Iterable[tuple[Record, str]],
    fmt: str,
    base: str | None,
    title: str,
    self_url: str | None,
) -> Iterator[str]:
    if fmt == "ics":
        return calendar.as_ics(told, base=base, title=title)
    if fmt == "jsonld":
        return linked.as_jsonld(told, base=base)
    if fmt == "geojson":
        return linked.as_geojson(told, base=base)
    if fmt == "timelinejs":
        return linked.as_timelinejs(told, base=base, title=title)
    updated = connection.execute("select max(first_published) from events").fetchone()[0]
    return feed.as_atom(told, base=base, title=title, updated=updated, self_url=self_url)


def _joined(pieces: Iterable[str], size: int = 1 << 16) -> Iterator[bytes]:
    """Text as UTF-8 in pieces worth sending; lone surrogates become "?"."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= size:
            yield "".join(waiting).encode("utf-8", "replace")
            waiting, length = [], 0
    if waiting:
        yield "".join(waiting).encode("utf-8", "replace")


def write(
    db: Path,
    out: BinaryIO | TextIO,
    *,
    table: str | None = None,
    sql: str | None = None,
    fmt: str = "csv",
    filters: Mapping[str, Any] | None = None,
) -> int:
    """Write a table, view, SELECT or the events that filters ask for; the number of rows read.

    ``out`` may be a text or a binary file; Parquet needs a binary one. Raises ExportError naming what is wrong:
    the file, the table, the filter, the SQL or the format.
    """
    if (table is None) == (sql is None):
        raise ExportError("name one of a table and an SQL query")
    wanted = {key: value for key, value in (filters or {}).items() if value not in (None, "", (), [])}
    if wanted and table != "events":
        raise ExportError("filters are for the table events; write the condition into the SQL")
    if fmt == "parquet" and isinstance(out, io.TextIOBase):
        raise ExportError("parquet is binary: write it to a file")
    connection = connect(db)
    try:
        if sql is not None:
            query = Query(sql)
            reading_only(connection)
        else:
            query = events_query(connection, wanted) if table == "events" else table_query(connection, str(table))
        counter = Counter()
        for piece in chunks(connection, query, fmt, counter=counter):
            if isinstance(out, io.TextIOBase):
                out.write(piece.decode("utf-8"))
            else:
                out.write(piece)  # type: ignore[arg-type]
        return counter.count
    except sqlite3.Error as error:
        raise ExportError(f"{db}: {error}") from None
    finally:
        connection.close()
