"""Small questions to a spaCy parse, asked by every other module here. No decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.engine import Word
from pipeline.events.lexicon import lexicon

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
OBJECTS = frozenset({"dobj", "obj", "dative", "oprd"})
AUXILIARIES = frozenset({"aux", "auxpass"})
SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
SETTLEMENTS = frozenset(
    {
        "capital",
        "city",
        "town",
        "village",
        "port",
        "region",
        "province",
        "resort",
        "suburb",
        "district",
        "island",
        "state",
    }
)
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "acl", "xcomp", "pcomp", "parataxis", "csubj", "csubjpass"})


def is_verb(token: Word) -> bool:
    """A full verb: no auxiliary, no participle used as an adjective before its noun."""
    if token.dep_ in AUXILIARIES:
        return False
    if token.pos_ == "AUX":
        return token.dep_ in {"ROOT", "conj", "ccomp", "relcl", "advcl", "xcomp", "acl", "pcomp", "parataxis"}
    if token.dep_ == "pcomp" and token.tag_ == "VBG" and token.head.lower_ not in {"after", "before", "since"}:
        # "for building work": no clause of its own; "after pleading guilty", "convicted of killing" are some
        return token.head.lower_ in {"of", "for"} and token.head.head.lemma_.lower() in lexicon().charging
    return token.pos_ == "VERB" and token.dep_ not in {"amod", "compound", "prep", "det", "nmod", "punct"}


def is_noun(token: Word) -> bool:
    """A noun or a proper noun."""
    return token.pos_ in {"NOUN", "PROPN"}


def lemma(token: Word) -> str:
    """The lemma, lower case, with its particle or fixed object: ``call_off``, ``take_place``, ``round_table``."""
    base = token.lemma_.lower()
    if SHORT.fullmatch(base) and token.lower_ in {base + "ed", base + "ing", base.rstrip("sz") + "es"}:
        base += "e"  # the lemmatizer takes "hoped" for a form of "hop"
    if token.pos_ in {"VERB", "AUX"}:
        for child in token.children:
            if child.dep_ == "prt":
                return f"{base}_{child.lower_}"
            if base == "pass" and child.dep_ == "advmod" and child.lower_ == "away":
                return "pass_away"
            if base == "take" and child.dep_ in OBJECTS and child.lower_ in {"place", "part"}:
                return f"{base}_{child.lower_}"
    elif token.i:
        before = token.nbor(-1)
        if before.head == token and before.dep_ in {"compound", "amod"}:
            joined = f"{before.lower_}_{base}"
            return joined if joined in lexicon().nouns else base
    return base


def ancestors(token: Word) -> Iterator[Word]:
    """The token, its head, that head's head, up to the root."""
    while True:
        yield token
        if token.head == token:
            return
        token = token.head


def clause(token: Word) -> Word:
    """The full verb (or else the root) whose clause the token stands in; a verb's own is itself."""
    last = token
    for last in ancestors(token):
        if is_verb(last):
            return last
    return last


def head(tokens: Sequence[Word]) -> Word:
    """The token the others hang on: the first whose head lies outside of them."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), tokens[0])


def subject(verb: Word | None) -> Word | None:
    """The first of a verb's subjects; None where there is none, or no verb."""
    return next(iter(subjects(verb)), None) if verb is not None else None


def subjects(verb: Word) -> list[Word]:
    """Who does it, or to whom it is done: own subjects, else shared ones (conjunction, control, relative clause)."""
    own = [c for c in verb.children if c.dep_ in SUBJECTS]
    if own:
        if verb.dep_ == "relcl" and own[0].tag_ in {"WDT", "WP"}:
            return [verb.head]
        return own
    if found := mistaken_subject(verb):
        return [found]
    if verb.dep_ in {"conj", "xcomp", "advcl"} and verb.head != verb and is_verb(verb.head):
        if verb.dep_ == "xcomp":
            objects_ = [c for c in verb.head.children if c.dep_ in OBJECTS]
            if objects_:
                return objects_
        return subjects(verb.head)
    if verb.dep_ == "xcomp" and (verb.head.dep_ == "acomp" or verb.head.tag_ == "JJ"):
        return subjects(verb.head.head)  # "*Macron* is due to travel"
    if verb.dep_ == "acl":
        return [verb.head]
    main = after_which(verb)
    return subjects(main) if main is not None else []


def after_which(verb: Word) -> Word | None:
    """The verb of a clause whose subject a participle behind a preposition shares: "After *losing*, she *retired*"."""
    if verb.dep_ != "pcomp" or verb.head.dep_ != "prep" or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    return verb.head.head if is_verb(verb.head.head) else None


def simultaneous(clause_: Word) -> bool:
    """A clause led by "when", "as" or "while", also where the parser hangs it on a verb coordinated to the first."""
    verbs = (clause_, *(c for c in conjuncts(clause_) if is_verb(c)))
    marks = (c for v in verbs for c in v.children if c.i < clause_.i and c.dep_ in {"advmod", "mark"})
    return any(c.lower_ in {"when", "as", "while"} for c in marks)


def mistaken_subject(verb: Word) -> Word | None:
    """The subject of a finite verb that has none, where the parser takes it for something else.

    A name right before it for an adverb ("*FIFA* announced"); what follows a place in front for an apposition to it
    ("In Astana, *the president* of Uzbekistan held talks").
    """
    if verb.tag_ not in {"VBD", "VBZ", "VBP"} or not verb.i or any(c.dep_ in SUBJECTS for c in verb.children):
        return None
    before = verb.nbor(-1)
    if before.dep_ == "npadvmod" and before.head == verb and before.pos_ == "PROPN":
        return before
    places = [c for p in verb.lefts if p.dep_ == "prep" and p.i < 2 for c in p.children if c.dep_ == "pobj"]
    nouns = (n for place in places for c in place.rights if c.dep_ == "appos" for n in (c, *conjuncts(c)))
    noun = next((n for n in nouns if is_noun(n) and n.lower_ not in SETTLEMENTS), None)
    return noun if noun is not None and noun.left_edge.nbor(-1).text == "," else None


def is_passive(verb: Word) -> bool:
    """Passive voice, reduced ("the treaty signed in May") included."""
    if any(c.dep_ == "auxpass" or (c.dep_ == "nsubjpass" and verb.tag_ != "VBD") for c in verb.children):
        return True
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not any(c.dep_ in AUXILIARIES | SUBJECTS for c in verb.children):
        return is_verb(verb.head) and verb.head.tag_ == "VBN" and is_passive(verb.head)
    if verb.dep_ == "conj" and verb.tag_ == "VBD" and lemma(verb) in lexicon().done_to:
        own = [c for c in verb.children if c.dep_ in AUXILIARIES | SUBJECTS | OBJECTS]
        bare = all(any(n.dep_ == "nummod" for n in c.children) for c in own)  # "and *fined* 4 million dollars"
        return bare and is_verb(verb.head) and is_passive(verb.head)  # "was sentenced in May and *freed* in June"
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":  # "Founded in 1998, the firm ..."
        return not any(c.dep_ in AUXILIARIES | SUBJECTS | OBJECTS for c in verb.children)
    return verb.dep_ == "acl" and verb.tag_ == "VBN"


def objects(verb: Word) -> list[Word]:
    """Direct objects and those coordinated with them."""
    found = [c for c in verb.children if c.dep_ in OBJECTS]
    return found + [c for o in found for c in conjuncts(o)]


def conjuncts(token: Word) -> list[Word]:
    """What is coordinated below the token: "Kazakhstan *and Armenia*"."""
    found: list[Word] = []
    for child in token.children:
        if child.dep_ == "conj":
            found += [child, *conjuncts(child)]
    return found


def prepositional(token: Word) -> Iterator[tuple[str, Word]]:
    """(preposition, noun) for each prepositional phrase that hangs on the token; multiword ones by their last word."""
    for prep in token.children:
        if prep.dep_ in {"prep", "agent", "dative"} and prep.pos_ in {"ADP", "SCONJ", "VERB", "ADV"}:
            for child in prep.children:
                if child.dep_ in {"pobj", "pcomp"}:
                    yield prep.lower_, child
                elif child.dep_ == "prep":
                    yield from ((f"{prep.lower_} {child.lower_}", c) for c in child.children if c.dep_ == "pobj")


def auxiliaries(verb: Word) -> list[Word]:
    """The verb's auxiliaries in order; those of a verb it is coordinated with where it has none of its own."""
    own = [c for c in verb.children if c.dep_ in AUXILIARIES]
    if not own and verb.dep_ == "conj" and is_verb(verb.head) and verb.tag_ in {"VB", "VBN", "VBG"}:
        return auxiliaries(verb.head)
    return own
