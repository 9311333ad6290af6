"""A toy of the rules: a line ``WHO VERB PLACE on DAY`` is a mention. It lets the store be tested without a parser.

Two mentions are linked where who, verb and day agree; a day that only says the month is linked with any of its days,
so that a component can hold several events and the order of arrival could matter.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.model import (
    Article,
    Entity,
    Event,
    Extraction,
    Figure,
    Interval,
    Mention,
    Office,
    Page,
    Participant,
    Span,
    Timex,
    digest,
    slug,
)
from pipeline.store import NOTHING, Entry, Given

LINE = re.compile(r"(\w+) (visits|meets) (\w+) on (\d{4}-\d{2}(?:-\d{2})?)")
TRADE = re.compile(r"(\w+) sold (\d+) tonnes")
OFFICE = re.compile(r"President (\w+) since (\d{4}-\d{2}-\d{2})")


def read(page: Page) -> Article:
    """The first line is the headline."""
    title, _, text = page.body.decode().partition("\n")
    return Article(page.url, title, None, "unknown", (), "en", "toy-times", text, reader="toy/1")


def interval(told: str) -> Interval:
    if len(told) == 10:
        return Interval(told, told, told)
    year, month = map(int, told.split("-"))
    return Interval(f"{told}-01", f"{told}-{calendar.monthrange(year, month)[1]}", told)


def extract(article: Article) -> Extraction:
    mentions, timexes, figures, offices = [], [], [], []
    for match in LINE.finditer(article.text):
        sentence = Span(match.start(), match.end(), match[0])
        who = Entity(f"person-{slug(match[1])}", match[1], "person")
        place = Entity(f"place-{slug(match[3])}", match[3], "place", country=match[3][:2].upper())
        bounds = interval(match[4])
        date = Span(match.start(4), match.end(4), match[4])
        timexes.append(
            Timex(date.start, date.end, date.text, "DATE", match[4], match[4], bounds.earliest, bounds.latest)
        )
        mentions.append(
            Mention(
                id=digest(article.id, str(match.start()), match[2]),
                article_id=article.id,
                sentence=sentence,
                trigger=Span(match.start(2), match.end(2), match[2]),
                lemma=match[2],
                type="visit" if match[2] == "visits" else "meeting",
                title=f"{match[1]} {match[2]} {match[3]}",
                interval=bounds,
                status="happened",
                date_basis="explicit",
                date=date,
                participants=(
                    Participant(who, "actor", Span(match.start(1), match.end(1), match[1])),
                    Participant(place, "place", Span(match.start(3), match.end(3), match[3])),
                ),
                published=article.published,
            )
        )
    for match in TRADE.finditer(article.text):
        span = Span(match.start(), match.end(), match[0])
        party = Entity(f"place-{slug(match[1])}", match[1], "place")
        figures.append(
            Figure(
                digest(article.id, str(span.start)), article.id, span, span, "sales", float(match[2]), "t", None, None,
                party=party,
            )
        )  # fmt: skip
    for match in OFFICE.finditer(article.text):
        who = Entity(f"person-{slug(match[1])}", match[1], "person")
        offices.append(Office(who, "President", "KZ", Interval(match[2], None, f"{match[2]}/..")))
    return Extraction(
        article, tuple(timexes), tuple(mentions), figures=tuple(figures), offices=tuple(offices),
        note=None if mentions else "no dated event",
    )  # fmt: skip


def entry(text: str, url: str | None = None, *, given: Given = NOTHING, at: str | None = None) -> Entry:
    """A text as it goes into the archive."""
    page = Page(text.encode(), f"{url or 'a'}.txt", url, fetched_at=at)
    article = given.applied(read(page))
    return Entry(page, given, extract(replace(article)), "toy rules")


@dataclass(frozen=True)
class Hint:
    left: str
    right: str
    score: float
    reason: str


class Merge:
    """The toy's rules of merging."""

    def keys(self, mention: Mention) -> frozenset[str]:
        (who, *_) = mention.entities("actor") or (Entity("nobody", "nobody", "person"),)
        return frozenset({f"{who.id}|{(mention.interval.earliest or '')[:7]}"})

    def linked(self, a: Mention, b: Mention) -> bool:
        return (
            a.lemma == b.lemma
            and [e.id for e in a.entities("actor")] == [e.id for e in b.entities("actor")]
            and a.interval.overlaps(b.interval)
        )

    def cluster(
        self,
        mentions: Sequence[Mention],
        apart: Collection[tuple[str, str]] = (),
        together: Collection[tuple[str, str]] = (),
    ) -> list[Event]:
        groups: list[list[Mention]] = []
        joined, parted = {frozenset(p) for p in together}, {frozenset(p) for p in apart}
        for mention in sorted(mentions, key=lambda m: (m.interval.earliest != m.interval.latest, m.id)):
            fits = [
                g
                for g in groups
                if any(frozenset((m.id, mention.id)) in joined for m in g)
                or (
                    not any(frozenset((m.id, mention.id)) in parted for m in g)
                    and any(self.linked(m, mention) for m in g)
                )
            ]
            if len(fits) == 1 or any(frozenset((m.id, mention.id)) in joined for g in fits for m in g):
                fits[0].append(mention)
            else:
                groups.append([mention])
        return [self._event(sorted(group, key=lambda m: m.id)) for group in groups]

    def _event(self, group: list[Mention]) -> Event:
        told = min(group, key=lambda m: (m.interval.earliest != m.interval.latest, m.id))
        people = {(p.entity.id, p.role): p for m in group for p in m.participants}
        return Event(
            group[0].id,
            told.title,
            told.type,
            told.interval,
            "happened",
            len({m.place.id for m in group if m.place}) > 1,
            tuple(m.id for m in group),
            tuple(people[key] for key in sorted(people)),
        )

    def suggest(self, mentions: Sequence[Mention]) -> list[Hint]:
        a, b = mentions
        return [Hint(a.id, b.id, 0.6, "the same person that day")] if a.lemma != b.lemma else []
