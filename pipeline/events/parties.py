"""Who takes part, beyond what the clause itself names: from the happening it is part of, from the sentences before,
from the two countries an article is about; and of several dates, who goes with which.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.engine import Parsed
from pipeline.entities import Reference, capital_of, country_of, is_country
from pipeline.events import grammar
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed, word_before
from pipeline.events.predicates import Predicate
from pipeline.model import Entity, Mention, Participant, Span, Timex

People = tuple[Participant, ...]


def of_this_date(
    parsed: Parsed, predicate: Predicate, timex: Timex, rivals: Sequence[Timex], placed: Sequence[Placed]
) -> Sequence[Placed]:
    """The references that go with one of several dates: "beat Spain on Monday, Italy on Friday and France on Sunday".

    What stands before the verb goes with all; after it, each stretch with the date that closes it, or that opens it
    where a date comes first. In the later stretches the verb is left out, and so a name there takes the place of its
    like in the first: of what was done to, or of who did it ("China grounded the jet on Monday, Oman on Friday").
    """
    if not rivals:
        return placed
    anchor = parsed.end(predicate.verb or predicate.token)
    dates = sorted((t.start, t.end) for t in (timex, *rivals) if t.start >= anchor)
    if len(dates) < 2 or (timex.start, timex.end) not in dates:
        return placed
    k = dates.index((timex.start, timex.end))
    before = [p for p in placed if p.reference.start < anchor]
    first = [p for p in placed if anchor <= p.reference.start < dates[0][0]]
    closed = first or _closed(dates, placed, _stop_after(parsed.span, dates[-1][1]))
    if not closed:
        low, high = dates[k][1], (dates[k + 1][0] if k + 1 < len(dates) else parsed.span.end)
        return [*before, *(p for p in placed if low <= p.reference.start < high)]
    if k == 0:
        high = _stop_after(parsed.span, dates[0][1])
        return [p for p in placed if p.reference.start < anchor or anchor <= p.reference.start < high]
    low, high = dates[k - 1][1], _stop_after(parsed.span, dates[k][1])
    here = [p for p in placed if low <= p.reference.start < high]
    if not here and not any(0 <= p.reference.start - dates[k][1] < NEAR for p in placed):
        return [*before, *first]  # "shelled Aleppo on Monday and again on Tuesday"
    return _in_parallel(parsed, [*reversed(before)], first, here)


NEAR = 30  # characters behind a date within which a name still goes with it: "and, ten days ago, Smith himself"


def _closed(dates: Sequence[tuple[int, int]], placed: Sequence[Placed], end: int) -> bool:
    """Whether each date but the first closes a stretch with a name, and none follows the last."""
    starts = [p.reference.start for p in placed]
    between = pairwise(dates)
    return all(any(a[1] <= s < b[0] for s in starts) for a, b in between) and not any(
        dates[-1][1] <= s < end for s in starts
    )


def _in_parallel(
    parsed: Parsed, before: Sequence[Placed], first: Sequence[Placed], here: Sequence[Placed]
) -> list[Placed]:
    """What stands before the verb and in a later stretch, each name of which stands where its like stood."""
    found: list[Placed] = []
    taken: list[Placed] = []
    for item in here:
        free = [p for p in first if p not in taken]
        like = next((p for p in free if _where(p) == _where(item)), None)
        if like is None and not free and word_before(parsed, item) not in LINKS:
            like = next((p for p in before if p not in taken and p.head.dep_ in grammar.SUBJECTS), None)
        if like is None:
            found.append(item)
        else:
            taken.append(like)
            found.append(Placed(item.reference, like.head, like.tokens))
    return [*(p for p in before if p not in taken), *found]


def _where(item: Placed) -> bool:
    """Whether the reference tells where, not who: a place that is no country."""
    entities = item.reference.entities
    return item.reference.kind == "place" and not (entities and is_country(entities[0]))


LINKS = frozenset({"in", "at", "on", "with", "by", "of", "to", "from", "for", "near", "against", "between", "under"})


def _stop_after(sentence: Span, position: int) -> int:
    """Where the stretch of a date ends: the next comma, semicolon or "and" after it ("on Monday in Riga, ...")."""
    match = re.search(r"[,;]|\band\b", sentence.text[position - sentence.start :])
    return position + match.start() if match else sentence.end


def from_anchor(people: People, anchor: Mention | None, others: bool = False) -> People:
    """What a happening takes from the one it points at: the place, and the people where it names none.

    ``others`` where it tells other doers, though none by name.
    """
    if anchor is None:
        return people
    if anchor.place is not None and not any(p.role == "place" for p in people):
        people = (*people, Participant(anchor.place, "place"))
    if not others and not any(p.role != "place" for p in people):
        people = (*people, *(replace(p, span=None) for p in anchor.participants if p.role in {"actor", "counterpart"}))
    return people


def at_its_place(people: People, before: Mention | None, predicate: Predicate) -> People:
    """What comes soon after takes the place where it goes on there: "The next day *the president* laid ...".

    There, for nobody new is named and nobody goes away: not "Hours later, *the airline* grounded its fleet".
    """
    if before is None or before.place is None or any(p.role == "place" for p in people):
        return people
    if _goes_away(predicate) or _of_its_own(predicate):
        return people
    mine = {p.entity.id for p in people if p.entity.kind != "place"}
    yours = {p.entity.id for p in before.participants}
    if (people and not mine) or (mine and not mine & yours) or (not people and _named_subject(predicate)):
        return people
    return (*people, Participant(before.place, "place"))


def _goes_away(predicate: Predicate) -> bool:
    verb = predicate.verb or predicate.token
    return bool({grammar.lemma(verb), predicate.lemma} & lexicon().motion)


def _of_its_own(predicate: Predicate) -> bool:
    """The subject is a body that acts from where it sits: "the government ordered ..."."""
    subject = grammar.subject(predicate.verb)
    return subject is not None and grammar.lemma(subject) in lexicon().bodies


def _named_subject(predicate: Predicate) -> bool:
    subject = grammar.subject(predicate.verb)
    return subject is not None and subject.pos_ == "PROPN"


def from_scene(people: People, giver: Mention | None, how: str) -> People:
    """What a happening inside another takes from it: the place; and who comes to it, of a session visited."""
    if giver is None or how == "coordinated":
        return people
    if giver.place is not None and not any(p.role == "place" for p in people):
        people = (*people, Participant(giver.place, "place"))
    if how == "joined":
        known = {p.entity.id for p in people}
        coming = [p for p in giver.participants if p.role == "actor" and p.entity.id not in known][:1]
        people = (*people, *(replace(p, role="participant", span=None) for p in coming))
    return people


def both_sides(people: People, event_type: str, sides: tuple[Entity, ...], doer_open: bool) -> People:
    """A treaty without named parties, in an article about two countries, is theirs; a visit to one's city is to it."""
    if event_type == "agreement_signed" and doer_open and not any(p.role != "place" for p in people):
        return (*people, *(Participant(side, "participant") for side in sides))
    place = next((p for p in people if p.role == "place"), None)
    if event_type == "visit" and place is not None and any(p.role == "actor" for p in people):
        host = country_of(place.entity)
        named = host == place.entity  # "lands in Lebanon": the country itself is told
        if host is not None and (named or host in sides) and all(p.entity != host or p.role == "place" for p in people):
            return (*people, Participant(host, "counterpart", place.span))
    return people


def sides(references: Sequence[Reference]) -> tuple[Entity, ...]:
    """The two countries that an article is about, if it tells of them far more than of any other; else none.

    A capital and an office count for their country.
    """
    counts: Counter[Entity] = Counter()
    for reference in references:
        for entity in reference.entities:
            country = entity if is_country(entity) else capital_of(entity) if entity.kind == "place" else None
            if country is not None and reference.how != "pronoun":
                counts[country] += 1
    if len(counts) < 2:
        return ()
    (first, n), (second, m), *_ = sorted(counts.items(), key=lambda row: (-row[1], row[0].id))
    others = sum(counts.values()) - n - m
    return (first, second) if m * 3 >= n and (n + m) >= 3 * others and n + m >= 6 else ()


def other_side(people: People, whole: Mention | None) -> People:
    """A meeting "with X" as part of Y's trip is Y's: the actor comes from the happening it is part of."""
    if whole is None or any(p.role == "actor" for p in people) or not any(p.role == "counterpart" for p in people):
        return people
    known = {p.entity.id for p in people}
    doer = next((p for p in whole.participants if p.role == "actor" and p.entity.id not in known), None)
    return (*people, replace(doer, span=None)) if doer is not None else people
