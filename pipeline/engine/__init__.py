"""The parser: spaCy, loaded once a process, run only on the sentences handed to it and only as far as they need."""

from __future__ import annotations

from pipeline.engine.model import EngineError, bound, load, verify_model, version
from pipeline.engine.parse import Parsed, parse
from pipeline.engine.sentence import Word, Words, told

__all__ = ["EngineError", "Parsed", "Word", "Words", "bound", "load", "parse", "told", "verify_model", "version"]
