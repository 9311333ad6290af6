"""Parts of speech, morphology and lemmas, as spaCy's ``attribute_ruler`` and ``lemmatizer`` give them, from memory.

The ruler is a matcher over 180 patterns and took a sixth of the time; but nearly all of its patterns look at one
word's tag, dependency and lower-case form, so what it says of such a word once it says always, and the lemma follows. A
sentence where a pattern of several words may begin ("gonna", "let's", "there is") goes through the ruler itself. The
result is the same: ``tests/test_engine.py`` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token
    from spacy.vocab import Vocab

MOST = 32_768  # words remembered with their tag and dependency, 400 bytes each
Key = tuple[int, int, int]  # tag, dependency, form: what the ruler and the lemmatizer look at
Said = tuple[int, int, int]  # part of speech, morphology, lemma
SEEN: list[int | str] = ["TAG", "DEP", "ORTH"]
SAID: list[int | str] = ["POS", "MORPH", "LEMMA"]


class Words:
    """``annotate`` sets pos, morph and lemma of every word of a parsed Doc."""

    def __init__(self, nlp: Language) -> None:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self.ruler, self.lemmatizer, self.vocab = ruler, lemmatizer, nlp.vocab
        index = lemmatizer.lookups.get_table("lemma_index")
        index.update({pos: frozenset(lemmas) for pos, lemmas in index.items()})  # lists of up to 57,528, else searched
        patterns = [pattern for row in ruler.patterns for pattern in row["patterns"]]
        first = [pattern[0] for pattern in patterns if len(pattern) > 1]
        self.named = _Forms(self.vocab, (part for pattern in patterns for part in pattern))
        self.opening = _Forms(self.vocab, [*first, {"LOWER": {"REGEX": r"^\s"}}])  # the ruler changes a blank's tag too
        self.dependencies = {nlp.vocab.strings.add(part["DEP"]) for part in first if isinstance(part.get("DEP"), str)}
        self.known: dict[Key, tuple[int, Any, int]] = {}  # -> pos, morph, lemma (0 where the lemmatizer decides)
        self.said: dict[Key, Said] = {}

    def annotate(self, doc: Doc) -> None:
        """Set them; those the ruler has not met yet go through it."""
        keys: list[Key] = [(tag, dep, form) for tag, dep, form in doc.to_array(SEEN).tolist()]
        if any(form in self.opening for _, _, form in keys) or any(dep in self.dependencies for _, dep, _ in keys):
            self.ruler(doc)
            rows = [self._said(token, token.pos, token.morph, token.lemma) for token in doc]
        else:
            if len(self.said) > MOST:
                self.said.clear()
            new = {key: i for i, key in enumerate(keys) if key not in self.said}
            if new:
                self._ask(new)
                self.said.update((key, self._said(doc[i], *self.known[self._seen(key)])) for key, i in new.items())
            rows = [self.said[key] for key in keys]
        doc.from_array(SAID, np.array(rows, np.uint64))  # type: ignore[arg-type]  # as the stubs have it, signed

    def _ask(self, keys: Iterable[Key]) -> None:
        """Let the ruler see words that are new to it, one beside the other."""
        new = {seen: key for key in keys if (seen := self._seen(key)) not in self.known}
        if new:
            doc = Doc(self.vocab, words=[self.vocab.strings[form] for _, _, form in new.values()])
            doc.from_array(SEEN[:2], np.array([key[:2] for key in new.values()], np.uint64))  # type: ignore[arg-type]
            self.ruler(doc)
            self.known.update((seen, (t.pos, t.morph, t.lemma)) for seen, t in zip(new, doc, strict=True))

    def _said(self, token: Token, pos: int, morph: Any, lemma: int) -> Said:
        token.pos = pos
        token.set_morph(morph)  # type: ignore[attr-defined]  # missing from the stubs
        return pos, morph.key, lemma or self.vocab.strings.add(self.lemmatizer.rule_lemmatize(token)[0])

    def _seen(self, key: Key) -> Key:
        """The key with what patterns can tell apart: most words are one to them."""
        tag, dep, form = key
        return tag, dep, self.vocab[form].lower if form in self.named else 0


class _Forms:
    """The forms that parts of patterns name, in small letters: ``form in forms``."""

    def __init__(self, vocab: Vocab, parts: Iterable[Mapping[str, Any]]) -> None:
        self.strings = vocab.strings
        self.words: set[str] = set()
        self.shapes: list[re.Pattern[str]] = []
        self.met: dict[int, bool] = {}
        for part in parts:
            form = part.get("LOWER", {})
            if isinstance(form, str):
                self.words.add(form)
            else:
                self.words.update(form.get("IN", ()))
                self.shapes += [re.compile(form["REGEX"])] if "REGEX" in form else []

    def __contains__(self, form: int) -> bool:
        found = self.met.get(form)
        if found is None:
            word = self.strings[form].lower()
            found = self.met[form] = word in self.words or any(shape.search(word) for shape in self.shapes)
        return found
