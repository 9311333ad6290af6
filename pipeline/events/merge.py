"""One event however often it is told, and never two made one.

``linked`` says of two mentions whether they tell one happening: the same kind of word, days that can be the same,
the same people or place, and nothing that contradicts. ``cluster`` turns a set of mentions into events; its result
depends on the set alone, never on the order in which articles came. Where a vague mention fits two events that are
not each other, it stays by itself and becomes a suggestion for a person.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline.entities import is_country
from pipeline.events.blocking import WIDEST, families
from pipeline.events.blocking import keys as keys
from pipeline.events.lexicon import lexicon
from pipeline.model import Entity, Event, Interval, Mention, Participant, Role, Status, days
from pipeline.text import fold

POINTING = re.compile(r"\b(?:the|this|that|these|those|his|her|its|their|same|['’]s)\b[^,;:.]*$", re.IGNORECASE)
COMPARED = 64  # mentions of an event that another one is compared with: the first ones, so that a day told by thousands
# costs each of them the same
ORDINAL = re.compile(r"\b(\d+)(?:st|nd|rd|th)\b")
INDEFINITE = re.compile(r"\b(?:an?|some|several|many|two|three|four|five)\s+(?:[\w-]+\s+){0,3}$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{4,}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two events that may be one: for a person to decide."""

    left: str  # mention ids
    right: str
    score: float
    reason: str


def linked(a: Mention, b: Mention) -> bool:
    """True where the two mentions tell one event, as far as words can show it. Symmetric."""
    return (_told_again(a, b) or score(a, b) >= 1.0) and not contradict(a, b)


def score(a: Mention, b: Mention) -> float:
    """Evidence that both tell one happening; 1.0 and more is enough. 0 where kind or days cannot be the same."""
    if not families(a.lemma) & families(b.lemma) or not a.interval.overlaps(b.interval):
        return 0.0
    wide = max(days(a.interval), days(b.interval))
    if wide > WIDEST and a.interval != b.interval:
        return 0.0
    if a.trigger.text == b.trigger.text and a.interval == b.interval and _alike(a.sentence.text, b.sentence.text):
        return 1.5  # the very sentence, in a copy
    points = 0.35 if a.lemma == b.lemma else 0.2
    points += 0.15 if a.type == b.type else 0.0
    points += 0.3 if wide <= 1 else 0.2 if wide <= 31 else 0.0
    mine, yours = _who(a), _who(b)
    if mine and yours:
        shared = len(mine & yours) / min(len(mine), len(yours))
        points += 0.5 * shared
    here, there = a.place, b.place
    if here and there and here.id == there.id:
        # One kind of happening in one town on one day, told by two articles: rarely two.
        exact = wide <= 1 and not is_country(here) and a.article_id != b.article_id
        points += 0.35 if exact else 0.15
    elif (here and here.id in yours) or (there and there.id in mine):
        points += 0.15  # "hit Turkey" / "in Turkey"
    words, other = _content(a), _content(b)
    if words and other:
        points += 0.3 * len(words & other) / min(len(words), len(other))
    return round(points, 6)


def contradict(a: Mention, b: Mention) -> bool:
    """True where both cannot tell one happening. Symmetric; nothing contradicts itself."""
    if a.id == b.id:
        return False
    if a.article_id == b.article_id and a.sentence.start == b.sentence.start and a.trigger != b.trigger:
        return True
    if not a.interval.overlaps(b.interval):
        return True
    if a.article_id == b.article_id and not _told_again(a, b) and _new_here(a, b):
        return True
    if _elsewhere(a.place, b.place):
        return True
    if (first := _ordinals(a)) and (second := _ordinals(b)) and not first & second:
        return True
    if a.object and b.object and not _told_again(a, b) and not _alike(a.object, b.object):
        mine, yours = _content(a), _content(b)
        if mine and yours and not mine & yours:
            return True
        done, made = _done_to(a), _done_to(b)
        if done and made and not done & _everybody(b) and not made & _everybody(a):
            return True
    if _others(a, b, "actor") or _others(a, b, "counterpart"):
        return True
    countries = [
        {p.entity.id for p in m.participants if p.entity.kind == "place" and p.role != "place"} for m in (a, b)
    ]
    return bool(countries[0] and countries[1] and not countries[0] & countries[1])


def cluster(
    mentions: Sequence[Mention],
    apart: Collection[tuple[str, str]] = (),
    together: Collection[tuple[str, str]] = (),
) -> list[Event]:
    """Events of a set of mentions that is closed under ``linked``; the same set gives the same events.

    ``apart`` and ``together`` are a person's decisions on pairs of mention ids and outrank every rule.
    """
    groups = _groups(mentions, apart, together)
    return sorted((_event(group) for group in groups), key=lambda e: e.id)


def suggest(mentions: Sequence[Mention]) -> list[Suggestion]:
    """Pairs of mentions that are near but not certain, best first."""
    found: list[Suggestion] = []
    ordered = sorted(mentions, key=lambda m: m.id)
    for n, a in enumerate(ordered):
        for b in ordered[n + 1 :]:
            points = score(a, b)
            if points >= 0.8 and not contradict(a, b):
                found.append(Suggestion(a.id, b.id, round(min(points, 1.5) / 1.5, 3), _reason(a, b)))
    return sorted(found, key=lambda s: (-s.score, s.left, s.right))


def _groups(
    mentions: Sequence[Mention], apart: Collection[tuple[str, str]], together: Collection[tuple[str, str]]
) -> list[list[Mention]]:
    """Greedy and deterministic: exact dates first, then by article and place in it. Blocked by ``keys``."""
    parted = {frozenset(pair) for pair in apart}
    joined = _chained(together)
    groups: list[list[Mention]] = []
    brought = set(joined)  # by a person's word: what they contradict keeps nobody else out
    home: dict[str, int] = {}  # mention -> its group
    by_key: defaultdict[str, set[int]] = defaultdict(set)  # blocking key -> groups
    for mention in sorted(mentions, key=lambda m: (days(m.interval), _founding(m))):
        blocks = keys(mention)
        decided = sorted({home[m] for m in joined.get(mention.id, ()) if m in home})
        near = sorted(set().union(*(by_key[key] for key in blocks)))
        fitting = (
            [groups[decided[0]]] if decided else [g for n in near if _fits(mention, g := groups[n], parted, brought)]
        )
        if len(fitting) > 1:
            best = _clearly_best(mention, fitting)
            fitting = [best] if best is not None else []
        if fitting:
            number = home[fitting[0][0].id]
        else:
            number = len(groups)
            groups.append([])
        groups[number].append(mention)
        home[mention.id] = number
        for key in blocks:
            by_key[key].add(number)
    return groups


def _chained(pairs: Collection[tuple[str, str]]) -> dict[str, set[str]]:
    """Each mention with all that a person's pairs join to it, over any number of steps."""
    sets: dict[str, set[str]] = {}
    for left, right in pairs:
        both = sets.get(left, {left}) | sets.get(right, {right})
        for member in both:
            sets[member] = both
    return sets


def _fits(
    mention: Mention, group: Sequence[Mention], parted: Collection[frozenset[str]], brought: Collection[str]
) -> bool:
    """True where the mention tells the group's happening: linked to one of it, contradicting none, not parted."""
    if parted and any(frozenset((mention.id, m.id)) in parted for m in group):
        return False
    first = group[:COMPARED]
    if mention.anchor_id:
        first = [*first, *(m for m in group[COMPARED:] if m.id == mention.anchor_id)]
    return any(linked(mention, m) for m in first) and not any(
        contradict(mention, m) for m in first if m.id not in brought
    )


def _told_again(a: Mention, b: Mention) -> bool:
    """True where one of them leans on the other and names the same kind of thing: "the visit of 3 May", "the ceremony".

    What only goes on inside it is a happening of its own: "in the margins of the meeting, she *talked* with ...".
    """
    leaning = a if a.anchor_id == b.id else b if b.anchor_id == a.id else None
    if leaning is None or not families(a.lemma) & families(b.lemma):
        return False
    before = leaning.sentence.text[: leaning.trigger.start - leaning.sentence.start]
    return leaning.date is not None or POINTING.search(before) is not None


def _done_to(mention: Mention) -> set[str]:
    """Ids of the entities that the object names: "bought *Nuance*"."""
    told = fold(mention.object or "")
    return {p.entity.id for p in mention.participants if fold(p.entity.name) in told}


def _everybody(mention: Mention) -> set[str]:
    return {p.entity.id for p in mention.participants}


def _others(a: Mention, b: Mention, role: Role) -> bool:
    """True where each names somebody in the role and nobody of them takes part in the other.

    A bare surname is no other person than the full name; who is met and who meets may change places.
    """
    mine, yours = ([p.entity for p in m.participants if p.role == role and p.entity.kind != "place"] for m in (a, b))
    if not mine or not yours:
        return False
    everyone = [[p.entity for p in m.participants if p.role != "place"] for m in (a, b)]
    return not any(_same_name(x, y) for x in mine for y in everyone[1]) and not any(
        _same_name(x, y) for x in yours for y in everyone[0]
    )


def _same_name(a: Entity, b: Entity) -> bool:
    return a.id == b.id or _one_name(a.name, b.name)


@lru_cache(maxsize=16_384)
def _one_name(a: str, b: str) -> bool:
    left, right = fold(a), fold(b)
    return left.endswith(" " + right) or right.endswith(" " + left)


def _new_here(a: Mention, b: Mention) -> bool:
    """True where one article tells two happenings of a kind: "another", "a meeting" after a meeting, another type."""
    later = max(a, b, key=lambda m: (m.sentence.start, m.trigger.start))
    if a.type != b.type or _one_more(later):
        return True
    before = later.sentence.text[: later.trigger.start - later.sentence.start]
    return a.status == b.status and INDEFINITE.search(before) is not None


def _one_more(mention: Mention) -> bool:
    """ "In addition, several agreements were signed", "another blast": the article sets it apart from what it told."""
    return _adds(mention.sentence.text[: mention.trigger.end - mention.sentence.start])


@lru_cache(maxsize=4_096)
def _adds(lead: str) -> bool:
    return _adding().search(fold(lead)) is not None


@cache
def _adding() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, lexicon().adding))})\b")


def _clearly_best(mention: Mention, groups: list[list[Mention]]) -> list[Mention] | None:
    """The group with clearly more evidence than the next, else None: a vague mention is not forced on one.

    Of "shot" and "killed" in one sentence, the one with the mention's own word is meant.
    """
    named = [g for g in groups if any(m.lemma == mention.lemma for m in g)]
    if len(named) == 1 and all(g is named[0] or _beside(g, named[0]) for g in groups):
        return named[0]
    ranked = sorted(groups, key=lambda g: (-max(score(mention, m) for m in g), min(m.id for m in g)))
    first, second = (max(score(mention, m) for m in g) for g in ranked[:2])
    return ranked[0] if first >= second + 0.25 else None


def _beside(group: Sequence[Mention], other: Sequence[Mention]) -> bool:
    """True where one sentence tells both, of the same days."""
    told = {(m.article_id, m.sentence.start, m.interval) for m in other}
    return any((m.article_id, m.sentence.start, m.interval) in told for m in group)


def _event(group: list[Mention]) -> Event:
    ordered = sorted(group, key=_founding)
    interval, disputed = _agreed([m.interval for m in ordered if m.date_basis != "reference"] or [ordered[0].interval])
    for leaning in (m.interval for m in ordered if m.date_basis == "reference"):
        if leaning.within(interval):  # "that evening" may know the day of what another sentence gives the month
            interval = leaning
    telling = max(
        ordered, key=lambda m: (m.date_basis != "reference", m.status == "happened", len(m.participants), -len(m.title))
    )
    return Event(
        id=ordered[0].id,
        title=telling.title,
        type=telling.type,
        interval=interval,
        status=_status([m.status for m in ordered]),
        disputed=disputed,
        mentions=tuple(m.id for m in ordered),
        participants=_everyone(ordered),
    )


def _founding(mention: Mention) -> tuple[str, str, int, int, str]:
    return (mention.published or "9999", mention.article_id, mention.sentence.start, mention.trigger.start, mention.id)


def _agreed(intervals: list[Interval]) -> tuple[Interval, bool]:
    """What all allow; where they contradict each other, the one most of them support, and True."""
    told = Counter(intervals)
    ranked = sorted(told, key=lambda i: (days(i), i.edtf))
    best = max(ranked, key=lambda i: (sum(n for o, n in told.items() if i.overlaps(o)), -days(i)))
    held = best
    for other in ranked:
        if held.overlaps(other):
            held = _meet(held, other)
    return held, any(not held.overlaps(o) for o in ranked)


def _meet(a: Interval, b: Interval) -> Interval:
    if a.within(b):
        return a
    if b.within(a):
        return b
    low = max((i.earliest for i in (a, b) if i.earliest), default=None)
    high = min((i.latest for i in (a, b) if i.latest), default=None)
    return Interval(low, high, f"{low or '..'}/{high or '..'}")


def _status(told: list[Status]) -> Status:
    order: tuple[Status, ...] = ("happened", "cancelled", "ongoing", "planned", "reported")
    return next(s for s in order if s in told)


def _everyone(mentions: Sequence[Mention]) -> tuple[Participant, ...]:
    held: dict[tuple[str, str], Participant] = {}
    for m in mentions:
        for p in m.participants:
            held.setdefault((p.entity.id, "place" if p.role == "place" else "who"), p)
    places = [p for p in held.values() if p.role == "place"]
    exact = [p for p in places if p.entity.country and p.entity.latitude is not None]
    keep = next(iter(exact or places), None)
    return tuple(p for p in held.values() if p.role != "place" or p is keep)


def _who(mention: Mention) -> frozenset[str]:
    return frozenset(p.entity.id for p in mention.participants if p.role != "place")


def _content(mention: Mention) -> frozenset[str]:
    """Words of the object, or of the title, that tell one happening of a kind from another: no names, no trigger."""
    named = frozenset().union(*(_words(p.entity.name) for p in mention.participants))
    stem = mention.lemma[:4]
    return frozenset(w for w in _words(mention.object or mention.title) - named if not w.startswith(stem))


@lru_cache(maxsize=16_384)
def _words(text: str) -> frozenset[str]:
    return frozenset(WORD.findall(fold(text)))


def _alike(left: str, right: str) -> bool:
    return left == right or fold(left) == fold(right)


def _ordinals(mention: Mention) -> frozenset[str]:
    near = mention.sentence.text[max(0, mention.trigger.start - mention.sentence.start - 60) :][
        : 60 + len(mention.trigger.text)
    ]
    return _counted(near)


@lru_cache(maxsize=16_384)
def _counted(text: str) -> frozenset[str]:
    return frozenset(ORDINAL.findall(text))


def _elsewhere(mine: Entity | None, yours: Entity | None) -> bool:
    """Different places, neither of which can hold the other."""
    if mine is None or yours is None or mine.id == yours.id:
        return False
    if mine.country and yours.country and mine.country != yours.country:
        return True
    return not is_country(mine) and not is_country(yours)


def _reason(a: Mention, b: Mention) -> str:
    shared = sorted({p.entity.name for p in a.participants} & {p.entity.name for p in b.participants})
    days = "same day" if a.interval == b.interval else "overlapping dates"
    return f"{a.lemma} / {b.lemma}, {days}" + (f", both with {', '.join(shared[:3])}" if shared else "")
