"""Inputs that nobody wrote, and what must hold for each: tests take a few, ``make soak`` thousands."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from pipeline import archive as incoming
from pipeline import work
from pipeline.archive import Failure
from pipeline.model import Page
from pipeline.store import NOTHING

ROOT = Path(__file__).parent.parent
SECONDS = 20.0  # for one small page: far more than any takes, far less than what hangs
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


@cache
def seeds() -> tuple[tuple[str, bytes], ...]:
    """Every sample article and every publisher's page, by its ending."""
    files = [*(ROOT / "sources" / "samples").iterdir(), *(ROOT / "tests" / "sources").glob("*/*.html")]
    return tuple((path.suffix, path.read_bytes()) for path in sorted(files))


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


def inputs(chance: random.Random, folder: Path) -> Iterator[Path]:
    """Files without end, each gone when the next is asked for."""
    while True:
        suffix, body = chance.choice(seeds())
        path = folder / f"input{suffix}"
        path.write_bytes(mutated(chance, body))
        yield path


def check(path: Path) -> int:
    """The file becomes articles and reasons, in bounded time, and no fault of ours is among them; how many.

    ``work.derive`` and ``incoming.pages`` tell a fault of a reader or a rule as a reason that begins as below.
    """
    number = 0
    started = time.process_time()
    for found in incoming.pages([str(path)]):
        number += 1
        if isinstance(found, Failure):
            assert found.reason, found.name
            continue
        assert isinstance(found, Page)
        derived = work.derive(found, NOTHING)
        assert (derived.extraction is None) == (derived.reason is not None)
        assert not (derived.reason or "").startswith(("reading failed", "extraction failed")), derived.reason
    assert time.process_time() - started < SECONDS * max(1, number)
    return number
