"""Article extraction beside trafilatura: body, title, date and speed, on the same pages in the same run.

    python -m benchmarks.pages FOLDER        FOLDER holds truth.json and the pages it names (gold/pages)
    python -m benchmarks.pages FOLDER generic --show            one reader, and what it reads wrongly
    python -m benchmarks.pages FOLDER generic --without=ld,dates    as on pages that say less: see WITHOUT

Body: precision and recall of 4-word shingles, averaged over pages, F1 of the two, as article-extraction-benchmark
(https://github.com/scrapinghub/article-extraction-benchmark) counts them. Date: the publisher's day, in the offset
the page gives, or the same day in UTC. Title: the same words. "generic" reads every page without publisher modules,
which were written after some of these pages; "ours" is what ``read_page`` gives. Speed: pages a CPU second, metadata
included except for "fast", which reads the text alone.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

SHINGLE = 4
SAMPLES = 2_000


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader gave for a page."""

    text: str = ""
    title: str = ""
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """A page and what its publisher says it holds."""

    name: str
    page: str
    url: str
    truth: dict[str, Any]


# What pages that nobody has seen may lack. Class names are what the rules were written after.
WITHOUT = {
    "ld": re.compile(r"<script[^>]*ld\+json[^>]*>.*?</script>", re.S | re.I),
    "dates": re.compile(r"<meta[^>]*(?:date|time|publ)[^>]*>", re.I),
    "titles": re.compile(r"<meta[^>]*(?:og|twitter):title[^>]*>", re.I),
    "classes": re.compile(r"""\s(?:class|id)=(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.I),
}

Reader = Callable[[Gold], Read]


def load(folder: Path) -> list[Gold]:
    """The pages of ``folder/truth.json`` with their truth."""
    truth = json.loads((folder / "truth.json").read_text("utf-8"))
    return [
        Gold(name, gzip.decompress((folder / row["html"]).read_bytes()).decode("utf-8", "replace"), row["url"], row)
        for name, row in truth.items()
    ]


def ours(gold: Gold) -> Read:
    """``read_page``: publisher modules, then the generic reader."""
    from sources import UnreadableError, read_page

    try:
        article = read_page(gold.page.encode(), gold.url, content_type="text/html")
    except UnreadableError:
        return Read()
    return Read(article.text, article.title, article.published)


def generic(gold: Gold) -> Read:
    """The generic reader alone."""
    from sources import UnreadableError
    from sources.generic import read_html

    try:
        article = read_html(gold.page, gold.url)
    except UnreadableError:
        return Read()
    return Read(article.text, article.title, article.published)


def peer(**options: Any) -> Reader:
    """trafilatura with these options."""

    def read(gold: Gold) -> Read:
        from trafilatura import bare_extraction

        found = bare_extraction(gold.page, url=gold.url, include_comments=False, **options)
        if found is None or isinstance(found, dict):
            return Read()
        return Read(found.text or "", found.title or "", found.date)

    return read


READERS: dict[str, Reader] = {
    "ours": ours,
    "generic": generic,
    "trafilatura": peer(with_metadata=True),
    "trafilatura precision": peer(favor_precision=True, with_metadata=True),
    "trafilatura fast": peer(fast=True),
}


def words(text: str) -> list[str]:
    """The words of a text, as the benchmark's tokenizer sees them."""
    return re.findall(r"\w+", unicodedata.normalize("NFC", text))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """The runs of four words in a text, counted; a shorter text is one run."""
    tokens = words(text)
    if not tokens:
        return Counter()
    return Counter(tuple(tokens[i : i + SHINGLE]) for i in range(max(1, len(tokens) - SHINGLE + 1)))


def body_scores(true: str, read: str) -> tuple[float, float]:
    """``(precision, recall)`` of the shingles of one page."""
    wanted, found = shingles(true), shingles(read)
    hits = sum((wanted & found).values())
    precision = hits / found.total() if found else float(not wanted)
    recall = hits / wanted.total() if wanted else 1.0
    return precision, recall


def f1(pairs: Iterable[tuple[float, float]]) -> float:
    """F1 of the mean precision and the mean recall."""
    rows = list(pairs)
    precision, recall = (sum(column) / len(rows) for column in zip(*rows, strict=True))
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def below(left: list[tuple[float, float]], right: list[tuple[float, float]], samples: int = SAMPLES) -> float:
    """Share of paired bootstrap samples in which ``left`` has the lower F1: over 0.95 is worse, under 0.05 better."""
    dice, size, lower = random.Random(7), len(left), 0
    for _ in range(samples):
        picks = [dice.randrange(size) for _ in range(size)]
        lower += f1([left[i] for i in picks]) < f1([right[i] for i in picks])
    return lower / samples


def same_title(true: str, read: str) -> bool:
    """The same words, whatever the case and punctuation."""
    return words(true.lower()) == words(read.lower())


def date_verdict(true: str | None, day: str | None) -> str:
    """``right``, ``wrong`` or ``none``; the truth's day is taken in its own offset and in UTC."""
    if not true:
        return "unknown"
    if day is None:
        return "none"
    moment = datetime.fromisoformat(true)
    days = {moment.date()}
    if moment.tzinfo is not None:
        days.add(moment.astimezone(timezone(timedelta(0))).date())
    return "right" if day[:10] in {d.isoformat() for d in days} else "wrong"


def run(folder: Path, only: str | None = None, show: bool = False, without: Iterable[str] = ()) -> None:
    """Print one line a reader; with ``show`` also what ``only`` reads wrongly, ``without`` some of what pages say."""
    golds = load(folder)
    for name in without:
        golds = [replace(gold, page=WITHOUT[name].sub("", gold.page)) for gold in golds]
    scores: dict[str, list[tuple[float, float]]] = {}
    print(f"{len(golds)} pages\n{'reader':24}  body F1      P      R  title  date right wrong  none  pages/CPU-s")
    for name, reader in READERS.items():
        if only and name != only:
            continue
        reader(golds[0])  # imports and models are not the page's cost
        start = time.process_time()
        read = [reader(gold) for gold in golds]
        seconds = time.process_time() - start
        rows = scores[name] = [body_scores(g.truth["body"], r.text) for g, r in zip(golds, read, strict=True)]
        titles = [same_title(g.truth["title"], r.title) for g, r in zip(golds, read, strict=True)]
        verdicts = [date_verdict(g.truth["date"], r.day) for g, r in zip(golds, read, strict=True)]
        count = Counter(verdicts)
        known = sum(count.values()) - count["unknown"]
        precision, recall = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        rates = "  ".join(f"{count[v] / known:5.3f}" for v in ("right", "wrong", "none"))
        print(
            f"{name:24}  {f1(rows):7.4f}  {precision:5.3f}  {recall:5.3f}  {sum(titles) / len(titles):5.3f}       "
            f"{rates}  {len(golds) / seconds:11.1f}"
        )
        if show:
            _errors(golds, read, rows, titles, verdicts)
    best = max((n for n in scores if n.startswith("trafilatura")), key=lambda n: f1(scores[n]), default=None)
    for name in ("ours", "generic"):
        if best and name in scores:
            share = below(scores[name], scores[best])
            print(f"{name} below {best} in {share:.1%} of {SAMPLES} paired bootstrap samples")


def _errors(
    golds: list[Gold], read: list[Read], rows: list[tuple[float, float]], titles: list[bool], verdicts: list[str]
) -> None:
    for gold, got, (precision, recall), title, verdict in zip(golds, read, rows, titles, verdicts, strict=True):
        if precision < 0.95 or recall < 0.95:
            print(f"  {gold.name}: P {precision:.2f} R {recall:.2f}")
        if not title:
            print(f"  {gold.name}: title {got.title[:60]!r} for {gold.truth['title'][:60]!r}")
        if verdict in ("wrong", "none"):
            print(f"  {gold.name}: date {got.day} for {gold.truth['date']}")


if __name__ == "__main__":
    arguments = [a for a in sys.argv[1:] if not a.startswith("--")]
    missing = [name for a in sys.argv if a.startswith("--without=") for name in a.partition("=")[2].split(",")]
    run(Path(arguments[0]), arguments[1] if len(arguments) > 1 else None, "--show" in sys.argv, missing)
