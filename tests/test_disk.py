"""A disk that is full: the run ends with the reason, what was committed is whole, and the next run adds the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.store.verify import verify
from tests.test_whole import ARTICLES, count, done_again, never_killed, write_articles

pytestmark = pytest.mark.xdist_group("whole")
# Writing beyond the limit then fails as on a full disk; without this the signal would end the process.
LIMITED = """
import resource, signal, sys
from pipeline import cli, ingest
ingest.BATCH = 3
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
cli.main(sys.argv[2:])
"""
STEP = 500_000  # bytes


def ingest_in(limit: int, folder: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Ingest the folder where no file may grow beyond ``limit`` bytes."""
    command = [sys.executable, "-c", LIMITED, str(limit), "ingest", str(folder), "--db", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_full_disk_is_told_and_the_same_command_goes_on(tmp_path: Path) -> None:
    pytest.importorskip("resource")
    folder, path = write_articles(tmp_path / "articles"), tmp_path / "full.db"
    expected = never_killed(folder, tmp_path / "whole.db")
    assert ingest_in(50_000, folder, path).returncode == 1  # not even the tables
    limit = STEP
    while count(path, "articles") == 0:  # the least that holds the tables and a batch
        limit += STEP
        full = ingest_in(limit, folder, path)
    assert full.returncode == 1
    assert f"chronofile: {path} cannot" in full.stderr
    assert "full" in full.stderr
    assert "Traceback" not in full.stderr
    assert 0 < count(path, "articles") < ARTICLES
    assert [c.problems for c in verify(str(path)) if c.problems] == []
    assert done_again(folder, path) == expected
