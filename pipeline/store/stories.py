"""One story on five sites: which articles are copies of which.

Pairs are found by shared bands and compared once, when an article comes; a story is what hangs together by such pairs,
and its first article (by publication, then id) is what the others are copies of.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence

from pipeline.store import sql
from pipeline.store.values import Entry

IsCopy = Callable[[str, str], bool]


def compare(conn: sqlite3.Connection, entries: Sequence[Entry], is_copy: IsCopy | None) -> set[str]:
    """Keep what these articles are copies of, pair by pair; the articles whose story may have changed."""
    ids = [e.article.id for e in entries]
    touched = {*ids, *neighbours(conn, ids)}
    sql.delete(conn, "copies", "article_id", ids)
    sql.delete(conn, "copies", "other_id", ids)
    bands: list[sql.Row] = [
        {"band": band, "article_id": id} for id, e in zip(ids, entries, strict=True) for band in e.bands
    ]
    sql.sync(conn, "article_bands", "article_id", ids, bands, ["band", "article_id"])
    if is_copy is None:
        return touched
    texts = {e.article.id: e.article.text for e in entries}
    candidates = {
        (min(a, b), max(a, b))
        for a, b in sql.select_in(
            conn,
            "SELECT mine.article_id, other.article_id FROM article_bands mine JOIN article_bands other USING (band) "
            "WHERE mine.article_id IN ({})",
            ids,
        )
        if a != b
    }
    others = {id for pair in candidates for id in pair} - texts.keys()
    texts |= dict(sql.select_in(conn, "SELECT id, text FROM articles WHERE id IN ({})", others))
    found: list[sql.Row] = [
        {"article_id": a, "other_id": b}
        for a, b in sorted(candidates)  # sorted: what is worked out of a text serves all its pairs
        if texts[a] == texts[b] or is_copy(texts[a], texts[b])
    ]
    sql.insert(conn, "copies", found)
    return touched | {str(id) for row in found for id in row.values()}


def neighbours(conn: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """The articles that these were found to be copies of, or the other way round."""
    wanted = list(ids)
    found: set[str] = set()
    for query in (
        "SELECT other_id FROM copies WHERE article_id IN ({})",
        "SELECT article_id FROM copies WHERE other_id IN ({})",
    ):
        found |= {id for (id,) in sql.select_in(conn, query, wanted)}
    return found


def settle(conn: sqlite3.Connection, touched: Iterable[str]) -> set[str]:
    """Write ``articles.copy_of`` for the stories of these articles; the articles for which it changed."""
    changed: set[str] = set()
    waiting = set(touched)
    while waiting:
        story, frontier = set[str](), {waiting.pop()}
        while frontier:
            story |= frontier
            frontier = neighbours(conn, frontier) - story
        waiting -= story
        rows = list(sql.select_in(conn, "SELECT id, published, copy_of FROM articles WHERE id IN ({})", story))
        if not rows:
            continue
        first = min(rows, key=lambda r: (r[1] or "9999", r[0]))[0]
        moved = [(None if id == first else first, id) for id, _, old in rows if old != (None if id == first else first)]
        conn.executemany("UPDATE articles SET copy_of = ? WHERE id = ?", moved)
        changed |= {id for _, id in moved}
    return changed
