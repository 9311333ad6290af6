"""What a parse says of the words round a trigger, for its type: its clause, its doer, what is done to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.engine import Parsed, Word
from pipeline.events import grammar
from pipeline.events.predicates import Predicate
from pipeline.events.type_rules import Frame

RELATIVE = frozenset({"WDT", "WP", "WP$"})
APART = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis", "csubj", "appos"})


def frame(parsed: Parsed, predicate: Predicate) -> Frame:
    """The frame of a predicate; characters count from the sentence's start."""
    verb = predicate.verb
    doers: list[Word] = []
    done: list[Word] = []
    if verb is not None:
        passive = grammar.is_passive(verb)
        (done if passive else doers).extend(grammar.subjects(verb))
        done += [t for t in grammar.objects(verb) if t.tag_ not in RELATIVE and t.lower_ != "that"]
        if verb.dep_ == "relcl" and not done and not passive and verb.head not in doers and not _asks_where(verb):
            done.append(verb.head)  # "the *treaty* that they signed"
        for word, noun in grammar.prepositional(verb):
            if passive and word == "by":
                doers.append(noun)
    own = {predicate.token, *predicate.words}
    own.update(w for t in (predicate.token, verb, *doers, *done) if t is not None for w in _phrase(t))
    base = parsed.sentence.start

    def starts(tokens: Iterable[Word]) -> frozenset[int]:
        found = (n for t in tokens for n in (t, *grammar.conjuncts(t)))
        return frozenset(
            parsed.start(t) - base for t in found if t != predicate.token and (grammar.is_noun(t) or t.pos_ == "PRON")
        )

    chars = frozenset(c - base for t in own for c in range(parsed.start(t), parsed.end(t)))
    return Frame(predicate.is_noun, chars, starts(doers), starts(done))


def _asks_where(verb: Word) -> bool:
    """ "the town where they signed it", "the day on which": what the clause hangs on is not what is done to."""
    return any(
        c.tag_ == "WRB" or (c.dep_ == "prep" and any(g.tag_ in RELATIVE for g in c.children)) for c in verb.children
    )


def _phrase(token: Word) -> Iterator[Word]:
    """The token and what hangs on it, up to the next clause."""
    yield token
    for child in token.children:
        if child.dep_ not in APART and not (child.dep_ == "conj" and grammar.is_verb(child)):
            yield from _phrase(child)
