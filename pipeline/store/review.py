"""Recording a person's decisions, and bringing everything that follows from them up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Sequence

from pipeline.model import Entity
from pipeline.store import alike, refind, sql
from pipeline.store.articles import event_ids, put_entities
from pipeline.store.closure import Merger
from pipeline.store.decisions import ONE_OR_TWO, Decided, Decision, DecisionError, check, decide, of_row
from pipeline.store.merging import Settler, events_with
from pipeline.store.names import Names
from pipeline.store.rows import entity_of, mention_of, with_holder, with_parties


def load(conn: sqlite3.Connection) -> list[Decision]:
    """All decisions, undone ones too, in the order they were taken."""
    return [of_row(row) for row in sql.dicts(conn.execute("SELECT * FROM decisions ORDER BY at, id"))]


def decided(conn: sqlite3.Connection) -> Decided:
    """What the standing decisions come to, each with the mentions that are meant today."""
    decisions, _ = refind.resolved(conn, [d for d in load(conn) if d.undone_at is None])
    split = [d.subject for d in decisions if d.action == "split"] + [d.value for d in decisions if d.action == "split"]
    return decide(decisions, _entities(conn, [id for id in split if id]))


def settled(conn: sqlite3.Connection) -> Decided:
    """``decided``, after mentions were written: the words of decisions that waited for them are kept first."""
    refind.keep_words(conn, load(conn))
    return decided(conn)


def orphaned(conn: sqlite3.Connection) -> set[str]:
    """The standing decisions on events of which a mention is not (or not any more) in the archive."""
    return refind.resolved(conn, [d for d in load(conn) if d.undone_at is None])[1]


def today(conn: sqlite3.Connection) -> dict[str, str]:
    """The mention or entity that each standing decision is about now, by the decision's id."""
    standing = [d for d in load(conn) if d.undone_at is None]
    return {d.id: now.subject for d, now in zip(standing, refind.resolved(conn, standing)[0], strict=True)}


def _entities(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Entity]:
    found = sql.select_in(
        conn, "SELECT id, name, kind, wikidata, country, latitude, longitude FROM entities WHERE id IN ({})", ids
    )
    return {row[0]: entity_of(row) for row in found}


def record(conn: sqlite3.Connection, merger: Merger, decisions: Sequence[Decision]) -> int:
    """Add those decisions that are not there yet, apply them, and say how many they are.

    A decision that is there but was undone in the meantime (as the file imported says) is undone here too.
    """
    held = {d.id: d for d in load(conn)}
    new = [d for d in {check(d).id: d for d in decisions}.values() if d.id not in held]
    undone = [d for d in decisions if d.undone_at and d.id in held and not held[d.id].undone_at]

    def write() -> None:
        sql.insert(conn, "decisions", [d.row() for d in new])
        _mark_undone(conn, undone)

    _apply(conn, merger, [*new, *undone], write)
    return len(new) + len(undone)


def undo(conn: sqlite3.Connection, merger: Merger, id: str, *, who: str, at: str) -> Decision:
    """Mark a decision as undone. ``id`` may be shortened where it stays unique."""
    found = [d for d in load(conn) if d.id.startswith(id)]
    if len(found) != 1:
        raise DecisionError(f"no decision {id}" if not found else f"{id} fits {len(found)} decisions")
    decision = found[0]
    if decision.undone_at:
        raise DecisionError(f"{decision.id} was undone on {decision.undone_at[:10]}")
    undone = Decision(**{k: v for k, v in decision.row().items() if k != "id"} | {"undone_at": at, "undone_by": who})
    _apply(conn, merger, [decision], lambda: _mark_undone(conn, [undone]))
    return undone


def _mark_undone(conn: sqlite3.Connection, decisions: Iterable[Decision]) -> None:
    conn.executemany(
        "UPDATE decisions SET undone_at = ?, undone_by = ? WHERE id = ?",
        [(d.undone_at, d.undone_by, d.id) for d in decisions],
    )


def _apply(conn: sqlite3.Connection, merger: Merger, decisions: Sequence[Decision], write: Callable[[], None]) -> None:
    """Change the decisions by ``write``, then all rows that follow from those that changed."""
    before = decided(conn)
    ids = {id for d in refind.resolved(conn, decisions)[0] for id in (d.subject, d.object) if id}
    entities = {d.subject for d in decisions if d.kind == "entity"}
    pairs = [d for d in decisions if (d.kind, d.action) in ONE_OR_TWO]
    entities |= {d.object for d in pairs if d.object}
    entities |= _made(before, entities)
    seeds = ids | _mentions_with(conn, before, entities)
    around = Settler(conn, merger, before).neighbourhood(seeds)

    write()
    after = settled(conn)
    entities |= _made(after, entities)
    names = Names(conn, after)
    renamed = names.refresh(entities | {before.same.get(id, id) for id in entities})
    seeds |= _mentions_with(conn, after, entities)
    _rewrite(conn, merger, after, seeds, entities)
    settler = Settler(conn, merger, after)
    settler.settle(around | seeds | events_with(conn, renamed), event_ids(conn, around))
    names.prune(entities | {before.same.get(id, id) for id in entities})
    alike.of_decisions(conn, [id for d in pairs for id in (d.subject, d.object) if id], after)


def _made(known: Decided, entities: set[str]) -> set[str]:
    """The entities that were split from these."""
    return {made.id for (id, _), made in known.split.items() if id in entities}


def _family(known: Decided, entities: Iterable[str]) -> set[str]:
    """The entities and all that are one with them."""
    roots = {known.same.get(id, id) for id in entities}
    return roots | set(entities) | {old for old, new in known.same.items() if new in roots}


def _mentions_with(conn: sqlite3.Connection, known: Decided, entities: Iterable[str]) -> set[str]:
    """The mentions whose entities these are, as decided or, where a person said it is none, as the rules read them."""
    family = _family(known, entities)
    found = {
        id
        for (id,) in sql.select_in(
            conn, "SELECT DISTINCT mention_id FROM entity_mentions WHERE entity_id IN ({})", sorted(family)
        )
    }
    for hidden in sorted(family & known.no_entity):
        # No index leads here: undoing a rejection reads the table once.
        rows = conn.execute("SELECT id FROM mentions WHERE instr(participants, ?)", (f'["{hidden}",',))
        found |= {id for (id,) in rows}
    return found


def _rewrite(
    conn: sqlite3.Connection, merger: Merger, known: Decided, mentions: Iterable[str], entities: set[str]
) -> None:
    """The rows that name an entity, as decided now."""
    if not entities:
        return
    rows = sql.rows_in(conn, "SELECT * FROM mentions WHERE id IN ({})", mentions)
    put_entities(conn, [known.mention(mention_of(row)) for row in rows], merger)
    for table, with_entities in (("figures", with_parties), ("offices", with_holder)):
        for id in sorted(_family(known, entities)):
            # No index leads here either; these tables are read once a decision.
            cursor = conn.execute(f"SELECT * FROM {table} WHERE instr(told, ?)", (f'["{id}",',))
            for row in list(sql.dicts(cursor)):
                sql.upsert(conn, table, with_entities(row, known))
