"""A synthetic archive of any size in the real schema, and how fast its pages are beside plain Datasette's.

    python -m benchmarks.publish build archive.db --events 100000
    python -m benchmarks.publish measure archive.db

People, bodies and happenings are invented; cities and countries are real so that maps and facets look like an
archive's. The same seed gives the same rows. ``hostile=True`` puts attack strings into every text from outside.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import random
import statistics
import time
import zlib
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pipeline.knowledge import toml
from pipeline.model import digest, slug
from pipeline.store import months
from pipeline.store.migrations import open_for_writing

Batch = dict[str, list[dict[str, Any]]]

CITIES = (
    ("Astana", "KZ", 51.17, 71.43), ("Almaty", "KZ", 43.24, 76.95), ("Yerevan", "AM", 40.18, 44.51),
    ("Tbilisi", "GE", 41.69, 44.83), ("Vienna", "AT", 48.21, 16.37), ("Geneva", "CH", 46.20, 6.15),
    ("Nairobi", "KE", -1.29, 36.82), ("Lima", "PE", -12.05, -77.04), ("Jakarta", "ID", -6.21, 106.85),
    ("Osaka", "JP", 34.69, 135.50), ("Lisbon", "PT", 38.72, -9.14), ("Oslo", "NO", 59.91, 10.75),
    ("Ottawa", "CA", 45.42, -75.70), ("Wellington", "NZ", -41.29, 174.78), ("Reykjavik", "IS", 64.15, -21.94),
    ("Santiago", "CL", -33.45, -70.66),
)  # fmt: skip
COUNTRIES = (
    ("Kazakhstan", "KZ", 48.0, 68.0), ("Armenia", "AM", 40.3, 45.0), ("Georgia", "GE", 42.0, 43.5),
    ("Austria", "AT", 47.5, 14.5), ("Kenya", "KE", 0.5, 38.0), ("Peru", "PE", -9.2, -75.0),
    ("Indonesia", "ID", -2.5, 118.0), ("Japan", "JP", 36.2, 138.2), ("Norway", "NO", 61.0, 9.0),
    ("Canada", "CA", 58.0, -103.0), ("Chile", "CL", -35.7, -71.5), ("Portugal", "PT", 39.6, -8.0),
)  # fmt: skip
FIRST = (
    "Ana", "Bram", "Cleo", "Dmitri", "Elin", "Farid", "Greta", "Hana", "Ivo", "Jona",
    "Kaisa", "Luca", "Mira", "Nils", "Olga", "Pavel", "Rosa", "Sami", "Tessa", "Yara",
)  # fmt: skip
LAST = (
    "Aldane", "Bergholt", "Castaldi", "Dremov", "Eskild", "Farrow", "Galvani",
    "Hosseth", "Ilmari", "Jentzen", "Korolis", "Lindgaard", "Marquet", "Norvik",
)  # fmt: skip
BODIES = (
    "Northern Rivers Commission", "Institute of Coastal Studies", "Union of Mountain Cities", "Meridian Rail",
    "Harbour Workers Federation", "Solaris Energy", "Museum of Trade Routes", "Upland Development Bank",
    "League of Free Ports", "Aurora Observatory",
)  # fmt: skip
SOURCES = (
    ("steppe-courier", "Steppe Courier", "KZ"), ("harbour-times", "Harbour Times", "PT"),
    ("the-meridian", "The Meridian", "CA"), ("nordlys-wire", "Nordlys Wire", "NO"),
    ("andes-daily", "Andes Daily", "PE"), ("lake-press", "Lake Press", "CH"),
)  # fmt: skip
# type, headline, sentence, trigger
HAPPENINGS = (
    ("visit", "{who} visits {place}", "{who} visited {place} {when}, accompanied by {other}.", "visited"),
    ("meeting", "{who} meets {other} in {place}", "{who} met {other} in {place} {when}.", "met"),
    (
        "agreement_signed",
        "{body} signs agreement with {country}",
        "{body} signed an agreement with {country} in {place} {when}.",
        "signed",
    ),
    ("festival", "{body} opens exhibition in {place}", "The {body} opened an exhibition in {place} {when}.", "opened"),
    ("conference", "{body} holds forum in {place}", "A forum of the {body} was held in {place} {when}.", "forum"),
    (
        "transport_link",
        "New terminal opens in {place}",
        "A new terminal opened in {place} {when}, {who} said.",
        "opened",
    ),
    ("disaster", "Flood hits {place}", "A flood hit {place} {when} and damaged the old port.", "flood"),
    ("appointment_election", "{body} appoints {who}", "The {body} appointed {who} as its head {when}.", "appointed"),
    ("deal_investment", "{body} surveys {country}", "The {body} launched a survey of {country} {when}.", "launched"),
)
ATTACKS = (
    '<script>window.pwned=1</script>', '"><img src=x onerror="window.pwned=1">', "=HYPERLINK(\"http://evil.example\",\"x\")",
    "</title><svg onload=window.pwned=1>", "{{ 7*7 }}", "@SUM(1+1)*cmd|' /C calc'!A0", "\r\nBEGIN:VEVENT\r\nSUMMARY:x",
    "]]></content><script>window.pwned=1</script>", "\u202egnp.exe", "'; drop table events; --",
)  # fmt: skip


def told_date(rng: random.Random) -> tuple[str | None, str | None, str, str]:
    """First day, last day, EDTF and the words of a date: mostly days, and every vaguer kind there is."""
    year = 2026 - min(125, int(rng.expovariate(1 / 14)))
    month = rng.randint(1, 12)
    length = monthrange(year, month)[1]
    day = date(year, month, rng.randint(1, length))
    name = day.strftime("%B")
    kind = rng.random()
    if kind < 0.62:
        return day.isoformat(), day.isoformat(), day.isoformat(), f"on {day.day} {name} {year}"
    if kind < 0.74:
        last = day + timedelta(days=rng.randint(1, 9))
        words = f"from {day.day} {name} to {last.day} {last.strftime('%B')} {last.year}"
        return day.isoformat(), last.isoformat(), f"{day}/{last}", words
    if kind < 0.82:
        return f"{year}-{month:02}-01", f"{year}-{month:02}-{length}", f"{year}-{month:02}", f"in {name} {year}"
    if kind < 0.87:
        return f"{year}-{month:02}-01", f"{year}-{month:02}-10", f"{year}-{month:02}", f"in early {name} {year}"
    if kind < 0.92:
        return f"{year}-01-01", f"{year}-12-31", f"{year}", f"in {year}"
    if kind < 0.95:
        return f"{year}-01-01", f"{year}-12-31", f"{year}~", f"around {year}"
    if kind < 0.97:
        return f"{year}-01-01", None, f"{year}/..", f"since {year}"
    if kind < 0.98:
        return None, f"{year}-12-31", f"../{year}", f"by {year}"
    decade = year // 10 * 10
    return f"{decade}-01-01", f"{decade + 9}-12-31", f"{decade // 10}X", f"in the {decade}s"


def build(path: Path, events: int, *, seed: int = 7, hostile: bool = False) -> None:
    """Write the archive; an existing file is replaced."""
    for old in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        old.unlink(missing_ok=True)
    rng = random.Random(seed)
    db = open_for_writing(path)
    connection = db.conn
    connection.execute("pragma synchronous = off")
    connection.execute("pragma cache_size = -400000")
    connection.execute("pragma foreign_keys = off")
    aside = connection.execute(  # triggers and indices once at the end: many times as fast
        "select type, name, sql from sqlite_master where sql is not null"
        " and (type = 'index' or type = 'trigger' and name like '%\\_a_' escape '\\')"
    ).fetchall()
    with connection:
        for kind, name, _ in aside:
            connection.execute(f"drop {kind} {name}")
        _write(connection, rng, events, hostile)
        for _, _, sql in aside:
            connection.execute(sql)
        _count(connection)
        for table in ("articles", "events", "mentions", "entities"):
            connection.execute(f"insert into {table}_fts({table}_fts) values ('rebuild')")
        connection.execute(
            "insert or ignore into timeline_months(month) select distinct substr(sort_date, 1, 7) from events"
        )
        months.keep(connection)
    connection.execute("analyze")
    connection.execute("pragma wal_checkpoint(truncate)")
    db.close()


def _entities(rng: random.Random) -> dict[str, list[dict[str, Any]]]:
    people = [f"{first} {last}" for first in FIRST for last in LAST]
    rng.shuffle(people)

    def entity(kind: str, name: str, *where: Any) -> dict[str, Any]:
        country, latitude, longitude = where or (None, None, None)
        place = {"country": country, "latitude": latitude, "longitude": longitude}
        return {"id": f"{kind}-{slug(name)}", "name": name, "kind": kind, **place}

    return {
        "who": [entity("person", name) for name in people[:160]],
        "body": [entity("organization", name) for name in BODIES],
        "place": [entity("place", *city) for city in CITIES],
        "country": [entity("place", *country) for country in COUNTRIES],
    }


def _insert(connection: Any, table: str, rows: Iterable[dict[str, Any]]) -> None:
    """Rows as dicts of one shape; a row that is there already stays."""
    rows = list(rows)
    if rows:
        names = list(rows[0])
        marks, quoted = ", ".join("?" * len(names)), ", ".join(f'"{name}"' for name in names)
        values = [tuple(row.values()) for row in rows]
        connection.executemany(f"insert or ignore into {table} ({quoted}) values ({marks})", values)


def _write(connection: Any, rng: random.Random, count: int, hostile: bool) -> None:
    entities = _entities(rng)
    everyone = [entity for group in entities.values() for entity in group]
    vocabulary = toml("events/event_types.toml")["type"]
    codes = [(t["id"], t["label"], ",".join(t["plover"]), ",".join(t["cameo"]), t["schema_org"]) for t in vocabulary]
    names = ("id", "label", "plover", "cameo", "schema_org")
    _insert(connection, "event_types", [dict(zip(names, row, strict=True)) for row in codes])
    _insert(
        connection,
        "sources",
        [
            {"id": i, "name": n, "homepage": f"https://{i}.example/", "country": c, "language": "en"}
            for i, n, c in SOURCES
        ],
    )
    _insert(connection, "entities", everyone)
    _insert(connection, "entity_names", [{"entity_id": e["id"], "name": e["name"], "language": "en"} for e in everyone])
    unknown = {h[0] for h in HAPPENINGS} - {t["id"] for t in vocabulary}
    assert not unknown, f"the vocabulary has no {unknown}"

    batch: Batch = defaultdict(list)
    for number in range(0, count, 8):
        _article(rng, entities, batch, number, min(8, count - number), hostile)
        if number % 4000 == 0 or number + 8 >= count:
            for table in sorted(batch, key=_PARENTS_FIRST.index):
                _insert(connection, table, batch[table])
            batch.clear()
    run = {"id": "run-1", "command": "ingest", "rules": "synthetic", "inputs": count // 8}
    _insert(connection, "runs", [{**run, "started": "2026-06-01T08:00:00Z", "finished": "2026-06-01T08:09:00Z"}])


def _count(connection: Any) -> None:
    """The counts that the store keeps beside entities and articles."""
    connection.execute(
        "update entities set events_count ="
        " (select count(distinct event_id) from event_entities where entity_id = entities.id)"
    )
    connection.execute(
        "update articles set events_count ="
        " (select count(distinct event_id) from mentions where article_id = articles.id)"
    )


_PARENTS_FIRST = (
    "articles", "snapshots", "events", "mentions", "timexes", "entity_mentions", "event_entities", "figures",
)  # fmt: skip
_ROLES = {"who": "actor", "body": "actor", "other": "counterpart", "place": "place", "country": "counterpart"}


def _article(
    rng: random.Random,
    entities: dict[str, list[dict[str, Any]]],
    batch: Batch,
    number: int,
    told: int,
    hostile: bool,
) -> None:
    """One article with as many events as told."""
    source = rng.choice(SOURCES)
    published = date(2026, 6, 1) - timedelta(days=int(rng.expovariate(1 / 900)))
    article_id = digest("synthetic", str(number))
    snapshot_id = digest("snapshot", article_id)
    text = title = ""
    for _ in range(told):
        happening = rng.choice(HAPPENINGS)
        picked = {kind: rng.choice(group) for kind, group in entities.items()}
        picked["other"] = rng.choice(entities["who"])
        names = {kind: entity["name"] for kind, entity in picked.items()}
        dated = told_date(rng)
        evil = (" " + rng.choice(ATTACKS)) if hostile else ""
        headline = happening[1].format(**names) + evil
        sentence = happening[2].format(**names, when=dated[3]) + evil
        _event(
            rng, batch, (article_id, snapshot_id, published), len(text), headline, sentence, happening, picked, dated
        )
        title = title or headline
        text += sentence + ("\n" if rng.random() < 0.4 else " ")
    if rng.random() < 0.3:
        country = rng.choice(entities["country"])
        text += _figure(rng, batch, article_id, snapshot_id, published.year - 1, len(text), country)
    body = f"<html><title>{title}</title><p>{text}</p></html>".encode()
    url = f"https://{source[0]}.example/{published:%Y/%m}/{article_id}"
    if hostile and rng.random() < 0.2:
        url = f"javascript:alert('{article_id}')"
    batch["articles"].append(
        {
            "id": article_id, "source_id": source[0], "url": url, "title": title, "published": published.isoformat(),
            "published_basis": "metadata", "authors": '["A. Reporter"]', "language": "en", "text": text,
            "snapshot_id": snapshot_id,
        }
    )  # fmt: skip
    batch["snapshots"].append(
        {
            "id": snapshot_id, "article_id": article_id, "url": url, "name": f"{article_id}.html",
            "fetched_at": f"{published}T09:00:00Z", "http_status": 200, "content_type": "text/html; charset=utf-8",
            "sha256": digest("body", article_id, length=64), "size": len(body), "bytes": zlib.compress(body),
            "title": title, "text": text, "reader": "synthetic 1",
        }
    )  # fmt: skip


def _event(
    rng: random.Random,
    batch: Batch,
    article: tuple[str, str, date],
    at: int,
    headline: str,
    sentence: str,
    happening: tuple[str, str, str, str],
    picked: dict[str, dict[str, Any]],
    dated: tuple[str | None, str | None, str, str],
) -> None:
    """An event with the sentence that tells it, at ``at`` in the text."""
    article_id, snapshot_id, published = article
    start, end, edtf, when = dated
    status = rng.choices(("happened", "ongoing", "cancelled", "reported"), (92, 3, 2, 3))[0]
    if (start or end or "") > "2026-06-01":
        status = "planned"
    event_id = digest("event", article_id, str(at))
    roles = [(_ROLES[kind], entity) for kind, entity in picked.items() if entity["name"] in sentence]
    spot, cue = sentence.find(when), max(sentence.find(happening[3]), 0)
    common = {
        "id": event_id, "type": happening[0], "title": headline, "start_date": start, "end_date": end, "edtf": edtf,
        "date_text": when, "status": status,
    }  # fmt: skip
    batch["events"].append(
        {
            **common, "place_id": next((e["id"] for role, e in roles if role == "place"), None),
            "disputed": int(rng.random() < 0.02), "mentions_count": 1, "articles_count": 1, "sources_count": 1,
            "actors": ", ".join(e["name"] for role, e in roles if role != "place"),
            "first_published": published.isoformat(), "sort_date": start or end or "",
        }
    )  # fmt: skip
    batch["mentions"].append(
        {
            **common, "event_id": event_id, "article_id": article_id, "snapshot_id": snapshot_id,
            "sentence": sentence, "trigger": happening[3], "lemma": happening[3], "date_basis": "explicit",
            "published": published.isoformat(), "sentence_start": at, "sentence_end": at + len(sentence),
            "trigger_start": at + cue, "trigger_end": at + cue + len(happening[3]),
            "date_start": at + spot, "date_end": at + spot + len(when),
        }
    )  # fmt: skip
    batch["timexes"].append(
        {
            "snapshot_id": snapshot_id, "start": at + spot, "end": at + spot + len(when), "text": when,
            "type": "DATE", "value": edtf, "edtf": edtf, "earliest": start, "latest": end, "basis": "explicit",
        }
    )  # fmt: skip
    for position, (role, entity) in enumerate(roles):
        where = at + sentence.find(entity["name"])
        span = {"start": where, "end": where + len(entity["name"]), "text": entity["name"]}
        told = {"mention_id": event_id, "entity_id": entity["id"], "role": role, "position": position}
        batch["entity_mentions"].append({**told, **span})
        batch["event_entities"].append({"event_id": event_id, "entity_id": entity["id"], "role": role})


def _figure(
    rng: random.Random, batch: Batch, article_id: str, snapshot_id: str, year: int, at: int, country: dict[str, Any]
) -> str:
    """A sentence with a value, and its row."""
    value = rng.randint(2, 900)
    words = f"${value} million"
    sentence = f"Exports of {country['name']} reached {words} in {year}."
    spot = at + sentence.find(words)
    batch["figures"].append(
        {
            "id": digest("figure", article_id), "article_id": article_id, "snapshot_id": snapshot_id,
            "sentence": sentence, "subject": "exports", "value": value * 1e6, "unit": "USD", "currency": "USD",
            "party": country["id"], "start_date": f"{year}-01-01", "end_date": f"{year}-12-31", "edtf": str(year),
            "text": words, "sentence_start": at, "sentence_end": at + len(sentence), "start": spot,
            "end": spot + len(words),
        }
    )  # fmt: skip
    return sentence


async def _times(datasette: Any, address: str, times: int) -> tuple[float, float, float, int]:
    """Milliseconds of the first answer and the median of the following ones; the processor's for that; bytes."""
    taken, worked, size = [], [], 0
    for _ in range(times + 1):
        began, working = time.perf_counter(), time.process_time()
        answer = await datasette.client.get(address)
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - working) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address} answered {answer.status_code}")
        size = len(answer.content)
    return worked[0], statistics.median(taken[1:]), statistics.median(worked[1:]), size


def measure(path: Path, *, times: int = 5) -> list[dict[str, Any]]:
    """Every kind of page of the site, and plain Datasette's nearest page on the same file, in this process.

    No network and no browser: what the server does. ``first`` (the processor's time) is with nothing kept from before,
    by a process that has answered one other page.
    """
    from datasette.app import Datasette

    from pipeline.export.query import connect
    from pipeline.publish.site import make_datasette
    from pipeline.publish.versions import compile_templates

    connection = connect(path)
    event, article = connection.execute("select event_id, article_id from mentions limit 1").fetchone()
    entity, name = connection.execute("select id, name from entities order by events_count desc limit 1").fetchone()
    source = connection.execute("select id from sources limit 1").fetchone()[0]
    connection.close()
    plain = path.stem
    pages = (
        ("home", "/", "/"),
        ("timeline page", "/timeline", None),
        ("timeline data, all", "/-/timeline.json", None),
        ("timeline data, one type", "/-/timeline.json?type=visit", None),
        ("event", f"/event/{event}", f"/{plain}/events/{event}"),
        ("article", f"/article/{article}", f"/{plain}/articles/{article}"),
        ("entity with most events", f"/entity/{entity}", f"/{plain}/event_entities?entity_id={entity}"),
        ("source", f"/source/{source}", f"/{plain}/articles?source_id={source}"),
        ("timeline data, one place", "/-/timeline.json?place=Yerevan", None),
        ("timeline data, a period", "/-/timeline.json?since=2015&until=2020", None),
        ("timeline data, words", "/-/timeline.json?q=flood", None),
        ("timeline data, one source", f"/-/timeline.json?source={source}", None),
        ("timeline data, lanes by place", "/-/timeline.json?lanes=place", None),
        ("timeline data, lanes by who", "/-/timeline.json?lanes=entity", None),
        ("table search", "/archive/events?_search=flood", f"/{plain}/events?_search=flood"),
        ("search", "/search?q=flood+yerevan", f"/{plain}/events?_search=flood+yerevan"),
        ("table of events", "/archive/events", f"/{plain}/events"),
        ("table of visits", "/archive/events?type=visit", f"/{plain}/events?type=visit"),
        ("table of mentions", "/archive/mentions", f"/{plain}/mentions"),
        ("table of names in sentences", "/archive/entity_mentions", f"/{plain}/entity_mentions"),
        ("table of dates told", "/archive/timexes", f"/{plain}/timexes"),
        ("table of articles", "/archive/articles", f"/{plain}/articles"),
        ("table of snapshots", "/archive/snapshots", f"/{plain}/snapshots"),
        ("all tables", "/archive", f"/{plain}"),
        ("canned query", f"/archive/entity_timeline?entity={name.replace(' ', '+')}", None),
    )

    async def run() -> list[dict[str, Any]]:
        ours, theirs = make_datasette(path), Datasette([str(path)])
        await ours.invoke_startup()
        await theirs.invoke_startup()
        compile_templates(ours)  # as the server does before it answers
        await ours.client.get("/about")  # what a process does once: reading schemas
        found = []
        for label, address, other in pages:
            first, median, work, size = await _times(ours, address, times)
            peer = (await _times(theirs, other, times))[1:3] if other else (None, None)
            found.append(
                {"page": label, "first": first, "median": median, "work": work, "bytes": size}
                | {"datasette": peer[0], "datasette_work": peer[1]}
            )
        return found

    return asyncio.run(run())


def measure_exports(path: Path) -> list[dict[str, Any]]:
    """Seconds and rows of each export of all events, and of Datasette's streaming CSV of the same table."""
    from datasette.app import Datasette

    from pipeline.export import FORMATS, write

    found = []
    for fmt in FORMATS:
        out = io.BytesIO()
        began = time.perf_counter()
        count = write(path, out, table="events", fmt=fmt)
        found.append({"format": fmt, "rows": count, "seconds": time.perf_counter() - began, "bytes": out.tell()})

    async def stream() -> int:
        plain = Datasette([str(path)], settings={"max_csv_mb": 0})
        await plain.invoke_startup()
        return (await plain.client.get(f"/{path.stem}/events.csv?_stream=on")).text.count("\n") - 1

    began = time.perf_counter()
    count = asyncio.run(stream())
    found.append({"format": "csv, Datasette", "rows": count, "seconds": time.perf_counter() - began, "bytes": 0})
    return found


def report(path: Path, *, exports: bool = True) -> str:
    """Pages, and exports if they are wanted, as Markdown tables."""
    lines = [
        "| page | first, CPU ms | then, ms | CPU ms | KB | plain Datasette, ms | CPU ms |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for row in measure(path):
        peer = "- | -" if row["datasette"] is None else f"{row['datasette']:.0f} | {row['datasette_work']:.0f}"
        ours = f"{row['first']:.0f} | {row['median']:.0f} | {row['work']:.0f} | {row['bytes'] / 1000:.0f}"
        lines.append(f"| {row['page']} | {ours} | {peer} |")
    if not exports:
        return "\n".join(lines)
    lines += ["", "| export of all events | rows | seconds | MB |", "| --- | --- | --- | --- |"]
    for row in measure_exports(path):
        lines.append(f"| {row['format']} | {row['rows']:,} | {row['seconds']:.1f} | {row['bytes'] / 1e6:.1f} |")
    return "\n".join(lines)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("build")
    make.add_argument("path", type=Path)
    make.add_argument("--events", type=int, default=100_000)
    make.add_argument("--hostile", action="store_true")
    look = commands.add_parser("measure")
    look.add_argument("path", type=Path)
    look.add_argument("--pages", action="store_true", help="no exports, which take minutes of a million events")
    options = parser.parse_args()
    if options.command == "measure":
        print(report(options.path, exports=not options.pages))
        return
    began = time.perf_counter()
    build(options.path, options.events, hostile=options.hostile)
    print(f"{options.path}: {options.events:,} events in {time.perf_counter() - began:.1f} s")


if __name__ == "__main__":
    main()
