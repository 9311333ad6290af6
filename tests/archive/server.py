"""A web server on loopback that misbehaves in every way, for tests; it ends with the test that started it."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PROSE = (
    "The container ship Ever Given ran aground in the Suez Canal on 23 March 2021 and blocked it for six days. "
    "Tugs and dredgers refloated the vessel on 29 March, the Suez Canal Authority said in Ismailia that afternoon."
)


def article(number: int = 1, title: str = "Ever Given refloated in the Suez Canal") -> bytes:
    """A page with an article."""
    return (
        f"<!DOCTYPE html><html lang=en><head><title>{title} {number}</title></head><body><h1>{title} {number}</h1>"
        f"<div class=story><p>Report {number}. {PROSE}</p></div></body></html>"
    ).encode()


@cache
def bomb() -> bytes:
    """40 MB of nothing in 40 kB."""
    return gzip.compress(bytes(40_000_000), mtime=0)


class Handler(BaseHTTPRequestHandler):
    """Each path is one misbehaviour; ``asked`` counts requests by path, ``headers_seen`` keeps the last headers."""

    protocol_version = "HTTP/1.1"
    server: Web

    def log_message(self, *args: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        web = self.server
        with web.lock:
            web.asked[path] += 1
            count = web.asked[path]
            web.headers_seen[path] = dict(self.headers.items())
            web.times.append((path, time.monotonic()))
        if path in web.pages:
            body, kind = web.pages[path]
            return self.reply(200, body, kind)
        method = getattr(self, "at_" + path.strip("/").replace("-", "_").replace("/", "_").replace(".", "_"), None)
        if method is None:
            return self.reply(404, b"no such page")
        method(count)
        return None

    def reply(self, status: int, body: bytes = b"", kind: str = "text/html; charset=utf-8", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def at_good(self, count: int) -> None:
        self.reply(200, article(), Set_Cookie="session=secret", X_Auth_Token="secret", X_Powered_By="test")

    def at_slow(self, count: int) -> None:
        self.server.stop.wait(6)
        self.reply(200, article())

    def at_drip(self, count: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        for _ in range(100):
            if self.server.stop.wait(0.1):
                return
            self.wfile.write(b"x")

    def at_drip_headers(self, count: int) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(100):
            if self.server.stop.wait(0.1):
                return
            self.wfile.write(f"X-{number}: y\r\n".encode())

    def at_cut(self, count: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(article()[:200])
        self.close_connection = True

    def at_cut_chunk(self, count: int) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.wfile.write(b"20\r\nonly half of this chunk\r\n")
        self.close_connection = True

    def at_cut_gzip(self, count: int) -> None:
        self.reply(200, gzip.compress(article() * 20, mtime=0)[:150], Content_Encoding="gzip")

    def at_cut_once(self, count: int) -> None:
        if count == 1:
            return self.at_cut(count)
        return self.reply(200, article())

    def at_huge_told(self, count: int) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(10**10))
        self.end_headers()
        self.close_connection = True

    def at_huge(self, count: int) -> None:
        self.send_response(200)
        self.send_header("Connection", "close")
        self.end_headers()
        for _ in range(200):
            self.wfile.write(b"x" * 65_536)
        self.close_connection = True

    def at_bomb(self, count: int) -> None:
        self.reply(200, bomb(), Content_Encoding="gzip")

    def at_gzip(self, count: int) -> None:
        self.reply(200, gzip.compress(article(), mtime=0), Content_Encoding="gzip")

    def at_deflate_raw(self, count: int) -> None:
        machine = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        self.reply(200, machine.compress(article()) + machine.flush(), Content_Encoding="deflate")

    def at_not_gzip(self, count: int) -> None:
        self.reply(200, article(), Content_Encoding="gzip")

    def at_brotli(self, count: int) -> None:
        self.reply(200, b"\x0b\x02\x80abc\x03", Content_Encoding="br")

    def at_loop(self, count: int) -> None:
        self.reply(302, Location="/loop-back")

    def at_loop_back(self, count: int) -> None:
        self.reply(302, Location="/loop")

    def at_far(self, count: int) -> None:
        self.reply(302, Location=f"/far?{count}")

    def at_moved(self, count: int) -> None:
        self.reply(301, Location="/good")

    def at_moved_twice(self, count: int) -> None:
        self.reply(307, Location="/moved")

    def at_to_file(self, count: int) -> None:
        self.reply(302, Location="file:///etc/passwd")

    def at_to_robot(self, count: int) -> None:
        self.reply(302, Location="/forbidden/page")

    def at_busy(self, count: int) -> None:
        if count == 1:
            return self.reply(429, b"slow down", Retry_After="7")
        return self.reply(200, article())

    def at_always_busy(self, count: int) -> None:
        self.reply(503, b"later")

    def at_busy_for_an_hour(self, count: int) -> None:
        self.reply(503, b"later", Retry_After="3600")

    def at_gone(self, count: int) -> None:
        self.reply(410, b"gone")

    def at_partial(self, count: int) -> None:
        self.reply(206, article()[:200])

    def at_etag(self, count: int) -> None:
        if self.headers.get("If-None-Match") == '"v1"' or self.headers.get("If-Modified-Since"):
            return self.reply(304)
        return self.reply(200, article(), ETag='"v1"', Last_Modified="Mon, 29 Mar 2021 13:04:00 GMT")

    def at_latin(self, count: int) -> None:
        self.reply(200, "Заголовок\nТекст статьи".encode("cp1251"), "text/plain; charset=iso-8859-1")

    def at_silence(self, count: int) -> None:
        self.close_connection = True

    def at_rubbish(self, count: int) -> None:
        self.wfile.write(b"\x00\x01 this is no HTTP\r\n\r\n")
        self.close_connection = True


class Web(ThreadingHTTPServer):
    """The server with what tests put in and look at."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.lock = threading.Lock()
        self.stop = threading.Event()
        self.asked: Counter[str] = Counter()
        self.headers_seen: dict[str, dict[str, str]] = {}
        self.times: list[tuple[str, float]] = []
        self.pages: dict[str, tuple[bytes, str]] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is what is tested."""


@contextmanager
def serving() -> Iterator[Web]:
    """The server, running in a thread until the block ends."""
    web = Web()
    thread = threading.Thread(target=web.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.stop.set()
        web.shutdown()
        web.server_close()
        thread.join(5)
