"""The one writer. Everything that changes an archive goes through ``Archive``, one transaction a batch."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast

from sqlite_utils import Database

from pipeline.knowledge import toml
from pipeline.model import Page, digest
from pipeline.store import articles, known_by, months, review, sql, stories
from pipeline.store.articles import now, sha256
from pipeline.store.closure import Merger
from pipeline.store.decisions import Decided, Decision
from pipeline.store.known_by import key
from pipeline.store.merging import Settler, events_with
from pipeline.store.migrations import BUSY_SECONDS, ArchiveError, explained, open_for_writing, writing
from pipeline.store.names import Names, claims, count
from pipeline.store.stories import IsCopy
from pipeline.store.values import NOTHING, Entry, Given, Known, Outcome, Run, Seen

REMOVED = "EXISTS (SELECT 1 FROM json_each(tombstones.addresses) WHERE value = ?1)"


class Archive:
    """An open archive. Use as a context manager; every method that writes is one transaction.

    ``merger`` is ``pipeline.events.merge`` unless a test says otherwise.
    """

    def __init__(self, db: Database, path: Path, merger: Merger | None = None) -> None:
        self.db = db
        self.conn = db.conn
        self.path = path
        self._merger = merger

    @classmethod
    def open(cls, path: Path | str, *, merger: Merger | None = None, busy_seconds: float = BUSY_SECONDS) -> Archive:
        """Open or create. Raises ArchiveError as ``open_for_writing`` does, and where nothing can be written."""
        db = open_for_writing(path, busy_seconds=busy_seconds)
        archive = cls(db, Path(path), merger)
        try:
            with explained(path), writing(db):
                _put_types(archive)
        except BaseException:
            db.close()
            raise
        return archive

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @cached_property
    def merger(self) -> Merger:
        """The rules of merging; loaded when first needed."""
        if self._merger is not None:
            return self._merger
        from pipeline.events import merge

        return cast(Merger, merge)

    # Looking before working

    def known(self, page: Page, given: Given = NOTHING) -> Known | None:
        """What the archive holds of exactly these bytes under this address; None where nothing.

        ``current``: the bytes are the article's latest, and no other word was given: nothing has to be done.
        """
        body, url = sha256(page.body), given.url or page.url
        address = key(url) if url else None
        tombstone = self.conn.execute(
            f"SELECT why FROM tombstones WHERE {REMOVED} OR (url IS NULL AND ?1 IS NULL AND instr(sha256, ?2))",
            (address, body),
        ).fetchone()
        if tombstone is not None:
            return Known(given, current=False, removed=tombstone[0])
        row = self.conn.execute(
            "SELECT a.given, a.snapshot_id = s.id, latest.fetched_at FROM snapshots s "
            "JOIN articles a ON a.id = s.article_id JOIN snapshots latest ON latest.id = a.snapshot_id "
            "WHERE s.sha256 = ?1 AND CASE WHEN ?2 IS NULL THEN s.url IS NULL ELSE "
            "EXISTS (SELECT 1 FROM addresses WHERE address = ?2 AND snapshot_id = s.id) END "
            "ORDER BY a.snapshot_id = s.id DESC, a.id",
            (body, address),
        ).fetchone()
        if row is None:
            return None
        stored = Given.of(row[0])
        merged = given.on(stored)
        came_back = not row[1] and page.fetched_at is not None and page.fetched_at > row[2]
        return Known(merged, current=merged == stored and not came_back)

    def given(self, article_id: str) -> Given:
        """What was given with this article earlier."""
        row = self.conn.execute("SELECT given FROM articles WHERE id = ?", (article_id,)).fetchone()
        return Given.of(row[0]) if row else NOTHING

    def seen(self, url: str) -> Seen | None:
        """What the archive has of an address, for a fetcher; None where nothing. What was taken down counts as had.

        The address may have led elsewhere, and its scheme and ``www.`` do not matter.
        """
        address = key(url)
        row = self.conn.execute(
            "SELECT s.headers, s.fetched_at, s.url FROM addresses a JOIN snapshots s ON s.id = a.snapshot_id "
            "WHERE a.address = ?1 "
            "UNION ALL SELECT s.headers, s.fetched_at, s.url FROM articles a JOIN snapshots s ON s.id = a.snapshot_id "
            f"WHERE a.id = ?2 UNION ALL SELECT '[]', at, NULL FROM tombstones WHERE {REMOVED} "
            "ORDER BY fetched_at DESC",
            (address, digest("url", address)),
        ).fetchone()
        if row is None:
            return None
        headers = {name.lower(): value for name, value in json.loads(row[0])}
        return Seen(headers.get("etag"), headers.get("last-modified"), row[1], row[2])

    # Adding

    def add(self, entries: Sequence[Entry], *, force: bool = False, is_copy: IsCopy | None = None) -> list[Outcome]:
        """Add articles, all or none, and settle their events; what became of each, in order.

        ``force`` takes an entry's extraction even where page and given words are those archived: the rules changed.
        ``is_copy`` says of two texts whether they are one story; without it no copies are looked for.
        """
        with explained(self.path), writing(self.db):
            return [outcome for group in _distinct(entries) for outcome in self._add(group, force, is_copy)]

    def _add(self, entries: Sequence[Entry], force: bool, is_copy: IsCopy | None) -> list[Outcome]:
        """Add articles that are different ones."""
        decided = self.decided()
        outcomes = [self._outcome(e) for e in entries]
        idle: tuple[Outcome, ...] = ("removed",) if force else ("removed", "unchanged")
        live = [e for e, outcome in zip(entries, outcomes, strict=True) if outcome not in idle]
        for entry, outcome in zip(entries, outcomes, strict=True):
            if outcome == "unchanged":
                articles.put_again(self.conn, entry)
        ids = [e.article.id for e in live]
        settler = Settler(self.conn, self.merger, decided)

        old = articles.mention_ids(self.conn, ids)
        around = settler.neighbourhood(old) - set(old)
        lost = articles.event_ids(self.conn, old)
        told = [claim for e in live for claim in claims(e.extraction)]
        dirty = count(self.conn, told, articles.old_claims(self.conn, ids))
        names = Names(self.conn, decided)
        renamed = names.refresh(dirty)
        merged = [replace(e, given=e.given.on(self.given(e.article.id))) for e in live]
        articles.put(self.conn, merged, decided, self.merger)
        retold = stories.settle(self.conn, stories.compare(self.conn, live, is_copy))
        new = set(articles.mention_ids(self.conn, {*ids, *retold}))
        settler = Settler(self.conn, self.merger, review.settled(self.conn))  # better rules may give mentions other ids
        settler.settle(around | new | events_with(self.conn, renamed), lost, None if around or lost else new)
        names.prune(dirty)
        return outcomes

    def _outcome(self, entry: Entry) -> Outcome:
        """What this entry is to the archive. An older state of a page is kept beside the latest, at once."""
        id, body, fetched_at = entry.article.id, sha256(entry.page.body), entry.page.fetched_at
        if self.conn.execute("SELECT 1 FROM tombstones WHERE article_id = ?", (id,)).fetchone():
            return "removed"
        row = self.conn.execute(
            "SELECT a.given, s.sha256, s.fetched_at FROM articles a JOIN snapshots s ON s.id = a.snapshot_id "
            "WHERE a.id = ?",
            (id,),
        ).fetchone()
        if row is None:
            return "new"
        same_word = entry.given.on(Given.of(row[0])).json() == row[0]
        if body == row[1]:
            return "unchanged" if same_word else "redated"
        if fetched_at is not None and fetched_at <= row[2]:
            articles.put_snapshot(self.conn, entry)
            return "unchanged"
        seen = self.conn.execute("SELECT 1 FROM snapshots WHERE article_id = ? AND sha256 = ?", (id, body)).fetchone()
        return "unchanged" if seen and fetched_at is None and same_word else "changed"

    # Doing it again

    def count(self, table: str) -> int:
        """How many rows a table of ours has."""
        return int(self.conn.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0])

    def articles(self) -> list[str]:
        """All articles, by id."""
        return [id for (id,) in self.conn.execute("SELECT id FROM articles ORDER BY id")]

    def events_of(self, ids: Iterable[str]) -> dict[str, int]:
        """How many events each of these articles tells."""
        return dict(sql.select_in(self.conn, "SELECT id, events_count FROM articles WHERE id IN ({})", ids))

    def stale(self, rules: str) -> list[str]:
        """The articles whose extraction was not made by these rules, by id."""
        rows = self.conn.execute(
            "SELECT a.id FROM articles a LEFT JOIN extractions e ON e.article_id = a.id "
            "WHERE e.rules IS NOT ? ORDER BY a.id",
            (rules,),
        )
        return [id for (id,) in rows]

    def pages(self, ids: Iterable[str]) -> Iterator[tuple[str, Page, Given]]:
        """The latest archived page of each article, and what was given with it."""
        for id in ids:
            row = self.conn.execute(
                "SELECT s.bytes, s.name, s.url, s.content_type, s.headers, s.http_status, s.fetched_at, a.given "
                "FROM articles a JOIN snapshots s ON s.id = a.snapshot_id WHERE a.id = ?",
                (id,),
            ).fetchone()
            if row is not None:
                yield id, articles.page_of(row), Given.of(row[7])

    def replace(self, old_id: str, entry: Entry, *, is_copy: IsCopy | None = None) -> None:
        """The same page read as another article: an address or headline was found that was not seen before.

        The old row goes, its snapshots move to the new one.
        """
        with explained(self.path), writing(self.db):
            id = entry.article.id
            there = self.conn.execute("SELECT 1 FROM articles WHERE id = ?", (id,)).fetchone()
            self.conn.execute("UPDATE snapshots SET article_id = ? WHERE article_id = ?", (id, old_id))
            if not there:
                self._add([entry], True, is_copy)
            self._delete(old_id)

    # Taking down

    def remove(self, url: str, *, why: str, who: str) -> str:
        """Take an article down, named by address or id; its id. Text, pages and mentions go, a tombstone stays.

        Raises ArchiveError where there is no such article.
        """
        with explained(self.path):
            id = known_by.article_named(self.conn, url)
            if id is None:
                raise ArchiveError(f"{self.path} has no article {url}")
            row = self.conn.execute("SELECT id, url FROM articles WHERE id = ?", (id,)).fetchone()
            self.conn.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten, not only unlinked
            with writing(self.db):
                bodies = [
                    s for (s,) in self.conn.execute("SELECT sha256 FROM snapshots WHERE article_id = ?", (row[0],))
                ]
                led = self.conn.execute(
                    "SELECT a.address FROM addresses a JOIN snapshots s ON s.id = a.snapshot_id WHERE s.article_id = ?",
                    (row[0],),
                )
                addresses = {a for (a,) in led} | ({key(row[1])} if row[1] else set())
                tombstone = {
                    "article_id": row[0],
                    "url": row[1],
                    "addresses": json.dumps(sorted(addresses)),
                    "sha256": json.dumps(sorted(set(bodies))),
                    "why": why,
                    "who": who,
                    "at": now(),
                }
                sql.insert(self.conn, "tombstones", [tombstone])
                self._delete(row[0])
                months.keep(self.conn)
                for table in ("articles", "mentions", "events", "entities"):
                    self.conn.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('optimize')")
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return str(row[0])

    def _delete(self, article_id: str) -> None:
        decided = self.decided()
        settler = Settler(self.conn, self.merger, decided)
        old = articles.mention_ids(self.conn, [article_id])
        around = settler.neighbourhood(old) - set(old)
        lost = articles.event_ids(self.conn, old)
        dirty = count(self.conn, [], articles.old_claims(self.conn, [article_id]))
        for column in ("subject", "object"):
            sql.delete(self.conn, "suggestions", column, old)
        sql.delete(self.conn, "offices", "origin", [article_id])
        copies = stories.neighbours(self.conn, [article_id])
        sql.delete(self.conn, "articles", "id", [article_id])
        retold = stories.settle(self.conn, copies)
        names = Names(self.conn, decided)
        renamed = names.refresh(dirty)
        told = set(articles.mention_ids(self.conn, {*copies, *retold}))
        settler.settle(around | told | events_with(self.conn, renamed), lost)
        names.prune(dirty)

    # A person's word

    def decided(self) -> Decided:
        """What the standing decisions come to."""
        return review.decided(self.conn)

    def decide(self, decisions: Sequence[Decision]) -> int:
        """Record decisions and apply them; how many are new. Raises DecisionError for one that makes no sense."""
        with explained(self.path), writing(self.db):
            new = review.record(self.conn, self.merger, decisions)
            months.keep(self.conn)
            return new

    def undo(self, decision_id: str, *, who: str) -> Decision:
        """Take a decision back; the row stays, marked. Raises DecisionError where there is none to undo."""
        with explained(self.path), writing(self.db):
            decision = review.undo(self.conn, self.merger, decision_id, who=who, at=now())
            months.keep(self.conn)
            return decision

    # Keeping books

    def start_run(self, command: str, rules: str) -> Run:
        """Open the run's row, so that a killed run is seen to have been."""
        started = now()
        run = Run(digest(command, started, str(id(self))), command, started, rules)
        with explained(self.path), writing(self.db):
            sql.insert(self.conn, "runs", [run.row()])
        return run

    def finish_run(self, run: Run) -> None:
        """Write what the run came to, what the timeline shows of it, and how full the tables are now."""
        run.finished = now()
        with explained(self.path), writing(self.db):
            months.keep(self.conn)
            sql.upsert(self.conn, "runs", run.row())
            self.conn.execute("PRAGMA analysis_limit = 10000")  # rows of an index: a moment, however large it is
            self.conn.execute("ANALYZE")  # so that SQLite knows which index a reader's query is best answered by


def _put_types(archive: Archive) -> None:
    """Bring ``event_types`` in line with the vocabulary."""
    types: list[Mapping[str, Any]] = toml("events/event_types.toml")["type"]
    for known in types:
        row = {
            "id": known["id"],
            "label": known["label"],
            "plover": " ".join(known["plover"]) or None,
            "cameo": " ".join(known["cameo"]) or None,
            "schema_org": known["schema_org"],
        }
        sql.upsert(archive.conn, "event_types", row)


def _distinct(entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries in order, in groups that hold no article twice."""
    group: list[Entry] = []
    seen: set[str] = set()
    for entry in entries:
        if entry.article.id in seen:
            yield group
            group, seen = [], set()
        group.append(entry)
        seen.add(entry.article.id)
    if group:
        yield group
