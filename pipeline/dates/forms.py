"""The forms of a language's table, each compiled twice over class strings (see ``lexicon``).

A form is written as it reads: ``the {ord} {unit:=quarter} of {year}``. In it

- ``{class}`` is one token of that class, kept in the slot of that name; ``{class:slot}`` names the slot;
- ``<macro>`` stands for a piece defined under ``[macros]``;
- words and punctuation stand for themselves, with or without blanks between them;
- ``( | )?`` mean what they mean in regular expressions.

A slot that occurs in several alternatives is filled by the one that matched.

The regular expression of a form says which token fills which slot. Its places - every token in it, with those that can
come next - join one automaton of all forms, which says where forms match at all (see ``automaton``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.dates.automaton import Automaton
from pipeline.dates.lexicon import WORD, Lexicon

PIECE = re.compile(rf"\{{(?P<klass>\w+)(?::(?P<slot>\w+))?\}}|<(?P<macro>\w+)>|(?P<op>[()|?])|(?P<word>{WORD.pattern})")


class GrammarError(ValueError):
    """A form that cannot be read, naming the form."""


@dataclass(frozen=True, slots=True)
class Form:
    """A compiled form, or a piece of one: its expression, and the automaton's places that it can start and end with."""

    regex: str
    first: frozenset[int] = frozenset()
    last: frozenset[int] = frozenset()
    nullable: bool = True
    longest: int = 0  # tokens
    slots: tuple[tuple[str, str], ...] = ()  # class and slot of each group of a whole form's expression


class Compiler:
    """Reads forms, and puts their places into the automaton."""

    def __init__(self, lex: Lexicon, automaton: Automaton) -> None:
        self.lex = lex
        self.macros = lex.data["macros"]
        self.automaton = automaton
        self.slots: list[tuple[str, str]] = []

    def compile(self, form: str) -> Form:
        """The form, its places in the automaton. Raises GrammarError naming a form that cannot be read."""
        self.slots = []
        part, rest = self._alternatives(self._pieces(form), form)
        if rest:
            raise GrammarError(f"{self.lex.language}.toml: unbalanced ')' in {form!r}")
        if part.nullable:
            raise GrammarError(f"{self.lex.language}.toml: {form!r} matches nothing at all")
        return replace(part, slots=tuple(self.slots))

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

    def _alternatives(self, pieces: list[re.Match[str]], form: str) -> tuple[Form, list[re.Match[str]]]:
        options: list[Form] = []
        while True:
            part, pieces = self._sequence(pieces, form)
            options.append(part)
            if pieces and pieces[0]["op"] == "|":
                pieces = pieces[1:]
                continue
            whole = Form(
                "|".join(p.regex for p in options),
                frozenset().union(*(p.first for p in options)),
                frozenset().union(*(p.last for p in options)),
                any(p.nullable for p in options),
                max(p.longest for p in options),
            )
            return whole, pieces

    def _sequence(self, pieces: list[re.Match[str]], form: str) -> tuple[Form, list[re.Match[str]]]:
        whole = Form("")
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
            whole = self._joined(whole, part)
        return whole, pieces

    def _joined(self, one: Form, other: Form) -> Form:
        """Two pieces in a row."""
        for place in one.last:
            self.automaton.follow[place] |= other.first
        return Form(
            one.regex + other.regex,
            one.first | other.first if one.nullable else one.first,
            one.last | other.last if other.nullable else other.last,
            one.nullable and other.nullable,
            one.longest + other.longest,
        )

    def _token(self, piece: re.Match[str]) -> Form:
        klass = piece["klass"] or f"={piece['word']}"
        chars = self.lex.chars_of(klass)
        regex = f"[{chars}]"
        if piece["klass"]:
            self.slots.append((klass, piece["slot"] or klass))
            regex = f"({regex})"
        place = frozenset({self.automaton.add(chars)})
        return Form(regex, place, place, nullable=False, longest=1)
