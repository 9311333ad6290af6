"""Asking a site in process."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from pipeline.publish.site import make_datasette
from pipeline.publish.versions import ONE


class Asker:
    """``ask("/timeline")`` is the response; the loop and the connections are closed at the end."""

    def __init__(self, path: Path, *, public: bool = False, review: str | None = None) -> None:
        self.loop = asyncio.new_event_loop()
        self.datasette = make_datasette(path, public=public, review=review)
        self.loop.run_until_complete(self.datasette.invoke_startup())
        connection = sqlite3.connect(path)
        connection.row_factory = sqlite3.Row
        self.rows = connection

    def __call__(self, address: str, **options: Any) -> httpx.Response:
        response: httpx.Response = self.loop.run_until_complete(self.datasette.client.get(address, **options))
        return response

    def count(self, address: str) -> int:
        """How many rows Datasette says a table's JSON has: 1.0 counts when it is asked to."""
        told = self(f"{address}{'&' if '?' in address else '?'}_extra=count").json()
        return int(told["count"] if ONE else told["filtered_table_rows_count"])

    def one(self, sql: str, *params: str) -> Any:
        """The first value of the first row, straight from the file."""
        return self.rows.execute(sql, params).fetchone()[0]

    def close(self) -> None:
        """Everything it opened."""
        self.rows.close()
        for database in self.datasette.databases.values():
            database.close()
        if self.datasette.executor is not None:
            self.datasette.executor.shutdown()
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()


@contextmanager
def asking(path: Path, *, public: bool = False) -> Iterator[Asker]:
    """A site over the archive."""
    asker = Asker(path, public=public)
    try:
        yield asker
    finally:
        asker.close()
