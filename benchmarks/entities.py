"""Names and same names: quality on our own texts and pairs, and on gold outside the repo; speed of the rules.

    python -m benchmarks.entities [GOLD]

GOLD: the folder with ``entities/seed_mentions.tsv``, ``entities/name_pairs.tsv`` and ``seed/``; left out where absent.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from pathlib import Path

from pipeline.engine import parse
from pipeline.entities import names, recognise, same_name
from pipeline.text import sentences
from tests.entities.marked import KINDS, read

ROOT = Path(__file__).parents[1]
Spans = set[tuple[int, int, str]]


def f1(right: int, given: int, asked: int) -> str:
    """Precision, recall and F1 as a line."""
    precision, recall = right / max(1, given), right / max(1, asked)
    return f"P {precision:.3f}  R {recall:.3f}  F1 {2 * right / max(1, given + asked):.3f}  ({asked} asked)"


def spans(texts: Iterable[tuple[str, Spans]]) -> str:
    """Exact spans with their kind."""
    right = given = asked = 0
    for text, gold in texts:
        found = {(n.start, n.end, str(n.kind)) for n in names(text)}
        right, given, asked = right + len(found & gold), given + len(found), asked + len(gold)
    return f1(right, given, asked)


def pairs(path: Path) -> str:
    """Pairs of names, 0.5 and more meaning the same."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")][1:]
    said = [(same_name(left, right, kind) >= 0.5, same == "1") for left, right, same, kind, *_ in lines]
    return f1(sum(a and b for a, b in said), sum(a for a, _ in said), sum(b for _, b in said))


def seed(gold: Path) -> tuple[str, Spans]:
    """The seed article and its marked names."""
    text = (gold / "seed" / "kazinform-kazakhstan-armenia.txt").read_text("utf-8")
    rows = [line.split("\t") for line in (gold / "entities" / "seed_mentions.tsv").read_text("utf-8").splitlines()[1:]]
    return text, {(int(row[0]), int(row[1]), KINDS[row[2]]) for row in rows}


def speed(text: str) -> str:
    """CPU seconds of the parser and of the rules, once everything is loaded."""
    recognise(text, list(parse(sentences(text))))
    started = time.process_time()
    parsed = list(parse(sentences(text)))
    middle = time.process_time()
    recognise(text, parsed)
    words = len(text.split()) / 1000
    return (
        f"parser {(middle - started) / words:.3f} s, rules {(time.process_time() - middle) / words:.3f} s a 1,000 words"
    )


def main(gold: Path | None) -> None:
    """Print all measures."""
    texts = read(ROOT / "tests" / "entities" / "names.txt")
    print("names, our texts      ", spans(texts))
    print("same name, our pairs  ", pairs(ROOT / "tests" / "entities" / "name_pairs.tsv"))
    if gold and (gold / "entities").is_dir():
        print("names, seed           ", spans([seed(gold)]))
        print("same name, given pairs", pairs(gold / "entities" / "name_pairs.tsv"))
    print("speed                 ", speed("\n".join(text for text, _ in texts)))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
