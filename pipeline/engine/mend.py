"""Verbs that the parser took for nouns or adjectives, set right by what hangs on them and stands beside them.

"The window closes on Thursday" (a plural noun to the parser), "The games open on Friday" (an adjective), "Physicists
unveiled evidence" (a participle before its noun). Tags, labels and heads are changed where no other reading is left:
a sentence needs a finite verb. Runs before lemmas and parts of speech are set, which follow from the tags.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.knowledge import table

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

SUBJECTS = frozenset({"nsubj", "nsubjpass"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
CLAUSE = frozenset({"ROOT", "conj", "relcl", "advcl"})


def mend(doc: Doc) -> None:
    """Set right what can be told for sure; nearly every sentence stays as it is."""
    root = next((t for t in doc if t.head == t), None)
    if root is None:
        return
    for token in doc:
        if token.tag_[0] in "NJ" and token.dep_ in CLAUSE:
            _with_subject(token)
    if root.tag_[0] in "NJ" and not any(t.tag_ in FINITE for t in doc) and doc[-1].text == ".":
        _participle(doc, root) or _plural(root)


def _with_subject(token: Token) -> None:
    """A noun or adjective with a modal, or with a subject and a verb's form: "will not open", "flees"."""
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)
    subject = any(c.dep_ in SUBJECTS for c in token.children)
    if modal:
        token.tag_ = "VB"
    elif subject and _form(token):
        token.tag_ = "VBZ" if token.lower_.endswith("s") else "VBP"


def _participle(doc: Doc, root: Token) -> bool:
    """ "Physicists unveiled evidence": the participle after a noun is the verb, what it hangs on its object."""
    for token in doc:
        before = doc[token.i - 1] if token.i else None
        if token.tag_ != "VBN" or token.dep_ != "amod" or token.head != root or token.i > root.i:
            continue
        subject = next((c for c in token.children if c.dep_ in SUBJECTS and c.tag_ in NOUNS), None)
        if before is None or subject is None:
            continue
        token.tag_, token.dep_ = "VBD", "ROOT"
        token.head = token
        root.dep_, root.head = "dobj", token
        return True
    return False


def _plural(root: Token) -> bool:
    """ "The transfer window closes on Thursday": what stands before the verb is its subject."""
    before = [c for c in root.children if c.i < root.i and c.dep_ == "compound"]
    if root.tag_ != "NNS" or not before or not _form(root) or before[-1].i != root.i - 1:
        return False
    subject = before[-1]
    for child in list(root.children):
        if child.i < subject.i and child.dep_ in {"det", "amod", "compound", "nmod", "poss", "nummod"}:
            child.head = subject
    root.tag_, subject.dep_ = "VBZ", "nsubj"
    return True


def _form(token: Token) -> bool:
    """True where the word is a form of a verb that tells happenings."""
    word = token.lower_
    stems = {word, word.removesuffix("s"), word.removesuffix("es")}
    return bool(stems & _verbs())


@cache
def _verbs() -> frozenset[str]:
    rows = table("events/type_verbs.csv")
    return frozenset(word for row in rows for word in row["triggers"].split("|") if word.isalpha())
