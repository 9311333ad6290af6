"""Laws that hold for any text: spans read true, order, bounds within EDTF, other libraries agree; nothing is slow."""

from __future__ import annotations

import random
import sys
import time
from datetime import date
from itertools import pairwise

import edtf as peer
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import edtf
from pipeline.dates import infer_published, intervals, tag
from pipeline.dates.automaton import Automaton
from pipeline.dates.calendar import Period, civil, containing, ordinal
from pipeline.dates.forms import Compiler, GrammarError
from pipeline.dates.grammar import grammar
from pipeline.dates.lexicon import lexicon
from pipeline.knowledge import toml
from pipeline.model import Timex

REFERENCES: tuple[date | str | None, ...] = (
    None,
    date(2024, 2, 29),
    date(1, 1, 1),
    date(9999, 12, 31),
    "2024-10",
    "198X",
    "../2024",
)
OTHERS = [
    *",.-–()$%012\n",
    "of",
    "the",
    "in",
    "from",
    "to",
    "between",
    "and",
    "a",
    "half",
    "12",
    "31",
    "32",
    "1999",
    "2024",
    "0000",
]
OTHERS += ["12:30", "25:61", "31/31/2020", "2/30/2021", "1990s", "21st", "0th", "1,000", "on"]
TABLES = [toml(f"dates/{language}.toml")["words"] for language in ("en", "ru")]
WORDS = [w for table in TABLES for group in table.values() for words in group.values() for w in words] + OTHERS


def check(text: str, reference: date | str | None) -> list[Timex]:
    found = tag(text, reference)
    for timex in found:
        assert text[timex.start : timex.end] == timex.text
        assert timex.start < timex.end
        if timex.edtf is None:
            assert timex.earliest is None
            assert timex.latest is None
            continue
        low, high = edtf.bounds(timex.edtf)
        if timex.earliest and low:
            assert edtf.order(low) <= edtf.order(timex.earliest)
        if timex.latest and high:
            assert edtf.order(timex.latest) <= edtf.order(high)
        if timex.earliest and timex.latest:
            assert edtf.order(timex.earliest) <= edtf.order(timex.latest)
    assert all(one.end <= other.start for one, other in pairwise(found))
    intervals(found, text)
    infer_published(text, tag(text))
    return found


def phrase(chance: random.Random) -> str:
    """Words of the tables and their neighbours, in no order; sometimes with letters changed."""
    words = (chance.choice(WORDS) + chance.choice("   -\n") for _ in range(chance.randint(1, 12)))
    letters = list("".join(words))
    for _ in range(chance.choice((0, 0, 1, 4))):
        letters[chance.randrange(len(letters))] = chance.choice("0123456789 ,.-/:'()\n\u0301Жé")
    return "".join(letters)


def test_generated_phrases() -> None:
    chance = random.Random(20241021)
    for _ in range(400):
        check(phrase(chance), chance.choice(REFERENCES))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120), st.sampled_from(REFERENCES))
def test_any_text(text: str, reference: date | str | None) -> None:
    check(text, reference)


PHRASES = [
    "since May 2019",
    "until 2030",
    "2 September 1999",
    "early June 2021",
    "the 1980s",
    "the 19th century",
    "spring 2020",
    "winter 2019",
    "the third quarter of 2023",
    "about 1500",
    "44 BC",
    "15 March 44 BC",
    "from 2005 to 2024",
    "March 27-30, 2024",
    "last week",
    "today",
    "before 1990",
    "after June 2022",
    "around May 4, 2020",
    "the first half of 2024",
    "the weekend",
    "493-490 BC",
]


@pytest.mark.parametrize("phrase", PHRASES)
def test_the_peer_reads_our_edtf_and_agrees(phrase: str) -> None:
    for timex in check(f"It happened {phrase}.", date(2024, 10, 21)):
        assert timex.edtf is not None
        parsed = peer.parse_edtf(timex.edtf)
        low, high = edtf.bounds(timex.edtf)
        # The peer gives infinity for an open end, and fails on an open start instead of giving it.
        if low is not None:
            assert parsed.lower_strict()[:3] == edtf.order(low)
        if high is not None and low is not None:
            assert parsed.upper_strict()[:3] == edtf.order(high)


HOSTILE = [
    "1",
    "1 ",
    "1.",
    "1/1/",
    "2024 ",
    "[(",
    "-",
    " ",
    "\n",
    "the ",
    "of the ",
    "in the early ",
    "last ",
    "today ",
]
HOSTILE += ["January ", "May 2, ", "monday, ", "two hundred ", "It opened on Monday.\n"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_takes_twice_the_calls(piece: str) -> None:
    tag("2 May 2024", date(2024, 1, 1))

    def calls(size: int) -> int:
        count = 0

        def profile(*_: object) -> None:
            nonlocal count
            count += 1

        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            tag(piece * (size // len(piece)), date(2024, 1, 1))
        finally:
            sys.setprofile(before)
        return count

    calls(1_500)  # what is remembered from here on is the same for both
    small, large = calls(1_500), calls(3_000)
    assert large < 2.1 * small + 200  # quadratic would be 4 times


@pytest.mark.parametrize("piece", ["1", "1 ", "[(", "May 2, ", "the ", "two hundred ", "1/1/", "1.", "\n"])
def test_time_is_linear(piece: str) -> None:
    tag("2 May 2024", date(2024, 1, 1))

    def seconds(size: int) -> float:
        started = time.process_time()
        tag(piece * (size // len(piece)), date(2024, 1, 1))
        return time.process_time() - started

    small, large = seconds(20_000), seconds(80_000)
    assert large < 12 * small + 0.5  # quadratic would be 16 times


@given(st.integers(-3_000_000, 3_000_000))
def test_days_and_civil_dates_are_one(number: int) -> None:
    assert ordinal(*civil(number)) == number


@given(st.integers(1, 3_650_000))
def test_the_calendar_agrees_with_datetime(number: int) -> None:
    day = date.fromordinal(number)
    assert civil(number) == (day.year, day.month, day.day)
    week = day.isocalendar()
    assert containing("week", number).value() == f"{week.year:04d}-W{week.week:02d}"


@given(
    st.integers(-1_000_000, 3_000_000),
    st.sampled_from(["day", "week", "month", "quarter", "half", "season", "year", "decade", "century"]),
)
def test_a_day_lies_in_its_period_and_neighbours_touch(number: int, unit: str) -> None:
    period = containing(unit, number)
    assert period.first <= number <= period.last
    before_and_after_christ = unit in ("decade", "century") and period.index in (-1, 0)
    assert before_and_after_christ or period.last + 1 == period.shift(1).first
    assert isinstance(period, Period)


@pytest.mark.parametrize("form", ["( the", "the )", "<nowhere>", "{nothing} day", "( the )?", "the ? ?"])
def test_a_form_that_cannot_be_read_is_named(form: str) -> None:
    with pytest.raises((GrammarError, ValueError, KeyError)):
        Compiler(lexicon("en"), Automaton()).compile(form)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_every_guard_of_a_table_is_known(language: str) -> None:
    rules = grammar(language)
    named = {g.partition(":") for entry in rules.lexicon.data["rule"] for g in entry.get("guard", ())}
    assert {name for name, _, _ in named} <= {
        "after",
        "not_after",
        "before",
        "not_before",
        "capital",
        "unless_ambiguous",
        "not_ambiguous",
        "no_name",
        "no_title",
        "no_masthead",
        "clock",
        "not_falling",
        "no_show",
        "no_member",
        "linked",
        "not_last",
        "not_in_name",
        "capitals",
        "number",
    }
    assert {argument for name, _, argument in named if argument and name != "linked"} <= set(rules.near)
    assert all(rules.lexicon.chars_of(argument) for name, _, argument in named if name == "linked")


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        tag("2 May 2024", language="tlh")


def test_a_reference_that_is_no_date_is_an_error() -> None:
    with pytest.raises(edtf.EdtfError, match="yesterday"):
        tag("2 May 2024", "yesterday")
