"""Where the pure part runs: results in order, killed workers, false spans, one version for the rules."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from pipeline import work
from pipeline.model import Article, Page
from pipeline.store import NOTHING, Given
from tests import fuzz
from tests.store import toy

PAGES = [Page(str(n).encode(), f"{n}.txt") for n in range(23)]


def job(page: Page) -> tuple[Page, Given] | None:
    """Every seventh page needs no work."""
    return None if int(page.body) % 7 == 0 else (page, NOTHING)


def echo(page: Page, given: Given) -> work.Derived:
    return work.Derived(None, page.name)


class Killed(ThreadPoolExecutor):
    """Breaks for good when it meets a page in ``fatal`` for the first ``times`` times, as a pool of processes does."""

    left: dict[str, int]

    def __init__(self) -> None:
        super().__init__(2)
        self.broken = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        if self.broken:
            raise BrokenProcessPool("broken")
        future: Future[Any] = Future()
        for page, _ in args[0]:
            if self.left.get(page.name, 0) > 0:
                self.left[page.name] -= 1
                self.broken = True
                future.set_exception(BrokenProcessPool("killed"))
                return future
        return super().submit(fn, *args, **kwargs)


def spread(make: Callable[[], Executor], width: int) -> Iterator[tuple[Page, work.Derived | None]]:
    held = work.Pool(make, width)
    yield from work.spread(PAGES, job, held)
    held.executor.shutdown()


@pytest.mark.parametrize(
    ("make", "width"), [(work.Inline, 1), (lambda: ThreadPoolExecutor(3), 6)], ids=["inline", "threads"]
)
def test_results_come_in_the_order_of_the_pages(
    make: Callable[[], Executor], width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "derive", echo)
    found = list(spread(make, width))
    assert [page for page, _ in found] == PAGES
    for page, derived in found:
        assert (derived is None) == (job(page) is None)
        assert derived is None or derived.reason == page.name


@pytest.mark.parametrize(
    ("fatal", "failed"),
    [
        ({"3.txt": 1}, set()),
        ({"3.txt": 2}, set()),
        ({"3.txt": 99}, {"3.txt"}),
        ({"2.txt": 1, "10.txt": 2, "22.txt": 99}, {"22.txt"}),
    ],
)
def test_a_killed_worker_costs_nothing_but_the_page_that_kills_it(
    fatal: dict[str, int], failed: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "derive", echo)
    monkeypatch.setattr(Killed, "left", dict(fatal), raising=False)
    found = list(spread(Killed, 6))
    assert [page for page, _ in found] == PAGES
    died = {page.name for page, derived in found if derived and derived.reason == "the process that read it died twice"}
    assert died == failed
    others = [(p.name, d.reason) for p, d in found if d and p.name not in failed]
    assert all(name == reason for name, reason in others)


def test_at_most_so_many_pages_are_read_ahead() -> None:
    taken = 0

    def pages() -> Iterator[Page]:
        nonlocal taken
        for page in PAGES:
            taken += 1
            yield page

    held = work.Pool(lambda: ThreadPoolExecutor(1), 2)
    stream = work.spread(pages(), lambda page: None, held)
    next(stream)
    assert taken == 2 * work.CHUNK
    held.executor.shutdown()


def suicide(page: Page, given: Given) -> work.Derived:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def test_an_executor_made_of_processes_is_made_again() -> None:
    """The real thing, once: a process that is killed breaks its pool, and the pool is made again."""
    with work.pool(workers=2) as held:
        with pytest.raises(BrokenExecutor):
            held.executor.submit(suicide, PAGES[0], NOTHING).result()
        held.restart()
        assert held.executor.submit(int, "7").result() == 7


ARTICLE = Article(None, "One", None, "unknown", (), "en", None, "Pashinyan visits Astana on 2024-10-21.")


def test_a_span_that_does_not_read_what_it_claims_is_refused() -> None:
    extraction = toy.extract(ARTICLE)
    work.check_extraction(extraction)
    with pytest.raises(ValueError, match="does not stand at"):
        work.check_extraction(replace(extraction, article=replace(ARTICLE, text="Other words " * 5)))
    with pytest.raises(ValueError, match="stands twice"):
        work.check_extraction(replace(extraction, mentions=extraction.mentions * 2))


def test_a_figure_told_twice_in_the_same_words_costs_no_article() -> None:
    told = "Exports rose by 12 percent in 2023."
    derived = work.derive(Page(f"Ports\n\n{told} It rained.\n\n{told}\n".encode(), "ports.txt"), NOTHING)
    assert derived.extraction is not None, derived.reason
    assert len({figure.id for figure in derived.extraction.figures}) == 2


def test_broken_inputs_become_articles_or_a_reason(tmp_path: Path) -> None:
    """Two thousand are read; what every fortieth tells is derived and stored."""
    for number, broken in enumerate(islice(fuzz.inputs(random.Random(20241021), tmp_path), 2_000)):
        pages = fuzz.pages(broken)
        if number % 40 == 0:
            fuzz.store([entry for page in pages if (entry := fuzz.derive(page))], tmp_path / f"{number}.db")
        else:
            for page in pages:
                fuzz.read(page)


ORPHANING = """
import os, signal, time
from pipeline import work
with work.pool(workers=2) as held:
    tasks = [held.executor.submit(time.sleep, 0.1) for _ in range(2)]
    for task in tasks: task.result()
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_end_when_their_parent_is_killed() -> None:
    """They hold its standard output: it ends when the last of them does."""
    process = subprocess.Popen([sys.executable, "-c", ORPHANING], stdout=subprocess.PIPE)
    told, _ = process.communicate(timeout=30)
    assert (told, process.returncode) == (b"", -signal.SIGKILL)


def test_the_rules_have_one_version() -> None:
    assert work.rules_version() == work.rules_version()
    version, _, digest = work.rules_version().partition("+")
    assert version.count(".") == 2
    assert len(digest) == 8


def test_no_scheduler_answers() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(work.SchedulerError, match="no Dask scheduler answers at"), work.pool(scheduler="nonsense"):
        pass
