"""What a long run says while it goes on and when it is done: a bar, JSON lines, a summary."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from pipeline.cli.base import is_terminal

if TYPE_CHECKING:
    from pipeline.ingest import Report, Told


def print_json(told: Told) -> None:
    """One input as one line of JSON on stderr, which escapes what is no text in a name."""
    row = {
        "name": told.name,
        "status": told.status,
        "article": told.article,
        "events": told.events,
        "seconds": {stage: round(seconds, 4) for stage, seconds in told.seconds.items()},
        "reason": told.reason,
    }
    click.echo(
        json.dumps({key: value for key, value in row.items() if value is not None}, ensure_ascii=False), err=True
    )


def pace(done: int, expected: int | None, elapsed: float, now: datetime) -> str:
    """How fast it goes, and when it will be done where that is known: ``41.2 articles/s, done at 14:32``."""
    rate = done / elapsed if elapsed > 0 else 0.0
    told = f"{rate:.1f} articles/s"
    if expected is None or not done or done >= expected:
        return told
    end = now + timedelta(seconds=(expected - done) / rate)
    return f"{told}, done at {end:%H:%M}" if end.date() == now.date() else f"{told}, done on {end:%Y-%m-%d at %H:%M}"


NOTES = 5  # reasons why articles have no events that a summary names, the most frequent


@contextmanager
def progress(report: Report, command: str) -> Iterator[None]:
    """A line on stderr with what was done, how fast, and when it will be done; failures above it."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(20),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, TextColumn("{task.fields[pace]}"), console=console, transient=True) as shown:
        task = shown.add_task(command, total=None, pace="")
        tell = report.on_failure

        def step(now: Report) -> None:
            told = pace(now.run.inputs, now.expected, shown.tasks[0].elapsed or 0.0, datetime.now())
            total = None if now.expected is None else max(now.expected, now.run.inputs)
            shown.update(task, completed=now.run.inputs, total=total, pace=told)

        report.on_step = step
        report.on_failure = lambda name, reason: console.print(
            f"chronofile: {name}: {reason}", markup=False, highlight=False, soft_wrap=True
        )
        try:
            yield
        finally:
            report.on_step, report.on_failure = (lambda now: None), tell


def summary(report: Report, db: str, before: int, after: int, interrupted: bool) -> None:
    """What the run came to, as a small table on stdout."""
    told = [
        ("new", "articles added"),
        ("changed", "articles changed since they were read"),
        ("redated", "articles with another date or source given"),
        ("unchanged", "articles read again" if report.run.command == "reprocess" else "articles already there"),
        ("removed", "articles taken down earlier, left out"),
        ("failed", "inputs failed"),
    ]
    rows = [(report.outcomes[key], words) for key, words in told if report.outcomes[key]]
    rows += [(count, f"of them: {note}") for note, count in report.notes.most_common(NOTES)]
    rows.append((after, f"events in {db}" + (f" ({after - before:+d})" if after != before else "")))
    if is_terminal(sys.stdout):
        from rich.console import Console
        from rich.table import Table

        table = Table(show_header=False, box=None, padding=(0, 1))
        table.add_column(justify="right")
        for number, words in rows:
            table.add_row(f"[bold]{number:,}[/]", words)
        Console().print(table)
    else:
        for number, words in rows:
            click.echo(f"{number:>7} {words}")
    if interrupted:
        click.echo("        (interrupted)")
