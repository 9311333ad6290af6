"""What the documentation shows, made by running it; cog puts it between the marks in the pages (``make docs``).

commands()   every command with the first sentence of its help, as a table
timeline()   some lines of the timeline of the sample articles
quality()    today's figures on the repo's own gold, as a table
"""

from __future__ import annotations

import atexit
import contextlib
import io
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import click

from benchmarks import floors, own

MEASURES = {
    "events_f1": "events, F1",
    "events_precision": "events, precision",
    "events_recall": "events, recall",
    "actors_f1": "actors, F1",
    "places": "places right",
    "status": "status right",
    "types": "types right",
    "merged_wrongly": "different happenings made one",
}


def each_command() -> Iterator[tuple[str, click.Command]]:
    """All commands with their full names, those of groups after the group."""
    from pipeline.cli import main

    context = click.Context(main, info_name="chronofile")
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        assert command is not None
        yield name, command
        if isinstance(command, click.Group):
            for inner in command.list_commands(context):
                found = command.get_command(context, inner)
                assert found is not None
                yield f"{name} {inner}", found


def first_sentence(command: click.Command) -> str:
    """The first paragraph of a command's help."""
    return " ".join((command.help or "").split("\n\n")[0].split())


def commands() -> str:
    """The table of commands, those of a group left to its own help."""
    lines = ["| command | does |", "| --- | --- |"]
    for name, command in each_command():
        if " " not in name:
            lines.append(f"| `chronofile {name}` | {first_sentence(command)} |")
    return "\n".join(lines)


@cache
def _archive() -> Path:
    """An archive of the sample articles, in a folder of its own; made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="chronofile-docs-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    _run("ingest", str(own.ROOT / "sources" / "samples"), "--db", str(folder / "archive.db"))
    return folder / "archive.db"


def _run(*arguments: str) -> str:
    """What the command prints on standard output."""
    from pipeline.cli import main

    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        main.main(list(arguments), standalone_mode=False)
    return out.getvalue()


def timeline(*filters: str) -> str:
    """``chronofile timeline`` with these filters over the samples, as a code block with its command."""
    printed = _run("timeline", *filters, "--db", str(_archive()))
    return f"```console\n$ chronofile timeline {' '.join(_quoted(filters))}\n{printed.rstrip()}\n```"


def _quoted(words: Sequence[str]) -> list[str]:
    return [f'"{word}"' if " " in word else word for word in words]


COLUMNS = {"samples": "sample articles", "heldout": "texts read since", "unseen": "unseen texts"}


def _table(head: str, rows: Iterable[tuple[str, Sequence[str]]]) -> str:
    lines = [f"| {head} | {' | '.join(COLUMNS.values())} |", "| --- |" + " ---: |" * len(COLUMNS)]
    return "\n".join(lines + [f"| {label} | {' | '.join(cells)} |" for label, cells in rows])


def quality() -> str:
    """Each corpus, today, as a table."""
    today = [floors.today(corpus) for corpus in COLUMNS]
    return _table(
        "measured on",
        (
            (label, [f"{f[name]:.0f}" if name == "merged_wrongly" else f"{f[name]:.2f}" for f in today])
            for name, label in MEASURES.items()
        ),
    )


def errors() -> str:
    """Each corpus, today: errors by kind."""
    kinds = [own.error_kinds(own.pooled(floors.CORPORA[corpus]).report) for corpus in COLUMNS]
    return _table("kind of error", ((kind, [str(counted[kind]) for counted in kinds]) for kind in own.KINDS))
