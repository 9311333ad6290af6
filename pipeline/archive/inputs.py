"""What a person names on the command line, as pages: files, folders, standard input, addresses.

Nothing raises for one bad input: it comes out as a ``Failure`` in its place, and the others go on.
"""

from __future__ import annotations

import gzip
import html
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, BinaryIO, cast
from urllib.parse import urlsplit

from pipeline.model import Page
from sources.core.errors import UnreadableError
from sources.core.reading import MAX_BYTES, check_bytes, is_binary, json_fields

if TYPE_CHECKING:
    from pipeline.archive.addresses import Addresses
    from pipeline.archive.feeds import Entry, Feed
    from pipeline.archive.fetch import Validators

ARTICLES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml"})
BINARY_LINES = 8  # a file of lines that begins with as many binary ones holds no lines at all
SUFFIXES = ARTICLES | {".jsonl", ".xml", ".warc"}


@dataclass(frozen=True, slots=True)
class Failure:
    """An input, or a part of one, that gave no page: how to name it, and why, in words for a person."""

    name: str
    reason: str


Item = Page | Failure
Fetch = Callable[[str], Iterator[Item]]  # an address -> the pages it leads to


def pages(
    inputs: Sequence[str],
    *,
    url: str | None = None,
    fetch: Fetch | None = None,
    stdin: BinaryIO | None = None,
    max_bytes: int = MAX_BYTES,
    allow_private: bool = False,
    seen: Callable[[str], Validators | None] | None = None,
    unchanged: Callable[[str], object] | None = None,
) -> Iterator[Item]:
    """The pages of all inputs, in order, one at a time: memory does not grow with their number.

    An input is a file, a folder (walked in sorted order; other kinds of files and hidden ones are passed over, links
    never lead out of it), ``-``, an http(s) address of an article, a feed, a sitemap or a publisher's listing, or that
    of a WARC file anywhere that fsspec reads.
    ``url`` is the address of the one page that was given as a file. ``seen`` says what the archive has of an address,
    so that only what is new is fetched; ``unchanged`` is told what was not. ``fetch`` takes the place of the web.
    """
    with ExitStack() as stack:
        web = fetch or _web(stack, allow_private, seen, unchanged)
        for name in inputs:
            if name == "-":
                yield from _stdin(stdin or sys.stdin.buffer, url, max_bytes)
            elif "://" not in name:
                yield from _path(Path(name), url, max_bytes, web)
            elif kind(Path(urlsplit(name).path)) == ".warc":
                yield from _remote(name, max_bytes, allow_private)
            elif _of_web(name):
                yield from web(name)
            else:
                yield Failure(name, "only WARC files are read there; pages have http and https addresses")


def _of_web(name: str) -> bool:
    return name.lower().startswith(("http://", "https://"))


def _remote(address: str, max_bytes: int, allow_private: bool) -> Iterator[Item]:
    """A WARC file that lies elsewhere."""
    from pipeline.archive import remote

    yield from remote.read(address, max_bytes=max_bytes, allow_private=allow_private)


def count(inputs: Sequence[str]) -> int | None:
    """About how many pages files and folders hold; None where only reading them tells.

    Addresses, feeds, archives of the web and what is gzipped are such. Lines are counted, also blank ones.
    """
    total = 0
    for name in inputs:
        if name == "-" or "://" in name:
            return None
        path = Path(name)
        for file in _listed(path) if path.is_dir() else [path]:
            if kind(file) in (".xml", ".warc") or file.suffix.lower() == ".gz":
                return None
            try:
                total += _count_lines(file) if kind(file) == ".jsonl" else 1
            except OSError:  # it is told when it is read
                total += 1
    return total


def _count_lines(path: Path) -> int:
    with path.open("rb") as file:
        return sum(piece.count(b"\n") for piece in iter(lambda: file.read(1 << 20), b""))


def _web(
    stack: ExitStack,
    allow_private: bool,
    seen: Callable[[str], Validators | None] | None,
    unchanged: Callable[[str], object] | None,
) -> Fetch:
    """Follows addresses; nothing is imported or opened before the first."""
    made: list[Addresses] = []

    def follow(address: str) -> Iterator[Item]:
        if not made:
            from pipeline.archive.addresses import Addresses
            from pipeline.archive.fetch import Fetcher

            fetcher = Fetcher(allow_private=allow_private)
            stack.callback(fetcher.close)
            made.append(Addresses(fetcher, seen, unchanged))
        yield from made[0].pages(address)

    return follow


def _path(path: Path, url: str | None, max_bytes: int, web: Fetch) -> Iterator[Item]:
    name = str(path)
    try:
        if path.is_dir():
            yield from _folder(path, max_bytes, web)
        elif not path.exists():
            yield Failure(name, "no such file or folder")
        elif not path.is_file():
            yield Failure(name, "not a regular file")
        else:
            yield from _file(path, url, max_bytes, web)
    except (OSError, ValueError, EOFError, zlib.error) as error:
        yield Failure(name, _why(error))


def _folder(folder: Path, max_bytes: int, web: Fetch) -> Iterator[Item]:
    root = folder.resolve()
    found = 0
    for path in _listed(folder):
        found += 1
        if not path.resolve().is_relative_to(root):
            yield Failure(str(path), "a link that leads out of the folder")
        else:
            yield from _path(path, None, max_bytes, web)
    if not found:
        yield Failure(str(folder), f"no articles in this folder ({' '.join(sorted(SUFFIXES))})")


def _listed(folder: Path) -> Iterator[Path]:
    """The files of a folder that are read, in sorted order, hidden ones left out."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for file in sorted(files):
            path = Path(where, file)
            if not file.startswith(".") and kind(path) is not None:
                yield path


def kind(path: Path) -> str | None:
    """The suffix that says how a file is read (``.gz`` looked through), None for a kind that is not read."""
    suffixes = [s.lower() for s in path.suffixes]
    last = suffixes[-2:-1] if suffixes[-1:] == [".gz"] else suffixes[-1:]
    return last[0] if last and last[0] in SUFFIXES else None


def _file(path: Path, url: str | None, max_bytes: int, web: Fetch) -> Iterator[Item]:
    name, suffix = str(path), kind(path)
    if suffix is None:
        yield Failure(name, f"not a kind of file that is read ({' '.join(sorted(SUFFIXES))})")
    elif path.stat().st_size == 0:
        yield Failure(name, "empty")
    elif suffix == ".jsonl":
        with _open(path) as lines:
            yield from _lines(lines, name, max_bytes)
    elif suffix == ".warc":
        from pipeline.archive import warc

        yield from warc.read(path, max_bytes=max_bytes)
    elif suffix == ".xml":
        with _open(path) as file:
            page = _page(file.read(max_bytes + 1), name, url, max_bytes)
        yield from _xml(page, web) if isinstance(page, Page) else [page]
    else:
        with _open(path) as file:
            yield _page(file.read(max_bytes + 1), name, url, max_bytes)


def _open(path: Path) -> IO[bytes]:
    return cast(IO[bytes], gzip.open(path, "rb") if path.suffix.lower() == ".gz" else path.open("rb"))


def _page(body: bytes, name: str, url: str | None, max_bytes: int) -> Item:
    if len(body) > max_bytes:
        return Failure(name, f"larger than {max_bytes / 1e6:g} MB")
    try:
        check_bytes(body)
    except UnreadableError as error:
        return Failure(name, error.reason)
    return Page(body, name, url)


def _xml(page: Page, web: Fetch) -> Iterator[Item]:
    """A feed's entries as pages, from what the file holds; a sitemap's addresses, fetched."""
    from pipeline import apart
    from pipeline.archive import feeds, sitemaps

    try:
        if sitemaps.is_sitemap(page.body):
            found = apart.CHILD.call(sitemaps.read, page.body, page.url)
            for listed in (*found.pages, *found.sitemaps):
                yield from web(listed.url)
        elif feeds.is_feed(page.body):
            yield from _entries(apart.CHILD.call(feeds.read, page.body, page.url), page.name)
        else:
            yield Failure(page.name, "XML that is neither a feed nor a sitemap")
    except (ValueError, apart.StoppedError) as error:
        yield Failure(page.name, str(error))


def _entries(feed: Feed, name: str) -> Iterator[Item]:
    if not feed.entries:
        yield Failure(name, "a feed without entries")
    for number, entry in enumerate(feed.entries, 1):
        where = f"{name}:{number}"
        if not entry.html.strip():
            told = f"; its page is {entry.url}" if entry.url else ""
            yield Failure(where, f"no text in this entry{told}")
            continue
        fields = {"url": entry.url, "title": entry.title, "published": entry.published, "html": _document(entry)}
        yield Page(json.dumps(fields, ensure_ascii=False).encode(), where, entry.url, "application/json")


def _document(entry: Entry) -> str:
    body = entry.html if "<p" in entry.html.lower() else f"<p>{entry.html}</p>"
    title = html.escape(entry.title)
    kind = '<meta property="og:type" content="article">'  # also a short text is one
    return f"<html><head><title>{title}</title>{kind}</head><body><h1>{title}</h1><div>{body}</div></body></html>"


def _lines(lines: IO[bytes], name: str, max_bytes: int) -> Iterator[Item]:
    """A page a line; a bad line is a Failure with its number. Blank lines are no lines.

    A file that is binary in its first lines is refused whole; one binary line before good ones costs itself.
    """
    number = binary = 0
    blank = True
    while line := lines.readline(max_bytes + 1):
        number += 1
        where = f"{name}:{number}"
        if binary == number - 1:
            if is_binary(line):
                binary += 1
                if binary == BINARY_LINES:
                    break
                continue
            yield from (Failure(f"{name}:{n}", "binary, not text") for n in range(1, number))
            blank = not binary
        if len(line) > max_bytes and not line.endswith(b"\n"):
            while line and not line.endswith(b"\n"):
                line = lines.readline(max_bytes)
            blank = False
            yield Failure(where, f"line larger than {max_bytes / 1e6:g} MB")
        elif line.strip():
            blank = False
            yield _line(line.strip(), where)
    if binary == number or blank:
        yield Failure(name, "binary, not text" if binary else "empty")


def _line(line: bytes, where: str) -> Item:
    try:
        fields = json_fields(line)
    except UnreadableError as error:
        return Failure(where, error.reason)
    return Page(line, where, fields.get("url"), "application/json")


def _stdin(stream: BinaryIO, url: str | None, max_bytes: int) -> Iterator[Item]:
    """One page, or a page a line where the first line is a JSON object."""
    start = stream.readline(max_bytes + 1)
    if start.lstrip().startswith(b"{") and _is_json(start):
        yield from _lines(_Chained(start, stream), "-", max_bytes)  # type: ignore[arg-type]
        return
    yield _page(start + stream.read(max(0, max_bytes + 1 - len(start))), "-", url, max_bytes)


def _is_json(line: bytes) -> bool:
    try:
        json_fields(line)
    except UnreadableError:
        return False
    return True


class _Chained:
    """A first line read already, then the rest of the stream."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first, self._rest = first, rest

    def readline(self, limit: int = -1) -> bytes:
        line, self._first = self._first, b""
        return line or self._rest.readline(limit)


def _why(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read"
    if isinstance(error, gzip.BadGzipFile | EOFError | zlib.error):
        return "broken gzip"
    if isinstance(error, OSError):
        return error.strerror or str(error)
    return str(error)
