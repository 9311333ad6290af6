"""Where a person's name begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.entities.titles import title_at
from pipeline.entities.words import listed

if TYPE_CHECKING:
    from pipeline.entities.document import Document
    from pipeline.entities.gazetteer import Entry

Hits = "dict[int, tuple[int, tuple[Entry, ...]]]"
MOST = 5  # capitalised words


def person_end(document: Document, i: int, b: int, hits: dict[int, tuple[int, tuple[Entry, ...]]]) -> int:
    """The end of a name that begins at token ``i``; ``i`` where there is none.

    Capitalised words, particles, initials and hyphens go on.
    """
    tokens = document.tokens
    function, particles, heads = listed("function"), listed("particles"), listed("heads")
    j, capitals, end = i, 0, i
    while j < b and capitals < MOST:
        word = tokens[j].text
        if tokens[j].capital and word[0].isalpha():
            if capitals and (
                word in function
                or word in heads
                or (j in hits and hits[j][1][0].what in ("country", "body", "demonym"))
            ):
                break
            if not capitals and (word in function or word in heads or word in listed("generation")):
                break
            if capitals and title_at(tokens, j, b):
                break
            if word.isupper() and len(word) > 3 and capitals and not tokens[i].text.isupper():
                pass
            capitals += 1
            end = j = j + 1
        elif word == "-" and end == j and document.tight(j) and j + 1 < b and document.tight(j + 1) and capitals:
            j += 1
            if not tokens[j].capital:  # Ki-moon, el-Sisi
                if tokens[j].text.isalpha() and len(tokens[j].text) > 1 and capitals > 1:
                    end = j = j + 1
                    continue
                break
        elif (
            word in particles
            and capitals
            and j + 1 < b
            and (tokens[j + 1].capital or tokens[j + 1].text in particles or tokens[j + 1].text == "-")
        ):
            j += 1
            if tokens[j].text == "-":
                j += 1
        else:
            break
    return end


def trim_person(document: Document, i: int, j: int, hits: dict[int, tuple[int, tuple[Entry, ...]]]) -> tuple[int, int]:
    """The parser's person without titles, honorifics, callings and possessives at its edges."""
    tokens = document.tokens
    function, honorifics = listed("function"), listed("honorifics")
    while i < j:
        found = title_at(tokens, i, j)
        if found:
            i += found[0]
        elif not tokens[i].capital or tokens[i].text in function or tokens[i].text in honorifics:
            i += 1
        else:
            break
    stop = i
    while (
        stop < j
        and tokens[stop].text not in ("'s", "’s", ",", "(", ";", ":", '"', "”", "“")
        and not (stop > i and title_at(tokens, stop, j) and tokens[stop].capital)
    ):
        stop += 1
    while stop > i and not tokens[stop - 1].capital and not (stop - 2 > i and tokens[stop - 2].text == "-"):
        stop -= 1
    return i, stop
