"""The timeline's columns by month: as the events say, whatever was written, and only what changed written again."""

from __future__ import annotations

from pathlib import Path

from pipeline.store import Archive, Decision, months
from tests.store import toy


def due(archive: Archive) -> set[str]:
    return {name for (name,) in archive.conn.execute("SELECT month FROM timeline_months WHERE packed IS NULL")}


def says(archive: Archive) -> dict[str, tuple[int, str, str]]:
    dated, undated = months.read(archive.conn)
    return {month.month: (month.events, month.steps, month.lengths) for month in (*dated, *undated)}


def test_a_month_is_written_when_a_run_ends_and_only_if_it_changed(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", merger=toy.Merge()) as archive:
        run = archive.start_run("ingest", "toy")
        archive.add(
            [toy.entry("One\nAnn visits Oslo on 2020-01-01\nBob visits Rome on 2020-01-03\nCy meets Di in 1999")]
        )
        told = says(archive)
        assert due(archive) == set(told), "a reader works out what is due"
        archive.finish_run(run)
        assert due(archive) == set()
        assert says(archive) == told
        assert told["2020-01"] == (2, "2", "0,0")
        assert sum(events for events, _, _ in told.values()) == archive.count("events")

        archive.add([toy.entry("Two\nEve visits Bonn on 2021-05-05")])
        assert due(archive) == {"2021-05"}
        assert months.keep(archive.conn) == 1
        assert says(archive)["2021-05"] == (1, "", "0")


def test_a_decision_moves_an_event_to_another_month(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", merger=toy.Merge()) as archive:
        archive.add([toy.entry("One\nAnn visits Oslo on 2020-01-01")])
        (event,) = archive.conn.execute("SELECT id FROM events").fetchone()
        decision = Decision("event", "redate", event, None, "2019-12-31", "me", "2026-01-01T00:00:00Z", "so")
        archive.decide([decision])
        assert due(archive) == set()
        assert says(archive) == {"2019-12": (1, "", "0")}
        archive.remove(archive.articles()[0], why="asked", who="me")
        assert says(archive) == {}
        assert archive.count("timeline_months") == 0


def test_a_type_that_is_new_makes_all_due(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", merger=toy.Merge()) as archive:
        archive.add([toy.entry("One\nAnn visits Oslo on 2020-01-01")])
        months.keep(archive.conn)
        archive.conn.execute("INSERT INTO event_types(id, label) VALUES ('aaa', 'First')")
        assert due(archive) == {"2020-01"}
