"""An article in, everything the rules find in it out. Pure: the same article gives the same extraction anywhere.

Dates are found first, on plain text; only sentences that can tell of something dated are parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline import edtf, engine
from pipeline.dates import intervals, tag
from pipeline.dates.infer import infer_published
from pipeline.engine import Parsed
from pipeline.entities import Reference, capital_of, country_of, identify, is_country, recognise, told_terms
from pipeline.entities.claims import Told
from pipeline.events import anchors, dating, grammar, status
from pipeline.events.figures import FigureContext, figures, periods
from pipeline.events.focus import Focus
from pipeline.events.lexicon import lexicon
from pipeline.events.merge import cluster
from pipeline.events.offsets import date_offsets
from pipeline.events.predicates import Predicate, find
from pipeline.events.roles import Placed, participants, place_references
from pipeline.events.titles import title
from pipeline.events.types import classify
from pipeline.model import (
    Article,
    DateBasis,
    Entity,
    Extraction,
    Figure,
    Interval,
    Mention,
    Participant,
    Span,
    Timex,
    days,
    digest,
)
from pipeline.text import sentences

VAGUE = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})
YEAR = 366  # days
CONTINUES = re.compile(r"(?:In addition|Also|Moreover|Besides|Furthermore|Additionally|Then|Later that day)\b")


@dataclass(slots=True)
class _Reading:
    """What is known so far while an article is read from top to bottom."""

    article: Article
    published: Interval | None
    references: tuple[Reference, ...]
    mentions: list[Mention] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    dates: tuple[tuple[int, int], ...] = ()  # spans of every date of the text
    focus: Focus = Focus()
    sides: tuple[Entity, ...] = ()  # the two countries it is about
    subject: str = ""  # the subject of the sentence before, as told: what "it" may stand for


def extract(article: Article) -> Extraction:
    """Dates, mentions, events, figures, offices and entities of one article.

    An article in a language without rules, or without a dated event, comes back with a ``note`` saying so.
    """
    if article.language not in (None, "en"):
        note = f"language {article.language} has no rules yet: archived whole, no events read"
        return Extraction(article, note=note)
    article, timexes, evidence = _dated(article)
    dated = [t for t in intervals(timexes, article.text) if t.interval is not None and t.value not in VAGUE]
    spans = _worth_parsing(sentences(article.text), dated)
    parsed = list(engine.parse(spans, sorted((t.start, t.end) for t in timexes)))
    references = recognise(article.text, parsed, home=article.country, published=article.published)
    published = edtf.parse(article.published) if article.published else None
    reading = _Reading(
        article,
        published,
        references,
        dates=tuple((t.start, t.end) for t in timexes),
        sides=_sides(article, references),
    )
    terms = told_terms(article.text, references, dated, article.id)
    found: list[Figure] = []
    context = FigureContext()
    for sentence in parsed:
        inside = [t for t in dated if sentence.span.start <= t.start and t.end <= sentence.span.end]
        here = [r for r in references if sentence.span.start <= r.start < sentence.span.end]
        measured = periods(sentence.span, inside)
        doings = [t for t in inside if (t.start, t.end) not in measured and not _in_term(t, terms)]
        _read_sentence(reading, sentence, doings, here)
        reading.subject = _subject(sentence) or reading.subject
        found += figures(article, sentence.span, inside, here, context)
    mentions = tuple(reading.mentions)
    offices = tuple(dict.fromkeys(term.office for term in terms))
    entities = _entities(mentions, found, [o.entity for o in offices])
    return Extraction(
        article=article,
        timexes=tuple(timexes),
        mentions=mentions,
        events=tuple(cluster(mentions)),
        figures=tuple(found),
        offices=offices,
        names=_names(references, entities),
        entities=entities,
        note=None if mentions else "no dated event was found",
        evidence=evidence,
    )


def _dated(article: Article) -> tuple[Article, list[Timex], str | None]:
    """The article with its own date, read from its text where none was given, and its dates."""
    timexes = tag(article.text, article.published)
    if article.published:
        return article, timexes, None
    inferred = infer_published(article.text, timexes)
    if inferred.edtf is None:
        return replace(article, published_basis="unknown"), timexes, inferred.evidence
    article = replace(article, published=inferred.edtf, published_basis=inferred.basis)
    return article, tag(article.text, inferred.edtf), inferred.evidence


def _worth_parsing(spans: Sequence[Span], dated: Sequence[Timex]) -> list[Span]:
    """Sentences with a date, and those that may lean on one told before them."""
    starts = iter(sorted(t.start for t in dated))
    following = next(starts, None)
    kept: list[Span] = []
    for span in spans:
        has_date = False
        while following is not None and following < span.end:
            has_date = has_date or following >= span.start
            following = next(starts, None)
        if has_date or span.text[-1:] in ".!?”\"'’)" or len(span.text) > 80:
            kept.append(span)
    return kept


def _read_sentence(reading: _Reading, parsed: Parsed, timexes: list[Timex], references: list[Reference]) -> None:
    placed = place_references(parsed, references)
    _read_predicates(reading, parsed, timexes, placed)
    reading.focus = reading.focus.after(parsed, placed, reading.published)


def _read_predicates(reading: _Reading, parsed: Parsed, timexes: list[Timex], placed: list[Placed]) -> None:
    predicates = [p for p in find(parsed.doc, _name_ranges(placed)) if not _in_date(parsed, p, timexes)]
    pointed = {p.predicate.token.i: p for p in anchors.pointers(predicates)}
    dated = dating.date_predicates(parsed, predicates, timexes, reading.published)
    dated += date_offsets(parsed, predicates, dated)
    have = {d.predicate.token.i for d in dated}
    told: dict[int, Mention] = {}
    for d in sorted(dated, key=lambda d: d.shared):
        anchor = _told_before(reading, d, placed)
        giver = told.get(d.giver.token.i) if d.giver is not None else None
        rivals = [o.timex for o in dated if o.predicate.token == d.predicate.token and o.timex is not d.timex]
        mention = _tell(
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
        if n in have or pointer.relation == "before":
            continue
        anchor = _resolve(reading, pointer.predicate, placed, planned=_looks_ahead(parsed))
        if anchor is None:
            continue
        for d in dating.date_predicates(parsed, rest, [anchors.stand_in(parsed, pointer, anchor)]):
            if d.predicate.token.i not in have:
                have.add(d.predicate.token.i)
                _tell(reading, parsed, d.predicate, d.timex, placed, anchor, "reference", own=False)
    if not have and not timexes:
        _continue(reading, parsed, predicates, placed)


def _resolve(
    reading: _Reading, predicate: Predicate, placed: Sequence[Placed], *, planned: bool = True
) -> Mention | None:
    """The earlier mention that a definite noun points at, by the entities named in its own phrase."""
    inside = {t.i for t in predicate.token.subtree}
    named: set[str] = set()
    for item in placed:
        if item.tokens <= inside and item.reference.how != "pronoun":
            when = reading.mentions[-1].interval if reading.mentions else None
            first = next(iter(identify(item.reference, when)), None)
            if first is not None and (first.kind != "place" or is_country(first)):  # a city only says where
                named.add(first.id)
    return anchors.resolve(predicate.token, frozenset(named), reading.mentions, planned=planned)


def _told_before(reading: _Reading, d: dating.Dated, placed: Sequence[Placed]) -> Mention | None:
    """The earlier mention of the very happening, where the trigger or its subject is a definite noun: "the blast"."""
    noun = d.predicate.token
    if not d.predicate.is_noun:
        noun = next(
            (s for s in grammar.subjects(noun) if grammar.is_noun(s) and grammar.lemma(s) in lexicon().nouns), noun
        )
    if not grammar.is_noun(noun) or not anchors.is_definite(noun):
        return None
    found = _resolve(reading, Predicate(noun, None, (noun,)), placed)
    if found is None or not found.interval.overlaps(d.interval) or days(found.interval) > YEAR:
        return None
    return found


def _continue(reading: _Reading, parsed: Parsed, predicates: Sequence[Predicate], placed: Sequence[Placed]) -> None:
    """A sentence without a date that goes on with the one before: "In addition, several agreements were signed"."""
    if not reading.mentions:
        return
    last = reading.mentions[-1]
    between = reading.article.text[last.sentence.end : parsed.span.start]
    if "\n" in between or len(between) > 3:
        return
    for p in predicates:
        goes_on = CONTINUES.match(parsed.span.text) and p.lemma == last.lemma
        part = p.is_noun and p.verb is not None and anchors.is_definite(p.token) and _part_of(p.lemma, last.lemma)
        if goes_on or part:
            # What goes on is a happening of its own: it leans on what the one before leaned on.
            anchor = next((m for m in reading.mentions if m.id == last.anchor_id), None) if goes_on else last
            timex = Timex(0, 0, "", "DATE", "", last.interval.edtf, last.interval.earliest, last.interval.latest)
            _tell(reading, parsed, p, timex, placed, anchor, "reference", own=False)
            return


def _looks_ahead(parsed: Parsed) -> bool:
    """True where the sentence speaks of what is to come."""
    return any(
        t.lower_ in {"will", "'ll", "shall"} or (t.lower_ == "to" and t.head.head.lemma_ == "be") for t in parsed.doc
    )


def _part_of(part: str, whole: str) -> bool:
    """ "The talks" after a visit: what a visit is made of."""
    words = lexicon()
    return whole in words.families["visit"] and part in words.families["meeting"] | words.families["forum"]


def _tell(
    reading: _Reading,
    parsed: Parsed,
    predicate: Predicate,
    timex: Timex,
    placed: Sequence[Placed],
    anchor: Mention | None,
    basis: DateBasis,
    *,
    own: bool,
    rivals: Sequence[Timex] = (),
    scene: tuple[Mention | None, str] = (None, ""),
) -> Mention | None:
    """Make the mention, unless the sentence denies, wishes or repeats it.

    ``rivals`` are other dates of the same predicate, each a happening of its own. ``scene`` is the mention of the same sentence that the date was taken over from, and the way (see dating.Dated).
    """
    interval = timex.interval
    if interval is None:
        return None
    if own and anchor is not None and anchor.interval.within(interval):
        interval = anchor.interval
    state = status.assess(predicate, interval, reading.published)
    if state is None:
        return None
    sentence = parsed.span
    first, last = predicate.words[0], predicate.words[-1]
    trigger = Span(parsed.start(first), parsed.end(last), reading.article.text[parsed.start(first) : parsed.end(last)])
    event_type = classify(sentence.text, trigger.text, at=trigger.start - sentence.start)
    # Who holds an office at a day still to come is not known: the holder of the article's day is meant.
    when = reading.published if state == "planned" and reading.published else interval
    near = _of_this_date(parsed, predicate, timex, rivals, placed)
    people = participants(parsed, predicate, near, when, event_type, capital_of)
    if anchor is not None and not any(p.role == "place" for p in people) and anchor.place is not None:
        people = (*people, Participant(anchor.place, "place"))
    if anchor is not None and not any(p.role != "place" for p in people):
        people = (*people, *(replace(p, span=None) for p in anchor.participants if p.role in {"actor", "counterpart"}))
    focus = reading.focus
    if predicate.verb is not None:
        focus = focus.within(parsed, placed, predicate.verb, when)
    people = focus.fill(parsed, predicate, people)
    people = _both_sides(people, event_type, reading.sides)
    people = _from_scene(people, *scene)
    people = _other_side(people, anchor or scene[0])
    words = Span(timex.start, timex.end, timex.text) if own else None
    key = digest(
        reading.article.id,
        sentence.text,
        trigger.text,
        str(trigger.start - sentence.start),
        words.text if words else "",
    )
    count = reading.seen[key] = reading.seen.get(key, 0) + 1
    mention = Mention(
        id=key if count == 1 else digest(key, str(count)),
        article_id=reading.article.id,
        sentence=sentence,
        trigger=trigger,
        lemma=_named(predicate),
        type=event_type,
        title=title(predicate, people, _date_tokens(parsed, reading.dates), reading.subject),
        interval=interval,
        status=state,
        date_basis=basis,
        date=words,
        anchor_id=anchor.id if anchor else f"{timex.anchor[0]}-{timex.anchor[1]}" if timex.anchor else None,
        participants=people,
        object=_object(predicate),
        published=reading.article.published,
    )
    reading.mentions.append(mention)
    return mention


def _of_this_date(
    parsed: Parsed, predicate: Predicate, timex: Timex, rivals: Sequence[Timex], placed: Sequence[Placed]
) -> Sequence[Placed]:
    """The references that go with one of several dates: "beat Spain on Monday, Italy on Friday and France on Sunday".

    What stands before the verb goes with all; after it, each stretch with the date that closes it, or that opens it
    where a date comes first.
    """
    if not rivals:
        return placed
    anchor = parsed.end(predicate.verb or predicate.token)
    dates = sorted((t.start, t.end) for t in (timex, *rivals) if t.start >= anchor)
    if len(dates) < 2 or (timex.start, timex.end) not in dates:
        return placed
    k = dates.index((timex.start, timex.end))
    first = any(anchor <= p.reference.start < dates[0][0] for p in placed)
    if first:
        low, high = (anchor if k == 0 else dates[k - 1][1]), _stop_after(parsed.span, dates[k][1])
    else:
        low, high = dates[k][1], (dates[k + 1][0] if k + 1 < len(dates) else parsed.span.end)
    return [p for p in placed if p.reference.start < anchor or low <= p.reference.start < high]


def _stop_after(sentence: Span, position: int) -> int:
    """Where the stretch of a date ends: the next comma, semicolon or "and" after it ("on Monday in Riga, ...")."""
    match = re.search(r"[,;]|\band\b", sentence.text[position - sentence.start :])
    return position + match.start() if match else sentence.end


def _from_scene(people: tuple[Participant, ...], giver: Mention | None, how: str) -> tuple[Participant, ...]:
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


def _both_sides(people: tuple[Participant, ...], event_type: str, sides: tuple[Entity, ...]) -> tuple[Participant, ...]:
    """A treaty without named parties, in an article about two countries, is theirs; a visit to one's city is to it."""
    if event_type == "agreement_signed" and not any(p.role != "place" for p in people):
        return (*people, *(Participant(side, "participant") for side in sides))
    place = next((p for p in people if p.role == "place"), None)
    if event_type == "visit" and place is not None and any(p.role == "actor" for p in people):
        host = country_of(place.entity)
        if host in sides and all(p.entity != host for p in people):
            return (*people, Participant(host, "counterpart", place.span))
    return people


def _sides(article: Article, references: Sequence[Reference]) -> tuple[Entity, ...]:
    """The two countries that an article is about: both in its headline, or most of all countries told; else none."""
    counts = Counter(
        r.entities[0] for r in references if r.entities and is_country(r.entities[0]) and r.how != "pronoun"
    )
    if len(counts) < 2:
        return ()
    (first, n), (second, m), *_ = sorted(counts.items(), key=lambda row: (-row[1], row[0].id))
    others = sum(counts.values()) - n - m
    return (first, second) if m * 3 >= n and (n + m) >= 3 * others and n + m >= 6 else ()


def _other_side(people: tuple[Participant, ...], whole: Mention | None) -> tuple[Participant, ...]:
    """A meeting "with X" as part of Y's trip is Y's: the actor comes from the happening it is part of."""
    if whole is None or any(p.role == "actor" for p in people) or not any(p.role == "counterpart" for p in people):
        return people
    known = {p.entity.id for p in people}
    doer = next((p for p in whole.participants if p.role == "actor" and p.entity.id not in known), None)
    return (*people, replace(doer, span=None)) if doer is not None else people


def _named(predicate: Predicate) -> str:
    """The lemma that names the happening: of the trigger, or of its subject where that is one ("the blast killed")."""
    if not predicate.is_noun:
        for subject in grammar.subjects(predicate.token):
            if grammar.is_noun(subject) and grammar.lemma(subject) in lexicon().nouns:
                return grammar.lemma(subject)
    return predicate.lemma


def _object(predicate: Predicate) -> str | None:
    """The thing done to: subject of a passive, object of an active verb, as told and without its article."""
    if predicate.is_noun:
        return None
    verb = predicate.token
    things = grammar.subjects(verb) if grammar.is_passive(verb) else grammar.objects(verb)
    if not things or things[0].pos_ == "PRON":
        return None
    words = [t for t in things[0].subtree if not any(a.dep_ in {"relcl", "acl", "appos"} for a in _up(t, things[0]))]
    text = "".join(t.text_with_ws for t in words).strip(" ,;–-")
    return re.sub(r"^(?:the|a|an|this|that)\s+", "", text, flags=re.IGNORECASE)[:200] or None


def _up(token: object, top: object) -> list[grammar.Token]:
    found = []
    for above in grammar.ancestors(token):  # type: ignore[arg-type]
        if above == top:
            break
        found.append(above)
    return found


def _in_term(timex: Timex, terms: Sequence[Told]) -> bool:
    """True for a date that tells from when to when an office was held."""
    return any(term.start < timex.end and timex.start < term.end for term in terms)


def _subject(parsed: Parsed) -> str:
    """The main clause's subject as told, short, without its article; empty for pronouns."""
    for token in parsed.doc:
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.dep_ == "ROOT" and grammar.is_noun(token):
            start, end = token.left_edge.i, token.i + 1
            if end - start <= 6:
                words = parsed.doc[start:end].text
                return re.sub(r"^(?:the|a|an|this|that|its|his|her|their)\s+", "", words, flags=re.IGNORECASE)
    return ""


def _date_tokens(parsed: Parsed, dates: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The tokens of the sentence that belong to dates."""
    first = bisect_left(dates, (parsed.span.start, 0))
    found: set[int] = set()
    for start, end in dates[first:]:
        if start >= parsed.span.end:
            break
        found |= {t.i for t in parsed.at(start, end)}
    return frozenset(found)


def _in_date(parsed: Parsed, predicate: Predicate, timexes: Sequence[Timex]) -> bool:
    start = parsed.start(predicate.token)
    return any(t.start <= start < t.end for t in timexes)


def _name_ranges(placed: Sequence[Placed]) -> list[tuple[int, int]]:
    """Token ranges of the names; a name's last word stays free to be an event noun."""
    return [(min(p.tokens), max(p.tokens) + 1) for p in placed if p.reference.kind != "place" or len(p.tokens) > 1]


def _entities(mentions: Sequence[Mention], found: Sequence[Figure], more: Sequence[Entity]) -> tuple[Entity, ...]:
    held: dict[str, Entity] = {}
    for m in mentions:
        for p in m.participants:
            held.setdefault(p.entity.id, p.entity)
    for f in found:
        for e in (f.party, f.counterparty, f.speaker):
            if e is not None:
                held.setdefault(e.id, e)
    for e in more:
        held.setdefault(e.id, e)
    return tuple(held[i] for i in sorted(held))


def _names(references: Sequence[Reference], entities: Sequence[Entity]) -> tuple[tuple[str, str, str | None], ...]:
    known = {e.id for e in entities}
    found = {
        (r.entities[0].id, r.name.text, "en") for r in references if r.name and r.entities and r.entities[0].id in known
    }
    return tuple(sorted(found))


def bind(sentence: str, trigger: str, reference: date | None) -> Timex | None:
    """The date that governs the predicate named by ``trigger`` (its first occurrence) in ``sentence``.

    None where the sentence has no date or does not have the trigger.
    """
    from pipeline.events.binding import governing

    match = re.search(rf"(?<!\w){re.escape(trigger)}(?!\w)", sentence, re.IGNORECASE)
    timexes = [t for t in intervals(tag(sentence, reference), sentence) if t.type in {"DATE", "TIME"}]
    if match is None or not timexes:
        return None
    (parsed,) = engine.parse([Span(0, len(sentence), sentence)], sorted((t.start, t.end) for t in timexes))
    tokens = parsed.at(match.start(), match.end())
    if not tokens:
        return None
    best = governing(parsed, tokens[0], timexes)
    return best[0] if best else None
