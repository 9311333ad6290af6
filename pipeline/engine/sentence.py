"""A parsed sentence as plain values: the rules ask for a word's tag or head many times over, and of spaCy each such
question makes a new object. Attributes are named as spaCy names them and mean the same (``tests/test_engine.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.strings import StringStore
    from spacy.tokens import Doc

COLUMNS: list[int | str] = ["ENT_TYPE", "SPACY", "HEAD"]
Said = tuple[str, str, str, str, str, str]  # of a Word: text, lower_, lemma_, pos_, tag_, dep_
MOST = 32_768  # strings remembered


class Strings(dict[int, str]):
    """spaCy's strings by their numbers, the last ones asked for remembered."""

    def __init__(self, store: StringStore) -> None:
        self.store = store

    def __missing__(self, number: int) -> str:
        if len(self) >= MOST:
            self.clear()
        found = self[number] = self.store[number]
        return found


@dataclass(slots=True, eq=False)
class Word:
    """A word of a sentence, what the parse says of it, and its neighbours in the tree. Never changed once made.

    ``i`` is its number in ``words``, ``idx`` its first character in the sentence.
    """

    words: Words = field(repr=False)
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    whitespace_: str
    head: Word = field(init=False, repr=False)  # itself where nothing is above
    children: tuple[Word, ...] = field(default=(), init=False, repr=False)  # in order

    def __len__(self) -> int:
        return len(self.text)

    @property
    def like_num(self) -> bool:
        """A number in digits or words."""
        from spacy.lang.en.lex_attrs import like_num

        return bool(like_num(self.text))  # type: ignore[no-untyped-call]  # the module has no types

    @property
    def is_punct(self) -> bool:
        """Marks alone: a comma, a dash."""
        from spacy.lang.lex_attrs import is_punct

        return is_punct(self.text)

    @property
    def is_quote(self) -> bool:
        """A quotation mark."""
        from spacy.lang.lex_attrs import is_quote

        return is_quote(self.text)

    @property
    def is_currency(self) -> bool:
        """The sign of a currency."""
        from spacy.lang.lex_attrs import is_currency

        return is_currency(self.text)

    @property
    def text_with_ws(self) -> str:
        """The word with the blank after it, where there is one."""
        return self.text + self.whitespace_

    @property
    def lefts(self) -> list[Word]:
        """The children before it."""
        return [c for c in self.children if c.i < self.i]

    @property
    def rights(self) -> list[Word]:
        """The children after it."""
        return [c for c in self.children if c.i > self.i]

    @property
    def subtree(self) -> Iterator[Word]:
        """The word and all below it; in order, where no lines of the tree cross."""
        for child in self.lefts:
            yield from child.subtree
        yield self
        for child in self.rights:
            yield from child.subtree

    @property
    def left_edge(self) -> Word:
        """The first word of the subtree."""
        return min(self.subtree, key=lambda w: w.i)

    def nbor(self, step: int = 1) -> Word:
        """The word so many places on; IndexError beyond the sentence's ends."""
        if self.i + step < 0:
            raise IndexError(f"no word {step} places from {self.text!r}")
        return self.words[self.i + step]


class Words(list[Word]):
    """The words of a sentence in order; ``text`` is the whole of it, ``starts`` are the places where they begin.

    Of a sentence that was not parsed there are the places alone.
    """

    __slots__ = ("starts", "text")

    def __init__(self, text: str, doc: Doc, said: Sequence[Said] | None, strings: Strings) -> None:
        self.text = text
        if said is None:
            self.starts = [token.idx for token in doc]
            return
        rows, at = doc.to_array(COLUMNS), 0
        for i, (told, (kind, blank, _)) in enumerate(zip(said, rows.tolist(), strict=True)):
            self.append(Word(self, i, at, *told, strings[kind], " " if blank else ""))
            at += len(told[0]) + blank
        self.starts = [word.idx for word in self]
        for word, step in zip(self, rows[:, -1].astype("int64").tolist(), strict=True):
            word.head = self[word.i + step]
            if step:
                word.head.children += (word,)

    def at(self, start: int, end: int) -> list[Word]:
        """The words that touch the characters [start, end), which may reach beyond the sentence."""
        start, end = max(0, start), min(end, len(self.text))
        if start >= end:
            return []
        first = bisect_right(self.starts, start) - 1
        if self.starts[first] + len(self[first]) == start:  # the blank after it
            first += 1
        return self[first : bisect_right(self.starts, end - 1)]


def told(words: Sequence[Word]) -> str:
    """The text of some words that stand together."""
    return "".join(w.text_with_ws for w in words[:-1]) + words[-1].text if words else ""
