"""The home page, which explains the archive in ten seconds, and the search page."""

from __future__ import annotations

import sqlite3

from pipeline.export.query import ExportError, fts_table, match, quoted
from pipeline.export.words import year_words
from pipeline.knowledge import toml
from pipeline.publish.charts import bars
from pipeline.publish.links import Links
from pipeline.publish.lists import Context, by_year, lines, rows

COUNTED = ("events", "mentions", "articles", "sources", "entities", "figures")


def home_page(connection: sqlite3.Connection, links: Links) -> Context:
    """Counts, span, density, the latest, and who is told of most."""
    counts = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in COUNTED}
    years = by_year(connection, "events", "1")
    latest = connection.execute("select max(first_published) from events").fetchone()[0]
    return {
        "counts": counts,
        "chart": bars(years),
        "span": (year_words(min(years)), year_words(max(years))) if years else None,
        "latest_day": latest,
        "latest": lines(connection, "order by e.first_published desc, e.id limit 8"),
        "most_told": lines(connection, "where e.articles_count > 1 order by e.articles_count desc, e.id limit 6"),
        "people": rows(connection, _KIND, "person"),
        "bodies": rows(connection, _KIND, "organization"),
        "places": rows(connection, _KIND, "place"),
        "types": rows(
            connection,
            "select t.id, t.label, count(*) as n from events e join event_types t on t.id = e.type"
            " group by e.type order by n desc",
        ),
        "sources": rows(
            connection,
            "select s.id, s.name, count(*) as n from articles a join sources s on s.id = a.source_id"
            " group by s.id order by n desc limit 12",
        ),
        "run": next(iter(rows(connection, "select * from runs order by started desc limit 1")), None),
        "queries": toml("publish/metadata.toml")["queries"],
    }


_KIND = """
select id, name, events_count as n from entities where kind = ? and events_count > 0 order by events_count desc limit 10
"""


def search_page(connection: sqlite3.Connection, words: str, links: Links) -> Context:
    """The best events, articles and names for the words; nothing where there are none."""
    context: Context = {"words": words, "events": [], "articles": [], "entities": []}
    if not words.strip():
        return context
    query = match(words)
    indexes = {table: fts_table(connection, table) for table in ("events", "mentions", "articles", "entities")}
    if not all(indexes.values()):
        raise ExportError("this archive has no full-text index")

    def ids(table: str, limit: int) -> str:
        name = quoted(str(indexes[table]))
        return f"(select rowid from {name} where {name} match :q order by rank limit {limit})"

    context["events"] = lines(
        connection,
        f"where e.rowid in {ids('events', 30)} or e.id in"
        f" (select event_id from mentions where rowid in {ids('mentions', 30)}) order by e.sort_date desc limit 40",
        {"q": query},
    )
    context["articles"] = _found(
        connection,
        "select a.id, a.title, a.published, a.events_count, s.name as source from articles a"
        f" left join sources s on s.id = a.source_id where a.rowid in {ids('articles', 20)} order by a.published desc",
        query,
    )
    context["entities"] = _found(
        connection,
        "select id, name, kind, events_count from entities"
        f" where rowid in {ids('entities', 20)} order by events_count desc",
        query,
    )
    return context


def _found(connection: sqlite3.Connection, sql: str, query: str) -> list[Context]:
    cursor = connection.execute(sql, {"q": query})
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
