"""The tables ``entities`` and ``entity_names``: what articles say of each entity, counted, and a person's word on top.

Every article's claims are counted in ``entity_claims`` and taken back when it is read again or removed, so the rows
depend on what is in the archive and not on the order in which it came.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.model import Entity, Extraction
from pipeline.store import sql
from pipeline.store.decisions import Decided
from pipeline.store.rows import compact, entity_of, entity_values

Claim = tuple[str, str]  # entity id, JSON
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
    found = {(e.id, compact(["is", *entity_values(e)[1:]])) for e in entities}
    found |= {(e.id, compact(["called", e.name, ""])) for e in entities}
    found |= {(id, compact(["called", name, language or ""])) for id, name, language in extraction.names}
    return sorted(found)


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
        roots = {self.decided.same.get(id, id) for id in wanted} - self.decided.no_entity
        return {root for root in sorted(roots) if self._write(root)}

    def prune(self, ids: Iterable[str]) -> None:
        """Delete the entities that no article claims (any more) and no row refers to."""
        for id in sorted(ids):
            root = self.decided.same.get(id, id)
            if root != id or id in self.decided.no_entity or not self._claims(id):
                self.conn.execute(UNREFERENCED, (id,))

    def _claims(self, root: str) -> list[tuple[str, str, int]]:
        """(entity id, claim, articles) of the entity and of all merged into it, what most articles say first."""
        ids = [root, *sorted(self.merged.get(root, []))]
        rows = [
            tuple(row)
            for row in sql.select_in(
                self.conn, "SELECT entity_id, claim, articles FROM entity_claims WHERE entity_id IN ({})", ids
            )
        ]
        if root in self.made:
            rows.append((root, compact(["is", *entity_values(self.made[root])[1:]]), 0))
        return sorted(rows, key=lambda r: (r[0] != root, -r[2], r[1]))

    def _write(self, root: str) -> bool:
        entity, names = fold(root, self._claims(root))
        if entity is None:
            return False
        name = self.decided.names.get(root, entity.name)
        names.setdefault((name, ""), 0)
        known = self.conn.execute("SELECT name FROM entities WHERE id = ?", (root,)).fetchone()
        row = dict(
            zip(
                ("id", "name", "kind", "wikidata", "country", "latitude", "longitude"),
                entity_values(entity),
                strict=True,
            )
        )
        sql.upsert(self.conn, "entities", {**row, "name": name})
        self._write_names(root, names)
        return known is not None and known[0] != name

    def _write_names(self, root: str, names: Mapping[tuple[str, str], int]) -> None:
        held = {
            (name, language): articles
            for name, language, articles in self.conn.execute(
                "SELECT name, language, articles FROM entity_names WHERE entity_id = ?", (root,)
            )
        }
        if held == names:
            return
        self.conn.executemany(
            "DELETE FROM entity_names WHERE entity_id = ? AND name = ? AND language = ?",
            [(root, *key) for key in held.keys() - names.keys()],
        )
        self.conn.executemany(
            "INSERT INTO entity_names(entity_id, name, language, articles) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO UPDATE SET articles = excluded.articles",
            [(root, *key, n) for key, n in sorted(names.items()) if held.get(key) != n],
        )


def fold(root: str, ranked: Sequence[tuple[str, str, int]]) -> tuple[Entity | None, dict[tuple[str, str], int]]:
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
