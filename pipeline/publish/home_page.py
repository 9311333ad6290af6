"""The home page, which explains the archive in ten seconds, and the search page."""

from __future__ import annotations

import sqlite3
from urllib.parse import urlencode

from pipeline.export.query import ExportError, fts_table, match, quoted
from pipeline.export.words import year_words
from pipeline.knowledge import toml
from pipeline.publish.charts import bars
from pipeline.publish.columns import by_type
from pipeline.publish.links import Links
from pipeline.publish.lists import Context, events_by_year, lines, one, rows, told
from pipeline.store import months
from pipeline.store.months import Month

RANKED = 10_000  # rows that search puts in order of how well they fit: with "in" there are millions
COUNTED = ("events", "mentions", "articles", "sources", "entities", "figures")


def home_page(connection: sqlite3.Connection, links: Links) -> Context:
    """Counts, span, density, the latest, and who is told of most."""
    counts = {name: connection.execute(f"select count(*) from {name}").fetchone()[0] for name in COUNTED}
    dated, undated = months.read(connection)
    years = events_by_year(dated)
    latest = connection.execute("select max(first_published) from events").fetchone()[0]
    return {
        "counts": counts,
        "chart": bars(years),
        "span": (year_words(min(years)), year_words(max(years))) if years else None,
        "latest_day": told(latest) if latest else None,
        "latest": lines(connection, "order by e.first_published desc, e.id limit 8"),
        "most_told": lines(connection, "where e.articles_count > 1 order by e.articles_count desc, e.id limit 6"),
        "people": rows(connection, _KIND, "person"),
        "bodies": rows(connection, _KIND, "organization"),
        "places": rows(connection, _KIND, "place"),
        "types": _types(connection, [*dated, *undated]),
        "sources": rows(
            connection,
            "select s.id, s.name, count(*) as n from articles a join sources s on s.id = a.source_id"
            " group by s.id order by n desc limit 12",
        ),
        "run": next(iter(rows(connection, "select * from runs order by started desc limit 1")), None),
        "queries": _examples(connection, max(years, default=0)),
    }


def _examples(connection: sqlite3.Connection, year: int) -> list[Context]:
    """The canned queries, each asked for something that the archive has."""
    busiest = "select name from entities where kind = 'person' and events_count > 0 order by events_count desc limit 1"
    known = {
        "entity": one(connection, busiest),
        "subject": one(connection, "select subject as name from figures limit 1"),
        "since": {"name": f"{year:04}-01-01"} if year > 0 else None,
        "until": {"name": f"{year:04}-12-31"} if year > 0 else None,
    }
    found = []
    for name, query in toml("publish/metadata.toml")["queries"].items():
        wanted = {key: known[key] for key in known if f":{key}" in query["sql"]}
        asked = urlencode({key: value["name"] for key, value in wanted.items() if value})
        found.append({"name": name, "title": query["title"], "asked": asked})
    return found


_KIND = """
select id, name, events_count as n from entities where kind = ? and events_count > 0 order by events_count desc limit 10
"""


def _types(connection: sqlite3.Connection, held: list[Month]) -> list[Context]:
    """The types that events have, the most frequent first."""
    found = rows(connection, "select id, label from event_types order by id")
    counts = by_type(held, len(found))
    for place, row in enumerate(found):
        row["n"] = counts[place]
    return sorted((row for row in found if row["n"]), key=lambda row: -row["n"])


def search_page(connection: sqlite3.Connection, words: str, links: Links) -> Context:
    """The best events, articles and names for the words; nothing where there are none."""
    context: Context = {"words": words, "events": [], "articles": [], "entities": []}
    if not words.strip():
        return context
    query = match(words)
    indexes = {table: fts_table(connection, table) for table in ("events", "mentions", "articles", "entities")}
    if not all(indexes.values()):
        raise ExportError("this archive has no full-text index")

    def ids(table: str, limit: int) -> list[int]:
        """The best of the latest ``RANKED`` rows that have the words."""
        name = quoted(str(indexes[table]))
        found = f"select rowid, rank from {name} where {name} match ? order by rowid desc limit {RANKED}"
        best = connection.execute(f"select rowid from ({found}) order by rank limit {limit}", (query,))
        return [row[0] for row in best]

    def among(column: str, table: str, limit: int) -> str:
        return f"{column} in ({', '.join(map(str, ids(table, limit)))})"

    context["events"] = lines(
        connection,
        f"where {among('e.rowid', 'events', 30)} or e.id in"
        f" (select event_id from mentions where {among('rowid', 'mentions', 30)}) order by e.sort_date desc limit 40",
    )
    context["articles"] = rows(
        connection,
        "select a.id, a.title, a.published, a.events_count, s.name as source from articles a"
        " left join sources s on s.id = a.source_id"
        f" where {among('a.rowid', 'articles', 20)} order by a.published desc",
    )
    for article in context["articles"]:
        article["when"] = told(article["published"]) if article["published"] else ""
    context["entities"] = rows(
        connection,
        "select id, name, kind, events_count from entities"
        f" where {among('rowid', 'entities', 20)} order by events_count desc",
    )
    return context
