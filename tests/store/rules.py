"""Puts the toy's rules in place of the real ones: the wiring is tested, not the parser."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline import work
from pipeline.model import Page
from pipeline.store import Archive, Given
from tests.store import toy


def derive(page: Page, given: Given) -> work.Derived:
    """The real reading, the toy's extraction; the word BROKEN breaks the rules."""
    from sources import UnreadableError, read_page

    try:
        article = read_page(page.body, given.url or page.url, content_type=page.content_type, name=page.name)
        article = given.applied(article)
        work.check_article(article)
    except UnreadableError as error:
        return work.Derived(None, error.reason, 0.25)
    if "BROKEN" in article.text:
        return work.Derived(None, "extraction failed: ValueError: broken")
    if "INTERRUPT" in article.text:
        raise KeyboardInterrupt
    extraction = toy.extract(article)
    if "IMPOSSIBLE" in article.text:
        object.__setattr__(extraction.mentions[0], "status", "imagined")
    return work.Derived(extraction, None, 0.25, 0.5)


@pytest.fixture
def toy_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading stays real; extraction, merging and the engine are the toy's."""
    from pipeline import ingest

    def merger(self: Archive) -> Any:
        return toy.Merge()

    monkeypatch.setattr(work, "derive", derive)
    monkeypatch.setattr(ingest, "derive", derive)
    monkeypatch.setattr(ingest, "engine_version", lambda: "toy 1")
    monkeypatch.setattr(Archive, "merger", property(merger))
