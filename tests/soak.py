"""``make soak``: the laws that tests try a few times, tried for as long as there is time.

    python -m tests.soak [--strings N] [--inputs N] [--kills N] [--seed N]

Dates of generated strings, articles of fuzzed files, ingests killed at random moments and done again. What breaks a law
stays in a folder that is named; exit status 1.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from tests import fuzz, test_whole
from tests.dates import test_laws as dates


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
    """Fuzzed files: each becomes articles or a reason. Those that break the law are kept, and the rest is tried too."""
    read, broken = 0, Counter[str]()
    for n, path in enumerate(islice(fuzz.inputs(chance, folder), number)):
        try:
            read += fuzz.check(path)
        except Exception as error:
            broken[f"{type(error).__name__}: {error}"] += 1
            path.rename(folder / f"broken{n}{path.suffix}")
    assert not broken, "\n".join(f"{count} times {told}" for told, count in broken.most_common())
    return f"{number:,} files, {read:,} articles and failures"


def soak_kills(chance: random.Random, number: int, folder: Path) -> str:
    """Ingests killed at random moments: done again, the archive is the one that was never killed."""
    articles = test_whole.write_articles(folder / "articles")
    started = time.monotonic()
    expected = test_whole.never_killed(articles, folder / "whole.db")
    test_whole.done_again(articles, folder / "timed.db")
    whole = time.monotonic() - started
    killed = 0
    for n in range(number):
        broken = folder / f"broken{n}.db"
        for _ in range(chance.randint(1, 3)):
            end = time.monotonic() + chance.uniform(0, whole)
            killed += test_whole.kill_at(lambda end=end: time.monotonic() >= end, articles, broken)  # type: ignore[misc]
        assert test_whole.done_again(articles, broken) == expected, broken
    return f"{number:,} archives, {killed:,} processes killed"


def main(arguments: list[str]) -> int:
    """Run all three; the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.partition("\n\n")[0])
    parser.add_argument("--strings", type=int, default=100_000, help="generated strings of dates [100000]")
    parser.add_argument("--inputs", type=int, default=5_000, help="fuzzed files [5000]")
    parser.add_argument("--kills", type=int, default=100, help="archives whose ingest is killed [100]")
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
