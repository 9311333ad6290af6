"""Commands that look: timeline, export, serve, export-site, stats, history, verify."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pipeline.cli.base import Problem, asked, db_option, filters, is_terminal


@contextmanager
def _reading(db: str) -> Iterator[Any]:
    """A connection that cannot write. Raises Problem where there is no archive."""
    from pipeline.store import ArchiveError, open_for_reading

    try:
        opened = open_for_reading(db)
    except ArchiveError as error:
        raise Problem(str(error)) from error
    try:
        yield opened.conn
    finally:
        opened.close()


@click.command()
@db_option
@filters
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N events.")
def timeline(db: str, limit: int | None, **options: Any) -> None:
    """Print the events in order of time, with their sources.

    Since and until mean overlap: an event that goes on from 2020 to 2024 is found by --since 2023.

    \b
    chronofile timeline --entity Armenia --since 2024-10
    chronofile timeline --type disaster --place Beirut
    """
    from itertools import islice

    from pipeline.export import ExportError
    from pipeline.export.query import event_filter
    from pipeline.store.queries import timeline as events

    with _reading(db) as conn:
        try:
            where, params = event_filter(conn, asked(options))
        except ExportError as error:
            raise click.UsageError(str(error)) from error
        rows = islice(events(conn, where, params), limit)
        shown = _table(rows) if is_terminal(sys.stdout) else _lines(rows)
    if not shown:
        click.echo("no events" + (" fit these filters" if asked(options) else f" in {db}"), err=True)


def _cells(row: Mapping[str, Any]) -> tuple[str, ...]:
    from pipeline.export.words import reading

    date = reading(row["start_date"], row["end_date"], row["edtf"])
    told = row["mentions_count"]
    sources = (row["sources"] or "") + (f" ({told} mentions)" if told > 1 else "")
    status = row["status"] + ("!" if row["disputed"] else "")
    return date, status, row["title"], row["place"] or "", sources


def _table(rows: Iterable[Mapping[str, Any]]) -> int:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, header_style="bold", pad_edge=False, row_styles=("", "dim"))
    for name, most in (("Date", 34), ("Status", 10), ("Event", None), ("Place", 18), ("Sources", 28)):
        table.add_column(name, max_width=most, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in _cells(row)))  # Text: a title is no markup
    if table.row_count:
        Console().print(table)
    return table.row_count


def _lines(rows: Iterable[Mapping[str, Any]]) -> int:
    number = 0
    for row in rows:
        number += 1
        date, status, title, place, sources = (" ".join(cell.split()) for cell in _cells(row))
        click.echo(f"{date:<28}  {status:<9}  {title}{f' | {place}' if place else ''} | {sources}")
    return number


@click.command()
@click.argument("table", required=False, metavar="TABLE_OR_VIEW")
@db_option
@click.option("--sql", metavar="SELECT", help="A query in place of a table.")
@click.option(
    "--format", "fmt", default="csv", show_default=True, metavar="FORMAT",
    help="csv json jsonl ics atom jsonld geojson timelinejs parquet; snapshots also as warc.",
)  # fmt: skip
@click.option("-o", "--output", type=click.Path(dir_okay=False), metavar="FILE", help="In place of standard output.")
@filters
def export(table: str | None, db: str, sql: str | None, fmt: str, output: str | None, **options: Any) -> None:
    """Take data away: a table, a view, a query, or the events that the filters ask for; complete, however many.

    \b
    chronofile export events -o events.csv
    chronofile export events --entity Armenia --format ics -o armenia.ics
    chronofile export --sql "select type, count(*) from events group by type" --format json
    chronofile export snapshots --format warc -o pages.warc.gz
    """
    from pipeline.export import FORMATS, ExportError, write

    if (table is None) == (sql is None):
        raise click.UsageError("name a table or view, or give --sql")
    if fmt == "warc":
        _save_warc(db, table, output)
        return
    if fmt not in FORMATS:
        raise click.BadParameter(f"{fmt!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    with _reading(db):
        pass  # a clear word where there is no archive, or a newer one
    try:
        if output is None:
            write(Path(db), sys.stdout.buffer, table=table, sql=sql, fmt=fmt, filters=asked(options))
        else:
            _write_whole(Path(output), lambda out: write(
                Path(db), out, table=table, sql=sql, fmt=fmt, filters=asked(options)
            ))  # fmt: skip
    except ExportError as error:
        raise Problem(str(error)) from error


def _save_warc(db: str, table: str | None, output: str | None) -> None:
    """The archived pages as WARC 1.1, for other tools of web archiving."""
    from pipeline.archive.warc import save
    from pipeline.store.queries import pages

    if table != "snapshots" or output is None:
        raise click.UsageError("--format warc is for the table snapshots and needs -o FILE (.warc or .warc.gz)")
    with _reading(db) as conn:
        try:
            save(Path(output), pages(conn))
        except OSError as error:
            raise Problem(f"{output}: {error.strerror}") from error


def _write_whole(path: Path, write: Callable[[Any], object]) -> None:
    """Write beside the file and put it in place when it is complete: half an export is none."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as out:
            write(out)
        part.replace(path)
    except OSError as error:
        raise Problem(f"{path}: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


@click.command()
@db_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True)
@click.option("--public", is_flag=True, help="Sentences and links, no whole articles and no raw pages.")
@click.option(
    "--review", is_flag=False, flag_value="", default=None, metavar="[TOKEN]",
    help="Let who has the token decide in the browser; without one it is made up and printed.",
)  # fmt: skip
@click.option("--open", "open_browser", is_flag=True, help="Open a browser.")
def serve(db: str, host: str, port: int, public: bool, review: str | None, open_browser: bool) -> None:
    """Browse the archive: Datasette, read only, with this project's pages, queries and feeds.

    With --review its owner accepts or refuses suggestions and corrects names and dates in the browser; each is the
    same append-only decision that chronofile review records.

    \b
    chronofile serve
    chronofile serve --review
    chronofile serve --public --host 0.0.0.0 --port 8080
    """
    with _reading(db):
        pass
    from pipeline.export import ExportError
    from pipeline.publish import serve as run

    try:
        run(Path(db), host=host, port=port, public=public, review=review, open_browser=open_browser)
    except (ExportError, OSError) as error:
        raise Problem(str(error)) from error


@click.command(name="export-site")
@click.argument("folder", type=click.Path(file_okay=True))
@db_option
@click.option("--public", is_flag=True, help="Sentences and links, no whole articles.")
def export_site(folder: str, db: str, public: bool) -> None:
    """Write the archive's pages as files that open without a server: from a folder, a file share, any web host.

    The timeline, every event, entity, article and source, and all events to take away; search and SQL need serve. An
    earlier copy in FOLDER is replaced, a folder that holds anything else is left alone.

    \b
    chronofile export-site site --public
    """
    with _reading(db):
        pass
    from pipeline.export import ExportError
    from pipeline.publish import export_site as write

    try:
        with _counting(is_terminal(sys.stderr)) as progress:
            pages = write(Path(db), Path(folder), public=public, progress=progress)
    except ExportError as error:
        raise Problem(str(error)) from error
    except OSError as error:
        raise Problem(f"{error.filename or folder}: {error.strerror}") from error
    click.echo(f"{pages} pages: open {Path(folder, 'index.html')}")


@contextmanager
def _counting(shown: bool) -> Iterator[Callable[[str], None] | None]:
    """A line on stderr with how many pages are done, where somebody is looking."""
    if not shown:
        yield None
        return
    from rich.console import Console

    done = 0
    with Console(stderr=True).status("writing") as status:

        def step(name: str) -> None:
            nonlocal done
            done += 1
            status.update(f"{done:,} pages: {name}")

        yield step


@click.command()
@db_option
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def stats(db: str, as_json: bool) -> None:
    """Say how much the archive holds, and what the last run did.

    \b
    chronofile stats --json
    """
    from pipeline.store import queries

    with _reading(db) as conn:
        found = queries.stats(conn)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    run = found.pop("last run")
    for name, value in found.items():
        click.echo(f"{name:<24} {value if value is not None else '-':>14}")
    if run:
        click.echo(f"\nlast run: {run['command']}, started {run['started']}, finished {run['finished'] or 'never'}")
        click.echo(f"  {run['inputs']} inputs, {run['kept']} kept, {run['failed']} failed; rules {run['rules']}")
        seconds = json.loads(run["seconds"])
        if seconds:
            click.echo("  " + ", ".join(f"{stage} {s:.1f} s" for stage, s in seconds.items()))


@click.command()
@click.argument("url")
@db_option
def history(url: str, db: str) -> None:
    """Show an article's snapshots and what changed between them.

    URL is the article's address or its id.

    \b
    chronofile history https://example.org/news/1
    """
    from pipeline.store import queries
    from sources.urls import canonical

    try:
        address = canonical(url) if "://" in url else url
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="URL") from error
    with _reading(db) as conn:
        versions = queries.history(conn, address)
        gone = queries.tombstone(conn, address)
    if gone is not None:
        click.echo(f"taken down on {gone['at'][:10]} by {gone['who']}: {gone['why']}")
    elif versions is None:
        raise Problem(f"{db} has no article {address}")
    for version in versions or ():
        latest = "  (latest)" if version.current else ""
        click.echo(f"{version.fetched_at}  sha256 {version.sha256[:16]}  read by {version.reader}{latest}")
        for line in version.changes:
            click.echo(f"    {line}")


@click.command()
@db_option
@click.pass_context
def verify(ctx: click.Context, db: str) -> None:
    """Prove the archive whole: digests, offsets, foreign keys, full-text index.

    \b
    chronofile verify --db archive.db
    """
    from pipeline.store import ArchiveError
    from pipeline.store.verify import verify as checks

    bad = 0
    try:
        for check in checks(db):
            word = f"{len(check.problems)} wrong" if check.problems else "ok"
            click.echo(f"{check.name:<32} {check.looked_at:>9}  {word}")
            for problem in check.problems[:20]:
                click.echo(f"chronofile: {db}: {problem}", err=True)
            bad += len(check.problems)
    except ArchiveError as error:
        raise Problem(str(error)) from error
    click.echo(f"{db} is whole" if not bad else f"{db} is not whole: {bad} problems")
    ctx.exit(1 if bad else 0)
