"""The house keeps its habits: light imports, layers, docstrings, no foreign text, no machine's path in the repo."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT.parent / "shared" / "gold"
HEAVY = ("datasette", "distributed", "lxml", "pyarrow", "requests", "rich", "spacy", "sqlite_utils", "trafilatura")
MODULES = sorted(p for folder in ("pipeline", "sources") for p in (ROOT / folder).rglob("*.py"))
IMPORTED_AS = {"beautifulsoup4": "bs4"}
RUN = 12  # words in a row that are no chance
BINARY = {".gz", ".png", ".jpg", ".ico", ".woff2", ".db", ".warc", ".parquet"}


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the repo: as git knows them, without git all but what it would ignore."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())
    folders = ("pipeline", "sources", "tests", "benchmarks", "docs")
    return tuple(p for f in folders for p in (ROOT / f).rglob("*") if p.is_file() and "__pycache__" not in p.parts)


def texts() -> Iterator[tuple[Path, str]]:
    """The tracked files that are text."""
    for path in tracked():
        if path.suffix not in BINARY:
            yield path, path.read_text("utf-8", "replace")


@pytest.mark.parametrize("arguments", [["--help"], ["ingest", "--help"], ["serve", "--help"], ["review", "--help"]])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys\n"
        "from pipeline.cli import main\n"
        "try:\n"
        "    main.main(sys.argv[1:], prog_name='chronofile')\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print('LOADED', *(m for m in {HEAVY!r} if m in sys.modules))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "Usage: chronofile" in done.stdout
    assert done.stdout.splitlines()[-1].split() == ["LOADED"]


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_module_says_what_belongs_in_it(path: Path) -> None:
    told = ast.get_docstring(ast.parse(path.read_text("utf-8")))
    assert told
    assert len(told) >= 20


def test_imports_go_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


def test_every_dependency_is_used() -> None:
    """What the package needs to run is imported by it; the model is loaded by its name."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    code = "\n".join(path.read_text("utf-8") for path in MODULES)
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["parquet"]]:
        name = re.split(r"[<>=~\[ ]", requirement)[0]
        module = IMPORTED_AS.get(name, name.replace("-", "_"))
        assert re.search(rf"^\s*(?:import|from) {module}\b|\"{module}\"", code, re.MULTILINE), name


def test_no_path_of_one_machine() -> None:
    paths = re.compile(r"(?<![\w.~-])/(?:work|root)/[\w.]")
    found = [
        f"{p.relative_to(ROOT)}: {m[0]}" for p, text in texts() if p != Path(__file__) for m in paths.finditer(text)
    ]
    assert found == []


def test_no_file_is_large() -> None:
    """What is large is data, and data comes trimmed."""
    assert {str(p.relative_to(ROOT)): s for p in tracked() if (s := p.stat().st_size) > 2_000_000} == {}


def gold_texts() -> Iterator[str]:
    """Every text of the gold folder, whatever its format."""
    for path in GOLD.rglob("*"):
        if path.suffix == ".txt":
            yield path.read_text("utf-8")
        elif path.suffix == ".jsonl":
            yield from strings([json.loads(line) for line in path.read_text("utf-8").splitlines()])
        elif path.suffix == ".json" and path.parent.name != "types":  # the vocabulary is ours to take
            yield from strings(json.loads(path.read_text("utf-8")))


def strings(value: object) -> Iterator[str]:
    """All strings in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def runs(text: str) -> Iterator[int]:
    """A hash of each run of RUN words, case and punctuation apart; numbers alone are no words of anybody's."""
    words = re.findall(r"\w+", text.lower())
    for n in range(len(words) - RUN + 1):
        piece = words[n : n + RUN]
        if sum(not w.isdigit() for w in piece) >= RUN - 3:
            yield hash(tuple(piece))


def test_runs_are_noticed() -> None:
    told = "The council of the old town met on the bridge to speak of the new tram line."
    assert set(runs(told)) & set(runs("He wrote: the council of the OLD town met, on the bridge, to speak of trams."))
    assert not set(runs(told)) & set(runs("The council of the old town met on another bridge to speak of trams."))


@pytest.mark.skipif(not GOLD.is_dir(), reason="the gold folder is not beside the repo: nothing to compare with")
def test_no_text_of_the_gold_folder_is_in_the_repo() -> None:
    theirs = {run for text in gold_texts() for run in runs(text)}
    assert len(theirs) > 10_000
    found = {str(p.relative_to(ROOT)) for p, text in texts() if any(run in theirs for run in runs(text))}
    assert not found, f"{RUN} words in a row of somebody else's text: {', '.join(sorted(found))}"
