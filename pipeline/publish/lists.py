"""Lists that several pages show: events with their dates in words, counts by year."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.export.feed import web
from pipeline.export.query import ExportError, bound
from pipeline.export.words import reading
from pipeline.store.months import Month

Context = dict[str, Any]


class NoSuchPage(LookupError):
    """Nothing of this id; ``moved`` says where it went, as (kind, id)."""

    def __init__(self, what: str, moved: tuple[str, str] | None = None) -> None:
        super().__init__(what)
        self.moved = moved


@dataclass(frozen=True, slots=True)
class Line:
    """An event in a list."""

    id: str
    title: str
    when: str
    type: str
    type_label: str
    status: str
    disputed: bool
    place: str | None
    articles: int


LINE_SQL = """
select e.id, e.title, e.start_date, e.end_date, e.edtf, e.type, coalesce(t.label, e.type), e.status, e.disputed,
       p.name, e.articles_count
from events e left join event_types t on t.id = e.type left join entities p on p.id = e.place_id
"""


def lines(connection: sqlite3.Connection, tail: str, params: Mapping[str, Any] | tuple[Any, ...] = ()) -> list[Line]:
    """Events of ``LINE_SQL`` with a tail of where, order and limit."""
    return [
        Line(id, title, reading(start, end, edtf), type_, label, status, bool(disputed), place, articles)
        for id, title, start, end, edtf, type_, label, status, disputed, place, articles in connection.execute(
            LINE_SQL + tail, params
        )
    ]


def told(edtf: str | None) -> str:
    """An article's date in words; its bounds are the EDTF's own."""
    if not edtf:
        return "date unknown"
    first, _, last = edtf.strip("~?%").partition("/")
    try:
        return reading(bound(first, last=False), bound(last or first, last=True), edtf)
    except ExportError:
        return edtf


def rows(connection: sqlite3.Connection, sql: str, *params: Any) -> list[Context]:
    """Rows as dicts; anything called ``url`` is safe to link or None."""
    cursor = connection.execute(sql, params)
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    for row in found:
        if "url" in row:
            row["link"] = web(row["url"])
    return found


def one(connection: sqlite3.Connection, sql: str, *params: Any) -> Context | None:
    """The first row, or None."""
    return next(iter(rows(connection, sql, *params)), None)


def by_year(
    connection: sqlite3.Connection, tables: str, where: str, *params: Any, day: str = "sort_date"
) -> dict[int, int]:
    """How many rows have each year."""
    sql = f"select substr({day}, 1, 5), count(*) from {tables} where {where} and {day} != '' group by 1"
    return _years(connection.execute(sql, params))


def events_by_year(dated: Iterable[Month]) -> dict[int, int]:
    """How many events begin in each year."""
    years: Counter[int] = Counter()
    for month in dated:
        years[int(month.month[: 5 if month.month.startswith("-") else 4])] += month.events
    return dict(years)


def _years(found: Iterable[tuple[str, int]]) -> dict[int, int]:
    """Beginnings of dates (``2021-``, ``2021``, ``-0043``) with counts, as years with counts."""
    return {int(text[:5] if text.startswith("-") else text[:4]): int(count) for text, count in found}
