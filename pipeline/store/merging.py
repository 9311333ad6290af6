"""Events across articles: from the mentions that changed to the event rows that follow.

Start from the mentions that are new or lost a neighbour, gather what is linked with them until nothing more is
(``closure``), cluster each component, and write the difference. Whatever order articles come in, a component's events
depend on its mentions alone.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from pipeline.model import Event, Mention, digest
from pipeline.store import sql
from pipeline.store.closure import Closure, Gatherer, Merger, Pair, Suggested, event_links
from pipeline.store.decisions import Decided
from pipeline.store.rows import event_row


@dataclass(frozen=True, slots=True)
class _Clustered:
    """What a neighbourhood comes to."""

    closure: Closure
    events: list[Event]
    before: Mapping[str, str | None]  # mention -> the event that it told
    after: Mapping[str, str]  # mention -> the event that it tells
    became: Mapping[str, Collection[str | None]]  # an event that was -> those that its mentions tell


class Settler:
    """Brings ``events`` and all that hangs on them in line with the mentions, under one set of decisions."""

    def __init__(self, conn: sqlite3.Connection, merger: Merger, decided: Decided) -> None:
        self.conn = conn
        self.merger = merger
        self.decided = decided
        self.gatherer = Gatherer(conn, merger, decided)

    def neighbourhood(self, seeds: Iterable[str]) -> set[str]:
        """These mentions and all that they are tied to."""
        return set(self.gatherer.closure(seeds).mentions)

    def settle(self, seeds: Iterable[str], gone: Iterable[str] = (), new: Collection[str] | None = None) -> None:
        """Write the events that the mentions around ``seeds`` come to. ``gone`` are events that lost mentions.

        ``new`` are those seeds that are new, or whose story is another one now; the others are as they were settled,
        and are not compared again. Where it is None, all are.
        """
        wanted = set(seeds)
        if self.decided.parts_events:
            new = None  # what a person joins or rejects hides what is linked
        made = self._clustered(wanted, new)
        if new is not None and any(len(now) > 1 for now in made.became.values()):
            new = None  # an event came apart: which of its parts are linked is not known
            made = self._clustered(wanted, new)
        closure, events, after, became = made.closure, made.events, made.after, made.became

        ids = sorted({*became, *gone, *(event.id for event in events)})
        took_part = self._participants(ids)
        links = event_links(self.conn, ids)
        linked = {(after.get(a), after.get(b)) for a, b in closure.links}
        if new is not None:
            linked |= {(only(became[a]), only(became[b])) for a, b in links}
        sql.sync(self.conn, "events", "id", ids, self._rows(events, closure.mentions), ["id"])
        self._write_links(links, {(min(a, b), max(a, b)) for a, b in linked if a and b and a != b}, after)
        moved = [(after.get(id), id) for id, event in made.before.items() if after.get(id) != event]
        self.conn.executemany("UPDATE mentions SET event_id = ? WHERE id = ?", moved)
        self._write_participants(events, took_part)
        self._count_articles({closure.mentions[id].article_id for _, id in moved})
        self._suggest(closure, after, new)

    def _clustered(self, seeds: Collection[str], new: Collection[str] | None) -> _Clustered:
        closure = self.gatherer.closure(seeds, new)
        before = dict(sql.select_in(self.conn, "SELECT id, event_id FROM mentions WHERE id IN ({})", closure.mentions))
        events = [event for group in closure.components() for event in self._cluster(group)]
        after = {m: event.id for event in events for m in event.mentions}
        became: dict[str, set[str | None]] = {}
        for id, event in before.items():
            if event:
                became.setdefault(event, set()).add(after.get(id))
        return _Clustered(closure, events, before, after, became)

    def _cluster(self, group: list[Mention]) -> list[Event]:
        ids = {m.id for m in group}
        apart = _pairs_within(self.decided.apart, ids)
        together = sorted({*_pairs_within(self.decided.together, ids), *self._copies(group)} - set(apart))
        decided = (self.decided.event(e) for e in self.merger.cluster(group, apart=apart, together=together))
        return [event for event in decided if event is not None]

    def _copies(self, group: Iterable[Mention]) -> list[Pair]:
        """What copies of one story say in the same words."""
        told: dict[Pair, list[Mention]] = defaultdict(list)
        for m in group:
            told[self.gatherer.told_by[m.article_id][1], self.gatherer.words[m.id]].append(m)
        return [
            (a.id, b.id) if a.id < b.id else (b.id, a.id)
            for copies in told.values()
            for a, b in combinations(copies, 2)
            if self.gatherer.copied(a, b)
        ]

    def _write_links(self, then: set[Pair], now: set[Pair], after: Mapping[str, str]) -> None:
        """Which events have linked mentions and are two; those of an event that is gone went with it."""
        there = set(after.values())
        gone = [pair for pair in then - now if there.issuperset(pair)]
        self.conn.executemany("DELETE FROM event_links WHERE event_id = ? AND other_id = ?", gone)
        new = [pair for pair in now if pair not in then]
        self.conn.executemany("INSERT INTO event_links(event_id, other_id) VALUES (?, ?)", sorted(new))

    def _rows(self, events: Sequence[Event], mentions: Mapping[str, Mention]) -> list[sql.Row]:
        told_by = {m.article_id: self.gatherer.told_by[m.article_id] for m in mentions.values()}
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

    def _suggest(self, closure: Closure, events: Mapping[str, str], new: Collection[str] | None) -> None:
        """The pairs of these events that are near but not certain: the best pair of mentions for two events."""
        known = {**closure.mentions, **closure.around}
        held = self._suggested(closure.mentions)
        rows = [] if new is None else list(held.values())  # of what is not compared again
        others = {row[side] for row in rows for side in ("subject", "object")} | closure.around.keys()
        place = dict(sql.select_in(self.conn, "SELECT id, event_id FROM mentions WHERE id IN ({})", sorted(others)))
        place.update(events)
        for a, b in closure.pairs:
            if place.get(a) != place.get(b) and b not in self.decided.apart.get(a, ()):
                rows += map(_suggestion_row, self.merger.suggest([known[a], known[b]]))
        best: dict[Pair, sql.Row] = {}
        for row in sorted(rows, key=lambda row: (-row["score"], row["subject"], row["object"])):
            left, right = place.get(row["subject"]), place.get(row["object"])
            if left and right and left != right:
                best.setdefault((min(left, right), max(left, right)), row)
        wanted = {row["id"]: row for row in best.values()}
        sql.delete(self.conn, "suggestions", "id", sorted(held.keys() - wanted.keys()))
        sql.insert(self.conn, "suggestions", [wanted[id] for id in sorted(wanted.keys() - held.keys())], ignore=True)

    def _suggested(self, mentions: Collection[str]) -> dict[str, sql.Row]:
        """The suggestions that name these mentions, by id."""
        return {
            row["id"]: row
            for column in ("subject", "object")
            for row in sql.rows_in(self.conn, f"SELECT * FROM suggestions WHERE {column} IN ({{}})", sorted(mentions))
        }


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


def only(values: Collection[str | None]) -> str | None:
    """The one of them."""
    (value,) = values
    return value


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


def link(conn: sqlite3.Connection, merger: Merger, decided: Decided) -> None:
    """Fill ``event_links`` for an archive that was made before there was one."""
    waiting = [id for (id,) in conn.execute("SELECT id FROM mentions ORDER BY id")]
    event_of = dict(conn.execute("SELECT id, event_id FROM mentions WHERE event_id IS NOT NULL"))
    gatherer, done = Gatherer(conn, merger, decided), set[str]()
    for id in waiting:
        if id in done:
            continue
        closure = gatherer.closure([id])
        done |= closure.mentions.keys()
        found = {(event_of.get(a), event_of.get(b)) for a, b in closure.links}
        pairs = {(min(a, b), max(a, b)) for a, b in found if a and b and a != b}
        conn.executemany("INSERT INTO event_links(event_id, other_id) VALUES (?, ?)", sorted(pairs))
