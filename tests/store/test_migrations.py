"""What is ours is opened and upgraded; what is not is refused with a clear word."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.store import Archive, ArchiveError, migrations, open_for_reading, open_for_writing, queries
from pipeline.store.verify import verify
from tests.store import toy


def make(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as conn:
        for statement in statements:
            conn.execute(statement)
        conn.commit()
    return path


def test_a_new_archive_is_ours_strict_and_in_wal(tmp_path: Path) -> None:
    with closing(open_for_writing(tmp_path / "a.db")) as db:
        assert db.conn.execute("PRAGMA application_id").fetchone() == (migrations.APPLICATION_ID,)
        assert db.conn.execute("PRAGMA user_version").fetchone() == (migrations.NEWEST,)
        assert db.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert db.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)
        tables = db.conn.execute(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE '%sqlite%'"
        ).fetchall()
        assert [name for name, strict in tables if not strict and "_fts" not in name] == []


def test_every_foreign_key_has_an_index(tmp_path: Path) -> None:
    with closing(open_for_writing(tmp_path / "a.db")) as db:
        missing = []
        for (table,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            leading = {
                db.conn.execute("SELECT name FROM pragma_index_info(?) WHERE seqno = 0", (index,)).fetchone()[0]
                for (index,) in db.conn.execute("SELECT name FROM pragma_index_list(?)", (table,))
            }
            missing += [
                f"{table}.{column}"
                for (column,) in db.conn.execute('SELECT "from" FROM pragma_foreign_key_list(?)', (table,))
                if column not in leading
            ]
        # articles.snapshot_id and mentions.type are followed one way only
        assert sorted(missing) == ["articles.snapshot_id", "mentions.type"]


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    with pytest.raises(ArchiveError, match="is empty"):
        open_for_reading(path)
    open_for_writing(path).close()
    open_for_reading(path).close()


@pytest.mark.parametrize("opened", [open_for_reading, open_for_writing], ids=["reading", "writing"])
def test_foreign_files_are_refused_and_left_alone(tmp_path: Path, opened: type) -> None:
    text = tmp_path / "text.db"
    text.write_text("This is a letter, no database. " * 100)
    other = make(tmp_path / "other.db", "CREATE TABLE bookmarks (url TEXT)")
    tagged = make(tmp_path / "tagged.db", "PRAGMA application_id = 12345")
    for path in (text, other, tagged):
        before = path.read_bytes()
        with pytest.raises(ArchiveError, match=f"{path} is not a chronofile archive"):
            opened(path)
        assert path.read_bytes() == before
    with pytest.raises(ArchiveError, match="is a folder"):
        opened(tmp_path)


@pytest.mark.parametrize("opened", [open_for_reading, open_for_writing], ids=["reading", "writing"])
def test_a_newer_archive_is_refused(tmp_path: Path, opened: type) -> None:
    path = tmp_path / "a.db"
    open_for_writing(path).close()
    make(path, "PRAGMA user_version = 999")
    with pytest.raises(ArchiveError, match="made by a newer chronofile \\(schema 999"):
        opened(path)


def test_an_older_archive_is_backed_up_and_upgraded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, merger=toy.Merge()) as archive:
        archive.add([toy.entry("One\nAnn visits Oslo on 2020-01-01")])

    old = migrations.NEWEST
    schema = migrations.Migrations("chronofile")
    for step in migrations.SCHEMA._migrations:
        schema(name=step.name)(step.fn)

    @schema(name="9999_test")
    def second(db: migrations.Database) -> None:
        db.conn.execute("ALTER TABLE articles ADD COLUMN mood TEXT")

    monkeypatch.setattr(migrations, "SCHEMA", schema)
    monkeypatch.setattr(migrations, "NEWEST", old + 1)
    with closing(open_for_reading(path)) as db:
        assert db.conn.execute("SELECT title, mood FROM articles").fetchall() == [("One", None)]
    with closing(sqlite3.connect(tmp_path / f"a.db.schema{old}.bak")) as copy:
        assert copy.execute("PRAGMA user_version").fetchone() == (old,)
        assert copy.execute("SELECT title FROM articles").fetchall() == [("One",)]


@pytest.mark.parametrize("version", range(1, migrations.NEWEST))
def test_an_archive_of_every_earlier_schema_upgrades(tmp_path: Path, version: int) -> None:
    """``schemas/N.db.gz`` was written by the code that had schema N."""
    path = tmp_path / "a.db"
    path.write_bytes(gzip.decompress((Path(__file__).parent / "schemas" / f"{version}.db.gz").read_bytes()))
    with closing(open_for_reading(path)) as db:
        assert db.conn.execute("PRAGMA user_version").fetchone() == (migrations.NEWEST,)
        assert "2024-10-20" in {row["edtf"] for row in queries.timeline(db.conn)}
    assert (tmp_path / f"a.db.schema{version}.bak").exists()
    assert [c.problems for c in verify(str(path)) if c.problems] == []
    with closing(open_for_writing(tmp_path / "new.db")) as new, closing(open_for_reading(path)) as old:
        shape = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite%' ORDER BY type, name"
        assert new.conn.execute(shape).fetchall() == old.conn.execute(shape).fetchall()
    with Archive.open(path, merger=toy.Merge()) as archive:
        for address in ("https://news.example/old", "http://www.news.example/new", "https://news.example/gone"):
            assert archive.seen(address) is not None, address
        assert archive.seen("https://news.example/none") is None
        assert archive.add([toy.entry("A guest\nPashinian visits Astana on 2024-10")]) == ["unchanged"]


def test_a_migration_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.db"
    open_for_writing(path).close()
    schema = migrations.Migrations("chronofile")
    for step in migrations.SCHEMA._migrations:
        schema(name=step.name)(step.fn)

    @schema(name="9999_test")
    def second(db: migrations.Database) -> None:
        db.conn.execute("ALTER TABLE articles ADD COLUMN mood TEXT")
        db.conn.execute("CREATE TABLE articles (id TEXT)")

    with monkeypatch.context() as patched:
        patched.setattr(migrations, "SCHEMA", schema)
        patched.setattr(migrations, "NEWEST", migrations.NEWEST + 1)
        with pytest.raises(ArchiveError, match="already exists"):
            open_for_writing(path)
    with closing(open_for_writing(path)) as db:
        assert "mood" not in {row[1] for row in db.conn.execute("PRAGMA table_info(articles)")}


def test_locked_and_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with pytest.raises(ArchiveError, match="there is no archive at"):
        open_for_reading(path)
    with pytest.raises(ArchiveError, match="no such folder"):
        open_for_writing(tmp_path / "none" / "a.db")
    open_for_writing(path).close()
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ArchiveError, match="is locked"):
            Archive.open(path, busy_seconds=0.05)
        open_for_reading(path).close()


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Archive.open(path, merger=toy.Merge()) as one, Archive.open(path, merger=toy.Merge()) as two:
        for n in range(5):
            for archive in (one, two):
                archive.add([toy.entry(f"Report {n}\nAnn visits Oslo on 2020-01-0{n + 1}")])
        assert one.count("articles") == two.count("articles") == 5
        assert one.count("events") == 5


def test_a_read_only_archive_can_be_read_and_says_so_when_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    open_for_writing(path).close()
    connect = migrations._connect
    # What a file without write permission is to SQLite; permissions themselves do not bind root.
    monkeypatch.setattr(migrations, "_connect", lambda path, seconds, mode="ro": connect(path, seconds, "ro"))
    open_for_reading(path).close()
    with pytest.raises(ArchiveError, match="is read-only"):
        Archive.open(path)


def test_reading_writes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    open_for_writing(path).close()
    with closing(open_for_reading(path)) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.conn.execute("DELETE FROM articles")
