"""A person's word: what follows from it, that it survives, and that undoing it leaves no trace."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.store import Archive, Decision, DecisionError
from pipeline.store.decisions import ACTIONS, decide, of_row
from pipeline.store.queries import event_of, identify
from pipeline.store.review import load
from tests.store import toy
from tests.store.dump import dump

NUMBERS = itertools.count()
FIRST = "One\nPashinyan visits Astana on 2024-10-21. Armenia sold 120 tonnes. President Pashinyan since 2018-05-08"
SECOND = "Two\nPashinian visits Astana on 2024-10-21. Tokayev meets Putin on 2024-11-01"
THIRD = "Three\nPashinyan visits Astana on 2024-10 and Bob meets Ann on 2020-02-02"


def ruling(kind: str, action: str, subject: str, object: str | None = None, value: str | None = None,
           at: str = "2025-01-01T00:00:00+00:00") -> Decision:  # fmt: skip
    row = {"kind": kind, "action": action, "subject": subject, "object": object, "value": value}
    return of_row({**row, "who": "desk", "at": at, "why": "checked"})


def events(archive: Archive) -> list[tuple[str, ...]]:
    return archive.conn.execute("SELECT title, edtf, actors, mentions_count FROM events ORDER BY title").fetchall()


def mention(archive: Archive, sentence: str) -> str:
    (id,) = archive.conn.execute("SELECT id FROM mentions WHERE sentence = ?", (sentence,)).fetchone()
    return str(id)


def test_two_entities_are_one(archive: Archive) -> None:
    archive.add([toy.entry(FIRST), toy.entry(SECOND)])
    archive.decide([ruling("entity", "merge", "person-pashinyan", "person-pashinian")])
    assert ("2024-10-21", "Pashinyan", 2) in [row[1:] for row in events(archive)]
    assert archive.conn.execute("SELECT name FROM entities WHERE id = 'person-pashinian'").fetchall() == []
    names = archive.conn.execute("SELECT name FROM entity_names WHERE entity_id = 'person-pashinyan' ORDER BY name")
    assert names.fetchall() == [("Pashinian",), ("Pashinyan",)]
    told = archive.conn.execute("SELECT DISTINCT text FROM entity_mentions WHERE entity_id = 'person-pashinyan'")
    assert sorted(told.fetchall()) == [("Pashinian",), ("Pashinyan",)]


def test_a_merge_holds_for_what_comes_later(archive: Archive) -> None:
    archive.decide([ruling("entity", "merge", "person-pashinyan", "person-pashinian")])
    archive.add([toy.entry(FIRST)])
    archive.add([toy.entry(SECOND)])
    assert ("2024-10-21", "Pashinyan", 2) in [row[1:] for row in events(archive)]


def test_one_name_two_people(archive: Archive) -> None:
    archive.add([toy.entry(FIRST), toy.entry(THIRD)])
    article = toy.entry(THIRD).article.id
    archive.decide([ruling("entity", "split", "person-pashinyan", article, "Pashinyan (the painter)")])
    assert [(a, n) for _, _, a, n in events(archive) if "Pashinyan" in a] == [
        ("Pashinyan", 1), ("Pashinyan (the painter)", 1)
    ]  # fmt: skip


def test_an_entity_renamed_is_renamed_everywhere(archive: Archive) -> None:
    archive.add([toy.entry(FIRST), toy.entry(THIRD)])
    archive.decide([ruling("entity", "rename", "person-pashinyan", value="Nikol Pashinyan")])
    assert {a for _, _, a, _ in events(archive) if "Pash" in a} == {"Nikol Pashinyan"}
    assert identify(archive.conn, "nikol pashinyan") == [("entity", "person-pashinyan", "Nikol Pashinyan")]


def test_words_that_name_nobody(archive: Archive) -> None:
    archive.add([toy.entry(FIRST)])
    before = dump(archive)
    archive.decide([ruling("entity", "reject", "person-pashinyan")])
    assert events(archive) == [("Pashinyan visits Astana", "2024-10-21", "", 1)]
    assert archive.conn.execute("SELECT entity_id FROM offices").fetchall() == [(None,)]
    assert archive.conn.execute("SELECT id FROM entities").fetchall() == [("place-armenia",), ("place-astana",)]
    archive.undo(load(archive.conn)[0].id, who="desk")
    assert {k: v for k, v in dump(archive).items() if k != "decisions"} == {
        k: v for k, v in before.items() if k != "decisions"
    }


def test_two_events_are_one_and_are_two_again(archive: Archive) -> None:
    archive.add([toy.entry(FIRST), toy.entry(SECOND)])
    left, right = (mention(archive, f"{who} visits Astana on 2024-10-21") for who in ("Pashinyan", "Pashinian"))
    archive.decide([ruling("event", "merge", left, right)])
    visits = [row for row in events(archive) if "visits" in row[0]]
    assert [row[3] for row in visits] == [2]
    event = event_of(archive.conn, right)
    assert event is not None
    assert event["mentions_count"] == 2, "the id of an event that was merged still finds it"
    archive.decide([ruling("event", "split", right, left, at="2025-01-02T00:00:00+00:00")])
    assert [row[3] for row in events(archive) if "visits" in row[0]] == [1, 1]


def test_title_and_date_of_an_event(archive: Archive) -> None:
    archive.add([toy.entry(FIRST), toy.entry(THIRD)])
    id = mention(archive, "Pashinyan visits Astana on 2024-10")
    archive.decide(
        [ruling("event", "rename", id, value="The visit"), ruling("event", "redate", id, value="2024-10-20/2024-10-21")]
    )
    assert ("The visit", "2024-10-20/2024-10-21", "Pashinyan", 2) in events(archive)
    row = archive.conn.execute("SELECT start_date, end_date FROM events WHERE title = 'The visit'").fetchone()
    assert row == ("2024-10-20", "2024-10-21")
    archive.decide([ruling("event", "rename", id, value="A visit", at="2025-01-03T00:00:00+00:00")])
    assert "A visit" in {title for title, *_ in events(archive)}, "the later word holds"


def test_an_event_that_is_none(archive: Archive) -> None:
    archive.add([toy.entry(FIRST)])
    id = mention(archive, "Pashinyan visits Astana on 2024-10-21")
    archive.decide([ruling("event", "reject", id)])
    archive.add([toy.entry(THIRD)])
    assert [title for title, *_ in events(archive)] == ["Bob meets Ann"], "told again, it still is none"
    assert archive.conn.execute("SELECT count(*) FROM mentions WHERE event_id IS NULL").fetchone() == (2,)


WORDS: Sequence[tuple[str, str, str | None, str | None]] = (
    ("entity", "merge", "person-pashinian", None),
    ("entity", "rename", None, "Nikol Pashinyan"),
    ("entity", "reject", None, None),
    ("entity", "split", "ARTICLE", "Another"),
    ("event", "merge", "MENTION", None),
    ("event", "reject", None, None),
    ("event", "redate", None, "2024-10-20"),
    ("event", "rename", None, "A title"),
)


def rulings(archive: Archive, which: Sequence[int]) -> list[Decision]:
    """Decisions on the first article's entity and event."""
    mentions = [id for (id,) in archive.conn.execute("SELECT id FROM mentions ORDER BY sentence_start, id")]
    article = archive.articles()[0]
    made = []
    for n in which:
        kind, action, object, value = WORDS[n]
        subject = "person-pashinyan" if kind == "entity" else mentions[0]
        object = {"ARTICLE": article, "MENTION": mentions[-1]}.get(object or "", object)
        made.append(ruling(kind, action, subject, object, value, f"2025-01-0{n + 1}T00:00:00+00:00"))
    return made


@pytest.mark.parametrize("n", range(len(WORDS)), ids=[f"{w[0]}-{w[1]}" for w in WORDS])
def test_undone_is_as_if_never_decided(archive: Archive, n: int) -> None:
    archive.add([toy.entry(t) for t in (FIRST, SECOND, THIRD)])
    before = dump(archive)
    (decision,) = rulings(archive, [n])
    archive.decide([decision])
    assert dump(archive)["events"] != before["events"]
    archive.undo(decision.id[:6], who="desk")
    after = dump(archive)
    assert len(after.pop("decisions")) == 1
    assert after == {k: v for k, v in before.items() if k != "decisions"}
    with pytest.raises(DecisionError, match="was undone"):
        archive.undo(decision.id, who="desk")


@given(st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_decided_before_or_after_the_archive_is_the_same(tmp_path: Path, data: st.DataObject) -> None:
    entries = [toy.entry(t) for t in (FIRST, SECOND, THIRD)]
    chosen = data.draw(st.lists(st.integers(0, len(WORDS) - 1), unique=True, max_size=4))
    order = data.draw(st.permutations(entries))
    number = next(NUMBERS)
    with (
        Archive.open(tmp_path / f"{number}a.db", merger=toy.Merge()) as one,
        Archive.open(tmp_path / f"{number}b.db", merger=toy.Merge()) as two,
    ):
        one.add(entries)
        decisions = rulings(one, chosen)
        for decision in decisions:
            one.decide([decision])
        two.decide(decisions)
        for entry in order:
            two.add([entry])
        left, right = dump(one), dump(two)
        assert left == right
        one.add(entries, force=True)
        assert dump(one) == left, "decisions survive doing it all again"


def test_decisions_are_append_only(archive: Archive) -> None:
    archive.decide([ruling("entity", "rename", "person-x", value="X")])
    for statement in ("DELETE FROM decisions", "UPDATE decisions SET why = 'no'"):
        with pytest.raises(Exception, match="append only"):
            archive.conn.execute(statement)
        archive.conn.rollback()


def test_a_decision_imported_twice_is_one(archive: Archive) -> None:
    decision = ruling("entity", "rename", "person-x", value="X")
    assert archive.decide([decision]) == 1
    assert archive.decide([decision]) == 0
    assert load(archive.conn) == [decision]


BAD: Sequence[tuple[dict[str, object], str]] = (
    ({"action": "merge", "subject": "a"}, "two ids"),
    ({"action": "merge", "subject": "a", "object": "a"}, "with itself"),
    ({"action": "rename", "subject": "a"}, "needs a value"),
    ({"action": "redate", "subject": "a", "value": "February 30, 2024"}, "is no date"),
    ({"action": "redate", "subject": "a", "value": "2023-02-29"}, "is no date"),
    ({"action": "frobnicate", "subject": "a"}, "no such decision"),
    ({"action": "reject", "subject": ""}, "needs a subject"),
    ({"action": "reject", "subject": "a", "why": " "}, "who took it and why"),
    ({"action": "reject", "subject": 7}, "must be text"),
    ({"action": "reject", "subject": "a", "kind": "entity", "who": None}, "who must be text"),
)


@pytest.mark.parametrize(("row", "reason"), BAD)
def test_a_decision_that_makes_no_sense_is_refused(row: dict[str, object], reason: str) -> None:
    with pytest.raises(DecisionError, match=reason):
        of_row({"kind": "event", "who": "desk", "at": "2025-01-01", "why": "checked", **row})


def test_a_circle_of_merges_is_broken_by_the_later_word() -> None:
    first = ruling("entity", "merge", "a", "b", at="2025-01-01")
    second = ruling("entity", "merge", "b", "c", at="2025-01-02")
    third = ruling("entity", "merge", "c", "a", at="2025-01-03")
    assert decide([third, first, second]).same == {"a": "c", "b": "c"}
    assert decide([first, ruling("entity", "merge", "d", "b", at="2025-01-04")]).same == {"a": "d", "b": "d"}


def test_every_action_is_known() -> None:
    assert {(k, a) for k, a, *_ in WORDS} <= {(k, a) for k, actions in ACTIONS.items() for a in actions}
