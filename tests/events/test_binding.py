"""Which date of a sentence governs which of its words."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.events import bind
from tests.events.reading import cases

PAIRS = [
    (case.published, case.text, trigger, word)
    for case in cases("binding")
    for trigger, word in (line.split(": ") for line in case.lines)
]


@pytest.mark.parametrize(("day", "text", "trigger", "word"), PAIRS, ids=[f"{p[2]}: {p[1][:40]}" for p in PAIRS])
def test_the_date_that_governs(day: str, text: str, trigger: str, word: str) -> None:
    timex = bind(text, trigger, date.fromisoformat(day))
    assert (timex.text if timex else "-") == word


def test_the_trigger_is_a_whole_word_in_any_case() -> None:
    text = "The unsigned draft of 2001 was Signed in 2003."
    found = bind(text, "signed", date(2024, 10, 21))
    assert found is not None
    assert found.text == "2003"


def test_the_date_found_is_where_it_says() -> None:
    text = "The bridge fell in 2011 and was rebuilt in March 2014."
    found = bind(text, "rebuilt", None)
    assert found is not None
    assert text[found.start : found.end] == found.text == "March 2014"
    assert (found.earliest, found.latest) == ("2014-03-01", "2014-03-31")


@pytest.mark.parametrize("text", ["", "The bridge fell.", "In 2011 the roof fell."])
def test_nothing_to_bind(text: str) -> None:
    assert bind(text, "burned", date(2024, 10, 21)) is None
