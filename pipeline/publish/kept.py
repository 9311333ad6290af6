"""Answers that cost much, kept until the archive changes; and while it is being written, for ten times what they cost,
so that ingest beside a large archive does not keep the server reading for nothing."""

from __future__ import annotations

import time
from collections.abc import Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Answer]):
    stamp: str  # the state of the archive that it was read from
    answer: Answer
    fresh_until: float  # on time.monotonic's clock


class Kept(Generic[Answer]):
    """The latest ``most`` answers that took at least ``costly`` seconds."""

    def __init__(self, most: int, costly: float = 0.0) -> None:
        self.most = most
        self.costly = costly
        self._entries: dict[Hashable, _Entry[Answer]] = {}

    def get(self, key: Hashable, stamp: str) -> Answer | None:
        """The answer, if it is of this state of the archive or fresh enough."""
        found = self._entries.get(key)
        good = found is not None and (found.stamp == stamp or time.monotonic() < found.fresh_until)
        return found.answer if found is not None and good else None

    def of(self, key: Hashable, stamp: str) -> Answer | None:
        """The answer that was read from exactly this state, however old."""
        found = self._entries.get(key)
        return found.answer if found is not None and found.stamp == stamp else None

    def put(self, key: Hashable, stamp: str, answer: Answer, began: float) -> Answer:
        """Keep an answer that was begun at ``began`` (``time.monotonic``), and forget the oldest."""
        now = time.monotonic()
        if now - began >= self.costly:
            self._entries.pop(key, None)
            self._entries[key] = _Entry(stamp, answer, now + (now - began) * PATIENCE)
            while len(self._entries) > self.most:
                self._entries.pop(next(iter(self._entries)), None)
        return answer

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
