""" "... on Monday, six days after an explosion destroyed the port": the happening dated by its distance from another.

The distance counts from the day of the clause it stands in. What is told in days or weeks is as exact as that day; in
months it is a month; in years a year, save that "a year after" a day keeps the month.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from pipeline import edtf
from pipeline.engine import Parsed, Word
from pipeline.events import grammar
from pipeline.events.binding import Dated
from pipeline.events.predicates import Predicate
from pipeline.knowledge import toml
from pipeline.model import Interval, Timex

# Without a number
SOON = re.compile(r"\b(?:just |only )?(?:hours|minutes|moments|seconds) (?:later|earlier)\b", re.IGNORECASE)
CLOCK = frozenset({"second", "moment", "minute"})


@dataclass(frozen=True, slots=True)
class Distance:
    """So many units before or after; ``start`` and ``end`` count characters of the sentence."""

    start: int
    end: int
    count: int
    unit: str  # hour day week month year
    after: bool  # the clause it stands in comes after what it counts from

    @property
    def place(self) -> tuple[int, int]:
        """The characters of the sentence that tell it."""
        return self.start, self.end


@cache
def _pattern() -> re.Pattern[str]:
    numbers = "|".join(sorted(_numbers(), key=len, reverse=True))
    return re.compile(
        rf"(?<!\bfor )\b(?:(?P<number>{numbers}|\d{{1,3}})\s+(?:and a half\s+)?)?"
        r"(?P<unit>second|moment|minute|hour|day|week|month|year)s?\s+"
        r"(?P<way>after|before)\b(?=\s+\w)",
        re.IGNORECASE,
    )


@cache
def _numbers() -> dict[str, int]:
    return {word: int(value) for word, value in toml("events/predicates.toml")["numbers"].items()}


def _counted(number: str) -> int | None:
    """A number in digits or small words; None for anything else."""
    return int(number) if number.isdecimal() else _numbers().get(number)


def distances(sentence: str) -> Iterator[Distance]:
    """The distances told in a sentence: "six days after", "a year before", "hours after"."""
    low = sentence.lower()
    if "after" not in low and "before" not in low:
        return
    for match in _pattern().finditer(sentence):
        number = (match["number"] or "").lower()
        the = sentence[: match.start()].lower().endswith("the ")  # "the day after the fire"
        unit = "hour" if match["unit"].lower() in CLOCK else match["unit"].lower()
        if not number and not the and unit != "hour":
            continue
        count = 1 if (told := _counted(number)) is None else told
        yield Distance(match.start(), match.end(), count, unit, match["way"].lower() == "after")


def date_offsets(parsed: Parsed, predicates: Sequence[Predicate], dated: Sequence[Dated]) -> list[Dated]:
    """Predicates without a date of their own that a distance dates; the interval is marked ``reference``."""
    have = {d.predicate.token.i for d in dated}
    found: list[Dated] = []
    for distance in distances(parsed.span.text):
        word = next((t for t in parsed.words if t.idx + len(t) == distance.end), None)
        target = _target(word.i, predicates) if word is not None else None
        if word is None or target is None:
            continue
        if target.token.i in have:
            found += _from_clause(parsed, distance, target, predicates, dated, have)
            continue
        above = list(grammar.ancestors(target.token))
        origin = min(
            (d for d in dated if d.predicate.token.i != target.token.i and d.how != "coordinated"),
            key=lambda d: (_steps(d.predicate.token, above), abs(d.predicate.token.i - word.i)),
            default=None,
        )
        if origin is None or (interval := shifted(origin.interval, distance)) is None:
            continue
        found.append(Dated(target, stand_in(parsed, distance.place, interval, (origin.timex.start, origin.timex.end))))
        have.add(target.token.i)
    return found


WEEKS = re.compile(r"(?P<n>[a-z]+|\d+) (?:weeks?|fortnights?) (?P<way>later|earlier|after|before)", re.IGNORECASE)


def exact_weeks(timexes: Sequence[Timex], text: str) -> list[Timex]:
    """The dates of a text, "a week later" and "a fortnight earlier" being as exact as the one day they count from.

    TimeML's value is the week that day lies in, and stays. Where the day itself follows ("three weeks later, on 5
    August"), the words only round it.
    """
    days_of = {(t.start, t.end): t.earliest for t in timexes if t.earliest and t.earliest == t.latest}
    rounded = {a.start for a, b in pairwise(timexes) if text[a.end : b.start] in {", ", ", on "}}
    return [_exact(t, days_of.get(t.anchor)) if t.anchor and t.start not in rounded else t for t in timexes]


def _exact(timex: Timex, origin: str | None) -> Timex:
    match = WEEKS.fullmatch(timex.text)
    count = _counted(match["n"].lower()) if match else None
    if match is None or origin is None or not count:
        return timex
    weeks = count * (2 if "fortnight" in timex.text.lower() else 1)
    back = match["way"].lower() in {"earlier", "before"}
    day = shifted(_interval(origin, origin), Distance(0, 0, weeks, "week", after=back))
    return replace(timex, edtf=day.edtf, earliest=day.earliest, latest=day.latest) if day else timex


def _steps(word: Word, above: Sequence[Word]) -> int:
    """How far up the word stands; beyond the top where it does not."""
    return above.index(word) if word in above else len(above)


def stand_in(
    parsed: Parsed, place: tuple[int, int], interval: Interval, anchor: tuple[int, int] | None = None
) -> Timex:
    """The words of the sentence at [start, end) as if they were a date, with the days of something told."""
    start, end = place
    words, base = parsed.span.text[start:end], parsed.span.start
    days = (interval.edtf, interval.earliest, interval.latest)
    return Timex(base + start, base + end, words, "DATE", "", *days, basis="reference", anchor=anchor)


def turned(distance: Distance) -> Distance:
    """The same distance seen from the other end."""
    return replace(distance, after=not distance.after)


def _from_clause(
    parsed: Parsed,
    distance: Distance,
    target: Predicate,
    predicates: Sequence[Predicate],
    dated: Sequence[Dated],
    have: set[int],
) -> list[Dated]:
    """ "The decision came hours after the court convicted him on 5 April": the clause's date for the main verb.

    Of a noun too, where its date stands by it in front: "Two days before the vote on 5 April, he spoke".
    """
    source = next((d for d in dated if d.predicate.token == target.token and not d.shared), None)
    carrier = target.verb or target.token
    main = next((p for p in predicates if p.verb is not None and p.verb in grammar.ancestors(carrier.head)), None)
    if source is None or main is None or main.token.i in have or main.role != "event":
        return []
    if target.is_noun and not _in_front(parsed, target, source, main):
        return []
    interval = shifted(source.interval, turned(distance))
    if interval is None:
        return []
    have.add(main.token.i)
    return [Dated(main, stand_in(parsed, distance.place, interval, (source.timex.start, source.timex.end)))]


def _in_front(parsed: Parsed, noun: Predicate, source: Dated, main: Predicate) -> bool:
    tokens = parsed.at(source.timex.start, source.timex.end)
    return bool(tokens) and main.verb is not None and noun.token.i < tokens[0].i < main.verb.i


def _target(word: int, predicates: Sequence[Predicate]) -> Predicate | None:
    """What the distance counts from: the verb of the clause that "after" opens, or the noun that follows it."""
    for p in predicates:
        if p.verb is None or p.role != "event" or p.verb.i < word:
            continue
        opener = next((c for c in p.verb.children if c.i == word and c.dep_ in {"mark", "advmod", "prep"}), None)
        if opener is not None and not any(c.dep_ == "pobj" for c in opener.children):  # "before the vote, he ...": no
            return p
    for p in predicates:
        if p.is_noun and p.token.dep_ == "pobj" and p.token.head.i == word:
            return p
    later = [p for p in predicates if p.role == "event" and p.token.i > word]
    first = min(later, key=lambda p: p.token.i, default=None)
    if first is None or any(t.text in {",", ";"} for t in first.token.words[word : first.token.i]):
        return None
    return first


def shifted(origin: Interval, distance: Distance) -> Interval | None:
    """The interval so far from ``origin``, as exact as the words allow; None where that is not known."""
    try:
        return _shifted(origin, distance)
    except (OverflowError, ValueError, edtf.EdtfError):  # beyond the years 1 to 9999
        return None


def _shifted(origin: Interval, distance: Distance) -> Interval | None:
    if origin.earliest is None or origin.latest is None or origin.earliest.startswith("-"):
        return None
    first, last = date.fromisoformat(origin.earliest), date.fromisoformat(origin.latest)
    sign = -1 if distance.after else 1
    if distance.unit == "hour":
        return origin
    if distance.unit in {"day", "week"}:
        if (last - first).days > 6:
            return None
        step = timedelta(days=sign * distance.count * (7 if distance.unit == "week" else 1))
        return _interval((first + step).isoformat(), (last + step).isoformat())
    months = sign * distance.count * (12 if distance.unit == "year" else 1)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    same_month = (first.year, first.month) == (last.year, last.month)
    if distance.unit == "year" and (distance.count > 1 or not same_month):
        return edtf.parse(f"{year:04d}")
    return edtf.parse(f"{year:04d}-{month + 1:02d}") if same_month else None


def _interval(first: str, last: str) -> Interval:
    return Interval(first, last, first if first == last else f"{first}/{last}")
