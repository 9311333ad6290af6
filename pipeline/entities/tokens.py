"""Words with their places: hyphens, quotes and possessives apart, initials and abbreviations whole."""

from __future__ import annotations

import re
from typing import NamedTuple

TOKEN = re.compile(
    r"(?=[A-ZА-ЯЁ])(?:(?:[A-Z]\.){2,}|(?<![\w.])[A-ZА-ЯЁ]\.(?=[\s\-]?[A-ZА-ЯЁ])"
    r"|\b(?:St|Mt|Ft|Dr|Mrs|Mr|Ms|Co|Corp|Inc|Ltd|Jr|Sr|Gen|Gov|Sen|Rep|Lt|Col|Sgt|Maj|Capt|Prof|Rev|Adm|Jan|Feb|Aug|Sept|Oct|Nov|Dec)\."
    r"|\b(?:Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ill|Kan|Mich|Minn|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Va|Wis|Wyo|Vt|Md|Ky)\.(?=[\s,]|-based)"
    r"|S\.p\.A\.|[A-Z]&[A-Z])|\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’](?!s\b|S\b)[^\W\d_]+)*\d*(?:\.(?:com|org|net|am|kz|ru)\b)?\+?|['’][sS]\b|\S"
)


class Token(NamedTuple):
    """A word or sign, ``text`` as it stands at [start, end) of the article's text."""

    start: int
    end: int
    text: str
    lower: str
    stem: str  # ``lower`` without a plural's s
    capital: bool  # begins with a capital letter


def tokenise(text: str, start: int, end: int) -> list[Token]:
    """The tokens of ``text[start:end]``."""
    return [
        Token(m.start(), m.end(), word := m.group(), low := word.lower(), low.removesuffix("s"), word[0].isupper())
        for m in TOKEN.finditer(text, start, end)
    ]
