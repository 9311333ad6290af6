"""Small, fast statements over rows as dicts. Table and column names come from this package alone, values are bound."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

Row = Mapping[str, Any]

CHUNK = 500  # ids in one IN (...); SQLite takes 32,766 variables, its planner likes fewer


def quoted(names: Iterable[str]) -> str:
    """Column names, quoted: some are SQL words (trigger, of, end)."""
    return ", ".join(f'"{name}"' for name in names)


def _getter(columns: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
    """The values of these columns of a row, as a tuple also where it is one."""
    if len(columns) == 1:
        (only,) = columns
        return lambda row: (row[only],)
    return itemgetter(*columns)


def insert(conn: sqlite3.Connection, table: str, rows: Sequence[Row], *, ignore: bool = False) -> None:
    """Insert rows that all have the same columns; ``ignore`` keeps a row that is there already."""
    if not rows:
        return
    columns = list(rows[0])
    conn.executemany(
        f'INSERT {"OR IGNORE " if ignore else ""}INTO "{table}" ({quoted(columns)}) '
        f"VALUES ({', '.join('?' * len(columns))})",
        list(map(_getter(columns), rows)),
    )


def upsert(conn: sqlite3.Connection, table: str, row: Row, key: Sequence[str] = ("id",)) -> bool:
    """Insert the row, or set the columns that differ; True where anything was written."""
    where = " AND ".join(f'"{k}" = ?' for k in key)
    known = conn.execute(f'SELECT {quoted(row)} FROM "{table}" WHERE {where}', [row[k] for k in key]).fetchone()
    if known is None:
        insert(conn, table, [row])
        return True
    changed = [c for c, old in zip(row, known, strict=True) if old != row[c]]
    if not changed:
        return False
    setters = ", ".join(f'"{c}" = ?' for c in changed)
    conn.execute(f'UPDATE "{table}" SET {setters} WHERE {where}', [*(row[c] for c in changed), *(row[k] for k in key)])
    return True


def sync(
    conn: sqlite3.Connection, table: str, owner: str, owners: Sequence[str], rows: Sequence[Row], key: Sequence[str]
) -> set[str]:
    """Make the rows of ``owners`` (values of the column ``owner``) be ``rows``; write only the difference.

    Columns that ``rows`` do not name keep their values. Returns the first key value of every row written or deleted.
    All rows have the same columns.
    """
    identity = _getter(key)
    wanted = {identity(row): row for row in rows}
    columns = list(rows[0]) if rows else list(key)
    held = {}
    for values in select_in(conn, f'SELECT {quoted(columns)} FROM "{table}" WHERE "{owner}" IN ({{}})', owners):
        old = dict(zip(columns, values, strict=True))
        held[identity(old)] = old
    where = " AND ".join(f'"{k}" = ?' for k in key)
    gone = [k for k in held if k not in wanted]
    conn.executemany(f'DELETE FROM "{table}" WHERE {where}', gone)
    changed = [k for k, row in wanted.items() if k in held and held[k] != row]
    others = [c for c in columns if c not in key]
    if changed:
        conn.executemany(
            f'UPDATE "{table}" SET {", ".join(f"{quoted([c])} = ?" for c in others)} WHERE {where}',
            [(*(wanted[k][c] for c in others), *k) for k in changed],
        )
    new = [k for k in wanted if k not in held]
    insert(conn, table, [wanted[k] for k in new])
    return {str(k[0]) for k in (*gone, *changed, *new)}


def delete(conn: sqlite3.Connection, table: str, column: str, values: Iterable[str]) -> None:
    """Delete the rows whose ``column`` is one of ``values``."""
    conn.executemany(f'DELETE FROM "{table}" WHERE "{column}" = ?', [(v,) for v in values])


def select_in(conn: sqlite3.Connection, sql: str, values: Iterable[str]) -> Iterator[Any]:
    """Run ``sql``, which has one ``IN ({})``, for any number of values."""
    wanted = list(values)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        yield from conn.execute(sql.format(", ".join("?" * len(part))), part)


def rows_in(conn: sqlite3.Connection, sql: str, values: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Like ``select_in``, the rows as dicts."""
    wanted = list(values)
    for start in range(0, len(wanted), CHUNK):
        part = wanted[start : start + CHUNK]
        yield from dicts(conn.execute(sql.format(", ".join("?" * len(part))), part))


def dicts(cursor: sqlite3.Cursor) -> Iterator[dict[str, Any]]:
    """The rows of a cursor as dicts."""
    columns = [c[0] for c in cursor.description or ()]
    for row in cursor:
        yield dict(zip(columns, row, strict=True))
