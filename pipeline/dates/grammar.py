"""The forms of a language's table, compiled to regular expressions over class strings (see ``lexicon``).

A form is written as it reads: ``the {ord} {unit:=quarter} of {year}``. In it

- ``{class}`` is one token of that class, kept in the slot of that name; ``{class:slot}`` names the slot;
- ``<macro>`` stands for a piece defined under ``[macros]``;
- words and punctuation stand for themselves, with or without blanks between them;
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


class GrammarError(ValueError):
    """A form that cannot be read, naming the form."""


@dataclass(frozen=True, eq=False)
class Rule:
    """A compiled form: what kind of expression it is, and fixed slots."""

    kind: str
    pattern: re.Pattern[str]
    starts: dict[str, tuple[bool, frozenset[str]]]  # see _Part
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


GROUP = re.compile(r"\(\?P<\w+>")


@dataclass(slots=True)
class _Choice:
    """The rules that can start with a pair of tokens and, where often tried, one expression for all of them."""

    rules: tuple[Rule, ...]
    tried: int = 0
    any_of: re.Pattern[str] | None = None

    def may_match(self, codes: str, start: int) -> bool:
        """False only where no rule matches; compiling the common expression pays off after many tries."""
        if self.any_of is not None:
            return self.any_of.match(codes, start) is not None
        self.tried += 1
        if self.tried > WORTH_COMPILING and len(self.rules) > 2:
            self.any_of = re.compile("|".join(GROUP.sub("(?:", rule.pattern.pattern) for rule in self.rules))
        return bool(self.rules)


WORTH_COMPILING = 2_000


@dataclass(frozen=True)
class Grammar:
    """All rules of a language, by the character they start with."""

    lexicon: Lexicon
    by_first: dict[str, tuple[Rule, ...]]
    starts: re.Pattern[str]
    near: dict[str, frozenset[str]]  # the word lists that guards name
    by_pair: dict[str, _Choice] = field(default_factory=dict)  # filled as pairs of characters are met
    by_rules: dict[tuple[Rule, ...], _Choice] = field(default_factory=dict)

    def choice(self, pair: str) -> _Choice:
        """The rules that can match where a token of ``pair[0]`` is followed by one of ``pair[1:]``."""
        found = self.by_pair.get(pair)
        if found is None:
            possible = ((r, *r.starts[pair[0]]) for r in self.by_first[pair[0]])
            rules = tuple(rule for rule, single, second in possible if single or pair[1:] in second)
            found = self.by_pair[pair] = self.by_rules.setdefault(rules, _Choice(rules))
        return found


@dataclass(frozen=True)
class _Part:
    """A piece of a form: its expression and, for each character it can start with, what can come next.

    ``starts[char]`` is whether the piece can be that one token alone, and the characters of the token after it.
    """

    regex: str
    starts: dict[str, tuple[bool, frozenset[str]]]
    nullable: bool


NOTHING = (False, frozenset[str]())


def _merged(*many: dict[str, tuple[bool, frozenset[str]]]) -> dict[str, tuple[bool, frozenset[str]]]:
    result: dict[str, tuple[bool, frozenset[str]]] = {}
    for starts in many:
        for char, (single, second) in starts.items():
            known = result.get(char, NOTHING)
            result[char] = known[0] or single, known[1] | second
    return result


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
            starts = _merged(*(p.starts for p in options))
            return _Part("|".join(p.regex for p in options), starts, any(p.nullable for p in options)), pieces

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
        whole = _Part("", {}, True)
        for part in reversed(parts):
            after = frozenset(whole.starts)
            starts = {
                char: (single and whole.nullable, second | after if single else second)
                for char, (single, second) in part.starts.items()
            }
            if part.nullable:
                starts = _merged(starts, whole.starts)
            whole = _Part(part.regex + whole.regex, starts, part.nullable and whole.nullable)
        return whole, pieces

    def _token(self, piece: re.Match[str]) -> _Part:
        klass = piece["klass"] or f"={piece['word']}"
        charset = self.lex.charset(klass)
        starts = {char: (True, frozenset[str]()) for char in charset[1:-1]}
        if piece["klass"]:
            group = f"g{len(self.slots)}"
            self.slots.append((group, klass, piece["slot"] or klass))
            return _Part(f"(?P<{group}>{charset})", starts, False)
        return _Part(charset, starts, False)


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
                part.starts,
                tuple(compiler.slots),
                fixed,
                frozenset(entry.get("guard", ())),
            )
            for char in part.starts:
                by_first.setdefault(char, []).append(rule)
    near = {name: frozenset(words) for name, words in lex.data["before"].items()}
    starts = re.compile(f"[{''.join(sorted(by_first))}]")
    return Grammar(lex, {c: tuple(rules) for c, rules in by_first.items()}, starts, near)


def scan(tokens: Tokens, text: str, grammar: Grammar) -> Iterator[Found]:
    """The candidates in order, none overlapping: at each place the longest form, the first of equals."""
    codes, search, choice = tokens.codes, grammar.starts.search, grammar.choice
    at = 0
    while match := search(codes, at):
        start = match.start()
        options = choice(codes[start : start + 2])
        if not options.may_match(codes, start):
            at = start + 1
            continue
        best: re.Match[str] | None = None
        rule: Rule | None = None
        end = start
        for candidate in options.rules:
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
    slots: dict[str, Any] = dict(rule.fixed)
    at: dict[str, int] = {}
    for group, klass, slot in rule.slots:
        index = hit.start(group)
        if index >= 0:
            slots[slot] = lex.value(klass, tokens.words[index])
            if klass == "clock":
                slots["clock_text"] = tokens.words[index]
            at[slot] = index
    return Found(rule, hit.start(), hit.end(), slots, at)


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
                text[tokens.starts[start]].isupper()
                and _introduced(tokens, start, near[argument], near["links"], grammar)
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
    if after in near["quantity"]:
        return False
    if before in near["number_lead"]:
        place = start - 1
        while tokens.words[place] != before:
            place -= 1
        if before not in near["soft_lead"] or word_before(tokens, place) not in near["before_soft"]:
            return False
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
