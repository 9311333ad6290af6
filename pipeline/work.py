"""The pure part of ingesting, and where it runs: in this process, in several, or on a cluster. One code path for all.

``derive`` takes a page to what the rules make of it; it reads no file, knows no archive and never raises. ``spread``
runs it over a stream of pages on any ``concurrent.futures.Executor`` and gives the results in the order of the pages,
with a bounded number in flight.
"""

from __future__ import annotations

import hashlib
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.metadata import version as package_version
from importlib.resources.abc import Traversable
from itertools import islice
from time import perf_counter
from typing import Any, Generic, TypeVar

from pipeline import apart
from pipeline.model import Article, Extraction, Page, Span
from pipeline.store.values import Given
from pipeline.text import READ

MAX_TEXT = 4_000_000  # characters of one article: about the length of the longest novels
SLOWEST = 2_500  # characters a second of the clock: a tenth of what one core reads
CHUNK = 4  # pages in one task: enough to hide the cost of sending it, few enough for a steady bar
AHEAD = 3  # tasks in flight for each worker
RULES = ("dates", "entities", "events", "knowledge", "engine", "edtf.py", "model.py", "text.py")


@dataclass(frozen=True, slots=True)
class Derived:
    """What the rules made of a page, or why they could not; both where it is kept without having been read."""

    extraction: Extraction | None
    reason: str | None = None
    read_seconds: float = 0.0
    extract_seconds: float = 0.0
    bands: tuple[str, ...] = ()  # keys that copies of the article share some of


def derive(page: Page, given: Given) -> Derived:
    """Read the page, put in what was given, extract. Same page, same given, same rules: same result, anywhere."""
    from sources import UnreadableError

    started = perf_counter()
    try:
        article = given.applied(_read(page, given))
        check_article(article)
    except UnreadableError as error:
        return Derived(None, error.reason, perf_counter() - started)
    except apart.StoppedError as error:
        note = f"reading {error.reason}: archived whole, nothing read"
        return Derived(Extraction(given.applied(_unread(page, given)), note=note), note, perf_counter() - started)
    except Exception as error:  # a fault of a reader must not end the run; it is told as this input's failure
        return Derived(None, f"reading failed: {_told(error)}", perf_counter() - started)
    read = perf_counter()
    try:
        extraction, keys = apart.CHILD.within(allowed(article, apart.CHILD.seconds), extracted, article)
    except apart.StoppedError as error:
        note = f"extraction {error.reason}: archived whole, no events read"
        return Derived(Extraction(article, note=note), note, read - started, perf_counter() - read)
    except Exception as error:
        return Derived(None, f"extraction failed: {_told(error)}", read - started, perf_counter() - read)
    return Derived(extraction, None, read - started, perf_counter() - read, keys)


def extracted(article: Article) -> tuple[Extraction, tuple[str, ...]]:
    """What the rules find in an article, checked, and the keys that copies of it share some of."""
    from pipeline.archive.copies import bands, signature
    from pipeline.events import extract

    extraction = extract(article)
    check_extraction(extraction)
    return extraction, bands(signature(article.text))


def allowed(article: Article, least: float) -> float:
    """Seconds of the clock for reading an article's events: for a long text more, at a tenth of the usual pace."""
    return max(least, min(len(article.text), READ) / SLOWEST)


def _read(page: Page, given: Given) -> Article:
    """The article of a page; markup is parsed in a process of its own, which is stopped where it does not come back."""
    from sources import read_page
    from sources.core.reading import has_markup

    url, told = given.url or page.url, {"content_type": page.content_type, "name": page.name}
    if has_markup(page.body, **told):
        return apart.CHILD.call(read_page, page.body, url, **told)
    return read_page(page.body, url, **told)


def _unread(page: Page, given: Given) -> Article:
    """An article of which nothing is known but its address, or what it came as and its digest."""
    from sources import resolve
    from sources.urls import canonical

    url = given.url or page.url
    source = resolve(url) if url else None
    return Article(
        url=canonical(url) if url else None,
        title=url or f"{page.name} {hashlib.sha256(page.body).hexdigest()[:12]}",
        published=None,
        published_basis="unknown",
        authors=(),
        language=None,
        source=source.id if source else None,
        text="",
        country=source.country if source else None,
        reader="none",
    )


def derive_many(pages: Sequence[tuple[Page, Given]]) -> list[Derived]:
    """``derive`` over a few pages: one task."""
    return [derive(page, given) for page, given in pages]


def check_article(article: Article) -> None:
    """Raise UnreadableError for an article that is none or too long to be one."""
    from sources import UnreadableError

    if not article.text.strip():
        raise UnreadableError("no article text")
    if len(article.text) > MAX_TEXT:
        raise UnreadableError(f"{len(article.text) / 1e6:.1f} million characters: too long for an article")


def check_extraction(extraction: Extraction) -> None:
    """Raise ValueError where a span does not read what it claims, or an id stands twice: such rows would be false."""
    text = extraction.article.text
    spans: list[Span] = []
    for mention in extraction.mentions:
        spans += [mention.sentence, mention.trigger, *([mention.date] if mention.date else [])]
        spans += [p.span for p in mention.participants if p.span]
    for figure in extraction.figures:
        spans += [figure.sentence, figure.span]
    for span in spans:
        if text[span.start : span.end] != span.text:
            raise ValueError(f"{span.text[:40]!r} does not stand at {span.start}")
    for timex in extraction.timexes:
        if text[timex.start : timex.end] != timex.text:
            raise ValueError(f"{timex.text[:40]!r} does not stand at {timex.start}")
    for rows in (extraction.mentions, extraction.figures):
        ids = [row.id for row in rows]
        if len(set(ids)) != len(ids):
            raise ValueError("an id stands twice")


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"


@cache
def rules_version() -> str:
    """Which rules these are: the package's version and a digest over their code and tables."""
    sha = hashlib.sha256()
    roots = [resources.files("pipeline").joinpath(name) for name in RULES] + [resources.files("sources")]
    for root in roots:
        for path in sorted(_files(root), key=str):
            sha.update(path.name.encode() + b"\x00" + path.read_bytes())
    return f"{package_version('chronofile')}+{sha.hexdigest()[:8]}"


def _files(path: Traversable) -> Iterator[Traversable]:
    if path.is_dir():
        for inside in path.iterdir():
            if inside.name not in ("__pycache__", "samples"):
                yield from _files(inside)
    elif path.name.endswith((".py", ".toml", ".csv", ".txt", ".json", ".tsv")):
        yield path


def engine_version() -> str:
    """Which parser works here."""
    from pipeline.engine import version

    return version()


class Inline(Executor):
    """Runs a task where it is submitted: one process, no pool."""

    def submit(self, fn: Callable[..., object], /, *args: object, **kwargs: object) -> Future[object]:  # type: ignore[override]
        future: Future[object] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Pool:
    """An executor that can be made again when one of its workers was killed."""

    def __init__(self, make: Callable[[], Executor], width: int) -> None:
        self._make = make
        self.executor = make()
        self.width = width  # tasks to keep in flight

    def restart(self) -> None:
        """A new executor in place of a broken one."""
        self.executor.shutdown(wait=False, cancel_futures=True)
        self.executor = self._make()


def _as_worker() -> None:
    """Ctrl-C reaches every process of the terminal; the first one decides. A worker whose parent is killed ends too.

    It would wait for its next task for ever: the other workers hold the queue's writing end open.
    """
    from multiprocessing import parent_process

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    assert parent is not None
    threading.Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)


class SchedulerError(RuntimeError):
    """The cluster cannot be used; the message says why."""


@contextmanager
def pool(workers: int = 1, scheduler: str | None = None) -> Iterator[Pool]:
    """Where to derive: a Dask cluster at ``scheduler``, ``workers`` processes, or this process.

    Raises SchedulerError where ``distributed`` is missing or nobody answers.
    """
    if scheduler is not None:
        with _cluster(scheduler) as held:
            yield held
    elif workers > 1:
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        spawn = multiprocessing.get_context("spawn")  # the same on every system; no lock or connection is inherited
        held = Pool(lambda: ProcessPoolExecutor(workers, spawn, _as_worker), workers * AHEAD)
        try:
            yield held
        except BaseException:
            held.executor.shutdown(wait=False, cancel_futures=True)
            raise
        held.executor.shutdown()
    else:
        yield Pool(Inline, 1)


@contextmanager
def _cluster(address: str) -> Iterator[Pool]:
    try:
        import distributed
    except ImportError as error:
        raise SchedulerError("--scheduler needs distributed: pip install 'chronofile[cluster]'") from error
    try:
        make: Any = distributed.Client
        client = make(address, timeout="10s", set_as_default=False)
    except (OSError, ValueError) as error:
        raise SchedulerError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        width = max(1, sum(client.nthreads().values())) * AHEAD
        yield Pool(client.get_executor, width)


Item = TypeVar("Item")


@dataclass(slots=True)
class _Task(Generic[Item]):
    items: list[Item]
    jobs: list[tuple[Page, Given]]
    future: Future[list[Derived]] | None


def spread(
    items: Iterable[Item], job: Callable[[Item], tuple[Page, Given] | None], held: Pool
) -> Iterator[tuple[Item, Derived | None]]:
    """Each item with what its job came to, in order; None for an item without a job.

    A worker that is killed costs nothing: its pages are done again, one by one, and only a page that kills a worker
    twice fails.
    """
    stream = iter(items)
    window: deque[_Task[Item]] = deque()
    size = CHUNK if held.width > 1 else 1
    while True:
        while len(window) < held.width and (chunk := list(islice(stream, size))):
            jobs = [j for j in map(job, chunk) if j is not None]
            window.append(_Task(chunk, jobs, _submit(held, jobs)))
        if not window:
            return
        task = window.popleft()
        results = iter(_result(task, window, held))
        for item in task.items:
            yield item, next(results) if job(item) is not None else None


def _submit(held: Pool, jobs: list[tuple[Page, Given]]) -> Future[list[Derived]] | None:
    if not jobs:
        return None
    try:
        return held.executor.submit(derive_many, jobs)
    except BrokenExecutor as error:
        future: Future[list[Derived]] = Future()
        future.set_exception(error)
        return future


def _result(task: _Task[Item], window: Iterable[_Task[Item]], held: Pool) -> list[Derived]:
    if task.future is None:
        return []
    try:
        return task.future.result()
    except BrokenExecutor:
        held.restart()
    except Exception as error:  # the executor's own: a result that cannot be sent, a cluster that gave up
        if len(task.jobs) == 1:
            return [Derived(None, f"the worker failed: {_told(error)}")]
    results = [_alone(job, held) for job in task.jobs]
    for other in window:  # what was in flight on the broken executor
        if other.future is not None and (not other.future.done() or _broken(other.future)):
            other.future = _submit(held, other.jobs)
    return results


def _alone(job: tuple[Page, Given], held: Pool) -> Derived:
    for _ in range(2):
        future = _submit(held, [job])
        assert future is not None
        try:
            return future.result()[0]
        except BrokenExecutor:
            held.restart()
        except Exception as error:
            return Derived(None, f"the worker failed: {_told(error)}")
    return Derived(None, "the process that read it died twice")


def _broken(future: Future[list[Derived]]) -> bool:
    return future.cancelled() or isinstance(future.exception(), BrokenExecutor)
