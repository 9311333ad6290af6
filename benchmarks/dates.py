"""The tagger of dates: quality on gold, speed, hostile input, beside dateparser and Recognizers-Text where installed.

    python -m benchmarks.dates [GOLD_FOLDER] [--full STRINGS]

Quality: the gold folder's own TempEval-3 scorer (strict and relaxed span, value F1); the peers are scored on a sample
of the same documents, Recognizers-Text on short ones (it comes to no end with long ones); ``make bench`` installs it in
a folder of its own. Speed: one text for all, made of the repo's own samples, one process, CPU seconds. Hostile input:
1 MB each. ``--full 100000`` runs that many generated and mutated strings (default 2,000) and names the slowest.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import random
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from pipeline.dates import intervals, tag
from pipeline.knowledge import toml

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ("timebank", "aquaint", "wikiwars_odd", "tweets_train")
MEGABYTE = 1_000_000
PEERS_FOLDER = ROOT / ".venv" / "peers"
PEER_TEXTS = 20  # documents of a corpus that a peer reads, for they are slow
HELD = 5  # every fifth document of the gold, by digest, is held back: its errors are never read, only its figures
HOSTILE = {
    "digits": "1",
    '"1 "': "1 ",
    '"1/1/"': "1/1/",
    "nested brackets": "[(",
    "blanks": " ",
    "newlines": "\n",
    '"the "': "the ",
    '"of the "': "of the ",
    '"last "': "last ",
    "stops": ".",
    "dashes": "-",
    '"two hundred "': "two hundred ",
    '"January "': "January ",  # 125,000 expressions
}

Reader = Callable[[str, date], Iterable[tuple[int, int, str, str]]]


def ours(text: str, day: date) -> Iterable[tuple[int, int, str, str]]:
    """Start, end, type and value of each expression."""
    return [(t.start, t.end, t.type, t.value) for t in tag(text, day)]


def dateparser_reader() -> Reader:
    """``dateparser.search.search_dates``, its words looked up in the text in order."""
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    def read(text: str, day: date) -> Iterable[tuple[int, int, str, str]]:
        base = {"RELATIVE_BASE": datetime(day.year, day.month, day.day)}
        at = 0
        for words, found in search_dates(text, languages=["en"], settings=base) or []:
            start = text.find(words, at)
            if start >= 0:
                at = start + len(words)
                yield start, at, "DATE", found.date().isoformat()

    return read


def recognizers_reader() -> Reader:
    """Microsoft's Recognizers-Text: the TIMEX of each expression, or the first day it may be where that has gaps."""
    from recognizers_date_time import recognize_datetime  # type: ignore[import-not-found]

    def read(text: str, day: date) -> Iterable[tuple[int, int, str, str]]:
        reference = datetime(day.year, day.month, day.day)
        for result in recognize_datetime(text, "en-us", reference=reference):
            values = (result.resolution or {}).get("values") or [{}]
            timex = values[0].get("timex", "")
            value = (values[0].get("value") if "X" in timex else None) or timex
            yield result.start, result.end + 1, "DATE", str(value)

    return read


PEERS = {
    "dateparser": ("dateparser", dateparser_reader),
    "Recognizers-Text": ("recognizers_date_time", recognizers_reader),
}
LONGEST = {"dateparser": 100_000, "Recognizers-Text": 4_000}  # characters of a text that a peer is given


def readers() -> dict[str, Reader]:
    """Ours, and each peer that can be imported; the others are named."""
    found: dict[str, Reader] = {"chronofile": ours}
    sys.path.append(str(PEERS_FOLDER))  # at the end: what we use ourselves comes from the lock
    warnings.simplefilter("ignore", SyntaxWarning)  # of the peers' own code
    for name, (module, make) in PEERS.items():
        if importlib.util.find_spec(module) is None:
            print(f"{name}: not installed, not measured")
        else:
            found[name] = make()
    return found


def scorer(folder: Path) -> ModuleType:
    """The folder's own scorer as a module."""
    spec = importlib.util.spec_from_file_location("score_dates", folder / "score_dates.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"{folder}: no score_dates.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def is_held_back(document: str) -> bool:
    """Whether a document belongs to the part whose errors nobody reads when rules are mended."""
    return hashlib.sha256(document.encode()).digest()[0] % HELD == 0


def quality(folder: Path, every: dict[str, Reader]) -> None:
    """Strict, relaxed and value F1 by corpus; of ours, the part held back again on a line of its own."""
    score = scorer(folder)
    print(f"\n{'F1':34} {'strict':>7} {'relaxed':>8} {'value':>6}  documents")
    for corpus in CORPORA:
        gold = score.load(folder / "dates" / f"{corpus}.jsonl")
        held = {key: document for key, document in gold.items() if is_held_back(key)}
        parts = [("chronofile", ours, gold), ("(held back)", ours, held)]
        for name, read in every.items():
            if name in LONGEST:
                short = [(key, document) for key, document in gold.items() if len(document["text"]) <= LONGEST[name]]
                parts.append((name, read, dict(short[:PEER_TEXTS])))
        for name, read, part in parts:
            if not part:
                print(f"{corpus:16} {name:17} not measured: no text has at most {LONGEST[name]:,} characters")
                continue
            found = {key: {"timexes": list(_records(read, doc))} for key, doc in part.items()}
            result = score.score(part, found)
            figures = (result[m]["f"] for m in ("strict", "relaxed", "value"))
            print(f"{corpus:16} {name:17} {next(figures):7} {next(figures):8} {next(figures):6}  {len(part)}")


def _records(read: Reader, document: dict[str, Any]) -> Iterable[dict[str, Any]]:
    for start, end, kind, value in read(document["text"], date.fromisoformat(document["dct"][:10])):
        yield {"start": start, "end": end, "type": kind, "value": value}


def samples() -> str:
    """The repo's own sample articles as one text of a megabyte."""
    texts = [p.read_text("utf-8") for p in sorted((ROOT / "sources" / "samples").glob("*.txt"))]
    texts = texts or [(ROOT / "README.md").read_text("utf-8")]
    whole = "\n\n".join(texts)
    return (whole * (MEGABYTE // len(whole) + 1))[:MEGABYTE]


def speed(every: dict[str, Reader]) -> None:
    """Megabytes a CPU second on one text."""
    text = samples()
    print("\nspeed, one core")
    for name, read in every.items():
        part = text[: LONGEST.get(name)]
        list(read(part[:2_000], date(2024, 10, 21)))  # tables are read and compiled once
        seconds = _seconds(read, part)
        print(f"{name:18} {len(part) / MEGABYTE / seconds:8.3f} MB/s on {len(part):,} characters")


def hostile() -> None:
    """Seconds for a megabyte of each."""
    print("\n1 MB of")
    for name, piece in HOSTILE.items():
        text = piece * (MEGABYTE // len(piece))
        print(f"{name:18} {_seconds(ours, text):8.2f} s")


def _seconds(read: Reader, text: str) -> float:
    started = time.process_time()
    list(read(text, date(2024, 10, 21)))
    return max(time.process_time() - started, 1e-9)


def fuzz(count: int) -> None:
    """Generated phrases and mutated sentences: none fails, and none is slow."""
    chance = random.Random(20241021)
    tables = [toml(f"dates/{language}.toml")["words"] for language in ("en", "ru")]
    words = [w for table in tables for group in table.values() for members in group.values() for w in members]
    words += [*",.-–()%$01\n\x00", "the", "of", "in", "on", "to", "from", "and", "31", "1999", "2024", "12:30", "1990s"]
    sentences = [line for line in samples()[:50_000].split("\n") if line]
    slowest = (0.0, "")
    for _ in range(count):
        if chance.random() < 0.5:
            text = "".join(chance.choice(words) + chance.choice("   -\n") for _ in range(chance.randint(1, 14)))
        else:
            letters = list(chance.choice(sentences))
            for _ in range(chance.randint(1, 8)):
                letters[chance.randrange(len(letters))] = chance.choice("0123456789 ,.-/:'()\n\u0301Жé")
            text = "".join(letters)
        started = time.process_time()
        found = tag(text, chance.choice((None, date(2024, 2, 29), date(1, 1, 1), date(9999, 12, 31))))
        intervals(found, text)
        slowest = max(slowest, (time.process_time() - started, text))
        if any(text[t.start : t.end] != t.text for t in found):
            raise SystemExit(f"a span does not read what it claims: {text!r}")
    print(f"\n{count:,} generated and mutated strings: none failed")
    print(f"slowest {slowest[0] * 1000:.1f} ms: {slowest[1][:60]!r}")


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.dates")
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--full", type=int, default=2_000, metavar="STRINGS")
    options = parser.parse_args(arguments)
    every = readers()
    if options.gold is not None:
        quality(options.gold, every)
    speed(every)
    hostile()
    fuzz(options.full)


if __name__ == "__main__":
    main(sys.argv[1:])
