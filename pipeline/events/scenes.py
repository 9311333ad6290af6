"""What a told occasion goes on with: "Germany beat Argentina in Rio on Sunday. Goetze scored the only goal."

A sentence without a date, right after one that told an occasion of a day or a few, is taken to tell what was done
there, where its verb is one that such occasions are made of (``knowledge/events/scenes.toml``). All else ("He was born
in Leeds", "He had won twice", "He later moved to Rome") gets no date: it may be a look back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from pipeline.engine import Parsed, Word
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.events.sharing import first_conjunct
from pipeline.model import Mention, Timex, days

LONGEST = 3  # days: of a longer occasion it is not told on which of them
LAST = 3  # sentences without a date that an occasion is still the scene of
GAP = 3  # characters between two sentences: white space


@dataclass(frozen=True, slots=True)
class Scene:
    """The occasion that the last sentences were about."""

    mention: Mention
    end: int  # of the sentence that told of it last, in the text
    age: int = 0  # sentences since the one that told its date


def opened(mentions: Sequence[Mention], parsed: Parsed, main: Sequence[Predicate]) -> Scene | None:
    """The scene that a sentence leaves: what its main clause told, where that is an occasion of known days."""
    starts = {parsed.start(p.token) for p in main}
    told = [m for m in mentions if m.trigger.start in starts and m.status == "happened"]
    days_told = {m.interval for m in told}
    if not told or len(days_told) > 1 or days(told[0].interval) > LONGEST:
        return None
    return next((Scene(m, parsed.sentence.end) for m in told if done_at(m)), None)


def follows(scene: Scene | None, parsed: Parsed) -> bool:
    """Whether the sentence comes right after what was told of the scene."""
    return scene is not None and scene.age < LAST and is_next(parsed, scene.end)


def is_next(parsed: Parsed, end: int) -> bool:
    """Whether the sentence comes right after one that ends there."""
    return 0 <= parsed.sentence.start - end <= GAP


def past(scene: Scene | None, parsed: Parsed) -> Scene | None:
    """The scene after one more sentence that told nothing of another day; None where too many have gone by."""
    if scene is None or not follows(scene, parsed):
        return None
    return replace(scene, end=parsed.sentence.end, age=scene.age + 1)


def go_on(scene: Scene, parsed: Parsed, main: Sequence[Predicate], timexes: Sequence[Timex]) -> list[Predicate]:
    """Those of a sentence's main predicates that tell what was done at the scene.

    ``timexes`` are those of its dates that govern nothing else.
    """
    done = done_at(scene.mention)
    able = [p for p in main if p.role == "event" and p.verb is not None and is_past(p.verb)]
    first = min((parsed.start(p.verb) for p in able if p.verb is not None), default=0)
    if any(t.start < first for t in timexes) or elsewhen(parsed) or _another(parsed, scene.mention):
        return []
    return [p for p in able if p.verb is not None and p.verb.lower_ in done]


def day_of(occasion: Mention) -> str | None:
    """What dates the occasion: the place of its words in the text, else what it leans on itself."""
    return f"{occasion.date.start}-{occasion.date.end}" if occasion.date is not None else occasion.anchor_id


def main_clause(predicates: Sequence[Predicate]) -> list[Predicate]:
    """What the main clause tells, with what is coordinated to it; of "X said that ...", what is said."""
    return [p for p in predicates if p.verb is not None and _is_main(first_conjunct(p.verb))]


def _is_main(verb: Word) -> bool:
    if verb.dep_ == "ROOT":
        return True
    root = verb.head
    said = grammar.lemma(root) in lexicon().saying
    return verb.dep_ in {"ccomp", "parataxis"} and root.dep_ == "ROOT" and (said or verb.i < root.i)


def is_past(verb: Word) -> bool:
    """ "scored", "was hurt"; not "had scored", "has won", "was leading", "would win"."""
    helpers = {a.lower_ for a in grammar.auxiliaries(verb)}
    if verb.tag_ == "VBD":
        return not helpers
    return verb.tag_ == "VBN" and helpers <= {"was", "were"} and bool(helpers)


def elsewhen(parsed: Parsed) -> bool:
    """A word that takes the sentence to another time: "later", "previously", "often", "on the second day"."""
    words = lexicon()
    apart = words.days_of.keys() | words.other_than
    for token in parsed.words:
        told = token.lower_.split()
        near = {w for c in token.children if c.i < token.i for w in c.lower_.split()}.union(told)
        if not words.elsewhen.isdisjoint(told) or (told and told[-1] in DAYS and not apart.isdisjoint(near)):
            return True
    return False


def _another(parsed: Parsed, occasion: Mention) -> bool:
    """ "*A quake* killed thousands in Kobe", "scored in four *finals*": occasions of the kind, not the one told."""
    for token in parsed.words:
        if not grammar.is_noun(token):
            continue
        named = {grammar.lemma(token), token.lemma_.lower()}
        before = {c.lower_ for c in token.children if c.dep_ == "det"}
        counted = token.tag_ in {"NNS", "NNPS"} and any(c.dep_ == "nummod" for c in token.children)
        if occasion.lemma in named and before & {"a", "an", "another"}:
            return True
        if counted and not named.isdisjoint(lexicon().pointing.keys()):
            return True
    return False


DAYS = frozenset({"day", "morning", "afternoon", "evening", "night"})


def done_at(mention: Mention) -> frozenset[str]:
    """The verbs, as told in the past, of what is done at such an occasion; empty for what is none."""
    found: set[str] = set()
    comes = mention.lemma in lexicon().coming  # one who came on a day met others on any
    for scene in lexicon().scenes:
        if mention.lemma in scene.words or (mention.type in scene.types and not comes):
            found |= scene.done
    return frozenset(found)


@cache
def verbs() -> frozenset[str]:
    """The verbs of all scenes."""
    return frozenset().union(*(scene.done for scene in lexicon().scenes))
