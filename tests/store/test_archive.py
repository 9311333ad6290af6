"""The laws of the archive, on the toy's rules."""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive import fetch
from pipeline.model import Event, Mention
from pipeline.store import Archive, ArchiveError, Given, merging
from pipeline.store.articles import sha256
from pipeline.store.closure import Pair
from pipeline.store.known_by import REDIRECT_HEADER, article_named
from pipeline.store.migrations import writing
from pipeline.store.queries import history
from tests.store import toy
from tests.store.dump import dump

ASTANA = "Pashinyan in Astana\nPashinyan visits Astana on 2024-10-21\nPashinyan meets Tokayev on 2024-10-21"
AGAIN = "A guest\nPashinyan visits Astana on 2024-10"
NUMBERS = itertools.count()  # of files: hypothesis seeds random anew for every example
OTHER = "Another trip\nPashinyan visits Almaty on 2024-10-05"


def ids(archive: Archive, query: str) -> list[str]:
    return [id for (id,) in archive.conn.execute(query)]


def test_an_article_becomes_rows_that_hang_together(archive: Archive) -> None:
    assert archive.add([toy.entry(ASTANA, "https://news.example/1")]) == ["new"]
    held = dump(archive)
    assert [len(held[t]) for t in ("articles", "snapshots", "events", "mentions", "timexes")] == [1, 1, 2, 2, 2]
    assert archive.conn.execute(
        "SELECT e.title, e.start_date, e.end_date, e.actors, p.name, e.sources_count, a.events_count "
        "FROM events e JOIN entities p ON p.id = e.place_id JOIN mentions m ON m.event_id = e.id "
        "JOIN articles a ON a.id = m.article_id WHERE e.type = 'visit'"
    ).fetchone() == ("Pashinyan visits Astana", "2024-10-21", "2024-10-21", "Pashinyan", "Astana", 1, 2)


def test_the_same_again_changes_no_row(archive: Archive) -> None:
    first = toy.entry(ASTANA, "https://news.example/1")
    archive.add([first, toy.entry(AGAIN)])
    before = dump(archive, clock=True)
    assert archive.add([first, toy.entry(AGAIN)]) == ["unchanged", "unchanged"]
    assert dump(archive, clock=True) == before
    known = archive.known(first.page)
    assert known is not None
    assert known.current


def test_one_event_told_by_two_articles(archive: Archive) -> None:
    archive.add([toy.entry(ASTANA)])
    archive.add([toy.entry(AGAIN)])
    row = archive.conn.execute("SELECT mentions_count, articles_count FROM events WHERE type = 'visit'").fetchall()
    assert row == [(2, 2)]


def test_a_vague_mention_leaves_an_event_when_it_fits_another_too(archive: Archive) -> None:
    archive.add([toy.entry(ASTANA)])
    archive.add([toy.entry(AGAIN)])
    archive.add([toy.entry(OTHER)])
    rows = archive.conn.execute("SELECT mentions_count FROM events WHERE type = 'visit'").fetchall()
    assert rows == [(1,), (1,), (1,)]


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_batches_give_the_same_archive(tmp_path: Path, data: st.DataObject) -> None:
    lines = [
        f"{who} {verb} {place} on {day}"
        for who in ("Ann", "Bob")
        for verb in ("visits", "meets")
        for place in ("Oslo", "Rome")
        for day in ("2020-01", "2020-01-05", "2020-01-09")
    ]
    texts = data.draw(st.lists(st.lists(st.sampled_from(lines), max_size=4, unique=True), min_size=1, max_size=7))
    entries = [toy.entry(f"Report {n}\n" + "\n".join(t), f"https://n.example/{n}") for n, t in enumerate(texts)]
    shuffled = data.draw(st.permutations(entries))
    size = data.draw(st.integers(1, 3))
    number = next(NUMBERS)
    with (
        Archive.open(tmp_path / f"{number}a.db", merger=toy.Merge()) as one,
        Archive.open(tmp_path / f"{number}b.db", merger=toy.Merge()) as two,
    ):
        one.add(entries)
        for start in range(0, len(shuffled), size):
            two.add(shuffled[start : start + size])
        assert dump(one) == dump(two)


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_is_removed_leaves_no_trace_but_its_tombstone(tmp_path: Path, data: st.DataObject) -> None:
    lines = [f"{who} visits {place} on {day}" for who in ("Ann", "Bob") for place in ("Oslo", "Rome")
             for day in ("2020-01", "2020-01-05", "2020-01-09")]  # fmt: skip
    texts = data.draw(st.lists(st.lists(st.sampled_from(lines), max_size=4, unique=True), min_size=2, max_size=6))
    entries = [toy.entry(f"Report {n}\n" + "\n".join(t), f"https://n.example/{n}") for n, t in enumerate(texts)]
    number = next(NUMBERS)
    with (
        Archive.open(tmp_path / f"{number}a.db", merger=toy.Merge()) as one,
        Archive.open(tmp_path / f"{number}b.db", merger=toy.Merge()) as two,
    ):
        one.add(entries)
        one.remove("https://n.example/0", why="asked by the court", who="desk")
        two.add(entries[1:])
        held = dump(one)
        tombstones = held.pop("tombstones")
        assert [row[3] for row in tombstones] == ["asked by the court"]
        assert held == {k: v for k, v in dump(two).items() if k != "tombstones"} | {
            "sources": held["sources"],
        }


class Comparing(toy.Merge):
    """Counts the comparisons."""

    def __init__(self) -> None:
        self.compared = 0

    def linked(self, a: Mention, b: Mention) -> bool:
        self.compared += 1
        return super().linked(a, b)

    def cluster(
        self, mentions: Sequence[Mention], apart: Collection[Pair] = (), together: Collection[Pair] = ()
    ) -> list[Event]:
        return toy.Merge().cluster(mentions, apart, together)


def test_one_more_telling_is_compared_with_the_others_and_not_they_with_each_other(tmp_path: Path) -> None:
    merger = Comparing()
    with Archive.open(tmp_path / "a.db", merger=merger) as archive:
        for number in range(20):
            merger.compared = 0
            archive.add(
                [toy.entry(f"Told {number}\nPashinyan visits Astana on 2024-10-21", f"https://n.example/{number}")]
            )
            assert merger.compared == number


def test_events_that_have_linked_mentions_are_kept(archive: Archive) -> None:
    archive.add([toy.entry(text, f"https://n.example/{n}") for n, text in enumerate((ASTANA, OTHER, AGAIN))])
    kept = archive.conn.execute("SELECT event_id, other_id FROM event_links ORDER BY 1, 2").fetchall()
    assert len(kept) == 2  # the vague mention with each of the two days
    with writing(archive.db):
        archive.conn.execute("DELETE FROM event_links")
        merging.link(archive.conn, toy.Merge(), archive.decided())
    assert archive.conn.execute("SELECT event_id, other_id FROM event_links ORDER BY 1, 2").fetchall() == kept


def test_what_was_removed_does_not_come_back(archive: Archive) -> None:
    entry = toy.entry(ASTANA, "https://news.example/1")
    archive.add([entry, toy.entry(AGAIN)])
    archive.remove("https://news.example/1", why="a court order", who="desk")
    assert archive.add([entry]) == ["removed"]
    known = archive.known(entry.page)
    assert known is not None
    assert known.removed == "a court order"
    bare = toy.entry(AGAIN)
    archive.remove(bare.article.id, why="sent by mistake", who="desk")
    known = archive.known(bare.page)
    assert known is not None
    assert known.removed == "sent by mistake"
    assert archive.known(toy.entry(OTHER).page) is None
    for suffix in ("", "-wal"):
        file = archive.path.with_name(archive.path.name + suffix)
        if file.exists():
            assert b"Pashinyan" not in file.read_bytes()
    with pytest.raises(ArchiveError, match="has no article"):
        archive.remove("https://news.example/none", why="x", who="desk")


def test_a_changed_article_gets_a_snapshot_and_its_mentions_follow(archive: Archive) -> None:
    url = "https://news.example/1"
    archive.add([toy.entry(ASTANA, url, at="2024-10-21T08:00:00+00:00")])
    changed = toy.entry(
        "Pashinyan in Astana\nPashinyan visits Astana on 2024-10-22", url, at="2024-10-21T09:00:00+00:00"
    )
    assert archive.add([changed]) == ["changed"]
    assert len(ids(archive, "SELECT id FROM snapshots")) == 2
    assert archive.conn.execute("SELECT title, start_date FROM events").fetchall() == [
        ("Pashinyan visits Astana", "2024-10-22")
    ]
    late = toy.entry("Pashinyan in Astana\nNothing yet", url, at="2024-10-20T09:00:00+00:00")
    assert archive.add([late]) == ["unchanged"], "an older state is kept; the latest stays"
    assert len(ids(archive, "SELECT id FROM snapshots")) == 3
    assert len(ids(archive, "SELECT id FROM events")) == 1
    back = toy.entry(ASTANA, url, at="2024-10-21T10:00:00+00:00")
    known = archive.known(back.page)
    assert known is not None
    assert not known.current, "a page that came back is news"
    assert archive.add([back]) == ["changed"]
    assert len(ids(archive, "SELECT id FROM snapshots")) == 4
    assert len(ids(archive, "SELECT id FROM events")) == 2


def test_another_date_given_replaces_what_followed_from_the_first(archive: Archive) -> None:
    archive.add([toy.entry(ASTANA, given=Given(published="2024-10-21", source="kazinform"))])
    page = toy.entry(ASTANA).page
    known = archive.known(page, Given(published="2024-10-22"))
    assert known is not None
    assert not known.current
    assert known.given == Given(published="2024-10-22", source="kazinform")
    assert archive.add([toy.entry(ASTANA, given=known.given)]) == ["redated"]
    assert archive.conn.execute("SELECT published, published_basis, source_id FROM articles").fetchall() == [
        ("2024-10-22", "given", "kazinform")
    ]
    assert archive.conn.execute("SELECT DISTINCT published FROM mentions").fetchall() == [("2024-10-22",)]
    assert len(ids(archive, "SELECT id FROM snapshots")) == 1
    known = archive.known(page)
    assert known is not None
    assert known.current, "what was given outranks silence"


def test_the_same_address_twice_in_one_batch(archive: Archive) -> None:
    url = "https://news.example/1"
    assert archive.add([toy.entry(ASTANA, url), toy.entry(OTHER, url)]) == ["new", "changed"]
    assert len(ids(archive, "SELECT id FROM snapshots")) == 2
    assert ids(archive, "SELECT title FROM articles") == ["Another trip"]


def test_an_article_without_events_is_kept_and_says_why(archive: Archive) -> None:
    archive.add([toy.entry("Weather\nIt rains.")])
    assert ids(archive, "SELECT note FROM articles") == ["no dated event"]


VARIANTS = (
    "http://www.news.example/1",
    "https://www.news.example/1/",
    "http://news.example/1",
    "https://news.example/1",
)


@pytest.mark.parametrize("order", list(itertools.permutations(VARIANTS[1:])), ids=str)
def test_one_article_under_several_addresses(tmp_path: Path, order: tuple[str, ...]) -> None:
    with (
        Archive.open(tmp_path / "one.db", merger=toy.Merge()) as one,
        Archive.open(tmp_path / "two.db", merger=toy.Merge()) as two,
    ):
        for archive, urls in ((one, VARIANTS[1:]), (two, order)):
            for url in urls:
                archive.add([toy.entry(ASTANA, url)])
            archive.add([toy.entry(AGAIN, VARIANTS[0], at="2030-01-01")])
            assert ids(archive, "SELECT url FROM articles") == ["https://news.example/1"]
            assert [s.sha256 for s in history(archive.conn, VARIANTS[1]) or ()][1:] == [sha256(AGAIN.encode())]
            seen = archive.seen(VARIANTS[0])
            assert seen is not None
            assert seen.url == VARIANTS[0]
        left, right = dump(one), dump(two)
        for table in ("snapshots",):  # named by the file that came first
            assert len(left.pop(table)) == len(right.pop(table))
        assert left == right
        two.remove(VARIANTS[2], why="asked", who="desk")
        assert all(two.seen(url) for url in VARIANTS)
        known = two.known(toy.entry(OTHER, VARIANTS[1]).page)
        assert known is not None
        assert known.removed == "asked"


def test_addresses_given_for_one_article_in_any_order(archive: Archive) -> None:
    for url in VARIANTS:
        archive.add([toy.entry(ASTANA, given=Given(url=url))])
    assert ids(archive, "SELECT json_extract(given, '$.url') FROM articles") == ["https://news.example/1"]


def test_an_address_that_leads_elsewhere(archive: Archive) -> None:
    entry = toy.entry(ASTANA, "https://news.example/new", at="2024-10-21T08:00:00+00:00")
    steps = (
        ("ETag", '"7"'),
        (REDIRECT_HEADER, "301 http://www.news.example/old"),
        (REDIRECT_HEADER, "302 http://x.example/"),
    )
    archive.add([replace(entry, page=replace(entry.page, headers=steps))])
    for url in ("https://news.example/old", "http://x.example", "http://news.example/new/"):
        seen = archive.seen(url)
        assert seen is not None, url
        assert (seen.etag, seen.url) == ('"7"', "https://news.example/new")
    assert archive.seen("https://news.example/") is None
    other = toy.entry(OTHER, "https://news.example/other", at="2024-10-22T08:00:00+00:00")
    archive.add([replace(other, page=replace(other.page, headers=((REDIRECT_HEADER, "302 http://x.example/"),)))])
    assert article_named(archive.conn, "https://news.example/old") == entry.article.id
    assert article_named(archive.conn, "http://x.example/") is None, "it led to two"


def test_the_header_of_redirects_is_the_fetchers() -> None:
    assert fetch.REDIRECT_HEADER == REDIRECT_HEADER


def test_figures_and_offices_are_rows(archive: Archive) -> None:
    archive.add([toy.entry("Trade\nArmenia sold 120 tonnes. President Tokayev since 2019-03-20")])
    assert archive.conn.execute("SELECT subject, value, party, text FROM figures").fetchall() == [
        ("sales", 120.0, "place-armenia", "Armenia sold 120 tonnes")
    ]
    assert archive.conn.execute("SELECT entity_id, office, start_date, end_date FROM offices").fetchall() == [
        ("person-tokayev", "President", "2019-03-20", None)
    ]


def test_nothing_of_a_batch_that_fails_is_there(archive: Archive) -> None:
    archive.add([toy.entry(OTHER)])
    before = dump(archive)
    good, bad = toy.entry(ASTANA), toy.entry(AGAIN)
    object.__setattr__(bad.extraction.mentions[0], "status", "imagined")
    with pytest.raises(ArchiveError, match="CHECK constraint"):
        archive.add([good, bad])
    assert dump(archive) == before


def test_suggestions_name_pairs_near_but_not_certain(archive: Archive) -> None:
    archive.add([toy.entry(ASTANA)])
    rows = archive.conn.execute("SELECT kind, action, score, reason FROM suggestions").fetchall()
    assert rows == [("event", "merge", 0.6, "the same person that day")]


def test_a_page_comes_out_as_it_went_in(archive: Archive) -> None:
    entry = toy.entry(ASTANA, "https://news.example/1", at="2024-10-21T08:00:00+00:00")
    archive.add([entry])
    assert [(page, given) for _, page, given in archive.pages([entry.article.id])] == [(entry.page, entry.given)]
    assert json.loads(ids(archive, "SELECT given FROM articles")[0]) == {}
