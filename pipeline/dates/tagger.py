"""The tagger: scan for candidates, resolve them in reading order, take signals and ranges into the intervals."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from datetime import date
from functools import lru_cache

from pipeline import edtf
from pipeline.dates.calendar import PARTS, Period, iso_day, ordinal, part_of
from pipeline.dates.clock import is_loose, share_days
from pipeline.dates.genre import is_history, narrative_paragraphs, speaks_of_today
from pipeline.dates.grammar import Found, Grammar, grammar, scan
from pipeline.dates.leaning import relative
from pipeline.dates.lexicon import Tokens, tokenize
from pipeline.dates.meaning import Meaning
from pipeline.dates.ranges import join_ranges, plain_joint
from pipeline.dates.resolve import date as resolve_date
from pipeline.dates.resolve import resolve
from pipeline.dates.several import is_range, members, repeat_on
from pipeline.dates.signals import signal
from pipeline.dates.state import COARSE, Discourse, paragraphs
from pipeline.model import Timex

LAST_YEAR = 9980  # so that the next decade still fits
OPEN_START = ("until", "by", "before")
DEADLINES = ("by", "within")  # looking ahead, from the article's day to the end of it
OPEN_END = ("since", "from", "after", "not_before")


def tag_language(text: str, reference: date | str | None, language: str) -> list[Timex]:
    """All expressions of time in ``text``, read with the table of ``language``."""
    rules = grammar(language)
    tokens = tokenize(text, rules.lexicon)
    found = list(scan(tokens, text, rules))
    low, high = reference_days(reference)
    if not found:
        return []
    first = _read(text, tokens, found, rules, low)
    if low is high or low == high:
        return first
    return _either(first, _read(text, tokens, found, rules, high), text)


@lru_cache(maxsize=1024)
def reference_days(reference: date | str | None) -> tuple[Period | None, Period | None]:
    """The first and the last day the article may be of; twice None where nothing is known."""
    if reference is None or reference == "":
        return None, None
    if isinstance(reference, date):
        day = Period("day", reference.toordinal())
        return day, day
    earliest, latest = edtf.bounds(reference)
    if earliest is None or latest is None:
        return None, None
    first, last = (Period("day", ordinal(*edtf.order(d))) for d in (earliest, latest))
    return first, last


def _read(text: str, tokens: Tokens, found: list[Found], rules: Grammar, reference: Period | None) -> list[Timex]:
    starts = paragraphs(text)
    placed = [(bisect_right(starts, tokens.starts[f.start]) - 1, f) for f in found]
    narrative = narrative_paragraphs(placed, len(starts), reference)
    at = Discourse(
        tokens,
        text,
        rules.lexicon,
        reference,
        narrative,
        starts,
        today=reference is not None and speaks_of_today(placed),
    )
    sayings = rules.lexicon.data["before"]["sayings"]
    at.is_history = at.is_story and is_history(placed, tokens.words, sayings, reference)
    result: list[Timex] = []
    loose: set[int] = set()  # clock times without a day of their own
    for paragraph, candidate in placed:
        at.move(candidate.start, paragraph)
        parts = members(candidate)
        if parts is None:
            if candidate.rule.kind in SEVERAL:
                continue
            at.is_line = at.opens_line(candidate.start, candidate.end)
            meaning = resolve(candidate, at)
            if meaning is not None:
                if is_loose(candidate):
                    loose.add(len(result))
                result.append(_timex(candidate.start, candidate.end, meaning, at))
                if at.is_line and meaning.period is not None:
                    at.line = at.last
            at.is_line = False
            continue
        group: list[Timex] = []
        for start, end, slots in parts:
            read = relative if "period" in slots else resolve_date
            meaning = read(slots, candidate._replace(start=start, end=end, slots=slots), at)
            if meaning is not None and not group and (night := candidate.rule.fixed.get("night")):
                meaning = meaning._replace(type="TIME", value=meaning.value + night, time=night)
            if meaning is not None:
                group.append(_timex(start, end, meaning, at))
        if len(group) == 2 and is_range(candidate):
            group = join_ranges(group, text, rules.lexicon, forced=True)
        result += group
    if loose:
        result = share_days(result, loose, text, plain_joint(rules.lexicon.language))
    if any(timex.value.startswith("XXXX-") for timex in result):
        result = repeat_on(result, text)
    return _lend_back(join_ranges(result, text, rules.lexicon), text)


LIST = re.compile(r"\s*(?:[,;]|\band\b|&)(?:\s*\band\b)?\s*")
DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _lend_back(timexes: list[Timex], text: str) -> list[Timex]:
    """ "on 11 June, 21 June and 2 July 2018": the year at a list's end is every member's."""
    result = list(timexes)
    for n in range(len(result) - 2, -1, -1):
        one, after = result[n], result[n + 1]
        if (
            one.basis == "explicit"
            or (after.basis != "explicit" and after.anchor is None)
            or not DAY.fullmatch(after.value)
            or after.signal == "range"
        ):
            continue
        if (
            not DAY.fullmatch(one.value)
            or one.signal
            or one.edtf != one.value
            or not LIST.fullmatch(text[one.end : after.start])
        ):
            continue
        value = after.value[:4] + one.value[4:]
        if value <= after.value and one.text[-1:].isalnum() and MONTHLY.search(one.text):
            result[n] = replace(
                one,
                value=value,
                edtf=value,
                earliest=value,
                latest=value,
                basis="inherited",
                anchor=(after.start, after.end),
            )
    return result


MONTHLY = re.compile(r"[A-Za-z]{3}")

SEVERAL = ("days", "months", "quarters", "seasons", "centuries", "monthdays", "years", "seasonyears", "weekdays")


def _timex(start: int, end: int, meaning: Meaning, at: Discourse) -> Timex:
    """The expression on tokens [start, end) as a value of the model; the discourse remembers its date."""
    tokens = at.tokens
    span = tokens.starts[start], tokens.end(end - 1)
    period = meaning.period
    value = meaning.value
    if period is not None and not -LAST_YEAR < period.year < LAST_YEAR:
        period, value = None, "XXXX"  # four digits are all that ISO and EDTF dates have

    words = at.text[span[0] : span[1]]
    edtf_text, earliest, latest, name = None, None, None, None
    if period is not None:
        # "after Sunday's vote": the word before is about the vote.
        owns = at.text[span[1] : span[1] + 2] in {"'s", "’s"}
        beside = None if owns else signal(tokens, start, end, at.lexicon)
        aside = at.is_narrative and not at.today and meaning.basis == "article"
        # "mayor since 2014" takes no story on, nor does "a part of the empire since 1913"
        since_when = (beside in OPEN_END and at.today) or (beside == "since" and period.unit in COARSE)
        in_brackets = at.is_narrative and _is_other_calendar(start, at)
        if meaning.tells and not (at.last is not None and (aside or since_when or in_brackets)):
            at.tell(period, span, meaning.explicit_year, start)
        elif since_when:
            at.opened = at.told(period, span, meaning.explicit_year, start)
        edtf_text, earliest, latest, name = _interval(period, meaning, beside, at)
    return Timex(
        span[0],
        span[1],
        words,
        meaning.type,
        value,
        edtf_text,
        earliest,
        latest,
        name,
        meaning.basis,
        meaning.anchor,
        meaning.time,
    )


def _is_other_calendar(start: int, at: Discourse) -> bool:
    """Whether a bracket opens between the date told last and this one: "8 March (23 February)"."""
    return at.last is not None and at.text[at.last.span[1] : at.tokens.starts[start]].strip() in BRACKETS


BRACKETS = ("(", "[")


def _interval(
    period: Period, meaning: Meaning, name: str | None, at: Discourse
) -> tuple[str, str | None, str | None, str | None]:
    """EDTF, first and last day, and the signal that opens or closes the interval."""
    low, high, text = _bounds(period, meaning.part, at)
    if meaning.approximate or name == "about":
        text = edtf.approximate(text)
        name = None if name == "about" else name
    mark = "~" if text.endswith("~") else ""
    if meaning.time is not None or "T" in meaning.value:
        return text, iso_day(low), iso_day(high), name  # "after midnight", "until 5 p.m.": that day
    if name == "after":
        day = iso_day(high + 1)
        return f"{day}{mark}/..", day, None, name
    if name == "before":
        day = iso_day(low - 1)
        return f"../{day}{mark}", None, day, name
    now = at.reference
    if name in DEADLINES and now is not None and now.first <= high and not at.is_narrative:
        return f"{iso_day(now.first)}/{text.split('/')[-1]}", iso_day(now.first), iso_day(high), name
    if name in OPEN_END:
        return f"{text.split('/')[0]}/..", iso_day(low), None, name
    if name in OPEN_START:
        return f"../{text.split('/')[-1]}", None, iso_day(high), name
    return text, iso_day(low), iso_day(high), name


def _bounds(period: Period, part: str | None, at: Discourse) -> tuple[int, int, str]:
    """The days of a period or its part, with EDTF; "later this month" starts at the article's day."""
    text = period.edtf()
    low, high = period.first, period.last
    if part in PARTS:
        low, high = part_of(period, part)
    elif (
        part in ("LATER", "EARLIER")
        and at.reference is not None
        and low <= at.reference.first <= high
        and period.unit != "day"
    ):
        low, high = (at.reference.first, high) if part == "LATER" else (low, at.reference.first)
    return low, high, text


def _either(first: list[Timex], last: list[Timex], text: str) -> list[Timex]:
    """Two readings of an article whose day is not known exactly, as one that allows both."""
    others = {(t.start, t.end): t for t in last}
    result: list[Timex] = []
    for one in first:
        other = others.get((one.start, one.end), one)
        if one == other or one.edtf is None or other.edtf is None:
            result.append(replace(one, value=_common(one.value, other.value)))
            continue
        low = (
            None
            if one.earliest is None or other.earliest is None
            else min(one.earliest, other.earliest, key=edtf.order)
        )
        high = None if one.latest is None or other.latest is None else max(one.latest, other.latest, key=edtf.order)
        result.append(
            replace(
                one, value=_common(one.value, other.value), edtf=edtf.from_days(low, high), earliest=low, latest=high
            )
        )
    return result


def _common(left: str, right: str) -> str:
    """What two values share, cut at whole fields: 2024-10-01 and 2024-10-31 give 2024-10."""
    if left == right:
        return left
    fields = []
    for one, other in zip(left.split("-"), right.split("-"), strict=False):
        if one != other:
            break
        fields.append(one)
    return "-".join(fields) or "XXXX"
