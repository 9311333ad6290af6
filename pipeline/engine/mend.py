"""What the parser took for something else, set right by what hangs on it and stands beside it.

Verbs taken for nouns or adjectives: "The window closes on Thursday", "The games open on Friday", "Physicists unveiled
evidence". Particles taken for prepositions: "was sworn in today". Relative clauses hung on a number: "the budget for
2021-2027, which was adopted". The loser of a match taken for an adverb: "beat Morocco 2-0". Tags, labels and heads are
changed where no other reading is left: a sentence needs a finite verb, a preposition a noun. Runs before lemmas and
parts of speech are set, which follow from the tags.
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
ALIKE = frozenset({"beat", "burst", "cost", "cut", "hit", "hurt", "let", "put", "quit", "set", "shut", "spread"})
AUXILIARIES = frozenset({"aux", "auxpass"})
MODIFIERS = frozenset({"compound", "nmod", "amod", "npadvmod"})


def mend(doc: Doc) -> None:
    """Set right what can be told for sure; nearly every sentence stays as it is."""
    root = next((t for t in doc if t.head == t), None)
    if root is None:
        return
    for token in doc:
        tag, dep = token.tag_, token.dep_
        if tag[0] in "NJR" and dep in CLAUSE:
            _with_subject(token)
        elif tag == "VB" and dep in {"ROOT", "relcl"}:
            _present(token)
        elif tag in {"VBD", "VBN"} and dep in {"amod", "compound"}:
            _past(token)
        elif tag == "VBD" and dep == "advcl":
            _beside(token)
        elif tag == "JJ" and dep in {"pobj", "dobj"} and "-" in token.text:
            _noun(token)
        elif dep == "prep" and token.i == token.head.i + 1:
            _particle(token)
        elif dep == "relcl" and token.head.tag_ == "CD":
            _of_number(token)
        elif dep == "npadvmod" and tag == "NNP":
            _loser(token)
        elif dep == "appos" and token.i == token.head.i + 2 and doc[token.i - 1].tag_ == "CD":
            _measured(token)
        elif dep == "npadvmod" and token.i == token.head.i + 1:
            _while(token)
        elif dep in SUBJECTS and token.head.dep_ in AUXILIARIES:
            _of_auxiliary(token)
    if root.tag_[0] not in "NJ" or root.head != root or doc[-1].text != "." or _after_clause(root):
        return
    if not any(_says_more(t, root) for t in doc):
        _participle(doc, root) or _plural(root) or _modifier(root)


def _says_more(token: Token, root: Token) -> bool:
    """A finite verb that can be the sentence's main one: outside of clauses, and not set beside the root."""
    verb = token.head if token.dep_ in AUXILIARIES else token
    beside = verb.dep_ == "conj" and verb.head == root
    return token.tag_ in FINITE and verb.dep_ not in {"advcl", "relcl", "acl", *MODIFIERS} and not beside


def _with_subject(token: Token) -> None:
    """A noun or adjective with a modal, or with a subject and a verb's form: "will not open", "flees"."""
    modal = any(c.dep_ == "aux" and c.tag_ == "MD" for c in token.children)
    subject = any(c.dep_ in SUBJECTS for c in token.children)
    if modal:
        token.tag_ = "VB"
    elif subject and _form(token):
        token.tag_ = "VBZ" if token.lower_.endswith("s") else "VBP"


def _present(verb: Token) -> None:
    """ "Germany, who lost to Mexico, play South Korea": with a subject and without an auxiliary no infinitive."""
    own = {c.dep_ for c in verb.children}
    if own & SUBJECTS and not own & AUXILIARIES:
        verb.tag_ = "VBD" if verb.lower_ in ALIKE else "VBP"


def _beside(verb: Token) -> None:
    """ "trailed at half-time, scored three times and won": a past tense without a mark or subject is set beside."""
    own = {c.dep_ for c in verb.children}
    led = verb.i and verb.nbor(-1).text == "," and verb.head.tag_ == "VBD" and verb.head.i < verb.i
    if led and not own & {"mark", "advmod", *SUBJECTS, *AUXILIARIES}:
        verb.dep_ = "conj"


def _noun(word: Token) -> None:
    """ "in Tuesday's semi-final"."""
    if any(c.dep_ in {"poss", "det"} for c in word.children):
        word.tag_ = "NN"


def _past(verb: Token) -> None:
    """ "The agency grounded 171 aircraft": what stands between a noun and a number or article is no modifier."""
    thing, before = verb.head, verb.nbor(-1) if verb.i else verb
    if before.text == ",":
        _in_row(verb, thing)
        return
    between = any(c.dep_ in {"det", "nummod", "poss"} and verb.i < c.i < thing.i for c in thing.children)
    if before.tag_ not in NOUNS or thing.i < verb.i or not (between or verb.tag_ == "VBD"):
        return
    for child in list(thing.children):
        if child.i < before.i and child.dep_ in {"det", "amod", "compound", "nmod", "poss"}:
            child.head = before
    verb.tag_ = "VBD"
    _stand_in(verb, thing)
    before.dep_, before.head = "nsubj", verb


def _in_row(verb: Token, thing: Token) -> None:
    """ "bought a mill in May, *closed* Acme in June and plans ...": the second object of a verb is that of the next."""
    first = thing.head
    if thing.dep_ != "dobj" or not any(c.dep_ == "dobj" and first.i < c.i < verb.i for c in first.children):
        return
    if any(c.i < verb.i for c in thing.children):
        return  # "sold the mill, the closed mine"
    verb.tag_, verb.dep_, verb.head = first.tag_, "conj", first
    thing.head = verb
    for child in list(thing.children):
        if child.dep_ == "conj" and child.tag_ in FINITE:
            child.head = verb


def _stand_in(verb: Token, thing: Token) -> None:
    """The verb takes the place of what was taken for the head, which becomes its object."""
    if thing.head == thing:
        verb.head, verb.dep_ = verb, "ROOT"
    else:
        verb.head, verb.dep_ = thing.head, thing.dep_ if thing.dep_ in {*CLAUSE, "ccomp"} else "ccomp"
    thing.dep_, thing.head = "dobj", verb


def _after_clause(root: Token) -> bool:
    """ "Germany, who lost to Mexico and beat Sweden, play on Friday": the verb after the comma is the main one."""
    clause = next((c for c in root.children if c.dep_ == "relcl" and c.tag_[0] == "V"), None)
    inside = set(clause.subtree) if clause is not None else set()
    if any(t.tag_ in FINITE and t not in inside for t in root.doc):
        return False
    for verb in sorted(inside):
        own = any(c.dep_ in SUBJECTS | {"cc", "mark"} for c in verb.children)
        if verb.dep_ == "conj" and verb.tag_ in FINITE and verb.i and verb.nbor(-1).text == "," and not own:
            verb.head, verb.dep_ = verb, "ROOT"
            root.head, root.dep_ = verb, "nsubj"
            return True
    return False


def _particle(token: Token) -> None:
    """ "was sworn in today": with no noun of its own, and known to go with the verb before it."""
    if f"{token.head.lower_} {token.lower_}" in _phrasal() and not any(token.children):
        token.dep_, token.tag_ = "prt", "RP"


def _of_auxiliary(subject: Token) -> None:
    """ "The bridge was closed": the subject is the verb's, not its auxiliary's."""
    auxiliary = subject.head
    if not any(c.dep_ in SUBJECTS for c in auxiliary.head.children):
        subject.dep_ = "nsubjpass" if auxiliary.dep_ == "auxpass" else "nsubj"
        subject.head = auxiliary.head


def _measured(noun: Token) -> None:
    """ "A magnitude 6.1 earthquake struck": without a comma the last noun is the head, no apposition."""
    before = noun.head
    if before.head == before:
        return
    noun.dep_, noun.head = before.dep_, before.head
    before.dep_, before.head = "nmod", noun
    for child in list(before.children):
        if child.i < before.i:
            child.head = noun


def _of_number(clause: Token) -> None:
    """ "the budget for 2021-2027, which was adopted": the clause is about the noun that the number goes with."""
    above = clause.head
    while above.head != above and above.tag_ not in NOUNS and above.tag_[0] != "V":
        above = above.head
    if above.tag_ in NOUNS:
        clause.head = above


def _loser(name: Token) -> None:
    """ "beat Morocco 2-0": the name between a verb and half a score is its object."""
    verb, after = name.head, name.nbor(1) if name.i + 1 < len(name.doc) else name
    done = [c for c in verb.children if c.dep_ in {"dobj", "oprd"}]
    if verb.i == name.i - 1 and verb.tag_[0] == "V" and after.tag_ == "CD" and all(c.tag_ == "CD" for c in done):
        name.dep_ = "dobj"
        for score in done:
            score.dep_ = "npadvmod"


def _while(duration: Token) -> None:
    """ "observed a minute of silence", "held two days of talks": a length of something is an object."""
    verb, after = duration.head, duration.nbor(1) if duration.i + 1 < len(duration.doc) else duration
    if after.lower_ == "of" and verb.tag_[0] == "V" and not any(c.dep_ == "dobj" for c in verb.children):
        duration.dep_, after.head = "dobj", duration


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


def _modifier(root: Token) -> bool:
    """ "Top court upholds ban." without articles, as chronicles have it: the verb taken for a part of its object."""
    left = [c for c in root.children if c.i < root.i]
    if any(c.dep_ in {"det", "poss"} and c.i < left[0].i + 2 for c in left):
        return False
    for verb in left:
        before = verb.nbor(-1) if verb.i else verb
        ends = verb.lower_.endswith("s")
        subject = before.tag_ in ({"NN", "NNP"} if ends else {"NNS", "NNPS"})
        if verb.tag_ not in {"NN", "NNS", "JJ", "VBZ"} or verb.dep_ not in MODIFIERS or not subject or not _form(verb):
            continue
        for child in left:
            if child.i < before.i and child.head == root:
                child.head = before
        verb.head, verb.tag_, verb.dep_ = verb, "VBZ" if ends else "VBP", "ROOT"
        before.head, before.dep_ = verb, "nsubj"
        root.head, root.dep_ = verb, "dobj"
        return True
    return False


def _form(token: Token) -> bool:
    """True where the word is a form of a verb that tells happenings."""
    word = token.lower_
    stems = {word, word.removesuffix("s"), word.removesuffix("es")}
    return bool(stems & _verbs())


@cache
def _triggers() -> frozenset[str]:
    return frozenset(words for row in table("events/type_verbs.csv") for words in row["triggers"].split("|"))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(words for words in _triggers() if words.isalpha())


@cache
def _phrasal() -> frozenset[str]:
    return frozenset(words for words in _triggers() if words.count(" ") == 1)
