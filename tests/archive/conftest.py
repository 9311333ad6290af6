"""The misbehaving server, one a test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.archive.server import Web, serving


@pytest.fixture
def web() -> Iterator[Web]:
    with serving() as server:
        yield server
