"""What storing and merging cost as an archive grows: generated extractions, articles a CPU second, no parser.

    python -m benchmarks.store --articles 10000            the curve, one line for every tenth
    python -m benchmarks.store --articles 10000 --profile  and where the time goes

Articles tell 6 happenings each: who by Zipf's law from 2,000 people and 60 countries, where from 300 towns, when within
ten years around the article's day; one in five tells again what an article of the same week told. Names, words and
sentences are made up; the same seed gives the same corpus.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from pipeline.knowledge import toml
from pipeline.model import Article, Entity, Extraction, Interval, Mention, Page, Participant, Span, digest
from pipeline.store import NOTHING, Archive, Entry

BATCH = 256
VERBS = (
    ("visited", "visit", "visit"), ("met", "meet", "meeting"), ("signed", "sign", "agreement"),
    ("opened", "open", "opening"), ("elected", "elect", "election"), ("attacked", "attack", "conflict_violence"),
    ("protested", "protest", "protest"), ("arrested", "arrest", "law_court"), ("launched", "launch", "launch"),
    ("won", "win", "sport"), ("died", "die", "death"), ("appointed", "appoint", "appointment"),
)  # fmt: skip
SYLLABLES = [consonant + vowel for consonant in "bdgklmnrstv" for vowel in "aeo"]


def _name(rng: random.Random, parts: int) -> str:
    return "".join(rng.choice(SYLLABLES) for _ in range(parts)).capitalize()


class World:
    """Who and where there is."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        known = [row["id"] for row in toml("events/event_types.toml")["type"]]
        self.verbs = [(told, lemma, kind if kind in known else known[0]) for told, lemma, kind in VERBS]
        people = [f"{_name(rng, 2)} {_name(rng, 3)}" for _ in range(2_000)]
        towns, countries = [_name(rng, 4) for _ in range(300)], [_name(rng, 5) for _ in range(60)]
        self.countries = [Entity(f"place-{n.lower()}", n, "place", country=n[:2].upper()) for n in countries]
        self.people = [Entity(f"person-{n.lower().replace(' ', '-')}", n, "person") for n in people]
        self.towns = [Entity(f"place-{n.lower()}", n, "place", country=c[:2].upper())
                      for n, c in zip(towns, countries * 5, strict=True)]  # fmt: skip
        self.weights = [1 / (n + 1) for n in range(2_000)]
        self.recent: list[tuple[Entity, Entity, Entity, tuple[str, str, str], date]] = []

    def happening(self, day: date) -> tuple[Entity, Entity, Entity, tuple[str, str, str], date]:
        """Who, with which country, where, what, when."""
        rng = self.rng
        if self.recent and rng.random() < 0.2:
            return rng.choice(self.recent)
        who = rng.choices(self.people, self.weights)[0]
        with_ = rng.choices(self.countries, self.weights[:60])[0]
        near = (
            day - timedelta(days=int(rng.expovariate(0.3)))
            if rng.random() < 0.7
            else day - timedelta(days=rng.randrange(3_650))
        )
        told = (who, with_, rng.choice(self.towns), rng.choice(self.verbs), near)
        self.recent = [*self.recent[-200:], told]
        return told


def extractions(count: int, seed: int = 7) -> Iterator[Extraction]:
    """The corpus, article by article."""
    rng = random.Random(seed)
    world = World(rng)
    start = date(2024, 1, 1)
    for number in range(count):
        day = start + timedelta(days=number * 300 // count)
        url = f"https://paper{rng.randrange(40)}.example/{number}"
        lines, told = [], []
        for _ in range(6):
            who, with_, town, verb, when = world.happening(day)
            lines.append(
                f"{_name(rng, 3)} {_name(rng, 2)}: {who.name} {verb[0]} {with_.name} in {town.name} on {when}."
            )
            told.append((who, with_, town, verb, when))
        article = Article(url, f"{_name(rng, 3)} {number}", day.isoformat(), "metadata", (), "en",
                          f"paper-{rng.randrange(40)}", "\n".join(lines), reader="generated")  # fmt: skip
        yield Extraction(article, mentions=tuple(_mentions(article, lines, told)))


def _mentions(article: Article, lines: list[str], told: list[tuple[Entity, Entity, Entity, tuple[str, str, str], date]]
              ) -> Iterator[Mention]:  # fmt: skip
    start = 0
    for line, (who, with_, town, (word, lemma, kind), when) in zip(lines, told, strict=True):

        def span(text: str, line: str = line, start: int = start) -> Span:
            at = start + line.index(text, line.index(":"))
            return Span(at, at + len(text), text)

        yield Mention(
            id=digest(article.id, str(start)),
            article_id=article.id,
            sentence=Span(start, start + len(line), line),
            trigger=span(f" {word} "[1:-1]),
            lemma=lemma,
            type=kind,
            title=f"{who.name} {word} {with_.name}",
            interval=Interval(str(when), str(when), str(when)),
            status="happened",
            date_basis="explicit",
            date=span(str(when)),
            participants=(
                Participant(who, "actor", span(who.name)),
                Participant(with_, "counterpart", span(with_.name)),
                Participant(town, "place", span(town.name)),
            ),
            published=article.published,
        )
        start += len(line) + 1


def entries(count: int) -> Iterator[Entry]:
    """The corpus as it goes into an archive, with the keys of copies."""
    from pipeline.archive.copies import bands, signature

    for found in extractions(count):
        article = found.article
        page = Page(article.text.encode(), article.url or "", article.url, fetched_at="2024-11-01T00:00:00+00:00")
        yield Entry(page, NOTHING, found, "generated", bands(signature(article.text)))


def main() -> None:
    """Store the corpus in batches and print how fast, as the archive grows."""
    from pipeline.archive.copies import is_copy

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    corpus = entries(options.articles)
    profile = cProfile.Profile(time.process_time) if options.profile else None
    spent = done = 0.0
    tenth = max(BATCH, options.articles // 10)
    print("articles  mentions  events  articles/CPU-s")
    with tempfile.TemporaryDirectory() as folder, Archive.open(Path(folder, "bench.db")) as archive:
        since, mark = 0.0, 0
        while batch := list(islice(corpus, BATCH)):
            started = time.process_time()
            if profile:
                profile.enable()
            archive.add(batch, is_copy=is_copy)
            if profile:
                profile.disable()
            since += time.process_time() - started
            done += len(batch)
            if done - mark >= tenth or done == options.articles:
                counts = archive.count("mentions"), archive.count("events")
                print(f"{done:>8.0f}  {counts[0]:>8}  {counts[1]:>6}  {(done - mark) / since:>14.1f}", flush=True)
                spent, since, mark = spent + since, 0.0, int(done)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"all: {done / spent:.1f} articles/CPU-s, peak {peak:.0f} MB")
    if profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        pstats.Stats(profile).sort_stats("cumtime").print_stats(45)


if __name__ == "__main__":
    main()
