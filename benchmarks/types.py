"""Event types on gold: PLOVER's sentences, and our own table.

    python -m benchmarks.types ../shared/gold

Two figures on PLOVER: how often ``plover`` gives the root category, and how often ``classify`` gives a type that the
root allows. Older names of the gold are read as today's (DEMAND is REQUEST, FIGHT is ASSAULT, DISAPPROVE and
INVESTIGATE are ACCUSE). Prints only; nothing of the gold is kept.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pipeline.events.plover import plover
from pipeline.events.types import classify, event_types

RENAMED = {"DEMAND": "REQUEST", "FIGHT": "ASSAULT", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE"}
OWN = Path(__file__).parent.parent / "tests" / "events" / "types.tsv"


def allowed(root: str) -> set[str]:
    """Our types that PLOVER's root may be, by the table of types."""
    return {kind for kind, entry in event_types().items() if root in entry["plover"]}


def gold(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Sentence, trigger, root of every line of ``types/plover_odd.jsonl``."""
    for line in (folder / "types" / "plover_odd.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        yield row["text"], row["trigger"], RENAMED.get(row["type"], row["type"])


def own() -> Iterator[tuple[str, str, str, str]]:
    """Sentence, trigger, type, part of our own table."""
    lines = (line for line in OWN.read_text("utf-8").splitlines() if not line.startswith("#"))
    for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        yield row["sentence"], row["trigger"], row["type"], row["part"]


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="the gold folder")
    parser.add_argument("--errors", action="store_true", help="print what was read wrong")
    options = parser.parse_args()

    rows = list(gold(options.gold))
    started = time.process_time()
    read = [(plover(text, trigger), classify(text, trigger)) for text, trigger, _ in rows]
    spent = (time.process_time() - started) / max(1, 2 * len(rows))
    roots = sum(root == wanted for (root, _), (_, _, wanted) in zip(read, rows, strict=True))
    kinds = sum(kind in allowed(wanted) for (_, kind), (_, _, wanted) in zip(read, rows, strict=True))
    print(f"PLOVER roots      {roots / len(rows):.3f} of {len(rows)}")
    print(f"types it allows   {kinds / len(rows):.3f} of {len(rows)}")
    print(f"one reading       {spent * 1000:.2f} CPU-ms")
    if options.errors:
        for (root, kind), (text, trigger, wanted) in zip(read, rows, strict=True):
            if root != wanted:
                print(f"  {wanted:10}{root or '-':10}{kind:22}{trigger} | {text[:90]}")
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sentence, trigger, kind, part in own():
        total[part] += 1
        right[part] += classify(sentence, trigger) == kind
    for part in sorted(total):
        print(f"own table, {part:10}{right[part] / total[part]:.3f} of {total[part]}")


if __name__ == "__main__":
    main()
