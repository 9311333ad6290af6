"""Dates beside a measured value that tell a doing all the same: "called for trials in May and lent $2 million".

The clauses of ``clauses.py`` are cut by words; which verb a date belongs to only the parse knows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.engine import Parsed
from pipeline.events.amounts import amounts
from pipeline.events.binding import price
from pipeline.events.clauses import compared, stating
from pipeline.events.predicates import find
from pipeline.model import Timex

NEAR = 2.5  # a dearer way (binding.toml) leads out of the date's own clause


def doings(
    parsed: Parsed, timexes: Sequence[Timex], measured: Collection[tuple[int, int]]
) -> frozenset[tuple[int, int]]:
    """Those of the ``measured`` dates (``start, end`` in the article) whose own verb tells a doing and no value."""
    start, text = parsed.sentence.start, parsed.sentence.text
    places = [(t.start - start, t.end - start) for t in timexes]
    valued = {p.start + start for p in stating(text, amounts(text, places))}
    able = [p for p in find(parsed.words) if p.verb is not None]
    kept: set[tuple[int, int]] = set()
    for timex in timexes:
        place = (timex.start, timex.end)
        tokens = parsed.at(*place)
        if place not in measured or not tokens or compared(text, timex.start - start):
            continue
        asked, best = min(((price(p, tokens), p) for p in able), key=lambda row: row[0], default=(NEAR, None))
        if best is not None and asked < NEAR and best.role == "event" and parsed.start(best.token) not in valued:
            kept.add(place)
    return frozenset(kept)
