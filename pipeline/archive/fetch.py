"""One address, politely: robots.txt, a pause for each host, retries that honour Retry-After, limits on everything.

``Fetcher.get`` gives the response whole as a ``Page``: the entity decoded, the headers as received without what could
be a secret. Tests speak to a real server on loopback that misbehaves.
"""

from __future__ import annotations

import email.utils
import os
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from urllib.parse import urljoin, urlsplit

import requests
from protego import Protego
from urllib3.exceptions import HTTPError

from pipeline.archive.net import PrivateAddressError, deadline, session
from pipeline.model import Page
from sources.core.reading import MAX_BYTES
from sources.urls import key

NAME = "chronofile"
SECRET_HEADERS = frozenset(
    (
        "set-cookie",
        "set-cookie2",
        "cookie",
        "authorization",
        "proxy-authorization",
        "www-authenticate",
        "proxy-authenticate",
        "authentication-info",
        "x-amz-security-token",
        "x-api-key",
        "x-auth-token",
        "x-csrf-token",
        "x-xsrf-token",
    )
)
REDIRECT_HEADER = "X-Chronofile-Redirect"
_AGAIN = frozenset((408, 425, 429, 500, 502, 503, 504))
_PARTIAL = 206
_MOVED = frozenset((301, 302, 303, 307, 308))
_CHUNK = 65_536
_LONGEST_DELAY = 30.0  # seconds; a Crawl-delay beyond is a way to say no, which robots.txt has words for


class FetchError(Exception):
    """The address gave no page; ``reason`` says why, in words for a person."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class _TryAgain(FetchError):
    """A failure that may pass; ``after`` seconds where the server said so."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.after = after


@dataclass(frozen=True, slots=True)
class Validators:
    """What the archive has of an address, for a request that costs nothing where nothing changed."""

    etag: str | None = None
    last_modified: str | None = None
    fetched_at: str | None = None  # ISO instant
    url: str | None = None  # where that answer came from, after redirects; None: the address itself

    def of(self, address: str, first: bool) -> Validators | None:
        """These, where they say something of the address that is asked now."""
        if self.url is None:
            return self if first else None
        return self if key(self.url) == key(address) else None


@dataclass(frozen=True, slots=True)
class Fetched:
    """A response. ``page`` is None where the server says that nothing changed (304)."""

    page: Page | None
    status: int
    url: str  # where it was found, after redirects
    redirects: tuple[tuple[int, str], ...] = ()  # (status, the address it led to), in order


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost."""

    connect: float = 10.0  # seconds
    read: float = 15.0  # seconds between two pieces
    total: float = 60.0  # seconds for one request with its body
    coded: int = MAX_BYTES  # bytes on the wire
    decoded: int = MAX_BYTES
    redirects: int = 5
    tries: int = 4
    wait: float = 120.0  # the longest pause a server may ask for
    pause: float = 1.0  # seconds between two requests to one host
    robots: int = 512_000  # bytes of robots.txt read (RFC 9309 asks for 500 KiB)


DEFAULT = Limits()


def user_agent(contact: str | None = None) -> str:
    """Who asks. ``CHRONOFILE_CONTACT`` (an address or e-mail) tells sites whom to write to."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version(NAME)
    except PackageNotFoundError:
        number = "0"
    told = contact or os.environ.get("CHRONOFILE_CONTACT")
    return f"{NAME}/{number} (news archive{f'; +{told}' if told else ''})"


class Fetcher:
    """Fetches; keeps for its life what robots.txt files say and when each host may be asked again.

    Threads may share one. ``sleep`` and ``clock`` are for tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        limits: Limits = DEFAULT,
        contact: str | None = None,
        sleep: Callable[[float], object] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.limits = limits
        self.agent = user_agent(contact)
        self._session = session(self.agent, allow_private=allow_private)
        self._sleep, self._clock = sleep, clock
        self._lock = threading.Lock()
        self._hosts: dict[str, threading.Lock] = {}
        self._next: dict[str, float] = {}
        self._delays: dict[str, float] = {}  # as robots.txt asks
        self._robots: dict[str, Protego | str] = {}

    def close(self) -> None:
        """Give back the connections."""
        self._session.close()

    def get(self, url: str, validators: Validators | None = None) -> Fetched:
        """The page at an address, redirects followed. Raises FetchError with the reason in words."""
        trail: list[tuple[int, str]] = []
        address = _checked(url)
        while True:
            self._obey(address)
            known = validators.of(address, not trail) if validators else None
            answer = self._politely(address, known, self.limits)
            target = answer.redirects[-1][1] if answer.redirects else None
            if target is None:
                return Fetched(_led(answer.page, url, trail), answer.status, address, tuple(trail))
            if len(trail) >= self.limits.redirects:
                raise FetchError(f"more than {self.limits.redirects} redirects")
            if target == address or target in (step for _, step in trail):
                raise FetchError(f"redirects in a circle ({target})")
            trail.append((answer.status, target))
            address = target

    def _obey(self, url: str) -> None:
        """Raise FetchError where robots.txt forbids. One that cannot be had forbids all (RFC 9309, 2.3.1.4)."""
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        with self._host(origin):
            if origin not in self._robots:
                self._robots[origin] = self._read_robots(f"{origin}/robots.txt")
            rules = self._robots[origin]
        if isinstance(rules, str):
            raise FetchError(f"robots.txt of {parts.netloc} could not be read ({rules}), which forbids all")
        if not rules.can_fetch(url, self.agent):
            raise FetchError("robots.txt forbids it")
        delay = rules.crawl_delay(self.agent)
        if delay:
            with self._lock:
                self._delays[parts.netloc] = min(float(delay), _LONGEST_DELAY)

    def _read_robots(self, url: str) -> Protego | str:
        limits = replace(self.limits, coded=self.limits.robots, decoded=self.limits.robots, tries=2, pause=0.0)
        address = url
        for _ in range(5):
            try:
                answer = self._politely(address, None, limits, whole=False)
            except FetchError as error:
                if error.status is not None and 400 <= error.status < 500:
                    return Protego.parse("")
                return error.reason
            if not answer.redirects:
                body = answer.page.body if answer.page else b""
                return Protego.parse(body.decode("utf-8", "replace").removeprefix("\ufeff"))
            address = answer.redirects[-1][1]
        return Protego.parse("")

    def _politely(self, url: str, validators: Validators | None, limits: Limits, *, whole: bool = True) -> Fetched:
        """One request, tried again where that may help, with the host's pause before each."""
        host = urlsplit(url).netloc
        for attempt in range(limits.tries):
            self._pause(host, limits)
            try:
                with self._host(f"busy {host}"):  # one request at a time to a host, whoever asks
                    return self._once(url, validators, limits, whole=whole)
            except _TryAgain as error:
                after = error.after
                if after is not None and after > limits.wait:
                    raise FetchError(f"{error.reason}; asked to come back in {after:.0f} s") from error
                if attempt + 1 == limits.tries:
                    raise FetchError(f"{error.reason}, {limits.tries} times") from error
                self._sleep(after if after is not None else float(2**attempt))
        raise AssertionError("unreachable")

    def _pause(self, host: str, limits: Limits) -> None:
        with self._lock:
            now = self._clock()
            start = max(now, self._next.get(host, now))
            self._next[host] = start + max(limits.pause, self._delays.get(host, 0.0))
        if start > now:
            self._sleep(start - now)

    def _host(self, key: str) -> threading.Lock:
        with self._lock:
            return self._hosts.setdefault(key, threading.Lock())

    def _once(self, url: str, validators: Validators | None, limits: Limits, *, whole: bool) -> Fetched:
        headers = {}
        if validators and validators.etag:
            headers["If-None-Match"] = validators.etag
        if validators and validators.last_modified:
            headers["If-Modified-Since"] = validators.last_modified
        with deadline(limits.total) as late:
            try:
                response = self._session.get(
                    url, headers=headers, stream=True, allow_redirects=False, timeout=(limits.connect, limits.read)
                )
                with response:
                    answer = self._answer(url, response, limits, whole=whole)
                if late.is_set():  # headers that the end of time cut off look like an answer without a body
                    raise FetchError(f"took longer than {limits.total:g} s")
                return answer
            except FetchError:
                raise
            except PrivateAddressError as error:
                raise FetchError(str(error)) from error
            except (requests.RequestException, HTTPError, OSError, ValueError) as error:
                if late.is_set():
                    raise FetchError(f"took longer than {limits.total:g} s") from error
                raise _failure(error) from error

    def _answer(self, url: str, response: requests.Response, limits: Limits, *, whole: bool) -> Fetched:
        status = response.status_code
        if status in _MOVED and response.headers.get("Location"):
            target = _checked(urljoin(url, _text(response.headers["Location"])))
            return Fetched(None, status, url, ((status, target),))
        if status == 304:
            return Fetched(None, status, url)
        if status in _AGAIN:
            raise _TryAgain(
                f"HTTP {status} {response.reason or ''}".strip(), retry_after(response.headers.get("Retry-After"))
            )
        if not 200 <= status < 300 or status == _PARTIAL:  # nobody asked for a part
            raise FetchError(f"HTTP {status} {response.reason or ''}".strip(), status)
        body = b"".join(_decoded(response, limits, whole=whole))
        page = Page(
            body=body,
            name=url,
            url=url,
            content_type=response.headers.get("Content-Type"),
            headers=kept_headers(response.raw.headers.items()),
            http_status=status,
            fetched_at=datetime.now(UTC).isoformat(timespec="seconds"),
        )
        return Fetched(page, status, url)


def kept_headers(headers: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Headers to archive: those that could carry a secret are named, their value is not kept."""
    return tuple((k, "(redacted)" if k.lower() in SECRET_HEADERS else _text(v)) for k, v in headers)


def retry_after(value: str | None) -> float | None:
    """Seconds that a Retry-After header asks for: a number, or the time until a date (RFC 9110, 10.2.3)."""
    if not value:
        return None
    text = value.strip()
    if text.isdigit():
        return float(text[:9])
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _led(page: Page | None, url: str, trail: list[tuple[int, str]]) -> Page | None:
    """The page with its way there in the headers, a line for each redirect: status and the address left."""
    if page is None or not trail:
        return page
    left = [url, *(target for _, target in trail)]
    steps = tuple((REDIRECT_HEADER, f"{status} {address}") for (status, _), address in zip(trail, left, strict=False))
    return replace(page, headers=(*page.headers, *steps))


def _checked(url: str) -> str:
    """The address without credentials and fragment. Raises FetchError for all but http and https."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise FetchError(f"not an address: {url[:200]!r} ({error})") from error
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise FetchError(f"only http and https addresses are fetched, not {url[:200]!r}")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    netloc = f"{host}:{port}" if port else host
    return parts._replace(scheme=parts.scheme.lower(), netloc=netloc, path=parts.path or "/", fragment="").geturl()


def _decoded(response: requests.Response, limits: Limits, *, whole: bool) -> Iterator[bytes]:
    """The entity, piece by piece, never more than the limits; with ``whole`` False it is cut there instead."""
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    length = response.headers.get("Content-Length") or ""
    if whole and length.isdigit() and int(length) > limits.coded:
        raise FetchError(f"larger than {limits.coded / 1e6:g} MB ({int(length) / 1e6:.1f} MB)")
    if coding not in ("identity", "gzip", "x-gzip", "deflate", ""):
        raise FetchError(f"coded as {coding}, which was not asked for")
    inflate = _Inflate(coding) if coding not in ("identity", "") else None
    coded = decoded = 0
    for piece in response.raw.stream(_CHUNK, decode_content=False):
        coded += len(piece)
        if coded > limits.coded:
            if whole:
                raise FetchError(f"larger than {limits.coded / 1e6:g} MB")
            return
        for part in inflate.feed(piece) if inflate else (piece,):
            decoded += len(part)
            if decoded > limits.decoded:
                if whole:
                    raise FetchError(f"larger than {limits.decoded / 1e6:g} MB when unpacked")
                return
            yield part
    if inflate and not inflate.done:
        raise _TryAgain("the answer was cut short")


class _Inflate:
    """gzip or deflate (with or without its wrapper, as servers send either), in bounded pieces."""

    def __init__(self, coding: str) -> None:
        self._raw_allowed = coding == "deflate"
        self._machine = zlib.decompressobj(zlib.MAX_WBITS | 32)
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        while data:
            try:
                part = self._machine.decompress(data, _CHUNK)
            except zlib.error as error:
                if self._started or not self._raw_allowed:
                    raise FetchError(f"broken {'deflate' if self._raw_allowed else 'gzip'}") from error
                self._machine = zlib.decompressobj(-zlib.MAX_WBITS)
                part = self._machine.decompress(data, _CHUNK)
            self._started = True
            yield part
            data = self._machine.unconsumed_tail
            if self._machine.eof:
                return

    @property
    def done(self) -> bool:
        return self._machine.eof or not self._started


def _failure(error: Exception) -> FetchError:
    text = str(error)
    if isinstance(error, requests.exceptions.SSLError):
        return FetchError(f"no trusted certificate ({_last(text)})")
    if "IncompleteRead" in text or "ChunkedEncodingError" in type(error).__name__ or "InvalidChunk" in text:
        return _TryAgain("the answer was cut short")
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ReadTimeout) or "timed out" in text:
        return _TryAgain("timed out")
    if "NameResolution" in text or "Failed to resolve" in text:
        return FetchError("no such host")
    if isinstance(error, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | ValueError):
        return FetchError(f"not an address: {_last(text)}")
    return _TryAgain(f"no answer ({_last(text)})")


def _last(text: str) -> str:
    return text.rsplit("): ", 1)[-1].strip("')\"( ")[:200]


def _text(value: str) -> str:
    """Header text: servers send UTF-8 where http.client assumes Latin-1."""
    try:
        return value.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return value
