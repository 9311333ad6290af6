"""The tables the rules read, as data: month names, triggers, titles, gazetteers. Each file names its source.

Code never spells out a word list; it asks here. ``toml(name)`` and ``table(name)`` read a file once a process.
"""

from __future__ import annotations

import csv
import tomllib
from functools import cache
from importlib import resources
from typing import Any


def read(name: str) -> str:
    """The text of ``knowledge/NAME``."""
    return resources.files(__name__).joinpath(name).read_text("utf-8")


@cache
def toml(name: str) -> dict[str, Any]:
    """``knowledge/NAME`` parsed as TOML. The value is shared: do not change it."""
    return tomllib.loads(read(name))


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``knowledge/NAME``, a CSV whose first line is the header; lines that start with # are comments."""
    lines = (line for line in read(name).splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines))
