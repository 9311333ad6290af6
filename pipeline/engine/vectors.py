"""What spaCy's ``tok2vec`` makes of words, with a vector a word remembered: the same numbers in half the time.

The model looks up four (or six) features of a word in hash tables, mixes them to one vector, and then lets four
layers see one word more to the left and right. The mixing is two fifths of the work and depends on the word alone.
``tests/test_engine.py`` compares.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    Floats = NDArray[np.float32]

BATCH = 4_096  # words; a Doc of MAX_SENTENCE characters more is the most that comes at once
MOST_WORDS = 16_384  # remembered, 400 bytes each
MIXING = np.array(  # odd numbers that make one of a word's features
    [
        0x9E3779B97F4A7C15,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0xD6E8FEB86659FD93,
        0xFF51AFD7ED558CCD,
        0xA0761D6478BD642F,
    ],
    np.uint64,
)


def batches(docs: Iterable[Doc]) -> Iterator[list[Doc]]:
    """Docs, without the empty ones, some BATCH words at a time: the matrices of a long article would be large."""
    batch, words = [], 0
    for doc in docs:
        if len(doc):
            batch.append(doc)
            words += len(doc)
            if words >= BATCH:
                yield batch
                batch, words = [], 0
    if batch:
        yield batch


class Vectors:
    """One ``tok2vec`` model; ``of`` gives the vectors of the words of sentences."""

    def __init__(self, model: Any) -> None:
        embed, encode = model.get_ref("embed"), model.get_ref("encode")
        extract, _, self.tables, self.mix, _ = embed.layers
        self.columns: list[int | str] = extract.attrs["columns"]
        self.layers = [_Layer(residual.layers[0]) for residual in encode.layers[0].layers]
        self.pad: int = encode.attrs["pad"]
        self.width: int = model.get_dim("nO")
        self.index: dict[int, int] = {}  # features of a word, as one number -> its row in ``known``
        self.known = np.zeros((MOST_WORDS, self.width), np.float32)

    def put(self, docs: Sequence[Doc]) -> None:
        """Set the tensors of Docs, from which the tagger and the parser read."""
        for batch in batches(docs):
            vectors, starts = self.of(batch)
            for doc, start in zip(batch, starts, strict=True):
                doc.tensor = vectors[start : start + len(doc)]  # type: ignore[assignment]  # stubs say float64

    def of(self, docs: Sequence[Doc]) -> tuple[Floats, list[int]]:
        """A row for every word of the docs, and the row at which each doc starts.

        Between docs stand rows that belong to no word, as many as the layers see to either side.
        """
        features = [doc.to_array(self.columns) for doc in docs]
        starts, at = [], self.pad
        for rows in features:
            starts.append(at)
            at += len(rows) + self.pad
        words = self._words(np.concatenate(features))
        vectors = np.zeros((at, self.width), np.float32)
        taken = 0
        for start, rows in zip(starts, features, strict=True):
            vectors[start : start + len(rows)] = words[taken : taken + len(rows)]
            taken += len(rows)
        for layer in self.layers:
            vectors += layer(vectors)
        return vectors, starts

    def _words(self, features: NDArray[np.uint64]) -> Floats:
        """The vectors of words seen alone."""
        keys = (features * MIXING[: features.shape[1]]).sum(axis=1, dtype=np.uint64).tolist()
        index = self.index
        new = {key: i for i, key in enumerate(keys) if key not in index}
        if new:
            if len(index) + len(new) > MOST_WORDS:
                index.clear()  # as if nothing had been met
                new = {key: i for i, key in enumerate(keys)}
            made = self.mix.predict(self.tables.predict(features[list(new.values())]))
            first = len(index)
            self.known[first : first + len(new)] = made
            index.update((key, first + n) for n, key in enumerate(new))
        return self.known[[index[key] for key in keys]]


class _Layer:
    """A window of three words, a maxout of three pieces, normed."""

    def __init__(self, model: Any) -> None:
        _, rest = model.layers
        (maxout, norm), _ = rest.layers[0].layers, rest.layers[1]
        weights, bias = maxout.get_param("W"), maxout.get_param("b")  # (width, pieces, 3 * width), (width, pieces)
        self.width, self.pieces, seen = weights.shape
        self.weights = np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(-1, seen).T)
        self.bias = np.ascontiguousarray(bias.T).reshape(-1)
        self.scale, self.shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, vectors: Floats) -> Floats:
        width = self.width
        seen = np.zeros((len(vectors), 3 * width), np.float32)
        seen[1:, :width] = vectors[:-1]
        seen[:, width : 2 * width] = vectors
        seen[:-1, 2 * width :] = vectors[1:]
        pieces = seen @ self.weights
        pieces += self.bias
        best: Floats = pieces[:, :width]
        for n in range(1, self.pieces):
            best = np.maximum(best, pieces[:, n * width : (n + 1) * width])
        best -= best.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", best, best) / width + 1e-8
        best *= (1 / np.sqrt(spread))[:, None]
        best *= self.scale
        best += self.shift
        return best
