"""Whether two names are one place's."""

from __future__ import annotations

import re

from pipeline.entities import fold, gazetteer
from pipeline.entities.latin import closeness, foreign, romanise

GENERIC = frozenset(
    [
        "city",
        "town",
        "village",
        "region",
        "oblast",
        "province",
        "state",
        "district",
        "county",
        "municipality",
        "governorate",
        "prefecture",
        "marz",
        "krai",
        "republic",
        "kingdom",
        "of",
        "the",
        "rayon",
        "area",
        "river",
        "lake",
        "mount",
        "mountain",
        "island",
        "islands",
        "sea",
        "gulf",
        "capital",
    ]
)
DIRECTIONS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northern",
        "southern",
        "eastern",
        "western",
        "upper",
        "lower",
        "new",
        "old",
        "central",
        "inner",
        "outer",
        "greater",
    ]
)


def same_place(left: str, right: str) -> float:
    """0 to 1 whether ``left`` and ``right`` name one place; the tables decide where they know both."""
    known = gazetteer.place(left), gazetteer.place(right)
    if known[0] and known[1]:
        if known[0].id == known[1].id:
            return 1.0
        return 0.05
    a, b = _words(left), _words(right)
    if not a or not b:
        return 0.0
    if set(a) & DIRECTIONS != set(b) & DIRECTIONS:
        return 0.1
    plain = tuple(w for w in a if w not in GENERIC) or a, tuple(w for w in b if w not in GENERIC) or b
    if plain[0] == plain[1]:
        return 0.9
    if (known[0] is None and known[1] is None) or True:
        joined = closeness("".join(map(fold.word, plain[0])), "".join(map(fold.word, plain[1])))
    needed = 0.8 if foreign(left) or foreign(right) else 0.88
    if joined >= needed:
        return joined
    first, second = (gazetteer.place(" ".join(p)) for p in plain)
    if first and second and first.id == second.id:
        return 0.8
    return joined * 0.5


def _words(name: str) -> tuple[str, ...]:
    plain = romanise(re.sub(r"\([^)]*\)", " ", name)).lower()
    return tuple(re.findall(r"[a-z']+", plain.split(",")[0]))
