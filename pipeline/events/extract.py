"""An article in, everything the rules find in it out. Pure: the same article gives the same extraction anywhere.

Dates are found first, on plain text; sentences are parsed in one batch and then read from top to bottom.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from pipeline import edtf, engine
from pipeline.dates import intervals, tag
from pipeline.dates.infer import infer_published
from pipeline.entities import Reference, recognise, told_terms
from pipeline.entities.claims import Told
from pipeline.events.doings import doings
from pipeline.events.figures import FigureContext, figures, periods
from pipeline.events.leads import lead
from pipeline.events.merge import cluster
from pipeline.events.offsets import exact_weeks
from pipeline.events.parties import sides
from pipeline.events.reading import pass_over, read_sentence
from pipeline.events.telling import Reading
from pipeline.events.type_rules import about, small
from pipeline.events.worth import worth_parsing, worth_reading
from pipeline.model import Article, Entity, Extraction, Figure, Mention, Span, Timex, digest
from pipeline.text import READ, sentences

VAGUE = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF"})
SENTENCE = 5_000  # characters; what goes on without a stop for longer is a list, or meant to keep the rules busy


def extract(article: Article) -> Extraction:
    """Dates, mentions, events, figures, offices and entities of one article.

    An article in a language without rules, one without a dated event and one that is too long to read to its end come
    back with a ``note`` saying so.
    """
    if article.language not in (None, "en"):
        note = f"language {article.language} has no rules yet: archived whole, no events read"
        return Extraction(article, note=note)
    engine.bound()
    article, timexes, evidence = _dated(article)
    placed = exact_weeks(intervals(timexes, article.text), article.text)
    dated = [t for t in placed if t.interval is not None and t.value not in VAGUE]
    spans = worth_reading([s for s in sentences(article.text[:READ]) if len(s.text) <= SENTENCE], dated)
    whole = worth_parsing(spans, dated)
    dates = tuple(sorted((t.start, t.end) for t in timexes))
    leads = [lead(span, _starting_in(dated, span)) for span in spans]
    rests = [found.rest if found else span for span, found in zip(spans, leads, strict=True)]
    bare = {rest.start for rest, span in zip(rests, spans, strict=True) if span.start not in whole}
    parsed = [replace(p, whole=span) for p, span in zip(engine.parse(rests, dates, bare), spans, strict=True)]
    references = recognise(article.text, parsed, home=article.country, published=article.published)
    published = edtf.parse(article.published) if article.published else None
    # A length is no date to a title: "sentenced to nine years"
    undated = tuple(sorted((t.start, t.end) for t in timexes if t.type != "DURATION"))
    topics = about(f"{article.title} {article.text}", 3)
    reading = Reading(article, published, undated, sides(references), topics=topics)
    terms = told_terms(article.text, references, dated, article.id)
    found: list[Figure] = []
    context = FigureContext()
    for sentence, opening in zip(parsed, leads, strict=True):
        inside = [t for t in _starting_in(dated, sentence.sentence) if t.end <= sentence.span.end]
        here = _starting_in(references, sentence.span)
        measured = periods(sentence.sentence, inside)
        if measured and sentence.span.start not in bare:
            measured -= doings(sentence, inside, measured)
        dating = [t for t in inside if (t.start, t.end) not in measured and not _in_term(t, terms)]
        if sentence.span.start in bare:
            pass_over(reading, sentence, here)
        else:
            read_sentence(reading, sentence, dating, here, opening.date if opening else None)
        found += figures(article, sentence.sentence, inside, here, context)
    mentions = tuple(_told_apart(_by_topic(_going_on(reading.mentions))))
    offices = tuple(dict.fromkeys(term.office for term in terms))
    named = [entity for r in references if r.name is not None for entity in r.entities]
    entities = _entities(mentions, found, [*(o.entity for o in offices), *named])
    return Extraction(
        article=article,
        timexes=tuple(timexes),
        mentions=mentions,
        events=tuple(cluster(mentions)),
        figures=tuple(_each_once(found)),
        offices=offices,
        names=_names(references, entities),
        entities=entities,
        note=_note(article, mentions),
        evidence=evidence,
    )


NEXT = 300  # characters from what is told to what only goes on with it


def _going_on(mentions: Sequence[Mention]) -> list[Mention]:
    """What only goes on with what was told before is of its type: "a second strike *followed* in June"."""
    found: list[Mention] = []
    last: Mention | None = None
    for m in mentions:
        near = last is not None and 0 < m.trigger.start - last.trigger.end < NEXT
        if near and last is not None and m.type == "other" and m.lemma in small("sequel"):
            m = replace(m, type=last.type)
        found.append(m)
        if m.type != "statement":
            last = m
    return found


TOPIC = 0.4  # share of an article's mentions from which their type is its topic
LEAST = 3  # mentions that make a topic


def _by_topic(mentions: Sequence[Mention]) -> list[Mention]:
    """What its own sentence leaves untyped takes the article's topic: of a marathon, "the favourite dropped out"."""
    dated = [m for m in mentions if m.date is not None]
    counts = Counter(m.type for m in dated if m.type not in UNTYPED)
    topic, count = max(counts.items(), key=lambda row: (row[1], row[0]), default=("other", 0))
    if topic not in PERVADING or count < LEAST or count < TOPIC * len(dated):
        return list(mentions)
    certain = small("certain")  # "died", "was born" are no matches
    return [replace(m, type=topic) if m.type == "other" and m.lemma not in certain else m for m in mentions]


def _told_apart(mentions: Sequence[Mention]) -> list[Mention]:
    """Two happenings of an article that would have one title get their days added: "Argentina lifts trophy, 1986"."""
    days_of: dict[str, set[str]] = {}
    for m in mentions:
        days_of.setdefault(m.title, set()).add(m.interval.edtf)
    return [replace(m, title=f"{m.title}, {m.interval.edtf}") if len(days_of[m.title]) > 1 else m for m in mentions]


UNTYPED = frozenset({"other", "statement"})
PERVADING = frozenset({"sport", "concert", "festival", "presentation"})  # topics that all of an article's doings are of


def _each_once(found: Sequence[Figure]) -> Iterator[Figure]:
    """Figures with ids of their own: a sentence that stands twice in an article tells its figure twice."""
    seen: Counter[str] = Counter()
    for figure in found:
        seen[figure.id] += 1
        count = seen[figure.id]
        yield figure if count == 1 else replace(figure, id=digest(figure.id, str(count)))


def _note(article: Article, mentions: Sequence[Mention]) -> str | None:
    if len(article.text) > READ:
        return f"{len(article.text):,} characters: events read from the first {READ:,} only"
    return None if mentions else "no dated event was found"


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


Placed = TypeVar("Placed", Timex, Reference)


def _starting_in(items: Sequence[Placed], span: Span) -> list[Placed]:
    """Those of the items, sorted by place, that start inside the span."""
    low = bisect_left(items, span.start, key=lambda item: item.start)
    high = bisect_left(items, span.end, key=lambda item: item.start)
    return list(items[low:high])


def _in_term(timex: Timex, terms: Sequence[Told]) -> bool:
    """True for a date that tells from when to when an office was held."""
    return any(term.start < timex.end and timex.start < term.end for term in terms)


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
