"""The parser's model is the official one, and parsing keeps offsets."""

from __future__ import annotations

import pytest

from pipeline import engine
from pipeline.model import Span


def test_model_files_are_the_official_ones() -> None:
    assert engine.verify_model() == 24


def test_a_changed_model_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "table", lambda _: ({"path": "tagger/model", "sha256": "x"},))
    with pytest.raises(engine.EngineError, match="model"):
        engine.verify_model()


def test_offsets_are_the_articles() -> None:
    text = "First. The minister resigned on Monday."
    span = Span(7, len(text), text[7:])
    (parsed,) = engine.parse([span])
    for token in parsed.doc:
        assert text[parsed.start(token) : parsed.end(token)] == token.text
    assert [t.text for t in parsed.at(11, 19)] == ["minister"]
