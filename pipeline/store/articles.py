"""One article's rows: the article, its snapshot, and what the rules found in it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pipeline.model import Interval, Mention, Page, digest
from pipeline.store import known_by, sql
from pipeline.store.closure import Merger, same_words
from pipeline.store.decisions import Decided
from pipeline.store.names import Claim, claims
from pipeline.store.rows import (
    Row,
    compact,
    entity_mention_rows,
    figure_row,
    mention_row,
    office_row,
    timex_row,
    with_holder,
    with_parties,
)
from pipeline.store.values import Entry

LEVEL = 6  # of zlib: 9 takes twice as long for one percent


def now() -> str:
    """The instant, ISO, UTC, to the microsecond."""
    return datetime.now(UTC).isoformat()


def sha256(body: bytes) -> str:
    """The digest of a page's bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def put(conn: sqlite3.Connection, entries: Sequence[Entry], decided: Decided, merger: Merger) -> None:
    """Write the articles as these entries have them; what each was before goes, its snapshots stay.

    ``given`` of an entry is all that was given with the article, now and earlier. The rows of its entities exist.
    """
    ids = [e.article.id for e in entries]
    found = list(zip(ids, entries, strict=True))
    snapshots = {id: put_snapshot(conn, e) for id, e in found}
    mentions = [m for e in entries for m in e.extraction.mentions]
    put_sources(conn, {e.article.source for e in entries if e.article.source})
    held = dict(sql.select_in(conn, "SELECT id, url FROM articles WHERE id IN ({})", ids))
    rows = [_article_row(e, snapshots[id], known_by.preferred(e.article.url, held.get(id))) for id, e in found]
    sql.sync(conn, "articles", "id", ids, rows, ["id"])
    told: list[Row] = [{"article_id": id, "rules": e.rules, "claims": compact(claims(e.extraction))} for id, e in found]
    sql.sync(conn, "extractions", "article_id", ids, told, ["article_id"])
    types = sorted({m.type for m in mentions})
    sql.insert(conn, "event_types", [{"id": t, "label": t.replace("_", " ").capitalize()} for t in types], ignore=True)
    sql.sync(conn, "mentions", "article_id", ids, [mention_row(m, snapshots[m.article_id]) for m in mentions], ["id"])
    put_entities(conn, [decided.mention(m) for m in mentions], merger)
    figures = [figure_row(f, snapshots[f.article_id]) for e in entries for f in e.extraction.figures]
    sql.sync(conn, "figures", "article_id", ids, [with_parties(row, decided) for row in figures], ["id"])
    offices = [office_row(o, id) for id, e in found for o in e.extraction.offices]
    sql.sync(conn, "offices", "origin", ids, [with_holder(row, decided) for row in offices], ["id"])
    timexes = [timex_row(t, snapshots[id]) for id, e in found for t in e.extraction.timexes]
    owners = [s for (s,) in sql.select_in(conn, "SELECT id FROM snapshots WHERE article_id IN ({})", ids)]
    sql.sync(conn, "timexes", "snapshot_id", owners, timexes, ["snapshot_id", "start", "end"])


def _article_row(entry: Entry, snapshot_id: str, url: str | None) -> Row:
    article, found = entry.article, entry.extraction
    return {
        "id": article.id,
        "source_id": article.source,
        "url": url,
        "title": article.title,
        "published": article.published,
        "published_at": article.published_at,
        "published_basis": article.published_basis,
        "published_evidence": found.evidence,
        "confidence": article.confidence,
        "authors": compact(list(article.authors)),
        "language": article.language,
        "country": article.country,
        "text": article.text,
        "note": "; ".join(dict.fromkeys(n for n in (article.note, found.note) if n)) or None,
        "snapshot_id": snapshot_id,
        "given": entry.given.json(),
    }


def put_again(conn: sqlite3.Connection, entry: Entry) -> None:
    """Keep what an article that is there already tells anew: the address under which it came this time."""
    row = conn.execute("SELECT snapshot_id, url FROM articles WHERE id = ?", (entry.article.id,)).fetchone()
    known_by.put(conn, row[0], known_by.keys(entry.page, entry.given.url))
    url = known_by.preferred(row[1], entry.article.url)
    if url != row[1]:
        conn.execute("UPDATE articles SET url = ? WHERE id = ?", (url, entry.article.id))


def put_entities(conn: sqlite3.Connection, mentions: Iterable[Mention], merger: Merger) -> None:
    """Write who and where of these mentions, and the keys under which merging finds them."""
    decided = list(mentions)
    ids = [m.id for m in decided]
    rows = [row for m in decided for row in entity_mention_rows(m)]
    sql.sync(conn, "entity_mentions", "mention_id", ids, rows, ["mention_id", "position"])
    keys: list[Row] = [
        {"key": key, "day": one_day(m.interval), "mention_id": m.id}
        for m in decided
        for key in sorted({*merger.keys(m), same_words(m)})
    ]
    sql.sync(conn, "mention_keys", "mention_id", ids, keys, ["key", "day", "mention_id"])


def one_day(interval: Interval) -> str:
    """The day where it is one, else nothing."""
    return interval.earliest if interval.earliest and interval.earliest == interval.latest else ""


def put_snapshot(conn: sqlite3.Connection, entry: Entry) -> str:
    """Keep the page as it came and as it was read; the id. The same page read the same way is one snapshot.

    A page that comes back after another one (fetched later) and a page that is now read differently are new
    snapshots: none is ever overwritten.
    """
    page, article = entry.page, entry.article
    body = sha256(page.body)
    same = conn.execute(
        "SELECT s.id FROM snapshots s LEFT JOIN articles a ON a.id = s.article_id "
        "WHERE s.article_id = ?1 AND s.sha256 = ?2 AND s.text = ?3 AND s.title = ?4 "
        "AND (s.id = a.snapshot_id OR ?5 IS NULL OR s.fetched_at = ?5) "
        "ORDER BY s.id = a.snapshot_id DESC, s.fetched_at DESC, s.id",
        (article.id, body, article.text, article.title, page.fetched_at),
    ).fetchone()
    if same is not None:
        known_by.put(conn, str(same[0]), known_by.keys(page, entry.given.url))
        return str(same[0])
    id = digest(article.id, body)
    if conn.execute("SELECT 1 FROM snapshots WHERE id = ?", (id,)).fetchone():
        id = digest(article.id, body, page.fetched_at, article.reader, article.title, article.text)
    sql.insert(
        conn,
        "snapshots",
        [
            {
                "id": id,
                "article_id": article.id,
                "url": entry.given.url or page.url,
                "name": page.name,
                "fetched_at": page.fetched_at or now(),
                "http_status": page.http_status,
                "headers": json.dumps(page.headers, ensure_ascii=False),
                "content_type": page.content_type,
                "sha256": body,
                "size": len(page.body),
                "bytes": zlib.compress(page.body, LEVEL),
                "title": article.title,
                "text": article.text,
                "reader": article.reader,
            }
        ],
    )
    known_by.put(conn, id, known_by.keys(page, entry.given.url))
    return id


def old_claims(conn: sqlite3.Connection, articles: Iterable[str]) -> list[Claim]:
    """What these articles said of entities when they were last read."""
    found = sql.select_in(conn, "SELECT claims FROM extractions WHERE article_id IN ({})", articles)
    return [(id, claim) for (told,) in found for id, claim in json.loads(told)]


def mention_ids(conn: sqlite3.Connection, articles: Iterable[str]) -> list[str]:
    """The mentions of these articles."""
    return [id for (id,) in sql.select_in(conn, "SELECT id FROM mentions WHERE article_id IN ({})", articles)]


def event_ids(conn: sqlite3.Connection, mentions: Iterable[str]) -> set[str]:
    """The events that these mentions tell."""
    found = sql.select_in(
        conn, "SELECT DISTINCT event_id FROM mentions WHERE event_id IS NOT NULL AND id IN ({})", mentions
    )
    return {id for (id,) in found}


def put_sources(conn: sqlite3.Connection, ids: Iterable[str]) -> None:
    """Make sure that these sources have rows, with what the registry knows of each."""
    wanted = set(ids)
    missing = wanted - {id for (id,) in sql.select_in(conn, "SELECT id FROM sources WHERE id IN ({})", wanted)}
    if not missing:
        return
    from sources import find

    rows: list[Mapping[str, str | None]] = []
    for id in sorted(missing):
        known = find(id)
        if known is not None and known.id == id:
            row = {"name": known.name, "homepage": known.homepage, "country": known.country, "language": known.language}
        else:
            row = {"name": id, "homepage": None, "country": None, "language": None}
        rows.append({"id": id, **row})
    sql.insert(conn, "sources", rows)


def page_of(row: Sequence[Any]) -> Page:
    """The page of a snapshot: bytes, name, url, content_type, headers, http_status, fetched_at."""
    return Page(
        body=zlib.decompress(row[0]),
        name=row[1],
        url=row[2],
        content_type=row[3],
        headers=tuple((name, value) for name, value in json.loads(row[4])),
        http_status=row[5],
        fetched_at=row[6],
    )
