"""Quality and speed beside peers, written to ``benchmarks/RESULTS.md`` with command, date and machine (``make bench``).

    python -m benchmarks.run [GOLD_FOLDER]

Each subject is a module of its own, run as a person would run it; what it prints is what is written. Subjects that need
gold data from outside the repo are left out, and named, where the folder is missing.
"""

from __future__ import annotations

import os
import platform
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).with_name("RESULTS.md")
LIBRARIES = ("spacy", "trafilatura", "datasette", "sqlite-utils", "lxml")
LIMIT = 3_600  # seconds for one subject


@dataclass(frozen=True, slots=True)
class Subject:
    """A title and the arguments of ``python -m``; ``GOLD`` in them is the gold folder, ``TEMP`` one that goes."""

    title: str
    arguments: tuple[str, ...]

    @property
    def needs_gold(self) -> bool:
        return any("GOLD" in argument for argument in self.arguments)

    @property
    def shown(self) -> str:
        """The command as a person types it."""
        return " ".join(("python -m", *self.arguments))


SUBJECTS = (
    Subject("Quality on the repo's own gold", ("benchmarks.floors",)),
    Subject("The seed article, and which date belongs to which word", ("benchmarks.gold", "GOLD", "seed", "binding")),
    Subject("Dates beside dateparser and Recognizers-Text", ("benchmarks.dates", "GOLD")),
    Subject("Names, and one name in two spellings", ("benchmarks.entities", "GOLD")),
    Subject("Event types on PLOVER's sentences", ("benchmarks.types", "GOLD")),
    Subject("Merging across articles on ECB+", ("benchmarks.merging", "GOLD/merging")),
    Subject("Article extraction beside trafilatura", ("benchmarks.pages", "GOLD/pages")),
    Subject("From pages to rows, beside trafilatura, spaCy and dateparser", ("benchmarks.throughput", "GOLD")),
    Subject(
        "A million events to measure pages on", ("benchmarks.publish", "build", "TEMP/a.db", "--events", "1000000")
    ),
    Subject("Pages beside plain Datasette", ("benchmarks.publish", "measure", "TEMP/a.db", "--pages")),
    Subject("100,000 events, for exports", ("benchmarks.publish", "build", "TEMP/b.db", "--events", "100000")),
    Subject("Exports beside plain Datasette", ("benchmarks.publish", "measure", "TEMP/b.db")),
)


def run(subject: Subject, gold: Path | None, temporary: Path) -> str:
    """The subject's section: command, seconds, and what it printed."""
    if subject.needs_gold and gold is None:
        return f"## {subject.title}\n\nLeft out: it needs the gold folder (`python -m benchmarks.run GOLD`).\n"
    places = {"GOLD": str(gold), "TEMP": str(temporary)}
    arguments = [re.sub("GOLD|TEMP", lambda m: places[m[0]], argument) for argument in subject.arguments]
    print(f"== {subject.title}: {subject.shown}", flush=True)
    started = time.perf_counter()
    try:
        done = subprocess.run(
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=LIMIT,
        )
        printed, status = done.stdout, done.returncode
    except subprocess.TimeoutExpired:
        printed, status = "", -1
    spent = time.perf_counter() - started
    for name, place in places.items():
        printed = printed.replace(place, name)
    print(printed, flush=True)
    failed = "" if status == 0 else f" **It ended with status {status}.**"
    return f"## {subject.title}\n\n`{subject.shown}`, {spent:.0f} s.{failed}\n\n```\n{printed.strip()}\n```\n"


def machine() -> str:
    """Where this was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    today = datetime.now(UTC).date().isoformat()
    return (
        f"Measured on {today}: Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} cores; {libraries}."
    )


def main(arguments: Sequence[str]) -> int:
    """Run all subjects and write RESULTS.md; status 1 where one of them failed."""
    gold = Path(arguments[0]).resolve() if arguments and Path(arguments[0]).is_dir() else None
    head = "# Results\n\nWritten by `make bench`; what each figure means stands in the module that prints it.\n"
    with tempfile.TemporaryDirectory(prefix="chronofile-bench-") as temporary:
        sections = [run(subject, gold, Path(temporary)) for subject in SUBJECTS]
    RESULTS.write_text("\n".join([head + machine() + "\n", *sections]), "utf-8")
    print(f"written: {RESULTS.relative_to(ROOT)}")
    return int(any("It ended with status" in section for section in sections))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
