"""The automaton of all forms and the expression of each form say the same, with few states as with many."""

from __future__ import annotations

import random
from functools import cache

import pytest

from pipeline.dates import automaton as module
from pipeline.dates import tag
from pipeline.dates.automaton import Automaton
from pipeline.dates.forms import Compiler
from pipeline.dates.grammar import grammar
from pipeline.dates.lexicon import lexicon

TOKENS = 12


@cache
def texts(language: str, count: int) -> tuple[str, ...]:
    """Class strings of tokens that forms know, in no order but often one that a form begins with."""
    chance = random.Random(7)
    known = grammar(language).automaton
    chars = sorted(frozenset[str]().union(*known.chars))
    found = []
    for _ in range(count):
        place, codes = Automaton.START, ""
        while len(codes) < TOKENS:
            following = sorted(known.follow[place])
            if not following or chance.random() < 0.1:
                codes += chance.choice(chars)
                place = Automaton.START
                continue
            place = chance.choice(following)
            codes += chance.choice(sorted(known.chars[place]))
        found.append(codes)
    return tuple(found)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_automaton_ends_where_the_expressions_do(language: str) -> None:
    rules = grammar(language)
    met = set()
    for codes in texts(language, 90):
        for start in range(0, TOKENS, 3):
            ends = rules.automaton.matches(codes, start)
            said = {(start + count, number) for count, numbers in ends for number in numbers}
            met |= {number for _, number in said}
            assert said == {
                (end, number)
                for number, rule in enumerate(rules.rules)
                if rule.pattern.match(codes, start)
                for end in range(start + 1, TOKENS + 1)
                if rule.pattern.fullmatch(codes, start, end)
            }
    assert len(met) > len(rules.rules) / 5


def test_every_start_is_found_by_two_tokens() -> None:
    rules = grammar("en")
    for codes in texts("en", 60):
        starts = {match.start() for match in rules.starts.finditer(codes)}
        assert starts >= {start for start in range(TOKENS) if rules.automaton.matches(codes, start)}


def test_states_are_bounded_and_forgetting_them_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "It opened on 2 May 2024, three days after the first half of last year, and closed early next week."
    before = tag(text, "2024-10-21")
    monkeypatch.setattr(module, "MOST_STATES", 3)
    rules = grammar("en")
    rules.automaton.clear()
    assert tag(text, "2024-10-21") == before
    assert len(rules.automaton.states) <= 3


def test_beginnings_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BEGINNINGS", 2)
    rules = grammar("en")
    rules.automaton.beginnings.clear()
    assert [t.text for t in tag("On 2 May 2024 and in June 2023, three days later, last week.", "2024-10-21")] == [
        "2 May 2024",
        "June 2023",
        "three days later",
        "last week",
    ]
    assert len(rules.automaton.beginnings) <= 2


def test_a_form_has_its_places_in_the_automaton() -> None:
    lex, automaton = lexicon("en"), Automaton()
    form = Compiler(lex, automaton).compile("the {ord} ( of )? {month} | {year}")
    automaton.add_form(0, form.first, form.last, form.longest)
    the, first, of, may, year = (lex.codes[word] for word in ("the", "first", "of", "may", "2024"))
    assert automaton.longest == 4
    assert automaton.matches(the + first + of + may + year, 0) == ((4, (0,)),)
    assert automaton.matches(year + may, 0) == ((1, (0,)),)
    assert automaton.matches(the + of, 0) == ()
