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

from pipeline.export.query import given
from pipeline.export.words import reading
from pipeline.publish.colours import GREY, shades
from pipeline.publish.columns import Columns, Numbers, one_state
from pipeline.store.months import STATUSES, Month

BLOCK = 500
LANES = 14  # lanes by entity or place: the most frequent
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
DIGITS = "0123456789"


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer: the body to send and the rows it stands for, in its order."""

    stamp: str
    body: bytes
    packed: bytes  # the same with gzip
    rowids: Numbers


def read_columns(connection: sqlite3.Connection, filters: Mapping[str, Any], lanes: str, stamp: str) -> Reading:
    """The columns of all events that the filters ask for. ``lanes`` is ``type``, ``entity``, ``place`` or ``none``.

    Raises ExportError naming a filter that cannot be read.
    """
    asked = given(filters)
    with one_state(connection):
        columns = Columns(connection)
        picked = columns.picked(asked)
        places = np.flatnonzero(picked[: columns.dated_count])
        steps, lengths = _some(columns, places) if asked else _all(columns.dated)
        head = {
            "stamp": stamp,
            "count": len(places),
            "undated": int(np.count_nonzero(picked[columns.dated_count :])),
            "type": _codes(columns, "types", places, LETTERS),
            "status": _codes(columns, "statuses", places, DIGITS),
            "marks": _codes(columns, "marks", places, LETTERS),
            "types": _types(connection.execute("select id, label from event_types order by id").fetchall()),
            "statuses": STATUSES,
            "block": BLOCK,
        }
        bands = ",".join(_lanes(connection, columns, places, lanes))
    rest = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[1:]
    body = f'{{"start":[{steps}],"length":[{lengths}],"lanes":[{bands}],{rest}'.encode()
    return Reading(stamp, body, gzip.compress(body, 1, mtime=0), columns.rowids[places])


def _codes(columns: Columns, name: str, places: Numbers, letters: str) -> str:
    """A column of small numbers as a letter each."""
    table = bytes(ord(letters[number % len(letters)]) for number in range(256))
    return columns.column(name)[places].tobytes().translate(table).decode("ascii")


def _all(dated: Sequence[Month]) -> tuple[str, str]:
    """Distances and lengths of every event: the months' words one after the other."""
    before, steps = 0, []
    for month in dated:
        steps.append(f"{month.first - before},{month.steps}" if month.steps else str(month.first - before))
        before = month.last
    return ",".join(steps), ",".join(month.lengths for month in dated)


def _some(columns: Columns, places: Numbers) -> tuple[str, str]:
    """Distances and lengths of the events at these places."""
    days = columns.column("days")[places]
    return written(np.diff(days, prepend=0)), written(columns.column("lengths")[places])


def written(numbers: Numbers) -> str:
    """``"3,-1,20"``: whole numbers as JSON has them, a digit of all at a time (several times as fast as ``json``)."""
    if not len(numbers):
        return ""
    negative, left = numbers < 0, np.abs(numbers)
    widths = np.where(negative, 2, 1) + sum((left >= 10**n).astype(np.int64) for n in range(1, len(str(left.max()))))
    ends = np.cumsum(widths + 1)  # a comma after each
    text = np.full(ends[-1], ord(","), np.uint8)
    text[ends[negative] - 1 - widths[negative]] = ord("-")
    at = ends - 2
    while len(left):
        text[at] = left % 10 + ord("0")
        more = left >= 10
        at, left = at[more] - 1, left[more] // 10
    return text[:-1].tobytes().decode("ascii")


def _types(types: list[tuple[str, str]]) -> list[dict[str, str]]:
    colours = shades()
    return [
        {"id": id, "code": LETTERS[place % len(LETTERS)], "label": label, "light": light, "dark": dark}
        for place, (id, label) in enumerate(types)
        for light, dark in [colours.get(id, GREY)]
    ]


# What lanes are of: the place that an event has, or those who take part
_LANES = {"place": "at", "entity": "who"}
_NAMES = "select rowid, id, name from entities where rowid in (select value from json_each(?))"


def _lanes(connection: sqlite3.Connection, columns: Columns, places: Numbers, lanes: str) -> list[str]:
    """Lanes by place or entity, the longest first, in JSON: id, label and the positions of their events, as distances.

    ``places`` are those of the events that are sent; an event's position is its number among them.
    """
    if lanes not in _LANES or not len(places):
        return []
    positions = np.full(columns.count, -1)
    positions[places] = np.arange(len(places))
    at, entities = columns.links(_LANES[lanes])
    at = positions[at]
    counts = np.bincount(entities[at >= 0], minlength=entities.max(initial=0) + 1)
    least = max(1, np.sort(counts)[-LANES:].min())  # among equals at the end the id decides
    rows = connection.execute(_NAMES, (json.dumps(np.flatnonzero(counts >= least).tolist()),)).fetchall()
    longest = sorted(rows, key=lambda row: (-counts[row[0]], row[1]))[:LANES]
    lane_of = np.full(len(counts), LANES, np.uint8)
    lane_of[[rowid for rowid, _, _ in longest]] = range(len(longest))
    kept = (at >= 0) & (lane_of[entities] < LANES)
    at, lane = at[kept], lane_of[entities[kept]]
    return [
        f'{{"id":{json.dumps(id)},"label":{json.dumps(name)},"members":[{written(np.diff(at[lane == n], prepend=0))}]}}'
        for n, (_, id, name) in enumerate(longest)
    ]


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
