"""Finding the mention of a decision again where better rules gave it another id.

A decision on an event names a mention. With it the words are kept: the sentence's digest, the trigger and its place,
the date's words, the article. Where no mention has that id any more, the one that says the same in the same article is
meant; where there is none (or two), the decision waits: it is kept, and listed as orphaned.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.model import digest
from pipeline.store import sql
from pipeline.store.decisions import PAIRED, Decision
from pipeline.store.rows import compact

COLUMNS = 'id, article_id, snapshot_id, sentence, sentence_start, "trigger", trigger_start, date_text'  # of mentions


def about(decision: Decision) -> list[str]:
    """The mentions that a decision names."""
    if decision.kind != "event":
        return []
    return [decision.subject, *([decision.object] if decision.action in PAIRED and decision.object else [])]


def words(conn: sqlite3.Connection, ids: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What is kept of these mentions, as far as they are there."""
    return {
        row["id"]: {
            "article": row["article_id"],
            "snapshot": row["snapshot_id"],
            "sentence": digest(row["sentence"]),
            "trigger": row["trigger"],
            "start": row["trigger_start"],
            "within": row["trigger_start"] - row["sentence_start"],
            "date": row["date_text"],
        }
        for row in sql.rows_in(conn, f"SELECT {COLUMNS} FROM mentions WHERE id IN ({{}})", ids)
    }


def keep_words(conn: sqlite3.Connection, decisions: Sequence[Decision]) -> None:
    """Write down the words of those decisions that have none yet and whose mentions are there."""
    waiting = [d for d in decisions if d.told is None and about(d)]
    known = words(conn, {id for d in waiting for id in about(d)})
    conn.executemany(
        "UPDATE decisions SET told = ? WHERE id = ?",
        [(compact([known[id] for id in about(d)]), d.id) for d in waiting if all(id in known for id in about(d))],
    )


def resolved(conn: sqlite3.Connection, decisions: Sequence[Decision]) -> tuple[list[Decision], set[str]]:
    """The decisions with the mentions that are meant today, and the ids of those that are orphaned."""
    named = {id for d in decisions for id in about(d)}
    there = {id for (id,) in sql.select_in(conn, "SELECT id FROM mentions WHERE id IN ({})", named)}
    today: list[Decision] = []
    orphaned: set[str] = set()
    for d in decisions:
        told = json.loads(d.told) if d.told else []
        ids: list[str] = []
        for position, id in enumerate(about(d)):
            found = id if id in there else find(conn, told[position]) if position < len(told) else None
            if found is None:
                orphaned.add(d.id)
            ids.append(found or id)
        if ids:
            d = replace(d, subject=ids[0], object=ids[1] if len(ids) > 1 else d.object)
        today.append(d)
    return today, orphaned


def find(conn: sqlite3.Connection, told: Mapping[str, Any]) -> str | None:
    """The one mention of the article that says the same: in the same sentence, else with its trigger at its place."""
    article = conn.execute(
        "SELECT article_id FROM snapshots WHERE id = ?1 UNION ALL SELECT id FROM articles WHERE id = ?2",
        (told["snapshot"], told["article"]),
    ).fetchone()
    if article is None:
        return None
    rows = list(sql.dicts(conn.execute(f"SELECT {COLUMNS} FROM mentions WHERE article_id = ? ORDER BY id", article)))
    alike = [row for row in rows if row["trigger"] == told["trigger"]]
    same = [row for row in alike if digest(row["sentence"]) == told["sentence"]]
    here = [row for row in same if row["trigger_start"] - row["sentence_start"] == told["within"]]
    for group in (here, same, [row for row in alike if row["trigger_start"] == told["start"]]):
        dated = [row for row in group if row["date_text"] == told["date"]]
        if len(dated or group) == 1:
            return str((dated or group)[0]["id"])
    return None
