"""An article's page: its whole text with dates, events and names as the machine read them; and each snapshot's."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import Any

from pipeline.export.words import reading
from pipeline.publish.links import Links
from pipeline.publish.lists import Context, NoSuchPage, lines, one, rows, told
from pipeline.publish.marks import Mark, paragraphs, runs

BASIS = {
    "metadata": "from the page's metadata",
    "given": "as given when it was added",
    "dateline": "from the dateline",
    "inferred": "inferred from the text",
    "unknown": "not known",
}
_ARTICLE = """
select a.*, s.name as source, s.country as source_country
from articles a left join sources s on s.id = a.source_id where a.id = ?
"""


def article_page(connection: sqlite3.Connection, id: str, links: Links) -> Context:
    """The article as last read. Raises NoSuchPage; one that was taken down says so with the reason."""
    article = one(connection, _ARTICLE, id)
    if article is None:
        raise NoSuchPage(f"article {id}")
    text = article["text"]
    marks = _marks(connection, article["snapshot_id"], links) if text is not None else []
    return {
        "article": article,
        "authors": _names(article["authors"]),
        "published": told(article["published"]),
        "basis": BASIS.get(article["published_basis"], article["published_basis"]),
        "paragraphs": list(paragraphs(runs(text, marks))) if text is not None else None,
        "events": _events(connection, id),
        "sentences": _sentences(connection, id) if text is None else [],
        "figures": _figures(connection, id),
        "history": rows(
            connection,
            "select id, fetched_at, http_status, content_type, sha256, size, reader, title from snapshots"
            " where article_id = ? order by fetched_at, id",
            id,
        ),
    }


def snapshot_page(connection: sqlite3.Connection, id: str, links: Links) -> Context:
    """A page as archived: where it came from, and its text as read then."""
    snapshot = one(
        connection,
        "select n.id, n.article_id, n.url, n.name as name, n.fetched_at, n.http_status, n.headers as headers,"
        " n.content_type, n.sha256, n.size, n.title, n.text as text, n.reader, a.title as article_title,"
        " a.snapshot_id = n.id as current from snapshots n join articles a on a.id = n.article_id where n.id = ?",
        id,
    )
    if snapshot is None:
        raise NoSuchPage(f"snapshot {id}")
    text = snapshot["text"]
    return {
        "snapshot": snapshot,
        "headers": _headers(snapshot["headers"]),
        "paragraphs": list(paragraphs(runs(text, _marks(connection, id, links)))) if text is not None else None,
    }


def _figures(connection: sqlite3.Connection, id: str) -> list[Context]:
    found = rows(connection, "select * from figures where article_id = ? order by start", id)
    for figure in found:
        figure["amount"] = amount(figure["value"], figure["unit"])
        figure["when"] = reading(figure["start_date"], figure["end_date"], figure["edtf"]) if figure["edtf"] else ""
    return found


def amount(value: float, unit: str | None) -> str:
    """``32900000.0, "tonnes"`` -> ``"32,900,000 tonnes"``: as many digits as the article gave, never an exponent."""
    digits = f"{value:,.6f}".rstrip("0").rstrip(".")
    return f"{digits} {unit or ''}".strip()


def _names(authors: str | None) -> list[str]:
    try:
        found = json.loads(authors or "[]")
    except ValueError:
        return []
    return [str(name) for name in found] if isinstance(found, list) else []


def _headers(text: str | None) -> list[tuple[str, str]]:
    """The response's headers as pairs."""
    try:
        found = json.loads(text or "[]")
    except ValueError:
        return []
    pairs = found.items() if isinstance(found, dict) else found
    return [(str(pair[0]), str(pair[1])) for pair in pairs if len(pair) == 2]


def _events(connection: sqlite3.Connection, id: str) -> list[Any]:
    """The article's events in the order of its text, each once."""
    order = {
        event: place
        for place, (event,) in enumerate(
            connection.execute(
                "select event_id from mentions where article_id = ? and event_id is not null"
                " group by event_id order by min(sentence_start)",
                (id,),
            )
        )
    }
    found = lines(connection, "where e.id in (select event_id from mentions where article_id = ?)", (id,))
    return sorted(found, key=lambda line: order.get(line.id, len(order)))


def _sentences(connection: sqlite3.Connection, id: str) -> list[Context]:
    """What a public archive shows of the text."""
    return rows(
        connection,
        "select sentence, group_concat(event_id) as events, min(event_id) as event_id from mentions"
        " where article_id = ? and event_id is not null group by sentence_start, sentence order by sentence_start",
        id,
    )


def _marks(connection: sqlite3.Connection, snapshot_id: str, links: Links) -> list[Mark]:
    """Everything that was read in a snapshot's text."""
    marks: list[Mark] = []
    titles: dict[tuple[int, int], list[str]] = defaultdict(list)
    mentions = rows(connection, "select * from mentions where snapshot_id = ? order by sentence_start", snapshot_id)
    for m in mentions:
        event = links.page("event", m["event_id"]) if m["event_id"] else None
        when = reading(m["start_date"], m["end_date"], m["edtf"])
        marks.append(
            Mark(m["trigger_start"], m["trigger_end"], "trigger", event, f"{m['title']} · {when}", f"m-{m['id']}")
        )
        titles[m["sentence_start"], m["sentence_end"]].append(m["title"])
        if m["date_start"] is not None:
            marks.append(Mark(m["date_start"], m["date_end"], "date", title=f"{when} · {m['edtf']}"))
    marks += [Mark(start, end, "sentence") for start, end in titles]
    for t in rows(
        connection,
        'select start, "end", type, value, edtf, earliest, latest from timexes where snapshot_id = ?',
        snapshot_id,
    ):
        told = reading(t["earliest"], t["latest"], t["edtf"]) if t["edtf"] else f"{t['type'].lower()} {t['value']}"
        marks.append(Mark(t["start"], t["end"], "timex", title=f"{told} · {t['edtf'] or t['value']}"))
    names = connection.execute(
        'select distinct x.start, x."end", x.entity_id, n.name from entity_mentions x'
        " join mentions m on m.id = x.mention_id join entities n on n.id = x.entity_id"
        " where m.snapshot_id = ? and x.start is not null",
        (snapshot_id,),
    )
    marks += [Mark(start, end, "name", links.page("entity", entity), name) for start, end, entity, name in names]
    figures = connection.execute(
        'select start, "end", subject, value, unit from figures where snapshot_id = ?', (snapshot_id,)
    )
    marks += [Mark(s, e, "figure", title=f"{subject}: {amount(value, unit)}") for s, e, subject, value, unit in figures]
    return marks
