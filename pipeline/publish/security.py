"""What every response carries, and the one repair to Datasette's own CSV: no cell that a spreadsheet would run.

No inline script anywhere: a page may run this site's files and nothing else, so text from outside stays text even
where a template had a hole. Datasette's table pages bring small inline styles; only they may.
"""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from pipeline.export.rows import safe_cell
from pipeline.publish.versions import NONCE

Message = dict[str, Any]
App = Callable[[Any, Any, Any], Awaitable[None]]

_POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'{styles}; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
OUR_PAGES = (
    "/timeline",
    "/event/",
    "/article/",
    "/entity/",
    "/source/",
    "/snapshot/",
    "/search",
    "/about",
    "/-/export/",
    "/-/review",
)


def policy(path: str, nonce: str = "") -> str:
    """The Content-Security-Policy of a page; ``nonce`` is for scripts in the templates of plugins and Datasette 1.0."""
    if path == "/" or path.startswith(OUR_PAGES):
        return _POLICY.format(nonce="", styles="")
    return _POLICY.format(nonce=f" 'nonce-{nonce}'" if nonce else "", styles=" 'unsafe-inline'")


class CsvGuard:
    """Takes CSV as it streams, in pieces of any size, and gives it back with every cell made safe."""

    def __init__(self) -> None:
        self.waiting = ""

    def feed(self, piece: str, *, last: bool = False) -> str:
        """What can be passed on: whole records, those with an even number of quotes up to their line's end."""
        self.waiting += piece
        if not self.waiting or (not last and (not self.waiting.endswith("\n") or self.waiting.count('"') % 2)):
            return ""
        text, self.waiting = self.waiting, ""
        out = io.StringIO()
        writer = csv.writer(out)
        for row in csv.reader(io.StringIO(text, newline="")):
            writer.writerow([safe_cell(cell) for cell in row])
        return out.getvalue()


def guarded(app: App) -> App:
    """The ASGI application with our headers on every response and Datasette's CSV made safe."""

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        path = str(scope.get("path", ""))
        nonce = secrets.token_urlsafe(16)
        scope = {**scope, NONCE: nonce}
        guard = CsvGuard() if path.endswith(".csv") and not path.startswith("/-/") else None

        async def guarded_send(message: Message) -> None:
            nonlocal guard
            if message["type"] == "http.response.start":
                headers = [(key, value) for key, value in message.get("headers", []) if key.lower() not in _OWN]
                kind = next((value for key, value in headers if key.lower() == b"content-type"), b"")
                if guard and not (message["status"] == 200 and kind.startswith((b"text/csv", b"text/plain"))):
                    guard = None
                if guard:
                    headers = [(key, value) for key, value in headers if key.lower() != b"content-length"]
                csp = (b"content-security-policy", policy(path, nonce).encode("ascii"))
                message = {**message, "headers": [*headers, csp, *HEADERS]}
            elif message["type"] == "http.response.body" and guard:
                more = message.get("more_body", False)
                text = guard.feed(message.get("body", b"").decode("utf-8"), last=not more)
                message = {**message, "body": text.encode("utf-8")}
            await send(message)

        await app(scope, receive, guarded_send)

    return answer


_OWN = {b"content-security-policy", *(key for key, _ in HEADERS)}
