"""The archive in SQLite: schema, migrations, the one writer, queries. The only importer of sqlite_utils.

Archive.open(path)            the writer: add, reprocess, remove, decide, undo, runs
open_for_reading(path)        a connection for ``queries`` and exports
verify(path)                  proof that the archive is whole
"""

from __future__ import annotations

from pipeline.store.decisions import Decision, DecisionError
from pipeline.store.migrations import ArchiveError, open_for_reading, open_for_writing
from pipeline.store.values import NOTHING, Entry, Given, Known, Outcome, Run
from pipeline.store.writer import Archive

__all__ = [
    "NOTHING",
    "Archive",
    "ArchiveError",
    "Decision",
    "DecisionError",
    "Entry",
    "Given",
    "Known",
    "Outcome",
    "Run",
    "open_for_reading",
    "open_for_writing",
]
