"""``chronofile review``: a person's word. Each is recorded with who, when and why, and can be undone."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.base import Problem, db_option, who_option

if TYPE_CHECKING:
    from pipeline.store import Archive
    from pipeline.store.decisions import Action, Subject

why_option = click.option("--why", required=True, metavar="TEXT", help="The reason.")


@click.group()
def review() -> None:
    """Correct the archive: merge or split, rename, reject, re-date.

    Events and entities are named by their ids (the start is enough), entities also by name. Decisions survive every
    reprocess, apply to what is ingested later, and live in git as a file.

    \b
    chronofile review suggestions
    chronofile review merge 3f2a91 8c07d4 --why "one visit, told by two papers"
    chronofile review apart person-li-qiang person-li-qian --why "two people"
    chronofile review rename person-nikol-pashinian "Nikol Pashinyan" --why spelling
    chronofile review undo 51d0
    chronofile review export decisions.jsonl
    """


@contextmanager
def _archive(db: str) -> Iterator[Archive]:
    from pipeline.store import Archive, ArchiveError, DecisionError, open_for_reading

    try:
        open_for_reading(db).close()
        with Archive.open(db) as archive:
            yield archive
    except (ArchiveError, DecisionError) as error:
        raise Problem(str(error)) from error


def _named(archive: Archive, told: str, kind: str | None = None) -> tuple[Subject, str]:
    """The one thing that ``told`` names. Raises Problem where it names none, or several."""
    from pipeline.store.queries import identify

    found = [f for f in identify(archive.conn, told) if kind in (None, f[0])]
    if not found:
        raise Problem(f"{told!r} names no {kind or 'event or entity'} in {archive.path}")
    if len(found) > 1:
        choices = "".join(f"\n  {id}  {title}" for _, id, title in found)
        raise Problem(f"{told!r} may be any of{choices}")
    return found[0][0], found[0][1]


def _decide(
    archive: Archive,
    action: Action,
    kind: Subject,
    subject: str,
    who: str,
    why: str,
    object: str | None = None,
    value: str | None = None,
) -> None:
    from pipeline.store import Decision
    from pipeline.store.articles import now

    decision = Decision(kind, action, subject, object, value, who, now(), why)
    archive.decide([decision])
    click.echo(f"{decision.id}  {action} {kind} {subject}" + (f" {object}" if object else ""))


@review.command()
@click.argument("keep")
@click.argument("other")
@db_option
@why_option
@who_option
def merge(keep: str, other: str, db: str, why: str, who: str) -> None:
    """Say that two events, or two entities, are one; of two entities the first is kept.

    \b
    chronofile review merge person-nikol-pashinyan person-nikol-pashinian --why "one man, two spellings"
    """
    with _archive(db) as archive:
        kind, subject = _named(archive, keep)
        _, object = _named(archive, other, kind)
        _decide(archive, "merge", kind, subject, who, why, object)


@review.command()
@click.argument("subject")
@click.argument("other")
@db_option
@click.option("--name", metavar="NAME", help="Of an entity: the name of the other one, or its id.")
@why_option
@who_option
def split(subject: str, other: str, db: str, name: str | None, why: str, who: str) -> None:
    """Say that two mentions tell two events; or that in one article a name means another entity.

    For events give a mention of each (the ids are in the table mentions), for an entity the article's id or address.

    \b
    chronofile review split 3f2a91 77b1c0 --why "two meetings that week"
    chronofile review split person-armen-sarkissian ARTICLE --name "Armen Sargsyan" --why "the minister"
    """
    with _archive(db) as archive:
        kind, first = _named(archive, subject)
        if kind == "event":
            _, second = _named(archive, other, "event")
        else:
            from pipeline.store.known_by import article_named

            article = article_named(archive.conn, other)
            if article is None:
                raise Problem(f"{db} has no article {other}")
            second = article
        _decide(archive, "split", kind, first, who, why, second, name)


@review.command()
@click.argument("entity")
@click.argument("other")
@db_option
@why_option
@who_option
def apart(entity: str, other: str, db: str, why: str, who: str) -> None:
    """Say that two entities are two, whatever their names say: they are not suggested as one again.

    \b
    chronofile review apart person-armen-sarkissian person-armen-sargsyan --why "the president and the minister"
    """
    with _archive(db) as archive:
        _, subject = _named(archive, entity, "entity")
        _, object = _named(archive, other, "entity")
        _decide(archive, "apart", "entity", subject, who, why, object)


@review.command()
@click.argument("subject")
@click.argument("name")
@db_option
@why_option
@who_option
def rename(subject: str, name: str, db: str, why: str, who: str) -> None:
    """Give an entity another name, or an event another title.

    \b
    chronofile review rename place-turkiye Turkey --why "the English short form"
    """
    with _archive(db) as archive:
        kind, id = _named(archive, subject)
        _decide(archive, "rename", kind, id, who, why, value=name)


@review.command()
@click.argument("subject")
@db_option
@why_option
@who_option
def reject(subject: str, db: str, why: str, who: str) -> None:
    """Say that an event is none, or that an entity's words name nobody.

    \b
    chronofile review reject 3f2a91 --why "a wish, no event"
    """
    with _archive(db) as archive:
        kind, id = _named(archive, subject)
        _decide(archive, "reject", kind, id, who, why)


@review.command()
@click.argument("event")
@click.argument("date")
@db_option
@why_option
@who_option
def redate(event: str, date: str, db: str, why: str, who: str) -> None:
    """Correct an event's date; DATE is EDTF: 2024-10-21, 2024-10, 2024-05-04/2024-05-06, 1998~.

    \b
    chronofile review redate 3f2a91 2024-10-20 --why "the paper corrected it"
    """
    with _archive(db) as archive:
        kind, id = _named(archive, event, "event")
        _decide(archive, "redate", kind, id, who, why, value=date)


@review.command()
@click.argument("decision")
@db_option
@who_option
def undo(decision: str, db: str, who: str) -> None:
    """Take a decision back; its row stays, marked with when and by whom.

    \b
    chronofile review undo 51d0
    """
    with _archive(db) as archive:
        undone = archive.undo(decision, who=who)
    click.echo(f"undone: {undone.action} {undone.kind} {undone.subject}")


@review.command(name="list")
@db_option
@click.option("--all", "everything", is_flag=True, help="Also those that were undone.")
@click.option("--orphaned", "only_orphaned", is_flag=True, help="Only those whose mention is not in the archive.")
def list_(db: str, everything: bool, only_orphaned: bool) -> None:
    """List the decisions, oldest first, with what they are about today; and how much is suggested.

    A decision on an event names a mention. Where better rules gave it another id it is found again by its words; where
    no mention says the same any more, the decision waits, and is listed as orphaned.

    \b
    chronofile review list --all
    chronofile review list --orphaned
    """
    from pipeline.store import review as decisions
    from pipeline.store.queries import identify, suggestions

    with _archive(db) as archive:
        orphaned = decisions.orphaned(archive.conn)
        today = decisions.today(archive.conn)
        for d in decisions.load(archive.conn):
            if (d.undone_at and not everything) or (only_orphaned and d.id not in orphaned):
                continue
            known = identify(archive.conn, today.get(d.id, d.subject))
            about = "orphaned" if d.id in orphaned else known[0][2] if known else "not in the archive now"
            told = " ".join(filter(None, (d.subject, d.object, d.value and repr(d.value))))
            click.echo(f"{d.id}  {d.at[:10]}  {d.who}: {d.action} {d.kind} {told} ({about}) - {d.why}"
                       + (f"  [undone {d.undone_at[:10]} by {d.undone_by}]" if d.undone_at else ""))  # fmt: skip
        proposed = Counter(s["kind"] for s in suggestions(archive.conn))
    if proposed and not only_orphaned:
        told = " and ".join(
            f"{n} pairs of {'events' if k == 'event' else 'entities'}" for k, n in sorted(proposed.items())
        )
        click.echo(f"suggested: {told} may be one (chronofile review suggestions)")


@review.command()
@db_option
@click.option("--limit", type=click.IntRange(1), default=50, show_default=True, metavar="N")
def suggestions(db: str, limit: int) -> None:
    """List what a machine proposes to merge, best first; nothing is merged without a person's word.

    Accept with merge; refuse with split (two events) or apart (two entities): it is not proposed again.

    \b
    chronofile review suggestions --limit 10
    """
    from itertools import islice

    from pipeline.store.queries import suggestions as proposed

    with _archive(db) as archive:
        for s in islice(proposed(archive.conn), limit):
            click.echo(f"{s['score']:.2f}  {s['action']} {s['subject']} {s['object'] or ''}  {s['reason']}")
            click.echo(f"      {s['left_title'] or s['subject']}  |  {s['right_title'] or s['object']}")


@review.command(name="export")
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@db_option
def export_(file: str | None, db: str) -> None:
    """Write all decisions as JSON lines, for git; the same decisions always give the same file.

    \b
    chronofile review export decisions.jsonl
    """
    from pipeline.store.review import load

    with _archive(db) as archive:
        text = "".join(d.line() + "\n" for d in load(archive.conn))
    if file is None:
        click.echo(text, nl=False)
        return
    try:
        Path(file).write_text(text, "utf-8")
    except OSError as error:
        raise Problem(f"{file}: {error.strerror}") from error


@review.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@db_option
def import_(file: str, db: str) -> None:
    """Read decisions from JSON lines and apply those that are not there yet; all of them, or none.

    \b
    chronofile review import decisions.jsonl
    """
    from pipeline.store import DecisionError
    from pipeline.store.decisions import of_row

    try:
        lines = (sys.stdin.read() if file == "-" else Path(file).read_text("utf-8")).splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"{file}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    found: list[Any] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise DecisionError("not a JSON object")
            found.append(of_row(row))
        except ValueError as error:
            raise Problem(f"{file}:{number}: {error}") from error
    with _archive(db) as archive:
        added = archive.decide(found)
    click.echo(f"{added} of {len(found)} decisions are new")
