"""Proof that an archive is whole: what was archived is what came, and every claim stands in its text."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from pipeline.store import months
from pipeline.store.migrations import NEWEST, ArchiveError, explained, open_for_reading, open_for_writing

FTS = ("articles", "events", "mentions", "entities")
OFFSETS = {
    "mentions.sentence": ("mentions", "sentence", "sentence_start", "sentence_end"),
    "mentions.trigger": ("mentions", '"trigger"', "trigger_start", "trigger_end"),
    "mentions.date_text": ("mentions", "date_text", "date_start", "date_end"),
    "figures.sentence": ("figures", "sentence", "sentence_start", "sentence_end"),
    "figures.text": ("figures", "text", "start", '"end"'),
    "timexes.text": ("timexes", "text", "start", '"end"'),
}


@dataclass(frozen=True, slots=True)
class Check:
    """One kind of proof: how many things were looked at, and what is wrong with which."""

    name: str
    looked_at: int
    problems: tuple[str, ...]


def verify(path: str, *, step: Callable[[str], None] = lambda name: None) -> Iterator[Check]:
    """Run every check; ``step`` is told the name of each before it starts. Raises ArchiveError for no archive."""
    with _writable(path) as db:
        yield from _checks(db.conn, path, step)


@contextmanager
def _writable(path: str) -> Iterator[Database]:
    """FTS5's integrity check is an INSERT that writes nothing: a read-only archive is checked on a copy."""
    with explained(path), closing(open_for_reading(path)) as held, TemporaryDirectory() as folder:
        try:
            db = open_for_writing(path)
            db.conn.execute("BEGIN IMMEDIATE")
            db.conn.execute(f"PRAGMA user_version = {NEWEST}")  # fails where nothing can be written
            db.conn.rollback()
        except (sqlite3.OperationalError, ArchiveError) as error:
            if "read" not in str(error):
                raise
            copy = f"{folder}/copy.db"
            with closing(sqlite3.connect(copy)) as target:
                held.conn.backup(target)
            db = open_for_writing(copy)
        with closing(db):
            yield db


def _checks(conn: sqlite3.Connection, path: str, step: Callable[[str], None]) -> Iterator[Check]:
    checks: dict[str, Callable[[sqlite3.Connection], Iterator[str | None]]] = {
        "database pages": _integrity,
        "foreign keys": _foreign_keys,
        "digests of snapshots": _digests,
        **{f"offsets of {name}": _offsets(*where) for name, where in OFFSETS.items()},
        "offsets of entity_mentions": _entity_offsets,
        "latest snapshots": _latest,
        "events and their mentions": _events,
        "columns of the timeline": _months,
        **{f"full-text index of {table}": _fts(table) for table in FTS},
    }
    for name, check in checks.items():
        step(name)
        with explained(path):
            found = list(check(conn))
        yield Check(name, len(found), tuple(problem for problem in found if problem))


def _integrity(conn: sqlite3.Connection) -> Iterator[str | None]:
    for (told,) in conn.execute("PRAGMA integrity_check(20)"):
        yield None if told == "ok" else told


def _foreign_keys(conn: sqlite3.Connection) -> Iterator[str | None]:
    for table, rowid, parent, _ in conn.execute("PRAGMA foreign_key_check"):
        yield f"{table} row {rowid} points to no row of {parent}"


def _digests(conn: sqlite3.Connection) -> Iterator[str | None]:
    for id, sha256, size, packed in conn.execute("SELECT id, sha256, size, bytes FROM snapshots"):
        try:
            body = zlib.decompress(packed)
        except zlib.error as error:
            yield f"snapshot {id}: its bytes cannot be unpacked ({error})"
            continue
        whole = hashlib.sha256(body).hexdigest() == sha256 and len(body) == size
        yield None if whole else f"snapshot {id}: its bytes are not those that came"


def _offsets(table: str, column: str, start: str, end: str) -> Callable[[sqlite3.Connection], Iterator[str | None]]:
    def check(conn: sqlite3.Connection) -> Iterator[str | None]:
        rows = conn.execute(
            f"SELECT t.snapshot_id, t.{column}, t.{start}, t.{end}, s.text FROM {table} t "
            f"JOIN snapshots s ON s.id = t.snapshot_id WHERE t.{column} IS NOT NULL ORDER BY t.snapshot_id"
        )
        for snapshot, claimed, first, last, text in rows:
            stands = first is not None and text[first:last] == claimed
            yield None if stands else f"{table} of snapshot {snapshot}: {claimed[:50]!r} does not stand at {first}"

    return check


def _entity_offsets(conn: sqlite3.Connection) -> Iterator[str | None]:
    rows = conn.execute(
        'SELECT e.mention_id, e.text, e.start, e."end", s.text FROM entity_mentions e '
        "JOIN mentions m ON m.id = e.mention_id JOIN snapshots s ON s.id = m.snapshot_id WHERE e.start IS NOT NULL "
        "ORDER BY m.snapshot_id"
    )
    for mention, claimed, first, last, text in rows:
        yield None if text[first:last] == claimed else f"mention {mention}: {claimed!r} does not stand at {first}"


def _latest(conn: sqlite3.Connection) -> Iterator[str | None]:
    rows = conn.execute(
        "SELECT a.id, s.article_id, a.text = s.text, "
        "(SELECT count(*) FROM mentions m WHERE m.article_id = a.id AND m.snapshot_id <> a.snapshot_id) "
        "FROM articles a JOIN snapshots s ON s.id = a.snapshot_id"
    )
    for id, owner, same, strays in rows:
        whole = owner == id and same and not strays
        yield None if whole else f"article {id} is not what its latest snapshot says"


def _events(conn: sqlite3.Connection) -> Iterator[str | None]:
    rows = conn.execute(
        "SELECT e.id, e.mentions_count, count(m.id), sum(m.id = e.id) FROM events e "
        "LEFT JOIN mentions m ON m.event_id = e.id GROUP BY e.id"
    )
    for id, claimed, found, founding in rows:
        yield None if claimed == found and founding == 1 else f"event {id} has {found} mentions and claims {claimed}"


def _months(conn: sqlite3.Connection) -> Iterator[str | None]:
    held = [month for some in months.read(conn) for month in some]
    right: list[months.Month] = []
    for month in held:
        same = months.made(conn, [month.month]) == [month]
        if same:
            right.append(month)
        yield None if same else f"the timeline's columns of {month.month or 'no date'} are not what the events say"
    for kind in months.KINDS:
        for month, packed in zip(right, months.links(conn, kind, right), strict=True):
            same = months.tied(conn, kind, month) == packed
            yield None if same else f"the timeline's links ({kind}) of {month.month or 'no date'} are not in the tables"
    events = conn.execute("SELECT count(*) FROM events").fetchone()[0]
    yield None if sum(month.events for month in held) == events else "the timeline lacks events"


def _fts(table: str) -> Callable[[sqlite3.Connection], Iterator[str | None]]:
    def check(conn: sqlite3.Connection) -> Iterator[str | None]:
        try:
            conn.execute(f"INSERT INTO {table}_fts({table}_fts, rank) VALUES ('integrity-check', 1)")
            yield None
        except sqlite3.DatabaseError as error:
            yield f"{table}_fts does not say what {table} says ({error})"
        finally:
            conn.rollback()

    return check
