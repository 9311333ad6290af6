"""Entities that may be one: suggested by name, whatever the order, and silenced by a person's word."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.model import Entity, Participant, Span, slug
from pipeline.store import Archive, Decision, Entry
from pipeline.store.alike import Named, alike, keys
from pipeline.store.decisions import decide
from tests.store import toy
from tests.store.dump import dump

NUMBERS = itertools.count()


def named(name: str, kind: str = "person", wikidata: str | None = None, country: str | None = None) -> Named:
    return Named(f"{kind}-{slug(name)}", kind, name, (name,), wikidata, country)


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        (named("Nikol Pashinyan"), named("Nikol Pashinian"), True),
        (named("Boris Yeltsin"), named("Boris Eltsin"), True),
        (named("Pashinyan"), named("Nikol Pashinyan"), True),
        (named("Hrachya Pashinyan"), named("Nikol Pashinyan"), False),
        (named("Armen Sarkissian", wikidata="Q1"), named("Armen Sargsyan", wikidata="Q2"), False),
        (named("Armen Sarkissian", country="AM"), named("Armen Sarkisian", country="US"), False),
        (named("NATO", "organization"), named("North Atlantic Treaty Organization", "organization"), True),
        (named("Kyiv", "place"), named("Kiev", "place"), True),
        (named("Georgia", "place", country="GE"), named("Georgia", "place", country="US"), False),
        (named("Georgetown", "place", country="US"), named("George Town", "place", country="US"), False),
        (named("Paris", "place"), named("Paris", "person"), False),
    ],
)
def test_one_name(left: Named, right: Named, same: bool) -> None:
    assert (alike(left, right) >= 0.5) == same
    if same:
        assert keys(left) & keys(right), "they meet in a block"


def about(*names: str) -> Entry:
    """An article in which these people, under their whole names, visit Oslo."""
    text = "\n".join(f"{name.split()[-1]} visits Oslo on 2020-01-0{n + 1}" for n, name in enumerate(names))
    entry = toy.entry(f"{' '.join(names)}\n{text}", f"https://n.example/{slug(' '.join(names))}")
    for mention, name in zip(entry.extraction.mentions, names, strict=True):
        who = Entity(f"person-{slug(name)}", name, "person")
        told = Span(mention.sentence.start, mention.trigger.start - 1, name.split()[-1])
        object.__setattr__(mention, "participants", (Participant(who, "actor", told), *mention.participants[1:]))
    return entry


def suggested(archive: Archive) -> list[tuple[str, str]]:
    rows = archive.conn.execute("SELECT subject, object FROM suggestions WHERE kind = 'entity' ORDER BY 1, 2")
    return [(a.removeprefix("person-"), b.removeprefix("person-")) for a, b in rows]


def ruling(action: str, subject: str, object: str, at: str = "2025-01-01") -> Decision:
    return Decision("entity", action, f"person-{subject}", f"person-{object}", None, "desk", at, "checked")  # type: ignore[arg-type]


def test_two_spellings_are_suggested_accepted_refused_and_taken_back(archive: Archive) -> None:
    archive.add([about("Nikol Pashinyan"), about("Nikol Pashinian"), about("Hrachya Pashinyan")])
    pair = ("nikol-pashinian", "nikol-pashinyan")
    assert suggested(archive) == [pair]
    row = archive.conn.execute("SELECT action, score >= 0.9, reason FROM suggestions WHERE kind = 'entity'").fetchone()
    assert row == ("merge", 1, "“Nikol Pashinian” and “Nikol Pashinyan” read as one name")
    before = dump(archive)
    refused = ruling("apart", *pair)
    archive.decide([refused])
    assert suggested(archive) == []
    archive.add([about("Nikol Pashinian", "Nikol Pashinyan")], force=True)
    assert suggested(archive) == [], "refused once, refused for what comes later"
    archive.remove("https://n.example/nikol-pashinian-nikol-pashinyan", why="x", who="desk")
    archive.undo(refused.id, who="desk")
    assert {k: v for k, v in dump(archive).items() if k not in ("decisions", "tombstones")} == {
        k: v for k, v in before.items() if k not in ("decisions", "tombstones")
    }
    accepted = ruling("merge", *pair, at="2025-01-02")
    archive.decide([accepted])
    assert suggested(archive) == []
    archive.decide([ruling("apart", *pair, at="2025-01-03")])
    assert suggested(archive) == []
    assert archive.conn.execute("SELECT count(*) FROM entities WHERE kind = 'person'").fetchone() == (3,)


def test_a_surname_alone_is_nobody_of_many(archive: Archive) -> None:
    archive.add([about("Kim"), about("Anna Kim"), about("Boris Kim"), about("Clara Kim")])
    assert suggested(archive) == [("anna-kim", "kim"), ("boris-kim", "kim"), ("clara-kim", "kim")]
    archive.add([about("Denis Kim")])
    assert suggested(archive) == []
    archive.remove("https://n.example/anna-kim", why="x", who="desk")
    assert suggested(archive) == [("boris-kim", "kim"), ("clara-kim", "kim"), ("denis-kim", "kim")]


def test_the_later_word_on_two_entities_holds() -> None:
    first, second = ruling("merge", "a", "b", at="1"), ruling("apart", "b", "a", at="2")
    assert decide([first]).same == {"person-b": "person-a"}
    assert decide([second, first]).same == {}
    assert decide([second, first]).distinct == {("person-a", "person-b")}
    third = ruling("merge", "a", "b", at="3")
    assert decide([first, second, third]).distinct == frozenset()


PEOPLE = ("Kim", "Anna Kim", "Ana Kim", "Boris Kim", "Clara Kim", "Denis Kim", "Nikol Pashinyan", "Nikol Pashinian")


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_suggests_the_same(tmp_path: Path, data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True), max_size=6))
    entries = [about(*group) for group in groups]
    order = data.draw(st.permutations(entries))
    size = data.draw(st.integers(1, 3))
    said = data.draw(
        st.sampled_from([None, ruling("apart", "ana-kim", "anna-kim"), ruling("merge", "kim", "boris-kim")])
    )
    number = next(NUMBERS)
    with (
        Archive.open(tmp_path / f"{number}a.db", merger=toy.Merge()) as one,
        Archive.open(tmp_path / f"{number}b.db", merger=toy.Merge()) as two,
    ):
        one.add(entries)
        one.decide([said] if said else [])
        two.decide([said] if said else [])
        two.add([about("Zoe Kim", "Nikol Pashinyan", "Denis Kim")])
        for start in range(0, len(order), size):
            two.add(order[start : start + size])
        two.remove("https://n.example/zoe-kim-nikol-pashinyan-denis-kim", why="x", who="desk")
        left, right = dump(one), dump(two)
        assert {t for t in left if left[t] != right[t]} <= {"tombstones", "sources"}
