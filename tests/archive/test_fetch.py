"""Fetching from a server that misbehaves: every misbehaviour ends in a page or in a reason, in bounded time."""

from __future__ import annotations

import socket
import time
import tracemalloc
from collections.abc import Iterator

import pytest

from pipeline.archive.fetch import REDIRECT_HEADER, Fetcher, FetchError, Limits, Validators, retry_after, user_agent
from pipeline.archive.net import is_public
from sources import read_page
from tests.archive.server import Web, article, bomb

QUICK = Limits(connect=2.0, read=1.5, total=3.0, coded=2_000_000, decoded=3_000_000, tries=2, pause=0.0)


class Clock:
    """Sleeping is noted, not done."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.now = 0.0

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetcher(clock: Clock) -> Iterator[Fetcher]:
    made = Fetcher(allow_private=True, limits=QUICK, sleep=clock.sleep, clock=clock)
    yield made
    made.close()


def test_a_page_comes_whole_with_its_headers_and_no_secrets(web: Web, fetcher: Fetcher) -> None:
    fetched = fetcher.get(f"{web.url}/good")
    page = fetched.page
    assert page is not None
    assert (page.body, page.http_status, page.url) == (article(), 200, f"{web.url}/good")
    assert page.content_type == "text/html; charset=utf-8"
    headers = dict(page.headers)
    assert headers["X-Powered-By"] == "test"
    assert "secret" not in repr(page.headers)
    assert (page.fetched_at or "").endswith("+00:00")
    seen = web.headers_seen["/good"]
    assert seen["User-Agent"] == user_agent()
    assert "Cookie" not in seen
    assert "Authorization" not in seen


BAD: tuple[tuple[str, str], ...] = (
    ("slow", "timed out"),
    ("drip", "longer than 3 s"),
    ("drip-headers", "longer than 3 s"),
    ("cut", "cut short"),
    ("cut-chunk", "cut short"),
    ("cut-gzip", "cut short"),
    ("huge-told", "larger than 2 MB"),
    ("huge", "larger than 2 MB"),
    ("bomb", "larger than 3 MB when unpacked"),
    ("not-gzip", "broken gzip"),
    ("brotli", "coded as br"),
    ("loop", "circle"),
    ("far", "more than 5 redirects"),
    ("to-file", "only http and https"),
    ("always-busy", "HTTP 503 Service Unavailable, 2 times"),
    ("busy-for-an-hour", "come back in 3600 s"),
    ("gone", "HTTP 410 Gone"),
    ("missing", "HTTP 404 Not Found"),
    ("partial", "HTTP 206 Partial Content"),
    ("silence", "no answer"),
    ("rubbish", "no answer"),
)


@pytest.mark.parametrize(("path", "reason"), BAD, ids=[row[0] for row in BAD])
def test_misbehaviour_ends_in_a_reason(web: Web, fetcher: Fetcher, path: str, reason: str) -> None:
    started = time.monotonic()
    with pytest.raises(FetchError, match=reason.replace("(", r"\(")):
        fetcher.get(f"{web.url}/{path}")
    assert time.monotonic() - started < 12


def test_a_gzip_bomb_costs_little_memory(web: Web, fetcher: Fetcher) -> None:
    bomb()
    tracemalloc.start()
    try:
        with pytest.raises(FetchError, match="unpacked"):
            fetcher.get(f"{web.url}/bomb")
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("path", ["gzip", "deflate-raw", "cut-once"])
def test_codings_and_a_second_try(web: Web, fetcher: Fetcher, path: str) -> None:
    page = fetcher.get(f"{web.url}/{path}").page
    assert page is not None
    assert page.body == article()


def test_retry_after_is_honoured(web: Web, fetcher: Fetcher, clock: Clock) -> None:
    assert fetcher.get(f"{web.url}/busy").status == 200
    assert clock.slept == [7.0]
    assert web.asked["/busy"] == 2


def test_redirects_are_followed_and_recorded(web: Web, fetcher: Fetcher) -> None:
    fetched = fetcher.get(f"{web.url}/moved-twice")
    assert fetched.url == f"{web.url}/good"
    assert fetched.redirects == ((307, f"{web.url}/moved"), (301, f"{web.url}/good"))
    assert fetched.page is not None
    assert fetched.page.url == f"{web.url}/good"
    told = [value for name, value in fetched.page.headers if name == REDIRECT_HEADER]
    assert told == [f"307 {web.url}/moved-twice", f"301 {web.url}/moved"]


def test_what_did_not_change_is_not_sent_again(web: Web, fetcher: Fetcher) -> None:
    first = fetcher.get(f"{web.url}/etag").page
    assert first is not None
    headers = dict(first.headers)
    for known in (Validators(etag=headers["ETag"]), Validators(last_modified=headers["Last-Modified"])):
        again = fetcher.get(f"{web.url}/etag", known)
        assert (again.page, again.status) == (None, 304)


def test_a_charset_the_server_gets_wrong_is_read_right(web: Web, fetcher: Fetcher) -> None:
    page = fetcher.get(f"{web.url}/latin").page
    assert page is not None
    assert read_page(page.body, None, content_type=page.content_type).text == "Текст статьи"


def robots(web: Web, text: str) -> None:
    web.pages["/robots.txt"] = (text.encode(), "text/plain")


def test_robots_are_obeyed_also_after_a_redirect(web: Web, fetcher: Fetcher) -> None:
    robots(web, "User-agent: *\nDisallow: /forbidden/\n")
    web.pages["/forbidden/page"] = (article(), "text/html")
    for path in ("/forbidden/page", "/to-robot"):
        with pytest.raises(FetchError, match=r"robots\.txt forbids"):
            fetcher.get(web.url + path)
    assert web.asked["/forbidden/page"] == 0
    assert web.asked["/robots.txt"] == 1


def test_robots_for_us_by_name(web: Web, fetcher: Fetcher) -> None:
    robots(web, "User-agent: chronofile\nDisallow: /\nUser-agent: *\nAllow: /\n")
    with pytest.raises(FetchError, match=r"robots\.txt forbids"):
        fetcher.get(f"{web.url}/good")


def test_robots_that_cannot_be_had_forbid(web: Web, fetcher: Fetcher) -> None:
    web.pages["/x"] = (article(), "text/html")
    web.RequestHandlerClass.at_robots_txt = lambda self, count: self.reply(503, b"later")  # type: ignore[attr-defined]
    try:
        with pytest.raises(FetchError, match="forbids all"):
            fetcher.get(f"{web.url}/x")
    finally:
        del web.RequestHandlerClass.at_robots_txt  # type: ignore[attr-defined]
    assert web.asked["/x"] == 0


def test_hosts_get_a_pause_and_their_crawl_delay(web: Web, clock: Clock) -> None:
    robots(web, "User-agent: *\nCrawl-delay: 5\n")
    fetcher = Fetcher(allow_private=True, limits=Limits(pause=1.0), sleep=clock.sleep, clock=clock)
    try:
        for _ in range(3):
            fetcher.get(f"{web.url}/good")
    finally:
        fetcher.close()
    assert clock.slept == [5.0, 5.0]


PRIVATE = (
    "http://127.0.0.1:{port}/good",
    "http://127.1:{port}/good",
    "http://0x7f000001:{port}/good",
    "http://2130706433:{port}/good",
    "http://localhost:{port}/good",
    "http://[::ffff:127.0.0.1]:{port}/good",
    "http://0.0.0.0:{port}/good",
    "http://10.0.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[fe80::1]/",
    "http://[fc00::1]/",
)


@pytest.mark.parametrize("url", PRIVATE)
def test_private_addresses_are_refused_however_written(web: Web, clock: Clock, url: str) -> None:
    fetcher = Fetcher(limits=QUICK, sleep=clock.sleep, clock=clock)
    port = str(web.server_address[1])
    try:
        with pytest.raises(FetchError, match=r"not a public address|could not be read"):
            fetcher.get(url.format(port=port))
    finally:
        fetcher.close()
    assert not web.asked


def test_a_name_that_leads_inside_is_refused_and_so_is_a_redirect(
    web: Web, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS answers are not believed: the peer is what is checked."""
    port = web.server_address[1]
    real = socket.getaddrinfo

    def lying(host: str, *args: object, **keywords: object) -> object:
        return real("127.0.0.1" if host == "news.example" else host, *args, **keywords)  # type: ignore[call-overload]

    monkeypatch.setattr(socket, "getaddrinfo", lying)
    fetcher = Fetcher(limits=QUICK, sleep=clock.sleep, clock=clock)
    try:
        with pytest.raises(FetchError, match=r"127\.0\.0\.1, which is not a public address"):
            fetcher.get(f"http://news.example:{port}/good")
    finally:
        fetcher.close()
    assert not web.asked


def test_proxies_and_credentials_of_the_environment_are_not_used(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    assert fetcher.get(web.url.replace("http://", "http://user:pw@") + "/good").status == 200
    assert "Authorization" not in web.headers_seen["/good"]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http://", "http://x:99999/", "x"]
)
def test_only_web_addresses(fetcher: Fetcher, url: str) -> None:
    with pytest.raises(FetchError, match="address"):
        fetcher.get(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2606:4700::1111", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("169.254.1.1", False),
        ("192.168.0.1", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
        ("0.0.0.0", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


def test_retry_after_in_both_forms() -> None:
    assert retry_after("120") == 120.0
    assert retry_after("Mon, 29 Mar 2021 13:04:00 GMT") == 0.0
    assert retry_after("soon") is None
    assert retry_after(None) is None
