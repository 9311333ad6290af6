"""Sentences and every event they tell: trigger, days and status, nothing else."""

from __future__ import annotations

import pytest

from pipeline.model import Article
from tests.events.reading import Case, cases, differences, extract, read


@pytest.mark.parametrize("case", cases("extract"), ids=str)
def test_a_text_tells_these_events_and_no_others(case: Case) -> None:
    assert not differences(case), differences(case)


def test_the_table_is_wide() -> None:
    rows = [case for name in ("extract", "no_event", "status", "offsets") for case in cases(name)]
    assert len(rows) >= 300
    assert len({case.text for case in rows}) == len(rows)


def test_a_note_says_why_there_is_no_event() -> None:
    assert read("The bridge is 120 metres long.").note == "no dated event was found"
    assert read("The minister resigned on Monday.").note is None


def test_a_language_without_rules_is_kept_and_said() -> None:
    article = Article(None, "Titel", "2024-10-21", "given", (), "de", None, "Der Minister trat am Montag zurück.")
    extraction = extract(article)
    assert extraction.article == article
    assert not extraction.mentions
    assert "de has no rules" in (extraction.note or "")


def test_the_articles_own_day_is_read_from_its_dateline() -> None:
    extraction = read("LISBON, Oct 3, 2023 (Reuters) - The government resigned on Monday.", None)
    assert extraction.article.published == "2023-10-03"
    assert extraction.article.published_basis == "dateline"
    assert [m.interval.edtf for m in extraction.mentions] == ["2023-10-02"]


def test_entities_and_events_are_those_of_the_mentions() -> None:
    extraction = read("Turkey's president, Recep Tayyip Erdogan, arrived in Doha on 17 July 2023.")
    told = {p.entity for m in extraction.mentions for p in m.participants}
    assert told <= set(extraction.entities)
    assert {m for e in extraction.events for m in e.mentions} == {m.id for m in extraction.mentions}
