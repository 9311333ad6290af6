"""Inputs that nobody wrote, and what must hold for each: tests take a few, ``make soak`` thousands."""

from __future__ import annotations

import contextlib
import gzip
import io
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline import archive as incoming
from pipeline import work
from pipeline.archive import Failure, warc
from pipeline.archive.copies import is_copy
from pipeline.model import Page
from pipeline.store import NOTHING, Archive, Entry
from pipeline.store.verify import verify
from sources import UnreadableError, read_page

ROOT = Path(__file__).parent.parent
PIECES = (
    *(
        b"<",
        b">",
        b"</p>",
        b"<div>" * 40,
        b"<!--",
        b"]]>",
        b"&#0;",
        b"&",
        b'"',
        b"{",
        b"}",
        b"[" * 60,
        b"\x00",
        b"\xff\xfe",
    ),
    *(b"<script>", b"<style>", b"\r", b"\n\n", b"\xcc\x81" * 9, "‮Жé".encode(), b"9999-99-99", b"31 February ", b"0000"),
    *(
        b"-1",
        b"1e999",
        b"null",
        b"datePublished",
        b'"@type":',
        b" on ",
        b"said",
        b"," * 50,
        b"(" * 50,
        b"\xf0\x9f\x92\xa9",
    ),
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A file of which something is broken, and the bodies of the articles beside it that must be read all the same."""

    path: Path
    good: frozenset[bytes] = frozenset()


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Every sample article and every publisher's page, by its ending."""
    files = [*(ROOT / "sources" / "samples").iterdir(), *(ROOT / "tests" / "sources").glob("*/*.html")]
    return tuple((path.suffix, path.read_bytes()) for path in sorted(files))


@cache
def lines() -> tuple[bytes, ...]:
    """Articles as lines of JSON."""
    told = ("text", "html")
    bodies = [(suffix, body.decode()) for suffix, body in seeds() if suffix != ".jsonl"]
    return tuple(
        json.dumps({"url": f"https://harbourpost.example/{n}", told[suffix == ".html"]: body}).encode()
        for n, (suffix, body) in enumerate(bodies)
    )


@cache
def records() -> tuple[tuple[bytes, bytes], ...]:
    """Articles as records of WARC, not compressed: the record and the article's body."""
    made = []
    for n, (_, body) in enumerate(seeds()):
        page = Page(
            body, "", f"https://harbourpost.example/{n}", "text/html; charset=utf-8", (), 200 if n % 2 else None
        )
        file = io.BytesIO()
        warc.write(file, [page], compress=False)
        made.append((file.getvalue()[file.getvalue().index(b"WARC/1.1", 8) :], body))
    return tuple(made)


def mutated(chance: random.Random, body: bytes) -> bytes:
    """A few cuts, repeats, swapped bytes and foreign pieces."""
    for _ in range(chance.randint(1, 12)):
        start = chance.randrange(len(body) + 1)
        end = min(len(body), start + chance.choice((1, 8, 200)))
        kind = chance.randrange(5)
        if kind == 0:
            body = body[:start] + body[end:]
        elif kind == 1:
            body = body[:end] + body[start:]
        elif kind == 2:
            body = body[:start] + bytes(chance.randrange(256) for _ in body[start : min(end, start + 4)]) + body[end:]
        elif kind == 3:
            body = body[:start] + chance.choice(PIECES) + body[start:]
        else:
            body = body[:start] + body[start:end][::-1] + body[end:]
    return body[: chance.randrange(len(body) + 1)] if chance.random() < 0.1 else body


def hostile(chance: random.Random) -> bytes:
    """A page made to be slow or deep: of one piece many times, around an article or alone."""
    times = chance.choice((50, 1_000, 20_000))
    piece = chance.choice(
        (*PIECES, b"<b>", b"<table><tr><td>", b"<p>January 2020 ", b"in the early 1990s ", b"1 ", b"a" * 40)
    )
    _, body = chance.choice(seeds())
    start = chance.randrange(len(body) + 1)
    many = (piece * times)[:100_000]
    return chance.choice((many, b"<html><body><p>" + many, body[:start] + many + body[start:]))


def inputs(chance: random.Random, folder: Path) -> Iterator[Broken]:
    """Files without end, each gone when the next is asked for: pages, and a broken line or record between good ones."""
    while True:
        kind = chance.choices((_a_page, _a_hostile_page, _among_lines, _among_records), (400, 5, 295, 300))[0]
        broken = kind(chance, folder)
        yield broken
        broken.path.unlink(missing_ok=True)


def _a_page(chance: random.Random, folder: Path) -> Broken:
    suffix, body = chance.choice(seeds())
    return _written(folder / f"input{suffix}", mutated(chance, body))


def _a_hostile_page(chance: random.Random, folder: Path) -> Broken:
    return _written(folder / f"input{chance.choice(('.html', '.txt', '.jsonl', '.xml'))}", hostile(chance))


def _among_lines(chance: random.Random, folder: Path) -> Broken:
    *good, bad = chance.sample(lines(), 4)
    put = chance.randrange(4)
    return _written(
        folder / "input.jsonl", b"\n".join([*good[:put], mutated(chance, bad), *good[put:]]), frozenset(good)
    )


def _among_records(chance: random.Random, folder: Path) -> Broken:
    *good, (bad, _) = chance.sample(records(), 4)
    put, packed = chance.randrange(4), chance.random() < 0.6
    if not packed:
        bad = mutated(chance, bad)
    elif chance.random() < 0.5:
        bad = mutated(chance, gzip.compress(bad, 1, mtime=0))
    else:
        bad = gzip.compress(mutated(chance, bad), 1, mtime=0)
    whole = [gzip.compress(record, 1, mtime=0) if packed else record for record, _ in good]
    return _written(
        folder / ("input.warc.gz" if packed else "input.warc"),
        b"".join([*whole[:put], bad, *whole[put:]]),
        frozenset(body for _, body in good),
    )


def _written(path: Path, body: bytes, good: frozenset[bytes] = frozenset()) -> Broken:
    path.write_bytes(body)
    return Broken(path, good)


def pages(broken: Broken) -> list[Page]:
    """What is to be read of the file, without the good articles, none of which may be lost."""
    found = list(incoming.pages([str(broken.path)]))
    assert found
    assert all(item.reason for item in found if isinstance(item, Failure))
    read = [item for item in found if isinstance(item, Page)]
    lost = broken.good - {page.body for page in read}
    assert not lost, f"{len(lost)} good articles lost"
    return [page for page in read if page.body not in broken.good]


def read(page: Page) -> None:
    """The page is an article or has a reason for being none."""
    with contextlib.suppress(UnreadableError):
        read_page(page.body, page.url, content_type=page.content_type, name=page.name)


def derive(page: Page) -> Entry | None:
    """What the rules make of the page; None where there is a reason, which is no fault of ours.

    ``work.derive`` tells a fault of a reader or a rule as a reason that begins as below, or as a note where it had to
    be stopped.
    """
    derived = work.derive(page, NOTHING)
    told = derived.reason or ""
    assert not told.startswith(("reading failed", "extraction failed")), told
    assert "killed the process" not in told, told
    if derived.extraction is None:
        assert told
        return None
    return Entry(page, NOTHING, derived.extraction, work.rules_version(), derived.bands)


def store(entries: list[Entry], path: Path) -> None:
    """All of it becomes rows of a whole archive."""
    with Archive.open(path) as archive:
        archive.add(entries, is_copy=is_copy)
    assert [check.problems for check in verify(str(path)) if check.problems] == []
