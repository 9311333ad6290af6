"""All events as columns of numbers, and which of them a filter asks for: what the timeline works with.

The columns and what each event is tied to (sentences, sources, entities) come from the store, month by month
(``pipeline.store.months``), so that no event is looked up. ``Columns.picked`` says of events what
``pipeline.export.query.event_filter`` says in SQL.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.export.query import NAMED, ExportError, bound, fts_table, match, quoted
from pipeline.store import months
from pipeline.store.months import MARKS, STATUSES, WIDTHS, Month

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
_KINDS = {name: f"<i{width}" if width > 1 else "u1" for name, width in WIDTHS.items()}


@contextmanager
def one_state(connection: sqlite3.Connection) -> Iterator[None]:
    """Read everything within from one state of the archive, whatever is written meanwhile."""
    if connection.in_transaction:
        yield
        return
    connection.execute("begin")
    try:
        yield
    finally:
        connection.rollback()


def by_type(held: Sequence[Month], types: int) -> list[int]:
    """How many events of these months have each type, by its place in the vocabulary."""
    written = b"".join(month.column("types") for month in held)
    counts: list[int] = np.bincount(np.frombuffer(written, np.uint8), minlength=types).tolist()
    return counts


def _among(numbers: Numbers, wanted: Numbers) -> Mask:
    """Which of many rowids are among others, by a mark for each rowid there is."""
    marked = np.zeros(max(numbers.max(initial=0), wanted.max(initial=0)) + 1, bool)
    marked[wanted] = True
    return marked[numbers]


class Columns:
    """Every event in order of time, those without a date last. Use it within ``one_state``."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self.dated, self.undated = months.read(connection)
        self.held = [*self.dated, *self.undated]
        sizes = [month.events for month in self.held]
        self._starts = [0, *np.cumsum(sizes).tolist()]
        self.count = int(self._starts[-1])
        self.dated_count = sum(month.events for month in self.dated)
        self._links: dict[str, tuple[Numbers, Numbers]] = {}

    def column(self, name: str) -> NDArray[Any]:
        """One of ``months.WIDTHS`` of all events."""
        return np.frombuffer(b"".join(month.column(name) for month in self.held), _KINDS[name])

    @cached_property
    def rowids(self) -> Numbers:
        """Of the events."""
        return self.column("rowids").astype(np.int64)

    def links(self, kind: str) -> tuple[Numbers, Numbers]:
        """What events are tied to (``months.KINDS``), as pairs: place of the event, rowid of the other."""
        if kind not in self._links:  # a filter and the lanes may both ask
            self._links[kind] = self._read_links(kind)
        return self._links[kind]

    def _read_links(self, kind: str) -> tuple[Numbers, Numbers]:
        places, others = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for start, packed in zip(self._starts, months.links(self.connection, kind, self.held), strict=False):
            count = len(packed) // months.PAIR
            places.append(np.frombuffer(packed, "<i4", count) + np.int64(start))
            others.append(np.frombuffer(packed, "<i8", count, 4 * count))
        return np.concatenate(places), np.concatenate(others)

    def picked(self, filters: Mapping[str, Sequence[str]]) -> Mask:
        """Which events all of the filters ask for, of several values of one filter any.

        ``filters`` are those of ``event_filter``, each a list. Raises ExportError for a day that cannot be read.
        """
        found = np.ones(self.count, bool)
        for name, values in filters.items():
            found &= self._told(name, values)
        return found

    def _told(self, name: str, values: Sequence[str]) -> Mask:
        match name:
            case "type":
                types = [id for (id,) in self.connection.execute("select id from event_types order by id")]
                return np.isin(self.column("types"), [types.index(value) for value in values if value in types])
            case "status":
                known = [STATUSES.index(value) for value in values if value in STATUSES]
                return np.isin(self.column("statuses"), known)
            case "disputed":
                disputed = self._marked("DISPUTED")
                return ~disputed if values[0] in ("0", "no", "false") else disputed
            case "since":
                reach: Numbers = self.column("days").astype(np.int64) + self.column("lengths")
                return (reach >= self._day(name, values[0])) | self._marked("OPEN_END")
            case "until":
                return (self.column("days") <= self._day(name, values[0])) | self._marked("OPEN_START")
            case "id":
                return self._of_rows(self._asked("select rowid from events where id in ({0})", values))
            case "source":
                sql = "select rowid from sources where id in ({0}) or name collate nocase in ({0})"
                return self._tied(("source",), self._asked(sql, values))
            case "entity" | "place":
                kinds = ("who", "place", "object") if name == "entity" else ("at", "place")
                return self._tied(kinds, self._asked(f"select rowid from entities where id in ({NAMED})", values))
            case "q":
                return self._search(match(values[0]))
        raise KeyError(name)

    def _marked(self, mark: str) -> Mask:
        """Events with this mark. An open end reaches any distance, and an event without a date has neither end."""
        marked: Mask = self.column("marks") & MARKS[mark] > 0
        return marked

    def _day(self, name: str, text: str) -> int:
        """A day counted from 1970; of a year or a month its first or, as ``until``, its last."""
        day = bound(text, last=name == "until")
        (number,) = self.connection.execute("select cast(julianday(?) - 2440587.5 as integer)", (day,)).fetchone()
        return int(number)

    def _asked(self, sql: str, values: Sequence[str]) -> Numbers:
        """The rowids that a statement finds for these values."""
        marks = ", ".join(f"?{place}" for place in range(1, len(values) + 1))
        return np.array([rowid for (rowid,) in self.connection.execute(sql.format(marks), values)], np.int64)

    def _of_rows(self, rowids: Numbers) -> Mask:
        """The events with these rowids."""
        return _among(self.rowids, rowids)

    def _tied(self, kinds: Sequence[str], rowids: Numbers) -> Mask:
        """The events that are tied to one of these rows in one of these ways."""
        found = np.zeros(self.count, bool)
        for kind in kinds:
            places, others = self.links(kind)
            found[places[_among(others, rowids)]] = True
        return found

    def _search(self, words: str) -> Mask:
        """The events whose title, or one of whose sentences, has the words."""
        events, mentions = (self._having(table, words) for table in ("events", "mentions"))
        return self._of_rows(events) | self._tied(("mention",), mentions)

    def _having(self, table: str, words: str) -> Numbers:
        """The rows of a table that have the words; as one text, for a hundred thousand rows take four times as long."""
        name = fts_table(self.connection, table)
        if name is None:
            raise ExportError("this archive has no full-text index")
        sql = f"select group_concat(rowid) from {quoted(name)} where {quoted(name)} match ?"
        (told,) = self.connection.execute(sql, (words,)).fetchone()
        return np.array(json.loads(f"[{told or ''}]"), np.int64)
