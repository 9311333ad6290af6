"""Dates by reference: "as part of the trip", "during the forum", "after the talks" point at a happening told before.

A phrase that points is made into a stand-in for a date, with the days of the mention it points at, and then governs
predicates as any date does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pipeline.engine import Parsed, Word, Words
from pipeline.entities import is_country
from pipeline.events import grammar, offsets
from pipeline.events.lexicon import lexicon
from pipeline.events.predicates import Predicate
from pipeline.model import Interval, Mention, Timex, days

ORDINAL = re.compile(r"\d+(?:st|nd|rd|th)|[ivx]{2,}")
Relation = Literal["within", "after", "before"]


@dataclass(frozen=True, slots=True)
class Pointer:
    """A noun that points back at a happening, and how the clause lies to it in time."""

    predicate: Predicate
    relation: Relation
    verb: Word | None = None  # of a subject or agent: what it did


def pointers(doc: Words, predicates: Sequence[Predicate]) -> Iterator[Pointer]:
    """The definite nouns of the sentence that can point at a happening and stand after "during", "as part of" ... ."""
    words = lexicon()
    carried = {p.token.i for p in predicates if p.verb is not None}
    known = {p.token.i: p for p in predicates}
    for token in doc:
        if not is_definite(token) or (token.i in carried and not _speaking_at(token)):
            continue
        if (verb := _what_it_did(token)) is not None and verb.i in known:
            yield Pointer(known.get(token.i, Predicate(token, None, (token,))), "within", verb)
        if _speaking_at(token):
            yield Pointer(known.get(token.i, Predicate(token, None, (token,))), "within")
            continue
        if token.dep_ != "pobj":
            continue
        name = grammar.lemma(token)
        if token.i not in known and name not in words.pointing and name not in words.generic:
            continue
        relation = "within" if day_of_it(token) is not None else relation_of(token)
        if relation == "after" and name in words.pointing and words.pointing[name].slow:
            continue  # what comes after a quake or a war need not come the same day
        if relation is not None:
            yield Pointer(known.get(token.i, Predicate(token, None, (token,))), relation)


def _speaking_at(noun: Word) -> bool:
    """ "*Speaking at the forum*, he announced", "... announced on Friday, addressing the congress"."""
    verb = noun.head if noun.dep_ == "dobj" else noun.head.head
    if verb.tag_ != "VBG" or verb.dep_ != "advcl" or noun.dep_ not in {"dobj", "pobj"}:
        return False
    return grammar.lemma(verb) in lexicon().joining and verb.left_edge == verb


def there(doc: Words) -> Word | None:
    """The word that says "where that was": "*There*, he met ...", "While *there*, ...", "While in *Tokyo*, ..."."""
    if len(doc) < 4:
        return None
    first, second, third = doc[0], doc[1], doc[2]
    if first.lower_ == "there" and second.text == ",":
        return first
    if first.lower_ == "while" and second.lower_ == "there" and third.text == ",":
        return second
    if first.lower_ == "while" and second.lower_ == "in":
        noun = next((c for c in second.children if c.dep_ == "pobj"), None)
        return noun if noun is not None and noun.i + 1 < len(doc) and noun.nbor().text == "," else None
    return None


def _what_it_did(noun: Word) -> Word | None:
    """ "*The blast* killed 30 people", "hurt *by the blast*", "*the summit* adopted a charter": the verb, else None."""
    agent = noun.dep_ == "pobj" and noun.head.dep_ == "agent"
    verb = noun.head.head if agent else noun.head
    if not agent and (noun.dep_ != "nsubj" or grammar.is_passive(verb)):
        return None
    meant = lexicon().pointing.get(grammar.lemma(noun))
    past = verb.tag_ == "VBD" or (
        verb.tag_ == "VBN" and not {"will", "would"} & {a.lower_ for a in grammar.auxiliaries(verb)}
    )
    return verb if past and meant is not None and grammar.lemma(verb) in meant.does else None


def is_definite(noun: Word) -> bool:
    """ "the forum", "this trip", "his visit", "the Conference": told before. Not "a forum", "talks"."""
    for child in noun.children:
        if child.dep_ == "det":
            return child.lower_ in {"the", "this", "that", "these", "those", "same"}
        if child.dep_ == "poss":
            return True
    return False


def is_that(token: Word) -> bool:
    """ "Four days after *that*, ..."."""
    return token.lower_ in {"that", "this"} and token.dep_ == "pobj"


def relation_of(noun: Word) -> Relation | None:
    """How the clause lies to the noun's happening, by the preposition that leads to it."""
    words = lexicon()
    lead = _lead(noun)
    for relation, phrases in (("within", words.within), ("after", words.after), ("before", words.before)):
        if any(lead == p or lead.endswith(" " + p) for p in phrases):
            return relation  # type: ignore[return-value]
    if lead == "with" and not noun.head.i and grammar.lemma(noun) in words.turning:
        return "within"  # "With the victory, he regained the title"
    if lead.endswith(("in", "on")) and lead.split()[-1] in {"in", "on"}:
        return "within" if lead.split()[-1] == "in" or _on_the_way(noun) else None
    return None


def _on_the_way(noun: Word) -> bool:
    """ "On the trip, ...", "met the king on the tour"; not "agreed on the visit", "a vote on the merger"."""
    above = noun.head.head
    fronted = grammar.is_verb(above) and noun.i < above.i
    return fronted or (grammar.is_verb(above) and grammar.lemma(noun) in lexicon().ways)


def _lead(noun: Word) -> str:
    """The words before the noun phrase, four at most, lower case."""
    left = noun.left_edge.i
    return " ".join(t.lower_ for t in noun.words[max(0, left - 4) : left])


NEAR = 8  # mentions back, within which the very word outranks a nearer one of its family


def resolve(
    noun: Word,
    entities: frozenset[str],
    told: Sequence[Mention],
    *,
    towns: frozenset[str] = frozenset(),
    planned: bool = True,
    names: frozenset[int] = frozenset(),
) -> Mention | None:
    """The latest mention that the noun can point at: same family of words, and every entity named with it.

    ``entities`` are the ids named in the noun's own phrase; all must take part in the mention (places included).
    ``towns`` named there say where: a mention told in another town is not meant. ``planned`` False leaves out what is
    only planned.
    """
    able = [m for m in reversed(told) if planned or m.status not in {"planned", "cancelled"}]
    able = [m for m in able if m.interval.earliest and m.interval.latest and _named_so(noun, m, names)]
    able = [m for m in able if not on_other_days(m, told, 1)]
    able = [m for m in able if not (towns and m.place and m.place.id not in towns and not is_country(m.place))]
    name = grammar.lemma(noun)
    same = [m for m in able[:NEAR] if m.lemma == name]
    words = lexicon()
    kin = [m for m in able if name in words.generic or can_mean(name, m)]
    for candidates in (same, kin):
        for mention in candidates:
            if entities <= _present(mention):
                return mention
    return next((m for m in kin if entities and 2 * len(entities & _present(m)) >= len(entities)), None)


def on_other_days(mention: Mention, told: Sequence[Mention], near: int) -> bool:
    """One word with two dates more than ``near`` days apart, "met on 3 and 9 May": which one is meant is not told."""
    where, when = (mention.sentence.start, mention.trigger.start), mention.interval
    others = (m.interval for m in told if (m.sentence.start, m.trigger.start) == where and m.interval != when)
    return any(near == 0 or days(Interval(o.earliest, when.latest, "")) > days(o) + days(when) for o in others)


def _named_so(noun: Word, mention: Mention, names: frozenset[int]) -> bool:
    """False where the noun's own phrase tells it from the mention: "the 21st Festival", "the Geneva talks", "an earlier
    visit", unless the mention's sentence has that word, too. ``names`` are tokens of names known by their entities."""
    words = lexicon()
    text = mention.sentence.text.lower()
    for child in noun.children:
        if child.dep_ not in {"amod", "compound", "nummod", "nmod", "poss"}:
            continue
        word = child.lower_
        if word in words.other_than:
            return False
        own = child.tag_ in {"NNP", "NNPS"} or word in words.ordinals or ORDINAL.fullmatch(word) is not None
        if own and child.i not in names and word not in text:
            return False
    return True


def can_mean(name: str, mention: Mention) -> bool:
    """Whether a noun is of a class with the word that told the happening, or with its type."""
    pointing = lexicon().pointing
    for noun in {name, name.rsplit("_", 1)[-1]}:
        meant = pointing.get(noun)
        if mention.lemma == noun or (meant is not None and mention.type in meant.types):
            return True
        if meant is not None and not meant.words.isdisjoint({mention.lemma, mention.lemma.rsplit("_", 1)[-1]}):
            return True
    return False


def _present(mention: Mention) -> set[str]:
    return {p.entity.id for p in mention.participants}


def day_of_it(noun: Word) -> int | None:
    """ "On the *second* day of the visit": how many days after its first; -1 for its last."""
    day = noun.head.head if noun.dep_ == "pobj" and noun.head.lower_ == "of" else None
    told = [w for t in (*day.children, day) if t.i <= day.i for w in t.lower_.split()] if day is not None else []
    if not told or told[-1] != "day":  # "the second day" is one word to the parser
        return None
    return next((lexicon().days_of[w] for w in told if w in lexicon().days_of), None)


def _nth_day(when: Interval, n: int) -> Interval | None:
    if when.earliest is None or when.latest is None or (n < 0 and when.earliest == when.latest):
        return None
    if when.earliest.startswith("-") or when.latest > "9999-12-01":
        return None  # beyond the years of the calendar
    first, last = date.fromisoformat(when.earliest), date.fromisoformat(when.latest)
    day = last if n < 0 else first + timedelta(days=n)
    return None if first != last and day > last else Interval(day.isoformat(), day.isoformat(), day.isoformat())


def stand_in(parsed: Parsed, pointer: Pointer, mention: Mention) -> Timex | None:
    """The pointing noun as if it were a date, with the days of what it points at.

    Of a strike or a war that is told by one day, the beginning: what comes during it comes from that day on. Of "the
    second day of the trip" that day; None where it is not known.
    """
    token = pointer.predicate.token
    meant, when = lexicon().pointing.get(grammar.lemma(token)), mention.interval
    if pointer.relation == "within" and meant is not None and meant.lasting and when.earliest == when.latest:
        when = Interval(when.earliest, None, f"{when.edtf}/..")
    nth = day_of_it(token)
    if nth is not None:
        counted = _nth_day(mention.interval, nth)
        if counted is None:
            return None
        when = counted
    start = parsed.start(token) - parsed.span.start
    return offsets.stand_in(parsed, (start, start + len(token)), when)
