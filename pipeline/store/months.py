"""The timeline's columns, kept a month at a time (``timeline_months``, ``timeline_links``).

To draw all events one needs of each its first day, its length, type, status and marks, and the row to ask for its
words; to filter them and sort them into lanes, what each is tied to. The store writes them when a run ends, for the
months in which something changed (triggers empty their rows), so that a large archive opens at once; a reader works out
for itself what is due. A month is the first seven characters of ``sort_date``; the events without a date are the month
``""``.
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

STATUSES = ("happened", "planned", "ongoing", "cancelled", "reported")
# Marks of an event, added up
MARKS = {"OPEN_START": 1, "OPEN_END": 2, "ABOUT": 4, "WITHIN": 8, "DISPUTED": 16}
# Of each event: day (since 1970), days that it lasts more, rowid; then a byte for type, status and marks each
WIDTHS = {"days": 4, "lengths": 4, "rowids": 8, "types": 1, "statuses": 1, "marks": 1}
UNDATED = -(2**31)  # instead of a day, where there is none

_WITHIN = "e.sort_date >= :month and e.sort_date <= :month || '~' and substr(e.sort_date, 1, 7) = :month"  # ~ is last
_ENTITIES = (
    "select distinct e.rowid, n.rowid from events e join event_entities x on x.event_id = e.id"
    " join entities n on n.id = x.entity_id where {{within}} and +x.role {}"
)

# Days are counted from 1970 (Julian day 2440587.5); ``2021-06-07/2021-06-09`` lasts three days, ``2021-06`` is some day
# of that month and drawn faded.
_EVENTS = """
select e.rowid as number,
  coalesce(cast(julianday(e.sort_date) - 2440587.5 as integer), {undated}) as day,
  coalesce(cast(julianday(e.end_date) - julianday(e.start_date) as integer), 0) as length, e.type, e.status,
  (e.start_date is null) * {OPEN_START} + (e.end_date is null) * {OPEN_END} + (e.edtf glob '*[~?%]*') * {ABOUT}
    + coalesce(e.start_date != e.end_date and instr(e.edtf, '/') = 0, 0) * {WITHIN} + (e.disputed != 0) * {DISPUTED}
from events e where {within} order by day, length, number
""".format(**MARKS, undated=UNDATED, within=_WITHIN)

# What events are tied to, each as pairs of rowids: of the event and of the other ("+": not by the index of roles)
_LINKS = {
    "mention": "select e.rowid, m.rowid from events e join mentions m on m.event_id = e.id where {within}",
    "source": "select distinct e.rowid, s.rowid from events e join mentions m on m.event_id = e.id"
    " join articles a on a.id = m.article_id join sources s on s.id = a.source_id where {within}",
    # The place that an event has, at most one; all that are told; who takes part; what it is about
    "at": "select e.rowid, n.rowid from events e join entities n on n.id = e.place_id where {within}",
    "place": _ENTITIES.format("= 'place'"),
    "who": _ENTITIES.format("in ('actor', 'counterpart', 'participant')"),
    "object": _ENTITIES.format("= 'object'"),
}
KINDS = tuple(_LINKS)
PAIR = 12  # bytes of a pair in what ``tied`` packs


@dataclass(frozen=True, slots=True)
class Month:
    """The events of a month in order: ``steps`` are the days from one to the next, ``packed`` is all of ``WIDTHS``."""

    month: str
    events: int
    steps: str  # "0,2,1": one less than there are events
    lengths: str  # "0,0,30,0"
    packed: bytes  # column after column, little endian

    def column(self, name: str) -> memoryview:
        """The bytes of one column."""
        at = 0
        for known, width in WIDTHS.items():
            if known == name:
                return memoryview(self.packed)[at * self.events : (at + width) * self.events]
            at += width
        raise KeyError(name)

    @property
    def first(self) -> int:
        """Its first event's day."""
        return int(struct.unpack_from("<i", self.packed)[0])

    @property
    def last(self) -> int:
        """Its last event's first day."""
        return int(struct.unpack_from("<i", self.packed, 4 * (self.events - 1))[0])


def read(conn: sqlite3.Connection) -> tuple[list[Month], list[Month]]:
    """All months that have events, in order of time; and those of the events without a date."""
    try:
        kept = conn.execute("SELECT month, events, steps, lengths, packed FROM timeline_months").fetchall()
    except sqlite3.OperationalError:  # an archive of before, where nothing may be written
        names = conn.execute("SELECT DISTINCT substr(sort_date, 1, 7) FROM events")
        kept = [(name, 0, "", "", None) for (name,) in names]
    due = [row[0] for row in kept if row[4] is None]
    found = [Month(*row) for row in kept if row[4] is not None] + made(conn, due)
    found.sort(key=lambda month: month.first)
    return [month for month in found if month.first != UNDATED], [month for month in found if month.first == UNDATED]


def links(conn: sqlite3.Connection, kind: str, held: Sequence[Month]) -> list[bytes]:
    """What the events of these months are tied to, a ``packed`` each: see ``tied``.

    ``kind`` is one of ``KINDS``. Ask in the transaction in which the months were read: positions are theirs.
    """
    sql = (
        "SELECT l.month, l.packed FROM timeline_links l JOIN timeline_months t ON t.month = l.month"
        " WHERE l.kind = ? AND t.packed IS NOT NULL"
    )
    try:
        kept = dict(conn.execute(sql, (kind,)).fetchall())
    except sqlite3.OperationalError:  # an archive of before, where nothing may be written
        kept = {}
    return [kept[month.month] if month.month in kept else tied(conn, kind, month) for month in held]


def tied(conn: sqlite3.Connection, kind: str, month: Month) -> bytes:
    """Places in the month (4 bytes each), then as many rowids of what stands there (8 bytes), in this order."""
    rowids = struct.unpack(f"<{month.events}q", month.column("rowids"))
    places = {rowid: place for place, rowid in enumerate(rowids)}
    found = conn.execute(_LINKS[kind].format(within=_WITHIN), {"month": month.month})
    pairs = sorted((places[event], other) for event, other in found)
    count = len(pairs)
    return struct.pack(f"<{count}i{count}q", *(place for place, _ in pairs), *(other for _, other in pairs))


def made(conn: sqlite3.Connection, names: Iterable[str]) -> list[Month]:
    """These months as the events say now; one that has none is left out."""
    types = {id: place for place, (id,) in enumerate(conn.execute("SELECT id FROM event_types ORDER BY id"))}
    statuses = {status: place for place, status in enumerate(STATUSES)}
    found = []
    for name in names:
        rows = conn.execute(_EVENTS, {"month": name}).fetchall()
        if not rows:
            continue
        rowids, days, lengths, kinds, states, marks = zip(*rows, strict=True)
        count = len(rows)
        steps = ",".join(str(day - before) for before, day in pairwise(days))
        packed = struct.pack(f"<{count}i{count}i{count}q", *days, *lengths, *rowids)
        packed += bytes(types.get(kind, 0) for kind in kinds) + bytes(statuses.get(state, 0) for state in states)
        found.append(Month(name, count, steps, ",".join(map(str, lengths)), packed + bytes(marks)))
    return found


def keep(conn: sqlite3.Connection) -> int:
    """Write what is due, inside the caller's transaction; how many months that were."""
    due = [name for (name,) in conn.execute("SELECT month FROM timeline_months WHERE packed IS NULL ORDER BY month")]
    for name in due:
        month = next(iter(made(conn, [name])), None)
        if month is None:
            conn.execute("DELETE FROM timeline_months WHERE month = ?", (name,))
            conn.execute("DELETE FROM timeline_links WHERE month = ?", (name,))
            continue
        conn.execute(
            "UPDATE timeline_months SET events = ?, steps = ?, lengths = ?, packed = ? WHERE month = ?",
            (month.events, month.steps, month.lengths, month.packed, name),
        )
        conn.executemany(
            "INSERT INTO timeline_links(kind, month, packed) VALUES (?, ?, ?)"
            " ON CONFLICT DO UPDATE SET packed = excluded.packed",
            [(kind, name, tied(conn, kind, month)) for kind in KINDS],
        )
    return len(due)
