"""The parse of all sentences in step, as spaCy's ``parser`` makes it: the same trees in half the time.

spaCy chooses one move after the other, and each choice goes a dozen times through the interpreter's lock. Here spaCy
still keeps the states and makes the moves, but every step asks for the moves of all sentences in a few products.
``tests/test_engine.py`` compares.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.engine.vectors import batches

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.engine.vectors import Floats


class Trees:
    """``put`` sets heads and dependencies of Docs that have their tensors."""

    def __init__(self, nlp: Language) -> None:
        from spacy.ml.parser_model import ParserStepModel  # type: ignore[import-not-found]  # compiled

        parser: Any = nlp.get_pipe("parser")
        self.parser = parser
        tok2vec, lower, upper = parser.model.layers
        self.narrow, self.narrow_bias = (tok2vec.layers[-1].get_param(name) for name in ("W", "b"))
        weights = lower.get_param("W")  # (words that a state shows, width, 2 pieces, narrow width)
        self.shown, width, _, _ = weights.shape
        self.width = width
        self.word = _halves(weights.transpose(3, 0, 1, 2)).reshape(len(self.narrow), -1)
        self.no_word = _halves(lower.get_param("pad")[0])
        self.no_word[0] += (bias := _halves(lower.get_param("b")))  # once a state: with the first word that it shows
        self.word_bias = np.concatenate([bias, np.zeros(self.word.shape[1] - len(bias), np.float32)])
        self.scores, self.scores_bias = np.ascontiguousarray(upper.get_param("W").T), upper.get_param("b")
        self.columns = np.arange(self.shown)
        none = np.zeros((1, len(self.narrow)), np.float32)
        layers = [lambda docs, is_train: (none, None), lower, upper]
        self.asked = ParserStepModel([], layers, has_upper=True, train=False).get_token_ids

    def put(self, docs: Sequence[Doc]) -> None:
        """Set them."""
        for batch in batches(docs):
            self.parser.set_annotations(batch, self._states(batch))

    def _states(self, docs: Sequence[Doc]) -> list[Any]:
        """The final states."""
        vectors: Floats = np.concatenate([doc.tensor for doc in docs])
        # A row for each word in each place of a state; those of no word, whose number is -1, are the last
        rows = np.empty((len(vectors) + 1, self.word.shape[1]), np.float32)
        np.matmul(vectors @ self.narrow.T + self.narrow_bias, self.word, out=rows[:-1])
        rows[:-1] += self.word_bias
        rows[-1] = self.no_word.reshape(-1)
        rows = rows.reshape(-1, 2 * self.width)
        states: list[Any] = self.parser.moves.init_batch(docs)
        unfinished = states
        while unfinished:
            seen = rows.take(self.asked(unfinished) * self.shown + self.columns, axis=0)
            pieces = np.add.reduce(seen, axis=1)
            hidden = np.maximum(pieces[:, : self.width], pieces[:, self.width :])
            unfinished = self.parser.transition_states(unfinished, hidden @ self.scores + self.scores_bias)
        return states


def _halves(weights: Floats) -> Floats:
    """Pieces side by side, (..., width, 2) to (..., 2 * width), first those of the first."""
    swapped = np.swapaxes(weights, -1, -2)
    return np.ascontiguousarray(swapped.reshape(*swapped.shape[:-2], -1))
