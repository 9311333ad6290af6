"""Reading of a short text, parsed once a test session."""

from __future__ import annotations

from functools import cache

from pipeline.engine import parse
from pipeline.entities import Reference, recognise
from pipeline.text import sentences


@cache
def references(text: str, home: str | None = None) -> tuple[Reference, ...]:
    """The references of ``text``, every sentence parsed."""
    return recognise(text, list(parse(sentences(text))), home)
