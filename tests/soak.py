"""``make soak``: the laws that tests try a few times, tried for as long as there is time.

    python -m tests.soak [--strings N] [--inputs N] [--kills N] [--seed N]

Dates of generated strings, articles of broken files, ingests killed at random moments and done again. What breaks a law
stays in a folder that is named; exit status 1.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import ParamSpec, TypeVar

from pipeline import apart, cli, ingest
from pipeline.archive import warc
from pipeline.store import Entry
from tests import fuzz, test_disk, test_whole
from tests.dates import test_laws as dates

P = ParamSpec("P")
T = TypeVar("T")
READ = 4  # of so many broken lines and records one is read as a page; of pages each
DERIVED = 100  # of so many broken files one is derived: a parse costs ten times what reading does
STORED = 250  # articles in one archive
SHARES = (88, 4, 4, 4)  # of a hundred harms: the process killed; with workers; a worker; the disk full


def soak_dates(chance: random.Random, number: int, folder: Path) -> str:
    """Generated phrases of time: every span reads true, bounds in order, none fails."""
    found = 0
    for _ in range(number):
        text, reference = dates.phrase(chance), chance.choice(dates.REFERENCES)
        (folder / "text.txt").unlink(missing_ok=True)
        try:
            found += len(dates.check(text, reference))
        except BaseException:
            (folder / "text.txt").write_text(f"{text!r} read on {reference}", "utf-8")
            raise
    return f"{number:,} strings, {found:,} dates"


def soak_inputs(chance: random.Random, number: int, folder: Path) -> str:
    """Broken files: each becomes articles or a reason, and no good article beside them is lost.

    All are taken in, pages and every ``READ``-th of the rest are read, what every ``DERIVED``-th tells is derived and
    stored, ``STORED`` of them at a time. Those that
    break the law are kept, and the rest is tried too.
    """
    pages, derived, stopped, broken = 0, 0, 0, Counter[str]()
    entries: list[Entry] = []
    for n, item in enumerate(islice(fuzz.inputs(chance, folder), number), 1):
        try:
            found = fuzz.pages(item)
            pages += len(found)
            for page in found:
                if not item.good or n % READ == 0:
                    fuzz.read(page)
                if n % DERIVED == 0:
                    derived += 1
                    entry = fuzz.derive(page)
                    entries += [entry] if entry else []
                    stopped += "took longer" in (entry.extraction.note or "") if entry else 0
        except Exception as error:
            broken[f"{type(error).__name__}: {error}"] += 1
            item.path.rename(folder / f"broken{n}{''.join(item.path.suffixes)}")
        if len(entries) >= STORED or n == number:
            _store(entries, folder / "archive.db", broken)
            entries = []
        if n % 1_000 == 0:
            print(f"  {n:,} files, {broken.total()} broke the law", flush=True)
    assert not broken, "\n".join(f"{count} times {told}" for told, count in broken.most_common())
    return f"{number:,} files, {pages:,} pages in them, {derived:,} derived and stored, {stopped} stopped"


def _store(entries: list[Entry], path: Path, broken: Counter[str]) -> None:
    """Store what was derived in an archive of its own; where that fails, keep the pages."""
    try:
        fuzz.store(entries, path)
    except Exception as error:
        broken[f"storing, {type(error).__name__}: {error}"] += 1
        warc.save(path.with_name(f"refused{broken.total()}.warc.gz"), [entry.page for entry in entries])
    for file in path.parent.glob(path.name + "*"):
        file.unlink()


def soak_kills(chance: random.Random, number: int, folder: Path) -> str:
    """Ingests that lose their process, a worker or the disk at random moments, one to four times: done again, the
    archive is the one that was never harmed."""
    apart.CHILD = _Here()
    articles = test_whole.write_articles(folder / "articles")
    whole = folder / "whole.db"
    expected = test_whole.never_killed(articles, whole)
    harm = _Harm(chance, articles, whole.stat().st_size)
    archives = 0
    while harm.done["killed"] + harm.done["workers killed"] < number:
        archives += 1
        path = folder / f"broken{archives}.db"
        for _ in range(chance.randint(1, 4)):
            chance.choices((harm.kill, harm.kill_with_workers, harm.kill_worker, harm.fill_disk), SHARES)[0](path)
        harm.again(path)
        assert test_whole.held_whole(path) == expected, path
        for file in folder.glob(path.name + "*"):
            file.unlink()
        if archives % 5 == 0:
            print(f"  {archives} archives, {dict(harm.done)}", flush=True)
    return f"{archives:,} archives, " + ", ".join(f"{told} {count}" for told, count in sorted(harm.done.items()))


class _Here(apart.Child):
    """Makes the calls in this process: one that is killed then takes a parse that is loaded already with it."""

    def within(self, seconds: float, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)


class _Harm:
    """What may happen to an ingest of the articles, and how often it did."""

    def __init__(self, chance: random.Random, articles: Path, size: int) -> None:
        self.chance, self.articles, self.size = chance, articles, size
        self.done = Counter[str]()
        self.seconds = 2.0  # from the archive's first byte to the end of the command

    def ingest(self, path: Path) -> int:
        """Begin the command in a process that has the parser loaded; its id."""
        pid = os.fork()
        if pid:
            return pid
        code: object = 70
        try:
            told = os.open(path.with_suffix(".told"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(told, 1)
            os.dup2(told, 2)
            ingest.BATCH = 3
            cli.main(["ingest", str(self.articles), "--db", str(path)])
        except SystemExit as end:
            code = end.code or 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code if isinstance(code, int) else 1)

    def again(self, path: Path) -> None:
        """The same command, with nothing in its way."""
        _, status = os.waitpid(self.ingest(path), 0)
        assert os.waitstatus_to_exitcode(status) == 0, path.with_suffix(".told").read_text()

    def kill(self, path: Path) -> None:
        """The process."""
        pid = self.ingest(path)
        self._wait(lambda: bool(os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT)), path)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        code = os.waitstatus_to_exitcode(status)
        assert code in (0, -signal.SIGKILL), path.with_suffix(".told").read_text()
        self.done["killed" if code else "ended before"] += 1

    def _with_workers(self, path: Path) -> subprocess.Popen[bytes]:
        """Begin the command with two workers, up to a moment."""
        command = [sys.executable, "-c", test_whole.SMALL_BATCHES, "ingest", str(self.articles), "--db", str(path)]
        process = subprocess.Popen([*command, "--workers", "2"], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self._wait(lambda: process.poll() is not None, path, least=2.0)
        return process

    def kill_with_workers(self, path: Path) -> None:
        """The process that has workers: they end too."""
        process = self._with_workers(path)
        process.kill()
        _, told = process.communicate(timeout=300)  # the workers hold standard error
        assert process.returncode in (0, -signal.SIGKILL), told.decode()
        self.done["killed" if process.returncode else "ended before"] += 1

    def kill_worker(self, path: Path) -> None:
        """One of two workers: the run goes on, and nothing of it fails."""
        process = self._with_workers(path)
        for pid in _workers(process.pid)[:1]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
                self.done["workers killed"] += 1
        _, told = process.communicate(timeout=600)
        assert process.returncode == 0, told.decode()

    def _wait(self, ended: Callable[[], bool], path: Path, *, least: float = 0.0) -> None:
        """Until a moment between the archive's first byte and the end of the command."""
        while not ended() and not path.exists():
            time.sleep(0.002)
        began = time.monotonic()
        moment = began + self.chance.random() * max(least, self.seconds)
        while time.monotonic() < moment:
            if ended():
                self.seconds = (self.seconds + time.monotonic() - began) / 2
                return
            time.sleep(0.002)

    def fill_disk(self, path: Path) -> None:
        """No file may grow beyond a size that is less than the archive's, or little more."""
        full = test_disk.ingest_in(int(self.chance.uniform(0, 1.1) * self.size), self.articles, path)
        assert full.returncode in (0, 1), full.stderr
        assert "Traceback" not in full.stderr, full.stderr
        self.done["disks full" if full.returncode else "disks large enough"] += 1


def _workers(pid: int) -> list[int]:
    """The processes that derive for this one; none where the system does not tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
    except OSError:
        return []


def main(arguments: list[str]) -> int:
    """Run all three; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--strings", type=int, default=100_000, help="generated strings of dates [100000]")
    parser.add_argument("--inputs", type=int, default=100_000, help="broken files [100000]")
    parser.add_argument("--kills", type=int, default=200, help="processes killed [200]")
    parser.add_argument("--seed", type=int, default=None, help="of the random numbers; told when not given")
    options = parser.parse_args(arguments)
    seed = options.seed if options.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}", flush=True)
    parts: list[tuple[Callable[[random.Random, int, Path], str], int]] = [
        (soak_dates, options.strings),
        (soak_inputs, options.inputs),
        (soak_kills, options.kills),
    ]
    failed = 0
    for part, number in parts:
        if not number:
            continue
        folder = Path(tempfile.mkdtemp(prefix=f"{part.__name__}-"))
        began = time.monotonic()
        try:
            told = part(random.Random(seed), number, folder)
        except Exception:
            failed += 1
            traceback.print_exc()
            print(f"{part.__name__}: FAILED; see {folder}", flush=True)
        else:
            shutil.rmtree(folder)
            print(f"{part.__name__}: {told}, {time.monotonic() - began:.0f} s", flush=True)
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
