"""The one error of reading."""

from __future__ import annotations


class UnreadableError(ValueError):
    """These bytes hold no article; ``reason`` says why, in words for a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason
