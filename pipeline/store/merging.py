"""Events across articles: from the mentions that changed to the event rows that follow.

Start from the mentions that are new or lost a neighbour, gather what is linked with them until nothing more is
(through blocking keys, so the cost follows the neighbourhood and not the archive), cluster each component, and write
the difference. Whatever order articles come in, a component's events depend on its mentions alone.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from pipeline.model import Event, Mention, digest
from pipeline.store import sql
from pipeline.store.decisions import Decided
from pipeline.store.rows import event_row, mention_of

Pair = tuple[str, str]
# Two mentions without a common day never tell one event. In a busy block, those of one day meet those of that day
# through the key's index, and only those of several days, which are few, are looked at one by one.
SAME_DAY = """
    SELECT DISTINCT mine.mention_id, theirs.mention_id FROM mention_keys mine
    JOIN mention_keys theirs ON theirs.key = mine.key AND theirs.day = mine.day
    WHERE mine.mention_id IN ({}) AND mine.day <> ''
"""
DAY_IN_PERIOD = """
    SELECT DISTINCT mine.mention_id, theirs.mention_id FROM mention_keys mine
    JOIN mentions a ON a.id = mine.mention_id
    JOIN mention_keys theirs ON theirs.key = mine.key AND theirs.day > ''
        AND theirs.day BETWEEN coalesce(a.start_date, '') AND coalesce(a.end_date, '~')
    WHERE mine.mention_id IN ({}) AND mine.day = ''
"""
ANY_AND_PERIOD = """
    SELECT DISTINCT mine.mention_id, theirs.mention_id FROM mention_keys mine
    JOIN mentions a ON a.id = mine.mention_id
    JOIN mention_keys theirs ON theirs.key = mine.key AND theirs.day = ''
    JOIN mentions b ON b.id = theirs.mention_id
    WHERE mine.mention_id IN ({})
    AND (a.end_date IS NULL OR b.start_date IS NULL OR a.end_date >= b.start_date)
    AND (b.end_date IS NULL OR a.start_date IS NULL OR b.end_date >= a.start_date)
"""


class Suggested(Protocol):
    """A pair of mentions that may tell one event."""

    @property
    def left(self) -> str: ...
    @property
    def right(self) -> str: ...
    @property
    def score(self) -> float: ...
    @property
    def reason(self) -> str: ...


class Merger(Protocol):
    """The rules of merging, as ``pipeline.events.merge`` has them.

    ``linked`` is symmetric, and false for mentions that share no key or no day.
    """

    def keys(self, mention: Mention, /) -> frozenset[str]: ...
    def linked(self, a: Mention, b: Mention, /) -> bool: ...
    def cluster(
        self, mentions: Sequence[Mention], apart: Collection[Pair] = (), together: Collection[Pair] = ()
    ) -> list[Event]: ...
    def suggest(self, mentions: Sequence[Mention], /) -> Sequence[Suggested]: ...


@dataclass(slots=True)
class Closure:
    """Mentions closed under ``linked``, with what ties them; ``pairs`` are all that were compared, in order."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    links: list[Pair] = field(default_factory=list)
    pairs: set[Pair] = field(default_factory=set)
    around: dict[str, Mention] = field(default_factory=dict)  # those compared that are outside
    copied: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))  # the same words of the same story

    def components(self) -> list[list[Mention]]:
        """The mentions by what ties them together, each component and all of them in the order of ids."""
        parent = {id: id for id in self.mentions}

        def root(id: str) -> str:
            while parent[id] != id:
                parent[id] = parent[parent[id]]
                id = parent[id]
            return id

        for a, b in self.links:
            left, right = sorted((root(a), root(b)))
            parent[right] = left
        groups: dict[str, list[Mention]] = defaultdict(list)
        for id in sorted(self.mentions):
            groups[root(id)].append(self.mentions[id])
        return list(groups.values())


class Settler:
    """Brings ``events`` and all that hangs on them in line with the mentions, under one set of decisions."""

    def __init__(self, conn: sqlite3.Connection, merger: Merger, decided: Decided) -> None:
        self.conn = conn
        self.merger = merger
        self.decided = decided
        self.told_by: dict[str, tuple[str | None, str]] = {}  # article -> its source, and the story it is a copy of
        self.words: dict[str, str] = {}  # mention -> same_words

    def closure(self, seeds: Iterable[str]) -> Closure:
        """All mentions that ``seeds`` are tied to, directly or through others, by rule, decision or event."""
        self.told_by.clear()
        self.words.clear()
        closure = Closure()
        loaded: dict[str, Mention] = {}
        frontier = set(seeds)
        while frontier:
            self._load(frontier, loaded)
            fresh = {id: loaded[id] for id in frontier if id in loaded}  # a decision may name a mention that is gone
            closure.mentions.update(fresh)
            ties = self._ties(fresh)
            pairs = self._pairs(fresh, closure)
            self._load({id for pair in ties | pairs for id in pair}, loaded)
            closure.pairs |= pairs
            for a, b in sorted(pairs):
                if self._copied(loaded[a], loaded[b]):
                    closure.copied[a].add(b)
                    closure.copied[b].add(a)
                    closure.links.append((a, b))
                elif self.merger.linked(loaded[a], loaded[b]):
                    closure.links.append((a, b))
            closure.links += [(a, b) for a, b in sorted(ties) if a in loaded and b in loaded]
            frontier = {id for pair in closure.links for id in pair} - closure.mentions.keys()
        outside = {id for pair in closure.pairs for id in pair} - closure.mentions.keys()
        closure.around = {id: loaded[id] for id in outside}
        return closure

    def _load(self, ids: Iterable[str], loaded: dict[str, Mention]) -> None:
        missing = sorted(set(ids) - loaded.keys())
        for row in sql.rows_in(self.conn, "SELECT * FROM mentions WHERE id IN ({})", missing):
            loaded[row["id"]] = self.decided.mention(mention_of(row))
            self.words[row["id"]] = same_words(loaded[row["id"]])
        articles = {loaded[id].article_id for id in missing if id in loaded} - self.told_by.keys()
        self.told_by |= {
            id: (source, story)
            for id, source, story in sql.select_in(
                self.conn, "SELECT id, source_id, coalesce(copy_of, id) FROM articles WHERE id IN ({})", articles
            )
        }

    def _copied(self, a: Mention, b: Mention) -> bool:
        """True where one story's copies say the same in the same words: one event, whoever could tell who or when."""
        return (
            a.article_id != b.article_id
            and self.told_by[a.article_id][1] == self.told_by[b.article_id][1]
            and self.words[a.id] == self.words[b.id]
            and a.interval.overlaps(b.interval)
        )

    def _ties(self, fresh: Mapping[str, Mention]) -> set[Pair]:
        """What holds together without a comparison: a person's word, a reference, the event as it stands."""
        ties = {(id, other) for id in fresh for other in self.decided.together.get(id, ())}
        ties |= {(id, m.anchor_id) for id, m in fresh.items() if m.anchor_id}
        ties |= set(sql.select_in(self.conn, "SELECT anchor_id, id FROM mentions WHERE anchor_id IN ({})", fresh))
        events = {e for (e,) in sql.select_in(self.conn, "SELECT event_id FROM mentions WHERE id IN ({})", fresh) if e}
        first: dict[str, str] = {}  # of each event: all its mentions are tied to one, not each to each
        for event, id in sorted(
            sql.select_in(self.conn, "SELECT event_id, id FROM mentions WHERE event_id IN ({})", sorted(events))
        ):
            ties.add((first.setdefault(event, id), id))
        return {(a, b) for a, b in ties if a != b}

    def _pairs(self, fresh: Mapping[str, Mention], closure: Closure) -> set[Pair]:
        """The pairs to compare: those that share a key and a day, and were not compared in an earlier round."""
        done = closure.mentions.keys() - fresh.keys()
        found = {
            pair
            for query in (SAME_DAY, DAY_IN_PERIOD, ANY_AND_PERIOD)
            for pair in sql.select_in(self.conn, query, fresh)
        }
        return {(a, b) if a < b else (b, a) for a, b in found if a != b and b not in done}

    def settle(self, seeds: Iterable[str], gone: Iterable[str] = ()) -> None:
        """Write the events that the mentions around ``seeds`` come to. ``gone`` are events that lost mentions."""
        closure = self.closure(seeds)
        before = dict(sql.select_in(self.conn, "SELECT id, event_id FROM mentions WHERE id IN ({})", closure.mentions))
        events = [event for group in closure.components() for event in self._cluster(group, closure.copied)]
        after = {m: event.id for event in events for m in event.mentions}

        old = {e for e in before.values() if e} | set(gone)
        ids = sorted(old | {event.id for event in events})
        took_part = self._participants(ids)
        sql.sync(self.conn, "events", "id", ids, self._rows(events, closure.mentions), ["id"])
        moved = [(after.get(id), id) for id, event in before.items() if after.get(id) != event]
        self.conn.executemany("UPDATE mentions SET event_id = ? WHERE id = ?", moved)
        self._write_participants(events, took_part)
        self._count_articles({closure.mentions[id].article_id for _, id in moved})
        self._suggest(closure, after)

    def _cluster(self, group: list[Mention], copied: Mapping[str, set[str]]) -> list[Event]:
        ids = {m.id for m in group}
        apart = _pairs_within(self.decided.apart, ids)
        together = sorted({*_pairs_within(self.decided.together, ids), *_pairs_within(copied, ids)} - set(apart))
        decided = (self.decided.event(e) for e in self.merger.cluster(group, apart=apart, together=together))
        return [event for event in decided if event is not None]

    def _rows(self, events: Sequence[Event], mentions: Mapping[str, Mention]) -> list[sql.Row]:
        told_by = {m.article_id: self.told_by[m.article_id] for m in mentions.values()}
        names = entity_names(self.conn, {p.entity.id for event in events for p in event.participants})
        rows: list[sql.Row] = []
        for event in events:
            members = [mentions[m] for m in event.mentions]
            took_part = actors((p.entity.id, p.role) for p in event.participants)
            row = event_row(event, members, told_by)
            rows.append(row | {"actors": "; ".join(names[id] for id in took_part)})
        return rows

    def _participants(self, events: Iterable[str]) -> set[tuple[str, str, str]]:
        query = "SELECT event_id, entity_id, role FROM event_entities WHERE event_id IN ({})"
        return set(sql.select_in(self.conn, query, events))

    def _write_participants(self, events: Sequence[Event], then: Collection[tuple[str, str, str]]) -> None:
        """The difference in ``event_entities``, and what it does to each entity's count of events."""
        now = {(event.id, p.entity.id, p.role) for event in events for p in event.participants}
        self.conn.executemany(
            "DELETE FROM event_entities WHERE event_id = ? AND entity_id = ? AND role = ?", sorted(set(then) - now)
        )
        self.conn.executemany(
            "INSERT INTO event_entities(event_id, entity_id, role) VALUES (?, ?, ?)", sorted(now - set(then))
        )
        counts: dict[str, int] = defaultdict(int)
        for sign, rows in ((1, now), (-1, then)):
            for entity in (entity for _, entity in {row[:2] for row in rows}):
                counts[entity] += sign
        self.conn.executemany(
            "UPDATE entities SET events_count = events_count + ? WHERE id = ?",
            [(n, entity) for entity, n in counts.items() if n],
        )

    def _count_articles(self, articles: Iterable[str]) -> None:
        self.conn.executemany(
            "UPDATE articles SET events_count = (SELECT count(DISTINCT event_id) FROM mentions WHERE article_id = ?1) "
            "WHERE id = ?1",
            [(a,) for a in sorted(articles)],
        )

    def _suggest(self, closure: Closure, events: Mapping[str, str]) -> None:
        """The pairs of these events that are near but not certain: the best pair of mentions for two events."""
        known = {**closure.mentions, **closure.around}
        place = dict(sql.select_in(self.conn, "SELECT id, event_id FROM mentions WHERE id IN ({})", closure.around))
        place.update(events)
        best: dict[Pair, Suggested] = {}
        for a, b in sorted(closure.pairs):
            left, right = place.get(a), place.get(b)
            if left is None or right is None or left == right or b in self.decided.apart.get(a, ()):
                continue
            for suggestion in self.merger.suggest([known[a], known[b]]):
                pair = (left, right) if left < right else (right, left)
                if pair not in best or suggestion.score > best[pair].score:
                    best[pair] = suggestion
        for column in ("subject", "object"):
            sql.delete(self.conn, "suggestions", column, closure.mentions)
        sql.insert(self.conn, "suggestions", [_suggestion_row(s) for s in best.values()], ignore=True)


def _suggestion_row(suggestion: Suggested) -> dict[str, Any]:
    left, right = sorted((suggestion.left, suggestion.right))
    return {
        "id": digest("event", "merge", left, right),
        "kind": "event",
        "action": "merge",
        "subject": left,
        "object": right,
        "score": float(suggestion.score),
        "reason": suggestion.reason,
    }


def same_words(mention: Mention) -> str:
    """A blocking key of the words themselves: the sentence and where in it the trigger stands."""
    return "words|" + digest(mention.sentence.text, str(mention.trigger.start - mention.sentence.start))


def _pairs_within(partners: Mapping[str, Collection[str]], ids: Collection[str]) -> list[Pair]:
    return sorted((a, b) for a in ids for b in partners.get(a, ()) if a < b and b in ids)


def actors(participants: Iterable[Pair]) -> list[str]:
    """The ids of who takes part, in order, each once; the place and the object are no actors."""
    return list(dict.fromkeys(id for id, role in participants if role not in ("place", "object")))


def entity_names(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of these entities."""
    return dict(sql.select_in(conn, "SELECT id, name FROM entities WHERE id IN ({})", ids))


def events_with(conn: sqlite3.Connection, entities: Iterable[str]) -> set[str]:
    """The events that these entities take part in; each id is also that of a mention, its founding one."""
    found = sql.select_in(
        conn, "SELECT DISTINCT event_id FROM event_entities WHERE entity_id IN ({})", sorted(entities)
    )
    return {id for (id,) in found}
