"""What an archive holds, for comparing two: every row of every table that says something of the world."""

from __future__ import annotations

from typing import Any

from pipeline.store import Archive

BOOKKEEPING = {"runs", "_sqlite_migrations", "sqlite_stat1", "sqlite_stat4", "timeline_months", "timeline_links"}
OF_THE_CLOCK = {"fetched_at", "at", "undone_at"}


def dump(archive: Archive, *, clock: bool = False) -> dict[str, list[Any]]:
    """Table to sorted rows; times of reading only with ``clock``."""
    held: dict[str, list[Any]] = {}
    names = [
        name
        for (name,) in archive.conn.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%_fts%' ORDER BY name"
        )
    ]
    for name in names:
        if name in BOOKKEEPING:
            continue
        cursor = archive.conn.execute(f'SELECT * FROM "{name}"')
        columns = [c[0] for c in cursor.description]
        kept = [n for n, c in enumerate(columns) if clock or c not in OF_THE_CLOCK]
        held[name] = sorted((tuple(row[n] for n in kept) for row in cursor), key=repr)
    return held
