"""An article as the name rules see it: its words by sentence, and what the parser says of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.engine import Parsed, Word
from pipeline.entities.tokens import Token, tokenise
from pipeline.text import sentences as split

LONGEST = 300  # words
SUBJECTS = ("nsubj", "nsubjpass")
PLACES = ("GPE", "LOC", "FAC")


@dataclass(slots=True)
class Document:
    """``tokens`` of the whole text; ``sentences`` as [first, last) token numbers; the parser's names and tags."""

    text: str
    tokens: list[Token]
    sentences: list[tuple[int, int]]
    ents: list[tuple[int, int, str]] = field(default_factory=list)  # start, end, label; in order
    tags: dict[int, str] = field(default_factory=dict)  # start of a word -> part of speech
    subjects: set[int] = field(default_factory=set)  # starts of the words that are subjects of main clauses
    obliques: set[int] = field(default_factory=set)  # and of those after a preposition
    begins: list[int] = field(init=False)  # where each token starts
    ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.begins, self.ends = [t.start for t in self.tokens], [t.end for t in self.tokens]

    def ent(self, start: int, end: int) -> tuple[int, int, str] | None:
        """The parser's name that overlaps [start, end), the first of them."""
        at = bisect_right(self.ents, (start, len(self.text) + 1, ""))
        for begin, finish, label in self.ents[max(0, at - 1) : at + 3]:
            if begin < end and finish > start:
                return begin, finish, label
        return None

    def label(self, i: int, j: int) -> str | None:
        """The label of the parser's name that overlaps tokens [i, j)."""
        found = self.ent(self.tokens[i].start, self.tokens[j - 1].end)
        return found[2] if found else None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The numbers of the tokens that touch characters [start, end)."""
        i, j = bisect_right(self.ends, start), bisect_left(self.begins, end)
        return i, max(j, i)

    def tight(self, i: int) -> bool:
        """Whether token ``i`` stands against the one before it, without white space."""
        return i > 0 and self.tokens[i].start == self.tokens[i - 1].end

    def proper(self, i: int) -> bool:
        """Whether the parser takes token ``i`` for a proper noun; True where it was not asked."""
        return self.tags.get(self.tokens[i].start, "PROPN") in ("PROPN", "X")


def _is_main(verb: Word) -> bool:
    """Whether a verb is the sentence's main one, or coordinated with it."""
    while verb.dep_ == "conj":
        verb = verb.head
    return verb.dep_ == "ROOT"


def _latin(text: str) -> bool:
    if text.isascii():
        return True
    letters = [c for c in text if c.isalpha()]
    return sum(c < "\u0250" for c in letters) * 2 >= len(letters)


def read(text: str, parsed: Sequence[Parsed]) -> Document:
    """The document of an article. Sentences that were not parsed take part with their words alone."""
    tokens: list[Token] = []
    spans: list[tuple[int, int]] = []
    for span in split(text):
        first = len(tokens)
        tokens.extend(tokenise(text, span.start, span.end))
        # What is longer is no sentence; the rules look ahead within one, so its length bounds their work.
        spans.extend((k, min(k + LONGEST, len(tokens))) for k in range(first, len(tokens), LONGEST))
    document = Document(text, tokens, spans)
    for sentence in parsed:
        if not _latin(sentence.span.text):  # an English model sees nothing there
            continue
        base = sentence.span.start
        document.ents.extend((base + e.start_char, base + e.end_char, e.label_) for e in sentence.doc.ents)
        if not sentence.words:  # it was not parsed: nothing is a proper noun there
            document.tags.update(dict.fromkeys((base + start for start in sentence.words.starts), ""))
        for word in sentence.words:
            at, role = base + word.idx, word.dep_
            document.tags[at] = word.pos_
            if role in SUBJECTS and _is_main(word.head):
                document.subjects.add(at)
            elif role == "pobj" and word.head.dep_ == "prep":
                document.obliques.add(at)
    document.ents.sort()
    return document
