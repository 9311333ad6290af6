"""What a large archive needs: answers kept until it changes, counts along an index, search that looks at enough."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

import pytest

from pipeline.export.query import connect
from pipeline.publish import entity_page, home_page
from pipeline.publish.kept import Kept
from pipeline.publish.links import Links
from pipeline.publish.lists import by_year, events_by_year
from pipeline.publish.routes import FIRST, warm
from pipeline.store import months
from tests.publish.site import asking


def test_an_answer_is_kept_while_the_archive_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.publish.kept.PATIENCE", 0)
    kept: Kept[str] = Kept(2)
    kept.put("a", "then", "old", time.monotonic())
    assert kept.get("a", "then") == "old"
    assert kept.get("a", "now") is None
    assert kept.of("a", "now") is None
    kept.put("b", "now", "x", time.monotonic())
    kept.put("c", "now", "y", time.monotonic())
    assert kept.get("a", "then") is None, "more than two"
    kept.clear()
    assert kept.get("c", "now") is None


def test_a_costly_answer_is_good_for_a_while() -> None:
    kept: Kept[str] = Kept(9, costly=1)
    kept.put("cheap", "then", "x", time.monotonic())
    assert kept.get("cheap", "then") is None
    kept.put("dear", "then", "y", time.monotonic() - 30)
    assert kept.get("dear", "now") == "y"
    assert kept.of("dear", "now") is None
    assert kept.of("dear", "then") == "y"


def test_counts_and_facets_of_tables_are_kept_and_follow_what_is_written(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "live.db"
    path.write_bytes(archive.read_bytes())
    with asking(path) as ask:
        results = ask.datasette.chronofile.results
        results.costly = 0.0
        address = "/archive/events.json?_facet=status&_size=1"
        first = ask(address).json()
        known = len(results._entries)
        assert known > 2
        assert ask(address).json()["facet_results"] == first["facet_results"]
        assert len(results._entries) == known
        with sqlite3.connect(path) as writer:
            writer.execute("update events set status = 'cancelled'")
        writer.close()
        results.clear()  # or what was dear would still be good for a moment
        status = ask(address).json()["facet_results"]
        status = status.get("results", status)["status"]["results"]
        assert [(one["value"], one["count"]) for one in status] == [("cancelled", 3000)]


def test_the_server_reads_first_what_is_asked_for_first(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.publish.routes.BUSY", 100)
    with asking(archive) as ask:
        site = ask.datasette.chronofile
        site.pages.costly = 0.0
        ask.loop.run_until_complete(ask.datasette.invoke_startup())
        ask.loop.run_until_complete(warm(ask.datasette))
        assert site.pages.get(("home",), site.stamp())
        assert len(site.readings._entries) == 1
        busiest = ask.one("select id from entities order by events_count desc limit 1")
        assert site.pages.get(("entity", busiest), site.stamp())
        for address in FIRST:
            assert ask(address).status_code == 200, address


def test_years_of_the_months_are_the_years(tmp_path: Path, archive: Path) -> None:
    path = tmp_path / "years.db"
    path.write_bytes(archive.read_bytes())
    with sqlite3.connect(path) as writer:
        old = [row[0] for row in writer.execute("select id from events order by id limit 4")]
        for id, day in zip(old, ("-0043-03-15", "-0043-03-16", "0009-09-09", ""), strict=True):
            writer.execute("update events set sort_date = ? where id = ?", (day, id))
        found = events_by_year(months.read(writer)[0])
        assert found == by_year(writer, "events", "1")
        assert found[-43] == 2
        assert found[9] == 1
        assert sum(found.values()) == 2999
    writer.close()


def test_a_busy_entity_has_the_same_latest_events(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect(archive)
    for id in ("place-yerevan", "organization-aurora-observatory"):
        page = entity_page.entity_page(connection, id, Links())
        monkeypatch.setattr(entity_page, "BUSY", 0)
        assert entity_page.entity_page(connection, id, Links()) == page
        monkeypatch.undo()
        assert len(page["events"]) == 60
    connection.close()


def test_search_ranks_only_so_many(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = connect(archive)
    monkeypatch.setattr(home_page, "RANKED", 5)
    found = home_page.search_page(connection, "flood", Links())
    assert 0 < len(found["events"]) <= 10
    assert all("Flood" in line.title for line in found["events"])
    connection.close()
