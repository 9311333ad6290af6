"""What a person decided, and what follows from it for entities, mentions and events.

Decisions are kept as rows, append only; ``Decided`` is what the standing ones come to, a plain value. An event is named
by the id of any of its mentions, so that a decision holds however events are merged or named later.

    event   merge    subject and object are one event
    event   split    subject and object are two events (named by a mention of each)
    event   rename   value is its title            event  redate  value is its date, EDTF
    event   reject   it is no event: it goes, its mentions stay without one
    entity  merge    object is the entity subject  (both ids; the object goes)
    entity  split    in the article object, subject is another one, named value
    entity  rename   value is its name             entity reject  its words name no entity
    entity  apart    subject and object are two, whatever their names say: they are not suggested as one again
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Literal, cast

from pipeline.model import Entity, Event, Interval, Mention, Participant, digest, slug

Subject = Literal["event", "entity"]
Action = Literal["merge", "split", "rename", "reject", "redate", "apart"]
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "event": ("merge", "split", "rename", "reject", "redate"),
    "entity": ("merge", "split", "rename", "reject", "apart"),
}
PAIRED = ("merge", "split", "apart")
VALUED = ("rename", "redate")
ONE_OR_TWO = (("entity", "merge"), ("entity", "apart"))
Pair = tuple[str, str]


class DecisionError(ValueError):
    """A decision that cannot be taken; the message says why."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One judgement of a person. ``at`` is an ISO instant in UTC."""

    kind: Subject
    action: Action
    subject: str
    object: str | None
    value: str | None
    who: str
    at: str
    why: str
    undone_at: str | None = None
    undone_by: str | None = None
    told: str | None = None  # of an event: the words of the mentions named, JSON, see ``refind``

    @property
    def id(self) -> str:
        """The same decision taken by the same person at the same time is one row, wherever it is imported."""
        return digest(self.kind, self.action, self.subject, self.object, self.value, self.who, self.at)

    def row(self) -> dict[str, Any]:
        """The row of ``decisions``."""
        return {"id": self.id, **asdict(self)}

    def line(self) -> str:
        """The decision as one line of JSON."""
        row = self.row()
        told = row.pop("told")
        return json.dumps(row | ({"told": json.loads(told)} if told else {}), ensure_ascii=False)


def check(decision: Decision) -> Decision:
    """The decision itself; raises DecisionError for one that makes no sense."""
    if decision.kind not in ACTIONS or decision.action not in ACTIONS[decision.kind]:
        raise DecisionError(f"no such decision: {decision.action} of an {decision.kind}")
    if not decision.subject:
        raise DecisionError(f"{decision.action} needs a subject")
    if decision.action in PAIRED and not decision.object:
        raise DecisionError(f"{decision.action} needs two ids")
    if decision.action in PAIRED and decision.object == decision.subject:
        raise DecisionError(f"{decision.subject} cannot be {decision.action}d with itself")
    needs_value = decision.action in VALUED or (decision.kind == "entity" and decision.action == "split")
    if needs_value and not (decision.value or "").strip():
        raise DecisionError(f"{decision.action} of an {decision.kind} needs a value")
    if not decision.who.strip() or not decision.why.strip():
        raise DecisionError("a decision says who took it and why")
    if decision.action == "redate" and decision.value:
        interval(decision.value)
    return decision


def of_row(row: Mapping[str, Any]) -> Decision:
    """The decision in a row or a parsed line of JSON. Raises DecisionError naming what is missing or wrong."""
    known = {f.name for f in fields(Decision)}
    values = {k: v for k, v in row.items() if k in known}
    values["told"] = _told(values.get("told"))
    missing = {"kind", "action", "subject", "who", "at", "why"} - values.keys()
    if missing:
        raise DecisionError(f"a decision without {', '.join(sorted(missing))}")
    optional = {"object", "value", "undone_at", "undone_by", "told"}
    wrong = [k for k, v in values.items() if not isinstance(v, str) and not (v is None and k in optional)]
    if wrong:
        raise DecisionError(f"{', '.join(sorted(wrong))} must be text")
    return check(Decision(**{"object": None, "value": None, **values}))


_WORDS: Mapping[str, type | tuple[type, ...]] = {
    "article": str, "snapshot": str, "sentence": str, "trigger": str, "start": int, "within": int,
    "date": (str, type(None)),
}  # fmt: skip


def _told(told: object) -> str | None:
    """The words of a decision's mentions as the archive keeps them. Raises DecisionError for what are none."""
    if told is None:
        return None
    try:
        words = json.loads(told) if isinstance(told, str) else told
    except ValueError as error:
        raise DecisionError(f"told is no JSON: {error}") from error
    right = isinstance(words, list) and all(
        isinstance(w, dict) and w.keys() == _WORDS.keys() and all(isinstance(w[k], t) for k, t in _WORDS.items())
        for w in words
    )
    if not right:
        raise DecisionError(f"told must be a list of {', '.join(_WORDS)}")
    return json.dumps(words, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def interval(edtf: str) -> Interval:
    """The days of an EDTF date. Raises DecisionError for what is none."""
    from pipeline.edtf import bounds

    try:
        earliest, latest = bounds(edtf)
    except ValueError as error:
        raise DecisionError(f"{edtf!r} is no date: {error}") from error
    return Interval(earliest, latest, edtf)


def order(left: str, right: str) -> Pair:
    """A pair has no direction."""
    return (left, right) if left <= right else (right, left)


@dataclass(frozen=True, slots=True)
class Decided:
    """What the standing decisions come to; where two contradict each other the later one holds."""

    same: Mapping[str, str] = field(default_factory=dict)  # entity -> the entity it is
    split: Mapping[Pair, Entity] = field(default_factory=dict)  # (entity, article) -> the other entity it is there
    names: Mapping[str, str] = field(default_factory=dict)  # entity -> name
    no_entity: frozenset[str] = frozenset()
    distinct: frozenset[Pair] = frozenset()  # entities that are two
    together: Mapping[str, frozenset[str]] = field(default_factory=dict)  # mention -> those joined with it
    apart: Mapping[str, frozenset[str]] = field(default_factory=dict)
    titles: Mapping[str, Decision] = field(default_factory=dict)  # mention -> what renames its event
    dates: Mapping[str, Decision] = field(default_factory=dict)
    no_event: frozenset[str] = frozenset()  # mentions whose event is none

    @property
    def touches_entities(self) -> bool:
        """False where every entity is what the rules say."""
        return bool(self.same or self.split or self.no_entity)

    @property
    def parts_events(self) -> bool:
        """False where which mentions are one event is what the rules say."""
        return bool(self.together or self.apart or self.no_event)

    def entity(self, entity: Entity, article_id: str) -> Entity | None:
        """The entity that this one is in this article, by a person's word; None where it is none."""
        entity = self.split.get((entity.id, article_id), entity)
        target = self.same.get(entity.id, entity.id)
        if target in self.no_entity or entity.id in self.no_entity:
            return None
        return entity if target == entity.id else replace(entity, id=target)

    def mention(self, mention: Mention) -> Mention:
        """The mention with the entities that a person says they are."""
        if not self.touches_entities:
            return mention
        kept: list[Participant] = []
        for participant in mention.participants:
            entity = self.entity(participant.entity, mention.article_id)
            if entity is not None:
                kept.append(replace(participant, entity=entity))
        return replace(mention, participants=tuple(kept))

    def event(self, event: Event) -> Event | None:
        """The event with a person's title and date; None where it is none."""
        members = event.mentions
        if self.no_event.intersection(members):
            return None
        title = _latest(self.titles[m] for m in members if m in self.titles)
        date = _latest(self.dates[m] for m in members if m in self.dates)
        if title is not None and title.value:
            event = replace(event, title=title.value)
        if date is not None and date.value:
            event = replace(event, interval=interval(date.value), disputed=False)
        return event


def decide(decisions: Iterable[Decision], kinds: Mapping[str, Entity] | None = None) -> Decided:
    """What the standing decisions come to, taken in the order of ``at`` and id.

    ``kinds`` gives the entities known, for the kind of one that a split makes.
    """
    same: dict[str, str] = {}
    split: dict[Pair, Entity] = {}
    names: dict[str, str] = {}
    pairs: dict[Pair, str] = {}
    titles: dict[str, Decision] = {}
    dates: dict[str, Decision] = {}
    rejected: dict[Subject, set[str]] = {"event": set(), "entity": set()}
    standing = sorted((d for d in decisions if d.undone_at is None), key=_when)
    last = {order(d.subject, d.object or ""): d.action for d in standing if (d.kind, d.action) in ONE_OR_TWO}
    for d in standing:
        value, other = d.value or "", d.object or ""
        match d.kind, d.action:
            case "entity", "merge" if last[order(d.subject, other)] == "merge":
                _join(same, other, d.subject)
            case "entity", "split":
                entity = _split_entity(d.subject, value, kinds or {})
                split[d.subject, other] = entity
                names[entity.id] = value
            case "entity", "rename":
                names[d.subject] = value
            case "event", ("merge" | "split"):
                pairs[order(d.subject, other)] = d.action
            case "event", "rename":
                titles[d.subject] = d
            case "event", "redate":
                dates[d.subject] = d
            case _, "reject":
                rejected[d.kind].add(d.subject)
    return Decided(
        same={old: _root(same, old) for old in same},
        split=split,
        names=names,
        no_entity=frozenset(rejected["entity"]),
        distinct=frozenset(pair for pair, action in last.items() if action == "apart"),
        together=_partners(p for p, action in pairs.items() if action == "merge"),
        apart=_partners(p for p, action in pairs.items() if action == "split"),
        titles=titles,
        dates=dates,
        no_event=frozenset(rejected["event"]),
    )


def _when(decision: Decision) -> Pair:
    return decision.at, decision.id


def _latest(decisions: Iterable[Decision]) -> Decision | None:
    return max(decisions, key=_when, default=None)


def _partners(pairs: Iterable[Pair]) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for left, right in pairs:
        found.setdefault(left, set()).add(right)
        found.setdefault(right, set()).add(left)
    return {mention: frozenset(others) for mention, others in found.items()}


def _split_entity(subject: str, value: str, kinds: Mapping[str, Entity]) -> Entity:
    """``value`` is a name, or the id of an entity known: the kind is that of the entity it is split from."""
    if value in kinds:
        return kinds[value]
    kind = kinds[subject].kind if subject in kinds else cast(Any, subject.partition("-")[0])
    name = value.strip()
    if f"{kind}-{slug(name)}" == subject:
        # Another bearer of the same name: the id must differ from the one it is split from.
        return Entity(f"{kind}-{slug(name)}-{digest(subject, value, length=6)}", name, kind)
    return Entity(f"{kind}-{slug(name)}", name, kind)


def _root(same: Mapping[str, str], entity_id: str) -> str:
    while entity_id in same:
        entity_id = same[entity_id]
    return entity_id


def _join(same: dict[str, str], old: str, new: str) -> None:
    """Say that ``old``, and all it is one with, is ``new``."""
    root = _root(same, old)
    if root == new:
        return
    if _root(same, new) == root:
        del same[new]  # they are one already: what led from new to old leads from old to new
    same[root] = new
