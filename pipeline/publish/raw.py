"""A snapshot's bytes as they were received."""

from __future__ import annotations

import sqlite3
import zlib

from pipeline.publish.lists import NoSuchPage


def original(connection: sqlite3.Connection, id: str) -> bytes:
    """The page, byte for byte. Raises NoSuchPage."""
    row = connection.execute("select bytes from snapshots where id = ?", (id,)).fetchone()
    if row is None or row[0] is None:
        raise NoSuchPage(f"snapshot {id}")
    return zlib.decompress(row[0])
