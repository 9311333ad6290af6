"""WARC files where they lie: on the web, or, through fsspec, in a store of objects or on another file system.

A gzipped file is read in splits, one after the other: memory does not grow with its size, its pages come in order, and
a split that cannot be read to its end costs its rest.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pipeline.archive import warc
from pipeline.archive.inputs import Failure, Item
from sources.core.reading import MAX_BYTES

if TYPE_CHECKING:
    import requests

SPLIT = 64_000_000  # bytes
BLOCK = 4_000_000  # bytes asked of a web server at once
TIMEOUT = (10.0, 60.0)  # seconds to connect, and from byte to byte


def splits(size: int, each: int = SPLIT) -> list[tuple[int, int]]:
    """Byte ranges [begin, end) of a file, in order and without gaps."""
    return [(begin, min(begin + each, size)) for begin in range(0, size, each)]


def read(address: str, *, max_bytes: int = MAX_BYTES, each: int = SPLIT, allow_private: bool = False) -> Iterator[Item]:
    """The pages of a WARC file on the web, or wherever fsspec opens one; what cannot be read is a Failure."""
    name = shown(address)
    try:
        size, opened = (_web if address.lower().startswith("http") else _store)(address, allow_private)
    except Exception as error:  # every store raises its own kinds
        yield Failure(name, _why(error))
        return
    if not size:
        yield Failure(name, "empty" if size == 0 else "its size is not told, so that no parts of it can be read")
        return
    ranges = splits(size, each) if urlsplit(address).path.lower().endswith(".gz") else [(0, size)]
    for begin, end in ranges:
        try:
            with opened() as file:
                yield from warc.read_stream(file, name, max_bytes=max_bytes, begin=begin, end=end)
        except Exception as error:
            yield Failure(f"{name}:{begin}-{end}", _why(error))


Opened = tuple[int | None, Callable[[], IO[bytes]]]  # the size in bytes, and how to open it


def _store(address: str, allow_private: bool) -> Opened:
    try:
        import fsspec
    except ImportError as error:
        raise ImportError("addresses like this one need fsspec: pip install 'chronofile[cluster]'") from error
    files, path = fsspec.core.url_to_fs(address)
    return files.size(path), lambda: files.open(path, "rb")


def _web(address: str, allow_private: bool) -> Opened:
    """Over our own guarded connections, as all that is fetched: fsspec's would follow a redirect anywhere."""
    from pipeline.archive.fetch import user_agent
    from pipeline.archive.net import session

    held = session(user_agent(), allow_private=allow_private)
    size = _Ranged(held, address).part(0, 1)[1]
    return size, lambda: io.BufferedReader(_Ranged(held, address, size), BLOCK)


class _Ranged(io.RawIOBase):
    """A file on a server that answers requests for parts."""

    def __init__(self, held: requests.Session, address: str, size: int = 0) -> None:
        self._session, self._address, self._size, self._at = held, address, size, 0

    def part(self, begin: int, end: int) -> tuple[bytes, int]:
        """The bytes [begin, end) and the size of the whole file. Raises OSError where there is no such answer."""
        asked = {"Range": f"bytes={begin}-{end - 1}", "Accept-Encoding": "identity"}
        with self._session.get(self._address, headers=asked, timeout=TIMEOUT, stream=True) as answer:
            told = answer.headers.get("Content-Range", "").rpartition("/")[2]
            if answer.status_code != 206 or not told.isdigit():
                raise OSError(f"the server answers {answer.status_code} to a request for a part of it")
            data = answer.raw.read(end - begin)
            if not data:
                raise OSError("the server ended its answer before its first byte")
            return data, int(told)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence])
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        end = min(self._at + len(buffer), self._size)
        data = self.part(self._at, end)[0] if end > self._at else b""
        buffer[: len(data)] = data
        self._at += len(data)
        return len(data)


def shown(address: str) -> str:
    """The address without what may be a secret in it: a user's password, a signed query."""
    parts = urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="").geturl()


def _why(error: Exception) -> str:
    if isinstance(error, FileNotFoundError):
        return "no such file"
    if isinstance(error, PermissionError):
        return "no permission to read"
    if isinstance(error, ImportError):  # the store's own package: fsspec says which
        return str(error)
    return " ".join(str(error).split())[:200] or type(error).__name__
