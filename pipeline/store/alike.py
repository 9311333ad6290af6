"""Entities that may be one: two ids of one kind whose names read as one name, for a person to decide.

Pairs are found by blocking keys (the consonants of a surname, the initials of a body, the consonants of a place) and
judged by ``pipeline.entities.same_name``. What is suggested depends on the entities that there are, not on the order
in which they came: whenever one comes, goes or changes, its pairs are judged anew. Machines only suggest.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.model import digest
from pipeline.store import sql
from pipeline.store.decisions import Decided, order

KINDS = ("person", "organization", "place")
ENOUGH = 0.5  # as same_name has it
MOST_BEARERS = 3  # a surname alone is suggested to be one of so many people, or of nobody
SPELLINGS = 4  # full spellings of a person that are compared besides the name

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """What is compared of an entity."""

    id: str
    kind: str
    name: str  # the one it goes by
    names: tuple[str, ...]  # those compared: of a person the full ones, where there are any
    wikidata: str | None
    country: str | None

    @property
    def bare(self) -> bool:
        """A person of whom only one word is known."""
        return self.kind == "person" and " " not in self.names[0]


@lru_cache(maxsize=65_536)
def consonants(word: str) -> str:
    """What spellings of a word share; the whole word where that is too little."""
    from pipeline.entities.latin import romanise, skeleton

    plain = re.sub(r"[^a-z]", "", romanise(word).lower())
    bones = skeleton(plain)
    return bones if len(bones) > 1 else plain


def keys(named: Named) -> set[str]:
    """The blocks of an entity; those of one kind that share none are never compared."""
    if named.kind not in KINDS:
        return set()
    found: set[str] = set()
    for name in named.names:
        words = re.findall(r"[^\W_]+", re.sub(r"\([^)]*\)", "", name)) or re.findall(r"[^\W_]+", name)
        if not words:
            continue
        if named.kind == "person":
            found.add(consonants(words[-1])[:5])
        elif named.kind == "place":
            found.add(consonants("".join(words))[:6])
        else:
            acronym = len(words) == 1 and words[0].isupper()
            initials = words[0] if acronym else "".join(w[0] for w in words if w[0].isupper())
            found.add("".join(sorted(initials)))
            found.add(consonants("".join(words))[:8])
    return {f"{named.kind}|{key.lower()}" for key in found if len(key) > 1}


def load(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Named]:
    """What is compared of these entities; those that are not there are left out."""
    wanted = sorted(set(ids))
    spelled: dict[str, list[str]] = {}
    for id, name in sql.select_in(
        conn,
        "SELECT DISTINCT entity_id, name FROM entity_names WHERE entity_id IN ({}) AND name LIKE '% %' ORDER BY name",
        wanted,
    ):
        spelled.setdefault(id, []).append(name)
    found: dict[str, Named] = {}
    for id, name, kind, wikidata, country in sql.select_in(
        conn, "SELECT id, name, kind, wikidata, country FROM entities WHERE id IN ({})", wanted
    ):
        names = [name]
        if kind == "person":
            names += [other for other in spelled.get(id, ()) if other != name][:SPELLINGS]
            names = [told for told in names if " " in told] or names
        found[id] = Named(id, kind, name, tuple(names), wikidata, country)
    return found


def refresh(conn: sqlite3.Connection, before: Mapping[str, Named], now: Mapping[str, Named], decided: Decided) -> None:
    """Bring keys and suggestions in line with entities that were ``before`` and are ``now``, by id."""
    changed = {id for id in before.keys() | now.keys() if before.get(id) != now.get(id)}
    if not changed:
        return
    rows: list[sql.Row] = [
        {"key": key, "entity_id": id} for id in sorted(changed & now.keys()) for key in keys(now[id])
    ]
    sql.sync(conn, "entity_keys", "entity_id", sorted(changed), rows, ["key", "entity_id"])
    blocks = {key for id in changed for named in (before.get(id), now.get(id)) if named for key in keys(named)}
    suggest(conn, changed, blocks, decided)


def suggest(conn: sqlite3.Connection, ids: Iterable[str], blocks: Iterable[str], decided: Decided) -> None:
    """Judge anew the pairs of these entities, and those of surnames alone in these blocks."""
    wanted = set(ids)
    mates: dict[str, set[str]] = {}
    for key, id in sql.select_in(conn, "SELECT key, entity_id FROM entity_keys WHERE key IN ({})", sorted(set(blocks))):
        mates.setdefault(key, set()).add(id)
    known = load(conn, {id for block in mates.values() for id in block})
    partners: dict[str, set[str]] = {}
    for block in mates.values():
        for id in block:
            if id in wanted or known[id].bare:
                partners.setdefault(id, set()).update(block - {id})
    judged = _Judged(known, _distinct(decided))
    wanted |= {id for id in partners if known[id].bare}
    for column in ("subject", "object"):
        conn.executemany(
            f"DELETE FROM suggestions WHERE kind = 'entity' AND {column} = ?", [(id,) for id in sorted(wanted)]
        )
    found: dict[Pair, sql.Row] = {}
    for id in sorted(partners):
        others = sorted(o for o in partners[id] if judged.score(id, o) >= ENOUGH)
        if known[id].bare and sum(not known[o].bare for o in others) > MOST_BEARERS:
            others = [o for o in others if known[o].bare]
        for other in others:
            if known[other].bare and not known[id].bare:
                continue  # judged from the other side, where its bearers are counted
            pair = order(id, other)
            found[pair] = _row(known[pair[0]], known[pair[1]], judged.score(*pair))
    sql.insert(conn, "suggestions", [found[pair] for pair in sorted(found)], ignore=True)


class _Judged:
    """Scores of pairs, each judged once."""

    def __init__(self, known: Mapping[str, Named], distinct: frozenset[Pair]) -> None:
        self.known = known
        self.distinct = distinct
        self.scores: dict[Pair, float] = {}

    def score(self, left: str, right: str) -> float:
        pair = order(left, right)
        if pair not in self.scores:
            self.scores[pair] = 0.0 if pair in self.distinct else alike(self.known[pair[0]], self.known[pair[1]])
        return self.scores[pair]


def alike(a: Named, b: Named) -> float:
    """How surely two entities are one, by their names; 0 where kind, country or Wikidata's id say otherwise."""
    from pipeline.entities import same_name

    if a.kind != b.kind or a.kind not in KINDS:
        return 0.0
    if a.wikidata and b.wikidata:
        return 1.0 if a.wikidata == b.wikidata else 0.0
    if a.country and b.country and (a.country != b.country or a.kind == "place"):
        return 0.0  # the tables know both places, and they are two: New York and New York
    best = 0.0
    for left in a.names:
        for right in b.names:
            best = max(best, same_name(left, right, a.kind))
            if best >= 1.0:
                return best
    return best


def _distinct(decided: Decided) -> frozenset[Pair]:
    """The pairs that a person said are two, by what they are merged into now."""
    return frozenset(order(*(decided.same.get(id, id) for id in pair)) for pair in decided.distinct)


def _row(a: Named, b: Named, score: float) -> sql.Row:
    told = f"“{a.name}” and “{b.name}” read as one name"
    if a.wikidata and a.wikidata == b.wikidata:
        told = f"both are {a.wikidata} in Wikidata"
    elif a.country and a.country == b.country:
        told += f", both of {a.country}"
    return {
        "id": digest("entity", "merge", a.id, b.id),
        "kind": "entity",
        "action": "merge",
        "subject": a.id,
        "object": b.id,
        "score": round(score, 3),
        "reason": told,
    }


def of_decisions(conn: sqlite3.Connection, ids: Sequence[str], decided: Decided) -> None:
    """Judge anew the entities that a person has spoken of."""
    roots = {decided.same.get(id, id) for id in ids}
    known = load(conn, roots)
    suggest(conn, known, {key for named in known.values() for key in keys(named)}, decided)


def fill(conn: sqlite3.Connection, decided: Decided) -> None:
    """Keys and suggestions for an archive that was made before there were any."""
    refresh(conn, {}, load(conn, [id for (id,) in conn.execute("SELECT id FROM entities")]), decided)
