"""Parts of speech, morphology and lemmas, as spaCy's ``attribute_ruler`` and ``lemmatizer`` give them, from memory.

The ruler is a matcher over 180 patterns and took a sixth of the time; but nearly all of its patterns look at one
word's tag, dependency and lower-case form, so what it says of such a word once it says always. A sentence where a
pattern of several words may begin ("gonna", "let's", "there is") goes through the ruler itself. The result is the same:
``tests/test_engine.py`` compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

Key = tuple[int, int, int]  # tag, dependency, lower-case form (0 where no pattern names it)


class Words:
    """``annotate`` sets pos, morph and lemma of every word of a parsed Doc."""

    def __init__(self, nlp: Language) -> None:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        lemmatizer: Any = nlp.get_pipe("lemmatizer")
        self.nlp = nlp
        self.ruler, self.lemmatizer, self.strings = ruler, lemmatizer, nlp.vocab.strings
        patterns = [pattern for row in ruler.patterns for pattern in row["patterns"]]
        self.named = frozenset(
            nlp.vocab.strings.add(word) for pattern in patterns for part in pattern for word in _words(part)
        )
        first = [pattern[0] for pattern in patterns if len(pattern) > 1]
        several = {word for part in first for word in _words(part)}
        shapes = [re.compile(s) for pattern in patterns for part in pattern if (s := _shape(part))]
        dependencies = {nlp.vocab.strings.add(part["DEP"]) for part in first if isinstance(part.get("DEP"), str)}
        self.opens = frozenset(nlp.vocab.strings.add(word) for word in several)
        self.dependencies, self.shapes = frozenset(dependencies), shapes
        self.odd: dict[int, bool] = {}  # lower-case form -> whether the ruler itself must look
        self.lemmas: dict[tuple[int, int, int], int] = {}
        self.known: dict[Key, tuple[int, Any, int]] = {}  # -> pos, morph, lemma (0 where the lemmatizer decides)

    def annotate(self, doc: Doc) -> None:
        """Set them; those the ruler has not met yet go through it."""
        tokens = list(doc)
        keys = [self._key(token) for token in tokens]
        known = self.known
        odd = any(self._is_odd(token) for token in tokens)
        if odd or any(key not in known for key in keys):
            self.ruler(doc)
            if not odd:
                known.update((k, (t.pos, t.morph, t.lemma)) for k, t in zip(keys, tokens, strict=True))
        else:
            for key, token in zip(keys, tokens, strict=True):
                token.pos, morph, lemma = known[key]
                token.set_morph(morph)  # type: ignore[attr-defined]  # missing from the stubs
                if lemma:
                    token.lemma = lemma
        lemmas = self.lemmas
        for token in tokens:
            if token.lemma == 0:
                form = token.orth, token.pos, token.morph.key  # type: ignore[attr-defined]
                if form not in lemmas:
                    lemmas[form] = self.strings.add(self.lemmatizer.rule_lemmatize(token)[0])
                token.lemma = lemmas[form]

    def _key(self, token: Token) -> Key:
        lower = token.lower
        return token.tag, token.dep, lower if lower in self.named else 0

    def _is_odd(self, token: Token) -> bool:
        lower = token.lower
        found = self.odd.get(lower)
        if found is None:
            text = token.lower_
            found = lower in self.opens or text.isspace() or any(shape.search(text) for shape in self.shapes)
            self.odd[lower] = found
        return found or token.dep in self.dependencies


def _words(part: Mapping[str, Any]) -> Iterable[str]:
    lower = part.get("LOWER", ())
    if isinstance(lower, str):
        return (lower,)
    return tuple(lower.get("IN", ())) if isinstance(lower, dict) else ()


def _shape(part: Mapping[str, Any]) -> str | None:
    lower = part.get("LOWER")
    return lower.get("REGEX") if isinstance(lower, dict) else None
