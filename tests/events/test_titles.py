"""Titles as a headline says them: actor, verb in the present, object or place; at most twelve words; no dates."""

from __future__ import annotations

import re

import pytest

from tests.events.reading import Case, cases, mention, read


@pytest.mark.parametrize("case", cases("titles"), ids=str)
def test_title(case: Case) -> None:
    trigger, *right = case.lines
    assert mention(case, trigger).title in right


ALL = [case for name in ("extract", "status", "offsets") for case in cases(name)]
APART = re.compile(r", [\d/.~-]+$")  # the date that tells events with one title apart
ENDS = re.compile(r"\b(?:of|in|on|at|the|an|and|or|to|for|with|by|between|from|under|into|that|who)$", re.IGNORECASE)


@pytest.mark.parametrize("case", ALL, ids=str)
def test_every_title_is_short_whole_and_undated(case: Case) -> None:
    extraction = read(case.text, case.published, case.country)
    for told in extraction.mentions:
        assert 1 <= len(told.title.split()) <= 12, told.title
        title = APART.sub("", told.title)
        assert title, told.title
        assert not ENDS.search(title), title
        assert not re.search(r"\s[,.;:)]|[(\n]|\s{2}", title), title
        if told.date is not None and len(told.date.text) > 4:
            assert told.date.text not in title, title


@pytest.mark.parametrize("case", ALL, ids=str)
def test_different_events_of_an_article_have_different_titles(case: Case) -> None:
    titles = [e.title for e in read(case.text, case.published, case.country).events]
    assert len(set(titles)) == len(titles), titles


def test_a_date_stands_in_a_title_only_to_tell_two_apart() -> None:
    titles = [m.title for m in read("Joe Biden was re-elected to the Senate in 1984 and 1990.").mentions]
    assert [APART.sub("", t) for t in titles] == ["Joe Biden re-elected to Senate"] * 2
    assert titles == ["Joe Biden re-elected to Senate, 1984", "Joe Biden re-elected to Senate, 1990"]
    (alone,) = read("Joe Biden was re-elected to the Senate in 1984.").mentions
    assert alone.title == "Joe Biden re-elected to Senate"


def test_different_events_of_a_sentence_have_different_titles() -> None:
    text = (
        "Google was incorporated on September 4, 1998, went public in August 2004 and bought YouTube in October 2006."
    )
    titles = [m.title for m in read(text).mentions]
    assert len(titles) == len(set(titles)) == 3


def test_a_pronoun_gives_way_to_the_name() -> None:
    text = "Kofi Annan visited Nicosia in February 2004. He met Rauf Denktash on 10 February 2004."
    assert read(text).mentions[-1].title.startswith("Kofi Annan meets Rauf Denktash")
