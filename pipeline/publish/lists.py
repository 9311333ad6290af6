"""Lists that several pages show: events with their dates in words, counts by year."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.export.feed import web
from pipeline.export.words import reading

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


YEAR = "case when {0} like '-%' then -cast(substr({0}, 2, 4) as integer) else cast(substr({0}, 1, 4) as integer) end"


def by_year(
    connection: sqlite3.Connection, tables: str, where: str, *params: Any, day: str = "sort_date"
) -> dict[int, int]:
    """How many rows have each year."""
    year = YEAR.format(day)
    sql = f"select {year}, count(*) from {tables} where {where} and {day} != '' group by 1"
    return {int(row[0]): int(row[1]) for row in connection.execute(sql, params) if row[0] is not None}
