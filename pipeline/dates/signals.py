"""What the word beside an expression does to its interval: since, by, until, before, after, at the earliest.

TimeML keeps the signal out of the expression's text and value; the interval of days takes it in.
"""

from __future__ import annotations

from functools import cache

from pipeline.dates.grammar import word_after, word_before
from pipeline.dates.lexicon import Lexicon, Tokens
from pipeline.knowledge import toml

LONGEST = 3  # words in a signal


Phrases = dict[tuple[str, ...], str]


@cache
def _tables(language: str) -> tuple[Phrases, frozenset[str], Phrases, frozenset[str]]:
    """Phrases with their names that stand before and after, each with the words that touch the expression in any."""
    table: dict[str, dict[str, list[str]]] = toml(f"dates/{language}.toml")["signals"]
    before, after = (
        {tuple(phrase.split()): name for name, phrases in table[side].items() for phrase in phrases}
        for side in ("before", "after")
    )
    return before, frozenset(words[-1] for words in before), after, frozenset(words[0] for words in after)


def signal(tokens: Tokens, start: int, end: int, lex: Lexicon) -> str | None:
    """The name of the signal around the tokens [start, end): ``since from until by before after not_before ...``."""
    before, last, after, first = _tables(lex.language)
    if word_after(tokens, end) in first:
        words = _words(tokens, end, 1)
        for size in range(len(words), 0, -1):
            name = after.get(tuple(words[:size]))
            if name and (size > 1 or word_after(tokens, end + 1) in PAUSES):
                return name
    if word_before(tokens, start) in last:
        words = _words(tokens, start - 1, -1)
        for size in range(len(words), 0, -1):
            name = before.get(tuple(reversed(words[:size])))
            if name:
                return name
    return None


PAUSES = frozenset([".", ",", ";", ":", ")", "", "\n"])


def _words(tokens: Tokens, index: int, step: int) -> list[str]:
    """Up to LONGEST words from a token on, in the direction of ``step``, none across a break."""
    found: list[str] = []
    while 0 <= index < len(tokens.words) and len(found) < LONGEST:
        word = tokens.words[index]
        if not word[0].isalpha():
            break
        found.append(word)
        index += step
    return found
