"""WARC files elsewhere: the same pages as from a file here, whatever the splits."""

from __future__ import annotations

import io
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

import fsspec
import pytest

from pipeline.archive import Failure, pages, remote, warc
from pipeline.model import Page
from tests.archive.test_warc import PAGES, crawl

SIZES = (1, 7, 100, 333, 1_000, 4_096, 1_000_000)


def whole(data: bytes) -> list[tuple[str | None, bytes]]:
    """Addresses and bodies, read in one go."""
    return [(p.url, p.body) for p in warc.read_stream(io.BytesIO(data), "whole") if isinstance(p, Page)]


@pytest.fixture
def stored() -> Iterator[str]:
    """An address in memory; what was written there goes."""
    yield "memory://shelf/a.warc.gz"
    fsspec.filesystem("memory").rm("/shelf", recursive=True)


def save(address: str, data: bytes) -> None:
    with fsspec.open(address, "wb") as file:
        file.write(data)


def archive_bytes() -> bytes:
    held = io.BytesIO()
    warc.write(held, PAGES)
    return held.getvalue()


@pytest.mark.parametrize("each", SIZES)
@pytest.mark.parametrize("data", [archive_bytes(), crawl(), archive_bytes() + crawl()], ids=["ours", "crawl", "both"])
def test_splits_of_any_size_give_the_pages_of_the_whole(stored: str, data: bytes, each: int) -> None:
    save(stored, data)
    found = list(remote.read(stored, each=each))
    assert [(item.url, item.body) for item in found if isinstance(item, Page)] == whole(data)
    assert len({item.name for item in found}) == len(found)
    assert len(whole(data)) >= 2


@pytest.mark.parametrize("each", SIZES)
def test_a_broken_record_costs_itself_in_any_split(stored: str, each: int) -> None:
    data = bytearray(archive_bytes())
    starts = [at for at in range(len(data)) if data[at : at + 3] == b"\x1f\x8b\x08"]
    middle = (starts[2] + starts[3]) // 2
    data[middle : middle + 20] = bytes(20)
    save(stored, bytes(data))
    found = list(remote.read(stored, each=each))
    assert [item.url for item in found if isinstance(item, Page)] == [PAGES[0].url, PAGES[2].url]
    (failure,) = [item for item in found if isinstance(item, Failure)]
    assert f"broken WARC record near byte {starts[2]} " in failure.reason


def test_magic_bytes_inside_a_record_begin_none() -> None:
    junk = b"\x1f\x8b\x08 no member"
    data = junk + archive_bytes()
    assert warc.first_member(io.BytesIO(data), 0) == len(junk)
    assert warc.first_member(io.BytesIO(data), 0, len(junk)) is None
    assert warc.first_member(io.BytesIO(junk), 0) is None


def test_splits_cover_the_file_once() -> None:
    for size, each in ((1, 5), (5, 5), (11, 5)):
        ranges = remote.splits(size, each)
        assert (ranges[0][0], ranges[-1][1]) == (0, size)
        assert all(a[1] == b[0] for a, b in pairwise(ranges))
        assert max(end - begin for begin, end in ranges) <= each


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_ingest_takes_an_address_of_a_file(tmp_path: Path, name: str) -> None:
    warc.save(tmp_path / name, PAGES)
    found = list(pages([f"file://{tmp_path / name}"]))
    assert [(p.url, p.body, p.fetched_at) for p in found if isinstance(p, Page)] == [
        (p.url, p.body, p.fetched_at) for p in PAGES
    ]


REFUSED = (
    ("memory://shelf/none.warc.gz", "no such file"),
    ("file:///no/such/place.warc", "no such file"),
    ("nosuchstore://a/b.warc.gz", "nosuchstore"),
    ("memory://shelf/a.html", "only WARC files"),
)


@pytest.mark.parametrize(("address", "reason"), REFUSED)
def test_what_cannot_be_opened_is_named_with_the_reason(address: str, reason: str) -> None:
    (item,) = pages([address])
    assert isinstance(item, Failure)
    assert item.name == address
    assert reason in item.reason


def test_an_empty_file_is_told(stored: str) -> None:
    save(stored, b"")
    assert list(pages([stored])) == [Failure(stored, "empty")]


def test_without_fsspec_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    (item,) = pages(["s3://bucket/a.warc.gz"])
    assert isinstance(item, Failure)
    assert "chronofile[cluster]" in item.reason


def test_a_connection_that_ends_costs_the_rest_of_its_split(stored: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive_bytes()
    save(stored, data)
    opened, real = [], warc.read_stream

    def failing(file: object, name: str, **told: int) -> Iterator[Page | Failure]:
        opened.append(told["begin"])
        if len(opened) == 1:
            raise OSError("connection reset")
        yield from real(file, name, **told)  # type: ignore[arg-type]

    monkeypatch.setattr(warc, "read_stream", failing)
    failure, *kept = remote.read(stored, each=len(data) // 2)
    assert failure == Failure(f"{stored}:0-{len(data) // 2}", "connection reset")
    assert kept
    assert all(isinstance(item, Page) for item in kept)


def test_passwords_and_signatures_are_not_told() -> None:
    assert remote.shown("ftp://me:pw@host/a.warc.gz?sig=1#x") == "ftp://host/a.warc.gz"


class _Ranges(SimpleHTTPRequestHandler):
    """Answers requests for parts, as stores of objects do."""

    def log_message(self, *told: object) -> None:
        pass

    def do_GET(self) -> None:
        data = Path(self.translate_path(self.path)).read_bytes()
        begin, end = map(int, self.headers["Range"].removeprefix("bytes=").split("-"))
        part = data[begin : end + 1]
        self.send_response(206)
        self.send_header("Content-Range", f"bytes {begin}-{begin + len(part) - 1}/{len(data)}")
        self.send_header("Content-Length", str(len(part)))
        self.end_headers()
        self.wfile.write(part)


def test_a_file_on_the_web_is_read_in_parts_over_guarded_connections(tmp_path: Path) -> None:
    warc.save(tmp_path / "a.warc.gz", PAGES)
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Ranges, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/a.warc.gz"
        found = list(pages([address], allow_private=True))
        assert [item.url for item in found] == [page.url for page in PAGES]  # type: ignore[union-attr]
        found = list(remote.read(address, each=300, allow_private=True))
        assert [item.url for item in found] == [page.url for page in PAGES]  # type: ignore[union-attr]
        (refused,) = pages([address])
        assert isinstance(refused, Failure)
        assert "not a public address" in refused.reason
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
