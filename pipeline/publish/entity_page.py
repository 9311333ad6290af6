"""Pages of entities and sources: names, offices, company kept, coverage over time."""

from __future__ import annotations

import sqlite3

from pipeline.export.words import reading
from pipeline.publish.charts import bars, locate
from pipeline.publish.links import Links
from pipeline.publish.lists import Context, Line, NoSuchPage, by_year, lines, one, rows, told

SHOWN = 60  # events listed on the page; the timeline has them all
COMPANY = 10_000  # events looked at for who appears with whom; ids are digests, so they are a fair sample
BUSY = 20_000  # events from which on the latest are found going back in time

_COMPANY = f"""
select n.id, n.name, n.kind, count(distinct x.event_id) as together
from (select event_id from event_entities where entity_id = ? limit {COMPANY}) mine
join event_entities x on x.event_id = mine.event_id and x.entity_id != ?
join entities n on n.id = x.entity_id
group by n.id order by together desc, n.name limit 24
"""


def entity_page(connection: sqlite3.Connection, id: str, links: Links) -> Context:
    """A person's, body's, place's or work's page. Raises NoSuchPage; a merged entity leads to the one it is now."""
    entity = one(connection, "select * from entities where id = ?", id)
    if entity is None:
        raise NoSuchPage(f"entity {id}", _merged(connection, id))
    place = entity["kind"] == "place"
    happened = " union select id from events where place_id = ?" if place else ""
    mine = f"e.id in (select event_id from event_entities where entity_id = ?{happened})"
    years = by_year(connection, "events e", mine, *((id, id) if place else (id,)))
    total = max(sum(years.values()), entity["events_count"])  # the latter has those without a date, too
    return {
        "entity": entity,
        "names": rows(
            connection,
            "select name, group_concat(distinct nullif(language, '')) as languages from entity_names"
            " where entity_id = ? and name != ? group by name order by sum(articles) desc, name limit 60",
            id,
            entity["name"],
        ),
        "offices": _offices(connection, id),
        "map": locate(entity["latitude"], entity["longitude"]) if place else None,
        "total": total,
        "chart": bars(years),
        "events": _latest(connection, id, total, place=place),
        "company": rows(connection, _COMPANY, id, id),
    }


def _latest(connection: sqlite3.Connection, id: str, total: int, *, place: bool) -> list[Line]:
    """The latest events: of a busy entity found going back in time, of others by putting all of them in order."""
    if total > BUSY:
        mine = "exists (select 1 from event_entities x where x.entity_id = :id and x.event_id = e.id)"
        mine += " or e.place_id = :id" if place else ""
    else:
        mine = "e.id in (select event_id from event_entities where entity_id = :id"
        mine += " union select id from events where place_id = :id)" if place else ")"
    return lines(connection, f"where {mine} order by e.sort_date desc, e.id limit {SHOWN}", {"id": id})


def _merged(connection: sqlite3.Connection, id: str) -> tuple[str, str] | None:
    """Where a person's decision moved this entity."""
    found = one(
        connection,
        "select subject from decisions where kind = 'entity' and action = 'merge' and object = ?"
        " and undone_at is null and subject in (select id from entities) order by at desc",
        id,
    )
    return ("entity", str(found["subject"])) if found else None


def _offices(connection: sqlite3.Connection, id: str) -> list[Context]:
    found = rows(
        connection,
        'select o.*, coalesce(n.name, o."of") as of_name, n.id as of_id from offices o'
        ' left join entities n on n.id = o."of" where o.entity_id = ? order by o.start_date',
        id,
    )
    for office in found:
        office["known_until"] = told(office["known_until"]) if office["known_until"] else None
        office["when"] = reading(office["start_date"], office["end_date"], office["edtf"])
    return found


_ARTICLES = (
    "select id, title, published, events_count from articles where source_id = ? order by published desc limit ?"
)


def source_page(connection: sqlite3.Connection, id: str, links: Links) -> Context:
    """A publisher's page: how much of it was read, when it was published, what it tells."""
    source = one(connection, "select id, name, homepage as url, country, language from sources where id = ?", id)
    if source is None:
        raise NoSuchPage(f"source {id}")
    counts = connection.execute(
        "select count(*), coalesce(sum(events_count), 0), min(published), max(published)"
        " from articles where source_id = ?",
        (id,),
    ).fetchone()
    published = by_year(connection, "articles", "source_id = ? and published is not null", id, day="published")
    return {
        "source": source,
        "articles_count": counts[0],
        "events_count": counts[1],
        "first": told(counts[2]) if counts[2] else None,
        "last": told(counts[3]),
        "chart": bars(published),
        "articles": [{**row, "when": told(row["published"])} for row in rows(connection, _ARTICLES, id, SHOWN)],
    }
