"""What is read from an archive for the terminal. Filters come as a condition on ``events e`` with its parameters."""

from __future__ import annotations

import difflib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.model import Page
from pipeline.store import sql
from pipeline.store.articles import page_of
from pipeline.store.decisions import Subject
from pipeline.store.known_by import article_named, key

TABLES = ("articles", "snapshots", "events", "mentions", "entities", "figures", "offices", "suggestions", "decisions")


def timeline(conn: sqlite3.Connection, where: str = "1", params: Mapping[str, Any] | None = None) -> Iterator[sql.Row]:
    """The events that ``where`` asks for, in order of time, with place and sources by name."""
    cursor = conn.execute(
        "SELECT e.id, e.title, e.type, e.status, e.start_date, e.end_date, e.edtf, e.date_text, e.disputed, "
        "e.mentions_count, e.articles_count, e.sources_count, "
        "(SELECT name FROM entities WHERE id = e.place_id) AS place, "
        "(SELECT group_concat(name, ', ') FROM (SELECT DISTINCT coalesce(s.name, a.title) AS name "
        "  FROM mentions m JOIN articles a ON a.id = m.article_id LEFT JOIN sources s ON s.id = a.source_id "
        "  WHERE m.event_id = e.id ORDER BY a.published, a.id)) AS sources "
        f"FROM events e WHERE {where} ORDER BY e.sort_date, e.end_date, e.id",
        dict(params or {}),
    )
    return sql.dicts(cursor)


def stats(conn: sqlite3.Connection) -> dict[str, Any]:
    """How much there is, from when to when, and what the last run did."""
    counts = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}
    first, last = conn.execute("SELECT min(start_date), max(end_date) FROM events").fetchone()
    without = conn.execute("SELECT count(*) FROM articles WHERE events_count = 0").fetchone()[0]
    size = conn.execute("SELECT sum(size), sum(length(bytes)) FROM snapshots").fetchone()
    run = next(sql.dicts(conn.execute("SELECT * FROM runs ORDER BY started DESC LIMIT 1")), None)
    return {
        **counts,
        "first day": first,
        "last day": last,
        "articles without events": without,
        "bytes of pages": size[0] or 0,
        "bytes compressed": size[1] or 0,
        "last run": run,
    }


def pages(conn: sqlite3.Connection) -> Iterator[Page]:
    """Every archived page, as it came, in the order of fetching."""
    rows = conn.execute(
        "SELECT s.bytes, s.name, coalesce(s.url, a.url), s.content_type, s.headers, s.http_status, s.fetched_at "
        "FROM snapshots s JOIN articles a ON a.id = s.article_id ORDER BY s.fetched_at, s.id"
    )
    return map(page_of, rows)


@dataclass(frozen=True, slots=True)
class Version:
    """One snapshot of an article; ``changes`` is the difference to the one before, as a unified diff."""

    id: str
    fetched_at: str
    sha256: str
    reader: str
    current: bool
    changes: tuple[str, ...]


def history(conn: sqlite3.Connection, address: str) -> list[Version] | None:
    """The snapshots of an article, named by address or id, oldest first; None where there is no such article."""
    id = article_named(conn, address)
    if id is None:
        return None
    article = conn.execute("SELECT id, snapshot_id FROM articles WHERE id = ?", (id,)).fetchone()
    found: list[Version] = []
    before: list[str] | None = None
    rows = conn.execute(
        "SELECT id, fetched_at, sha256, reader, title, text FROM snapshots WHERE article_id = ? "
        "ORDER BY fetched_at, id = ?, id",
        (article[0], article[1]),
    )
    for id, fetched_at, sha256, reader, title, text in rows:
        lines = [title, *text.splitlines()]
        changes = () if before is None else tuple(difflib.unified_diff(before, lines, lineterm="", n=1))[2:]
        found.append(Version(id, fetched_at, sha256, reader, id == article[1], changes))
        before = lines
    return found


def tombstone(conn: sqlite3.Connection, address: str) -> sql.Row | None:
    """Why an article was taken down, if it was."""
    rows = conn.execute(
        "SELECT * FROM tombstones WHERE article_id = ?1 "
        "OR EXISTS (SELECT 1 FROM json_each(tombstones.addresses) WHERE value = ?2)",
        (address, key(address)),
    )
    return next(sql.dicts(rows), None)


def identify(conn: sqlite3.Connection, told: str) -> list[tuple[Subject, str, str]]:
    """What a person may mean by an id, the start of one, or an entity's name: (kind, id, how to show it)."""
    found: list[tuple[Subject, str, str]] = [
        ("entity", id, name)
        for id, name in conn.execute(
            "SELECT id, name FROM entities WHERE id = ?1 OR name = ?1 COLLATE NOCASE ORDER BY id", (told,)
        )
    ]
    if len(told) >= 4:
        found += [
            ("event", id, title)
            for id, title in conn.execute(
                "SELECT m.id, coalesce(e.title, m.title) FROM mentions m LEFT JOIN events e ON e.id = m.event_id "
                "WHERE m.id = ?1 OR (m.id >= ?1 AND m.id < ?1 || x'7f') ORDER BY m.id LIMIT 20",
                (told,),
            )
        ]
    exact = [f for f in found if f[1] == told]
    return exact or found


def event_of(conn: sqlite3.Connection, mention_id: str) -> sql.Row | None:
    """The event that a mention tells now: an old event's id still finds it."""
    cursor = conn.execute("SELECT e.* FROM mentions m JOIN events e ON e.id = m.event_id WHERE m.id = ?", (mention_id,))
    return next(sql.dicts(cursor), None)


def suggestions(conn: sqlite3.Connection) -> Iterator[sql.Row]:
    """What a machine proposes, best first, with what is proposed to be one."""
    return sql.dicts(
        conn.execute(
            "SELECT s.*, coalesce(a.title, x.name) AS left_title, coalesce(b.title, y.name) AS right_title "
            "FROM suggestions s "
            "LEFT JOIN mentions a ON a.id = s.subject LEFT JOIN mentions b ON b.id = s.object "
            "LEFT JOIN entities x ON x.id = s.subject LEFT JOIN entities y ON y.id = s.object "
            "ORDER BY s.score DESC, s.id"
        )
    )


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs between the events of two archives: (id, title, date) and for the last (id, title, then, now)."""

    added: tuple[tuple[str, str, str], ...]
    gone: tuple[tuple[str, str, str], ...]
    redated: tuple[tuple[str, str, str, str], ...]
    other: int  # events whose title, status, type, place or mentions changed


def compare(before: sqlite3.Connection, after: sqlite3.Connection) -> Changes:
    """What happened to the events from one archive to the other."""
    columns = "id, title, edtf, start_date, end_date, type, status, place_id, disputed, actors, mentions_count"
    old, new = (
        {row[0]: row for row in conn.execute(f"SELECT {columns} FROM events ORDER BY sort_date, id")}
        for conn in (before, after)
    )
    both = [id for id in new if id in old]
    redated = [id for id in both if old[id][2:5] != new[id][2:5]]
    return Changes(
        added=tuple((id, row[1], row[2]) for id, row in new.items() if id not in old),
        gone=tuple((id, row[1], row[2]) for id, row in old.items() if id not in new),
        redated=tuple((id, new[id][1], old[id][2], new[id][2]) for id in redated),
        other=sum(old[id] != new[id] for id in both) - len(redated),
    )
