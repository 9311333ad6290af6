"""One story on five sites is one story: copies are known, and what they say is told once."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.archive.copies import bands, is_copy, signature
from pipeline.model import Mention
from pipeline.store import Archive, Entry, Given
from tests.store import toy
from tests.store.dump import dump

NUMBERS = itertools.count()
WIRE = (
    "Ann visits Oslo on 2020-01-05. The harbour was full of boats and the mayor, who had come down to the quay with "
    "his family, spoke for ten minutes about trade, fish and the long winters of the north before the guests went in. "
    "Bob meets Ann on 2020-01-06. They talked about ferries, ports, tunnels and the price of salt; no one took notes."
)
OTHER = (
    "Ann visits Oslo on 2020-01-05. A commentary: what a visit like this one can change is less than people hope, "
    "says a historian who has written four books on the north and its ports, and more than ministers dare to admit."
)


class Apart(toy.Merge):
    """Rules that never link anything: only the same words of one story are one event."""

    def keys(self, mention: Mention) -> frozenset[str]:
        return frozenset()

    def linked(self, a: Mention, b: Mention) -> bool:
        return False


def entry(text: str, site: str, published: str) -> Entry:
    made = toy.entry(f"From {site}\n{text}", f"https://{site}.example/1", given=Given(source=site, published=published))
    return replace(made, bands=bands(signature(made.article.text)))


FIVE = [entry(WIRE, site, f"2020-01-0{7 + n % 3}") for n, site in enumerate(("one", "two", "three"))]
CUT = entry(WIRE.partition("Bob meets")[0], "cut", "2020-01-09")
COMMENT = entry(OTHER, "comment", "2020-01-07")


@pytest.fixture
def apart(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "apart.db", merger=Apart())


def test_copies_name_the_first_telling(apart: Archive) -> None:
    apart.add([*FIVE, CUT, COMMENT], is_copy=is_copy)
    rows = dict(apart.conn.execute("SELECT source_id, copy_of FROM articles").fetchall())
    first = FIVE[0].article.id
    assert rows == {"one": None, "two": first, "three": first, "cut": first, "comment": None}
    events = apart.conn.execute(
        "SELECT title, articles_count, sources_count, stories_count FROM events ORDER BY title, articles_count"
    ).fetchall()
    assert events == [("Ann visits Oslo", 1, 1, 1), ("Ann visits Oslo", 4, 4, 1), ("Bob meets Ann", 3, 3, 1)]


def test_the_first_telling_may_come_late_and_go_again(apart: Archive) -> None:
    apart.add([FIVE[1], FIVE[2]], is_copy=is_copy)
    before = dump(apart)
    apart.add([FIVE[0]], is_copy=is_copy)
    rows = dict(apart.conn.execute("SELECT source_id, copy_of FROM articles").fetchall())
    assert rows == {"one": None, "two": FIVE[0].article.id, "three": FIVE[0].article.id}
    apart.remove("https://one.example/1", why="asked", who="desk")
    after = dump(apart)
    after.pop("tombstones")
    before["sources"] = after["sources"]
    assert after == {k: v for k, v in before.items() if k != "tombstones"}


def test_an_article_that_changed_is_no_copy_any_more(apart: Archive) -> None:
    apart.add(FIVE[:2], is_copy=is_copy)
    changed = entry(OTHER, "two", "2020-01-08")
    apart.add([changed], is_copy=is_copy)
    assert apart.conn.execute("SELECT copy_of FROM articles").fetchall() == [(None,), (None,)]
    assert apart.count("copies") == 0
    assert apart.conn.execute("SELECT stories_count FROM events WHERE type = 'visit'").fetchall() == [(1,), (1,)]


@given(st.permutations([*FIVE, CUT, COMMENT]), st.integers(1, 3), st.sampled_from([toy.Merge, Apart]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_gives_the_same_stories(
    tmp_path: Path, order: list[Entry], size: int, merge: type[toy.Merge]
) -> None:
    number = next(NUMBERS)
    with (
        Archive.open(tmp_path / f"{number}a.db", merger=merge()) as one,
        Archive.open(tmp_path / f"{number}b.db", merger=merge()) as two,
    ):
        one.add([*FIVE, CUT, COMMENT], is_copy=is_copy)
        for start in range(0, len(order), size):
            two.add(order[start : start + size], is_copy=is_copy)
        assert dump(one) == dump(two)
