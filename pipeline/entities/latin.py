"""Any script to Latin words for comparison, and how far two folded words are apart."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import accumulate

from anyascii import anyascii

from pipeline.entities import fold

ARMENIAN = re.compile(r"[\u0530-\u058f]")
ABJAD = re.compile(r"[\u0590-\u06ff\u0750-\u077f]")
EAST = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
FOREIGN = re.compile(r"[^\u0000-\u024f\u1e00-\u1eff\u2000-\u206f]")
VOWELS = frozenset("aeiou")

# What one letter may stand for another at what cost; every other substitution costs 1.
NEAR = {
    frozenset(pair): cost
    for cost, pairs in (
        (0.2, ("wv", "wu", "uv", "ei", "ou", "sz", "kg", "ck", "jg", "hg", "hk", "fv", "ij", "jy")),
        (
            0.4,
            (
                "td",
                "pb",
                "ae",
                "ai",
                "ao",
                "eo",
                "io",
                "au",
                "eu",
                "iu",
                "sc",
                "zj",
                "cz",
                "js",
                "cs",
                "bv",
                "jh",
                "zd",
                "lr",
            ),
        ),
    )
    for pair in pairs
}
CHEAP = {"h": 0.25, "i": 0.35, "e": 0.4, "a": 0.5, "u": 0.4, "o": 0.5, "j": 0.5, "y": 0.3}


def romanise(text: str) -> str:
    """The text in ASCII letters; words of Chinese, Japanese and Korean names apart by syllable."""
    armenian = ARMENIAN.search(text) is not None
    plain = anyascii(text.translate(fold.KAZAKH))
    if armenian:
        plain = plain.replace("ow", "u").replace("x", "kh")
    if EAST.search(text):
        plain = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", plain)
    return plain


def foreign(text: str) -> bool:
    """Written in letters other than Latin."""
    return FOREIGN.search(text) is not None


def abjad(text: str) -> bool:
    """Written in a script without vowels."""
    return ABJAD.search(text) is not None


def skeleton(word: str) -> str:
    """The consonants of a folded word, as a script without vowels could have them."""
    plain = word.replace("sh", "s").replace("ch", "s").replace("th", "t").replace("ts", "s")
    plain = re.sub(r"[aeiouyw`']", "", plain).translate(str.maketrans("vpgzjqc", "bbkssks"))
    return re.sub(r"(.)\1+", r"\1", plain.replace("h", ""))


@lru_cache(maxsize=65536)
def closeness(left: str, right: str) -> float:
    """1 for equal folded words, less by what must be changed; letters that transliteration mixes up cost little."""
    if left == right:
        return 1.0
    if not left or not right:
        return 0.0
    dropped = [CHEAP.get(b, 1.0) for b in right]
    before = [0.0, *accumulate(dropped)]
    for a in left:
        drop, change = CHEAP.get(a, 1.0), _changes(a)
        least = before[0] + drop
        here = [least]
        for column, b in enumerate(right):
            least += dropped[column]
            if (up := before[column + 1] + drop) < least:
                least = up
            if (across := before[column] + change[b]) < least:
                least = across
            here.append(least)
        before = here
    return max(0.0, 1.0 - before[-1] / max(len(left), len(right)))


class _Changes(dict[str, float]):
    """What it costs to write another letter in place of ``letter``."""

    def __init__(self, letter: str) -> None:
        self.letter = letter

    def __missing__(self, other: str) -> float:
        both = self.letter in VOWELS and other in VOWELS
        alike = 0.0 if self.letter == other else NEAR.get(frozenset((self.letter, other)), 0.6 if both else 1.0)
        self[other] = alike
        return alike


_changes = lru_cache(maxsize=1024)(_Changes)
