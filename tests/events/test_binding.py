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


def test_of_several_occurrences_the_one_with_a_date_is_meant() -> None:
    found = bind("The talks failed; the envoys had hoped for talks on 3 March 2015.", "talks", None)
    assert found is not None
    assert found.text == "3 March 2015"


def test_a_trigger_of_several_words_in_any_spacing() -> None:
    found = bind("He had to step   down in 2011, and his party lost the vote of 2013.", "Step down", None)
    assert found is not None
    assert found.text == "2011"


@pytest.mark.parametrize("trigger", ["", "  ", "[", "\\"])
def test_no_word_at_all(trigger: str) -> None:
    assert bind("The bridge fell in 2011 (and rose in 2014).", trigger, None) is None


def test_beyond_what_the_parser_takes_the_nearest_date_is_meant() -> None:
    listed = ", ".join(f"village {n}" for n in range(300))
    found = bind(f"In 2003 the storm reached {listed}, and in 2005 the levee broke near the port.", "broke", None)
    assert found is not None
    assert found.text == "2005"


def test_a_word_of_no_certain_time_goes_with_its_own_noun_alone() -> None:
    text = "Opponents of the recent ruling met on Friday."
    ruling, met = (bind(text, word, date(2024, 10, 21)) for word in ("ruling", "met"))
    assert ruling is not None
    assert met is not None
    assert (ruling.text, ruling.value, ruling.interval) == ("recent", "PAST_REF", None)
    assert met.text == "Friday"
