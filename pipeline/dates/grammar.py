"""The rules of a language's table, and where they match: candidates in order, the longest form at each place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from pipeline.dates.automaton import Automaton, Ends
from pipeline.dates.forms import Compiler, GrammarError
from pipeline.dates.lexicon import Lexicon, Tokens, lexicon


@dataclass(frozen=True, eq=False, slots=True)
class Rule:
    """A compiled form: what kind of expression it is, and fixed slots."""

    kind: str
    pattern: re.Pattern[str]
    slots: tuple[tuple[str, str], ...]  # class and slot of each group of the pattern
    fixed: dict[str, Any]
    guards: tuple[tuple[str, str], ...]  # (name, argument)
    months: tuple[int, ...]  # the groups that are months


class Found(NamedTuple):
    """A candidate: rule, the tokens it covers, and where each slot's token is."""

    rule: Rule
    start: int  # token indices
    end: int
    slots: dict[str, Any]
    at: dict[str, int]


@dataclass(frozen=True, eq=False)
class Grammar:
    """All rules of a language."""

    lexicon: Lexicon
    rules: tuple[Rule, ...]
    automaton: Automaton  # its forms are numbered as the rules
    starts: re.Pattern[str]  # over class strings: where a rule may match, told by two tokens
    near: dict[str, frozenset[str]]  # the word lists that guards name


@cache
def grammar(language: str) -> Grammar:
    """The compiled rules of a language, once a process. Raises GrammarError naming a form that cannot be read."""
    lex = lexicon(language)
    automaton = Automaton()
    compiler = Compiler(lex, automaton)
    rules: list[Rule] = []
    for entry in lex.data["rule"]:
        fixed = {k: v for k, v in entry.items() if k not in ("kind", "forms", "guard")}
        guards = tuple((name, argument) for name, _, argument in (g.partition(":") for g in entry.get("guard", ())))
        for text in entry["forms"]:
            form = compiler.compile(text)
            automaton.add_form(len(rules), form.first, form.last, form.longest)
            months = tuple(group for group, (klass, _) in enumerate(form.slots, 1) if klass == "month")
            rules.append(Rule(entry["kind"], re.compile(form.regex), form.slots, fixed, guards, months))
    near = {name: frozenset(words) for name, words in lex.data["before"].items()}
    first, alone, second = automaton.first_tokens()
    starts = re.compile(f"[{first}](?:(?=[{second}])|(?<=[{alone}]))")
    return Grammar(lex, tuple(rules), automaton, starts, near)


def scan(tokens: Tokens, text: str, grammar: Grammar) -> Iterator[Found]:
    """The candidates in order, none overlapping: at each place the longest form, the first of equals."""
    at = 0
    codes, matches = tokens.codes, grammar.automaton.matches
    for match in grammar.starts.finditer(codes):
        start = match.start()
        if start < at or not (ends := matches(codes, start)):
            continue
        found = _longest(tokens, start, ends, text, grammar)
        if found is not None:
            at = found.end
            yield found


def _longest(tokens: Tokens, start: int, ends: Ends, text: str, grammar: Grammar) -> Found | None:
    """The longest form at a token whose rule lets it pass; a rule that refuses its longest match has no shorter one."""
    refused: list[int] = []
    for count, numbers in reversed(ends):
        for number in numbers:
            if number in refused:
                continue
            rule = grammar.rules[number]
            hit = rule.pattern.fullmatch(tokens.codes, start, start + count)
            if hit is not None and allowed(rule, hit, tokens, text, grammar):
                return _found(rule, hit, tokens, grammar.lexicon)
            refused.append(number)
    return None


def _found(rule: Rule, hit: re.Match[str], tokens: Tokens, lex: Lexicon) -> Found:
    slots: dict[str, Any] = dict(rule.fixed)
    at: dict[str, int] = {}
    for group, (klass, slot) in enumerate(rule.slots, 1):
        index = hit.start(group)
        if index >= 0:
            slots[slot] = lex.value(klass, tokens.words[index])
            if klass == "clock":
                slots["clock_text"] = tokens.words[index]
            at[slot] = index
    return Found(rule, hit.start(), hit.end(), slots, at)


def allowed(rule: Rule, hit: re.Match[str], tokens: Tokens, text: str, grammar: Grammar) -> bool:
    """Whether the guards of a rule let the candidate pass, and no month in it is the verb "may"."""
    for name, argument in rule.guards:
        if not _guard(name, argument, hit, tokens, text, grammar):
            return False
    ambiguous = grammar.near["ambiguous_month"]
    for group in rule.months:
        index = hit.start(group)
        if index >= 0 and tokens.words[index] in ambiguous and not text[tokens.starts[index]].isupper():
            return False
    return True


def _guard(name: str, argument: str, hit: re.Match[str], tokens: Tokens, text: str, grammar: Grammar) -> bool:
    start, near = hit.start(), grammar.near
    match name:
        case "after":
            return word_before(tokens, start) in near[argument]
        case "not_after":
            return word_before(tokens, start) not in near[argument]
        case "before":
            return word_after(tokens, hit.end()) in near[argument]
        case "not_before":
            word = word_after(tokens, hit.end())
            apart = word in near["dashes"] and not tokens.touches_next(hit.end() - 1)
            return word not in near[argument] or apart  # "last week - and this week"
        case "capital":
            return text[tokens.starts[start]].isupper()
        case "unless_ambiguous":
            return tokens.words[start] not in near["ambiguous"] or (
                text[tokens.starts[start]].isupper()
                and _introduced(tokens, start, near[argument], near["links"], grammar)
            )
        case "not_ambiguous":
            return tokens.words[start] not in near["ambiguous"]
        case "not_last":
            return tokens.words[hit.end() - 1] not in near[argument]
        case "number":
            return _plain_number(hit, tokens, near)
        case "clock":
            return word_before(tokens, start).isalpha() or _plain_number(hit, tokens, near)
        case "no_name":  # "Mr Winter", "Prague Spring"
            return not _has_capital(tokens, text, start) or not _has_capital(tokens, text, start - 1)
        case "no_masthead":  # "the Daily Mail"
            if not _has_capital(tokens, text, start):
                return True
            return word_before(tokens, start) in near["stop"] and not _has_capital(tokens, text, hit.end())
        case "no_member":  # "one of the busiest days of the year"
            after = tokens.words[hit.end() : hit.end() + 3]
            return len(after) < 3 or after[1] not in near["articles"] or after[2] not in near["period_words"]
        case "no_show":  # "NBC's Today show"
            return not _has_capital(tokens, text, start) or word_after(tokens, hit.end()) not in near["show"]
        case "no_title":  # "Person of the Year", "the best day of the week"
            if word_before(tokens, start) not in near["of"]:
                return True
            return word_before(tokens, start - 1) not in near["kinds_of"] and not _has_capital(
                tokens, text, hit.end() - 1
            )
        case "not_in_name":  # "the Spring Revolution"
            return not _has_capital(tokens, text, hit.end() - 1) or not _has_capital(tokens, text, hit.end())
        case "capitals":
            return _has_capital(tokens, text, hit.end() - 1) and _has_capital(tokens, text, hit.end() - 2)
        case "not_falling":  # "in the fall", not "behind the fall"
            last = tokens.words[hit.end() - 1]
            return last not in near["falling"] or word_before(tokens, start) in near[argument]
        case "linked":
            return _linked(tokens, start, argument, grammar)
        case _:
            raise GrammarError(f"{grammar.lexicon.language}.toml: no such guard: {name!r}")


def _has_capital(tokens: Tokens, text: str, index: int) -> bool:
    """Whether a word starts with a capital and goes on small."""
    return (
        0 <= index < len(tokens.words) and tokens.words[index].isalpha() and text[tokens.starts[index] :][:2].istitle()
    )


def _linked(tokens: Tokens, start: int, name: str, grammar: Grammar) -> bool:
    """Whether a list's link and a token of a class stand before: "the 1970s and 80s"."""
    if start < 2 or tokens.words[start - 1] not in grammar.near["links"]:
        return False
    return tokens.codes[start - 2] in grammar.lexicon.chars_of(name)


def _introduced(tokens: Tokens, start: int, lead: frozenset[str], links: frozenset[str], grammar: Grammar) -> bool:
    """Whether a word that could be a verb or a name stands after a preposition, or is linked to a word of its kind."""
    before = word_before(tokens, start)
    if before in lead:
        return True
    if before not in links:
        return False
    place = start - 1
    while tokens.words[place] != before:
        place -= 1
    linked = grammar.lexicon.signatures.get(word_before(tokens, place), frozenset())
    return bool(linked & grammar.lexicon.signatures[tokens.words[start]] & {"month", "weekday", "season"})


def _plain_number(hit: re.Match[str], tokens: Tokens, near: dict[str, frozenset[str]]) -> bool:
    """A number that nothing claims as a quantity, a price, a name ("Abai-1750") or part of a longer number."""
    start = hit.start()
    before, after = word_before(tokens, start), word_after(tokens, hit.end())
    if after in near["quantity"]:
        return False
    if before in near["number_lead"] and tokens.words[start][0].isdecimal():
        place = start - 1
        while tokens.words[place] != before:
            place -= 1
        if before not in near["soft_lead"] or word_before(tokens, place) not in near["before_soft"]:
            return False
    if before == "." and word_before(tokens, start - 1) in near["numbered"]:
        return False  # No. 1999
    if before in near["guessing"] and len(after) > 3 and after[-1] == "s" and after.isalpha():
        return False  # "about 2000 pages", "2000 fans came" after a stop
    if after[:1].isalpha() and word_after(tokens, hit.end() + 1) in near["street"]:  # 1600 Pennsylvania Avenue
        return False
    if before in near["glue"] and tokens.touches_next(start - 1):
        outer = tokens.words[start - 2] if start > 1 and tokens.touches_next(start - 2) else ""
        if start > 2 and tokens.touches_next(start - 3) and tokens.words[start - 3] in near["glue"]:  # 555-2019-1999
            return False
        return outer in near["glue_lead"] or (outer.isdecimal() and len(outer) == 4)
    return True


def word_before(tokens: Tokens, index: int) -> str:
    """The word before a token; empty at the start of the text."""
    return tokens.words[index - 1] if index > 0 else ""


def word_after(tokens: Tokens, index: int) -> str:
    """The word at a token's place; empty at the end of the text."""
    return tokens.words[index] if index < len(tokens.words) else ""
