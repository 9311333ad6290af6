"""The timeline's data: columns of small numbers for all events a filter asks for, and their words on demand.

First comes what a canvas needs to draw (``columns``: first day, length, type, status, marks; about 12 bytes an event
before compression), in order of time. Titles follow in blocks of 500 (``names``) once the reader is near enough to read
them. A block is named by its number, so both must come from the same reading: ``Reading`` keeps it.
"""

from __future__ import annotations

import json
import sqlite3
import time
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.export.query import event_filter
from pipeline.export.words import parse_day, reading
from pipeline.publish.colours import GREY, shades

BLOCK = 500
LANES = 14  # lanes by entity or place: the most frequent
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
STATUSES = ("happened", "planned", "ongoing", "cancelled", "reported")
# Marks of an event, added up
OPEN_START, OPEN_END, ABOUT, WITHIN, DISPUTED = 1, 2, 4, 8, 16


def day_number(iso: str) -> int:
    """Days since 1970-01-01 in the proleptic Gregorian calendar, any year (Howard Hinnant, days_from_civil)."""
    year, month, day = parse_day(iso)
    year -= month <= 2
    era = year // 400
    of_era = year - era * 400
    of_year = (153 * (month + (-3 if month > 2 else 9)) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468


def marks_of(start: str | None, end: str | None, edtf: str, disputed: int) -> int:
    """What the drawing must show of a date: open ends, "about", and a day somewhere within the interval.

    ``2021-06-07/2021-06-09`` lasts three days; ``2021-06`` is some day of that month, and so is drawn faded.
    """
    marks = (OPEN_START if start is None else 0) | (OPEN_END if end is None else 0)
    if "~" in edtf or "?" in edtf or "%" in edtf:
        marks |= ABOUT
    if start is not None and end is not None and start != end and "/" not in edtf:
        marks |= WITHIN
    return marks | (DISPUTED if disputed else 0)


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer: the body to send and the rows it stands for, in its order."""

    stamp: str
    body: bytes
    rowids: array[int]
    fresh_until: float = 0.0  # on time.monotonic's clock


def read_columns(connection: sqlite3.Connection, filters: Mapping[str, Any], lanes: str, stamp: str) -> Reading:
    """The columns of all events that the filters ask for. ``lanes`` is ``type``, ``entity``, ``place`` or ``none``.

    Raises ExportError naming a filter that cannot be read.
    """
    began = time.monotonic()
    where, params = event_filter(connection, filters)
    types = [row[0] for row in connection.execute("select id from event_types order by id")]
    codes = {type_: LETTERS[n % len(LETTERS)] for n, type_ in enumerate(types)}
    statuses = {status: str(n) for n, status in enumerate(STATUSES)}
    days: dict[str | None, int] = {}
    found: list[tuple[int, int, str, str, int, int, str | None]] = []
    select = "select e.rowid, e.start_date, e.end_date, e.edtf, e.type, e.status, e.disputed, e.place_id"
    undated = 0
    for rowid, start, end, edtf, type_, status, disputed, place in connection.execute(
        f"{select} from events e where {where}", params
    ):
        try:
            first = days[start] if start in days else days.setdefault(start, _day(start))
            last = days[end] if end in days else days.setdefault(end, _day(end))
        except ValueError:
            undated += 1
            continue
        if start is None and end is None:
            undated += 1
            continue
        marks = marks_of(start, end, edtf, disputed)
        first, last = (last, last) if start is None else (first, first) if end is None else (first, last)
        found.append((first, last - first, codes.get(type_, "a"), statuses.get(status, "0"), marks, rowid, place))
    found.sort(key=lambda event: (event[0], event[1], event[5]))
    answer = {
        "stamp": stamp,
        "count": len(found),
        "undated": undated,
        "start": _deltas([event[0] for event in found]),
        "length": [event[1] for event in found],
        "type": "".join(event[2] for event in found),
        "status": "".join(event[3] for event in found),
        "marks": "".join(LETTERS[event[4]] for event in found),
        "types": _types(connection, codes),
        "statuses": STATUSES,
        "block": BLOCK,
        "lanes": _lanes(connection, found, lanes, where, params),
    }
    body = json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Reading(stamp, body, array("q", (event[5] for event in found)), patience(began))


def patience(began: float) -> float:
    """How long an answer is good though the archive changes: ten times what it cost, so that ingest beside a
    large archive does not keep the server reading for nothing."""
    now = time.monotonic()
    return now + (now - began) * 10


def _day(iso: str | None) -> int:
    return 0 if iso is None else day_number(iso)


def _deltas(numbers: list[int]) -> list[int]:
    """The first number, then each one's distance from the one before."""
    return [number - before for number, before in zip(numbers, [0, *numbers], strict=False)]


def _types(connection: sqlite3.Connection, codes: Mapping[str, str]) -> list[dict[str, str]]:
    colours = shades()
    return [
        {"id": type_, "code": codes[type_], "label": label, "light": light, "dark": dark}
        for type_, label in connection.execute("select id, label from event_types order by id")
        for light, dark in [colours.get(type_, GREY)]
    ]


def _lanes(
    connection: sqlite3.Connection, found: list[Any], lanes: str, where: str, params: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Lanes by place or entity: label, id and the positions of their events, as distances."""
    if lanes not in ("place", "entity"):
        return []
    positions = {event[5]: n for n, event in enumerate(found)}
    members: dict[str, list[int]] = {}
    if lanes == "place":
        for n, event in enumerate(found):
            if event[6]:
                members.setdefault(event[6], []).append(n)
    else:
        top = connection.execute(
            f"select x.entity_id from events e join event_entities x on x.event_id = e.id where {where}"
            f" and x.role in ('actor', 'counterpart', 'participant') group by 1 order by count(*) desc limit {LANES}",
            params,
        ).fetchall()
        for (entity,) in top:
            rowids = connection.execute(
                f"select distinct e.rowid from event_entities x join events e on e.id = x.event_id"
                f" where x.entity_id = :lane and {where}",
                {**params, "lane": entity},
            )
            members[entity] = sorted(positions[rowid] for (rowid,) in rowids if rowid in positions)
    best = sorted(members, key=lambda id: (-len(members[id]), id))[:LANES]
    marks = ", ".join("?" * len(best))
    names = dict(connection.execute(f"select id, name from entities where id in ({marks})", best))
    return [{"id": id, "label": names.get(id, id), "members": _deltas(members[id])} for id in best]


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


class Readings:
    """The last few readings, so that paging through names does not read a million rows again."""

    def __init__(self, most: int = 8) -> None:
        self.most = most
        self.kept: dict[str, Reading] = {}

    def get(self, key: str, stamp: str) -> Reading | None:
        """The reading of this key, if it is of this state of the archive or fresh enough."""
        found = self.kept.get(key)
        return found if found is not None and (found.stamp == stamp or time.monotonic() < found.fresh_until) else None

    def of(self, key: str, stamp: str) -> Reading | None:
        """The reading that was given out under this stamp, however old."""
        found = self.kept.get(key)
        return found if found is not None and found.stamp == stamp else None

    def put(self, key: str, one: Reading) -> Reading:
        """Keep it, and forget the oldest."""
        self.kept.pop(key, None)
        self.kept[key] = one
        while len(self.kept) > self.most:
            del self.kept[next(iter(self.kept))]
        return one
