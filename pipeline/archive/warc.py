"""WARC 1.1 (ISO 28500): pages out of Common Crawl's files and browsers' archives, snapshots into ones others open.

What is read: responses with status 2xx and resources, whose content is text. Requests, metadata, redirects, images
and the like are passed over. A broken record costs itself: reading goes on at the next one.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from pipeline.archive.fetch import SECRET_HEADERS, kept_headers
from pipeline.archive.inputs import Failure, Item
from pipeline.model import Page
from sources.core.reading import MAX_BYTES

_TEXT = (
    "text/html",
    "application/xhtml",
    "text/plain",
    "text/markdown",
    "application/json",
    "application/octet-stream",
)
_CODED = frozenset(("content-encoding", "transfer-encoding", "content-length"))
_MEMBER = b"\x1f\x8b\x08"
_RECORD = b"WARC/1."
_ONCE = ("warc-record-id", "warc-type", "warc-date", "content-length")


def read(path: Path, *, max_bytes: int = MAX_BYTES) -> Iterator[Item]:
    """The pages of a WARC file, gzipped or not, one at a time; a broken record is a Failure with its offset."""
    with path.open("rb") as file:
        yield from read_stream(file, str(path), max_bytes=max_bytes)


def read_stream(
    file: IO[bytes], name: str, *, max_bytes: int = MAX_BYTES, begin: int = 0, end: int | None = None
) -> Iterator[Item]:
    """Like ``read``, from an open seekable file; with ``begin`` and ``end`` the records that start in that range.

    Ranges that follow one another give the pages of the whole file, in order, whatever their sizes. Where a range
    begins inside a record, its first one is the next gzip member that opens with a WARC header; so only files with a
    member a record can be read so. Records are counted from the range's beginning, which is then told with them.
    """
    head = file.read(3)
    if not head:
        yield Failure(name, "empty")
        return
    gzipped = head == _MEMBER or (not _RECORD.startswith(head) and first_member(file, 0) is not None)
    start: int | None = 0 if begin == 0 else first_member(file, begin, end)
    number = 0
    counted = f"{name}:{begin}+" if begin else f"{name}:"
    unseen: str | None = None  # what is broken after a whole record, until reading goes on behind it
    while start is not None and (end is None or start < end):
        file.seek(start)
        whole = False  # the record at ``start`` has been read, what is broken comes after it
        try:
            for record, offset in _records(file):
                if end is not None and offset >= end:
                    return
                if unseen is not None:
                    yield Failure(f"{counted}{number}", unseen)
                    unseen = None
                start, whole = offset, False
                number += 1
                yield from _page(record, f"{counted}{number}", max_bytes)
                whole = True
        except Exception as error:  # warcio raises many kinds, zlib and http.client too: all mean a broken record
            broken, start = start, _next(file, start + 1, _MEMBER if gzipped else _RECORD)
            unseen = f"broken WARC record near byte {broken} ({_why(error)})"
            this = not whole or isinstance(error, _LengthError) or (gzipped and not _is_intact(file, broken))
            if this or start is None:
                number += not whole
                yield Failure(f"{counted}{number}", unseen)
                unseen = None
            continue
        if not number and begin == 0:
            yield Failure(name, "no WARC records in it")
        return


def first_member(file: IO[bytes], begin: int, end: int | None = None) -> int | None:
    """Where the first gzip member that opens with a WARC header starts, at ``begin`` or after; None before ``end``.

    Its three bytes of magic also stand inside compressed data, about once in 16 MB, so the header itself is read.
    """
    at = _next(file, begin, _MEMBER)
    while at is not None and (end is None or at < end):
        file.seek(at)
        try:
            if zlib.decompressobj(wbits=31).decompress(file.read(4_096), len(_RECORD)) == _RECORD:
                return at
        except zlib.error:
            pass
        at = _next(file, at + 1, _MEMBER)
    return None


def _is_intact(file: IO[bytes], start: int) -> bool:
    """True where the gzip member that starts there can be read to its end."""
    file.seek(start)
    member = zlib.decompressobj(wbits=31)
    try:
        while not member.eof and (chunk := file.read(1 << 16)):
            member.decompress(chunk)
    except zlib.error:
        return False
    return member.eof


class _LengthError(ValueError):
    """The record that was read last is broken, not the one that comes next."""


def _records(file: IO[bytes]) -> Iterator[tuple[Any, int]]:
    """Records with the offset at which the record itself begins. Raises after one whose length is not what it says.

    A length that is too large takes in what comes next, up to the end of a file that is not compressed.
    """
    from warcio.archiveiterator import WARCIterator  # as ARC, of 1996, nearly any line of text would be a header

    records = WARCIterator(file, check_digests=True)  # begins where the file stands
    record: Any = None
    while True:
        before = record
        try:
            with _quiet():
                record = next(records, None)
        finally:
            if records.err_count:
                raise _LengthError("it ends elsewhere than it says")
        if before is not None and before.raw_stream.limit > 0:
            raise _LengthError("it is longer than what is there of it")
        if record is None:
            file.seek(records.offset)
            if file.read(4_096).strip():  # warcio takes a header that is cut off for the end
                raise ValueError("what stands there is cut off")
            return
        if not record.rec_type:
            raise ValueError("a record without WARC-Type")
        if _is_two(record):
            raise ValueError("a header cut off by the next one")
        if not hasattr(record.raw_stream, "limit"):
            raise ValueError("a record without Content-Length")
        yield record, records.offset


def _is_two(record: Any) -> bool:
    """True for a header that goes over into another: its record was cut off where the next one was written."""
    names = [name.lower() for name, _ in record.rec_headers.headers]
    return any(names.count(name) > 1 for name in _ONCE) or any("WARC/1." in v for _, v in record.rec_headers.headers)


def _quiet() -> redirect_stderr[io.StringIO]:
    """What warcio thinks of a record goes to standard error, which is not its own: a broken record is a Failure."""
    return redirect_stderr(io.StringIO())


def _next(file: IO[bytes], start: int, mark: bytes) -> int | None:
    """Where the next record may begin, or None."""
    file.seek(start)
    tail, at = b"", start
    while chunk := file.read(1 << 20):
        block = tail + chunk
        found = block.find(mark)
        if found >= 0:
            return at - len(tail) + found
        tail = block[-(len(mark) - 1) :]
        at += len(chunk)
    return None


def _page(record: Any, name: str, max_bytes: int) -> Iterator[Item]:
    kind = record.rec_type
    if kind not in ("response", "resource"):
        return
    headers = record.http_headers
    status = int(headers.get_statuscode()) if headers is not None and kind == "response" else None
    if kind == "response" and (status is None or not 200 <= status < 300):
        return
    served = (
        headers.get_header("Content-Type") if headers is not None else record.rec_headers.get_header("Content-Type")
    )
    url = record.rec_headers.get_header("WARC-Target-URI")
    told = (served or "").partition(";")[0].strip().lower()
    if told and not told.startswith(_TEXT):
        return
    if url is not None and not url.startswith(("http://", "https://")):
        url = None
    with _quiet():
        body = record.content_stream().read(max_bytes + 1)
    if len(body) > max_bytes:
        yield Failure(f"{name} {url or ''}".strip(), f"larger than {max_bytes / 1e6:g} MB")
        return
    if not body.strip():
        yield Failure(f"{name} {url or ''}".strip(), "empty")
        return
    taken = _RECORD in body and record.digest_checker.passed is False  # the next record, by a length that is false
    moment = record.rec_headers.get_header("WARC-Date")
    yield Page(
        body=body,
        name=f"{name} {url or ''}".strip(),
        url=url,
        content_type=served,
        headers=kept_headers(headers.headers) if headers is not None else (),
        http_status=status,
        fetched_at=_instant(moment),
    )
    if taken:
        raise _LengthError("it takes in what comes next")


def _instant(text: str | None) -> str | None:
    try:
        return datetime.fromisoformat(text or "").astimezone(UTC).isoformat(timespec="seconds")
    except ValueError:
        return None


def _why(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


def write(file: IO[bytes], pages: Iterable[Page], *, compress: bool = True, software: str = "chronofile") -> int:
    """Write pages as WARC 1.1, a gzip member a record; the number written.

    The entity is written as the archive keeps it, decoded, with headers that say so. Header values that could be
    secrets are not written.
    """
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=compress, warc_version="WARC/1.1")
    info = {"software": software, "format": "WARC File Format 1.1", "isPartOf": "chronofile"}
    writer.write_record(writer.create_warcinfo_record("chronofile.warc", info))
    written = 0
    for page in pages:
        date = _warc_date(page.fetched_at)
        target = page.url or f"urn:sha256:{hashlib.sha256(page.body).hexdigest()}"
        told = {"WARC-Date": date}
        if page.http_status is None:
            record = writer.create_warc_record(
                target,
                "resource",
                payload=io.BytesIO(page.body),
                length=len(page.body),
                warc_content_type=page.content_type or "application/octet-stream",
                warc_headers_dict=told,
            )
        else:
            kept = [(k, v) for k, v in page.headers if k.lower() not in _CODED and k.lower() not in SECRET_HEADERS]
            kept.append(("Content-Length", str(len(page.body))))
            status = StatusAndHeaders(f"{page.http_status} OK", kept, protocol="HTTP/1.1")
            record = writer.create_warc_record(
                target,
                "response",
                payload=io.BytesIO(page.body),
                length=len(page.body),
                http_headers=status,
                warc_headers_dict=told,
            )
        writer.write_record(record)
        written += 1
    return written


def save(path: Path, pages: Iterable[Page]) -> int:
    """Write a WARC file, gzipped where its name ends in .gz; whole or not at all. The number of pages."""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            count = write(file, pages, compress=path.suffix == ".gz")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count


def _warc_date(fetched_at: str | None) -> str:
    try:
        moment = datetime.fromisoformat(fetched_at or "")
    except ValueError:
        moment = datetime.now(UTC)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def is_warc(body: bytes) -> bool:
    """True for the start of a WARC file, gzipped or not."""
    if body.startswith(_MEMBER):
        try:
            return gzip.GzipFile(fileobj=io.BytesIO(body)).read(8).startswith(_RECORD)
        except (OSError, EOFError):
            return False
    return body.startswith(_RECORD)
