"""The patterns that figures are read by, made once from ``knowledge/events/figures.toml``."""

from __future__ import annotations

import re
from functools import cache

from pipeline.events.amounts import either, word_set, words


@cache
def any_of(name: str) -> re.Pattern[str]:
    """Any of the phrases under a name in the table."""
    return re.compile(rf"\b(?:{either(words()['words'][name])})\b", re.IGNORECASE)


@cache
def subject_verbs() -> list[tuple[str, re.Pattern[str]]]:
    """What a verb says is counted, and its forms."""
    return [
        (name, re.compile(rf"(?<!\ba\s)(?<!\bthe\s)\b(?:{either(forms)})\b", re.IGNORECASE))
        for name, forms in words()["subjects"]["verbs"].items()
    ]


@cache
def _any_subject_verb() -> re.Pattern[str]:
    every = either(form for forms in words()["subjects"]["verbs"].values() for form in forms)
    return re.compile(rf"(?=(?<!\ba\s)(?<!\bthe\s)\b(?:{every})\b)", re.IGNORECASE)


def last_subject_verb(text: str) -> str | None:
    """What the last such verb of ``text`` says is counted."""
    at = max((match.start() for match in _any_subject_verb().finditer(text)), default=None)
    return None if at is None else next(name for name, forms in subject_verbs() if forms.match(text, at))


@cache
def lead_of_change() -> re.Pattern[str]:
    """Before a value: the word that may call it a change, and how it is joined ("rose by about")."""
    about = either(word_set("words", "about") - {"to", "at", "of", "up"})
    return re.compile(rf"(?<![\w-])(?P<word>[\w-]+)(?:\s(?P<by>by|to|at|of|from))?\s(?:(?:{about})\s)*$", re.IGNORECASE)


@cache
def toll_verbs(name: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The verbs of a toll before a number, after it, and right beside it ("30 missing")."""
    forms = either(words()["subjects"]["verbs"][name])
    # not "trying four men over the killing", not "a collision of two lorries killed 11 people"
    gap = r"(?:\s(?!(?:over|for|in|of|after|on|from|with|by|to)\s)[\w’'-]+){0,4}?"
    few = r"(?:(?:at|least|more|than|some|about|nearly|another)\s){0,2}"
    active = rf"(?!\s{few}(?:\d|(?:{either(words()['numbers'])})\b))"
    return (
        re.compile(rf"\b(?:{forms})(?=\s(?:[\w,]+\s){{0,4}}$)", re.IGNORECASE),
        re.compile(rf"{gap}\s(?:{forms})\b{active}", re.IGNORECASE),
        re.compile(rf"\s(?:{forms})\b", re.IGNORECASE),
    )
