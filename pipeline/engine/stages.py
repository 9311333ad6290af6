"""The parts of spaCy's pipeline in their order, some of them done our way: what one process parses with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from pipeline.engine.model import FORGET, load

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    Stage = Callable[[Sequence[Doc]], None]

BATCH = 64  # sentences
BY_WORDS = ("attribute_ruler", "lemmatizer")  # what ``words`` stands in for


class Stages:
    """``run`` are the parts that look at Docs, by name; ``words`` is for afterwards. All share one vocabulary."""

    def __init__(self, nlp: Language) -> None:
        from pipeline.engine.words import Words  # spaCy is imported where something is parsed

        self.nlp = nlp
        self.words = Words(nlp)
        own = _own(nlp)
        self.run = [(name, own.get(name) or _by(part)) for name, part in nlp.pipeline if name not in BY_WORDS]


def _own(nlp: Language) -> dict[str, Stage]:
    """What is done our way. A model that mixes in vectors of its own for words (``_md``) keeps its parts."""
    if nlp.vocab.vectors_length:
        return {}
    from pipeline.engine.ner import Names
    from pipeline.engine.tree import Trees
    from pipeline.engine.vectors import Vectors

    tok2vec: Any = nlp.get_pipe("tok2vec")
    return {"tok2vec": Vectors(tok2vec.model).put, "parser": Trees(nlp).put, "ner": Names(nlp).find}


def _by(part: Any) -> Stage:
    def run(docs: Sequence[Doc]) -> None:
        for _ in part.pipe(docs, batch_size=BATCH):
            pass

    return run


@cache
def stages() -> Stages:
    """Those of this process."""
    return Stages(load())


FORGET.append(stages.cache_clear)
