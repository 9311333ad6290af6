"""A dated predicate becomes a mention: its status, type, people, place, object and title, each traced to its words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date as Date
from datetime import timedelta

from pipeline import edtf
from pipeline.engine import Parsed, Word
from pipeline.entities import capital_of
from pipeline.events import grammar, status
from pipeline.events.focus import Focus
from pipeline.events.frames import frame
from pipeline.events.lexicon import lexicon
from pipeline.events.parties import at_its_place, both_sides, from_anchor, from_scene, of_this_date, other_side
from pipeline.events.placed import Placed
from pipeline.events.predicates import Predicate
from pipeline.events.roles import participants
from pipeline.events.scenes import Scene, done_at
from pipeline.events.titles import title
from pipeline.events.types import classify
from pipeline.model import Article, DateBasis, Entity, Interval, Mention, Participant, Span, Timex, days, digest


@dataclass(slots=True)
class Reading:
    """What is known so far while an article is read from top to bottom."""

    article: Article
    published: Interval | None
    dates: tuple[tuple[int, int], ...] = ()  # spans of every date of the text, in order
    sides: tuple[Entity, ...] = ()  # the two countries it is about
    mentions: list[Mention] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)  # ids given, to number what is told twice in the same words
    focus: Focus = field(default_factory=Focus)
    topics: frozenset[str] = frozenset()  # what it is about (type_rules.about)
    scene: Scene | None = None  # the occasion that the sentences before were about
    subject: str = ""  # the subject of the sentence before, as told: what "it" may stand for


def tell(
    reading: Reading,
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
    soon: bool = False,
) -> Mention | None:
    """Make the mention and add it to the reading; None where the sentence denies or wishes it.

    ``own`` where the words of ``timex`` date it, else another sentence does (``anchor``). ``rivals`` are other dates of
    the same predicate, each a happening of its own. ``scene`` is the mention of the same sentence that the date was
    taken over from, and the way (see binding.Dated). ``soon`` where it only comes soon after ``anchor``.
    """
    interval = timex.interval
    if interval is None:
        return None
    if own and anchor is not None and anchor.interval.within(interval):
        interval = anchor.interval
    interval = _looking_back(predicate, timex, interval, reading.published)
    interval = _looking_ahead(predicate, timex, interval, reading.published)
    delayed = _not_until(parsed, predicate, timex)
    if delayed:
        interval = _the_day_itself(interval, reading.published)
    state = status.assess(predicate, interval, reading.published, delayed=delayed)
    if state is None:
        return None
    today = reading.published.earliest if reading.published else None
    if state == "planned" and interval.earliest is None and today and interval.latest and today <= interval.latest:
        # "to be built by 2035": from the article's day on
        interval = Interval(today, interval.latest, f"{today}/{interval.edtf.split('/')[-1]}")
    sentence = parsed.sentence
    first, last = predicate.words[0], predicate.words[-1]
    trigger = Span(parsed.start(first), parsed.end(last), reading.article.text[parsed.start(first) : parsed.end(last)])
    event_type = classify(
        sentence.text,
        trigger.text,
        at=trigger.start - sentence.start,
        frame=frame(parsed, predicate),
        topics=reading.topics,
    )
    # Who holds an office at a day still to come is not known: the holder of the article's day is meant.
    when = reading.published if state == "planned" and reading.published else interval
    near = of_this_date(parsed, predicate, timex, rivals, placed)
    people = participants(parsed, predicate, near, when, event_type, capital_of)
    people = from_anchor(people, anchor if not soon else None, _doer_told(predicate))
    focus = reading.focus
    if predicate.verb is not None:
        focus = focus.within(parsed, placed, predicate.verb, when)
    people = focus.fill(parsed, predicate, people)
    people = both_sides(people, event_type, reading.sides, _doer_open(predicate))
    people = from_scene(people, *_part_of(predicate, *scene))
    people = other_side(people, anchor or scene[0])
    people = at_its_place(people, anchor if soon else _day_before(reading, timex, interval), predicate)
    words = Span(timex.start, timex.end, timex.text) if own else None
    key = digest(
        reading.article.id,
        sentence.text,
        trigger.text,
        str(trigger.start - sentence.start),
        words.text if words else "",
    )
    named = _named(predicate)
    count = reading.seen[key] = reading.seen.get(key, 0) + 1
    mention = Mention(
        id=key if count == 1 else digest(key, str(count)),
        article_id=reading.article.id,
        sentence=sentence,
        trigger=trigger,
        lemma=named,
        type=event_type,
        title=title(
            predicate,
            people,
            _date_tokens(parsed, reading.dates),
            reading.subject,
            _instead(parsed, near),
            _before_place(parsed, people, predicate),
            state == "planned",
        ),
        interval=interval,
        status=state,
        date_basis=basis,
        date=words,
        anchor_id=anchor.id if anchor else f"{timex.anchor[0]}-{timex.anchor[1]}" if timex.anchor else None,
        participants=people,
        object=_object(predicate) if named == predicate.lemma else None,
        published=reading.article.published,
    )
    reading.mentions.append(mention)
    return mention


def _part_of(predicate: Predicate, giver: Mention | None, how: str) -> tuple[Mention | None, str]:
    """The way of sharing a date, where what is coordinated is done at the occasion: "bombed Lviv and *killed* four"."""
    verb = predicate.verb
    there = giver is not None and verb is not None and verb.lower_ in done_at(giver)
    return giver, "within" if there and how == "coordinated" else how


def _day_before(reading: Reading, timex: Timex, interval: Interval) -> Mention | None:
    """The happening whose day a date like "the next morning" counts from, if it was at most a day before."""
    if timex.basis != "reference" or timex.anchor is None or interval.earliest is None:
        return None
    last = next((m for m in reversed(reading.mentions) if m.date and (m.date.start, m.date.end) == timex.anchor), None)
    if last is None or last.status != "happened" or last.interval.earliest is None:
        return None
    if not days(last.interval) == days(interval) == 1 or "-" in (interval.earliest[0], last.interval.earliest[0]):
        return None
    apart = Date.fromisoformat(interval.earliest) - Date.fromisoformat(last.interval.earliest)
    return last if abs(apart.days) <= 1 else None


def _doer_told(predicate: Predicate) -> bool:
    """True where others do it, told by no name: "hundreds of *dancers* performed", "attended by 400 *guests*"."""
    verb = predicate.verb
    if verb is None:
        return False
    if grammar.is_passive(verb):
        doers = [noun for way, noun in grammar.prepositional(verb) if way == "by"]
    else:
        doers = grammar.subjects(verb)
    doer = next(iter(doers), None)
    if doer is None or doer == predicate.token or not grammar.is_noun(doer):
        return False
    if any(c.dep_ == "prep" and c.lower_ == "of" for c in doer.children) and doer.tag_ == "NNS":
        return True  # "the ministers of transport"
    return not any(c.dep_ in {"det", "poss"} and c.lower_ != "a" for c in doer.children)


def _not_until(parsed: Parsed, predicate: Predicate, timex: Timex) -> bool:
    """ "will not open until 2032", "did not return before May": done, and then."""
    verb = predicate.verb
    if verb is None or not any(c.dep_ == "neg" for c in verb.children):
        return False
    tokens = parsed.at(timex.start, timex.end)
    return bool(tokens) and tokens[0].i > verb.i and parsed.words[tokens[0].i - 1].lower_ in {"until", "till"}


def _the_day_itself(interval: Interval, published: Interval | None) -> Interval:
    """The days that an "until" before them leaves open, from the article's day on where they hold it."""
    if interval.earliest is not None or not interval.edtf.startswith("../"):
        return interval
    own = edtf.parse(interval.edtf.removeprefix("../"))
    today = published.earliest if published else None
    begun = today and own.earliest and own.latest and own.earliest < today <= own.latest
    return Interval(today, own.latest, own.edtf) if begun else own


def _doer_open(predicate: Predicate) -> bool:
    """True where the grammar leaves open who does it: nouns, passives."""
    return predicate.verb is None or grammar.is_passive(predicate.verb)


def _looking_back(predicate: Predicate, timex: Timex, interval: Interval, published: Interval | None) -> Interval:
    """A date without a year that a past tense governs lies before the article: "restored ties on 10 March"."""
    if not (published and published.latest and interval.earliest and interval.earliest > published.latest):
        return interval
    verb = predicate.verb
    if verb is None or verb.tag_ not in {"VBD", "VBN"} or YEAR_TOLD.search(timex.text) or timex.basis == "explicit":
        return interval
    if timex.value[:10] != interval.edtf[:10] or grammar.lemma(verb) in lexicon().planning_verbs:
        return interval
    if {a.lower_ for a in grammar.auxiliaries(verb)} & {"will", "would", "to", "be", "shall", "'ll"}:
        return interval
    if WEEKDAY.search(timex.text):
        return _moved(interval, -7)
    return _years(interval, -1)


def _looking_ahead(predicate: Predicate, timex: Timex, interval: Interval, published: Interval | None) -> Interval:
    """A date without a year that a future governs lies after the article: "is expected to open in June".

    A bare weekday under a simple present is the next one too ("Georgians vote on Saturday."), save in headlines.
    """
    verb = predicate.verb
    gone = published and published.earliest and interval.latest and interval.latest < published.earliest
    if verb is None or not gone or timex.basis == "explicit" or YEAR_TOLD.search(timex.text):
        return interval
    ahead = status.tells_future(verb)
    if WEEKDAY.search(timex.text) and interval.earliest == interval.latest:
        bare = verb.tag_ in {"VBZ", "VBP"} and not grammar.auxiliaries(verb) and verb.words[-1].text == "."
        return _moved(interval, 7) if ahead or bare else interval
    if not ahead or timex.value[:10] != interval.edtf[:10] or not interval.edtf[:4].isdecimal():
        return interval
    return _years(interval, 1)


def _years(interval: Interval, by: int) -> Interval:
    """The same days so many years later; the interval itself where that year lacks them (29 February)."""
    try:
        later = edtf.parse(f"{int(interval.edtf[:4]) + by}{interval.edtf[4:]}")
        first, last = (
            str(Date.fromisoformat(day).replace(year=int(day[:4]) + by)) if day else None
            for day in (interval.earliest, interval.latest)
        )
    except ValueError:
        return interval
    plain = edtf.bounds(interval.edtf) == (interval.earliest, interval.latest)
    return later if plain else Interval(first, last, later.edtf)


def _moved(interval: Interval, by: int) -> Interval:
    """The one day of the interval so many days later."""
    day = (Date.fromisoformat(str(interval.latest)) + timedelta(days=by)).isoformat()
    return Interval(day, day, day)


YEAR_TOLD = re.compile(r"\d{4}|tomorrow|yesterday|next|last|this|coming|ago", re.IGNORECASE)
WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


def _named(predicate: Predicate) -> str:
    """The lemma that names the happening: of the trigger, or of its subject where that is one ("the blast killed")."""
    if not predicate.is_noun and not grammar.is_passive(predicate.token):
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


def _before_place(parsed: Parsed, people: Sequence[Participant], predicate: Predicate) -> str:
    """The preposition that the sentence has before the place: "around the Moon", "into Ukraine"; "in" where none.

    Also "in" where it is another clause's: "came from Damascus, where he *met* Assad".
    """
    span = next((p.span for p in people if p.role == "place" and p.span is not None), None)
    tokens = parsed.at(span.start, span.end) if span is not None else []
    for token in reversed(parsed.words[max(0, tokens[0].i - 3) : tokens[0].i] if tokens else []):
        if token.pos_ == "ADP":
            word = token.lower_
            if token.i < (predicate.verb or predicate.token).left_edge.i:
                return "in"
            return word if word == "from" or lexicon().prepositions.get(word) in {"place", "destination"} else "in"
    return "in"


def _instead(parsed: Parsed, near: Sequence[Placed]) -> dict[int, str]:
    """The names that stand where the sentence has their like once for several dates, by the token they stand for."""
    return {
        p.head.i: p.reference.entities[0].name
        for p in near
        if p.tokens and p.reference.entities and not p.reference.start <= parsed.start(p.head) < p.reference.end
    }


def _up(token: Word, top: Word) -> list[Word]:
    """The token and what it hangs on, up to ``top`` and without it."""
    found = []
    for above in grammar.ancestors(token):
        if above == top:
            break
        found.append(above)
    return found


def _date_tokens(parsed: Parsed, dates: Sequence[tuple[int, int]]) -> frozenset[int]:
    """The tokens of the sentence that belong to dates."""
    first = bisect_left(dates, (parsed.span.start, 0))
    found: set[int] = set()
    for start, end in dates[first:]:
        if start >= parsed.span.end:
            break
        found |= {t.i for t in parsed.at(start, end)}
    return frozenset(found)
