"""Which mentions across articles are one event: ECB+ (https://github.com/cltl/ecbPlus, annotation CC BY 3.0).

    python -m benchmarks.merging FOLDER        FOLDER holds ecbplus_topics_1_20.jsonl (gold/merging)

The texts go through ``extract`` as they stand, their day unknown, and the mentions of a topic's articles through
``cluster``, as an archive does. A mention found is matched to one annotated action in the same sentence that shares
its word; the annotation of a sentence is complete only where the corpus says "validated", so only those count.
Coverage says how small the part is that has a date at all; precision and recall are on that part. An action without
a chain is an event of its own. Pairs: both in one event. B-cubed: averaged over mentions. "Words alone" joins
mentions of a topic with the same lemma, the usual baseline.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.evaluate import Count
from pipeline.events import extract
from pipeline.events.merge import cluster
from pipeline.model import Article, Mention

FILE = "ecbplus_topics_1_20.jsonl"
Keyed = tuple[str, str, str]  # mention id, gold chain, lemma


def plain(tokens: str) -> str:
    """A tokenised sentence as a newspaper prints it: "`` Hi , '' he said ." becomes '"Hi," he said.'"""
    text = re.sub(r"``\s*", '"', tokens)
    text = re.sub(r"\s*''", '"', text)
    text = re.sub(r"\s+([.,;:?!%)\]]|n't\b|'(?:s|re|ve|ll|d|m)\b|'(?=\s|$))", r"\1", text)
    return re.sub(r"([(\[$])\s+", r"\1", text)


def article(row: Mapping[str, Any]) -> tuple[Article, list[int]]:
    """The document as an article without a date, one paragraph a sentence; where each sentence starts."""
    starts: list[int] = []
    text = ""
    for sentence in row["sentences"]:
        starts.append(len(text))
        text += plain(sentence) + "\n"
    return Article(
        url=f"https://ecb.example/{row['id']}",
        title="",
        published=None,
        published_basis="unknown",
        authors=(),
        language="en",
        source=None,
        text=text,
    ), starts


def matched(row: Mapping[str, Any], starts: Sequence[int], found: Sequence[Mention]) -> Iterator[tuple[Mention, str]]:
    """Mentions found, each with the chain of the annotated action it stands for; one to one."""
    valid = set(row["validated_sentences"])
    free = [m for m in row["mentions"] if m["tag"].startswith("ACTION") and m["sent"] in valid]
    for mention in found:
        number = max(n for n, start in enumerate(starts) if start <= mention.trigger.start)
        words = set(mention.trigger.text.lower().split())
        for action in free:
            if action["sent"] == number and words & set(action["text"].lower().split()):
                free.remove(action)
                yield mention, action["chain"] or f"{row['id']}:{action['id']}"
                break


def pairs(keys: Sequence[Keyed], event_of: Mapping[str, str]) -> Count:
    """Pairs of one topic that are one event: right, given, asked."""
    count = Count()
    for (a, chain, _), (b, other, _) in combinations(keys, 2):
        one, same = event_of[a] == event_of[b], chain == other
        count.add(Count(one and same, one, same))
    return count


def b_cubed(keys: Sequence[Keyed], event_of: Mapping[str, str]) -> tuple[float, float]:
    """Sums over mentions of B-cubed precision and recall (Bagga and Baldwin 1998)."""
    given: dict[str, set[str]] = defaultdict(set)
    asked: dict[str, set[str]] = defaultdict(set)
    for mention, chain, _ in keys:
        given[event_of[mention]].add(mention)
        asked[chain].add(mention)
    precision = recall = 0.0
    for mention, chain, _ in keys:
        mine, gold = given[event_of[mention]], asked[chain]
        precision += len(mine & gold) / len(mine)
        recall += len(mine & gold) / len(gold)
    return precision, recall


def run(folder: Path) -> None:
    """Print coverage, pairs and B-cubed, ours and by words alone."""
    rows = [json.loads(line) for line in (folder / FILE).read_text("utf-8").splitlines()]
    topics: dict[str, list[Mention]] = defaultdict(list)
    keys: dict[str, list[Keyed]] = defaultdict(list)
    actions = 0
    for row in rows:
        valid = set(row["validated_sentences"])
        actions += sum(m["tag"].startswith("ACTION") and m["sent"] in valid for m in row["mentions"])
        text, starts = article(row)
        found = extract(text).mentions
        topics[row["topic"]] += found
        keys[row["topic"]] += [(m.id, chain, m.lemma) for m, chain in matched(row, starts, found)]

    number = sum(len(k) for k in keys.values())
    print(f"{len(rows)} documents, {actions} actions in validated sentences, {number} of them found with a date")
    ours = {t: {m: e.id for e in cluster(found) for m in e.mentions} for t, found in topics.items()}
    words = {t: {mention: lemma for mention, _, lemma in found} for t, found in keys.items()}
    print(f"{'':12} {'pairs P':>8} {'R':>6} {'F1':>6}   right/given/asked    B-cubed P      R     F1")
    for name, events in (("ours", ours), ("words alone", words)):
        total, sums = Count(), [0.0, 0.0]
        for topic, found_keys in keys.items():
            total.add(pairs(found_keys, events[topic]))
            sums = [s + x for s, x in zip(sums, b_cubed(found_keys, events[topic]), strict=True)]
        precision, recall = (s / max(1, number) for s in sums)
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        counted = f"{total.right:.0f}/{total.given:.0f}/{total.asked:.0f}"
        print(
            f"{name:12} {total.precision:8.3f} {total.recall:6.3f} {total.f1:6.3f}   {counted:20} "
            f"{precision:9.3f} {recall:6.3f} {f1:6.3f}"
        )


if __name__ == "__main__":
    run(Path(sys.argv[1]))
