"""Commands that need no archive: read, dates, sources, new-source, evaluate."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from pipeline.cli.base import Problem


@click.command()
@click.argument("input_", metavar="INPUT")
@click.option("--url", metavar="URL", help="What the text's address was.")
@click.option("--allow-private", is_flag=True, help="Also fetch from private and local addresses.")
def read(input_: str, url: str | None, allow_private: bool) -> None:
    """Print one article as JSON: url title published published_basis authors language source text.

    \b
    chronofile read page.html --url https://example.org/news/1
    """
    from pipeline import archive
    from pipeline.model import Page
    from sources import UnreadableError, read_page

    for page in archive.pages([input_], url=url, allow_private=allow_private):
        if not isinstance(page, Page):
            raise Problem(f"{page.name}: {page.reason}")
        try:
            article = read_page(page.body, page.url, content_type=page.content_type, name=page.name)
        except UnreadableError as error:
            raise Problem(f"{page.name}: {error.reason}") from error
        shown = asdict(article)
        order = ("url", "title", "published", "published_basis", "authors", "language", "source", "text")
        values = {key: shown.pop(key) for key in order}
        click.echo(json.dumps(values | shown, ensure_ascii=False, indent=2))
        return
    raise Problem(f"{input_}: no article")


@click.command()
@click.argument("input_", metavar="INPUT")
@click.option("--reference", metavar="DATE", help="The day the text was written, ISO.")
def dates(input_: str, reference: str | None) -> None:
    """Print the date expressions of a text as JSON lines: start end text type value edtf earliest latest.

    Offsets count characters of the decoded file, nothing stripped, half open. Null means open.

    \b
    chronofile dates article.txt --reference 2024-10-21
    """
    from datetime import date

    from pipeline.dates import tag
    from sources.core.charset import decode

    day = None
    if reference is not None:
        try:
            day = date.fromisoformat(reference)
        except ValueError as error:
            raise click.BadParameter(f"{reference!r} is no day: {error}", param_hint="--reference") from error
    try:
        body = sys.stdin.buffer.read() if input_ == "-" else Path(input_).read_bytes()
    except OSError as error:
        raise Problem(f"{input_}: {error.strerror}") from error
    if b"\x00" in body[:65_536] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Problem(f"{input_}: binary, not text")
    text, _ = decode(body)
    for timex in tag(text, day):
        row = {
            "start": timex.start,
            "end": timex.end,
            "text": timex.text,
            "type": timex.type,
            "value": timex.value,
            "edtf": timex.edtf,
            "earliest": timex.earliest,
            "latest": timex.latest,
        }
        click.echo(json.dumps(row, ensure_ascii=False))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON lines.")
def sources(as_json: bool) -> None:
    """List the known sources and what each can do.

    Pages of all other publishers are read too, by general rules.

    \b
    chronofile sources
    """
    from sources import registry

    known = registry()
    if as_json:
        for source in known:
            click.echo(json.dumps(asdict(source), ensure_ascii=False))
        return
    width = max((len(s.id) for s in known), default=0)
    for source in known:
        where = " ".join(filter(None, (source.country, source.language)))
        click.echo(f"{source.id:<{width}}  {source.name:<28}  {where:<6}  {' '.join(source.capabilities)}")


@click.command(name="new-source")
@click.argument("name")
@click.argument("page", type=click.Path(exists=True, dir_okay=False))
@click.option("--url", metavar="URL", help="Where the page was; needed where the page does not say it itself.")
@click.option("--keep-words", is_flag=True, help="Do not replace the words: only for pages you may publish.")
def new_source(name: str, page: str, url: str | None, keep_words: bool) -> None:
    """Start a module for a publisher from one saved page: a stub, a fixture and what must be read from it.

    Every word of the fixture is replaced by a made-up one, its structure is kept. Run it in a checkout of the
    repository; docs/sources.md tells what to do with the three files.

    \b
    chronofile new-source "Harbour Post" page.html --url https://harbourpost.example/news/1
    """
    from sources import UnreadableError, read_page
    from sources.new import ROOT, scaffold

    if not (ROOT / "tests" / "sources").is_dir():
        raise Problem(f"{ROOT} is no checkout of the repository, where sources and their fixtures are kept")
    if not name.strip():
        raise click.BadParameter("it is empty", param_hint="NAME")
    try:
        body = Path(page).read_bytes()
        url = url or read_page(body, None, name=page).url
        if url is None:
            raise click.UsageError(f"{page} does not say its address: give --url")
        made = scaffold(name, body, url, mask=not keep_words)
    except UnreadableError as error:
        raise Problem(f"{page}: {error.reason}") from error
    except (ValueError, OSError) as error:
        raise Problem(f"{page}: {error}") from error
    for path, told in (
        (made.module, f"the stub; its body selector is a guess: {made.selector}"),
        (made.page, "the fixture"),
        (made.expected, "what must be read from it: correct it by eye"),
    ):
        click.echo(f"{path.relative_to(ROOT)}  {told}")
    click.echo(f"then: pytest tests/sources -k {made.page.parent.name}")


@click.command()
@click.argument("gold", nargs=-1, required=True, metavar="GOLD...", type=click.Path(exists=True))
@click.option("--published", metavar="DATE", help="The article's date, where the gold file does not say it.")
@click.option("--errors", is_flag=True, help="Name every error.")
def evaluate(gold: tuple[str, ...], published: str | None, errors: bool) -> None:
    """Measure the rules against gold files: precision, recall and F1 of dates, events, actors and places.

    \b
    chronofile evaluate tests/gold/gotthard-tunnel.json --errors
    """
    from pipeline.evaluate import Report
    from pipeline.evaluate import evaluate as measure

    total = Report()
    for path in gold:
        try:
            total.add(measure(Path(path), published))
        except (ValueError, OSError) as error:
            raise Problem(str(error)) from error
    for line in total.lines():
        click.echo(line)
    for missed in total.errors if errors else ():
        click.echo(missed)
