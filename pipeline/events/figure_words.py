"""The patterns that figures are read by, made once from ``knowledge/events/figures.toml``."""

from __future__ import annotations

import re
from functools import cache

from pipeline.events.amounts import either, words


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
