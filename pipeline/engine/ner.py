"""Raw names, as spaCy's ``ner`` finds them, for all sentences at once: the same names in a quarter of the time.

The model reads a sentence word by word: each is out of any name, one by itself, or begins, goes on with or ends one.
Where no name is open its choice depends on the word alone, so all words are asked together; then every name that
begins somewhere is followed to its end, all of them in step. ``tests/test_engine.py`` compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Span

from pipeline.engine.vectors import Vectors, batches

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.engine.vectors import Floats

IMPOSSIBLE = np.float32(-1e30)


class Names:
    """``find`` sets the names of Docs that have none yet."""

    def __init__(self, nlp: Language) -> None:
        ner: Any = nlp.get_pipe("ner")
        tok2vec, lower, upper = ner.model.layers
        moves = [ner.moves.get_class_name(n).partition("-") for n in range(ner.moves.n_moves)]
        places = {(kind, label): n for n, (kind, _, label) in enumerate(moves)}
        self.vectors = Vectors(tok2vec.layers[0])
        self.narrow, self.narrow_bias = tok2vec.layers[2].get_param("W").T, tok2vec.layers[2].get_param("b")
        weights = lower.get_param("W")  # (the word, first and last of an open name; width; 2 pieces; narrow width)
        self.word, self.first, self.last = (w.transpose(2, 1, 0).reshape(w.shape[2], -1) for w in weights)
        _, no_first, no_last = (pad.T.reshape(-1) for pad in lower.get_param("pad")[0])
        self.bias = lower.get_param("b").T.reshape(-1)
        self.none_open = self.bias + no_first + no_last
        scores, bias = upper.get_param("W"), upper.get_param("b")
        self.labels = [label for kind, _, label in moves if kind == "B"]
        opening = [*(places[kind, label] for kind in "BU" for label in self.labels), places["O", ""]]
        self.opening, self.opening_bias = scores[opening].T, bias[opening]
        going_on = np.array([[places[kind, label] for kind in "IL"] for label in self.labels])
        self.going_on, self.going_on_bias = scores[going_on], bias[going_on]  # (labels, 2, width), (labels, 2)

    def find(self, docs: Sequence[Doc]) -> None:
        """Set them."""
        for batch in batches(docs):
            self._find(batch)

    def _find(self, docs: Sequence[Doc]) -> None:
        vectors, starts = self.vectors.of(docs)
        words = vectors @ self.narrow + self.narrow_bias
        shut, blank = np.ones((2, len(words)), bool)  # no name goes on after it; white space; both: between docs
        for doc, start in zip(docs, starts, strict=True):
            opens, is_space = doc.to_array(["SENT_START", "IS_SPACE"]).T
            shut[start : start + len(doc) - 1] = opens[1:] == 1
            blank[start : start + len(doc)] = is_space
        chosen = self._opening(words, shut, blank)
        count = len(self.labels)
        begun = np.flatnonzero(chosen < count)
        ends = dict(zip(begun.tolist(), self._ends(words, begun, chosen[begun], shut).tolist(), strict=True))
        for doc, start in zip(docs, starts, strict=True):
            spans, reached = [], 0
            for i in np.flatnonzero(chosen[start : start + len(doc)] < 2 * count).tolist():
                if i >= reached:
                    reached = ends.get(start + i, start + i) - start + 1
                    spans.append(Span(doc, i, reached, self.labels[chosen[start + i] % count]))
            if spans:
                doc.set_ents(spans)

    def _opening(self, words: Floats, shut: NDArray[np.bool_], blank: NDArray[np.bool_]) -> NDArray[np.intp]:
        """For each word, if no name is open: the label that begins there, the label (plus their count) of one that is
        that word alone, or twice their count for none."""
        scores = _maxout(words @ self.word + self.none_open) @ self.opening + self.opening_bias
        scores[shut, : len(self.labels)] = IMPOSSIBLE
        scores[blank, :-1] = IMPOSSIBLE
        best: NDArray[np.intp] = scores.argmax(axis=1)
        return best

    def _ends(
        self, words: Floats, begun: NDArray[np.intp], labels: NDArray[np.intp], shut: NDArray[np.bool_]
    ) -> NDArray[np.intp]:
        """The last words of names that begin at the words ``begun``."""
        ends, open_ = begun.copy(), np.arange(len(begun))
        firsts = words[begun] @ self.first + self.bias
        while len(open_):
            ends[open_] += 1
            at, label = ends[open_], labels[open_]
            hidden = _maxout(words[at] @ self.word + firsts[open_] + words[at - 1] @ self.last)
            on, last = (np.einsum("nw,nmw->nm", hidden, self.going_on[label]) + self.going_on_bias[label]).T
            open_ = open_[(on >= last) & ~shut[at]]
        return ends


def _maxout(pieces: Floats) -> Floats:
    half = pieces.shape[1] // 2
    return np.maximum(pieces[:, :half], pieces[:, half:])
