"""Taking the archive away: complete, in every format, and harmless."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import tempfile
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import feedparser
import pyarrow.parquet
import pytest

from benchmarks.publish import build
from pipeline.export import FORMATS, ExportError, write
from pipeline.export.calendar import fold
from pipeline.export.query import bound, connect, match
from pipeline.export.rows import safe_cell
from pipeline.model import digest

ATOM = "{http://www.w3.org/2005/Atom}"
EVENTS = 2_500  # more than Datasette returns for a query


@pytest.fixture(scope="module")
def db() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a?b%c.db"
        build(path, EVENTS)
        yield path


@pytest.fixture(scope="module")
def hostile() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hostile.db"
        build(path, 120, hostile=True)
        yield path


def export(db: Path, **options: Any) -> bytes:
    out = io.BytesIO()
    write(db, out, **options)
    return out.getvalue()


def count(db: Path, sql: str) -> int:
    connection = connect(db)
    try:
        return int(connection.execute(sql).fetchone()[0])
    finally:
        connection.close()


def number(fmt: str, data: bytes) -> int:
    """How many events another reader finds."""
    if fmt == "csv":
        return len(list(csv.DictReader(io.StringIO(data.decode()))))
    if fmt == "jsonl":
        return len([json.loads(line) for line in data.decode().splitlines()])
    if fmt == "json":
        return len(json.loads(data))
    if fmt == "parquet":
        return int(pyarrow.parquet.read_table(io.BytesIO(data)).num_rows)
    if fmt == "atom":
        return len(feedparser.parse(data).entries)
    if fmt == "ics":
        return data.count(b"BEGIN:VEVENT\r\n") + data.count(b"BEGIN:VJOURNAL\r\n")
    return len(json.loads(data)[{"jsonld": "@graph", "geojson": "features", "timelinejs": "events"}[fmt]])


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_is_complete(db: Path, fmt: str) -> None:
    assert number(fmt, export(db, table="events", fmt=fmt)) == EVENTS


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_of_nothing_is_whole(db: Path, fmt: str) -> None:
    assert number(fmt, export(db, table="events", fmt=fmt, filters={"entity": "nobody"})) == 0


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_holds_hostile_text(hostile: Path, fmt: str) -> None:
    assert number(fmt, export(hostile, table="events", fmt=fmt)) == 120


def test_text_and_binary_files_get_the_same_and_the_number_of_rows(db: Path) -> None:
    text = io.StringIO()
    assert write(db, text, table="entities") == count(db, "select count(*) from entities")
    assert text.getvalue().encode() == export(db, table="entities")


FIRST = digest("event", digest("synthetic", "0"), "0")
OVERLAP = "(end_date is null or end_date >= '2020-01-01') and (start_date is null or start_date <= '2021-06-30')"
OBSERVATORY = "select event_id from event_entities where entity_id = 'organization-aurora-observatory'"
LAKE_PRESS = "select id from articles where source_id = 'lake-press'"


@pytest.mark.parametrize(
    ("filters", "where"),
    [
        ({"type": "visit"}, "type = 'visit'"),
        ({"type": ["visit", "meeting"]}, "type in ('visit', 'meeting')"),
        ({"status": "planned"}, "status = 'planned'"),
        ({"since": "2020", "until": "2021-06"}, OVERLAP),
        ({"place": "yerevan"}, "place_id = 'place-yerevan'"),
        ({"entity": "Aurora Observatory"}, f"id in ({OBSERVATORY})"),
        ({"source": "lake-press"}, f"id in (select event_id from mentions where article_id in ({LAKE_PRESS}))"),
        ({"q": "flood yerev"}, "title like '%Flood%Yerevan%'"),
        ({"disputed": "1"}, "disputed = 1"),
        ({"id": FIRST}, f"id = '{FIRST}'"),
    ],
)
def test_filters(db: Path, filters: dict[str, Any], where: str) -> None:
    expected = count(db, f"select count(*) from events where {where}")
    assert expected > 0
    assert number("csv", export(db, table="events", filters=filters)) == expected


def test_years_before_christ_compare_in_time(tmp_path: Path) -> None:
    db = tmp_path / "bc.db"
    build(db, 8)
    columns = (
        "id, title, type, start_date, end_date, edtf, sort_date, status, mentions_count, articles_count, sources_count"
    )
    with sqlite3.connect(db) as connection:
        for year in ("-0043", "-0100", "-0009"):
            values = (year, year, "visit", *[f"{year}-03-15"] * 4, "happened", 1, 1, 1)
            connection.execute(f"insert into events ({columns}) values ({', '.join('?' * 11)})", values)
    connection.close()
    found = export(db, table="events", filters={"since": "-0050", "until": "-0001"}).decode()
    assert {row["id"] for row in csv.DictReader(io.StringIO(found))} == {"-0043", "-0009"}
    ics = export(db, table="events", filters={"until": "-0001"}, fmt="ics")
    assert (ics.count(b"BEGIN:VEVENT"), ics.count(b"BEGIN:VJOURNAL")) == (0, 3)


CELLS = [
    ("=1+1", "'=1+1"),
    ("+1+1", "'+1+1"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1)", "'@SUM(A1)"),
    ("\t=1", "'\t=1"),
    ("\r=1", "'\r=1"),
    (" =1", "' =1"),
    ("＝1", "'＝1"),
    ("-5.2", "-5.2"),
    ("+77", "+77"),
    (-5.2, -5.2),
    (None, None),
    ("2024-10-21", "2024-10-21"),
    ("plain = text", "plain = text"),
    (b"\x00\x01", "AAE="),
]


@pytest.mark.parametrize(("value", "cell"), CELLS)
def test_no_cell_is_a_formula(value: Any, cell: Any) -> None:
    assert safe_cell(value) == cell


def test_column_names_are_no_formulas_either(db: Path) -> None:
    assert export(db, sql="select 1 as '=cmd()'").decode() == "'=cmd()\r\n1\r\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"table": "nothing"}, "nothing: no such table or view; there are"),
        ({"table": "events; drop table events"}, "no such table or view"),
        ({"table": "events_fts"}, "no such table or view"),
        ({"sql": "selec 1"}, "syntax error: selec 1"),
        ({"sql": "delete from events"}, "not authorized|readonly"),
        ({"sql": "attach 'other.db' as other"}, "not authorized"),
        ({"sql": "pragma journal_mode=delete"}, "not authorized"),
        ({"sql": "select 1; select 2"}, "one statement"),
        ({"sql": ""}, "not a SELECT"),
        ({"sql": "select 1", "fmt": "ics"}, "need a column id"),
        ({"table": "events", "fmt": "xlsx"}, "xlsx: no such format; there are csv"),
        ({"table": "articles", "filters": {"type": "visit"}}, "filters are for the table events"),
        ({"table": "events", "filters": {"colour": "red"}}, "unknown filter colour"),
        ({"table": "events", "filters": {"since": "yesterday"}}, "yesterday: not a day"),
        ({"table": "events", "filters": {"since": "2023-02-29"}}, "that month has no day 29"),
        ({"table": "events", "filters": {"until": "2023-13"}}, "there is no month 13"),
        ({}, "name one of a table and an SQL query"),
    ],
)
def test_bad_input_is_named(db: Path, options: dict[str, Any], message: str) -> None:
    with pytest.raises(ExportError, match=message):
        export(db, **options)


def test_a_file_that_is_no_archive_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"missing\.db: no such file"):
        export(tmp_path / "missing.db", table="events")
    (tmp_path / "text.db").write_text("not a database, just a text that is long enough to be looked at " * 20)
    with pytest.raises(ExportError, match=r"text\.db: file is not a database"):
        export(tmp_path / "text.db", table="events")


def test_full_text_search_works_in_typed_sql(db: Path) -> None:
    found = export(db, sql="select rowid from events_fts where events_fts match 'flood'", fmt="json")
    assert len(json.loads(found)) > 10


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("flood", '"flood"*'),
        ('"two words" x', '"two words" "x"*'),
        ("a\"b' OR *", '"ab\'" "OR"*'),
        ("***", '""'),
        ('"x"', '"x"'),
    ],
)
def test_words_become_a_query_that_cannot_fail(words: str, query: str) -> None:
    assert match(words) == query


@pytest.mark.parametrize(
    ("text", "last", "day"),
    [
        ("2024", False, "2024-01-01"),
        ("2024", True, "2024-12-31"),
        ("2024-02", True, "2024-02-29"),
        ("-0043", True, "-0043-12-31"),
    ],
)
def test_a_year_or_month_stands_for_its_days(text: str, last: bool, day: str) -> None:
    assert bound(text, last=last) == day


def test_calendar(db: Path) -> None:
    text = export(db, table="events", fmt="ics").decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    unfolded = text.replace("\r\n ", "").split("BEGIN:VEVENT")[1:]
    entries = [dict(line.split(":", 1) for line in one.split("\r\n") if ":" in line) for one in unfolded]
    connection = connect(db)
    rows = {row[0]: row[1:] for row in connection.execute("select id, start_date, end_date, status from events")}
    connection.close()
    assert len(entries) == EVENTS
    for entry in entries:
        start, end, status = rows[entry["UID"].removesuffix("@chronofile")]
        told = {"planned": "TENTATIVE", "reported": "TENTATIVE", "cancelled": "CANCELLED"}.get(status, "CONFIRMED")
        assert entry["STATUS"] == told
        assert entry["DTSTART;VALUE=DATE"] == (start or end).replace("-", "")
        if start and end:
            until = date.fromisoformat(entry["DTEND;VALUE=DATE"])
            assert (until - date.fromisoformat(end)).days == 1
        else:
            assert "DTEND;VALUE=DATE" not in entry


@pytest.mark.parametrize("line", ["x" * 75, "x" * 76, "x" * 300, "ә" * 120, "SUMMARY:" + "日本" * 60 + "a"])
def test_folding_unfolds(line: str) -> None:
    folded = fold(line)
    assert folded.removesuffix("\r\n").replace("\r\n ", "") == line
    assert all(len(part.encode()) <= 75 for part in folded.split("\r\n"))


def test_hostile_text_is_text(hostile: Path) -> None:
    atom = export(hostile, table="events", fmt="atom")
    root = ElementTree.fromstring(atom)
    assert not list(root.iter(f"{ATOM}script"))
    assert [link for link in root.iter(f"{ATOM}link") if not link.get("href", "").startswith("http")] == []
    ics = export(hostile, table="events", fmt="ics").decode()
    assert ics.count("\r\nBEGIN:VEVENT\r\n") == 120
    slides = export(hostile, table="events", fmt="timelinejs").decode()
    assert "<script>" not in slides
    assert "<img" not in slides
    for row in csv.reader(io.StringIO(export(hostile, table="articles").decode())):
        assert not [cell for cell in row if cell[:1] in "=+@\t\r" and cell]


def test_linked_data(db: Path) -> None:
    graph = json.loads(export(db, table="events", fmt="jsonld"))["@graph"]
    one = graph[0]
    assert one["@type"].endswith("Event")
    assert one["subjectOf"][0]["@type"] == "NewsArticle"
    statuses = {item["eventStatus"] for item in graph}
    assert statuses == {"https://schema.org/EventScheduled", "https://schema.org/EventCancelled"}
    assert all("edtf" in item and "name" in item for item in graph)
    features = json.loads(export(db, table="events", fmt="geojson"))["features"]
    placed = [feature["geometry"]["coordinates"] for feature in features if feature["geometry"]]
    assert placed
    assert all(-180 <= lon <= 180 and -90 <= lat <= 90 for lon, lat in placed)
