"""WARC in and out: what comes back is what went in; broken records cost themselves."""

from __future__ import annotations

import gzip
import io
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from pipeline.archive import Failure, pages, warc
from pipeline.model import Page
from tests.archive.server import article

PAGES = tuple(
    Page(
        article(n),
        f"https://harbourpost.example/{n}",
        f"https://harbourpost.example/{n}",
        "text/html; charset=utf-8",
        (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip"), ("Set-Cookie", "session=secret")),
        200,
        f"2021-03-29T13:04:0{n}+00:00",
    )
    for n in range(1, 4)
)


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_what_goes_out_comes_back(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    assert warc.save(path, [*PAGES, Page(b"Head\nText", "a.txt")]) == 4
    *found, plain = pages([str(path)])
    for page, back in zip(PAGES, found, strict=True):
        assert isinstance(back, Page)
        assert (back.body, back.url, back.content_type, back.http_status) == (
            page.body,
            page.url,
            page.content_type,
            200,
        )
        assert back.fetched_at == page.fetched_at
        assert "secret" not in repr(back.headers)
    assert isinstance(plain, Page)
    assert (plain.body, plain.url, plain.http_status) == (b"Head\nText", None, None)
    assert b"secret" not in (gzip.decompress(path.read_bytes()) if name.endswith("gz") else path.read_bytes())


def test_another_reader_checks_our_digests(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    warc.save(path, PAGES)
    with path.open("rb") as file:
        records = [
            (r.rec_type, r.content_stream().read(), r.digest_checker.passed)
            for r in ArchiveIterator(file, check_digests=True)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response", "response", "response"]
    assert all(passed is not False for _, _, passed in records)
    with path.open("rb") as file:
        assert all(r.rec_headers.protocol == "WARC/1.1" for r in ArchiveIterator(file))


def crawl(compress: bool = True) -> bytes:
    """A file as a crawler writes it: requests, a redirect, an image, a coded and chunked page, a resource."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compress)

    def response(url: str, status: str, body: bytes, *headers: tuple[str, str]) -> None:
        http = StatusAndHeaders(status, list(headers), protocol="HTTP/1.1")
        told = {"payload": io.BytesIO(body), "length": len(body), "http_headers": http}
        writer.write_record(writer.create_warc_record(url, "response", **told))

    request = StatusAndHeaders("GET /1 HTTP/1.1", [("Authorization", "secret")], is_http_request=True)
    writer.write_record(writer.create_warc_record("https://h.example/1", "request", http_headers=request))
    coded = gzip.compress(article(1), mtime=0)
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(coded), coded)
    told = (("Content-Type", "text/html"), ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked"))
    response("https://h.example/1", "200 OK", chunked, *told)
    response("https://h.example/2", "301 Moved", b"", ("Location", "/1"))
    response("https://h.example/3.png", "200 OK", b"\x89PNG", ("Content-Type", "image/png"))
    response("https://h.example/4", "200 OK", article(4), ("Content-Type", "text/html"))
    return out.getvalue()


@pytest.mark.parametrize("compress", [True, False])
def test_a_crawl_gives_its_pages_only(tmp_path: Path, compress: bool) -> None:
    path = tmp_path / ("c.warc.gz" if compress else "c.warc")
    path.write_bytes(crawl(compress))
    found = list(pages([str(path)]))
    assert [item.url for item in found if isinstance(item, Page)] == ["https://h.example/1", "https://h.example/4"]
    assert [item.body for item in found if isinstance(item, Page)] == [article(1), article(4)]
    assert not [item for item in found if isinstance(item, Failure)]


def test_a_broken_record_costs_itself(tmp_path: Path) -> None:
    whole = tmp_path / "a.warc.gz"
    warc.save(whole, PAGES)
    data = bytearray(whole.read_bytes())
    starts = [i for i in range(len(data)) if data[i : i + 3] == b"\x1f\x8b\x08"]
    assert len(starts) == 4
    middle = (starts[2] + starts[3]) // 2
    data[middle : middle + 20] = bytes(20)
    whole.write_bytes(data)
    found = list(pages([str(whole)]))
    assert [item.url for item in found if isinstance(item, Page)] == [PAGES[0].url, PAGES[2].url]
    (failure,) = [item for item in found if isinstance(item, Failure)]
    assert "broken WARC record" in failure.reason


def record(page: Page, compress: bool) -> bytes:
    """One record of a WARC file."""
    held = io.BytesIO()
    warc.write(held, [page], compress=False)
    plain = held.getvalue()[held.getvalue().index(b"WARC/1.1", 8) :]
    return gzip.compress(plain, mtime=0) if compress else plain


LENGTH = re.compile(rb"Content-Length: \d+")  # of the record; that of HTTP comes after it
HARMS: dict[str, tuple[bool, Callable[[bytes], bytes]]] = {
    "length too large": (False, lambda r: LENGTH.sub(b"Content-Length: 900000", r, count=1)),
    "length that takes in a part of the next": (False, lambda r: LENGTH.sub(b"Content-Length: 900", r, count=1)),
    "length too small": (False, lambda r: LENGTH.sub(b"Content-Length: 300", r, count=1)),
    "no length": (False, lambda r: LENGTH.sub(b"Length: 0", r, count=1)),
    "header cut off": (False, lambda r: r[: r.index(b"WARC-Payload") + 20]),
    "body cut off": (False, lambda r: r[:-60]),
    "no such format": (False, lambda r: b"WORK" + r[4:]),
    "magic lost": (True, lambda r: b"\x00" + r[1:]),
    "a flag of gzip": (True, lambda r: r[:3] + b"\x04" + r[4:]),
    "compressed bytes lost": (True, lambda r: r[: len(r) // 2] + r[len(r) // 2 + 20 :]),
    "member cut off": (True, lambda r: r[: len(r) // 2]),
}


@pytest.mark.parametrize("place", range(3))
@pytest.mark.parametrize("harm", HARMS)
def test_a_record_that_lies_costs_no_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], harm: str, place: int
) -> None:
    compress, change = HARMS[harm]
    records = [record(page, compress) for page in PAGES]
    records[place] = change(records[place])
    path = tmp_path / ("a.warc.gz" if compress else "a.warc")
    path.write_bytes(b"".join(records))
    found = list(pages([str(path)]))
    read = [item.body for item in found if isinstance(item, Page)]
    assert [p.body for n, p in enumerate(PAGES) if n != place and p.body not in read] == []
    assert len(read) == 3 or [item for item in found if isinstance(item, Failure)]
    assert capfd.readouterr() == ("", "")


def test_a_record_too_large_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    warc.save(path, [Page(bytes(b"x" * 5_000), "n", "https://h.example/big", "text/html", (), 200), PAGES[0]])
    large, kept = pages([str(path)], max_bytes=1_000)
    assert isinstance(large, Failure)
    assert "https://h.example/big" in large.name
    assert isinstance(kept, Page)


@pytest.mark.parametrize("body", [b"", b"no warc at all", gzip.compress(b"no warc either", mtime=0), b"WARC/1.1\r\n"])
def test_what_is_no_warc_is_a_failure(tmp_path: Path, body: bytes) -> None:
    path = tmp_path / "a.warc"
    path.write_bytes(body)
    found = list(pages([str(path)]))
    assert found
    assert all(isinstance(item, Failure) for item in found)


def test_mutated_files_never_raise_or_hang(tmp_path: Path) -> None:
    dice, path = random.Random(5), tmp_path / "a.warc.gz"
    for compress in (True, False):
        good = crawl(compress)
        for _ in range(60):
            data = bytearray(good)
            for _ in range(dice.randint(1, 6)):
                at = dice.randrange(len(data))
                data[at : at + dice.randint(0, 30)] = dice.randbytes(dice.randint(0, 30))
            path.write_bytes(data[: dice.randint(1, len(data))])
            assert sum(1 for _ in pages([str(path)])) < 50


def test_a_file_half_written_is_not_left(tmp_path: Path) -> None:
    def failing() -> object:
        yield PAGES[0]
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        warc.save(tmp_path / "a.warc.gz", failing())  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []
