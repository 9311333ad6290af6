"""From pages to committed rows, beside the stack a user would build: articles and MB a second, peak memory.

    python -m benchmarks.throughput [GOLD] [--pages 1000] [--stack-pages 150] [--workers 2]
    python -m benchmarks.throughput [GOLD] --part ours --pages 1000 --workers 1 --curve 100

The corpus is made of paragraphs of real length and richness: with a gold folder those of TimeBank's texts, else those
of our own samples, drawn anew for every page and wrapped in five layouts of news pages.
The stack is trafilatura, the whole of ``en_core_web_sm`` over the text, ``dateparser.search_dates`` and inserts into
SQLite, on the first pages of the same corpus. Each part runs in a process of its own; CPU seconds are those of the
process and its workers, wall seconds tell what ``--workers`` gains on an idle machine.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from html import escape
from pathlib import Path

from pipeline.apart import CHILD
from pipeline.model import Page

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sources" / "samples"
LINKS = "".join(
    f'<li><a href="/story/{n}">What the ministers of {n} countries agreed on</a></li>' for n in range(2, 30)
)
HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title} | Paper</title>'
    '<meta property="og:title" content="{title}"><script>var a = {{}};</script>'
)
LAYOUTS = (
    HEAD
    + '<script type="application/ld+json">{{"@type":"NewsArticle","headline":"{title}",'
    + '"datePublished":"{day}T08:00:00Z"}}</script></head><body><nav><ul>'
    + LINKS
    + "</ul></nav><article><h1>{title}</h1>{body}</article><footer><p>All rights reserved.</p></footer></body></html>",
    HEAD
    + '<meta property="article:published_time" content="{day}T10:30:00+00:00"></head><body><header>Paper</header>'
    + '<main><h1>{title}</h1><time datetime="{day}">{day}</time><div class="story">{body}</div></main><aside><ul>'
    + LINKS
    + "</ul></aside></body></html>",
    HEAD
    + '<meta name="date" content="{day}"></head><body><div id="page"><div id="menu"><ul>'
    + LINKS
    + '</ul></div><div id="text"><h1>{title}</h1><p class="lead">{body}</div>'
    + '<div class="share">Share this</div></div></body></html>',
    HEAD
    + "</head><body><table><tr><td><ul>"
    + LINKS
    + '</ul></td><td><h1>{title}</h1><p><time datetime="{day}">{day}</time></p>{body}</td></tr></table></body></html>',
    HEAD
    + '<script type="application/ld+json">{{"@graph":[{{"@type":"NewsArticle","headline":"{title}",'
    + '"datePublished":"{day}"}}]}}</script></head><body><div class="wrap"><section>{body}</section><h2>More</h2><ul>'
    + LINKS
    + "</ul></div></body></html>",
)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a part of the run cost; ``seconds`` are wall time."""

    articles: int
    bytes: int
    cpu: float
    seconds: float
    peak_mb: float
    rows: int


def paragraphs(gold: Path | None) -> list[str]:
    """Paragraphs of news, one line each."""
    if gold is not None:
        lines = (gold / "dates" / "timebank.jsonl").read_text("utf-8").splitlines()
        texts = [
            json.loads(line)["text"].replace("\n\n", "\f").replace("\n", " ").replace("\f", "\n") for line in lines
        ]
    else:
        texts = [path.read_text("utf-8") for path in sorted(SAMPLES.glob("*.txt"))]
    found = (" ".join(part.split()) for text in texts for part in text.split("\n"))
    return [part for part in found if len(part) > 80]


def pages(count: int, gold: Path | None, seed: int = 11) -> Iterator[Page]:
    """The corpus, always the same: about 350 words an article."""
    rng, pool = random.Random(seed), paragraphs(gold)
    for number in range(count):
        told, words = [], 0
        wanted = min(1_500, max(80, int(rng.lognormvariate(5.7, 0.6))))
        while words < wanted:
            told.append(rng.choice(pool))
            words += len(told[-1].split())
        day = date(2024, 1, 1) + timedelta(days=number * 300 // count)
        body = "".join(f"<p>{escape(part)}</p>" for part in told)
        title = escape(" ".join(told[0].split()[:9]).strip(",.") + f" ({number})")
        html = LAYOUTS[number % len(LAYOUTS)].format(title=title, day=day.isoformat(), body=body)
        url = f"https://paper{number % 40}.example/{number}"
        yield Page(html.encode(), url, url, fetched_at="2024-11-01T00:00:00+00:00", content_type="text/html")


def ours(corpus: Iterator[Page], folder: Path, workers: int, curve: int = 0) -> int:
    """``chronofile ingest`` without the command line; the number of rows of mentions.

    Every ``curve`` articles it tells what the last ones cost.
    """
    from pipeline.ingest import Report, ingest
    from pipeline.store import NOTHING, Archive, Run
    from pipeline.work import pool, rules_version

    with Archive.open(folder / "ours.db") as archive, pool(workers) as held:
        report = Report(Run("bench", "ingest", "2024-11-01T00:00:00+00:00", rules_version()))
        last = [_cpu(), 0.0]

        def step(report: Report) -> None:
            done = report.run.inputs
            if curve and done % curve == 0:
                now = _cpu()
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                rate = (done - last[1]) / (now - last[0])
                print(f"{done:>7} articles {rate:6.1f} articles/CPU-s, peak {peak:.0f} MB", file=sys.stderr, flush=True)
                last[:] = [now, done]

        report.on_step = step
        ingest(archive, corpus, NOTHING, held, report)
        if report.run.failed:
            raise RuntimeError(f"{report.run.failed} pages failed: {report.run.failures[:3]}")
        return archive.count("mentions")


def stack(corpus: Iterator[Page], folder: Path, workers: int, curve: int = 0) -> int:
    """The libraries a user would put together; the number of rows of dates."""
    import spacy
    import trafilatura
    from dateparser.search import search_dates  # type: ignore[import-untyped]

    from pipeline.engine.model import installed

    nlp, rows = spacy.load(installed()), 0
    with closing(sqlite3.connect(folder / "stack.db")) as db:
        db.execute("create table articles (url text primary key, title text, published text, text text)")
        db.execute("create table dates (url text, sentence text, words text, day text)")
        db.execute("create table names (url text, name text, kind text)")
        for page in corpus:
            read = trafilatura.bare_extraction(page.body.decode(), url=page.url, with_metadata=True)
            text, day = read.text or "", read.date or "2024-01-01"
            doc = nlp(text)
            base = {"RELATIVE_BASE": datetime.fromisoformat(day)}
            with db:
                db.execute("insert into articles values (?, ?, ?, ?)", (page.url, read.title, day, text))
                names = [(page.url, ent.text, ent.label_) for ent in doc.ents]
                db.executemany("insert into names values (?, ?, ?)", names)
                for words, found in search_dates(text, languages=["en"], settings=base) or []:
                    at = text.find(words)
                    sentence = next((s.text for s in doc.sents if s.start_char <= at < s.end_char), "")
                    db.execute("insert into dates values (?, ?, ?, ?)", (page.url, sentence, words, found.isoformat()))
                    rows += 1
    return rows


PARTS: dict[str, Callable[[Iterator[Page], Path, int, int], int]] = {"ours": ours, "stack": stack}


def measure(part: str, count: int, workers: int, gold: Path | None, curve: int = 0) -> Cost:
    """Run a part in this process. Loading models and the first 20 pages are not counted, for either."""
    with tempfile.TemporaryDirectory() as folder:
        PARTS[part](pages(20, gold, seed=3), Path(folder), 1, 0)
    corpus = list(pages(count, gold))
    size = sum(len(page.body) for page in corpus)
    with tempfile.TemporaryDirectory() as folder:
        wall, cpu = time.perf_counter(), _cpu()
        rows = PARTS[part](iter(corpus), Path(folder), workers, curve)
        spent, taken = _cpu() - cpu, time.perf_counter() - wall
    CHILD.close()  # only then its memory is told
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return Cost(count, size, spent, taken, peak, rows)


def _cpu() -> float:
    """CPU seconds of this process, of those it waited for, and of those below it that still run (as Linux tells)."""
    spent = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    ticks: dict[int, tuple[int, int]] = {}  # process -> the one that started it, its time
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            told = path.read_text("utf-8", "replace").rpartition(")")[2].split()
            ticks[int(path.parent.name)] = int(told[1]), sum(map(int, told[11:15]))
    below = {os.getpid()}
    while more := {id for id, (parent, _) in ticks.items() if parent in below} - below:
        below |= more
    return spent + sum(ticks[id][1] for id in below - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


def apart(part: str, count: int, workers: int, gold: Path | None) -> Cost:
    """``measure`` in a process of its own."""
    given = [str(gold)] if gold else []
    command = [sys.executable, "-m", "benchmarks.throughput", *given, "--part", part]
    command += ["--pages", str(count), "--workers", str(workers)]
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
    return Cost(**json.loads(done.stdout.splitlines()[-1]))


def main(arguments: Sequence[str]) -> None:
    """Measure all parts, print a line each and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="?", type=Path)
    parser.add_argument("--pages", type=int, default=1_000)
    parser.add_argument("--stack-pages", type=int, default=150)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--curve", type=int, default=0, metavar="N", help="with --part ours: a line every N pages")
    parser.add_argument("--part", choices=PARTS, help="measure this part alone, as JSON")
    options = parser.parse_args(arguments)
    if options.part:
        print(json.dumps(asdict(measure(options.part, options.pages, options.workers, options.gold, options.curve))))
        return
    few = min(options.stack_pages, options.pages)
    parts = (
        ("stack, first pages", "stack", few, 1),
        ("ours, first pages", "ours", few, 1),
        ("ours", "ours", options.pages, 1),
        (f"ours, {options.workers} workers", "ours", options.pages, options.workers),
    )
    print(" " * 23 + "pages   CPU-s  wall s  pages/CPU-s  pages/s   MB/s  peak MB    rows")
    costs = []
    for title, part, count, workers in parts:
        cost = apart(part, count, workers, options.gold)
        costs.append(cost)
        print(
            f"{title:22}{count:>6}{cost.cpu:>8.1f}{cost.seconds:>8.1f}{count / cost.cpu:>13.1f}"
            f"{count / cost.seconds:>9.1f}{cost.bytes / 1e6 / cost.seconds:>7.2f}{cost.peak_mb:>9.0f}{cost.rows:>8}",
            flush=True,
        )
    print(f"one process, ours beside the stack: {costs[0].cpu / costs[1].cpu:.2f} times as many pages a CPU second")
    print(
        f"{options.workers} workers beside one: {costs[2].seconds / costs[3].seconds:.2f} times as many pages a second"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
