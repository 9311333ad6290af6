"""Terms of office that an article tells: "Mayor of the city from May 3, 2011 to May 2, 2016" in brackets after a name.

Read from the references and the time expressions of the article. Each claim is dated by the words beside the office; it
outranks the tables for the store's ``offices`` and is no event.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.entities.titles import title_at
from pipeline.entities.tokens import tokenise
from pipeline.entities.values import Reference
from pipeline.model import Entity, Interval, Office, Timex

BEFORE = re.compile(r"\s*,?\s*(?:in office\s+)?(?:from|since|between|until|till|as of)?\s*")
TO = re.compile(r"\s*(?:to|until|till|through|and|[-–—])\s*")
BRACKET = re.compile(r"\s*[(,]\s*(?:who (?:was|is|has been|had been|served as)\s+)?(?:the\s+)?")
COPULA = re.compile(
    r"(?:,[^,.\n]{0,60},)?,?\s*(?:who\s+)?(?:has been|had been|(?:has |had )?served as|was|is|serves as|serving as"
    r"|held the (?:office|post) of)"
    r"\s+(?:the\s+|an?\s+)?(?:country[\u2019\']s\s+)?"
)
OPEN_SIGNALS = frozenset({"since", "from", "until", "till", "between", "through", "as of"})


class Told(NamedTuple):
    """A term with the words [start, end) that tell its period."""

    office: Office
    start: int
    end: int


def claims(
    text: str, references: Sequence[Reference], timexes: Sequence[Timex], origin: str = ""
) -> tuple[Office, ...]:
    """The terms of office told in ``text``; ``origin``: the article's id."""
    return tuple(dict.fromkeys(told.office for told in told_terms(text, references, timexes, origin)))


def told_terms(text: str, references: Sequence[Reference], timexes: Sequence[Timex], origin: str = "") -> list[Told]:
    """The same with the place of each period, which dates no event."""
    dated = [t for t in timexes if t.interval is not None and t.type in ("DATE", "TIME")]
    found = []
    for index, reference in enumerate(references):
        person = _person(reference)
        if reference.office and reference.of:
            holder = person if person and reference.name else _before(text, references, index)
            told = _period(text, reference.end, dated)
            if holder and told:
                found.append(_told(holder, reference.office, reference.of, told, origin))
                continue
        if person:
            spelled = _spelled_out(text, reference, references[index + 1 :], dated, origin, person)
            if spelled:
                found.append(spelled)
    return found


def _person(reference: Reference) -> Entity | None:
    first = reference.entities[0] if reference.entities else None
    return first if first is not None and first.kind == "person" else None


def _before(text: str, references: Sequence[Reference], index: int) -> Entity | None:
    """The person told right before the bracket or comma in which an office stands."""
    if index == 0:
        return None
    before = references[index - 1]
    gap = text[before.end : references[index].start]
    return _person(before) if BRACKET.fullmatch(gap) else None


def _period(text: str, end: int, dated: Sequence[Timex]) -> tuple[Interval, int, int] | None:
    """The period told right after an office: two dates with "to" between, or one that a signal word opens or closes."""
    for number, timex in enumerate(dated):
        if timex.start < end:
            continue
        gap = text[end : timex.start]
        if len(gap) > 30 or not BEFORE.fullmatch(gap):
            return None
        following = dated[number + 1] if number + 1 < len(dated) else None
        if following and TO.fullmatch(text[timex.end : following.start]):
            low, high = timex.earliest, following.latest
            opened = gap + text[timex.start : timex.end]
            if re.search(r"from|between|^\W*$", opened) or timex.signal in OPEN_SIGNALS:
                return Interval(low, high, f"{low or '..'}/{high or '..'}"), timex.start, following.end
        interval = timex.interval
        words = f"{gap} {timex.text} {timex.signal or ''}".lower()
        if (
            interval
            and re.search(r"\b(?:since|from|until|till|between)\b|\bto\b|[-–—]", words)
            and interval.earliest != interval.latest
        ):
            return interval, timex.start, timex.end
        return None
    return None


def _spelled_out(
    text: str, reference: Reference, later: Sequence[Reference], dated: Sequence[Timex], origin: str, person: Entity
) -> Told | None:
    """ "who has been federal president since March 2017": title without a country of its own, after a verb."""
    match = COPULA.match(text, reference.end)
    if not match:
        return None
    tokens = tokenise(text, match.end(), min(len(text), match.end() + 160))
    skipped = 0
    while skipped < min(2, len(tokens)) and not title_at(tokens, skipped, len(tokens)):
        skipped += 1
    found = title_at(tokens, skipped, len(tokens)) if skipped < len(tokens) else None
    if not found:
        return None
    end = tokens[skipped + found[0] - 1].end
    office, of = found[1], reference.of or person.country
    told_of = next(
        (r for r in later if r.start <= tokens[0].start < r.end or (r.start < end + 12 and r.start >= tokens[0].start)),
        None,
    )
    if told_of and told_of.office and told_of.of:
        office, of, end = told_of.office, told_of.of, told_of.end
    told = _period(text, end, dated)
    return _told(person, office, of, told, origin) if told and of else None


def _told(person: Entity, office: str, of: str, told: tuple[Interval, int, int], origin: str) -> Told:
    interval, start, end = told
    return Told(Office(person, office, of, interval, interval.latest, origin), start, end)
