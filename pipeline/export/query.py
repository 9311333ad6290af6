"""What to take out: a table, a view, one SELECT, or the events that filters ask for. Read-only, always.

A ``Query`` is SQL with its parameters; ``rows`` runs it on a connection that cannot write and cannot open other
files, so SQL that a person typed is safe to run.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

BATCH = 1_000
FILTERS = ("id", "entity", "place", "type", "status", "source", "since", "until", "disputed", "q")
Value = str | int | float | bytes | None
Row = tuple[Any, ...]

_DENIED = {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_PRAGMA}


class ExportError(ValueError):
    """No such table, a filter that cannot be read, SQL that does not run: the message names it."""


@dataclass(frozen=True, slots=True)
class Query:
    """One SELECT with its parameters. ``events`` says that each row is an event, by its ``id``."""

    sql: str
    params: Mapping[str, Value] = field(default_factory=dict)
    events: bool = False


def connect(db: Path) -> sqlite3.Connection:
    """A read-only connection, also to a file in a folder where nothing may be written.

    Raises ExportError naming the file where it is missing or no SQLite database.
    """
    if not db.is_file():
        raise ExportError(f"{db}: no such file")
    name = quote(str(db.resolve()))
    for mode in ("mode=ro", "immutable=1"):  # a WAL database in a read-only folder opens only as immutable
        try:
            connection = sqlite3.connect(f"file:{name}?{mode}", uri=True, check_same_thread=False)
            connection.execute("select name from sqlite_master limit 1").fetchall()
            return connection
        except sqlite3.OperationalError as error:
            problem = error
            if db.with_name(db.name + "-wal").exists():
                break  # what the log holds would be missing from an immutable reading
        except sqlite3.DatabaseError as error:
            raise ExportError(f"{db}: {error}") from None
    raise ExportError(f"{db}: {problem}")


def reading_only(connection: sqlite3.Connection) -> None:
    """Keep SQL that someone typed to this file: no ATTACH, no PRAGMA (full-text search asks for one, data_version).

    Writing is out of the question already: the file is open read-only.
    """

    def decide(action: int, argument: str | None, *_: str | None) -> int:
        return sqlite3.SQLITE_DENY if action in _DENIED and argument != "data_version" else sqlite3.SQLITE_OK

    connection.set_authorizer(decide)


def tables(connection: sqlite3.Connection) -> dict[str, str]:
    """Names of tables and views with their kind, internals of SQLite and of its full-text index left out."""
    found = connection.execute(
        "select name, type, sql from sqlite_master"
        " where type in ('table', 'view') and name not like 'sqlite\\_%' escape '\\'"
    ).fetchall()
    virtual = [name for name, _, sql in found if re.match(r"(?is)\s*create\s+virtual", sql or "")]
    shadows = {f"{name}_{part}" for name in virtual for part in ("data", "idx", "docsize", "content", "config")}
    return {name: kind for name, kind, _ in found if name not in shadows and name not in virtual}


def quoted(name: str) -> str:
    """An SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def table_query(connection: sqlite3.Connection, name: str) -> Query:
    """All of a table or view. Raises ExportError with the names there are, where there is none of this name."""
    known = tables(connection)
    if name not in known:
        raise ExportError(f"{name}: no such table or view; there are {', '.join(sorted(known))}")
    return Query(f"select * from {quoted(name)}")


def events_query(connection: sqlite3.Connection, filters: Mapping[str, Any] | None = None) -> Query:
    """The events that the filters ask for, in order of time, with place, actors and addresses spelled out."""
    where, params = event_filter(connection, filters or {})
    sql = (
        "select e.*, (select name from entities where id = e.place_id) as place,"
        " (select group_concat(distinct coalesce(a.url, a.id)) from mentions m join articles a on a.id = m.article_id"
        "   where m.event_id = e.id) as articles"
        f" from events e where {where} order by e.sort_date, e.id"
    )
    return Query(sql, params, events=True)


def given(filters: Mapping[str, Any]) -> dict[str, list[str]]:
    """The filters that ask for something, each with its values. Raises ExportError naming one that is unknown."""
    unknown = sorted(set(filters) - set(FILTERS))
    if unknown:
        raise ExportError(f"unknown filter {', '.join(unknown)}; there are {', '.join(FILTERS)}")
    return {name: values for name in FILTERS if (values := _values(filters.get(name)))}


def event_filter(connection: sqlite3.Connection, filters: Mapping[str, Any]) -> tuple[str, dict[str, Value]]:
    """A condition on ``events e`` and its parameters. Several values of one filter mean any of them.

    ``since`` and ``until`` mean overlap with the event's interval; a year or month stands for its first or last day.
    Raises ExportError naming a filter that is unknown or a day that cannot be read.
    """
    conditions: list[str] = []
    params: dict[str, Value] = {}

    def bind(key: str, value: Value) -> str:
        params[key] = value
        return f":{key}"

    for name, values in given(filters).items():
        if name in ("since", "until"):
            day = bound(values[0], last=name == "until")
            column, sign = ("e.end_date", ">=") if name == "since" else ("e.start_date", "<=")
            conditions.append(f"({column} is null or {_compare(column, sign, bind(name, day), day)})")
        elif name == "q":
            conditions.append(_search(connection, bind("q", match(values[0]))))
        elif name == "disputed":
            conditions.append("e.disputed" if values[0] not in ("0", "no", "false") else "not e.disputed")
        else:
            marks = ", ".join(bind(f"{name}{n}", value) for n, value in enumerate(values))
            conditions.append(_CONDITIONS[name].format(marks))
    return " and ".join(conditions) or "1", params


# Ids of the entities that an id or a name, in any spelling known, stands for
NAMED = (
    "select id from entities where id in ({0}) or name collate nocase in ({0})"
    " union select entity_id from entity_names where name collate nocase in ({0})"
)
_CONDITIONS = {
    "id": "e.id in ({0})",
    "type": "e.type in ({0})",
    "status": "e.status in ({0})",
    "entity": f"e.id in (select event_id from event_entities where entity_id in ({NAMED}))",
    # As rows of a union: with "or" SQLite looks at every event
    "place": f"e.rowid in (select rowid from events where place_id in ({NAMED})"
    " union select p.rowid from event_entities x join events p on p.id = x.event_id"
    f" where +x.role = 'place' and x.entity_id in ({NAMED}))",
    "source": "e.id in (select m.event_id from mentions m join articles a on a.id = m.article_id"
    " where a.source_id in (select id from sources where id in ({0}) or name collate nocase in ({0})))",
}


def _values(value: Any) -> list[str]:
    """One value, several, or none."""
    if value is None:
        return []
    many = value if isinstance(value, (list, tuple, set, frozenset)) else [value]
    return [str(one) for one in many if one is not None and str(one) != ""]


def bound(text: str, *, last: bool) -> str:
    """``"2021"`` -> ``"2021-01-01"`` or, as the last day, ``"2021-12-31"``; months likewise; a day is itself."""
    found = re.fullmatch(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?", text.strip())
    if found is None:
        raise ExportError(f"{text}: not a day; write 2024, 2024-10 or 2024-10-21")
    year, month, day = int(found[1]), int(found[2] or (12 if last else 1)), found[3]
    if not 1 <= month <= 12:
        raise ExportError(f"{text}: there is no month {month}")
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    length = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]
    number = int(day or (length if last else 1))
    if not 1 <= number <= length:
        raise ExportError(f"{text}: that month has no day {number}")
    return f"{found[1]}-{month:02}-{number:02}"


def _compare(column: str, sign: str, mark: str, day: str) -> str:
    """Days as strings compare in time, but for years before Christ."""
    if not day.startswith("-"):
        return f"{column} {sign} {mark}"
    number = "-cast(substr({0}, 2, 4) as integer) * 10000 + cast(replace(substr({0}, 7), '-', '') as integer)"
    before = f"({column} like '-%' and {number.format(column)} {sign} {number.format(mark)})"
    return before if sign == "<=" else f"({column} not like '-%' or {before})"


def match(text: str) -> str:
    """A person's words as an FTS5 query: each word a string, the last one a prefix; quotes keep phrases together."""
    parts = re.findall(r'"([^"]+)"|(\S+)', text)
    phrases = [(phrase or word).replace('"', "") for phrase, word in parts]
    phrases = [phrase for phrase in phrases if re.search(r"\w", phrase)]
    if not phrases:
        return '""'
    prefix = "" if text.rstrip().endswith('"') else "*"
    return " ".join(f'"{phrase}"' for phrase in phrases) + prefix


def fts_table(connection: sqlite3.Connection, table: str) -> str | None:
    """The full-text table over ``table``, if there is one."""
    pattern = re.compile(rf"content\s*=\s*[\"'\[]*{re.escape(table)}\b", re.IGNORECASE)
    for name, sql in connection.execute("select name, sql from sqlite_master where sql like 'create virtual%fts5%'"):
        if pattern.search(sql):
            return str(name)
    return None


def _search(connection: sqlite3.Connection, mark: str) -> str:
    """Events whose title, or one of whose sentences, has the words."""
    found = []
    if events := fts_table(connection, "events"):
        found.append(f"e.rowid in (select rowid from {quoted(events)} where {quoted(events)} match {mark})")
    if mentions := fts_table(connection, "mentions"):
        found.append(
            "e.id in (select event_id from mentions where rowid in"
            f" (select rowid from {quoted(mentions)} where {quoted(mentions)} match {mark}))"
        )
    if not found:
        raise ExportError("this archive has no full-text index")
    return "(" + " or ".join(found) + ")"


def run(connection: sqlite3.Connection, query: Query) -> tuple[list[str], Iterator[Row]]:
    """Column names, and the rows as they come. Raises ExportError with SQLite's own words where the SQL is wrong."""
    try:
        cursor = connection.execute(query.sql, dict(query.params))
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise ExportError(f"{error}: {query.sql}") from None
    if cursor.description is None:
        raise ExportError(f"not a SELECT: {query.sql}")
    return [column[0] for column in cursor.description], _batches(cursor)


def _batches(cursor: sqlite3.Cursor) -> Iterator[Row]:
    while batch := cursor.fetchmany(BATCH):
        yield from batch
