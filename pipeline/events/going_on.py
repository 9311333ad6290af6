"""What sentences without a date of their own go on with: a happening told again, what an occasion is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.engine import Parsed
from pipeline.entities import identify, is_country
from pipeline.events import anchors, grammar, offsets, scenes
from pipeline.events.lexicon import lexicon
from pipeline.events.placed import Placed, word_before
from pipeline.events.predicates import Predicate
from pipeline.events.telling import Reading, tell
from pipeline.model import Mention, Timex, days

MONTH = 31  # days
RECENT = 6  # mentions back that a definite noun is taken to tell again


def pointed_at(
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


def tell_again(
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
            near = [m for m in near if scenes.is_next(parsed, m.sentence.end)]
        anchor = pointed_at(reading, Predicate(p.token, None, (p.token,)), placed, planned=False)
        if anchor is None or anchor not in near or days(anchor.interval) > MONTH:
            continue
        have.add(p.token.i)
        timex = offsets.stand_in(parsed, (0, 0), anchor.interval)
        tell(reading, parsed, p, timex, placed, anchor, "reference", own=False)


def play_on(
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
    dated = min((at for p in main if (at := parsed.start(p.token)) in have), default=parsed.span.end)
    on = scene is not None and scenes.follows(scene, parsed) and not pointed
    if scene is not None and on and not _elsewhere(parsed, placed, scene.mention):
        governing = {(m.date.start, m.date.end) for m in told if m.date is not None}
        free = [t for t in timexes if (t.start, t.end) not in governing]
        for p in scenes.go_on(scene, parsed, main, free):
            if parsed.start(p.token) >= dated:  # "rode on the first train; it will reach the coast by Friday"
                break
            timex = offsets.stand_in(parsed, (0, 0), scene.mention.interval)
            mention = tell(reading, parsed, p, timex, placed, scene.mention, "reference", own=False)
            if mention is not None:  # a happening of its own: it leans on the day, and does not tell the occasion again
                reading.mentions[-1] = replace(mention, anchor_id=scenes.day_of(scene.mention))
    reading.scene = opened or (None if dated < parsed.span.end else scenes.past(scene, parsed))


def _elsewhere(parsed: Parsed, placed: Sequence[Placed], occasion: Mention) -> bool:
    """The sentence tells another town or country than the occasion: "won in London. He ran 9.58 in *Berlin*"."""
    where = occasion.place
    if where is None:
        return False
    for item in placed:
        entity = next(iter(item.reference.entities), None)
        if entity is None or entity.kind != "place" or word_before(parsed, item) not in lexicon().locative:
            continue
        inside = is_country(where) or is_country(entity)
        if entity != where and entity.country and where.country and not (inside and entity.country == where.country):
            return True
    return False


def continue_with(reading: Reading, parsed: Parsed, predicates: Sequence[Predicate], placed: Sequence[Placed]) -> None:
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
            timex = offsets.stand_in(parsed, (0, 0), last.interval)
            tell(reading, parsed, p, timex, placed, anchor, "reference", own=False)
            return


def _goes_on(parsed: Parsed) -> bool:
    """ "In addition, ...", "Also ..."."""
    lead = parsed.span.text.lower()
    return any(lead.startswith(phrase) for phrase in lexicon().continuing)


def _part_of(part: str, whole: str) -> bool:
    """ "The talks" after a visit: what a visit is made of."""
    words = lexicon()
    return whole in words.families["visit"] and part in words.families["meeting"] | words.families["forum"]
