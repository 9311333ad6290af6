"""The tables ``entities`` and ``entity_names``: what articles say of each entity, counted, and a person's word on top.

Every article's claims are counted in ``entity_claims`` and taken back when it is read again or removed, so the rows
depend on what is in the archive and not on the order in which it came.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from pipeline.model import Entity, Extraction
from pipeline.store import alike, sql
from pipeline.store.decisions import Decided
from pipeline.store.rows import compact, entity_of, entity_values

Claim = tuple[str, str]  # entity id, JSON
Ranked = tuple[str, str, int]  # entity id, claim, by how many articles
COLUMNS = ("id", "name", "kind", "wikidata", "country", "latitude", "longitude")
UNREFERENCED = """
    DELETE FROM entities WHERE id = ?1
    AND NOT EXISTS (SELECT 1 FROM entity_mentions WHERE entity_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM event_entities WHERE entity_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM events WHERE place_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM offices WHERE entity_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM figures WHERE party = ?1)
    AND NOT EXISTS (SELECT 1 FROM figures WHERE counterparty = ?1)
    AND NOT EXISTS (SELECT 1 FROM figures WHERE speaker = ?1)
"""


def claims(extraction: Extraction) -> list[Claim]:
    """What the article says of each entity, each once, in order: what it is, and every name it goes by."""
    entities = set(extraction.entities)
    entities |= {p.entity for m in extraction.mentions for p in m.participants}
    entities |= {e for f in extraction.figures for e in (f.party, f.counterparty, f.speaker) if e is not None}
    entities |= {o.entity for o in extraction.offices}
    found = {claim for e in entities for claim in (_is(e), _called(e.id, e.name, ""))}
    found |= {_called(id, name, language or "") for id, name, language in extraction.names}
    return sorted(found)


@lru_cache(maxsize=16_384)  # articles tell of the same countries, cities and people
def _is(entity: Entity) -> Claim:
    return entity.id, compact(["is", *entity_values(entity)[1:]])


@lru_cache(maxsize=65_536)
def _called(id: str, name: str, language: str) -> Claim:
    return id, compact(["called", name, language])


def count(conn: sqlite3.Connection, added: Iterable[Claim], taken: Iterable[Claim]) -> set[str]:
    """Count claims of articles in and out; the entities whose claims are others now."""
    changes = Counter(added)
    changes.subtract(taken)
    changed = {claim: n for claim, n in changes.items() if n}
    conn.executemany(
        "INSERT INTO entity_claims(entity_id, claim, articles) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
        [(id, claim, n) for (id, claim), n in changed.items()],
    )
    conn.executemany(
        "DELETE FROM entity_claims WHERE entity_id = ? AND claim = ? AND articles <= 0",
        [claim for claim, n in changed.items() if n < 0],
    )
    return {id for id, _ in changed}


class Names:
    """The entities' rows under one set of decisions."""

    def __init__(self, conn: sqlite3.Connection, decided: Decided) -> None:
        self.conn = conn
        self.decided = decided
        self.merged: dict[str, list[str]] = {}
        for old, new in decided.same.items():
            self.merged.setdefault(new, []).append(old)
        self.made = {e.id: e for e in decided.split.values()}

    def refresh(self, ids: Iterable[str]) -> set[str]:
        """Write the rows of these entities and of those they are merged into; the ids whose name is another now."""
        wanted = set(ids)
        wanted |= {entity.id for (id, _), entity in self.decided.split.items() if id in wanted}
        roots = sorted({self.decided.same.get(id, id) for id in wanted} - self.decided.no_entity)
        rows: list[dict[str, Any]] = []
        names: list[dict[str, Any]] = []
        for root, ranked in self._claims(roots).items():
            entity, called = fold(root, ranked)
            if entity is None:
                continue
            name = self.decided.names.get(root, entity.name)
            called.setdefault((name, ""), 0)
            rows.append(dict(zip(COLUMNS, entity_values(entity), strict=True)) | {"name": name})
            names += [
                {"entity_id": root, "name": told, "language": language, "articles": n}
                for (told, language), n in sorted(called.items())
            ]
        written = [row["id"] for row in rows]
        before = alike.load(self.conn, written)
        sql.sync(self.conn, "entities", "id", written, rows, ["id"])
        sql.sync(self.conn, "entity_names", "entity_id", written, names, ["entity_id", "name", "language"])
        now = alike.load(self.conn, written)
        alike.refresh(self.conn, before, now, self.decided)
        return {id for id, named in now.items() if id in before and before[id].name != named.name}

    def prune(self, ids: Iterable[str]) -> None:
        """Delete the entities that no article claims (any more) and no row refers to."""
        wanted = sorted(ids)
        claimed = self._claims(wanted)
        doubtful = [id for id in wanted if id in self.decided.same or id in self.decided.no_entity or not claimed[id]]
        before = alike.load(self.conn, doubtful)
        self.conn.executemany(UNREFERENCED, [(id,) for id in doubtful])
        alike.refresh(self.conn, before, alike.load(self.conn, doubtful), self.decided)

    def _claims(self, roots: Sequence[str]) -> dict[str, list[Ranked]]:
        """What is said of each entity, and of all merged into it: its own first, then what most articles say."""
        root_of = {id: root for root in roots for id in (root, *self.merged.get(root, ()))}
        found: dict[str, list[Ranked]] = {root: [] for root in roots}
        for id, claim, articles in sql.select_in(
            self.conn, "SELECT entity_id, claim, articles FROM entity_claims WHERE entity_id IN ({})", root_of
        ):
            found[root_of[id]].append((id, claim, articles))
        for root in found.keys() & self.made.keys():
            found[root].append((root, compact(["is", *entity_values(self.made[root])[1:]]), 0))
        return {root: sorted(ranked, key=lambda r: (r[0] != root, -r[2], r[1])) for root, ranked in found.items()}


def fold(root: str, ranked: Sequence[Ranked]) -> tuple[Entity | None, dict[tuple[str, str], int]]:
    """The entity that ranked claims come to, and how many articles use each name.

    The first claim says what it is; where it is silent on a value, the next one that tells it is heard.
    """
    values: list[Any] | None = None
    names: Counter[tuple[str, str]] = Counter()
    for _, claim, articles in ranked:
        what, *told = json.loads(claim)
        if what == "called":
            names[told[0], told[1]] += articles
        elif values is None:
            values = told
        else:
            values = [old if old is not None else new for old, new in zip(values, told, strict=True)]
    return (entity_of([root, *values]) if values is not None else None), dict(names)
