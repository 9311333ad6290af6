"""Blocking keys: two mentions that share none are never compared, so an article costs what its neighbourhood costs."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from pipeline.events.lexicon import lexicon
from pipeline.model import Interval, Mention, days, digest
from pipeline.text import fold

WIDEST = 366  # days: a vaguer date than a year never merges by itself
MONTHS = 14  # blocking keys are months; no mention needs more, given WIDEST
STEM = 6  # letters that a verb and its noun share: extradite, extradition


def keys(mention: Mention) -> frozenset[str]:
    """Two mentions that share none of these are never linked. Month, family of the word, entity or sentence."""
    who = {p.entity.id for p in mention.participants} or {mention.article_id}
    words = families(mention.lemma)
    found = {f"{month}|{word}|{e}" for month in _months(mention.interval) for word in words for e in who}
    found.add(digest("sentence", mention.trigger.text, fold(mention.sentence.text)))  # a copy of the very sentence
    return frozenset(found | {mention.id} | ({mention.anchor_id} if mention.anchor_id else set()))


@lru_cache(maxsize=4_096)
def families(lemma: str) -> frozenset[str]:
    """The families of the word, by the table and by its stem."""
    found = {name for name, words in lexicon().families.items() if lemma in words}
    return frozenset(found | {lemma[:STEM]})


@lru_cache(maxsize=16_384)
def _months(interval: Interval) -> tuple[str, ...]:
    if interval.earliest is None or interval.latest is None or days(interval) > WIDEST:
        return (f"{interval.earliest}..{interval.latest}",)
    months: list[str] = []
    day = date.fromisoformat(interval.earliest).replace(day=1)
    while day.isoformat() <= interval.latest and len(months) < MONTHS:
        months.append(day.isoformat()[:7])
        day = (day + timedelta(days=32)).replace(day=1)
    return tuple(months)
