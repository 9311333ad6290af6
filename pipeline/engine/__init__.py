"""The parser: spaCy, loaded once a process, run only on the sentences handed to it and only as far as they need."""

from __future__ import annotations

from pipeline.engine.model import EngineError, bound, load, verify_model, version
from pipeline.engine.parse import Parsed, parse

__all__ = ["EngineError", "Parsed", "bound", "load", "parse", "verify_model", "version"]
