"""Calls in a process of their own: what comes back, what is stopped, and that a run goes on after it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import apart, ingest, work
from pipeline.archive import pages
from pipeline.model import Article, Extraction, Page
from pipeline.store import NOTHING, Archive
from sources import UnreadableError, read_page
from tests.store import toy

PROSE = "<p>" + "Leaders met in Oslo on 3 March 2021 and signed a treaty on trade in fish. " * 4 + "</p>"
HOSTILE = "<div " + " ".join(f"a{n}=b" for n in range(300_000)) + f">{PROSE}</div>"  # a tag libxml2 takes minutes for


def page(body: str) -> bytes:
    return f"<html><head><title>Treaty on fish signed</title></head><body>{body}</body></html>".encode()


def spin() -> None:
    while True:
        pass


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def chatter() -> int:
    print("what a library prints is no answer")
    sys.stdout.write("nor is this")
    return os.getpid()


class OddError(Exception):
    """One that cannot be made again from its arguments."""

    def __init__(self, left: int, right: int) -> None:
        super().__init__(f"{left} and {right}")


def fail(kind: str) -> None:
    raise OddError(1, 2) if kind == "odd" else UnreadableError(kind)


@pytest.fixture
def child() -> Iterator[apart.Child]:
    made = apart.Child(1.0)
    yield made
    made.close()


def test_an_answer_and_the_same_child_again(child: apart.Child) -> None:
    pid = child.call(chatter)
    assert pid != os.getpid()
    assert child.call(chatter) == pid
    assert child.within(60, read_page, page(PROSE), None, name="a.html") == read_page(page(PROSE), None, name="a.html")


def test_what_is_raised_there_is_raised_here(child: apart.Child) -> None:
    with pytest.raises(UnreadableError) as told:
        child.call(fail, "no text")
    assert told.value.reason == "no text"
    with pytest.raises(RuntimeError, match="OddError: 1 and 2"):
        child.call(fail, "odd")
    assert child.call(abs, -1) == 1


@pytest.mark.parametrize("function", [spin, die, time.sleep], ids=["spin", "die", "sleep"])
def test_what_does_not_come_back_is_stopped_and_the_next_call_answered(child: apart.Child, function: object) -> None:
    started = time.monotonic()
    reason = "killed the process" if function is die else "took longer than 1 s"
    with pytest.raises(apart.StoppedError, match=reason):
        child.call(function, *((30,) if function is time.sleep else ()))  # type: ignore[arg-type]
    assert time.monotonic() - started < 20
    assert child.call(abs, -1) == 1


def test_a_parser_that_holds_the_interpreter_is_stopped_too(child: apart.Child) -> None:
    with pytest.raises(apart.StoppedError, match="took longer than 1 s"):
        child.call(read_page, page(HOSTILE), None, name="a.html")


def test_an_interrupted_call_leaves_no_answer_for_the_next(child: apart.Child, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(stream: object) -> None:
        raise KeyboardInterrupt

    child.call(abs, -1)
    with monkeypatch.context() as patched:
        patched.setattr(apart.pickle, "load", interrupted)
        with pytest.raises(KeyboardInterrupt):
            child.call(abs, -2)
    assert child.call(abs, -3) == 3


def test_a_child_ends_with_its_parent() -> None:
    """Also in the middle of a call, and when nobody could tell it to."""
    code = "import time; from pipeline.apart import Child; Child(2.0).call(time.sleep, 60)"
    parent = subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE)
    time.sleep(1)
    parent.kill()
    assert parent.stderr is not None
    with parent, parent.stderr as held:
        assert held.read() == b""  # ends when the last process that could write to it has


def test_a_call_has_its_own_time(child: apart.Child) -> None:
    child.seconds = 60.0
    with pytest.raises(apart.StoppedError, match=r"took longer than 0\.5 s"):
        child.within(0.5, spin)
    assert child.within(0.5, abs, -1) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_a_hostile_page_is_kept_whole_and_the_run_goes_on(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the parser does. The others' language has no rules: loading the engine would have to fit the time."""
    monkeypatch.setenv("CHRONOFILE_READ_SECONDS", "5")
    monkeypatch.setattr(apart, "CHILD", apart.Child())
    prose = "<p>" + "Министры встретились в Осло 3 марта 2021 года и подписали договор о рыбе. " * 4 + "</p>"
    (tmp_path / "b.html").write_bytes(page(HOSTILE))
    for name, body in (("a", prose), ("c", prose.replace("Осло", "Бергене"))):
        (tmp_path / f"{name}.html").write_bytes(page(body))
    told: list[tuple[str, str]] = []
    with Archive.open(tmp_path / "archive.db") as archive, work.pool(workers=workers) as held:
        report = ingest.Report(archive.start_run("ingest", "test"))
        report.on_failure = lambda name, reason: told.append((Path(name).name, reason))
        ingest.ingest(archive, pages([str(tmp_path)]), NOTHING, held, report)
        reason = "reading took longer than 5 s: archived whole, nothing read"
        assert told == [("b.html", reason)]
        assert dict(report.outcomes) == {"new": 3}
        assert report.run.failed == 0
        ((id, note, text),) = archive.conn.execute("SELECT id, note, text FROM articles WHERE text = ''")
        assert (note, text) == (reason, "")
        ((_, kept, _),) = archive.pages([id])
        assert kept.body == page(HOSTILE)
        again = ingest.Report(archive.start_run("ingest", "test"))
        ingest.ingest(archive, pages([str(tmp_path)]), NOTHING, held, again)
        assert dict(again.outcomes) == {"unchanged": 3}
    apart.CHILD.close()


def toy_extracted(article: Article) -> tuple[Extraction, tuple[str, ...]]:
    """The toy's rules."""
    return toy.extract(article), ()


def stuck(article: Article) -> tuple[Extraction, tuple[str, ...]]:
    """The toy's rules, with a pattern that never comes back from some texts and holds the interpreter."""
    if "aaaa" in article.text:
        re.fullmatch(r"(a+)+b", "a" * 60)
    return toy.extract(article), ()


def test_a_text_that_the_rules_never_end_with_is_kept_and_the_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart, "CHILD", apart.Child(1.5))
    monkeypatch.setattr(work, "extracted", toy_extracted)
    texts = {n: f"Port {n}\n\nAnn visits Oslo on 2020-01-0{n}. {'aaaa ' * (n == 2)}" for n in (1, 2, 3)}
    for n, text in texts.items():
        (tmp_path / f"{n}.txt").write_text(text)
    told: list[tuple[str, str]] = []

    def tell(name: str, reason: str) -> None:
        told.append((Path(name).name, reason))

    with Archive.open(tmp_path / "archive.db") as archive, work.pool() as held:
        first = ingest.Report(archive.start_run("ingest", "test"), on_failure=tell)
        ingest.ingest(archive, pages([str(tmp_path / "1.txt")]), NOTHING, held, first)
        monkeypatch.setattr(work, "extracted", stuck)
        report = ingest.Report(archive.start_run("ingest", "test"), on_failure=tell)
        ingest.ingest(archive, pages([str(tmp_path)]), NOTHING, held, report)
        reason = "extraction took longer than 1.5 s: archived whole, no events read"
        assert told == [("2.txt", reason)]
        assert dict(report.outcomes) == {"unchanged": 1, "new": 2}
        rows = archive.conn.execute("SELECT title, note, length(text) > 30 FROM articles WHERE note IS NOT NULL")
        assert rows.fetchall() == [("Port 2", reason, 1)]
        assert archive.count("mentions") == 2

        # What earlier rules read of an article stays where today's do not come to an end.
        told.clear()
        monkeypatch.setattr(work, "extracted", toy_extracted)
        ids = [row[0] for row in archive.conn.execute("SELECT id FROM articles ORDER BY title")]
        ingest.reprocess(archive, held, ingest.Report(archive.start_run("reprocess", "test")), ids)
        assert archive.count("mentions") == 3
        monkeypatch.setattr(work, "extracted", stuck)
        again = ingest.Report(archive.start_run("reprocess", "test"), on_failure=tell)
        ingest.reprocess(archive, held, again, ids)
        assert (told, again.run.failed) == ([(told[0][0], reason)], 1)
        assert archive.count("mentions") == 3
    apart.CHILD.close()


@pytest.mark.parametrize(
    ("characters", "seconds"), [(100, 60.0), (150_000, 60.0), (300_000, 120.0), (4_000_000, 160.0)]
)
def test_a_long_text_is_given_more_time(characters: int, seconds: int) -> None:
    article = Article(None, "Long", None, "unknown", (), "en", None, "a" * characters)
    assert work.allowed(article, 60.0) == seconds


def test_an_unread_page_of_the_web_is_known_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CHILD", apart.Child(0.5))
    derived = work.derive(Page(page(HOSTILE), "x", "https://www.bbc.com/news/1", "text/html"), NOTHING)
    apart.CHILD.close()
    assert derived.extraction is not None
    article = derived.extraction.article
    assert (article.url, article.source, article.text) == ("https://www.bbc.com/news/1", "bbc", "")
