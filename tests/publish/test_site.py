"""The site as Datasette serves it: tables, queries, exports, what is public, and what text from outside can do."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from datasette import hookimpl
from datasette.plugins import pm

from pipeline.export import ExportError
from pipeline.publish.security import CsvGuard
from pipeline.publish.site import make_datasette, metadata
from pipeline.publish.versions import ONE, with_nonces
from tests.publish.site import Asker, asking


@pytest.fixture(scope="module")
def ask(archive: Path) -> Iterator[Asker]:
    with asking(archive) as asker:
        yield asker


@pytest.fixture(scope="module")
def public(archive: Path) -> Iterator[Asker]:
    with asking(archive, public=True) as asker:
        yield asker


@pytest.fixture(scope="module")
def attacked(hostile: Path) -> Iterator[Asker]:
    with asking(hostile) as asker:
        yield asker


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def pages(ask: Asker) -> list[str]:
    """One address of each kind of page."""
    mention = ask.rows.execute("select event_id, article_id, snapshot_id from mentions limit 1").fetchone()
    return [
        "/",
        "/timeline",
        "/search?q=flood",
        "/about",
        f"/event/{mention['event_id']}",
        f"/article/{mention['article_id']}",
        f"/snapshot/{mention['snapshot_id']}",
        "/entity/place-yerevan",
        "/entity/organization-aurora-observatory",
        "/source/lake-press",
        "/archive",
        "/archive/events",
        "/archive/articles",
        f"/archive/events/{mention['event_id']}",
        "/archive/entity_timeline?entity=Yerevan",
    ]


def test_the_database_is_called_archive_whatever_its_file_is(ask: Asker) -> None:
    assert ask.count("/archive/events.json") == 3000
    assert len(ask("/archive/events.json?_size=5").json()["rows"]) == 5


def test_datasettes_csv_of_a_table_streams_to_its_end(ask: Asker) -> None:
    assert len(table(ask("/archive/events.csv?_stream=on").text)) == 3000


VISITS = "type = 'visit' and (end_date is null or end_date >= '2010-01-01')"
BETWEEN = "(start_date is null or start_date <= '2030-01-01') and (end_date is null or end_date >= '1900-01-01')"
OBSERVATORY = "organization-aurora-observatory"


@pytest.mark.parametrize(
    ("address", "sql"),
    [
        ("events.csv", "events"),
        ("events.csv?type=visit&since=2010", f"events where {VISITS}"),
        ("events.csv?type=visit&type=meeting", "events where type in ('visit', 'meeting')"),
        ("mentions.csv", "mentions"),
        ("events_between.csv?since=1900-01-01&until=2030-01-01", f"events where {BETWEEN}"),
        ("entity_timeline.csv?entity=aurora%20observatory", f"event_entities where entity_id = '{OBSERVATORY}'"),
        ("disputed.csv", "mentions where event_id in (select id from events where disputed)"),
        ("figures_of.csv?subject=export", "figures"),
    ],
)
def test_our_exports_are_complete(ask: Asker, address: str, sql: str) -> None:
    expected = ask.one(f"select count(*) from {sql}")
    assert expected > 0
    assert len(table(ask(f"/-/export/{address}").text)) == expected


def test_a_canned_query_in_plain_datasette_stops_where_a_page_does(ask: Asker) -> None:
    """Why there is a route of our own; when this fails, Datasette has changed."""
    rows = table(ask("/archive/events_between.csv?since=1900-01-01&until=2030-01-01&_stream=on").text)
    assert len(rows) == 500


def test_an_entitys_timeline_is_in_order(ask: Asker) -> None:
    rows = table(ask("/-/export/entity_timeline.csv?entity=Yerevan").text)
    days = [(row["start_date"] or row["end_date"], row["id"]) for row in rows]
    assert len(days) > 50
    assert days == sorted(days)


@pytest.mark.parametrize("fmt", ["ics", "atom", "jsonld", "geojson", "timelinejs", "json", "jsonl", "parquet"])
def test_event_formats_of_a_query(ask: Asker, fmt: str) -> None:
    answer = ask(f"/-/export/entity_timeline.{fmt}?entity=Yerevan")
    assert answer.status_code == 200
    assert len(answer.content) > 1000


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/-/export/nothing.csv", "nothing: no such table or query"),
        ("/-/export/events.xlsx", "xlsx: no such format"),
        ("/-/export/events.csv?colour=red", "unknown filter colour"),
        ("/-/export/events.csv?since=soon", "soon: not a day"),
        ("/-/export/sources.ics", None),
        ("/-/timeline.json?since=soon", "soon: not a day"),
        ("/-/timeline/names.json?block=x", "block: not a number"),
    ],
)
def test_bad_addresses_are_told(ask: Asker, address: str, told: str | None) -> None:
    answer = ask(address)
    if told is None:  # sources have ids, but no events' ids: a calendar without entries
        assert b"VEVENT" not in answer.content
        return
    assert answer.status_code == 400
    assert told in answer.json()["error"]


def test_canned_queries_facets_labels_and_descriptions(ask: Asker) -> None:
    page = ask("/archive").text
    for title in ("An entity&#39;s timeline", "Events between two dates", "Events told by more than one article"):
        assert title in page
    events = ask("/archive/events?_size=5").text
    assert "One row for each happening" in events
    assert "what happened, as a headline would say it" in events
    assert 'id="facet-' in events or "facet-results" in events
    mentions = ask("/archive/mentions?_size=5&_labels=on").text
    title = ask.one("select e.title from mentions m join events e on e.id = m.event_id order by m.id limit 1")
    assert title in mentions  # a foreign key shows its label


def test_what_the_data_is_stands_on_a_page_of_its_own(ask: Asker, public: Asker) -> None:
    page = ask("/about").text
    for told in ("ODC-By", "what happened, as a headline would say it", "suggestions"):
        assert told in page
    assert "suggestions" not in public("/about").text
    for name in re.findall(r'<h2><a href="(/archive/\w+)"', page):
        assert ask(name).status_code == 200
    for address in ("/", "/about"):
        for href in re.findall(r'href="(/[^"]*)"', ask(address).text):
            assert ask(href.replace("&amp;", "&"), follow_redirects=True).status_code == 200, href


def test_metadata_names_only_what_the_schema_has(ask: Asker) -> None:
    for name, told in metadata()["databases"]["archive"]["tables"].items():
        columns = {row[1] for row in ask.rows.execute(f"pragma table_info({name})")}
        assert columns, f"no table {name}"
        named = {*told.get("columns", {}), *told.get("facets", []), *told.get("units", {})}
        named |= {told[key] for key in ("label_column", "sort", "sort_desc") if key in told}
        assert named <= columns, name


def test_full_text_search(ask: Asker) -> None:
    for name, column in (("events", "title"), ("mentions", "sentence"), ("articles", "text")):
        expected = ask.one(f"select count(*) from {name} where {column} like '%flood%'")
        assert 0 < ask.count(f"/archive/{name}.json?_search=flood") == expected < ask.count(f"/archive/{name}.json")
        assert 'name="_search"' in ask(f"/archive/{name}").text
    assert "Flood hits" in ask("/search?q=flo").text
    assert ask('/search?q="%27)%20OR%201').status_code == 200


def test_serving_leaves_the_file_alone_and_sees_what_is_written(tmp_path: Path, hostile: Path) -> None:
    path = tmp_path / "live.db"
    path.write_bytes(hostile.read_bytes())
    with asking(path) as ask:
        before = ask("/archive/sources.json?_shape=array").json()
        with sqlite3.connect(path) as writer:
            writer.execute("insert into sources (id, name) values ('new', 'New')")
        assert len(ask("/archive/sources.json?_shape=array").json()) == len(before) + 1
        assert "New" in ask("/source/new").text
        writer.close()


def test_a_read_only_folder(tmp_path: Path, hostile: Path) -> None:
    folder = tmp_path / "shut"
    folder.mkdir()
    path = folder / "a.db"
    path.write_bytes(hostile.read_bytes())
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        with asking(path) as ask:
            assert ask("/").status_code == 200
    finally:
        folder.chmod(0o755)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"nowhere\.db: no such file"):
        make_datasette(tmp_path / "nowhere.db")
    (tmp_path / "page.db").write_text("<html>" + "no database " * 200)
    with pytest.raises(ExportError, match=r"page\.db: file is not a database"):
        make_datasette(tmp_path / "page.db")


def test_every_page_answers_with_headers_and_without_inline_script(ask: Asker) -> None:
    for address in pages(ask):
        answer = ask(address)
        assert answer.status_code == 200, address
        allowed = re.search(r"script-src 'self'(?: 'nonce-([\w-]{22})')?;", answer.headers["content-security-policy"])
        assert allowed, address
        nonce = allowed[1]  # for scripts in the templates of plugins and Datasette 1.0: not on our pages
        assert bool(nonce) == address.startswith("/archive"), address
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        for attributes, script in re.findall(r"<script\b([^>]*)>(.*?)</script>", answer.text, re.DOTALL):
            assert not script.strip() or (ONE and f'nonce="{nonce}"' in attributes), address
        assert not re.search(r"<[^>]+\son\w+=", answer.text), address
        loaded = re.findall(
            r'<(?:script|img|image)\b[^>]*(?:src|href)="([^"]*)"|<link rel="stylesheet" href="([^"]*)"', answer.text
        )
        assert not [one for one in loaded if "//" in "".join(one)], address


class _Plugin:
    """A plugin with an inline script on every page of Datasette's."""

    __name__ = "inline"

    @hookimpl  # type: ignore[untyped-decorator]
    def extra_body_script(self) -> str:
        return "window.plugged = 1;"


def test_a_plugins_inline_script_may_run_on_datasettes_pages_and_not_on_ours(archive: Path) -> None:
    plugin = _Plugin()
    pm.register(plugin)
    try:
        with asking(archive) as ask:
            answer = ask("/archive/events?_size=1")
            nonce = re.search(r"'nonce-([\w-]{22})'", answer.headers["content-security-policy"])
            assert nonce
            assert f'<script nonce="{nonce[1]}">window.plugged = 1;' in answer.text
            assert nonce[1] not in ask("/archive/events?_size=1").text, "another one each time"
            assert "plugged" not in ask("/timeline").text
    finally:
        pm.unregister(plugin)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ("<script>a()</script>", '<script nonce="{{ csp_nonce }}">a()</script>'),
        ('<script{% if m %} type="module"{% endif %}>b</script>', '<script nonce="{{ csp_nonce }}"{% if m %} type'),
        ("<script src=\"{{ static('table.js') }}\" defer></script>", "<script src="),
        ('<button onclick="go()">', "<button>"),
    ],
)
def test_only_scripts_of_templates_get_a_nonce(source: str, made: str) -> None:
    assert with_nonces(source).startswith(made)


def test_hostile_text_is_inert_everywhere(attacked: Asker) -> None:
    for address in pages(attacked):
        answer = attacked(address)
        assert answer.status_code == 200, address
        for mark in ("<script>window", "<img src=x", "<svg onload", 'href="javascript:'):
            assert mark not in answer.text, f"{mark} in {address}"
    for event in attacked.rows.execute("select id from events limit 40"):
        assert "<script>window" not in attacked(f"/event/{event['id']}").text


def test_no_csv_that_the_site_gives_is_a_formula(attacked: Asker) -> None:
    with sqlite3.connect(str(attacked.datasette.chronofile.path)) as connection:
        first = connection.execute("select id from events").fetchone()[0]
        connection.execute("update events set title = '=HYPERLINK(1)', date_text = '@x' where id = ?", (first,))
    connection.close()
    between = "/archive/events_between.csv?since=0001-01-01&until=9999-01-01"
    for address in ("/archive/events.csv?_stream=on", between, "/-/export/events.csv"):
        rows = table(attacked(address).text)
        assert [row for row in rows if row["title"] == "'=HYPERLINK(1)"], address
        assert not [cell for row in rows for cell in row.values() if cell and cell[0] in "=@"], address


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_the_csv_guard_takes_any_pieces(size: int) -> None:
    text = 'a,b\r\n=1,"x\r\n""=y"" ,"\r\n"@z",-5\r\n'
    guard, out = CsvGuard(), ""
    for at in range(0, len(text), size):
        out += guard.feed(text[at : at + size])
    out += guard.feed("", last=True)
    assert list(csv.reader(io.StringIO(out, newline=""))) == [["a", "b"], ["'=1", 'x\r\n"=y" ,'], ["'@z", "-5"]]


def test_public_shows_sentences_and_no_articles(public: Asker) -> None:
    row = public.rows.execute(
        "select m.event_id, m.article_id, m.snapshot_id, m.sentence, n.text from mentions m"
        " join snapshots n on n.id = m.snapshot_id where length(n.text) > 3 * length(m.sentence) limit 1"
    ).fetchone()
    others = row["text"].replace(row["sentence"], "").strip()[-60:]
    event = public(f"/event/{row['event_id']}").text
    assert row["sentence"][:30] in re.sub(r"<[^>]+>", "", event)
    article_id, snapshot_id = row["article_id"], row["snapshot_id"]
    secret = [
        "/",
        f"/event/{row['event_id']}",
        f"/article/{article_id}",
        f"/snapshot/{snapshot_id}",
        f"/archive/articles/{article_id}.json",
        f"/archive/snapshots/{snapshot_id}.json",
        "/-/export/articles.csv",
        "/-/export/snapshots.jsonl",
    ]
    for address in secret:
        answer = public(address)
        assert answer.status_code == 200, address
        if not address.startswith("/article/"):  # which shows every sentence of an event, so maybe the last one
            assert others not in re.sub(r"<[^>]+>", "", answer.text), address
    article = public(f"/archive/articles/{row['article_id']}.json?_shape=array").json()
    assert article[0]["text"] is None
    for address, status in (
        (f"/snapshot/{row['snapshot_id']}/raw", 403),
        ("/archive?sql=select+1", 403),
        ("/archive/articles_fts", 403),
        ("/archive/articles_fts_data", 403),
        ("/-/export/extractions.csv", 400),
        ("/archive.db", 403),
    ):
        assert public(address, follow_redirects=True).status_code == status, address
    blob = public(f"/archive/snapshots/{row['snapshot_id']}.blob?_blob_column=bytes")
    assert blob.status_code != 200 or blob.content == b""


def test_the_raw_page_is_a_download_byte_for_byte(ask: Asker) -> None:
    snapshot, size = ask.rows.execute("select id, size from snapshots limit 1").fetchone()
    answer = ask(f"/snapshot/{snapshot}/raw")
    assert len(answer.content) == size
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_an_old_event_id_leads_to_the_event_that_holds_it(tmp_path: Path, hostile: Path) -> None:
    path = tmp_path / "merged.db"
    path.write_bytes(hostile.read_bytes())
    with sqlite3.connect(path) as connection:
        left, right = (row[0] for row in connection.execute("select id from events limit 2"))
        connection.execute("update mentions set event_id = ? where event_id = ?", (left, right))
        connection.execute("delete from events where id = ?", (right,))
    connection.close()
    with asking(path) as ask:
        answer = ask(f"/event/{right}")
        assert (answer.status_code, answer.headers["location"]) == (301, f"/event/{left}")
        assert "2 sentences tell it" in ask(f"/event/{left}").text
        missing = ask("/event/nothing")
        assert missing.status_code == 404
        assert "There is no event nothing" in missing.text


def test_search_engines_may_have_linked_data_of_an_event(ask: Asker) -> None:
    graph = json.loads(ask("/-/export/events.jsonld?place=Yerevan").text)["@graph"]
    assert graph[0]["@id"].startswith("http://localhost/event/")
    event = graph[0]["@id"].rpartition("/")[2]
    page = ask(f"/event/{event}").text
    address = re.search(r'type="application/ld\+json" href="([^"]+)"', page)
    assert address
    assert [one["@id"] for one in json.loads(ask(address[1]).text)["@graph"]] == [graph[0]["@id"]]
