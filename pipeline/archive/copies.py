"""Copies: the same wire story on five sites. MinHash over five-word shingles, one permutation, 128 bins.

One-permutation hashing with rotation densification: Li, Owen, Zhang (NIPS 2012); Shrivastava and Li (UAI 2014). Pure
functions; the store keeps ``bands`` as keys to find candidates by, and ``overlap`` decides.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b

BINS = 128
ROWS = 4  # bins to a band: 32 bands of 4 find pairs from a similarity of about (1/32) ** (1/4) = 0.42 on
SHINGLE = 5
MIN_WORDS = 30  # shorter texts are alike too easily
COPY = 0.6  # of the shorter text's shingles in the longer one
_EMPTY = 2**64 - 1
_WORD = re.compile(r"\w+")


def shingles(text: str) -> frozenset[str]:
    """All runs of five words, case and accents folded."""
    folded = text.lower()
    if not folded.isascii():
        folded = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in folded if c < "\u0300" or not unicodedata.combining(c))
    words = _WORD.findall(folded)
    if not words:
        return frozenset()
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def _hashed(run: str) -> int:
    return int.from_bytes(blake2b(run.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def signature(text: str) -> tuple[int, ...]:
    """128 numbers by which texts compare; () for a text too short to compare."""
    if len(_WORD.findall(text)) < MIN_WORDS:
        return ()
    bins = [_EMPTY] * BINS
    for value in map(_hashed, shingles(text)):
        where, rest = value % BINS, value // BINS
        if rest < bins[where]:
            bins[where] = rest
    return tuple(_filled(bins))


_compared = lru_cache(maxsize=256)(shingles)  # a text is compared with each of its likely copies; 256 are about 15 MB


@lru_cache(maxsize=256)
def _length(text: str) -> int:
    return len(_WORD.findall(text))


def _filled(bins: list[int]) -> list[int]:
    """An empty bin takes the next full one's value, marked by the distance."""
    full = [i for i, v in enumerate(bins) if v != _EMPTY]
    made = list(bins)
    for i, value in enumerate(bins):
        if value == _EMPTY:
            step = min((j - i) % BINS for j in full)
            made[i] = bins[(i + step) % BINS] + step * 2**57
    return made


def similarity(left: tuple[int, ...], right: tuple[int, ...]) -> float:
    """The estimated share of common shingles (Jaccard); 0 where a text was too short."""
    if not left or not right:
        return 0.0
    return sum(a == b for a, b in zip(left, right, strict=True)) / BINS


def bands(signed: tuple[int, ...]) -> tuple[str, ...]:
    """Keys of which copies share at least one: look candidates up by them instead of comparing all with all."""
    keys = []
    for start in range(0, len(signed), ROWS):
        rows = ",".join(map(str, signed[start : start + ROWS]))
        keys.append(f"{start // ROWS}:{blake2b(rows.encode(), digest_size=8).hexdigest()}")
    return tuple(keys)


def overlap(left: str, right: str) -> float:
    """The share of the shorter text's shingles that the longer one has: a cut copy is a copy."""
    one, other = _compared(left), _compared(right)
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def is_copy(left: str, right: str) -> bool:
    """True where both tell the same story in the same words, whatever stands before, after and between."""
    if min(_length(left), _length(right)) < MIN_WORDS:
        return False
    return overlap(left, right) >= COPY
