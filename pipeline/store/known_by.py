"""The addresses that an article is known by: as asked for, through redirects, as answered, as given.

All are compared as ``sources.urls.key`` has them: canonical, without scheme, ``www.`` and last slash.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from pipeline.model import Page, digest
from pipeline.store import sql

REDIRECT_HEADER = "X-Chronofile-Redirect"  # as pipeline.archive.fetch writes it: "302 https://..." for each step


def key(url: str) -> str:
    """``sources.urls.key``, loaded when it is needed: reading an archive needs none of the readers of pages."""
    from sources.urls import key as of

    return of(url)


def keys(page: Page, given_url: str | None = None) -> list[str]:
    """The addresses that led to this page, each once, in order."""
    told = [given_url, page.url]
    told += [value.partition(" ")[2] for name, value in page.headers if name == REDIRECT_HEADER]
    return sorted({key(url) for url in told if url})


def put(conn: sqlite3.Connection, snapshot_id: str, addresses: Iterable[str]) -> None:
    """Keep that a snapshot was had under these addresses; nothing is taken away."""
    rows: list[sql.Row] = [{"address": a, "snapshot_id": snapshot_id} for a in addresses]
    sql.insert(conn, "addresses", rows, ignore=True)


def preferred(*urls: str | None) -> str | None:
    """One of several addresses of one article, the same in whatever order they came: https, then the shortest."""
    told = {url for url in urls if url}
    return min(told, key=lambda url: (not url.startswith("https:"), len(url), url), default=None)


def article_named(conn: sqlite3.Connection, told: str) -> str | None:
    """The article with this id or address; also one that a redirect led to, where it led to one only."""
    address = key(told)
    row = conn.execute(
        "SELECT id FROM articles WHERE id = ?1 OR id = ?2 OR url = ?1 ORDER BY id = ?1 DESC, id",
        (told, digest("url", address)),
    ).fetchone()
    if row is not None:
        return str(row[0])
    led = conn.execute(
        "SELECT DISTINCT s.article_id FROM addresses a JOIN snapshots s ON s.id = a.snapshot_id WHERE a.address = ?",
        (address,),
    ).fetchmany(2)
    return str(led[0][0]) if len(led) == 1 else None


def fill(conn: sqlite3.Connection) -> None:
    """The addresses of all snapshots, for an archive that was made before they were kept."""
    rows = conn.execute("SELECT id, url, headers FROM snapshots").fetchall()
    for id, url, headers in rows:
        page = Page(b"", "", url, headers=tuple((name, value) for name, value in json.loads(headers)))
        put(conn, id, keys(page))
    for id, url in conn.execute("SELECT article_id, url FROM tombstones WHERE url IS NOT NULL").fetchall():
        conn.execute("UPDATE tombstones SET addresses = ? WHERE article_id = ?", (json.dumps([key(url)]), id))
