"""A sentence is read: its predicates, the dates that govern them, what points back, what goes on from before."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.engine import Parsed, Word, told
from pipeline.entities import Reference, identify
from pipeline.events import anchors, dating, grammar, offsets, scenes
from pipeline.events.binding import Dated
from pipeline.events.going_on import continue_with, play_on, pointed_at, tell_again
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed, place_references
from pipeline.events.predicates import Predicate, find
from pipeline.events.telling import Reading, tell
from pipeline.model import Mention, Span, Timex, days

YEAR = 366  # days
SHORT = 3  # days: what follows a longer happening cannot be placed by it


def read_sentence(
    reading: Reading,
    parsed: Parsed,
    timexes: Sequence[Timex],
    references: Sequence[Reference],
    line: Timex | None = None,
) -> None:
    """Add to the reading every mention of the sentence; ``timexes`` are those that may date a happening.

    ``line`` is the date of a chronicle's line, which dates what the line tells.
    """
    placed = place_references(parsed, references)
    _read_predicates(reading, parsed, timexes, placed, line)
    reading.focus = reading.focus.after(parsed, placed, reading.published)
    reading.subject = _subject(parsed) or reading.subject


def pass_over(reading: Reading, sentence: Parsed, references: Sequence[Reference]) -> None:
    """Go past a sentence that was not parsed: it tells nothing dated, but the next one may go on with its subject."""
    reading.focus = reading.focus.past(sentence, references, reading.published)
    reading.scene = scenes.past(reading.scene, sentence)
    reading.subject = ""


def _read_predicates(
    reading: Reading, parsed: Parsed, timexes: Sequence[Timex], placed: Sequence[Placed], line: Timex | None
) -> None:
    known = len(reading.mentions)
    predicates = [p for p in find(parsed.words, _name_ranges(parsed, placed)) if not _in_date(parsed, p, timexes)]
    pointed = {p.predicate.token.i: p for p in anchors.pointers(parsed.words, predicates)}
    dated = dating.date_predicates(parsed, predicates, timexes, reading.published)
    if line is not None:
        lined = dating.date_line(parsed, predicates, dated, line)
        main = {d.predicate.token.i for d in lined}
        dated = [*(d for d in dated if d.predicate.token.i not in main), *lined]
    dated += offsets.date_offsets(parsed, predicates, dated)
    have = {d.predicate.token.i for d in dated}
    told: dict[int, Mention] = {}
    for d in sorted(dated, key=lambda d: d.shared):
        anchor = _told_before(reading, d, placed)
        giver = told.get(d.giver.token.i) if d.giver is not None else None
        rivals = [o.timex for o in dated if o.predicate.token == d.predicate.token and o.timex is not d.timex]
        mention = tell(
            reading,
            parsed,
            d.predicate,
            d.timex,
            placed,
            anchor,
            d.timex.basis,
            own=True,
            rivals=rivals,
            scene=(giver, d.how),
        )
        if mention is not None:
            told.setdefault(d.predicate.token.i, mention)
    rest = [p for p in predicates if p.token.i not in have and p.token.i not in pointed]
    for n, pointer in pointed.items():
        if pointer.verb is not None and pointer.verb.i in have:
            continue
        if n in have or pointer.relation == "before" or _at_a_distance(pointer.predicate.token):
            continue
        anchor = pointed_at(reading, pointer.predicate, placed, planned=_looks_ahead(parsed))
        if anchor is None:
            continue
        if pointer.relation == "after" and (
            days(anchor.interval) > SHORT or anchors.on_other_days(anchor, reading.mentions, 0)
        ):
            continue
        timex = anchors.stand_in(parsed, pointer, anchor)
        if timex is None or (
            anchors.day_of_it(pointer.predicate.token) is not None
            and anchors.on_other_days(anchor, reading.mentions, 0)
        ):
            continue
        _lean(reading, parsed, rest, have, placed, timex, anchor)
    _from_there(reading, parsed, rest, have, placed)
    _soon(reading, parsed, rest, have, placed)
    _from_told(reading, parsed, rest, have, placed)
    tell_again(reading, parsed, predicates, timexes, placed, have)
    if not have and not timexes:
        continue_with(reading, parsed, predicates, placed)
    play_on(reading, parsed, predicates, timexes, placed, bool(pointed), known)


def _only_intended(predicate: Predicate) -> bool:
    """ "At the meeting, he offered to halve the arsenals": the offer was made there, the halving not.

    Nor is what is called for there: "called for the marbles to be returned".
    """
    verb = predicate.verb
    if verb is None or verb.head == verb or not any(a.lower_ == "to" for a in grammar.auxiliaries(verb)):
        return False
    words = lexicon()
    return (
        grammar.lemma(grammar.clause(verb.head))
        in words.intending | words.calling_for | words.announcing | words.wishing
    )


def _at_a_distance(noun: Word) -> bool:
    """ "two days after the assassination": not its own day."""
    return any(0 <= noun.left_edge.idx - d.end <= 1 for d in offsets.distances(noun.words.text))


def _from_told(
    reading: Reading, parsed: Parsed, predicates: Sequence[Predicate], have: set[int], placed: Sequence[Placed]
) -> None:
    """ "Two days after the assassination, he shot ...": so far from a happening told before."""
    for distance in offsets.distances(parsed.span.text):
        noun = next((t for t in parsed.words if t.idx >= distance.end), None)
        if noun is not None and anchors.is_that(noun):
            anchor = _just_told(reading, parsed)
        else:
            noun = next((t for t in parsed.words if t.idx >= distance.end and grammar.is_noun(t)), None)
            if noun is None or not anchors.is_definite(noun) or noun.dep_ != "pobj":
                continue
            anchor = pointed_at(reading, Predicate(noun, None, (noun,)), placed, planned=False)
        interval = offsets.shifted(anchor.interval, offsets.turned(distance)) if anchor else None
        if anchor is None or interval is None:
            continue
        timex = offsets.stand_in(parsed, distance.place, interval)
        free = [p for p in predicates if p.token.i not in have and p.token != noun]
        _lean(reading, parsed, free, have, placed, timex, anchor)


def _from_there(
    reading: Reading, parsed: Parsed, predicates: Sequence[Predicate], have: set[int], placed: Sequence[Placed]
) -> None:
    """ "There, he met ...", "While in Tokyo, ...": on the visit just told; not where only the coming was told."""
    token = anchors.there(parsed.words)
    anchor = _just_told(reading, parsed) if token is not None else None
    if (
        token is None
        or anchor is None
        or have
        or anchor.lemma in lexicon().coming
        or not anchors.can_mean("visit", anchor)
    ):
        return
    named = {e.id for p in placed if token.i in p.tokens for e in identify(p.reference, anchor.interval)}
    if named and not named & {p.entity.id for p in anchor.participants}:
        return
    pointer = anchors.Pointer(Predicate(token, None, (token,)), "within")
    if (timex := anchors.stand_in(parsed, pointer, anchor)) is not None:
        _lean(reading, parsed, predicates, have, placed, timex, anchor)


def _soon(
    reading: Reading, parsed: Parsed, predicates: Sequence[Predicate], have: set[int], placed: Sequence[Placed]
) -> None:
    """ "Hours later, the airline grounded its fleet": the one day of the sentence before."""
    match = offsets.SOON.search(parsed.span.text)
    anchor = _just_told(reading, parsed) if match and not have else None
    if match is None or anchor is None or days(anchor.interval) > 1:
        return
    timex = offsets.stand_in(parsed, match.span(), anchor.interval)
    _lean(reading, parsed, predicates, have, placed, timex, anchor, soon=True)


def _lean(
    reading: Reading,
    parsed: Parsed,
    predicates: Sequence[Predicate],
    have: set[int],
    placed: Sequence[Placed],
    timex: Timex,
    anchor: Mention,
    *,
    soon: bool = False,
) -> None:
    """Tell what a stand-in for a date governs; ``have`` are the predicates told already and grows."""
    for d in dating.date_predicates(parsed, predicates, [timex]):
        if d.predicate.token.i not in have and not _only_intended(d.predicate):
            have.add(d.predicate.token.i)
            tell(reading, parsed, d.predicate, d.timex, placed, anchor, "reference", own=False, soon=soon)


def _just_told(reading: Reading, parsed: Parsed) -> Mention | None:
    """What the sentence before told: "Four days after that". None where it told two days."""
    last = reading.mentions[-1] if reading.mentions else None
    if last is None or not 0 <= parsed.sentence.start - last.sentence.end <= 3:
        return None
    told = [m for m in reading.mentions if m.sentence == last.sentence]
    return last if len({m.interval for m in told}) == 1 else None


def _told_before(reading: Reading, d: Dated, placed: Sequence[Placed]) -> Mention | None:
    """The earlier mention of the very happening, where the trigger or its subject is a definite noun: "the blast"."""
    noun = d.predicate.token
    if not d.predicate.is_noun:
        noun = next(
            (s for s in grammar.subjects(noun) if grammar.is_noun(s) and grammar.lemma(s) in lexicon().nouns), noun
        )
    if not grammar.is_noun(noun):
        return _same_shock(reading, d, placed)
    if not anchors.is_definite(noun):
        return None
    found = pointed_at(reading, Predicate(noun, None, (noun,)), placed)
    if found is None or not found.interval.overlaps(d.interval) or days(found.interval) > YEAR:
        return None
    return found


def _same_shock(reading: Reading, d: Dated, placed: Sequence[Placed]) -> Mention | None:
    """ "The blast of 4 August in Beirut ...; it is near where a depot *blew up on 4 August*": one, as nobody is named.

    Only of what happens by itself and where the article has told of one such on that day.
    """
    words, verb = lexicon(), d.predicate.token
    another = words.other_than | words.ordinals | {"another"}
    if d.interval.earliest != d.interval.latest or any(t.lower_ in another for t in verb.subtree):
        return None
    families = words.families.items()
    kin = set().union(*(f for name, f in families if name in words.sudden and d.predicate.lemma in f))
    if not kin or grammar.objects(verb) or any(t.i in item.tokens for item in placed for t in verb.subtree):
        return None
    told = [m for m in reading.mentions if m.lemma in kin and d.interval.within(m.interval)]
    told = [m for m in told if days(m.interval) <= YEAR]
    return told[0] if len(told) == 1 else None


def _looks_ahead(parsed: Parsed) -> bool:
    """True where the sentence speaks of what is to come."""
    return any(
        t.lower_ in {"will", "'ll", "shall"} or (t.lower_ == "to" and t.head.head.lemma_ == "be") for t in parsed.words
    )


def _subject(parsed: Parsed) -> str:
    """The main clause's subject as told, short, without its article; empty for pronouns and people."""
    for token in parsed.words:
        thing = grammar.is_noun(token) and token.ent_type_ != "PERSON"  # a person is known by name
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT" and thing:
            start, end = token.left_edge.i, token.i + 1
            if end - start <= 6:
                words = told(parsed.words[start:end])
                return re.sub(r"^(?:the|a|an|this|that|its|his|her|their)\s+", "", words, flags=re.IGNORECASE)
    return ""


def _in_date(parsed: Parsed, predicate: Predicate, timexes: Sequence[Timex]) -> bool:
    start = parsed.start(predicate.token)
    return any(t.start <= start < t.end for t in timexes)


def _name_ranges(parsed: Parsed, placed: Sequence[Placed]) -> list[tuple[int, int]]:
    """Word ranges of the names; a name's last word stays free to be an event noun."""
    ranges = []
    for item in placed:
        name = item.reference.name
        tokens = [t for t in item.tokens if name is None or _inside(parsed, t, name)]
        if tokens and (item.reference.kind != "place" or len(tokens) > 1):
            ranges.append((min(tokens), max(tokens) + 1))
    return ranges


def _inside(parsed: Parsed, token: int, span: Span) -> bool:
    return span.start <= parsed.start(parsed.words[token]) < span.end
