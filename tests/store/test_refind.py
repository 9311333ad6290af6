"""Decisions on events survive rules that give mentions other ids."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.model import Extraction, Mention, Span, digest
from pipeline.store import Archive, Decision, DecisionError, Entry
from pipeline.store.decisions import of_row
from pipeline.store.review import load, orphaned
from tests.store import toy
from tests.store.dump import dump

FIRST = "One\nPashinyan visits Astana on 2024-10-21. Tokayev meets Putin on 2024-11-01"
SECOND = "Two\nPashinian visits Astana on 2024-10-21. Bob meets Ann on 2020-02-02"
THIRD = "Three\nPashinyan visits Astana on 2024-10"


def shifted(entry: Entry, rules: str = "others", without: str | None = None) -> Entry:
    """The same article by rules that number their mentions otherwise, and do not see what ``without`` says."""
    mentions = tuple(
        replace(m, id=digest(rules, m.id))
        for m in entry.extraction.mentions
        if without is None or without not in m.title
    )
    return replace(entry, extraction=replace(entry.extraction, mentions=mentions), rules=rules)


def mention(archive: Archive, sentence: str) -> str:
    (id,) = archive.conn.execute("SELECT id FROM mentions WHERE sentence = ?", (sentence,)).fetchone()
    return str(id)


def ruling(action: str, subject: str, object: str | None = None, value: str | None = None) -> Decision:
    row = {"kind": "event", "action": action, "subject": subject, "object": object, "value": value}
    return of_row({**row, "who": "desk", "at": "2025-01-01T00:00:00+00:00", "why": "checked"})


def events(archive: Archive) -> list[tuple[object, ...]]:
    return archive.conn.execute("SELECT title, edtf, mentions_count FROM events ORDER BY title, edtf").fetchall()


@pytest.fixture
def decided(archive: Archive) -> Archive:
    """Three articles; a date, a title, a refusal and a merge."""
    archive.add([toy.entry(t) for t in (FIRST, SECOND, THIRD)])
    visit, other = (mention(archive, f"{who} visits Astana on 2024-10-21") for who in ("Pashinyan", "Pashinian"))
    archive.decide(
        [
            ruling("redate", visit, value="2024-10-20"),
            ruling("rename", other, value="The visit"),
            ruling("reject", mention(archive, "Bob meets Ann on 2020-02-02")),
            ruling("merge", visit, other),
        ]
    )
    assert events(archive) == [("The visit", "2024-10-20", 3), ("Tokayev meets Putin", "2024-11-01", 1)]
    return archive


@pytest.mark.parametrize("size", [1, 3])
def test_other_ids_same_words(decided: Archive, size: int) -> None:
    before, told = events(decided), [d.row() for d in load(decided.conn)]
    old = {id for (id,) in decided.conn.execute("SELECT id FROM mentions")}
    for rules in ("second", "third"):
        entries = [shifted(toy.entry(t), rules) for t in (FIRST, SECOND, THIRD)]
        for start in range(0, 3, size):
            decided.add(entries[start : start + size], force=True)
        assert events(decided) == before
    assert not old & {id for (id,) in decided.conn.execute("SELECT id FROM mentions")}
    assert orphaned(decided.conn) == set()
    assert [d.row() for d in load(decided.conn)] == told, "the decisions are as they were taken"
    undone = decided.undo(next(d.id for d in load(decided.conn) if d.action == "redate"), who="desk")
    assert undone.action == "redate"
    assert ("The visit", "2024-10-21", 3) in events(decided), "what was found again can be taken back"


def test_what_cannot_be_found_is_orphaned_and_comes_back(decided: Archive) -> None:
    before = events(decided)
    decided.add([shifted(toy.entry(SECOND), "second", without="Bob")], force=True)
    rejected = next(d for d in load(decided.conn) if d.action == "reject")
    assert orphaned(decided.conn) == {rejected.id}
    assert events(decided) == before
    decided.add([shifted(toy.entry(SECOND), "third")], force=True)
    assert orphaned(decided.conn) == set()
    assert events(decided) == before, "rejected again"


def cut(entry: Entry, change: str) -> Entry:
    """Rules that cut sentences or dates otherwise: offsets of the trigger stay."""

    def other(m: Mention) -> Mention:
        m = replace(m, id=digest(change, m.id))
        if change == "sentence":
            return replace(m, sentence=Span(m.sentence.start, m.sentence.end - 1, m.sentence.text[:-1]))
        assert m.date
        return replace(m, date=Span(m.date.start - 3, m.date.end, f"on {m.date.text}"))

    found: Extraction = replace(entry.extraction, mentions=tuple(map(other, entry.extraction.mentions)))
    return replace(entry, extraction=found)


@pytest.mark.parametrize("change", ["sentence", "date"])
def test_another_cut_of_the_words(decided: Archive, change: str) -> None:
    before = events(decided)
    decided.add([cut(toy.entry(t), change) for t in (FIRST, SECOND, THIRD)], force=True)
    assert orphaned(decided.conn) == set()
    assert [row[1:] for row in events(decided)] == [row[1:] for row in before]


def test_two_that_say_the_same_are_told_apart_by_place(archive: Archive) -> None:
    twice = "Twice\nBob meets Ann on 2020-02-02. Bob meets Ann on 2020-02-02"
    archive.add([toy.entry(twice)])
    ids = [id for (id,) in archive.conn.execute("SELECT id FROM mentions ORDER BY sentence_start")]
    archive.decide([ruling("split", ids[0], ids[1])])
    assert len(events(archive)) == 2
    archive.add([shifted(toy.entry(twice))], force=True)
    assert orphaned(archive.conn) == set()
    assert len(events(archive)) == 2


def test_a_file_of_decisions_carries_its_words(decided: Archive, tmp_path: Path) -> None:
    lines = [json.loads(d.line()) for d in load(decided.conn)]
    assert {w["trigger"] for line in lines for w in line["told"]} == {"visits", "meets"}
    with Archive.open(tmp_path / "b.db", merger=toy.Merge()) as other:
        other.decide([of_row(line) for line in lines])
        assert len(orphaned(other.conn)) == 4
        other.add([shifted(toy.entry(t), "another machine") for t in (FIRST, SECOND, THIRD)])
        assert orphaned(other.conn) == set()
        assert events(other) == events(decided)
        assert dump(other)["decisions"] == dump(decided)["decisions"]


def test_a_decision_that_came_before_its_article_gets_its_words(archive: Archive) -> None:
    id = toy.entry(SECOND).extraction.mentions[1].id
    archive.decide([ruling("reject", id)])
    assert [d.told for d in load(archive.conn)] == [None]
    archive.add([toy.entry(SECOND)])
    archive.add([shifted(toy.entry(SECOND))], force=True)
    assert [title for title, *_ in events(archive)] == ["Pashinian visits Astana"]
    with pytest.raises(Exception, match="append only"):
        archive.conn.execute("UPDATE decisions SET told = NULL")
    archive.conn.rollback()


@pytest.mark.parametrize("told", ["no json", [], {}, [{}], [{"article": "a"}], 7])
def test_words_that_are_none(told: object) -> None:
    row = ruling("reject", "a").row() | {"told": told}
    if told == []:
        assert of_row(row).told == "[]"
        return
    with pytest.raises(DecisionError, match="told"):
        of_row(row)
