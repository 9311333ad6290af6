"""A sentence is read: its predicates, the dates that govern them, what points back, what goes on from before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.engine import Parsed, Word, told
from pipeline.entities import Reference, identify, is_country
from pipeline.events import anchors, dating, grammar, offsets, scenes
from pipeline.events.binding import Dated
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed, place_references
from pipeline.events.predicates import Predicate, find
from pipeline.events.telling import Reading, tell
from pipeline.model import Mention, Span, Timex, days

YEAR = 366  # days
MONTH = 31  # days
RECENT = 6  # mentions back that a definite noun is taken to tell again
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
        anchor = _resolve(reading, pointer.predicate, placed, planned=_looks_ahead(parsed))
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
    _again(reading, parsed, predicates, timexes, placed, have)
    if not have and not timexes:
        _continue(reading, parsed, predicates, placed)
    _play(reading, parsed, predicates, timexes, placed, bool(pointed), known)


def _again(
    reading: Reading,
    parsed: Parsed,
    predicates: Sequence[Predicate],
    timexes: Sequence[Timex],
    placed: Sequence[Placed],
    have: set[int],
) -> None:
    """ "The ceremony took place in the Kremlin", "500 guests attended the funeral": a happening just told, once more.

    Where the clause itself has no date, and no verb that tells when it began or ended.
    """
    words = lexicon()
    for p in scenes.main_clause(predicates):
        verb = p.verb
        if verb is None or not p.is_noun or p.token.i in have or not anchors.is_definite(p.token):
            continue
        if grammar.lemma(verb) in words.aspect_start | words.aspect_end or not scenes.is_past(verb):
            continue
        if any(t.start < parsed.end(verb) for t in timexes) or scenes.elsewhen(parsed):
            continue
        near = reading.mentions[-RECENT:]
        if grammar.lemma(p.token) in words.generic:  # "the event": of the sentence before
            near = [m for m in near if 0 <= parsed.sentence.start - m.sentence.end <= scenes.GAP]
        anchor = _resolve(reading, Predicate(p.token, None, (p.token,)), placed, planned=False)
        if anchor is None or anchor not in near or days(anchor.interval) > MONTH:
            continue
        have.add(p.token.i)
        timex = offsets.stand_in(parsed, (0, 0), anchor.interval)
        tell(reading, parsed, p, timex, placed, anchor, "reference", own=False)


def _play(
    reading: Reading,
    parsed: Parsed,
    predicates: Sequence[Predicate],
    timexes: Sequence[Timex],
    placed: Sequence[Placed],
    pointed: bool,
    known: int,
) -> None:
    """What the occasion told before goes on with (scenes.py); and the scene that this sentence leaves."""
    scene, told = reading.scene, reading.mentions[known:]
    have = {m.trigger.start for m in told}
    main = scenes.main_clause(predicates)
    opened = scenes.opened(told, parsed, main)
    dated = any(parsed.start(p.token) in have for p in main)
    if scene is not None and scenes.follows(scene, parsed) and not dated and not pointed:
        governing = {(m.date.start, m.date.end) for m in told if m.date is not None}
        free = [t for t in timexes if (t.start, t.end) not in governing]
        for p in scenes.go_on(scene, parsed, main, free):
            timex = offsets.stand_in(parsed, (0, 0), scene.mention.interval)
            mention = tell(reading, parsed, p, timex, placed, scene.mention, "reference", own=False)
            if mention is not None:  # a happening of its own: it leans on the day, and does not tell the occasion again
                reading.mentions[-1] = replace(mention, anchor_id=scenes.day_of(scene.mention))
    reading.scene = opened or (None if dated else scenes.past(scene, parsed))


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
            anchor = _resolve(reading, Predicate(noun, None, (noun,)), placed, planned=False)
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


def _resolve(
    reading: Reading, predicate: Predicate, placed: Sequence[Placed], *, planned: bool = True
) -> Mention | None:
    """The earlier mention that a definite noun points at, by the entities named in its own phrase."""
    inside = {t.i for t in predicate.token.subtree}
    when = reading.mentions[-1].interval if reading.mentions else None
    named: set[str] = set()
    towns: set[str] = set()  # a town only says where
    for item in placed:
        first = next(iter(identify(item.reference, when)), None)
        if first is None or not item.tokens <= inside or item.reference.how == "pronoun":
            continue
        (named if first.kind != "place" or is_country(first) else towns).add(first.id)
    return anchors.resolve(
        predicate.token,
        frozenset(named),
        reading.mentions,
        towns=frozenset(towns),
        planned=planned,
        names=frozenset(t for item in placed for t in item.tokens),
    )


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
    found = _resolve(reading, Predicate(noun, None, (noun,)), placed)
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


def _continue(reading: Reading, parsed: Parsed, predicates: Sequence[Predicate], placed: Sequence[Placed]) -> None:
    """A sentence without a date that goes on with the one before: "In addition, several agreements were signed"."""
    if not reading.mentions:
        return
    last = reading.mentions[-1]
    between = reading.article.text[last.sentence.end : parsed.span.start]
    if "\n" in between or len(between) > 3:
        return
    for p in predicates:
        goes_on = _goes_on(parsed) and p.lemma == last.lemma
        part = p.is_noun and p.verb is not None and anchors.is_definite(p.token) and _part_of(p.lemma, last.lemma)
        if goes_on or part:
            # What goes on is a happening of its own: it leans on what the one before leaned on.
            anchor = next((m for m in reading.mentions if m.id == last.anchor_id), None) if goes_on else last
            timex = Timex(0, 0, "", "DATE", "", last.interval.edtf, last.interval.earliest, last.interval.latest)
            tell(reading, parsed, p, timex, placed, anchor, "reference", own=False)
            return


def _goes_on(parsed: Parsed) -> bool:
    """ "In addition, ...", "Also ..."."""
    lead = parsed.span.text.lower()
    return any(lead.startswith(phrase) for phrase in lexicon().continuing)


def _looks_ahead(parsed: Parsed) -> bool:
    """True where the sentence speaks of what is to come."""
    return any(
        t.lower_ in {"will", "'ll", "shall"} or (t.lower_ == "to" and t.head.head.lemma_ == "be") for t in parsed.words
    )


def _part_of(part: str, whole: str) -> bool:
    """ "The talks" after a visit: what a visit is made of."""
    words = lexicon()
    return whole in words.families["visit"] and part in words.families["meeting"] | words.families["forum"]


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
