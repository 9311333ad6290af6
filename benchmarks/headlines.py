"""Which of a page's own headlines is the headline: each source of one, and the rules that choose among them.

    python -m benchmarks.headlines FOLDER      FOLDER as for benchmarks.pages

An order of sources, or a vote with an order for ties, is chosen on half of the publishers and measured on the other
half, both ways, 100 times; beside it stands the order that the reader uses. Then what is known of publishers
(``knowledge/headlines.csv``): how many of the pages it covers, and how many are right with and without it, publishers'
modules left aside.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import permutations
from pathlib import Path

from benchmarks.pages import Gold, load, same_title, words
from sources.core import headlines, metadata, outlet, titles
from sources.core.tree import parse

SOURCES = ("ld", "social", "printed", "title")  # in the order that the reader uses
SPLITS = 100
Words = tuple[str, ...]
Rule = tuple[tuple[str, ...], bool]  # an order, and whether the votes come first


def candidates(page: str, url: str) -> dict[str, Words]:
    """The words of each headline of a page, without the outlet's name, by source."""
    root = parse(page)
    told = metadata.read(root)
    own = titles.candidates(told, outlet.of(told, url))
    return {source: tuple(words(text.lower())) for source, text in own.items() if text}


def with_and_without(gold: Gold) -> tuple[bool, bool, bool]:
    """Whether the page's publisher is known, and whether its headline is right with that knowledge and without."""
    told = metadata.read(parse(gold.page))
    names = outlet.of(told, gold.url)
    prefer = headlines.preferred(told, gold.url)
    right = (same_title(gold.truth["title"], titles.headline(told, names, p)) for p in (prefer, None))
    return prefer is not None, *right


def choose(rule: Rule, given: Mapping[str, Words]) -> Words:
    """The headline that a rule takes."""
    order, voting = rule
    votes = Counter(given.values())
    ranked = [given[s] for s in order if s in given]
    return max(ranked, key=votes.__getitem__) if voting else ranked[0]


def share(rights: Iterable[bool]) -> float:
    """The share of what is true."""
    rows = list(rights)
    return sum(rows) / len(rows)


def run(folder: Path) -> None:
    """Print how often each source is right, alone and by rule, and what a chosen rule is worth elsewhere."""
    golds = load(folder)
    rows = [(g.truth["publisher"], candidates(g.page, g.url), tuple(words(g.truth["title"].lower()))) for g in golds]
    for source in SOURCES:
        having = [given[source] == true for _, given, true in rows if source in given]
        print(f"{source:8} {sum(having):4} of {len(having)}")
    apart = [(given, true) for _, given, true in rows if "ld" in given and given["ld"] != given.get("social")]
    for source in SOURCES[:3]:
        print(
            f"where JSON-LD and OpenGraph differ ({len(apart)}): {source:8} {sum(g.get(source) == t for g, t in apart)}"
        )
    rules: list[Rule] = [(order, voting) for voting in (False, True) for order in permutations(SOURCES)]
    right = {rule: [choose(rule, given) == true for _, given, true in rows] for rule in rules}
    for voting in (False, True):
        best = max((r for r in rules if r[1] == voting), key=lambda r: sum(right[r]))
        print(f"best {'vote' if voting else 'order'}: {' '.join(best[0])} {sum(right[best])} of {len(rows)}")
    dice, publishers = random.Random(7), sorted({row[0] for row in rows})
    chosen, used = [], []
    for _ in range(SPLITS):
        half = set(dice.sample(publishers, len(publishers) // 2))
        for side in (True, False):
            here = [i for i, row in enumerate(rows) if (row[0] in half) is side]
            there = [i for i, row in enumerate(rows) if (row[0] in half) is not side]
            picked = max(rules, key=lambda r: sum(right[r][i] for i in here))
            chosen.append(share(right[picked][i] for i in there))
            used.append(share(right[(SOURCES, False)][i] for i in there))
    elsewhere = (sum(rates) / len(rates) for rates in (chosen, used))
    print("on the other half: the rule chosen {:.3f}, the order used {:.3f}".format(*elsewhere))
    told = [with_and_without(gold) for gold in golds]
    known = [row for row in told if row[0]]
    print(f"{len(headlines.known())} hosts known, {len(known)} of {len(told)} pages are theirs")
    for name, those in (("all pages", told), ("pages of publishers known", known)):
        rates = "with {:.3f}, without {:.3f}".format(*(share(row[i] for row in those) for i in (1, 2)))
        print(f"{name}: right {rates}")


if __name__ == "__main__":
    run(Path(sys.argv[1]))
