"""Synthetic archives in the real schema, built once a session."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.publish import build


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """3,000 events: more than Datasette returns for a query."""
    path = tmp_path_factory.mktemp("archive") / "other-name.db"
    build(path, 3_000)
    return path


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Attack strings in every text from outside."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.db"
    build(path, 160, hostile=True)
    return path
