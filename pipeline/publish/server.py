"""Running the site: uvicorn in this process, the browser opened when it answers."""

from __future__ import annotations

import asyncio
import secrets
import socket
import threading
import webbrowser
from pathlib import Path
from typing import Any

import uvicorn

from pipeline.publish.routes import warm
from pipeline.publish.site import make_datasette
from pipeline.publish.versions import compile_templates


def run(db: Path, *, host: str, port: int, public: bool, review: str | None, open_browser: bool) -> None:
    """See ``pipeline.publish.serve``."""
    token = None if review is None else review or secrets.token_urlsafe(24)
    datasette = make_datasette(db, public=public, review=token)
    with socket.socket() as trial:  # uvicorn would log the error and leave; we say it
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        trial.bind((host, port))
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}/"
    print(f"{db} is at {address}  (Ctrl-C stops it)", flush=True)
    if token:
        print(f"Review it at {address}-/review?token={token}", flush=True)
    if open_browser:
        threading.Timer(1.0, webbrowser.open, [address]).start()
    config = uvicorn.Config(datasette.app(), host=host, port=port, log_level="warning", lifespan="on")
    _Server(config, datasette).run()


class _Server(uvicorn.Server):
    """Reads what is asked for first as soon as it answers."""

    def __init__(self, config: uvicorn.Config, datasette: Any) -> None:
        super().__init__(config)
        self.datasette = datasette
        self.warming: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        compile_templates(self.datasette)
        await super().startup(sockets)
        self.warming = asyncio.create_task(warm(self.datasette))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self.warming is not None:
            self.warming.cancel()
        await super().shutdown(sockets)
