"""The wiring: inputs -> pages -> (anywhere) what the rules make of them -> the one writer.

``ingest`` and ``reprocess`` are the same path; they differ in where the pages come from.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import perf_counter
from typing import Protocol

from pipeline.archive.copies import is_copy
from pipeline.model import Page
from pipeline.store import NOTHING, Archive, ArchiveError, Entry, Given, Run
from pipeline.work import Derived, Pool, derive, engine_version, rules_version, spread

BATCH = 256  # articles in one transaction
BATCH_BYTES = 32_000_000
BATCH_SECONDS = 5.0  # what Ctrl-C can cost, while storing is cheap; a page more in a batch makes each one cheaper
BATCH_SECONDS_MOST = 30.0
WAITING = 3  # times as long as the last batch took to store: a busy neighbourhood is settled once a batch


class FailedInput(Protocol):
    """An input that gave no page."""

    @property
    def name(self) -> str: ...
    @property
    def reason(self) -> str: ...


Input = Page | FailedInput


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one input. ``seconds`` by stage; storing is done in batches, and shared out evenly."""

    name: str
    status: str  # new changed redated unchanged removed failed
    article: str | None = None
    events: int | None = None  # that the article tells; None where nothing was stored
    seconds: Mapping[str, float] = field(default_factory=dict)
    reason: str | None = None  # of a failure, or why an article that is kept was not read


@dataclass(slots=True)
class Report:
    """What a run came to, kept up to date while it goes on; ``run`` is its row."""

    run: Run
    outcomes: Counter[str] = field(default_factory=Counter)  # new changed redated unchanged removed failed
    notes: Counter[str] = field(default_factory=Counter)  # of articles kept without events: why
    on_step: Callable[[Report], None] = lambda report: None
    on_failure: Callable[[str, str], None] = lambda name, reason: None
    expected: int | None = None  # how many inputs there are, where that is known
    on_input: Callable[[Told], None] | None = None  # told every input once, when it is done

    def fail(self, name: str, reason: str, seconds: Mapping[str, float] | None = None) -> None:
        """Count and tell an input that failed."""
        self.run.failed += 1
        self.run.failures.append((name, reason))
        self.outcomes["failed"] += 1
        self.on_failure(name, reason)
        self.tell(Told(name, "failed", seconds=seconds or {}, reason=reason))

    def pass_over(self, url: str) -> None:
        """Count an address that did not have to be fetched: the archive has it, and nothing changed."""
        self.run.inputs += 1
        self.outcomes["unchanged"] += 1
        self.tell(Told(url, "unchanged"))

    def tell(self, told: Told) -> None:
        """Tell what became of an input, to who asked."""
        if self.on_input is not None:
            self.on_input(told)

    def spend(self, stage: str, seconds: float) -> None:
        """Add to the time that a stage took."""
        self.run.seconds[stage] = self.run.seconds.get(stage, 0.0) + seconds


@dataclass(frozen=True, slots=True)
class _Step:
    """An input on its way. ``done`` where the archive needs nothing of it."""

    input: Input
    given: Given = NOTHING
    done: str | None = None
    article_id: str | None = None  # when reprocessing: the article whose page this is
    fetched: float = 0.0  # seconds that it took to get it

    @property
    def job(self) -> tuple[Page, Given] | None:
        """What to derive."""
        return (self.input, self.given) if isinstance(self.input, Page) and self.done is None else None


def ingest(archive: Archive, inputs: Iterable[Input], given: Given, held: Pool, report: Report) -> Report:
    """Take pages into the archive. Batches are committed as they fill: after an interruption they are there."""
    return _work(archive, _timed(_steps(archive, inputs, given), report), held, report)


def reprocess(archive: Archive, held: Pool, report: Report, ids: Sequence[str] | None = None) -> Report:
    """Derive articles again from their archived pages: those not yet made by today's rules, or ``ids``.

    Interrupted, it goes on where it was when it is called again.
    """
    wanted = archive.stale(rules_version()) if ids is None else ids
    report.expected = len(wanted)
    steps = (_Step(page, given, article_id=id) for id, page, given in archive.pages(wanted))
    return _work(archive, _timed(steps, report), held, report)


def _steps(archive: Archive, inputs: Iterable[Input], given: Given) -> Iterator[_Step]:
    """The inputs with what the archive knows of them already."""
    pages = 0
    for item in inputs:
        if not isinstance(item, Page):
            yield _Step(item)
            continue
        pages += 1
        if given.url and pages > 1:
            yield _Step(_Refused(item.name, "--url names one article, and this is another one"))
            continue
        known = archive.known(item, given)
        if known is None:
            yield _Step(item, given)
        elif known.removed is not None:
            yield _Step(item, done="removed")
        else:
            yield _Step(item, known.given, "unchanged" if known.current else None)


@dataclass(frozen=True, slots=True)
class _Refused:
    name: str
    reason: str


def _timed(steps: Iterator[_Step], report: Report) -> Iterator[_Step]:
    """The steps, with the time it takes to get them booked as fetching."""
    while True:
        started = perf_counter()
        step = next(steps, None)
        taken = perf_counter() - started
        report.spend("fetch", taken)
        if step is None:
            return
        yield replace(step, fetched=taken)


def _work(archive: Archive, steps: Iterator[_Step], held: Pool, report: Report) -> Report:
    batch = _Batch(archive, report)
    for step, derived in spread(steps, lambda s: s.job, held):
        report.run.inputs += 1
        if step.done is not None:
            report.outcomes[step.done] += 1
            report.tell(Told(step.input.name, step.done, seconds={"fetch": step.fetched}))
        elif not isinstance(step.input, Page):
            report.fail(step.input.name, step.input.reason, {"fetch": step.fetched})
        elif derived is not None:
            batch.take(step, step.input, derived)
        report.on_step(report)
    batch.flush()
    if batch.derived:
        report.run.engine = held.executor.submit(engine_version).result()
    report.run.unchanged = report.outcomes["unchanged"]
    report.run.kept = sum(report.outcomes[o] for o in ("new", "changed", "redated", "unchanged"))
    return report


class _Batch:
    """Entries on their way into one transaction."""

    def __init__(self, archive: Archive, report: Report) -> None:
        self.archive = archive
        self.report = report
        self.entries: list[_Held] = []
        self.bytes = 0
        self.since = perf_counter()
        self.patience = BATCH_SECONDS
        self.derived = 0

    def take(self, step: _Step, page: Page, derived: Derived) -> None:
        """Add what a page came to; commit when enough has gathered."""
        self.report.spend("read", derived.read_seconds)
        self.report.spend("extract", derived.extract_seconds)
        seconds = {"fetch": step.fetched, "read": derived.read_seconds, "extract": derived.extract_seconds}
        entry = self._entry(page, step.given, derived, seconds)
        if entry is None:
            return
        self.derived += 1
        if derived.reason is not None and step.article_id is not None:  # what was read of it before stays
            self.report.fail(page.name, derived.reason, seconds)
            return
        if derived.reason is not None:
            self.report.on_failure(page.name, derived.reason)
        elif entry.extraction.note is not None:
            self.report.notes[entry.extraction.note] += 1
        self.entries.append(_Held(step, entry, seconds, derived.reason))
        self.bytes += len(page.body)
        if len(self.entries) >= BATCH or self.bytes >= BATCH_BYTES or perf_counter() - self.since >= self.patience:
            self.flush()

    def _entry(self, page: Page, given: Given, derived: Derived, seconds: Mapping[str, float]) -> Entry | None:
        """The entry, with what was given earlier with an article that is only now seen to be the same."""
        if derived.extraction is None:
            self.report.fail(page.name, derived.reason or "nothing found", seconds)
            return None
        earlier = given.on(self.archive.given(derived.extraction.article.id))
        if earlier == given:
            return Entry(page, given, derived.extraction, rules_version(), derived.bands)
        again = derive(page, earlier)
        if again.extraction is None:
            self.report.fail(page.name, again.reason or "nothing found", seconds)
            return None
        return Entry(page, earlier, again.extraction, rules_version(), again.bands)

    def flush(self) -> None:
        """Commit what has gathered; where one entry is refused, the others are kept."""
        started = perf_counter()
        entries, self.entries, self.bytes = self.entries, [], 0
        done: list[tuple[_Held, str]] = []
        try:
            done = self._add(entries)
        except (ArchiveError, ValueError, OverflowError) as error:
            if not _fault_of_an_entry(error):
                raise
            for one in entries:
                try:
                    done += self._add([one])
                except (ArchiveError, ValueError, OverflowError) as fault:
                    if not _fault_of_an_entry(fault):
                        raise
                    self.report.fail(one.entry.page.name, f"cannot be stored: {fault.__cause__ or fault}", one.seconds)
        self.since = perf_counter()
        spent = self.since - started
        self.patience = min(BATCH_SECONDS_MOST, max(BATCH_SECONDS, WAITING * spent))
        self.report.spend("store", spent)
        self._tell(done, spent / (len(entries) or 1))

    def _add(self, entries: Sequence[_Held]) -> list[tuple[_Held, str]]:
        moved = [h for h in entries if h.step.article_id not in (None, h.entry.article.id)]
        others = [h for h in entries if h.step.article_id in (None, h.entry.article.id)]
        for held in moved:
            self.archive.replace(str(held.step.article_id), held.entry, is_copy=is_copy)
            self.report.outcomes["changed"] += 1
        force = any(h.step.article_id is not None for h in others)
        outcomes = self.archive.add([h.entry for h in others], force=force, is_copy=is_copy)
        self.report.outcomes.update(outcomes)
        return [(h, "changed") for h in moved] + list(zip(others, outcomes, strict=True))

    def _tell(self, done: Sequence[tuple[_Held, str]], seconds: float) -> None:
        """Tell what became of the inputs of a batch, in their order."""
        if self.report.on_input is None:
            return
        events = self.archive.events_of(held.entry.article.id for held, _ in done)
        for held, outcome in done:
            id = held.entry.article.id
            spent = {**held.seconds, "store": seconds}
            self.report.tell(Told(held.entry.page.name, outcome, id, events.get(id), spent, held.reason))


@dataclass(frozen=True, slots=True)
class _Held:
    """An entry that waits for its batch, with what it cost so far."""

    step: _Step
    entry: Entry
    seconds: Mapping[str, float]
    reason: str | None = None  # why it was not read


def _fault_of_an_entry(error: Exception) -> bool:
    """True where a row was refused, False where the archive itself cannot be written."""
    return not isinstance(error, ArchiveError) or isinstance(
        error.__cause__, sqlite3.IntegrityError | sqlite3.DataError | sqlite3.InterfaceError
    )
