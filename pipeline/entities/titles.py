"""Words that name an office: the longest one first ("President of the National Assembly" before "President")."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.entities.tokens import Token
from pipeline.entities.words import first_words, longest_title, titles


def title_at(tokens: Sequence[Token], i: int, b: int) -> tuple[int, str, str] | None:
    """The longest title that starts at token ``i`` and ends before ``b``: (words, canonical office, kind).

    A plural ("Presidents", "ministers") counts as its singular.
    """
    if i >= b or tokens[i].stem not in first_words():
        return None
    known = titles()
    words = [tokens[k].lower for k in range(i, min(b, i + longest_title()))]
    for n in range(len(words), 0, -1):
        form = tuple(words[:n])
        found = known.get(form)
        if found is None and form[-1].endswith("s") and not form[-1].endswith("ss"):
            found = known.get((*form[:-1], form[-1][:-1]))
        if found:
            return n, *found
    return None
