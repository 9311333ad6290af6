"""The publication date of pages that say less: right, wrong and none with each kind of evidence taken away.

python -m benchmarks.page_dates FOLDER      FOLDER as for benchmarks.pages
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from benchmarks.pages import Gold, date_verdict, load
from sources import generic
from sources.core import metadata, outlet, titles, when
from sources.core.tree import parse

TAKEN = (
    "",
    "ld",
    "meta",
    "ld meta",
    "ld labelled",
    "ld time",
    "ld beside",
    "ld address",
    "ld meta labelled",
    "ld meta time",
    "ld meta beside",
    "ld meta address",
    "ld meta labelled time beside",
    "meta labelled time beside address",
    "ld labelled time beside address",
)


def claims(gold: Gold) -> list[when.Claim]:
    """Every claim of a page."""
    root = parse(gold.page)
    told = metadata.read(root)
    title = titles.headline(told, outlet.of(told, gold.url))
    text = generic.paragraphs(root, gold.page, told, title)
    return when.claims(told, root, gold.url, printed=lambda: generic.dates(root, title, text, None), thrifty=False)


def run(folder: Path) -> None:
    """Print a line a kind of evidence, then a line a set of kinds that is taken away."""
    golds = load(folder)
    told = [(gold.truth["date"], claims(gold)) for gold in golds]
    each = Counter((c.method, date_verdict(true, c.day.isoformat())) for true, found in told for c in found)
    for method in ("ld", "meta", "labelled", "time", "beside", "address"):
        print(f"{method:10} right {each[method, 'right']:4} wrong {each[method, 'wrong']:3}")
    for taken in TAKEN:
        days = [(true, when.decide([c for c in found if c.method not in taken.split()]).day) for true, found in told]
        count = Counter(date_verdict(true, day) for true, day in days)
        shares = "  ".join(f"{count[v] / (len(days) - count['unknown']):5.3f}" for v in ("right", "wrong", "none"))
        print(f"without {taken or 'nothing':34} right wrong none  {shares}")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
