"""The neighbourhood of mentions: all that is tied to them, by rule, decision or event, through blocking keys.

What was settled before is not compared again: which events have mentions that are linked, and are two all the same,
is kept in ``event_links``. So a mention more costs what it is compared with, and not all that those are compared with.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.model import Event, Mention, digest
from pipeline.store import sql
from pipeline.store.decisions import Decided
from pipeline.store.rows import mention_of

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
    """Mentions closed under what ties them; ``pairs`` are all that were compared, in order."""

    mentions: dict[str, Mention] = field(default_factory=dict)
    links: set[Pair] = field(default_factory=set)  # of those compared, the pairs that tell one event by themselves
    ties: set[Pair] = field(default_factory=set)  # what else holds together
    pairs: set[Pair] = field(default_factory=set)
    around: dict[str, Mention] = field(default_factory=dict)  # those compared that are outside

    def components(self) -> list[list[Mention]]:
        """The mentions by what ties them together, each component and all of them in the order of ids."""
        parent = {id: id for id in self.mentions}

        def root(id: str) -> str:
            while parent[id] != id:
                parent[id] = parent[parent[id]]
                id = parent[id]
            return id

        for a, b in self.links | self.ties:
            left, right = sorted((root(a), root(b)))
            parent[right] = left
        groups: dict[str, list[Mention]] = defaultdict(list)
        for id in sorted(self.mentions):
            groups[root(id)].append(self.mentions[id])
        return list(groups.values())


class Gatherer:
    """Finds neighbourhoods under one set of decisions, and remembers what it read of the mentions in them."""

    def __init__(self, conn: sqlite3.Connection, merger: Merger, decided: Decided) -> None:
        self.conn = conn
        self.merger = merger
        self.decided = decided
        self.told_by: dict[str, tuple[str | None, str]] = {}  # article -> its source, and the story it is a copy of
        self.words: dict[str, str] = {}  # mention -> same_words

    def closure(self, seeds: Iterable[str], compared: Collection[str] | None = None) -> Closure:
        """All mentions that ``seeds`` are tied to, directly or through others, by rule, decision or event.

        Only ``compared``, some of the seeds, are compared with others: all else is as it was settled, and tied as its
        events are. Where it is None, all are compared.
        """
        self.told_by.clear()
        self.words.clear()
        closure = Closure()
        loaded: dict[str, Mention] = {}
        frontier = set(seeds)
        while frontier:
            self._load(frontier, loaded)
            fresh = {id: loaded[id] for id in frontier if id in loaded}  # a decision may name a mention that is gone
            pairs = self._pairs(fresh if compared is None else fresh.keys() & compared, closure.mentions)
            closure.mentions.update(fresh)
            ties = self._ties(fresh)
            if compared is not None:
                ties |= self._settled(fresh)
            self._load({id for pair in ties | pairs for id in pair}, loaded)
            closure.pairs |= pairs
            closure.links |= {
                (a, b)
                for a, b in pairs
                if self.copied(loaded[a], loaded[b]) or self.merger.linked(loaded[a], loaded[b])
            }
            closure.ties |= {(a, b) for a, b in ties if a in loaded and b in loaded}
            frontier = {id for pair in closure.links | closure.ties for id in pair} - closure.mentions.keys()
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

    def copied(self, a: Mention, b: Mention) -> bool:
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

    def _settled(self, fresh: Collection[str]) -> set[Pair]:
        """The events of these mentions with those that are linked with them; an event's id is that of a mention."""
        events = {e for (e,) in sql.select_in(self.conn, "SELECT event_id FROM mentions WHERE id IN ({})", fresh) if e}
        return event_links(self.conn, events)

    def _pairs(self, compared: Collection[str], earlier: Collection[str]) -> set[Pair]:
        """The pairs to compare: those that share a key and a day, and were not compared in an earlier round."""
        found = {
            pair
            for query in (SAME_DAY, DAY_IN_PERIOD, ANY_AND_PERIOD)
            for pair in sql.select_in(self.conn, query, sorted(compared))
        }
        return {(a, b) if a < b else (b, a) for a, b in found if a != b and b not in earlier}


def event_links(conn: sqlite3.Connection, events: Iterable[str]) -> set[Pair]:
    """The pairs of events, the smaller id first, that have linked mentions and one of which is among these."""
    ids = sorted(events)
    return {
        pair
        for column in ("event_id", "other_id")
        for pair in sql.select_in(conn, f"SELECT event_id, other_id FROM event_links WHERE {column} IN ({{}})", ids)
    }


def same_words(mention: Mention) -> str:
    """A blocking key of the words themselves: the sentence and where in it the trigger stands."""
    return "words|" + digest(mention.sentence.text, str(mention.trigger.start - mention.sentence.start))
