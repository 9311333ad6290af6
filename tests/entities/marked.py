"""Texts with names marked in them: ``[PER ...]`` in the file -> the plain text and its (start, end, kind) spans."""

from __future__ import annotations

import re
from pathlib import Path

KINDS = {"PER": "person", "ORG": "organization", "LOC": "place"}
MARK = re.compile(r"\[(PER|ORG|LOC) ([^\]]+)\]")


def read(path: Path) -> list[tuple[str, set[tuple[int, int, str]]]]:
    """Every text of the file with its spans."""
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    found = []
    for block in "\n".join(lines).split("\n\n"):
        text, spans, last = "", set(), 0
        for match in MARK.finditer(block):
            text += block[last : match.start()]
            spans.add((len(text), len(text) + len(match[2]), KINDS[match[1]]))
            text += match[2]
            last = match.end()
        found.append((text + block[last:], spans))
    return found
