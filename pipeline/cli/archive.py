"""Commands that change the archive: ingest, reprocess, remove."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.base import INTERRUPTED, Problem, db_option, is_terminal, who_option
from pipeline.cli.telling import print_json, progress, summary

if TYPE_CHECKING:
    from pipeline.archive.fetch import Validators
    from pipeline.ingest import Report
    from pipeline.store import Archive, Given
    from pipeline.store.queries import Changes

FEW = 3  # inputs without a progress bar
SHOWN = 20  # events of a dry run, of each kind


def workers_options(function: Any) -> Any:
    """``--workers`` and ``--scheduler``."""
    function = click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster: tcp://host:8786.")(function)
    return click.option(
        "--workers", type=click.IntRange(1), default=1, show_default=True, metavar="N", help="Work in N processes."
    )(function)


log_option = click.option("--log-json", is_flag=True, help="One JSON line per input on stderr, in place of words.")


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@db_option
@click.option("--source", metavar="NAME", help="Who published it: a known source (chronofile sources) or any name.")
@click.option("--url", metavar="URL", help="What the text's address was; one input only.")
@click.option("--published", metavar="DATE", help="When it was published, ISO or EDTF; one input only.")
@click.option("--language", metavar="CODE", help="Its language, where detection would fail: en, ru, kk ...")
@click.option("--allow-private", is_flag=True, help="Also fetch from private and local addresses.")
@log_option
@workers_options
@click.pass_context
def ingest(
    ctx: click.Context,
    inputs: tuple[str, ...],
    db: str,
    source: str | None,
    url: str | None,
    published: str | None,
    language: str | None,
    allow_private: bool,
    log_json: bool,
    workers: int,
    scheduler: str | None,
) -> None:
    """Take articles into the archive.

    INPUT is a file (.txt .md .html .jsonl .xml .warc .warc.gz), a folder, the address of an article, a feed or a
    sitemap, or - for standard input; also a WARC file on the web or in a store of objects (s3://, gs://, with the
    extra "cluster"). Safe to repeat: what is there already is left alone.

    With --log-json every input is one JSON line on stderr: name status article events seconds reason, the seconds by
    stage. What the whole run came to stays a row of the table runs (chronofile stats).

    \b
    chronofile ingest visit.txt --source kazinform --published 2024-10-21
    chronofile ingest articles/ --workers 2
    cat page.html | chronofile ingest - --url https://example.org/news/1
    chronofile ingest https://example.org/feed.xml --log-json 2>> ingest.log
    """
    from pipeline import archive as incoming
    from pipeline.ingest import ingest as run

    given = checked(source, url, published, language, len(inputs))
    many = len(inputs) > FEW or any(Path(i).is_dir() or i.endswith((".jsonl", ".xml", ".gz", ".warc")) for i in inputs)

    def work(archive: Archive, held: Any, report: Report) -> None:
        report.expected = incoming.count(inputs) if many else None

        def seen(address: str) -> Validators | None:
            from pipeline.archive.fetch import Validators  # requests with it: only where something is fetched

            had = archive.seen(address)
            return Validators(had.etag, had.last_modified, had.fetched_at, had.url) if had else None

        pages = incoming.pages(
            inputs, url=given.url, allow_private=allow_private, seen=seen, unchanged=report.pass_over
        )
        run(archive, pages, given, held, report)

    _run(ctx, "ingest", db, workers, scheduler, many, log_json, work)


def checked(source: str | None, url: str | None, published: str | None, language: str | None, inputs: int) -> Given:
    """What was given, in the form the archive keeps. Raises UsageError naming the option that makes no sense."""
    from pipeline.store import Given

    country = day = instant = None
    if inputs > 1 and (url or published):
        raise click.UsageError(f"{'--url' if url else '--published'} goes with one input only, and there are {inputs}")
    if published is not None:
        day, instant = published_day(published)
    if url is not None:
        from sources.urls import canonical

        try:
            url = canonical(url)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--url") from error
    if source is not None:
        from sources import resolve

        if not source.strip():
            raise click.BadParameter("it is empty", param_hint="--source")
        known = resolve(source)
        source, country = known.id, known.country
    if language is not None:
        from sources.core.language import code

        found = code(language)
        if found is None:
            raise click.BadParameter(f"{language!r} is no language code", param_hint="--language")
        language = found
    return Given(source, country, url, day, instant, language)


def published_day(told: str) -> tuple[str, str | None]:
    """``(EDTF, instant)`` of an ISO day or instant, or of EDTF. Raises UsageError for a date that cannot be."""
    from pipeline.edtf import bounds
    from sources import UnreadableError
    from sources.core.reading import edtf_of

    try:
        if ":" in told:
            day, instant = edtf_of(told)
            return str(day), instant
        bounds(told.strip())
        return told.strip(), None
    except (ValueError, UnreadableError) as error:
        reason = f"{told!r} is no date: {error}; write 2024-10-21, 2024-10 or another EDTF date"
        raise click.BadParameter(reason, param_hint="--published") from error


def _run(
    ctx: click.Context,
    command: str,
    db: str,
    workers: int,
    scheduler: str | None,
    bar: bool,
    log_json: bool,
    work: Callable[[Archive, Any, Report], None],
    name: str | None = None,
) -> None:
    """Open the archive and the executor, work, close the books, print the summary, set the exit status.

    ``name`` is what the summary calls the archive.
    """
    from pipeline.ingest import Report
    from pipeline.store import Archive, ArchiveError
    from pipeline.work import SchedulerError, pool, rules_version

    interrupted = False
    try:
        with ExitStack() as stack:
            archive = stack.enter_context(Archive.open(db))
            events = archive.count("events")
            report = Report(archive.start_run(command, rules_version()))
            if log_json:
                report.on_input = print_json
            else:
                report.on_failure = lambda name, reason: click.echo(f"chronofile: {name}: {reason}", err=True)
            try:
                held = stack.enter_context(pool(workers, scheduler))
                if bar and not log_json and is_terminal(sys.stderr):
                    stack.enter_context(progress(report, command))
                work(archive, held, report)
            except KeyboardInterrupt:
                interrupted = True
                raise
            finally:
                archive.finish_run(report.run)
                summary(report, name or db, events, archive.count("events"), interrupted)
    except (ArchiveError, SchedulerError) as error:
        raise Problem(str(error)) from error
    except KeyboardInterrupt:
        click.echo("chronofile: interrupted; what was committed is kept", err=True)
        ctx.exit(INTERRUPTED)
    ctx.exit(1 if report.run.failed else 0)


@click.command()
@db_option
@click.option("--dry-run", is_flag=True, help="Work on a copy and show what would change.")
@click.option("--all", "everything", is_flag=True, help="Also articles that today's rules have read already.")
@log_option
@workers_options
@click.pass_context
def reprocess(
    ctx: click.Context,
    db: str,
    dry_run: bool,
    everything: bool,
    log_json: bool,
    workers: int,
    scheduler: str | None,
) -> None:
    """Derive everything again from the archived pages with today's rules.

    People's decisions survive, and so does every id that still stands. Interrupted, it goes on where it was.

    \b
    chronofile reprocess --dry-run
    chronofile reprocess --workers 2
    """
    from pipeline.ingest import reprocess as run
    from pipeline.store import ArchiveError, open_for_reading

    def work(archive: Archive, held: Any, report: Report) -> None:
        run(archive, held, report, archive.articles() if everything else None)

    try:
        open_for_reading(db).close()  # there must be one
    except ArchiveError as error:
        raise Problem(str(error)) from error
    if not dry_run:
        _run(ctx, "reprocess", db, workers, scheduler, True, log_json, work)
        return
    with _copied(db) as copy:
        try:
            _run(ctx, "reprocess", copy, workers, scheduler, True, log_json, work, f"a copy of {db}")
        except click.exceptions.Exit as done:
            if done.exit_code == INTERRUPTED:
                raise
            status = done.exit_code
        from pipeline.store.queries import compare

        before, after = open_for_reading(db), open_for_reading(copy)
        try:
            _show(compare(before.conn, after.conn))
        finally:
            before.close()
            after.close()
    ctx.exit(status)


@contextmanager
def _copied(db: str) -> Iterator[str]:
    """A copy of the archive as it is now, beside it (the disk that holds one most likely holds two)."""
    import sqlite3
    from contextlib import closing
    from tempfile import TemporaryDirectory

    from pipeline.store import open_for_reading

    folder = Path(db).absolute().parent
    with TemporaryDirectory(dir=folder if os.access(folder, os.W_OK) else None, prefix=".dry-run-") as place:
        copy = str(Path(place, Path(db).name))
        held = open_for_reading(db)
        with closing(sqlite3.connect(copy)) as target:
            held.conn.backup(target)
        held.close()
        yield copy


def _show(changes: Changes) -> None:
    """What would change, at most SHOWN of each kind by name."""
    for words, rows in (("added", changes.added), ("gone", changes.gone)):
        click.echo(f"{len(rows)} events {words}")
        for id, title, edtf in rows[:SHOWN]:
            click.echo(f"  {'+' if words == 'added' else '-'} {edtf:<24} {title}  [{id}]")
    click.echo(f"{len(changes.redated)} events re-dated")
    for id, title, then, today in changes.redated[:SHOWN]:
        click.echo(f"  ~ {then} -> {today}  {title}  [{id}]")
    click.echo(f"{changes.other} events changed otherwise")


@click.command()
@click.argument("url")
@db_option
@click.option("--why", required=True, metavar="TEXT", help="The reason; it stays as a tombstone.")
@who_option
def remove(url: str, db: str, why: str, who: str) -> None:
    """Take an article down: its text, pages and mentions go, a tombstone with the reason stays.

    URL is the article's address or its id. It will not be ingested again.

    \b
    chronofile remove https://example.org/news/1 --why "asked by the publisher"
    """
    from pipeline.store import Archive, ArchiveError, open_for_reading
    from sources.urls import canonical

    if not why.strip():
        raise click.BadParameter("it is empty", param_hint="--why")
    try:
        address = canonical(url) if "://" in url else url
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="URL") from error
    try:
        open_for_reading(db).close()
        with Archive.open(db) as archive:
            id = archive.remove(address, why=why, who=who)
    except ArchiveError as error:
        raise Problem(str(error)) from error
    click.echo(f"removed {address} ({id})")
