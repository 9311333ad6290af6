"""The repo's own gold, pooled: the samples, the texts held out at first and read since, and the unseen (totals only).

Also the pairs of ``tests/gold/pairs.json``: happenings told by two articles, and tempting ones that are two.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.evaluate import Count, Report, compare, dates_match, load, read, trigger_matches
from pipeline.events.merge import cluster
from pipeline.model import Extraction, Mention
from pipeline.text import fold

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "tests" / "gold"
HELDOUT = SAMPLES / "heldout"
UNSEEN = SAMPLES / "unseen"
PAIRS = SAMPLES / "pairs.json"


@dataclass(frozen=True, slots=True)
class Pooled:
    """One report over several gold files, and what was read from each."""

    report: Report
    found: Mapping[str, Extraction] = field(repr=False)


def gold_files(folder: Path) -> list[Path]:
    """The gold files of a folder, in order."""
    return sorted(path for path in folder.glob("*.json") if path != PAIRS)


def pooled(folder: Path) -> Pooled:
    """Read every text of the folder with today's rules and compare."""
    report = Report()
    found: dict[str, Extraction] = {}
    for path in gold_files(folder):
        gold = load(path)
        found[path.stem] = read(path, gold)
        report.add(compare(gold, found[path.stem], path.stem))
    return Pooled(report, found)


def digest(folder: Path) -> str:
    """SHA-256 over the gold files and the articles they name: another corpus has other figures."""
    sha = hashlib.sha256()
    files = set(folder.glob("*.json"))
    files |= {(folder / str(load(path)["text"]).partition(":")[0]).resolve() for path in gold_files(folder)}
    for path in sorted(files, key=lambda p: p.name):
        sha.update(path.name.encode() + b"\x00" + hashlib.sha256(path.read_bytes()).digest())
    return sha.hexdigest()


def figures(report: Report) -> dict[str, float]:
    """What floors are set for, by name; each between 0 and 1, higher is better."""
    counts = report.counts
    return {
        "events_f1": counts["events"].f1,
        "events_precision": counts["events"].precision,
        "events_recall": counts["events"].recall,
        "explicit_recall": counts["explicit"].recall,
        "contextual_recall": counts["contextual"].recall,
        "dates_recall": counts["dates"].recall,
        "actors_f1": counts["actors"].f1,
        "places": counts["places"].precision,
        "status": counts["status"].precision,
        "types": counts["types"].precision,
        "figures_recall": counts["figures"].recall,
        "merged": counts["merged"].recall,
    }


@dataclass(slots=True)
class Told:
    """Pairs of mentions across articles: told twice and made one; different and made one."""

    together: Count = field(default_factory=Count)
    different: int = 0
    wrongly: int = 0


def across(found: Mapping[str, Extraction]) -> Told:
    """Merge the mentions of all samples and look at the pairs that gold names; what was not found is not together."""
    pairs: Mapping[str, Any] = json.loads(PAIRS.read_text("utf-8"))
    event_of = {m: e.id for e in cluster([m for x in found.values() for m in x.mentions]) for m in e.mentions}
    records = {f"{path.stem}#{r['id']}": r for path in gold_files(SAMPLES) for r in load(path)["records"]}
    told = Told()
    for kind in ("same", "different"):
        for entry in pairs[kind]:
            mentions = [_mention(name, records[name], found) for name in entry["records"]]
            for a, b in combinations(mentions, 2):
                one = a is not None and b is not None and event_of[a.id] == event_of[b.id]
                if kind == "same":
                    told.together.add(Count(one, one, 1))
                else:
                    told.different += 1
                    told.wrongly += one
    return told


def _mention(name: str, record: Mapping[str, Any], found: Mapping[str, Extraction]) -> Mention | None:
    """The mention that the record asks for, if it was found."""
    sentence = _plain(record["sentence"])
    for mention in found[name.partition("#")[0]].mentions:
        mine = _plain(mention.sentence.text)
        same = mine in sentence or sentence in mine
        if same and trigger_matches(mention.trigger.text, record["trigger"]) and dates_match(mention, record):
            return mention
    return None


def _plain(text: str) -> str:
    return fold(" ".join(text.split()))


KINDS = {  # by what the line of an error says, first match first
    "missed: the word is no event to us": r"MISSED .*\(no such trigger\)",
    "missed: the right day of another year": r"MISSED",
    "missed: another date": r"MISSED",
    "unasked: no such event in gold, or with another date": r"UNASKED",
    "actors missing, or too many": r"ACTORS",
    "another place": r"PLACE",
    "another status": r"STATUS",
    "another type": r"TYPE",
    "a figure not found, or with another period": r"FIGURE",
    "told twice, not made one": r"APART",
    "different, made one": r"MADE ONE",
}
DAYS = re.compile(r"(\d{4})-(\d\d-\d\d)\.\.\d{4}-(\d\d-\d\d)")


def error_kinds(report: Report) -> dict[str, int]:
    """How many errors of each kind; the sentences stay out."""
    counts = dict.fromkeys(KINDS, 0)
    for line in report.errors:
        counts[_kind(line)] += 1
    return counts


def _kind(line: str) -> str:
    """The kind of one line of ``Report.errors``."""
    for kind, pattern in KINDS.items():
        if re.match(rf"\S+ {pattern}", line) and (kind != "missed: the right day of another year" or _other_year(line)):
            return kind
    raise ValueError(f"an error of no known kind: {line.split(':')[0]}")


def _other_year(line: str) -> bool:
    """True where the days asked for were told, but in another year: "... wanted (told; told): sentence"."""
    head, _, rest = line.partition(" (")
    asked = DAYS.search(head)
    told = DAYS.findall(rest.partition("): ")[0])
    return asked is not None and any(days == list(asked.groups())[1:] for _, *days in told)
