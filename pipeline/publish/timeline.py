"""The timeline's data: columns of small numbers for all events a filter asks for, and their words on demand.

First comes what a canvas needs to draw (``columns``: first day, length, type, status, marks; about 12 bytes an event
before compression), in order of time. Titles follow in blocks of 500 (``names``) once the reader is near enough to read
them. A block is named by its number, so both must come from the same reading: ``Reading`` keeps it.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pipeline.export.query import bound, event_filter
from pipeline.export.words import reading
from pipeline.publish.colours import GREY, shades
from pipeline.store import months
from pipeline.store.months import MARKS, STATUSES, WIDTHS, Month

Numbers = NDArray[np.int64]
BLOCK = 500
LANES = 14  # lanes by entity or place: the most frequent
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer: the body to send and the rows it stands for, in its order."""

    stamp: str
    body: bytes
    packed: bytes  # the same with gzip
    rowids: Numbers


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is sent of the events: numbers as JSON has them, and a byte each for type, status and marks."""

    steps: str
    lengths: str
    codes: tuple[bytes, bytes, bytes]
    rowids: Numbers
    undated: int


def read_columns(connection: sqlite3.Connection, filters: Mapping[str, Any], lanes: str, stamp: str) -> Reading:
    """The columns of all events that the filters ask for. ``lanes`` is ``type``, ``entity``, ``place`` or ``none``.

    Raises ExportError naming a filter that cannot be read.
    """
    where, params = event_filter(connection, filters)
    dated, undated = months.read(connection)
    if where == "1":
        found = _all(dated, undated)
    else:
        period = {name: filters[name] for name in ("since", "until") if filters.get(name)}
        others = event_filter(connection, {name: told for name, told in filters.items() if name not in period})
        found = _some(dated, undated, _rowids(connection, *others), _period(connection, period))
    types = connection.execute("select id, label from event_types order by id").fetchall()
    kinds, states, marks = found.codes
    head = {
        "stamp": stamp,
        "count": len(kinds),
        "undated": found.undated,
        "type": kinds.translate(_as_letters()).decode("ascii"),
        "status": states.translate(_as_digits()).decode("ascii"),
        "marks": marks.translate(_as_letters()).decode("ascii"),
        "types": _types(types),
        "statuses": STATUSES,
        "block": BLOCK,
        "lanes": _lanes(connection, found.rowids, lanes, where, params),
    }
    rest = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[1:]
    body = f'{{"start":[{found.steps}],"length":[{found.lengths}],{rest}'.encode()
    return Reading(stamp, body, gzip.compress(body, 1, mtime=0), found.rowids)


def _as_letters() -> bytes:
    """A table for ``bytes.translate``: each number as its letter."""
    return bytes(ord(LETTERS[number % len(LETTERS)]) for number in range(256))


def _as_digits() -> bytes:
    return bytes(ord("0") + number % 10 for number in range(256))


def _all(dated: Sequence[Month], undated: Sequence[Month]) -> _Columns:
    """Every event: the months' words one after the other."""
    before, steps = 0, []
    for month in dated:
        steps.append(f"{month.first - before},{month.steps}" if month.steps else str(month.first - before))
        before = month.last
    codes = tuple(b"".join(month.column(name) for month in dated) for name in ("types", "statuses", "marks"))
    rowids = _column(dated, "rowids")
    lengths = ",".join(month.lengths for month in dated)
    return _Columns(
        ",".join(steps), lengths, (codes[0], codes[1], codes[2]), rowids, sum(month.events for month in undated)
    )


_KINDS = {name: f"<i{width}" if width > 1 else "u1" for name, width in WIDTHS.items()}


def _column(dated: Sequence[Month], name: str) -> Numbers:
    """A column of all months."""
    parts = [np.frombuffer(month.column(name), _KINDS[name]) for month in dated]
    return np.concatenate(parts).astype(np.int64) if parts else np.zeros(0, np.int64)


def _rowids(connection: sqlite3.Connection, where: str, params: Mapping[str, Any]) -> Numbers | None:
    """The rows of the events that a condition picks; None for all of them."""
    if where == "1":
        return None
    rows = connection.execute(f"select e.rowid from events e where {where}", params).fetchall()
    return np.fromiter((number for (number,) in rows), np.int64, len(rows))


def _period(connection: sqlite3.Connection, told: Mapping[str, Any]) -> tuple[int | None, int | None]:
    """First and last day of a period, counted from 1970."""

    def day(name: str) -> int | None:
        value = told.get(name)
        if not value:
            return None
        text = bound(value if isinstance(value, str) else value[0], last=name == "until")
        (number,) = connection.execute("select cast(julianday(?) - 2440587.5 as integer)", (text,)).fetchone()
        return int(number)

    return day("since"), day("until")


def _some(
    dated: Sequence[Month], undated: Sequence[Month], rowids: Numbers | None, period: tuple[int | None, int | None]
) -> _Columns:
    """The events of these rows (None: of all) that overlap a period; an open end reaches any distance."""
    numbers, days, lengths, marks = (_column(dated, name) for name in ("rowids", "days", "lengths", "marks"))
    picked = np.ones(len(numbers), bool)
    without = _column(undated, "rowids")
    if rowids is not None:
        asked = np.zeros(max(numbers.max(initial=0), without.max(initial=0), rowids.max(initial=0)) + 1, bool)
        asked[rowids] = True
        picked, without = asked[numbers], without[asked[without]]
    since, until = period
    if since is not None:
        picked &= (days + lengths >= since) | (marks & MARKS["OPEN_END"] > 0)
    if until is not None:
        picked &= (days <= until) | (marks & MARKS["OPEN_START"] > 0)
    codes = tuple(_column(dated, name)[picked].astype(np.uint8).tobytes() for name in ("types", "statuses", "marks"))
    steps = _written(np.diff(days[picked], prepend=0))
    columns = (codes[0], codes[1], codes[2])
    return _Columns(steps, _written(lengths[picked]), columns, numbers[picked], len(without))


def _written(numbers: Numbers) -> str:
    return ",".join(map(str, numbers.tolist()))


def _types(types: list[tuple[str, str]]) -> list[dict[str, str]]:
    colours = shades()
    return [
        {"id": id, "code": LETTERS[place % len(LETTERS)], "label": label, "light": light, "dark": dark}
        for place, (id, label) in enumerate(types)
        for light, dark in [colours.get(id, GREY)]
    ]


_WHO = "('actor', 'counterpart', 'participant')"
# Those that lanes may be of, most frequent first; with no filter from the counts that entities keep, which is no work
_BEST = {
    "place": "select e.place_id from events e where e.place_id is not null and {} group by 1 order by count(*) desc, 1",
    "entity": "select x.entity_id from events e join event_entities x on x.event_id = e.id"
    f" where x.role in {_WHO} and {{}} group by 1 order by count(*) desc, 1",
}
_BEST_OF_ALL = f"""
select id from (select id from entities where events_count > 0 order by events_count desc, id limit {LANES * 3})
order by (select count(distinct event_id) from event_entities where entity_id = id and role in {_WHO}) desc, id
"""
_MEMBERS = {
    "place": "select e.rowid from events e where e.place_id = :lane and {}",
    "entity": "select e.rowid from events e where e.id in"
    f" (select event_id from event_entities where entity_id = :lane and role in {_WHO}) and {{}}",
}


def _lanes(
    connection: sqlite3.Connection, rowids: Numbers, lanes: str, where: str, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Lanes by place or entity, the longest first: label, id and the positions of their events, as distances."""
    if lanes not in _BEST or not len(rowids):
        return []
    positions = np.full(rowids.max() + 1, -1, np.int64)
    positions[rowids] = np.arange(len(rowids))
    whole = lanes == "entity" and where == "1"
    best = f"{_BEST_OF_ALL if whole else _BEST[lanes].format(where)} limit {LANES}"
    found = []
    for (id,) in connection.execute(best, params).fetchall():
        members = connection.execute(_MEMBERS[lanes].format(where), {**params, "lane": id}).fetchall()
        numbers = np.fromiter((number for (number,) in members), np.int64, len(members))
        placed = positions[numbers[numbers < len(positions)]]
        placed = np.sort(placed[placed >= 0])
        name = connection.execute("select name from entities where id = ?", (id,)).fetchone()
        if len(placed):
            distances = np.diff(placed, prepend=0).tolist()
            found.append({"id": id, "label": name[0] if name else id, "members": distances})
    return sorted(found, key=lambda lane: -len(lane["members"]))


def names(connection: sqlite3.Connection, kept: Reading, block: int) -> list[list[Any]]:
    """Id, title, date in words, place, and how many articles, for each event of a block, in its order."""
    wanted = kept.rowids[block * BLOCK : (block + 1) * BLOCK].tolist()
    marks = ", ".join("?" * len(wanted))
    rows = {
        rowid: [id, title, reading(start, end, edtf), place or "", articles]
        for rowid, id, title, start, end, edtf, place, articles in connection.execute(
            "select e.rowid, e.id, e.title, e.start_date, e.end_date, e.edtf, p.name, e.articles_count"
            f" from events e left join entities p on p.id = e.place_id where e.rowid in ({marks})",
            wanted,
        )
    }
    return [rows.get(rowid, ["", "", "", "", 0]) for rowid in wanted]
