"""Calls in a process of their own: what comes back, what is stopped, and that a run goes on after it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import apart, ingest, work
from pipeline.archive import pages
from pipeline.model import Page
from pipeline.store import NOTHING, Archive
from sources import UnreadableError, read_page

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
    assert child.call(read_page, page(PROSE), None, name="a.html") == read_page(page(PROSE), None, name="a.html")


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


@pytest.mark.parametrize("workers", [1, 2])
def test_a_hostile_page_is_kept_whole_and_the_run_goes_on(
    workers: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHRONOFILE_READ_SECONDS", "3")
    monkeypatch.setattr(apart, "CHILD", apart.Child())
    good = PROSE.replace("Oslo", "Bergen")
    (tmp_path / "b.html").write_bytes(page(HOSTILE))
    for name, body in (("a", PROSE), ("c", good)):
        (tmp_path / f"{name}.html").write_bytes(page(body))
    told: list[tuple[str, str]] = []
    with Archive.open(tmp_path / "archive.db") as archive, work.pool(workers=workers) as held:
        report = ingest.Report(archive.start_run("ingest", "test"))
        report.on_failure = lambda name, reason: told.append((Path(name).name, reason))
        ingest.ingest(archive, pages([str(tmp_path)]), NOTHING, held, report)
        reason = "reading took longer than 3 s: archived whole, nothing read"
        assert told == [("b.html", reason)]
        assert dict(report.outcomes) == {"new": 3}
        assert report.run.failed == 0
        ((id, note, text),) = archive.conn.execute("SELECT id, note, text FROM articles WHERE note IS NOT NULL")
        assert (note, text) == (reason, "")
        ((_, kept, _),) = archive.pages([id])
        assert kept.body == page(HOSTILE)
        assert archive.count("events") > 0
        again = ingest.Report(archive.start_run("ingest", "test"))
        ingest.ingest(archive, pages([str(tmp_path)]), NOTHING, held, again)
        assert dict(again.outcomes) == {"unchanged": 3}
    apart.CHILD.close()


def test_an_unread_page_of_the_web_is_known_by_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "CHILD", apart.Child(0.5))
    derived = work.derive(Page(page(HOSTILE), "x", "https://www.bbc.com/news/1", "text/html"), NOTHING)
    apart.CHILD.close()
    assert derived.extraction is not None
    article = derived.extraction.article
    assert (article.url, article.source, article.text) == ("https://www.bbc.com/news/1", "bbc", "")
