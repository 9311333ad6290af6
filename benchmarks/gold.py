"""Every figure that the gold folder allows, printed; nothing of it is kept (``make gold GOLD=../shared/gold``).

    python -m benchmarks.gold FOLDER [PART...]

A part that fails prints its error and the rest goes on. Of the repo's unseen texts only totals are printed.
"""

from __future__ import annotations

import csv
import importlib.util
import json
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # imported in each part: what one part needs and lacks shall not stop the others
    from pipeline.evaluate import Count, Report

ROOT = Path(__file__).resolve().parent.parent
CORPORA = ("timebank", "aquaint", "wikiwars_odd", "tweets_train")
KINDS = {"PER": "person", "ORG": "organization", "LOC": "place"}
SEED = "kazinform-kazakhstan-armenia.txt"


def seed(folder: Path) -> None:
    """The first article: what it asks for, and its day without being told."""
    from pipeline.evaluate import evaluate, load, read
    from pipeline.events import extract

    path = folder / "seed" / "gold.json"
    report = evaluate(path)
    table(report)
    gold = load(path)
    undated = extract(replace(read(path, gold).article, published=None, published_basis="unknown")).article
    print(f"its day, not told: {undated.published} ({undated.published_basis}); true {gold['published_true']}")


def table(report: Report) -> None:
    """The report's own table."""
    for line in report.lines():
        print(line)


def dates(folder: Path) -> None:
    """TempEval-3 scoring by the folder's own scorer: strict and relaxed span, type, value."""
    from pipeline.dates import tag

    scorer = _script(folder / "score_dates.py")
    print(f"{'F1':14} {'strict':>7} {'relaxed':>8} {'type':>6} {'value':>6}   value P/R      gold  found   KB/CPU-s")
    for corpus in CORPORA:
        gold = scorer.load(folder / "dates" / f"{corpus}.jsonl")
        started = time.process_time()
        found = {
            key: {
                "timexes": [
                    {"start": t.start, "end": t.end, "type": t.type, "value": t.value}
                    for t in tag(row["text"], date.fromisoformat(row["dct"][:10]) if row["dct"] else None)
                ]
            }
            for key, row in gold.items()
        }
        spent = time.process_time() - started
        size = sum(len(row["text"]) for row in gold.values()) / 1000
        s = scorer.score(gold, found)
        print(
            f"{corpus:14} {s['strict']['f']:7.1f} {s['relaxed']['f']:8.1f} {s['type']['f']:6.1f} {s['value']['f']:6.1f}"
            f"   {s['value']['p']:.1f}/{s['value']['r']:.1f} {s['gold']:9} {s['pred']:6} {size / spent:10.0f}"
        )


def binding(folder: Path) -> None:
    """TimeBank's event-date pairs of one sentence: is the date that ``bind`` gives the annotated one?

    "Several": the sentence has two dates or more by TimeBank's own annotation. "Nearest" takes the nearest date.
    """
    from pipeline.evaluate import Count
    from pipeline.events import bind

    texts = {row["id"]: row for row in _lines(folder / "dates" / "timebank.jsonl")}
    rows = [row for row in _lines(folder / "binding" / "timebank.jsonl") if row["same_sentence"]]
    scores = {name: Count() for name in ("all", "several", "nearest, all", "nearest, several")}
    for row in rows:
        sentence, wanted = row["sentence"], row["date_text"]
        told = _dates_of(texts[row["doc"]], sentence)
        found = bind(sentence, row["trigger"], date.fromisoformat(row["dct"][:10]))
        right = found is not None and _touches(sentence, wanted, found.start, found.end)
        nearest = _nearest(sentence, row["trigger"], told)
        for name, hit in (("", right), ("nearest, ", nearest is not None and nearest == wanted)):
            scores[name + "all"].add(Count(hit, 1, 1))
            if len(told) >= 2:
                scores[name + "several"].add(Count(hit, 1, 1))
    for name, count in scores.items():
        print(f"{name:18} {count.precision:.3f}   {count.right:.0f} of {count.asked:.0f}")


def _dates_of(document: Mapping[str, Any], sentence: str) -> list[str]:
    """The date words that the corpus annotates in the sentence, in order."""
    squeezed = re.escape(sentence.strip())
    match = re.search(re.sub(r"(?:\\\s|\s)+", r"\\s+", squeezed), document["text"])
    if match is None:
        return []
    inside = [t for t in document["timexes"] if match.start() <= t["start"] and t["end"] <= match.end()]
    return [" ".join(document["text"][t["start"] : t["end"]].split()) for t in inside if t["type"] in ("DATE", "TIME")]


def _touches(sentence: str, wanted: str, start: int, end: int) -> bool:
    """The characters [start, end) overlap a place where the wanted words stand."""
    return any(m.start() < end and start < m.end() for m in re.finditer(re.escape(wanted), sentence))


def _nearest(sentence: str, trigger: str, told: Sequence[str]) -> str | None:
    at = sentence.find(trigger)
    spots = [(abs(m.start() - at), words) for words in set(told) for m in re.finditer(re.escape(words), sentence)]
    return min(spots)[1] if spots else None


def types(folder: Path) -> None:
    """PLOVER's sentences and our own table of types."""
    _module("benchmarks.types", folder)


def entities(folder: Path) -> None:
    """The seed's names, exact spans; and pairs of names: one or two?"""
    from pipeline.entities import names, same_name
    from pipeline.evaluate import Count

    text = (folder / "seed" / SEED).read_text("utf-8")
    gold = {(int(r["start"]), int(r["end"]), KINDS[r["type"]]) for r in _tsv(folder / "entities" / "seed_mentions.tsv")}
    found = {(n.start, n.end, n.kind) for n in names(text)}
    spans, mine = {g[:2] for g in gold}, {f[:2] for f in found}
    for name, count in (
        ("span and kind", Count(len(gold & found), len(found), len(gold))),
        ("span alone", Count(len(spans & mine), len(mine), len(spans))),
    ):
        _prf(f"names, {name}", count)
    pairs = Count()
    wrong = 0
    rows = _tsv(folder / "entities" / "name_pairs.tsv")
    for row in rows:
        one, same = same_name(row["left"], row["right"], KINDS[row["schema"]]) >= 0.5, row["same"] == "1"
        pairs.add(Count(one and same, one, same))
        wrong += one != same
    _prf("same name", pairs)
    print(f"{'':24} {wrong} of {len(rows)} pairs wrong")


def pages(folder: Path) -> None:
    """Article extraction beside trafilatura."""
    _module("benchmarks.pages", folder / "pages")


def merging(folder: Path) -> None:
    """ECB+: mentions of one happening across articles."""
    from benchmarks.merging import run

    run(folder / "merging")


def samples(folder: Path) -> None:
    """The repo's own sample articles, pooled; and the happenings that two of them tell."""
    from benchmarks import own

    read = own.pooled(own.SAMPLES)
    table(read.report)
    told = own.across(read.found)
    print(
        f"told by two articles: {told.together.right:.0f} of {told.together.asked:.0f} pairs made one; "
        f"{told.wrongly} of {told.different} tempting pairs made one wrongly"
    )


def heldout(folder: Path) -> None:
    """The repo's texts that were held out at first: totals."""
    from benchmarks import own

    table(own.pooled(own.HELDOUT).report)


def unseen(folder: Path) -> None:
    """The repo's unseen texts: totals only."""
    from benchmarks import own

    table(own.pooled(own.UNSEEN).report)


PARTS: dict[str, Callable[[Path], None]] = {
    "seed": seed,
    "dates": dates,
    "binding": binding,
    "types": types,
    "entities": entities,
    "pages": pages,
    "merging": merging,
    "samples": samples,
    "heldout": heldout,
    "unseen": unseen,
}


def _script(path: Path) -> ModuleType:
    """A script of the folder, imported by its path."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _module(name: str, folder: Path) -> None:
    """Another benchmark, as a person runs it."""
    sys.stdout.flush()
    done = subprocess.run([sys.executable, "-m", name, str(folder)], cwd=ROOT, check=False)
    if done.returncode:
        raise RuntimeError(f"python -m {name} ended with status {done.returncode}")


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _tsv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _prf(name: str, c: Count) -> None:
    print(f"{name:24} P {c.precision:.3f}  R {c.recall:.3f}  F1 {c.f1:.3f}   {c.right:.0f}/{c.given:.0f}/{c.asked:.0f}")


def run(folder: Path, parts: Iterable[str]) -> int:
    """Print the parts; the number of those that failed."""
    failed = 0
    for name in parts:
        print(f"\n== {name}: {(PARTS[name].__doc__ or '').strip().splitlines()[0]}", flush=True)
        started = time.perf_counter()
        try:
            PARTS[name](folder)
        except Exception as error:  # one figure less is no reason to print none
            failed += 1
            print(f"FAILED: {type(error).__name__}: {error}")
        print(f"   ({time.perf_counter() - started:.1f} s)", flush=True)
    return failed


def main(arguments: Sequence[str]) -> int:
    """``FOLDER [PART...]``; status 1 where a part failed."""
    if not arguments or not Path(arguments[0]).is_dir():
        print(f"usage: python -m benchmarks.gold FOLDER [{'|'.join(PARTS)}]...", file=sys.stderr)
        return 2
    unknown = [part for part in arguments[1:] if part not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}", file=sys.stderr)
        return 2
    return int(run(Path(arguments[0]).resolve(), arguments[1:] or list(PARTS)) > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
