"""Parts of speech and lemmas, as spaCy's ``attribute_ruler`` and ``lemmatizer`` give them, from memory.

The ruler is a matcher over 180 patterns and took a sixth of the time; but nearly all of its patterns look at one
word's tag, dependency and lower-case form, so what it says of such a word once it says always, and the lemma follows. A
sentence where a pattern of several words may begin ("gonna", "let's", "there is") goes through the ruler itself. The
result is the same: ``tests/test_engine.py`` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc

from pipeline.engine.sentence import Said, Strings

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Token
    from spacy.vocab import Vocab

MOST = 32_768  # words remembered with their tag and dependency, 400 bytes each
Key = tuple[int, int, int]  # tag, dependency, form: what the ruler and the lemmatizer look at
SEEN: list[int | str] = ["TAG", "DEP", "ORTH"]


class Words:
    """``read`` tells what every word of parsed Docs is."""

    def __init__(self, nlp: Language) -> None:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self.ruler, self.lemmatizer, self.vocab, self.strings = ruler, lemmatizer, nlp.vocab, Strings(nlp.vocab.strings)
        index = lemmatizer.lookups.get_table("lemma_index")
        index.update({pos: frozenset(lemmas) for pos, lemmas in index.items()})  # lists of up to 57,528, else searched
        patterns = [pattern for row in ruler.patterns for pattern in row["patterns"]]
        first = [pattern[0] for pattern in patterns if len(pattern) > 1]
        self.named = _Forms(self.vocab, (part for pattern in patterns for part in pattern))
        self.opening = _Forms(self.vocab, [*first, {"LOWER": {"REGEX": r"^\s"}}])  # the ruler changes a blank's tag too
        self.dependencies = {nlp.vocab.strings.add(part["DEP"]) for part in first if isinstance(part.get("DEP"), str)}
        self.known: dict[Key, tuple[int, Any, int]] = {}  # -> pos, morph, lemma (0 where the lemmatizer decides)
        self.said: dict[Key, Said | None] = {}  # None where a pattern of several words may begin

    def read(self, docs: Sequence[Doc]) -> list[list[Said]]:
        """The words of each Doc; those the ruler has not met yet go through it, all of them together."""
        if len(self.said) > MOST:
            self.said.clear()
        met: list[list[Key]] = [[(tag, dep, form) for tag, dep, form in doc.to_array(SEEN).tolist()] for doc in docs]
        new = {
            key: (doc, i) for doc, keys in zip(docs, met, strict=True) for i, key in enumerate(keys)
            if key not in self.said
        }  # fmt: skip
        if new:
            self._learn(new)
        found = []
        for doc, keys in zip(docs, met, strict=True):
            said = [told for key in keys if (told := self.said[key])]
            if len(said) < len(keys):
                self.ruler(doc)
                said = [self._said(token, token.lemma) for token in doc]
            found.append(said)
        return found

    def _learn(self, new: Mapping[Key, tuple[Doc, int]]) -> None:
        """What they are from now on. Of the Docs these words get their parts of speech, which the lemma depends on."""
        plain = {key: at for key, at in new.items() if key[2] not in self.opening and key[1] not in self.dependencies}
        self.said.update(dict.fromkeys(new.keys() - plain.keys()))
        seen = {key: self._seen(key) for key in plain}
        self._ask({tags: key for key, tags in seen.items() if tags not in self.known})
        for key, (doc, i) in plain.items():
            token = doc[i]
            token.pos, morph, lemma = self.known[seen[key]]
            token.set_morph(morph)  # type: ignore[attr-defined]  # missing from the stubs
            self.said[key] = self._said(token, lemma)

    def _ask(self, new: Mapping[Key, Key]) -> None:
        """Let the ruler see words that are new to it, one beside the other."""
        if new:
            doc = Doc(self.vocab, words=[self.strings[form] for _, _, form in new.values()])
            doc.from_array(SEEN[:2], np.array([key[:2] for key in new.values()], np.uint64))  # type: ignore[arg-type]
            self.ruler(doc)
            self.known.update((seen, (t.pos, t.morph, t.lemma)) for seen, t in zip(new, doc, strict=True))

    def _said(self, token: Token, lemma: int) -> Said:
        told = self.strings[lemma] if lemma else self.lemmatizer.rule_lemmatize(token)[0]
        return token.text, token.lower_, told, token.pos_, token.tag_, token.dep_

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
