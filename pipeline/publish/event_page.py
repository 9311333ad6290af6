"""An event's page: what, when, who, where, and every sentence that says so."""

from __future__ import annotations

import sqlite3
from typing import Any

from pipeline.export.words import exact, reading
from pipeline.publish.charts import locate
from pipeline.publish.links import Links
from pipeline.publish.lists import Context, NoSuchPage, lines, one, rows, told
from pipeline.publish.marks import Mark, Run, runs

AROUND = 220  # characters of the article shown on either side of the sentence
BASIS = {
    "explicit": "the sentence dates it",
    "inherited": "year or month come from another date in the article",
    "reference": "the date comes from another sentence",
    "article": "the date leans on the article's own",
}
STATUS = {
    "happened": "happened",
    "planned": "planned when told",
    "ongoing": "under way when told",
    "cancelled": "cancelled",
    "reported": "reported; the text itself doubts it",
}
ROLES = ("actor", "counterpart", "participant", "object", "place")

_EVENT = """
select e.*, coalesce(t.label, e.type) as type_label, t.plover, t.cameo, t.schema_org, p.name as place,
       p.latitude, p.longitude
from events e left join event_types t on t.id = e.type left join entities p on p.id = e.place_id where e.id = ?
"""
_MENTIONS = """
select m.*, a.title as article_title, a.url, a.source_id, s.name as source, a.published as article_published,
       n.fetched_at, n.sha256, n.reader, n.text is null as withheld,
       substr(n.text, max(m.sentence_start - ?, 0) + 1, min(m.sentence_start, ?)) as before,
       substr(n.text, m.sentence_end + 1, ?) as after
from mentions m join articles a on a.id = m.article_id left join sources s on s.id = a.source_id
     left join snapshots n on n.id = m.snapshot_id
where m.event_id = ? order by a.published is null, a.published, a.id, m.sentence_start limit 500
"""


def event_page(connection: sqlite3.Connection, id: str, links: Links) -> Context:
    """All the page needs. Raises NoSuchPage; a mention's id leads to the event that holds it now."""
    event = one(connection, _EVENT, id)
    if event is None:
        held = one(connection, "select event_id from mentions where id = ?", id)
        if held and held["event_id"]:
            raise NoSuchPage(f"event {id}", ("event", str(held["event_id"])))
        raise NoSuchPage(f"event {id} any more: a person decided that it is none" if held else f"event {id}")
    who = rows(
        connection,
        "select x.role, n.id, n.name, n.kind from event_entities x join entities n on n.id = x.entity_id"
        " where x.event_id = ? order by n.events_count desc, n.name",
        id,
    )
    affiliations = _affiliations(connection, id)
    for person in who:
        person["affiliation"] = affiliations.get(person["id"])
    mentions = [_mention(connection, row, links) for row in rows(connection, _MENTIONS, AROUND, AROUND, AROUND, id)]
    said = {mention["when"] for mention in mentions}
    return {
        "event": event,
        "when": reading(event["start_date"], event["end_date"], event["edtf"]),
        "exact": exact(event["start_date"], event["end_date"]),
        "status_words": STATUS.get(event["status"], event["status"]),
        "roles": [(role, [p for p in who if p["role"] == role]) for role in ROLES if role != "place"],
        "place": _place(event, who),
        "map": locate(event["latitude"], event["longitude"]),
        "mentions": mentions,
        "differ": len(said) > 1,
        "before": _neighbours(connection, event, "<", "desc")[::-1],
        "after": _neighbours(connection, event, ">", "asc"),
        "decisions": rows(connection, "select * from decisions where subject = ? or object = ? order by at", id, id),
    }


def _place(event: Context, who: list[Context]) -> Context | None:
    """The event's place, or the first one that its sentences name."""
    if event["place_id"]:
        return {"id": event["place_id"], "name": event["place"] or event["place_id"]}
    return next((person for person in who if person["role"] == "place"), None)


def _affiliations(connection: sqlite3.Connection, id: str) -> dict[str, str]:
    """Office or affiliation of each person, as the sentences tell it."""
    found = connection.execute(
        "select x.entity_id, x.affiliation from entity_mentions x join mentions m on m.id = x.mention_id"
        " where m.event_id = ? and x.affiliation is not null",
        (id,),
    )
    return {str(entity): str(told) for entity, told in found}


def _neighbours(connection: sqlite3.Connection, event: Context, sign: str, order: str) -> list[Any]:
    return lines(
        connection,
        f"where (e.sort_date, e.id) {sign} (?, ?) order by e.sort_date {order}, e.id {order} limit 3",
        (event["sort_date"], event["id"]),
    )


def _mention(connection: sqlite3.Connection, row: Context, links: Links) -> Context:
    """A mention with its sentence marked and the text around it."""
    names = connection.execute(
        'select start, "end", entity_id from entity_mentions where mention_id = ? and start is not null', (row["id"],)
    )
    marks = [Mark(row["trigger_start"], row["trigger_end"], "trigger", title="the happening")]
    if row["date_start"] is not None:
        marks.append(Mark(row["date_start"], row["date_end"], "date", title=row["edtf"]))
    marks += [Mark(start, end, "name", links.page("entity", entity)) for start, end, entity in names]
    at = row["sentence_start"]
    moved = [Mark(m.start - at, m.end - at, m.kind, m.href, m.title) for m in marks]
    before, after = row["before"] or "", row["after"] or ""
    return {
        **row,
        "runs": runs(row["sentence"], moved),
        "before_runs": [Run(_from_word(before))] if before else [],
        "after_runs": [Run(_to_word(after))] if after else [],
        "when": reading(row["start_date"], row["end_date"], row["edtf"]),
        "article_when": told(row["article_published"]),
        "basis": BASIS.get(row["date_basis"], row["date_basis"]),
        "status_words": STATUS.get(row["status"], row["status"]),
    }


def _from_word(text: str) -> str:
    """Text that was cut at its start, from its first whole word on."""
    return "… " + text.partition(" ")[2] if len(text) == AROUND else text


def _to_word(text: str) -> str:
    """Text that was cut at its end, up to its last whole word."""
    return text.rpartition(" ")[0] + " …" if len(text) == AROUND else text
