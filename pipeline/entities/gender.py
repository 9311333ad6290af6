"""Whether a name is a man's or a woman's, for "he" and "she": by table, None where it does not know."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pipeline.entities import fold
from pipeline.knowledge import toml

Gender = Literal["male", "female"]
FILE = "entities/genders.toml"
PRONOUNS: dict[str, Gender] = {"he": "male", "him": "male", "his": "male", "she": "female", "her": "female"}


@cache
def _table(suffix: str) -> dict[str, Gender]:
    found: dict[str, Gender] = {}
    both = set()
    genders: tuple[Gender, ...] = ("female", "male")
    for gender in genders:
        for word in toml(FILE)[gender + suffix].split():
            key = word if suffix else fold.word(word)
            if found.setdefault(key, gender) != gender:
                both.add(key)
    return {key: gender for key, gender in found.items() if key not in both}


def of_name(given: str) -> Gender | None:
    """``"Angela"`` -> ``"female"``; None for what both bear and what the table has not."""
    return _table("").get(fold.word(given))


def of_word(word: str) -> Gender | None:
    """What a title or a calling says: ``"Mrs"``, ``"spokesman"``."""
    return _table("_words").get(word)
