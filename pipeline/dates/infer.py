"""When was an article written? From its dateline, else from what its own dates allow; never the day of the run.

Evidence, each giving an interval that the article's day lies in:

- a dateline ("ALMATY. 5 June. AGENCY -"), or an aside that dates today ("today, 5 May 2021");
- "N years ago - on DATE": the year that makes both agree;
- a day being told as today whose happening another sentence plans for DATE: today lies in DATE;
- what is told as past gives the first day possible, what is planned the last.

The result is the intersection, the evidence named. Evidence that contradicts what is stronger is left out and said so.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline import edtf
from pipeline.dates.calendar import Period, civil, containing, iso_day, ordinal
from pipeline.dates.grammar import word_before
from pipeline.dates.lexicon import Lexicon, Tokens, language_of, lexicon, tokenize
from pipeline.dates.tense import tense
from pipeline.model import Basis, Span, Timex
from pipeline.text import sentences

DATELINE_LINES, DATELINE_REACH = 4, 90
AGO_GAP = 40  # characters between "25 years ago" and the date it restates
NAME = re.compile(r"[^\W\d_]{3,}")
# What may follow a dateline's date: agency in brackets or capitals, then a dash or colon.
AFTER_DATELINE = re.compile(r"\s*[,.]?\s*(?:\([^()\n]{2,40}\)|[A-ZА-ЯЁ][\w./ -]{1,30}?)?\s*(?:[-–—_:/]|\.\s*$|$)")


@dataclass(frozen=True, slots=True)
class Inference:
    """The article's date in EDTF (None where unknown), how it was found, and the words that say so."""

    edtf: str | None
    basis: Basis
    evidence: str


@dataclass(frozen=True, slots=True)
class _Clue:
    low: int | None
    high: int | None
    words: str


def infer_published(text: str, timexes: list[Timex], language: str | None = None) -> Inference:
    """The date of the article ``text`` whose expressions, tagged without a reference, are ``timexes``."""
    lex = lexicon(language or language_of(text))
    tokens = tokenize(text, lex)
    spans = sentences(text)
    clues = [*_exact(text, timexes, lex), *_ago(text, timexes, lex), *_planned_today(text, timexes, spans, lex)]
    clues += _bounds(text, timexes, tokens, spans, lex)
    low, high, used = _intersect(clues)

    dateline = _dateline(text, timexes)
    if dateline is not None:
        words, value = dateline
        if value.startswith("XXXX"):
            placed = _first_after(value, low, high)
            if placed is not None:
                return Inference(placed, "dateline", "; ".join([f"dateline {words!r}", *used]))
        else:
            return Inference(value, "dateline", f"dateline {words!r}")
    if low is None and high is None:
        why = f"the dateline {dateline[0]!r} names no year" if dateline else "nothing in the text says"
        return Inference(None, "unknown", f"{why}; when it was written stays open")
    return Inference(edtf.from_days(_iso(low), _iso(high)), "inferred", "; ".join(used))


def _iso(day: int | None) -> str | None:
    return None if day is None else iso_day(day)


def _number(day: str | None) -> int | None:
    return None if day is None else ordinal(*edtf.order(day))


def _intersect(clues: list[_Clue]) -> tuple[int | None, int | None, list[str]]:
    """Narrow by each clue in turn, strongest first; a clue that would leave nothing is named and left out."""
    low: int | None = None
    high: int | None = None
    used: list[str] = []
    for clue in clues:
        new_low = clue.low if low is None else low if clue.low is None else max(low, clue.low)
        new_high = clue.high if high is None else high if clue.high is None else min(high, clue.high)
        if new_low is not None and new_high is not None and new_low > new_high:
            continue
        if (new_low, new_high) != (low, high):
            used.append(clue.words)
        low, high = new_low, new_high
    return low, high, used


def _dateline(text: str, timexes: list[Timex]) -> tuple[str, str] | None:
    """The words and the value of a dateline: a place in capitals (or at all), a date, then a dash."""
    start = 0
    for line in text.split("\n")[:DATELINE_LINES]:
        end = start + len(line)
        first = next((t for t in timexes if start <= t.start < min(end, start + DATELINE_REACH)), None)
        begin, start = start, end + 1
        if first is None or first.type != "DATE" or not re.fullmatch(r"(?:\d{4}|XXXX)-\d\d-\d\d", first.value):
            continue
        before = text[begin : first.start]
        letters = [c for c in before if c.isalpha()]
        place = bool(letters) and sum(c.isupper() for c in letters) >= 0.7 * len(letters)
        if place and AFTER_DATELINE.match(text, first.end, end):
            return text[begin : first.end].strip(), first.value
    return None


def _first_after(value: str, low: int | None, high: int | None) -> str | None:
    """The year of a dateline without one: the first such day that the evidence allows; ``?`` where others would fit."""
    if low is None and high is None:
        return None
    start = civil(low if low is not None else (high or 0))[0]
    for year in range(start - 1, start + 9):
        candidate = value.replace("XXXX", edtf.iso(year))
        try:
            day = _number(edtf.bounds(candidate)[0])
        except edtf.EdtfError:
            continue
        if day is None or (low is not None and day < low) or (high is not None and day > high):
            continue
        certain = high is not None and high - day < 365
        return candidate if certain else f"{candidate}?"
    return None


def _exact(text: str, timexes: list[Timex], lex: Lexicon) -> Iterator[_Clue]:
    """A "today, 5 May 2021": a deictic day that an explicit one restates."""
    fillers = "|".join(re.escape(word) for word in lex.data["join"]["aside_fillers"])
    joint = re.compile(rf"\s*[,(–—-]\s*(?:(?:{fillers})\s+)?")
    for one, other in pairwise(timexes):
        gap = text[one.end : other.start]
        deictic = one.basis == "article" and one.value == "XXXX-XX-XX"
        if deictic and other.basis == "explicit" and joint.fullmatch(gap) and other.earliest:
            yield _Clue(_number(other.earliest), _number(other.latest), f"{text[one.start : other.end]!r}")


def _ago(text: str, timexes: list[Timex], lex: Lexicon) -> Iterator[_Clue]:
    """A "25 years ago - on September 2, 1999" was written in 2024."""
    pattern = re.compile(lex.data["infer"]["ago"])
    for one, other in pairwise(timexes):
        match = pattern.fullmatch(one.text.lower())
        if match is None or other.basis != "explicit" or other.earliest is None or other.latest is None:
            continue
        gap = text[one.end : other.start]
        if len(gap) > AGO_GAP or not re.fullmatch(r"\s*[,(:–—-]\s*(?:\w+\s+)?", gap):
            continue
        years = int(match[1])
        first = containing("year", _number(other.earliest) or 1)
        year = Period("year", first.index + years)
        yield _Clue(year.first, year.last, f"{text[one.start : other.end]!r}")


def _planned_today(text: str, timexes: list[Timex], spans: list[Span], lex: Lexicon) -> Iterator[_Clue]:
    """What happens "today" is planned for a month elsewhere: the article is of that month."""
    plan_words = frozenset(lex.data["infer"]["plan"])
    weak = frozenset(lex.data["infer"]["weak"])
    current: list[tuple[Span, set[str]]] = []
    planned: list[tuple[Span, set[str], Timex]] = []
    for span in spans:
        inside = [t for t in timexes if span.start <= t.start < span.end]
        words = {w.lower()[:STEM] for w in NAME.findall(span.text) if w.lower() not in weak}
        if any(t.text.lower() in lex.data["infer"]["today"] for t in inside):
            current.append((span, words))
        if plan_words & set(re.findall(r"[\w’']+", span.text.lower())):
            planned += [(span, words, t) for t in inside if t.basis == "explicit" and t.earliest and t.latest]
    for today, words in current:
        for plan, others, timex in planned:
            shared = words & others
            month = len(timex.value) >= 7
            if today is not plan and month and timex.signal is None and len(shared) >= SHARED:
                said = f"{timex.text!r} is planned for what is told as today ({', '.join(sorted(shared)[:4])})"
                yield _Clue(_number(timex.earliest), _number(timex.latest), said)


STEM = 6  # letters: Armenia and Armenian share them
SHARED = 3  # content words that two sentences on one happening share: a name, a place, the noun


def _bounds(text: str, timexes: list[Timex], tokens: Tokens, spans: list[Span], lex: Lexicon) -> list[_Clue]:
    """The latest date told as past, and the first planned one after it."""
    plan_words = frozenset(lex.data["infer"]["plan"])
    starts = [s.start for s in spans]
    planning: dict[int, bool] = {}  # the place of a sentence: whether it plans
    lows: list[tuple[int, Timex]] = []
    highs: list[tuple[int, Timex]] = []
    for timex in timexes:
        if (
            timex.edtf is None
            or timex.earliest is None
            or timex.latest is None
            or timex.basis not in ("explicit", "inherited")
        ):
            continue
        index = bisect_left(tokens.starts, timex.start)
        before = word_before(tokens, index)
        bare = re.fullmatch(r"\d{4}", timex.value) is not None
        if before in lex.data["infer"]["period_of"] or (bare and before not in lex.data["infer"]["bare_year_after"]):
            continue
        place = max(0, bisect_left(starts, timex.start + 1) - 1)
        end = bisect_left(tokens.starts, timex.end)
        direction = tense(tokens, text, index, end, lex)
        if place not in planning:
            planning[place] = bool(plan_words & set(re.findall(r"[\w’']+", spans[place].text.lower())))
        if planning[place] or direction > 0:
            highs.append((_number(timex.latest) or 0, timex))
        elif direction < 0:
            own = timex.latest if timex.signal == "range" and timex.anchor is None else timex.earliest
            lows.append((_number(own) or 0, timex))
    clues: list[_Clue] = []
    low = max(lows, key=lambda pair: pair[0], default=None)
    if low is not None:
        clues.append(_Clue(low[0], None, f"{low[1].text!r} is told as past"))
    after = [pair for pair in highs if low is None or pair[0] >= low[0]]
    high = min(after, key=lambda pair: pair[0], default=None)
    if high is not None and low is not None:
        clues.append(_Clue(None, high[0], f"{high[1].text!r} is still to come"))
    return clues
