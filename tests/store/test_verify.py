"""Each kind of damage is found, and a whole archive is said to be whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.store import Archive, ArchiveError, migrations
from pipeline.store.verify import verify
from tests.store import toy

TEXT = "One\nPashinyan visits Astana on 2024-10-21. Armenia sold 120 tonnes. President Pashinyan since 2018-05-08"


@pytest.fixture
def path(tmp_path: Path) -> str:
    path = tmp_path / "archive.db"
    with Archive.open(path, merger=toy.Merge()) as archive:
        archive.add([toy.entry(TEXT), toy.entry("Two\nBob meets Ann on 2020-02-02", "https://n.example/2")])
        archive.add([toy.entry("Two\nBob meets Ann on 2020-02-03", "https://n.example/2", at="2099-01-01T00:00:00Z")])
        archive.remove("https://n.example/2", why="asked", who="desk")
    return str(path)


def test_a_whole_archive(path: str) -> None:
    checks = list(verify(path))
    assert {c.name: c.problems for c in checks if c.problems} == {}
    looked = {c.name: c.looked_at for c in checks}
    assert looked["digests of snapshots"] == 1
    assert looked["offsets of mentions.trigger"] == 1
    assert looked["offsets of figures.text"] == 1
    assert looked["offsets of entity_mentions"] == 2


DAMAGE = [
    ("UPDATE snapshots SET bytes = zeroblob(10)", "digests of snapshots"),
    ("UPDATE snapshots SET sha256 = 'x'", "digests of snapshots"),
    ("UPDATE mentions SET trigger_start = trigger_start + 1", "offsets of mentions.trigger"),
    ("UPDATE mentions SET sentence = 'Nobody said this'", "offsets of mentions.sentence"),
    ("UPDATE mentions SET date_text = 'yesterday'", "offsets of mentions.date_text"),
    ("UPDATE figures SET text = '120 tons'", "offsets of figures.text"),
    ("UPDATE timexes SET text = 'then'", "offsets of timexes.text"),
    ("UPDATE entity_mentions SET start = start + 1", "offsets of entity_mentions"),
    ("UPDATE articles SET text = 'Other words'", "latest snapshots"),
    ("UPDATE events SET mentions_count = 7", "events and their mentions"),
    ("DELETE FROM entities", "foreign keys"),
    ("UPDATE timeline_months SET packed = zeroblob(length(packed))", "columns of the timeline"),
    ("UPDATE timeline_links SET packed = x'' WHERE kind = 'who'", "columns of the timeline"),
    ("DELETE FROM timeline_months", "columns of the timeline"),
    ("INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', 1, 'One', 'Other')",
     "full-text index of articles"),
    ("DELETE FROM mentions_fts_docsize", "full-text index of mentions"),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "found_by"), DAMAGE)
def test_damage_is_found(path: str, statement: str, found_by: str) -> None:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute(statement)
        conn.commit()
    assert found_by in [c.name for c in verify(path) if c.problems]


def test_a_read_only_archive_is_checked_on_a_copy(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = migrations._connect

    def read_only(file: Path, seconds: float, mode: str = "rwc") -> object:
        return connect(file, seconds, "ro" if str(file) == path else mode)

    monkeypatch.setattr(migrations, "_connect", read_only)
    checks = list(verify(path))
    assert [c.problems for c in checks if c.problems] == []
    assert "full-text index of articles" in {c.name for c in checks}


def test_what_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="there is no archive"):
        list(verify(str(tmp_path / "none.db")))
