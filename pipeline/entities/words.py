"""The word lists of ``knowledge/entities/words.toml`` and the titles of ``titles.csv``, as sets and maps, read once."""

from __future__ import annotations

from functools import cache

from pipeline.knowledge import table, toml

FILE = "entities/words.toml"


@cache
def listed(*names: str) -> frozenset[str]:
    """The words of one or several lists of words.toml: heads, function, honorifics, guarded ..."""
    data, words = toml(FILE), set[str]()
    for name in names:
        value = data.get(name, data["lists"].get(name))
        if value is None:
            raise KeyError(f"{FILE} has no list {name!r}")
        words.update(value.split() if isinstance(value, str) else value)
    return frozenset(words)


@cache
def mapped(name: str) -> dict[str, str]:
    """A table of words.toml: nouns, ministries."""
    return dict(toml(FILE)[name])


@cache
def titles() -> dict[tuple[str, ...], tuple[str, str]]:
    """Words of a title, lower case, hyphens as words of their own -> (canonical office, kind)."""
    found = {}
    for row in table("entities/titles.csv"):
        found[tuple(row["surface"].replace("-", " - ").replace("'", " '").split())] = (row["office"], row["kind"])
    return found


@cache
def longest_title() -> int:
    """The number of words of the longest title."""
    return max(map(len, titles()))


@cache
def first_words() -> frozenset[str]:
    """The words that may open a title, without a plural's s."""
    return frozenset(words[0].removesuffix("s") for words in titles())
