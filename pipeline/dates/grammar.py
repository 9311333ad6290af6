"""The forms of a language's table, compiled to regular expressions over class strings (see ``lexicon``).

A form is written as it reads: ``the {ord} {unit:=quarter} of {year}``. In it

- ``{class}`` is one token of that class, kept in the slot of that name; ``{class:slot}`` names the slot;
- ``<macro>`` stands for a piece defined under ``[macros]``;
- words and punctuation stand for themselves; blanks between them may be absent in the text;
- ``( | )?`` mean what they mean in regular expressions.

A slot that occurs in several alternatives is filled by the one that matched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from pipeline.dates.lexicon import WORD, Lexicon, Tokens, lexicon

PIECE = re.compile(rf"\{{(?P<klass>\w+)(?::(?P<slot>\w+))?\}}|<(?P<macro>\w+)>|(?P<op>[()|?])|(?P<word>{WORD.pattern})")
BLANKS = " {0,3}"


class GrammarError(ValueError):
    """A form that cannot be read, naming the form."""


@dataclass(frozen=True)
class Rule:
    """A compiled form: what kind of expression it is, and fixed slots."""

    kind: str
    pattern: re.Pattern[str]
    first: frozenset[str]  # the characters it can start with
    single: bool  # whether it can be one token long
    second: frozenset[str]  # the characters that can follow the first
    slots: tuple[tuple[str, str, str], ...]  # (group, class, slot)
    fixed: dict[str, Any]
    guards: frozenset[str]


@dataclass(frozen=True)
class Found:
    """A candidate: rule, the tokens it covers, and where each slot's token is."""

    rule: Rule
    start: int  # token indices
    end: int
    slots: dict[str, Any]
    at: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Grammar:
    """All rules of a language, by the character they start with."""

    lexicon: Lexicon
    by_first: dict[str, tuple[Rule, ...]]
    starts: re.Pattern[str]
    near: dict[str, frozenset[str]]  # the word lists that guards name
    by_pair: dict[str, tuple[Rule, ...]] = field(default_factory=dict)  # filled as pairs of characters are met

    def rules(self, first: str, second: str) -> tuple[Rule, ...]:
        """The rules that can match where a token of ``first`` is followed by one of ``second``."""
        found = self.by_pair.get(first + second)
        if found is None:
            found = tuple(r for r in self.by_first[first] if r.single or second in r.second)
            self.by_pair[first + second] = found
        return found


@dataclass(frozen=True)
class _Part:
    regex: str
    first: frozenset[str]  # characters it can start with
    nullable: bool
    single: bool = False  # it can be one token long
    second: frozenset[str] = frozenset()  # characters its second token can have


class _Compiler:
    """Turns one form into a regular expression, with the set of characters it can start with."""

    def __init__(self, lex: Lexicon) -> None:
        self.lex = lex
        self.macros = lex.data["macros"]
        self.slots: list[tuple[str, str, str]] = []

    def compile(self, form: str) -> _Part:
        self.slots = []
        part, rest = self._alternatives(self._pieces(form), form)
        if rest:
            raise GrammarError(f"{self.lex.language}.toml: unbalanced ')' in {form!r}")
        if part.nullable:
            raise GrammarError(f"{self.lex.language}.toml: {form!r} matches nothing at all")
        return part

    def _pieces(self, form: str) -> list[re.Match[str]]:
        pieces: list[re.Match[str]] = []
        at = 0
        for match in PIECE.finditer(form):
            if form[at : match.start()].strip():
                raise GrammarError(f"{self.lex.language}.toml: cannot read {form[at : match.start()]!r} in {form!r}")
            at = match.end()
            pieces += self._pieces(f"( {self.macros[match['macro']]} )") if match["macro"] else [match]
        if form[at:].strip():
            raise GrammarError(f"{self.lex.language}.toml: cannot read {form[at:]!r} in {form!r}")
        return pieces

    def _alternatives(self, pieces: list[re.Match[str]], form: str) -> tuple[_Part, list[re.Match[str]]]:
        options: list[_Part] = []
        while True:
            part, pieces = self._sequence(pieces, form)
            options.append(part)
            if pieces and pieces[0]["op"] == "|":
                pieces = pieces[1:]
                continue
            first = frozenset().union(*(p.first for p in options))
            second = frozenset().union(*(p.second for p in options))
            single = any(p.single for p in options)
            regex = "|".join(p.regex for p in options)
            return _Part(regex, first, any(p.nullable for p in options), single, second), pieces

    def _sequence(self, pieces: list[re.Match[str]], form: str) -> tuple[_Part, list[re.Match[str]]]:
        parts: list[_Part] = []
        while pieces and pieces[0]["op"] not in (")", "|"):
            piece, pieces = pieces[0], pieces[1:]
            if piece["op"] == "(":
                part, pieces = self._alternatives(pieces, form)
                if not pieces or pieces[0]["op"] != ")":
                    raise GrammarError(f"{self.lex.language}.toml: '(' is not closed in {form!r}")
                pieces = pieces[1:]
                part = replace(part, regex=f"(?:{part.regex})")
            elif piece["op"]:
                raise GrammarError(f"{self.lex.language}.toml: stray {piece['op']!r} in {form!r}")
            else:
                part = self._token(piece)
            if pieces and pieces[0]["op"] == "?":
                pieces = pieces[1:]
                part = replace(part, regex=f"(?:{part.regex})?", nullable=True)
            parts.append(part)
        whole = _Part("", frozenset(), True)
        for part in reversed(parts):
            whole = _Part(
                part.regex + whole.regex,
                part.first | whole.first if part.nullable else part.first,
                part.nullable and whole.nullable,
                (part.single and whole.nullable) or (part.nullable and whole.single),
                part.second
                | (whole.first if part.single else frozenset())
                | (whole.second if part.nullable else frozenset()),
            )
        return whole, pieces

    def _token(self, piece: re.Match[str]) -> _Part:
        klass = piece["klass"] or f"={piece['word']}"
        charset = self.lex.charset(klass)
        if piece["klass"]:
            group = f"g{len(self.slots)}"
            self.slots.append((group, klass, piece["slot"] or klass))
            return _Part(f"(?P<{group}>{charset}){BLANKS}", frozenset(charset[1:-1]), False, True)
        return _Part(f"{charset}{BLANKS}", frozenset(charset[1:-1]), False, True)


@cache
def grammar(language: str) -> Grammar:
    """The compiled rules of a language, once a process. Raises GrammarError naming a form that cannot be read."""
    lex = lexicon(language)
    compiler = _Compiler(lex)
    by_first: dict[str, list[Rule]] = {}
    for entry in lex.data["rule"]:
        fixed = {k: v for k, v in entry.items() if k not in ("kind", "forms", "guard")}
        for form in entry["forms"]:
            part = compiler.compile(form)
            rule = Rule(
                entry["kind"],
                re.compile(part.regex),
                part.first,
                part.single,
                part.second,
                tuple(compiler.slots),
                fixed,
                frozenset(entry.get("guard", ())),
            )
            for char in part.first:
                by_first.setdefault(char, []).append(rule)
    near = {name: frozenset(words) for name, words in lex.data["before"].items()}
    starts = re.compile(f"[{''.join(sorted(by_first))}]")
    return Grammar(lex, {c: tuple(rules) for c, rules in by_first.items()}, starts, near)


def scan(tokens: Tokens, text: str, grammar: Grammar) -> Iterator[Found]:
    """The candidates in order, none overlapping: at each place the longest form, the first of equals."""
    codes, search, rules = tokens.codes, grammar.starts.search, grammar.rules
    at = 0
    while match := search(codes, at):
        start = match.start()
        best: re.Match[str] | None = None
        rule: Rule | None = None
        end = start
        second = codes[start + 1 : start + 2]
        for candidate in rules(codes[start], second if second != " " else codes[start + 2 : start + 3]):
            hit = candidate.pattern.match(codes, start)
            if hit is None or hit.end() <= end or not allowed(candidate, hit, tokens, text, grammar):
                continue
            best, rule, end = hit, candidate, hit.end()
        if best is None or rule is None:
            at = start + 1
            continue
        at = end
        yield _found(rule, best, tokens, grammar.lexicon)


def _found(rule: Rule, hit: re.Match[str], tokens: Tokens, lex: Lexicon) -> Found:
    end = hit.end()
    while tokens.codes[end - 1] == " ":
        end -= 1
    slots: dict[str, Any] = dict(rule.fixed)
    at: dict[str, int] = {}
    for group, klass, slot in rule.slots:
        index = hit.start(group)
        if index >= 0:
            slots[slot] = lex.value(klass, tokens.words[index])
            if klass == "clock":
                slots["clock_text"] = tokens.words[index]
            at[slot] = index
    return Found(rule, hit.start(), end, slots, at)


def allowed(rule: Rule, hit: re.Match[str], tokens: Tokens, text: str, grammar: Grammar) -> bool:
    """Whether the guards of a rule let the candidate pass, and no month in it is the verb "may"."""
    ambiguous = grammar.near["ambiguous_month"]
    for group, klass, _ in rule.slots:
        if klass == "month" and (index := hit.start(group)) >= 0 and tokens.words[index] in ambiguous:
            place = tokens.starts[index]
            if not text[place].isupper():
                return False
    return all(_guard(guard, hit, tokens, text, grammar) for guard in rule.guards)


def _guard(guard: str, hit: re.Match[str], tokens: Tokens, text: str, grammar: Grammar) -> bool:
    name, _, argument = guard.partition(":")
    start, near = hit.start(), grammar.near
    match name:
        case "after":
            return word_before(tokens, start) in near[argument]
        case "not_after":
            return word_before(tokens, start) not in near[argument]
        case "before":
            return word_after(tokens, hit.end()) in near[argument]
        case "not_before":
            return word_after(tokens, hit.end()) not in near[argument]
        case "capital":
            return text[tokens.starts[start]].isupper()
        case "unless_ambiguous":
            return tokens.words[start] not in near["ambiguous"] or (
                text[tokens.starts[start]].isupper() and _introduced(tokens, start, near[argument], near["links"], grammar)
            )
        case "not_ambiguous":
            return tokens.words[start] not in near["ambiguous"]
        case "number":
            return _plain_number(hit, tokens, near)
        case _:
            raise GrammarError(f"{grammar.lexicon.language}.toml: no such guard: {guard!r}")


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
    if before in near["number_lead"] or after in near["quantity"]:
        return False
    if after[:1].isalpha() and word_after(tokens, hit.end() + 2) in near["street"]:  # 1600 Pennsylvania Avenue
        return False
    touching = start > 0 and tokens.codes[start - 1] != " "
    if touching and tokens.words[start - 1] in near["glue"]:
        outer = tokens.words[start - 2] if start > 1 else ""
        if start > 2 and tokens.words[start - 3] in near["glue"]:  # 555-2019-1999
            return False
        return outer in near["glue_lead"] or (outer.isdigit() and len(outer) == 4)
    return True


def word_before(tokens: Tokens, index: int) -> str:
    """The word before a token, blanks skipped; empty at the start of the text."""
    index -= 1
    while index >= 0 and tokens.codes[index] == " ":
        index -= 1
    return tokens.words[index] if index >= 0 else ""


def word_after(tokens: Tokens, index: int) -> str:
    """The first word from a token on, blanks skipped; empty at the end of the text."""
    while index < len(tokens.words) and tokens.codes[index] == " ":
        index += 1
    return tokens.words[index] if index < len(tokens.words) else ""
