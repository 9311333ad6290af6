"""The Datasette instance: one archive, read only, called ``archive`` whatever its file is called.

Works while ``ingest`` writes (SQLite's WAL) and on a file in a folder where nothing may be written. With ``public``,
SQLite itself withholds whole texts and raw pages (an authorizer on every connection), whatever route asks for them.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted
from datasette.plugins import pm

from pipeline.export.query import connect
from pipeline.knowledge import toml
from pipeline.publish.kept import Kept
from pipeline.publish.timeline import Reading
from pipeline.publish.versions import connections_of, options

NAME = "archive"
COUNTING = 400  # milliseconds that counting a table may take
FACETED = 20_000  # rows of a search whose facets are counted: each has to be looked up
HERE = Path(__file__).parent
# Columns that --public withholds: whole texts, pages as received, and what may name files on the owner's machine
PRIVATE = {
    ("articles", "text"), ("articles", "given"), ("snapshots", "text"), ("snapshots", "bytes"),
    ("snapshots", "headers"), ("snapshots", "name"), ("runs", "failures"), ("decisions", "who"),
    ("tombstones", "who"),
}  # fmt: skip
PRIVATE_TABLES = ("articles_fts", "event_links", "extractions", "mention_keys", "suggestions")


@dataclass(frozen=True, slots=True)
class Site:
    """What the pages need to know of where they stand."""

    path: Path
    public: bool = False
    review: str | None = None  # the owner's token; None where there is no review in the browser
    pages: Kept[dict[str, Any]] = field(default_factory=lambda: Kept(200, costly=0.05), compare=False)
    readings: Kept[Reading] = field(default_factory=lambda: Kept(8), compare=False)
    results: Kept[Any] = field(default_factory=lambda: Kept(400, costly=0.02), compare=False)

    def forget(self) -> None:
        """Drop everything kept: the owner wants to see at once what a decision did."""
        for kept in (self.pages, self.readings, self.results):
            kept.clear()

    def connect(self) -> sqlite3.Connection:
        """A connection of our own, for results that stream; the caller closes it."""
        connection = connect(self.path)
        if self.public:
            withhold(connection)
        return connection

    def private_tables(self) -> list[str]:
        """Names of all tables that the public may not see."""
        connection = self.connect()
        try:
            found = connection.execute("select name from sqlite_master where type = 'table' order by name").fetchall()
        finally:
            connection.close()
        return [name for (name,) in found if private(name)]

    def stamp(self) -> str:
        """Changes whenever the archive does: times and sizes of the file and its write-ahead log."""
        parts = []
        for path in (self.path, self.path.with_name(self.path.name + "-wal")):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            parts.append(f"{stat.st_mtime_ns:x}-{stat.st_size:x}")
        return ".".join(parts)


def private(table: str) -> bool:
    """Whether a table is none of the public's business; from the full-text index whole texts could be put together."""
    return table in PRIVATE_TABLES or re.search(r"_fts(_\w+)?$", table) is not None


def withhold(connection: sqlite3.Connection) -> None:
    """Make private columns read as null on this connection."""

    def decide(action: int, table: str | None, column: str | None, *_: str | None) -> int:
        if action == sqlite3.SQLITE_READ and (table, column) in PRIVATE:
            return sqlite3.SQLITE_IGNORE
        if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    connection.set_authorizer(decide)


_SEARCH = r"\browid in \((select rowid from \S+ where \S+ match [^)]*\)?)\)"  # as Datasette writes a search in a table
_COUNTED = re.compile(rf"select count\(\*\) from \S+ where {_SEARCH}")


class ArchiveDatabase(Database):  # type: ignore[misc]  # datasette has no types
    """Datasette's database on our connections: any file name, any folder, and nothing private.

    Results that cost much (counts and facets of a million rows) are kept until the archive changes.
    """

    def __init__(self, datasette: Datasette, site: Site) -> None:
        super().__init__(datasette, path=str(site.path), is_mutable=True)
        self.site = site

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A read-only connection, whatever is asked for; there is no other kind here."""
        connection = self.site.connect()
        connections_of(self).append(connection)
        return connection

    async def execute(self, sql: str, params: Any = None, *args: Any, **options: Any) -> Any:
        """Datasette's own, or what it gave before. A pragma tells of the connection and is always asked."""
        if sql[:6].lower() == "pragma":
            return await super().execute(sql, params, *args, **options)
        known = sorted(params.items()) if isinstance(params, dict) else params or ()
        key = (sql, tuple(known), *args, *sorted(options.items()))
        stamp, began = self.site.stamp(), time.monotonic()
        kept = self.site.results.get(key, stamp)
        if kept is not None:
            return kept
        if "custom_time_limit" in options and await self._finds_many(sql, params):  # a facet
            raise QueryInterrupted(RuntimeError("too many rows to count"), sql, params)
        if counted := _COUNTED.fullmatch(sql.strip()):  # the index has a row for each: none has to be looked up
            sql = f"select count(*) from ({counted[1]})"
        return self.site.results.put(key, stamp, await super().execute(sql, params, *args, **options), began)

    async def table_counts(self, limit: int = 10) -> dict[str, int | None]:
        """Rows of every table that is shown, with patience (``limit`` is milliseconds a table), for they are kept."""
        stamp, began = self.site.stamp(), time.monotonic()
        kept: dict[str, int | None] | None = self.site.results.get("table counts", stamp)
        if kept is not None:
            return kept
        counts = dict.fromkeys(await self.table_names())
        for table in counts.keys() - set(await self.hidden_table_names()):
            with suppress(QueryInterrupted, sqlite3.DatabaseError):
                told = await self.execute(f"select count(*) from [{table}]", custom_time_limit=max(limit, COUNTING))
                counts[table] = told.rows[0][0]
        self.site.results.put("table counts", stamp, counts, began)
        return counts

    async def _finds_many(self, sql: str, params: Any) -> bool:
        """Whether a statement searches for words that more than ``FACETED`` rows have."""
        inner = re.search(_SEARCH, sql)
        if inner is None:
            return False
        found = await super().execute(f"select count(*) from ({inner[1]} limit {FACETED + 1})", params)
        return bool(found.rows[0][0] > FACETED)


class ArchiveDatasette(Datasette):  # type: ignore[misc]
    """A Datasette that knows its site from its first moment on: its client asks for the routes while it is made."""

    def __init__(self, site: Site, **told: Any) -> None:
        self.chronofile = site
        super().__init__([], **told)
        self.remove_database("_memory")
        self.add_database(ArchiveDatabase(self, site), name=NAME)


def metadata(public: bool = False) -> dict[str, Any]:
    """Datasette's metadata from ``knowledge/publish/metadata.toml``."""
    known = toml("publish/metadata.toml")
    whole = {key: value for key, value in known.items() if key not in ("settings", "tables", "queries")}
    tables = {name: {"size": 100, **table} for name, table in known["tables"].items()}
    for name in PRIVATE_TABLES if public else ():
        tables.setdefault(name, {})["allow"] = False
    queries = {name: {**query, "sql": query["sql"].strip()} for name, query in known["queries"].items()}
    return {**whole, "databases": {NAME: {**whole, "tables": tables, "queries": queries}}}


def settings(public: bool = False) -> dict[str, Any]:
    """Limits, each with its reason beside it in the same file. A public archive runs no visitor's SQL."""
    return {**toml("publish/metadata.toml")["settings"], "default_allow_sql": not public}


def make_datasette(db: Path, *, public: bool = False, review: str | None = None) -> Datasette:
    """A Datasette over the archive with our plugin, pages and settings.

    Raises ExportError where the file is missing or no SQLite database.
    """
    from pipeline.publish import plugin

    site = Site(db.resolve(), public, review)
    site.connect().close()
    # Where rich is installed Datasette prints every 404 with its whole stack and all variables
    vars(import_module("datasette.handle_exception"))["rich"] = None
    if not pm.has_plugin("chronofile"):
        pm.register(plugin, name="chronofile")
    return ArchiveDatasette(
        site,
        **options(metadata(public)),
        settings=settings(public),
        template_dir=str(HERE / "templates"),
        static_mounts=[("assets", str(HERE / "static"))],
    )


def site_of(datasette: Datasette) -> Site | None:
    """Our site, where the instance is one of ours."""
    found: Site | None = getattr(datasette, "chronofile", None)
    return found


async def read(datasette: Datasette, ask: Callable[..., Any], *args: Any, **options: Any) -> Any:
    """Run ``ask(connection, ...)`` in one of Datasette's threads."""
    return await datasette.get_database(NAME).execute_fn(lambda connection: ask(connection, *args, **options))
