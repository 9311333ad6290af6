"""``pipeline.publish.serve`` as the command calls it: a process that answers, and ends when it is interrupted."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from pipeline.publish import serve

START = """
import sys
from pathlib import Path
from pipeline.publish import serve
serve(Path(sys.argv[1]), port=int(sys.argv[2]), review="")
"""


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def test_it_answers_says_where_and_stops(hostile: Path) -> None:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", START, str(hostile), str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/archive/events.json?_size=1") as answer:
                    assert len(json.load(answer)["rows"]) == 1
                break
            except OSError:  # not there yet
                time.sleep(0.1)
        else:
            raise AssertionError("it never answered")
    finally:
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate(timeout=30)
    assert f"http://127.0.0.1:{port}/" in out
    assert "/-/review?token=" in out


def test_a_port_that_is_taken_is_an_error(hostile: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(OSError, match="in use"):
            serve(hostile, port=taken.getsockname()[1])
