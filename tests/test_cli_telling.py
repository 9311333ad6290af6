"""What a run says while it goes on: JSON lines, the rate and the end in the bar, seconds by stage."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from pipeline import archive
from pipeline.cli.telling import pace
from tests.store.rules import toy_rules
from tests.test_cli import Site, call, folder, site

__all__ = ["folder", "site", "toy_rules"]

NOON = datetime(2024, 10, 21, 12, 0)


@pytest.mark.parametrize(
    ("done", "expected", "elapsed", "told"),
    [
        (0, 100, 0.0, "0.0 articles/s"),
        (50, None, 10.0, "5.0 articles/s"),
        (50, 350, 10.0, "5.0 articles/s, done at 12:01"),
        (100, 100, 10.0, "10.0 articles/s"),
        (110, 100, 10.0, "11.0 articles/s"),
        (10, 1_000_000, 10.0, "1.0 articles/s, done on 2024-11-02 at 01:46"),
    ],
)
def test_pace(done: int, expected: int | None, elapsed: float, told: str) -> None:
    assert pace(done, expected, elapsed, NOON) == told


def test_how_many_there_will_be(tmp_path: Path) -> None:
    for name in ("a.txt", "b.html", "c.png", ".hidden.txt", "sub/d.md", ".git/e.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / "f.jsonl").write_text("{}\n" * 7)
    assert archive.count([str(tmp_path)]) == 3 + 7
    assert archive.count([str(tmp_path / "a.txt"), str(tmp_path / "none.txt")]) == 2
    assert archive.count(["a.txt", "https://n.example/"]) is None
    assert archive.count(["-"]) is None
    (tmp_path / "sub" / "g.warc.gz").write_bytes(b"")
    assert archive.count([str(tmp_path)]) is None


def test_a_language_without_rules_is_kept_and_said(folder: Path) -> None:
    (folder / "f.txt").write_text(
        "Le navire\n\nLe 29 mars 2021, le navire a été remis à flot dans le canal de Suez. " * 3
    )
    result = call("ingest", "f.txt")
    assert "1 articles added" in result.output
    assert "1 of them: language fr has no rules yet: archived whole, no events read" in result.output
    with closing(sqlite3.connect("archive.db")) as conn:
        assert [row[0].startswith("Le 29 mars") for row in conn.execute("SELECT text FROM articles")] == [True]


@pytest.mark.usefixtures("toy_rules")
class TestLogJson:
    def test_a_line_for_every_input(self, folder: Path) -> None:
        lines = [
            {"title": "L", "text": "Ann visits Oslo on 2020-01-01."},
            {"title": "M", "text": "IMPOSSIBLE Ann visits Oslo on 2020-01-01."},
        ]
        (folder / "l.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
        call("ingest", "b.txt")
        result = call("ingest", "a.txt", "none.txt", "b.txt", "l.jsonl", "--log-json", status=1)
        told = {row["name"]: row for row in map(json.loads, result.stderr.splitlines())}
        assert {name: row["status"] for name, row in told.items()} == {
            "a.txt": "new",
            "none.txt": "failed",
            "b.txt": "unchanged",
            "l.jsonl:1": "new",
            "l.jsonl:2": "failed",
        }
        new = told["a.txt"]
        assert new["events"] == 2
        assert (new["seconds"]["read"], new["seconds"]["extract"]) == (0.25, 0.5)
        assert set(new["seconds"]) == {"fetch", "read", "extract", "store"}
        with closing(sqlite3.connect("archive.db")) as conn:
            assert conn.execute("SELECT title FROM articles WHERE id = ?", (new["article"],)).fetchone() == (
                "Pashinyan in Astana",
            )
            run = conn.execute("SELECT inputs, failed, seconds FROM runs ORDER BY started DESC").fetchone()
        assert told["none.txt"]["reason"] == "no such file or folder"
        assert told["l.jsonl:2"]["reason"].startswith("cannot be stored")
        assert "article" not in told["none.txt"]
        assert run[:2] == (5, 2) == (len(result.stderr.splitlines()), 2)
        stages = json.loads(run[2])
        assert stages["read"] == 0.75
        assert stages["extract"] == 1.5
        assert stages["store"] > 0

    def test_what_was_not_fetched_is_told_too(self, folder: Path, site: str) -> None:
        call("ingest", f"{site}/feed", "--allow-private")
        result = call("ingest", f"{site}/feed", "--allow-private", "--log-json")
        assert [json.loads(line) for line in result.stderr.splitlines()] == [
            {"name": f"{site}/{n}", "status": "unchanged", "seconds": {}} for n in (1, 2)
        ]
        assert "/1" in Site.asked

    def test_reprocess(self, folder: Path) -> None:
        call("ingest", "a.txt", "b.txt")
        result = call("reprocess", "--all", "--log-json")
        rows = [json.loads(line) for line in result.stderr.splitlines()]
        assert sorted((row["name"], row["status"], row["events"]) for row in rows) == [
            ("a.txt", "unchanged", 2),
            ("b.txt", "unchanged", 1),
        ]
