"""From inputs to rows: what is kept, what fails and says so, what a second run changes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import archive as incoming
from pipeline import ingest, work
from pipeline.ingest import BATCH_SECONDS
from pipeline.model import Page
from pipeline.store import NOTHING, Archive, Given
from tests.store.dump import dump
from tests.store.rules import toy_rules

__all__ = ["toy_rules"]

pytestmark = pytest.mark.usefixtures("toy_rules")

VISIT = "Pashinyan in Astana\n\nPashinyan visits Astana on 2024-10-21 and Pashinyan meets Tokayev on 2024-10-21."
AGAIN = "A guest from Yerevan\n\nAs was told, Pashinyan visits Astana on 2024-10 for two days."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "archive.db") as opened:
        yield opened


def run(archive: Archive, *inputs: object, given: Given = NOTHING) -> ingest.Report:
    report = ingest.Report(archive.start_run("ingest", "toy"))
    with work.pool() as held:
        ingest.ingest(archive, incoming.pages([str(i) for i in inputs], url=given.url), given, held, report)
    archive.finish_run(report.run)
    return report


def written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def test_files_become_articles_and_the_run_says_so(archive: Archive, tmp_path: Path) -> None:
    report = run(archive, *written(tmp_path, a__txt=VISIT, b__md="# " + AGAIN))
    assert dict(report.outcomes) == {"new": 2}
    row = archive.conn.execute("SELECT command, inputs, kept, unchanged, failed, engine, seconds FROM runs").fetchone()
    assert row[:6] == ("ingest", 2, 2, 0, 0, "toy 1")
    assert {"fetch", "read", "extract", "store"} <= json.loads(row[6]).keys()
    assert archive.conn.execute("SELECT finished > started FROM runs").fetchone() == (1,)
    assert archive.conn.execute("SELECT mentions_count FROM events WHERE type = 'visit'").fetchall() == [(2,)]


def test_a_second_run_adds_nothing_but_its_row_and_derives_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = written(tmp_path, a__txt=VISIT, b__txt=AGAIN)
    given = Given(source="kazinform", country="KZ", published="2024-10-21")
    run(archive, files[0], given=given)
    run(archive, files[1])
    before = dump(archive, clock=True)

    def never(page: Page, given: Given) -> work.Derived:
        raise AssertionError("derived again")

    monkeypatch.setattr(work, "derive", never)
    assert dict(run(archive, *files).outcomes) == {"unchanged": 2}
    assert dict(run(archive, files[0], given=given).outcomes) == {"unchanged": 1}
    assert dump(archive, clock=True) == before
    assert archive.count("runs") == 4
    assert archive.conn.execute("SELECT engine FROM runs ORDER BY started DESC LIMIT 1").fetchone() == (None,)


def test_another_published_redates(archive: Archive, tmp_path: Path) -> None:
    (file,) = written(tmp_path, a__txt=VISIT)
    run(archive, file, given=Given(published="2024-10-21"))
    assert dict(run(archive, file, given=Given(published="2024-10-22")).outcomes) == {"redated": 1}
    assert archive.conn.execute("SELECT published, published_basis FROM articles").fetchall() == [
        ("2024-10-22", "given")
    ]


def test_what_was_given_holds_for_the_changed_article_too(archive: Archive, tmp_path: Path) -> None:
    url = "https://news.example/1"
    (file,) = written(tmp_path, a__txt=VISIT)
    run(archive, file, given=Given(url=url, published="2024-10-21"))
    file.write_text(AGAIN, "utf-8")
    assert dict(run(archive, file, given=Given(url=url)).outcomes) == {"changed": 1}
    rows = archive.conn.execute("SELECT title, published, published_basis FROM articles").fetchall()
    assert rows == [("A guest from Yerevan", "2024-10-21", "given")]
    assert archive.count("snapshots") == 2
    assert archive.conn.execute("SELECT DISTINCT published FROM mentions").fetchall() == [("2024-10-21",)]


def test_each_bad_input_is_named_and_the_rest_is_kept(archive: Archive, tmp_path: Path) -> None:
    good, broken, impossible, last = written(
        tmp_path,
        a__txt=VISIT,
        b__txt="Broken\n\nBROKEN Ann visits Oslo on 2020-01-01.",
        c__txt="Impossible\n\nIMPOSSIBLE Ann visits Oslo on 2020-01-01.",
        d__txt=AGAIN,
    )
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02" * 100)
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        json.dumps({"title": "One", "text": "Ann visits Oslo on 2020-01-01."})
        + "\n{not json\n"
        + json.dumps({"title": "Three", "text": "Bob visits Rome on 2020-01-01.", "published": "February 30, 2024"})
        + "\n"
    )
    told: dict[str, str] = {}
    inputs = [
        good, broken, impossible, tmp_path / "none.txt", tmp_path / "empty.txt", tmp_path / "binary.txt", lines, last,
    ]  # fmt: skip
    report = ingest.Report(archive.start_run("ingest", "toy"), on_failure=told.__setitem__)
    with work.pool() as held:
        ingest.ingest(archive, incoming.pages([str(i) for i in inputs]), NOTHING, held, report)
    archive.finish_run(report.run)
    names = {Path(name).name: reason for name, reason in told.items()}
    assert names.keys() == {
        "b.txt", "c.txt", "none.txt", "empty.txt", "binary.txt", "lines.jsonl:2", "lines.jsonl:3"
    }  # fmt: skip
    assert names["none.txt"] == "no such file or folder"
    assert names["empty.txt"] == "empty"
    assert "binary" in names["binary.txt"]
    assert "invalid JSON" in names["lines.jsonl:2"]
    assert "February 30, 2024" in names["lines.jsonl:3"]
    assert "cannot be stored" in names["c.txt"]
    assert dict(report.outcomes) == {"new": 3, "failed": 7}
    assert archive.conn.execute("SELECT inputs, kept, failed FROM runs").fetchone() == (10, 3, 7)
    assert len(json.loads(archive.conn.execute("SELECT failures FROM runs").fetchone()[0])) == 7


def test_an_article_too_long_is_refused_and_named(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "MAX_TEXT", 50)
    report = run(archive, *written(tmp_path, a__txt=VISIT))
    assert [reason for _, reason in report.run.failures] == ["0.0 million characters: too long for an article"]


def test_an_address_names_one_article(archive: Archive, tmp_path: Path) -> None:
    written(tmp_path, a__txt=VISIT, b__txt=AGAIN)
    report = run(archive, tmp_path, given=Given(url="https://news.example/1"))
    assert dict(report.outcomes) == {"new": 1, "failed": 1}
    assert "--url names one article" in report.run.failures[0][1]


def test_what_was_committed_before_an_interruption_stays(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingest, "BATCH", 2)
    files = written(
        tmp_path,
        a__txt=VISIT, b__txt=AGAIN, c__txt="Three\n\nAnn visits Oslo on 2020-01-01.", d__txt="Four\n\nINTERRUPT",
        e__txt="Five\n\nBob visits Oslo on 2020-01-01.",
    )  # fmt: skip
    with pytest.raises(KeyboardInterrupt):
        run(archive, *files)
    assert archive.count("articles") == 2
    assert archive.conn.execute("SELECT count(*) FROM runs WHERE finished IS NULL").fetchone() == (1,)
    monkeypatch.setattr(work, "derive", lambda page, given: work.Derived(None, "skipped"))
    files[3].unlink()
    report = run(archive, *files)
    assert report.outcomes["unchanged"] == 2


@pytest.mark.parametrize(("storing", "waits"), [(0.1, 5.0), (1.0, 5.0), (4.0, 12.0), (60.0, 30.0)])
def test_a_batch_that_was_costly_to_store_is_followed_by_a_larger_one(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, storing: float, waits: float
) -> None:
    clock = [0.0]
    monkeypatch.setattr(ingest, "perf_counter", lambda: clock[0])
    add = archive.add

    def slowly(*args: object, **options: object) -> object:
        clock[0] += storing
        return add(*args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(archive, "add", slowly)
    batch = ingest._Batch(archive, ingest.Report(archive.start_run("ingest", "toy")))
    pages = list(incoming.pages([str(f) for f in written(tmp_path, a__txt=VISIT, b__txt=AGAIN)]))
    for wait, page in zip((BATCH_SECONDS, waits), pages, strict=True):
        assert isinstance(page, Page)
        clock[0] += wait - 0.5
        batch.take(ingest._Step(page), page, work.derive(page, NOTHING))
        assert len(batch.entries) == 1
        clock[0] += 0.6
        batch.take(ingest._Step(page), page, work.derive(page, NOTHING))
        assert batch.entries == []


def test_what_was_taken_down_stays_down(archive: Archive, tmp_path: Path) -> None:
    (file,) = written(tmp_path, a__txt=VISIT)
    run(archive, file)
    archive.remove(archive.articles()[0], why="a court order", who="desk")
    report = run(archive, file)
    assert dict(report.outcomes) == {"removed": 1}
    assert archive.count("articles") == 0


def test_reprocess_changes_nothing_while_the_rules_stand(archive: Archive, tmp_path: Path) -> None:
    run(archive, *written(tmp_path, a__txt=VISIT, b__txt=AGAIN), given=Given(published="2024-10-21"))
    before = dump(archive, clock=True)
    report = ingest.Report(archive.start_run("reprocess", "toy"))
    with work.pool() as held:
        ingest.reprocess(archive, held, report, archive.articles())
    assert report.run.inputs == 2
    assert dump(archive, clock=True) == before
    assert archive.stale(work.rules_version()) == []


def test_reprocess_follows_the_rules_and_goes_on_where_it_was(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, *written(tmp_path, a__txt=VISIT, b__txt="Later\n\nAnn visits Oslo on 2020-01-01."))
    monkeypatch.setattr(ingest, "rules_version", lambda: "better rules")
    from tests.store import toy

    def later(told: str) -> toy.Interval:
        return toy.Interval("2025-01-01", "2025-01-01", "2025-01-01")

    monkeypatch.setattr(toy, "interval", later)
    first, second = archive.stale("better rules")
    report = ingest.Report(archive.start_run("reprocess", "better rules"))
    with work.pool() as held:
        ingest.reprocess(archive, held, report, [first])
        assert archive.stale("better rules") == [second]
        ingest.reprocess(archive, held, report)
    assert archive.stale("better rules") == []
    assert archive.conn.execute("SELECT DISTINCT start_date FROM events").fetchall() == [("2025-01-01",)]
    assert archive.count("snapshots") == 2


def test_a_page_read_as_another_article_keeps_its_snapshots(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(archive, *written(tmp_path, a__txt=VISIT))
    (old,) = archive.articles()
    held_snapshots = archive.conn.execute("SELECT id, sha256 FROM snapshots").fetchall()
    original = work.derive

    def found_address(page: Page, given: Given) -> work.Derived:
        return original(page, Given(url="https://news.example/found", published=given.published))

    monkeypatch.setattr(work, "derive", found_address)
    report = ingest.Report(archive.start_run("reprocess", "toy"))
    with work.pool() as held:
        ingest.reprocess(archive, held, report, archive.articles())
    assert archive.articles() != [old]
    assert archive.conn.execute("SELECT id, sha256 FROM snapshots").fetchall() == held_snapshots
    assert archive.count("events") == 2


def test_a_locked_archive_stops_the_run(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with Archive.open(path, busy_seconds=0.05) as archive:
        other = sqlite3.connect(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(ingest.ArchiveError, match="is locked"):
            run(archive, *written(tmp_path, a__txt=VISIT))
        other.close()
