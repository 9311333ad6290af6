"""The timeline's columns by month: as the events say, whatever was written, and only what changed written again."""

from __future__ import annotations

import struct
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


def test_what_events_are_tied_to_is_written_with_them(tmp_path: Path) -> None:
    def tied(kind: str) -> list[tuple[str, str]]:
        """Titles of events and ids of what they are tied to."""
        dated, undated = months.read(archive.conn)
        held, table = [*dated, *undated], {"mention": "mentions", "source": "sources"}.get(kind, "entities")
        found = []
        for month, packed in zip(held, months.links(archive.conn, kind, held), strict=True):
            count = len(packed) // 12
            rowids = struct.unpack(f"<{month.events}q", month.column("rowids"))
            numbers = struct.unpack(f"<{count}i{count}q", packed)
            for place, other in zip(numbers[:count], numbers[count:], strict=True):
                (title,) = archive.conn.execute("SELECT title FROM events WHERE rowid = ?", (rowids[place],)).fetchone()
                (id,) = archive.conn.execute(f"SELECT id FROM {table} WHERE rowid = ?", (other,)).fetchone()
                found.append((title.split()[0], id))
        return found

    with Archive.open(tmp_path / "a.db", merger=toy.Merge()) as archive:
        archive.add([toy.entry("One\nAnn visits Oslo on 2020-01-01\nBob visits Rome on 2020-01-03")])
        for state in ("due", "kept"):
            assert tied("who") == [("Ann", "person-ann"), ("Bob", "person-bob")], state
            assert tied("at") == tied("place") == [("Ann", "place-oslo"), ("Bob", "place-rome")], state
            assert tied("source") == [("Ann", "toy-times"), ("Bob", "toy-times")], state
            assert len(tied("mention")) == 2, state
            assert tied("object") == [], state
            with archive.conn:
                months.keep(archive.conn)
        archive.add([toy.entry("Two\nBob visits Rome on 2020-01-03")])
        assert due(archive) == {"2020-01"}, "one sentence more tells it"
        assert len(tied("mention")) == 3
        with archive.conn:
            months.keep(archive.conn)
        merge = Decision("entity", "merge", "person-ann", "person-bob", None, "me", "2026-01-01T00:00:00Z", "so")
        archive.decide([merge])
        assert {id for _, id in tied("who")} in ({"person-ann"}, {"person-bob"})
