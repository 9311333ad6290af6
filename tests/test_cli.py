"""The command line: what is printed, where, and with which exit status."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar

import click
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.store import Archive
from pipeline.store.migrations import NEWEST
from tests.store import toy
from tests.store.rules import toy_rules

__all__ = ["toy_rules"]

VISIT = "Pashinyan in Astana\n\nPashinyan visits Astana on 2024-10-21 and Pashinyan meets Tokayev on 2024-10-21."
AGAIN = "A guest from Yerevan\n\nAs was told, Pashinyan visits Astana on 2024-10 for two days."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(VISIT)
    (tmp_path / "b.txt").write_text(AGAIN)
    return tmp_path


def call(*args: str, status: int = 0, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, list(args), input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == status, result.output
    return result


def commands(group: click.Group, prefix: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        found.append((*prefix, name))
        if isinstance(command, click.Group):
            found += commands(command, (*prefix, name))
    return found


@pytest.mark.parametrize("command", commands(main), ids=" ".join)
def test_every_command_has_help_with_an_example(command: tuple[str, ...]) -> None:
    shown = call(*command, "--help").output
    usage, _, explained = shown.partition("\n")
    example, _, _ = explained.partition("\nOptions:")
    assert f"chronofile {' '.join(command)}" in example
    assert usage.startswith("Usage: ")


def test_help_imports_nothing_heavy() -> None:
    heavy = ("spacy", "sqlite_utils", "datasette", "requests", "rich", "bs4", "lxml", "trafilatura", "distributed")
    program = (
        "import sys; from pipeline.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        f"print('HEAVY', [m for m in {heavy!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


@pytest.mark.usefixtures("toy_rules")
class TestIngest:
    def test_an_article_and_its_timeline(self, folder: Path) -> None:
        shown = call("ingest", "a.txt", "--source", "kazinform", "--published", "2024-10-21")
        assert shown.output.splitlines() == [
            "      1 articles added",
            "      2 events in archive.db (+2)",
        ]
        lines = call("timeline").output.splitlines()
        assert sorted(lines) == [
            "21 October 2024               happened   Pashinyan meets Tokayev | Tokayev | Kazinform",
            "21 October 2024               happened   Pashinyan visits Astana | Astana | Kazinform",
        ]
        assert call("verify").output.endswith("archive.db is whole\n")

    def test_again(self, folder: Path) -> None:
        call("ingest", ".")
        shown = call("ingest", ".")
        assert shown.output.splitlines() == ["      2 articles already there", "      2 events in archive.db"]
        assert json.loads(call("stats", "--json").output)["last run"]["unchanged"] == 2

    def test_from_standard_input(self, folder: Path) -> None:
        call("ingest", "-", "--url", "http://www.News.example/1/?utm_source=x", stdin=VISIT.encode())
        rows = call("export", "--sql", "select url, title from articles", "--format", "jsonl").output
        assert json.loads(rows)["title"] == "Pashinyan in Astana"
        assert "utm_source" not in rows

    def test_failures_are_named_and_the_rest_is_kept(self, folder: Path) -> None:
        (folder / "empty.txt").touch()
        result = call("ingest", "a.txt", "none.txt", "empty.txt", "b.txt", status=1)
        assert result.stderr.splitlines() == [
            "chronofile: none.txt: no such file or folder",
            "chronofile: empty.txt: empty",
        ]
        assert "2 articles added" in result.stdout
        assert "2 inputs failed" in result.stdout

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (("--published", "February 30, 2024"), "'February 30, 2024' is no date"),
            (("--published", "2023-02-29"), "'2023-02-29' is no date"),
            (("--published", "2024-13"), "'2024-13' is no date"),
            (("--published", ""), "is no date"),
            (("--language", "the language of the birds"), "is no language code"),
            (("--url", "ftp://example.org/x"), "--url"),
            (("--source", " "), "it is empty"),
            (("--workers", "0"), "--workers"),
        ],
    )
    def test_wrong_usage(self, folder: Path, options: tuple[str, ...], reason: str) -> None:
        result = call("ingest", "a.txt", *options, status=2)
        assert reason in result.stderr
        assert not (folder / "archive.db").exists()

    @pytest.mark.parametrize("option", [("--url", "https://n.example/1"), ("--published", "2024-10-21")])
    def test_one_input_only(self, folder: Path, option: tuple[str, str]) -> None:
        result = call("ingest", "a.txt", "b.txt", *option, status=2)
        assert f"{option[0]} goes with one input only" in result.stderr

    def test_an_instant_given(self, folder: Path) -> None:
        call("ingest", "a.txt", "--published", "2024-10-21T09:30:00+05:00")
        with closing(sqlite3.connect("archive.db")) as conn:
            row = conn.execute("SELECT published, published_at, published_basis FROM articles").fetchone()
        assert row == ("2024-10-21", "2024-10-21T09:30:00+05:00", "given")

    def test_foreign_newer_and_locked_archives(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Path("letter.db").write_text("no database")
        assert "letter.db is not a chronofile archive" in call("ingest", "a.txt", "--db", "letter.db", status=1).stderr
        call("ingest", "a.txt")
        with closing(sqlite3.connect("archive.db")) as conn:
            conn.execute("PRAGMA user_version = 99")
        assert "newer chronofile" in call("timeline", status=1).stderr
        with closing(sqlite3.connect("archive.db")) as conn:
            conn.execute(f"PRAGMA user_version = {NEWEST}")
            original = Archive.open
            monkeypatch.setattr(Archive, "open", lambda path: original(path, busy_seconds=0.05))
            conn.execute("BEGIN IMMEDIATE")
            result = call("ingest", "b.txt", status=1)
        assert result.stderr == "chronofile: archive.db is locked: another program is writing to it\n"

    def test_no_scheduler(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "distributed", None)
        result = call("ingest", "a.txt", "--scheduler", "tcp://127.0.0.1:1", status=1)
        assert result.stderr == "chronofile: --scheduler needs distributed: pip install 'chronofile[cluster]'\n"

    def test_interrupted(self, folder: Path) -> None:
        (folder / "c.txt").write_text("Three\n\nINTERRUPT")
        result = call("ingest", "c.txt", status=130)
        assert "interrupted" in result.stderr
        with closing(sqlite3.connect("archive.db")) as conn:
            assert conn.execute("SELECT finished IS NOT NULL, inputs FROM runs").fetchall() == [(1, 0)]

    def test_a_pasted_article_of_50_megabytes(self, folder: Path) -> None:
        with (folder / "huge.txt").open("wb") as out:
            for _ in range(50):
                out.write(b"word " * 200_000)
        result = call("ingest", "huge.txt", "a.txt", status=1)
        assert result.stderr.startswith("chronofile: huge.txt: larger than")
        assert "1 articles added" in result.stdout


class Site(BaseHTTPRequestHandler):
    """Two articles and their feed; answers 304 to who has it."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        if self.path in MOVED:
            self.send_response(302)
            self.send_header("Location", MOVED[self.path])
            self.end_headers()
            return
        page = PAGES.get(self.path)
        if self.headers.get("If-None-Match") == '"1"':
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200 if page else 404)
        self.send_header("ETag", '"1"')
        self.send_header("Content-Type", "application/rss+xml" if self.path == "/feed" else "text/html")
        self.end_headers()
        self.wfile.write((page or "").encode())

    def log_message(self, *args: object) -> None:
        """Nothing."""


BODY = "The city was calm that day, the papers wrote, and the guests walked along the river for an hour. "
PAGES = {
    f"/{n}": f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{line}</p><p>{BODY * 5}</p>"
    "</article></body></html>"
    for n, title, line in (
        (1, "Pashinyan in Astana", "Pashinyan visits Astana on 2024-10-21."),
        (2, "Bob in Rome", "Bob visits Rome on 2020-02-02."),
    )
}
MOVED = {"/old": "/older", "/older": "/1"}
PAGES["/feed"] = (
    '<rss version="2.0"><channel><title>News</title>'
    + "".join(f"<item><title>{n}</title><link>http://127.0.0.1:PORT/{n}</link></item>" for n in (1, 2))
    + "</channel></rss>"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    monkeypatch.setitem(PAGES, "/feed", PAGES["/feed"].replace("PORT", str(server.server_port)))
    Site.asked.clear()
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("toy_rules")
class TestWeb:
    def test_a_feed_twice_fetches_only_what_is_new(self, folder: Path, site: str) -> None:
        shown = call("ingest", f"{site}/feed", "--allow-private").output
        assert "2 articles added" in shown
        assert sorted(set(Site.asked)) == ["/1", "/2", "/feed", "/robots.txt"]
        Site.asked.clear()
        shown = call("ingest", f"{site}/feed", "--allow-private").output
        assert "2 articles already there" in shown
        assert sorted(set(Site.asked)) == ["/feed", "/robots.txt"]
        Site.asked.clear()
        shown = call("ingest", f"{site}/1", "--allow-private").output
        assert "1 articles already there" in shown
        assert Site.asked == ["/robots.txt", "/1"]

    def test_the_address_before_a_redirect_is_known_too(self, folder: Path, site: str) -> None:
        assert "1 articles added" in call("ingest", f"{site}/old", "--allow-private").output
        Site.asked.clear()
        again = call("ingest", f"{site}/old", "--allow-private")
        assert "1 articles already there" in again.output
        assert Site.asked == ["/robots.txt", "/old", "/older", "/1"]
        with closing(sqlite3.connect("archive.db")) as conn:
            assert conn.execute("SELECT json_extract(seconds, '$.read') FROM runs ORDER BY started").fetchall()[-1] == (
                None,
            ), "the server said that nothing changed"
        assert "sha256" in call("history", f"{site}/old").output
        call("remove", f"{site}/older", "--why", "asked")
        Site.asked.clear()
        PAGES["/feed"] = PAGES["/feed"].replace("/1<", "/old<")
        call("ingest", f"{site}/feed", "--allow-private")
        assert "/old" not in Site.asked

    def test_what_was_taken_down_is_not_fetched(self, folder: Path, site: str) -> None:
        call("ingest", f"{site}/1", "--allow-private")
        call("remove", f"{site}/1", "--why", "asked")
        Site.asked.clear()
        call("ingest", f"{site}/feed", "--allow-private")
        assert "/1" not in Site.asked

    def test_private_addresses_are_refused(self, folder: Path, site: str) -> None:
        assert "not a public address" in call("ingest", f"{site}/1", status=1).stderr
        assert Site.asked == []


@pytest.fixture
def filled(folder: Path, toy_rules: None) -> Path:
    (folder / "c.txt").write_text("Elsewhere\n\nBob visits Rome on 2020-02-02.")
    call("ingest", "a.txt", "c.txt")
    return folder


class TestBrowse:
    @pytest.mark.parametrize(
        ("filters", "titles"),
        [
            ((), {"Bob visits Rome", "Pashinyan visits Astana", "Pashinyan meets Tokayev"}),
            (("--entity", "Bob"), {"Bob visits Rome"}),
            (("--place", "Astana"), {"Pashinyan visits Astana"}),
            (("--type", "meeting"), {"Pashinyan meets Tokayev"}),
            (("--since", "2024"), {"Pashinyan visits Astana", "Pashinyan meets Tokayev"}),
            (("--until", "2020-02"), {"Bob visits Rome"}),
            (("--since", "2020-02-02", "--until", "2020-02-02"), {"Bob visits Rome"}),
            (("--status", "planned"), set()),
        ],
    )
    def test_filters(self, filled: Path, filters: tuple[str, ...], titles: set[str]) -> None:
        result = call("timeline", *filters)
        assert {line.split("  ")[-1].split(" | ")[0].strip() for line in result.stdout.splitlines()} == titles
        rows = call("export", "events", "--format", "jsonl", *filters).output.splitlines()
        assert {json.loads(row)["title"] for row in rows} == titles

    def test_a_filter_that_is_none(self, filled: Path) -> None:
        assert "not a day" in call("timeline", "--since", "yesterday", status=2).stderr

    def test_export_to_a_file(self, filled: Path) -> None:
        call("export", "events", "-o", "events.csv")
        assert len(Path("events.csv").read_text().splitlines()) == 4
        assert call("export", "nothing", "-o", "events.csv", status=1).stderr.startswith("chronofile: nothing: no such")
        assert len(Path("events.csv").read_text().splitlines()) == 4, "a failed export leaves the file alone"
        assert not Path("events.csv.part").exists()

    def test_pages_as_warc_and_back(self, filled: Path) -> None:
        call("ingest", "b.txt", "--url", "https://n.example/1")
        call("export", "snapshots", "--format", "warc", "-o", "pages.warc.gz")
        assert "3 articles added" in call("ingest", "pages.warc.gz", "--db", "second.db").output
        assert "needs -o" in call("export", "events", "--format", "warc", status=2).stderr

    def test_export_wants_one_thing(self, filled: Path) -> None:
        assert "name a table" in call("export", status=2).stderr
        assert "name a table" in call("export", "events", "--sql", "select 1", status=2).stderr
        assert "'docx' is none of" in call("export", "events", "--format", "docx", status=2).stderr

    def test_no_archive(self, folder: Path) -> None:
        for command in (["timeline"], ["export", "events"], ["stats"], ["verify"], ["history", "x"], ["serve"],
                        ["reprocess"], ["review", "list"], ["remove", "x", "--why", "y"]):  # fmt: skip
            assert "there is no archive at archive.db" in call(*command, status=1).stderr
            assert not Path("archive.db").exists()

    def test_damage_is_told(self, filled: Path) -> None:
        with closing(sqlite3.connect("archive.db")) as conn:
            conn.execute("UPDATE snapshots SET sha256 = 'x'")
            conn.commit()
        result = call("verify", status=1)
        assert "its bytes are not those that came" in result.stderr
        assert "archive.db is not whole: 2 problems" in result.stdout

    def test_history_and_removal(self, filled: Path) -> None:
        call("ingest", "a.txt", "--url", "https://n.example/1")
        Path("a.txt").write_text(VISIT.replace("21", "22"))
        call("ingest", "a.txt", "--url", "https://n.example/1")
        shown = call("history", "http://n.example/1").output
        assert shown.count("sha256") == 2
        assert "+Pashinyan visits Astana on 2024-10-22" in shown
        assert "removed" in call("remove", "https://n.example/1", "--why", "asked", "--who", "desk").output
        assert "by desk: asked" in call("history", "https://n.example/1").output
        assert "1 articles taken down earlier" in call("ingest", "a.txt", "--url", "https://n.example/1").output
        assert "has no article" in call("remove", "https://n.example/2", "--why", "asked", status=1).stderr
        assert call("verify").exit_code == 0


class TestReprocess:
    def test_a_dry_run_shows_and_changes_nothing(self, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from pipeline import ingest

        before = Path("archive.db").read_bytes()
        monkeypatch.setattr(ingest, "rules_version", lambda: "better rules")
        read = toy.interval
        monkeypatch.setattr(toy, "interval", lambda told: read("2020-02-03" if told == "2020-02-02" else told))
        monkeypatch.setattr(toy, "LINE", toy.re.compile(toy.LINE.pattern.replace("meets", "greets")))
        shown = call("reprocess", "--dry-run").output
        assert "0 events added\n1 events gone\n" in shown
        assert "Pashinyan meets Tokayev" in shown
        assert "1 events re-dated\n  ~ 2020-02-02 -> 2020-02-03  Bob visits Rome" in shown
        assert Path("archive.db").read_bytes() == before
        assert list(filled.glob(".dry-run*")) == []
        call("reprocess")
        assert "Bob visits Rome" in call("timeline", "--since", "2020-02-03", "--until", "2020-02-03").output


class TestReview:
    def test_from_a_decision_to_its_undoing(self, filled: Path) -> None:
        id = call("review", "rename", "bob", "Robert", "--why", "his name", "--who", "desk").output.split()[0]
        assert call("timeline", "--entity", "Robert").output == call("timeline", "--place", "Rome").output
        assert "desk: rename entity person-bob 'Robert' (Robert) - his name" in call("review", "list").output
        call("review", "undo", id[:8], "--who", "chief")
        assert call("review", "list").output == (
            "suggested: 1 pairs of events may be one (chronofile review suggestions)\n"
        )
        assert "by chief]" in call("review", "list", "--all").output

    def test_out_and_in(self, filled: Path) -> None:
        event = json.loads(call("export", "events", "--format", "jsonl", "--place", "Rome").output)["id"]
        call("review", "redate", event[:8], "2020-02-01", "--why", "corrected")
        call("review", "merge", "person-pashinyan", "person-bob", "--why", "a test")
        call("review", "export", "decisions.jsonl")
        text = Path("decisions.jsonl").read_text()
        assert len(text.splitlines()) == 2
        Path("archive.db").rename("old.db")
        call("ingest", "a.txt", "c.txt")
        assert "2 of 2 decisions are new" in call("review", "import", "decisions.jsonl").output
        assert "0 of 2 decisions are new" in call("review", "import", "decisions.jsonl").output
        assert call("review", "export").output == text
        assert "1 February 2020" in call("timeline", "--place", "Rome").output
        call("reprocess", "--all")
        assert "1 February 2020" in call("timeline", "--place", "Rome", "--entity", "Pashinyan").output

    def test_what_cannot_be_decided(self, filled: Path) -> None:
        assert "names no event or entity" in call("review", "reject", "nobody", "--why", "x", status=1).stderr
        assert "is no date" in call("review", "redate", self.event(), "soon", "--why", "x", status=1).stderr
        assert "Missing option '--why'" in call("review", "reject", "bob", status=2).stderr
        assert "no decision" in call("review", "undo", "ffff", status=1).stderr
        Path("bad.jsonl").write_text('\n{"kind": "event"}\n')
        assert "bad.jsonl:2: a decision without" in call("review", "import", "bad.jsonl", status=1).stderr

    def event(self) -> str:
        return str(json.loads(call("export", "events", "--format", "jsonl", "--place", "Rome").output)["id"])

    def test_suggestions(self, filled: Path) -> None:
        shown = call("review", "suggestions").output
        assert "the same person that day" in shown
        assert "Pashinyan visits Astana" in shown

    def test_two_spellings_of_a_name(self, filled: Path) -> None:
        (filled / "d.txt").write_text("Again\n\nPashinian visits Rome on 2024-11-05.")
        call("ingest", "d.txt")
        shown = call("review", "suggestions").output
        assert "merge person-pashinian person-pashinyan  “Pashinian” and “Pashinyan” read as one name" in shown
        assert "1 pairs of entities and 1 pairs of events may be one" in call("review", "list").output
        call("review", "apart", "Pashinyan", "Pashinian", "--why", "two people")
        assert "read as one name" not in call("review", "suggestions").output
        listed = call("review", "list").output
        assert "apart entity person-pashinyan person-pashinian (Pashinyan) - two people" in listed
        assert "names no entity" in call("review", "apart", "Pashinyan", "Nobody", "--why", "x", status=1).stderr

    def test_a_decision_whose_mention_went(self, filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from pipeline import ingest

        call("review", "redate", self.event(), "2020-02-01", "--why", "corrected", "--who", "desk")
        monkeypatch.setattr(ingest, "rules_version", lambda: "others")
        original = toy.digest
        monkeypatch.setattr(toy, "digest", lambda *parts: original("other ids", *parts))
        call("reprocess")
        assert call("review", "list", "--orphaned").output == ""
        assert "(Bob visits Rome) - corrected" in call("review", "list").output
        assert "1 February 2020" in call("timeline", "--place", "Rome").output
        monkeypatch.setattr(ingest, "rules_version", lambda: "worse")
        monkeypatch.setattr(toy, "LINE", toy.re.compile(toy.LINE.pattern.replace("visits", "greets")))
        call("reprocess")
        assert "desk: redate event" in call("review", "list", "--orphaned").output
        assert "(orphaned) - corrected" in call("review", "list").output


class TestTexts:
    def test_read(self, folder: Path) -> None:
        article = json.loads(call("read", "a.txt").output)
        assert list(article)[:8] == [
            "url", "title", "published", "published_basis", "authors", "language", "source", "text"
        ]  # fmt: skip
        assert article["title"] == "Pashinyan in Astana"
        assert "no such file" in call("read", "none.txt", status=1).stderr

    def test_sources(self) -> None:
        assert "kazinform" in call("sources").output
        assert "kazinform" in {json.loads(line)["id"] for line in call("sources", "--json").output.splitlines()}
