"""Plain text: sentences as spans, and folding for search and comparison. Rule based, linear, one language-neutral pass.

The rules look at one full stop at a time and at the words on its two sides; the words live in
``knowledge/abbreviations.toml``. A newline always ends a sentence: readers hand over paragraphs as lines.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline.knowledge import toml
from pipeline.model import Span

# A run of stops with what closes after it, then white space. The look-behind keeps a long run of stops linear.
STOP = re.compile(
    r"(?<![.!?…])(?P<stop>[.!?…]++)(?P<close>[\"'”’»)\]]*+)(?P<gap>[^\S\n]++)|(?P<line>\n\s*+)|(?P<bullet>[•▪●])"
)
OPENERS = "\"'“‘«([—–-"
LEADING = re.compile(r"(?:\s|[•▪●·*]|[-–—](?=\s))*")
WORD_BEFORE = re.compile(r"[\w.№-]{0,40}\Z")
WORD_AFTER = re.compile(r"[\w'’]{1,40}")
LONGEST_WORD = 40
READ = 400_000  # characters read for events; what is longer is no article, and is archived whole all the same

# Letters that Unicode does not decompose into a base and an accent.
PLAIN = str.maketrans({
    "ł": "l", "đ": "d", "ð": "d", "ø": "o", "ı": "i", "ħ": "h", "æ": "ae", "œ": "oe", "þ": "th", "ё": "е",
    "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"', "–": "-", "—": "-",
    "‐": "-", "‑": "-", "−": "-", "\u00ad": None,
})  # fmt: skip


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(toml("abbreviations.toml")[kind])


def sentences(text: str) -> list[Span]:
    """The sentences of ``text`` in order, trimmed of white space and bullets; every span reads what it claims.

    >>> [s.text for s in sentences("M. Auezov left on Aug. 11. It was 5 p.m. Nobody saw it.")]
    ['M. Auezov left on Aug. 11.', 'It was 5 p.m.', 'Nobody saw it.']
    """
    return list(_sentences(text))


@lru_cache(maxsize=2)  # an article's text is asked for twice
def _sentences(text: str) -> tuple[Span, ...]:
    found: list[Span] = []
    start = 0
    for match in STOP.finditer(text):
        if match["line"] is None and match["bullet"] is None and not _ends(text, start, match):
            continue
        _add(found, text, start, match.start() if match["stop"] is None else match.end("close"))
        start = match.end()
    _add(found, text, start, len(text))
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    lead = LEADING.match(text, start, end)
    start = lead.end() if lead else start
    read = text[start:end].rstrip()
    if read:
        found.append(Span(start, start + len(read), read))


def _ends(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether the stop that ``match`` found ends the sentence that began at ``start``."""
    at = match.end()
    while at < len(text) and text[at] in OPENERS and at - match.end() < 4:
        at += 1
    after = text[at : at + 1]
    if after.islower():  # "Stop!" he said; "etc. and so on"
        return False
    if match["stop"] != "." or not after:
        return True

    before = WORD_BEFORE.search(text, max(start, match.start() - LONGEST_WORD), match.start())
    word = before[0].strip(".-").lower() if before else ""
    following = WORD_AFTER.match(text, at)
    next_word = following[0].lower() if following else ""
    if not word:
        return True
    if (
        before is not None and before.start() <= start + 1 and word.isdigit() and len(word) <= 2
    ):  # "1. Scope": a list's number
        return False
    if word in _words("title"):
        return False
    if word in _words("number"):
        return not after.isdigit()
    if word in _words("clock"):
        return after.isalpha() and next_word not in _words("after_clock")
    if (len(word) == 1 and word.isalpha() and before is not None and before[0].isupper()) or word in _words("either"):
        return next_word in _words("starter")  # an initial, "U.S.", "Inc."
    return True


def fold(text: str) -> str:
    """``text`` for search and comparison: no case, no accents, plain quotes and dashes, single spaces.

    Cyrillic letters stay what they are (й is no accented и), but ё reads е.

    >>> fold("Kassym-Jomart  TOKAYEV’s Kraków, Қазақстан")
    "kassym-jomart tokayev's krakow, қазақстан"
    """
    if text.isascii():
        return " ".join(text.lower().split())
    kept: list[str] = []
    for char in unicodedata.normalize("NFKC", text).casefold().translate(PLAIN):
        if char.isascii() or "\u0400" <= char <= "\u04ff":
            kept.append(char)
        else:
            kept.extend(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c))
    return " ".join("".join(kept).split())
