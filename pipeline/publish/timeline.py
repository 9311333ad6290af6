"""The timeline's data: columns of small numbers for all events a filter asks for, and their words on demand.

First comes what a canvas needs to draw (``columns``: first day, length, type, status, marks; about 12 bytes an event
before compression), in order of time. Titles follow in blocks of 500 (``names``) once the reader is near enough to read
them. A block is named by its number, so both must come from the same reading: ``Reading`` keeps it.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.export.query import event_filter
from pipeline.export.words import reading
from pipeline.publish.colours import GREY, shades

BLOCK = 500
LANES = 14  # lanes by entity or place: the most frequent
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
STATUSES = ("happened", "planned", "ongoing", "cancelled", "reported")
# Marks of an event, added up
MARKS = {"OPEN_START": 1, "OPEN_END": 2, "ABOUT": 4, "WITHIN": 8, "DISPUTED": 16}


# All in SQL, where a million rows take seconds and not half a minute. Days are counted from 1970 (Julian day
# 2440587.5); ``2021-06-07/2021-06-09`` lasts three days, ``2021-06`` is some day of that month and drawn faded.
_COLUMNS = """
with picked as (
  select e.rowid as number, cast(julianday(coalesce(e.start_date, e.end_date)) - 2440587.5 as integer) as day,
    coalesce(cast(julianday(e.end_date) - julianday(e.start_date) as integer), 0) as length,
    case e.type {types} else 'a' end as type, case e.status {statuses} else '0' end as status,
    substr(:letters, 1 + (e.start_date is null) * {OPEN_START} + (e.end_date is null) * {OPEN_END}
      + (e.edtf glob '*[~?%]*') * {ABOUT}
      + coalesce(e.start_date != e.end_date and instr(e.edtf, '/') = 0, 0) * {WITHIN}
      + (e.disputed != 0) * {DISPUTED}, 1) as marks
  from events e where {where}
), ordered as (
  select *, day - lag(day, 1, 0) over (order by day, length, number) as step from picked where day is not null
  order by day, length, number
)
select count(*), coalesce(group_concat(step), ''), coalesce(group_concat(length), ''),
  coalesce(group_concat(type, ''), ''), coalesce(group_concat(status, ''), ''), coalesce(group_concat(marks, ''), ''),
  coalesce(group_concat(number), ''), (select count(*) from picked where day is null)
from ordered
"""


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer: the body to send and the rows it stands for, in its order."""

    stamp: str
    body: bytes
    packed: bytes  # the same with gzip
    rowids: array[int]


def read_columns(connection: sqlite3.Connection, filters: Mapping[str, Any], lanes: str, stamp: str) -> Reading:
    """The columns of all events that the filters ask for. ``lanes`` is ``type``, ``entity``, ``place`` or ``none``.

    Raises ExportError naming a filter that cannot be read.
    """
    where, params = event_filter(connection, filters)
    types = connection.execute("select id, label from event_types order by id").fetchall()
    codes = {id: LETTERS[n % len(LETTERS)] for n, (id, _) in enumerate(types)}
    named = {f"kind{n}": id for n, id in enumerate(codes)} | {f"state{n}": status for n, status in enumerate(STATUSES)}
    sql = _COLUMNS.format(
        where=where,
        types=" ".join(f"when :kind{n} then '{code}'" for n, code in enumerate(codes.values())) or "when '' then 'a'",
        statuses=" ".join(f"when :state{n} then '{n}'" for n in range(len(STATUSES))),
        **MARKS,
    )
    row = connection.execute(sql, {**params, **named, "letters": LETTERS}).fetchone()
    count, steps, lengths, kinds, states, marks, numbers, undated = row
    rowids = array("q", map(int, numbers.split(","))) if numbers else array("q")
    head = {
        "stamp": stamp,
        "count": count,
        "undated": undated,
        "type": kinds,
        "status": states,
        "marks": marks,
        "types": _types(types, codes),
        "statuses": STATUSES,
        "block": BLOCK,
        "lanes": _lanes(connection, rowids, lanes, where, params),
    }
    rest = json.dumps(head, ensure_ascii=False, separators=(",", ":"))[1:]
    body = f'{{"start":[{steps}],"length":[{lengths}],{rest}'.encode()
    return Reading(stamp, body, gzip.compress(body, 1, mtime=0), rowids)


def _deltas(numbers: list[int]) -> list[int]:
    """The first number, then each one's distance from the one before."""
    return [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]


def _types(types: list[tuple[str, str]], codes: Mapping[str, str]) -> list[dict[str, str]]:
    colours = shades()
    return [
        {"id": id, "code": codes[id], "label": label, "light": light, "dark": dark}
        for id, label in types
        for light, dark in [colours.get(id, GREY)]
    ]


_WHO = "('actor', 'counterpart', 'participant')"
# Those that lanes may be of, most frequent first; with no filter from the counts that entities keep, which is no work
_BEST = {
    "place": "select e.place_id from events e where e.place_id is not null and {} group by 1 order by count(*) desc, 1",
    "entity": "select x.entity_id from events e join event_entities x on x.event_id = e.id"
    f" where x.role in {_WHO} and {{}} group by 1 order by count(*) desc, 1",
}
_BEST_OF_ALL = "select id from entities where events_count > 0 order by events_count desc, id"
_MEMBERS = {
    "place": "select e.rowid from events e where e.place_id = :lane and {}",
    "entity": "select e.rowid from events e where e.id in"
    f" (select event_id from event_entities where entity_id = :lane and role in {_WHO}) and {{}}",
}


def _lanes(
    connection: sqlite3.Connection, rowids: array[int], lanes: str, where: str, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Lanes by place or entity, the longest first: label, id and the positions of their events, as distances."""
    if lanes not in _BEST or not rowids:
        return []
    positions = {number: n for n, number in enumerate(rowids)}
    whole = lanes == "entity" and where == "1"
    best = f"{_BEST_OF_ALL if whole else _BEST[lanes].format(where)} limit {LANES * 3 if whole else LANES}"
    found = []
    for (id,) in connection.execute(best, params).fetchall():
        members = connection.execute(_MEMBERS[lanes].format(where), {**params, "lane": id})
        placed = sorted(positions[number] for (number,) in members if number in positions)
        name = connection.execute("select name from entities where id = ?", (id,)).fetchone()
        if placed:
            found.append({"id": id, "label": name[0] if name else id, "members": _deltas(placed)})
    return sorted(found, key=lambda lane: -len(lane["members"]))[:LANES]


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
