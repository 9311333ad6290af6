"""One name in two spellings?"""

from __future__ import annotations

from anyascii import anyascii
from rapidfuzz.fuzz import token_set_ratio


def same_name(left: str, right: str, kind: str) -> float:
    """How surely two names are one: 0 to 1, from 0.5 on the same."""
    score = token_set_ratio(anyascii(left).lower(), anyascii(right).lower()) / 100
    return score if score > 0.85 else score * 0.5
