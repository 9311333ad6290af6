"""Sentences through the parser, with their place in the article kept."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.engine.mend import mend
from pipeline.engine.model import one_thread
from pipeline.engine.sentence import Word, Words
from pipeline.engine.stages import stages
from pipeline.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# One word each, which spaCy takes apart: "re-elected", "swearing-in", "wed" (to it "we'd" without its mark).
PREFIXED = re.compile(
    r"\b(?:wed|(?:semi|quarter)-finals?|cease-fires?|(?:re|co|pre|by|un|non)-[a-z]{3,}|[a-z]{3,}-(?:in|up|off|out|down|over))\b"
)
SURROGATES = re.compile("[\\ud800-\\udfff]")  # halves of characters, which no encoder takes
NAMES = "ner"
NAMED = re.compile(r"\b[^\W\d_a-z][\w.'’-]*\s+[^\W\d_a-z]")  # two words with capitals: most names not met before
MAX_SENTENCE = 2_000  # characters; longer "sentences" are tables or broken pages and cost quadratic attention


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence of an article with its parse; offsets of words count from ``span.start``."""

    span: Span
    doc: Doc
    words: Words
    whole: Span | None = None  # the sentence with what was left out at its start: a dateline, the date of a line

    @property
    def sentence(self) -> Span:
        """The whole sentence."""
        return self.whole or self.span

    def start(self, word: Word) -> int:
        """Where the word starts in the article's text."""
        return self.span.start + word.idx

    def end(self, word: Word) -> int:
        """Where the word ends in the article's text."""
        return self.span.start + word.idx + len(word)

    def at(self, start: int, end: int) -> list[Word]:
        """The words that touch the characters [start, end) of the article's text."""
        return self.words.at(start - self.span.start, end - self.span.start)


def parse(sentences: Iterable[Span], dates: Sequence[tuple[int, int]] = (), bare: Collection[int] = ()) -> list[Parsed]:
    """Parse sentences; tags, trees and raw names are set on each Doc, the rest is told by ``Parsed.words`` alone.

    ``dates`` are spans of the same text, sorted, that the parser shall take as one plain word each: commas and
    numbers inside dates ("on September 5, 1980, a fire ...") lead it astray. Offsets stay those of the text. Of the
    sentences that start at a place in ``bare`` only the words are found, and raw names where two words with capitals
    stand together. A sentence longer than MAX_SENTENCE is cut there. Each Doc is one sentence whatever spaCy thinks.
    """
    own = stages()
    nlp = own.nlp  # the same one to the end, also where another thread has it loaded anew
    spans = list(sentences)
    texts = [SURROGATES.sub("\ufffd", span.text[:MAX_SENTENCE]) for span in spans]
    docs = [_document(nlp, span, text, dates) for span, text in zip(spans, texts, strict=True)]
    whole = [doc for span, doc in zip(spans, docs, strict=True) if span.start not in bare]
    named = [doc for span, doc in zip(spans, docs, strict=True) if span.start not in bare or NAMED.search(span.text)]
    with one_thread():
        for name, run in own.run:
            run(named if name == NAMES else whole)
    for doc in whole:
        mend(doc)
    said = iter(own.words.read(whole))
    return [
        Parsed(span, doc, Words(text, doc, None if span.start in bare else next(said), own.words.strings))
        for span, text, doc in zip(spans, texts, docs, strict=True)
    ]


def _document(nlp: Language, span: Span, text: str, dates: Sequence[tuple[int, int]]) -> Doc:
    doc = nlp.make_doc(text)
    first = bisect_left(dates, (span.start, 0))
    with doc.retokenize() as retokenizer:
        reached = 0
        for start, end in dates[first:]:
            if start >= span.end:
                break
            words = doc.char_span(start - span.start, end - span.start, alignment_mode="expand")
            if words is not None and words.start >= reached and len(words) > 1:
                reached = words.end
                retokenizer.merge(words)
                _look_like(nlp, words.text, _plain_word(doc, words.start))
        for match in PREFIXED.finditer(text) if "-" in text or "wed" in text else ():
            words = doc.char_span(match.start(), match.end())
            if words is not None and len(words) > 1:
                retokenizer.merge(words)
    return doc


def _plain_word(doc: Doc, start: int) -> str:
    """The word a date reads like where it stands: "on Monday", "in 2019", else "yesterday"."""
    before = doc[start - 1].lower_ if start else ""
    if before == "on":
        return "Monday"
    return "2019" if before in _BEFORE_YEARS else "yesterday"


_BEFORE_YEARS = frozenset(
    {"in", "since", "by", "of", "from", "until", "till", "during", "between", "before", "after", "to", "for"}
)


def _look_like(nlp: Language, text: str, word: str) -> None:
    """Give the merged word the features that the model sees of ``word``."""
    merged, plain = nlp.vocab[text], nlp.vocab[word]
    merged.norm_, merged.prefix_, merged.suffix_, merged.shape_ = (
        plain.norm_,
        plain.prefix_,
        plain.suffix_,
        plain.shape_,
    )
