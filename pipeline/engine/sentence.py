"""A parsed sentence as plain values: the rules ask for a word's tag or head many times over, and of spaCy each such
question makes a new object. Attributes are named as spaCy names them and mean the same (``tests/test_engine.py``).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

FLAGS = ("like_num", "is_punct", "is_quote", "is_currency")


class Word:
    """A word of a sentence, what the parse says of it, and its neighbours in the tree. Never changed once made.

    ``i`` is its number in ``words``, ``idx`` its first character in the sentence. Empty strings and no children where
    the sentence was not parsed.
    """

    __slots__ = (
        "children",
        "dep_",
        "ent_type_",
        "head",
        "i",
        "idx",
        "is_currency",
        "is_punct",
        "is_quote",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "tag_",
        "text",
        "whitespace_",
        "words",
    )  # fmt: skip

    words: Words
    i: int
    idx: int
    text: str
    whitespace_: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    dep_: str
    ent_type_: str
    like_num: bool
    is_punct: bool
    is_quote: bool
    is_currency: bool
    head: Word  # itself where nothing is above
    children: list[Word]  # in order

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return self.text

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
    """The words of a sentence in order; ``text`` is the whole of it."""

    __slots__ = ("starts", "text")

    def __init__(self, doc: Doc) -> None:
        self.text = doc.text
        self.starts: list[int] = []
        for token in doc:
            word = Word()
            word.words, word.i, word.idx = self, token.i, token.idx
            word.text, word.whitespace_, word.lower_ = token.text, token.whitespace_, token.lower_
            word.pos_, word.tag_, word.dep_, word.lemma_ = token.pos_, token.tag_, token.dep_, token.lemma_
            word.ent_type_ = token.ent_type_
            word.like_num, word.is_punct = token.like_num, token.is_punct
            word.is_quote, word.is_currency = token.is_quote, token.is_currency
            word.children = []
            self.append(word)
            self.starts.append(token.idx)
        for word, step in zip(self, doc.to_array(["HEAD"]).astype("int64").tolist(), strict=True):
            word.head = self[word.i + step]
            if step:
                word.head.children.append(word)

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
