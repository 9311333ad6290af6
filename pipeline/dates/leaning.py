"""Expressions seen from the article's day (last week, two years ago) or from the date told last (that year)."""

from __future__ import annotations

from typing import Any

from pipeline.dates.absolute import date
from pipeline.dates.calendar import MONTHS_IN, RANK, Period, civil, day_of, stepped, year_of
from pipeline.dates.grammar import Found, word_after, word_before
from pipeline.dates.meaning import CLOCK_UNITS, NEAR, Meaning
from pipeline.dates.state import Discourse, Told
from pipeline.model import DateBasis, TimexType


def deictic(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """today, yesterday, tomorrow, tonight, tomorrow night."""
    offset = int(slots.get("offset", slots["deictic"]))
    part = slots.get("part") or slots.get("later")
    partday = slots.get("partday")
    kind: TimexType = "TIME" if partday else "DATE"
    if at.reference is None:
        return Meaning(kind, "XXXX-XX-XX" + (partday or ""), None, basis="article", time=partday, part=part)
    period = at.reference if at.reference.unit != "day" else at.reference.shift(offset)
    return Meaning(kind, period.value() + (partday or ""), period, part=part, basis="article", time=partday)


def relative(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """last week, this summer, next Friday, earlier this month, the end of the year, the quarter, a year earlier."""
    for slot, sign in (("season_past", -1), ("season_next", 1)):
        if slot in slots:
            slots = {**slots, "season": slots[slot], "dir": sign}
    direction = int(slots.get("dir", 0))
    part = slots.get("part") or slots.get("later")
    unit = slots.get("period")
    if slots.get("of_day"):
        meaning = date({k: v for k, v in slots.items() if k in ("month", "day", "year")}, found, at)
        return meaning and (_as(meaning, meaning.period.to("week")) if meaning.period else meaning)
    if slots.get("bare") and unit == "year" and _runs_to_month(found, at):
        return Meaning("DURATION", "P1Y", tells=False)
    base, basis, anchor = _base(at, bool(slots.get("contextual")), unit)
    if slots.get("back_a_year"):
        return _year_back(slots, at)
    if slots.get("same"):
        return _same(slots, at)
    if base is None or (slots.get("bare") and is_told_by(found, at)):
        return Meaning("DATE", _unknown(unit or "day"), None, basis="article", part=part, tells=False)

    if "month" in slots or "season" in slots:
        period = _named(slots, base, direction, at, found)
        if "day" in slots and period is not None:
            period = day_of(period.index // 12, period.index % 12 + 1, int(slots["day"]))
        if period is None:
            return None
    elif "weekday" in slots or "weekday_past" in slots:
        weekday = int(slots.get("weekday", slots.get("weekday_past", 1)))
        if base.unit != "day":
            return Meaning("DATE", f"XXXX-WXX-{weekday}", None, basis="article", part=part)
        back = (base.index - 1 - (weekday - 1)) % 7
        if direction < 0 or "weekday_past" in slots:
            period = base.shift(-(back or 7))
        elif direction > 0:
            period = base.shift(7 - back)
        else:
            period = base.to("week").shift(0)
            period = Period("day", period.first + weekday - 1)
    elif unit is None:
        return None
    elif RANK[unit] < RANK[base.unit]:  # "this week" when only the month is known
        period = base
        if slots.get("contextual"):  # "the month" after a year was told: some month of it
            return Meaning("DATE", _within(base, unit), base, part=part, basis=basis, anchor=anchor, tells=False)
    else:
        period = base.to(unit).shift(direction)
        if "day_of_week" in slots:
            period = Period("day", period.first + int(slots["day_of_week"]) - 1)
        workday = base.unit == "day" and (base.index - 1) % 7 < 5
        if unit == "weekend" and slots.get("contextual") and workday and at.tense(found) <= 0:
            period = period.shift(-1)
        if (slots.get("latest") and unit == "quarter") or (
            slots.get("contextual") and unit == "quarter" and not at.is_narrative
        ):
            period = period.shift(-1)
    return Meaning("DATE", period.value(), period, part=part, basis=basis, anchor=anchor)


def is_told_by(found: Found, at: Discourse) -> bool:
    """Whether a clause says which: "the day before he left", "on the night she died"; but "over the week it rose"."""
    near, after = at.lexicon.data["before"], word_after(at.tokens, found.end)
    if after in near["clause_start"] or starts_clause(found, at):
        return word_before(at.tokens, found.start) not in near["no_clause"]
    return after in near["told_by"]


def _runs_to_month(found: Found, at: Discourse) -> bool:
    """Whether "to" and a month follow: "prices rose 2 percent in the year to June" is of twelve months."""
    tokens, months = at.tokens, at.lexicon.chars_of("month")
    if word_after(tokens, found.end) not in at.lexicon.data["join"]["range"]:
        return False
    return any(code in months for code in tokens.codes[found.end + 1 : found.end + 1 + TO_MONTH])


TO_MONTH = 4  # words: "to June", "to the end of June"


def starts_clause(found: Found, at: Discourse) -> bool:
    """Whether a name follows at once, as in "the night Epstein died"; a month or weekday is no such name."""
    tokens = at.tokens
    if found.end >= len(tokens.words) or not tokens.words[found.end].isalpha():
        return False
    named = at.text[tokens.starts[found.end] :][:2].istitle() and not at.lexicon.signatures.get(tokens.words[found.end])
    return named and word_before(tokens, found.start) in at.lexicon.data["before"]["of_clause"]


def _within(base: Period, unit: str) -> str:
    """The value of some day, week or month of a longer period: ``1950-XX``, ``1950-WXX``."""
    within = WITHIN.get((base.unit, unit))
    return base.value() + within if within else base.value()


WITHIN = {
    ("year", "month"): "-XX",
    ("year", "quarter"): "-QX",
    ("year", "week"): "-WXX",
    ("year", "day"): "-XX-XX",
    ("month", "day"): "-XX",
}


def _as(meaning: Meaning, period: Period) -> Meaning:
    return meaning._replace(period=period, value=period.value())


def _is_coarse(unit: Any, last: Told) -> bool:
    """Whether the date told last says nothing of the unit: "this fall ... by the end of the month"."""
    return unit in RANK and RANK[unit] < RANK[last.period.unit]


def _base(at: Discourse, contextual: bool, unit: Any = None) -> tuple[Period | None, DateBasis, tuple[int, int] | None]:
    """The article's day; the date last told where a narrative leans on context, and in a story of long ago always."""
    leans = contextual and at.is_narrative and not (at.today and at.last is not None and _is_coarse(unit, at.last))
    if at.last is not None and (leans or _is_long_ago(at.last.period, at)):
        return at.last.period, "reference", at.last.span
    return at.reference, "article", None


LONG_AGO = 1_000  # days before the article's own


def _is_long_ago(last: Period, at: Discourse) -> bool:
    """Whether a story is at a time that no "this year" of its writer's could mean."""
    return at.is_story and at.reference is not None and at.reference.first - last.last > LONG_AGO


def _unknown(unit: str) -> str:
    return {
        "day": "XXXX-XX-XX",
        "week": "XXXX-WXX",
        "weekend": "XXXX-WXX-WE",
        "month": "XXXX-XX",
        "quarter": "XXXX-QX",
    }.get(unit, "XXXX")


def _year_back(slots: dict[str, Any], at: Discourse) -> Meaning:
    """ "a year earlier": a year before the quarter, month or year that is being compared."""
    last = at.last
    if at.quarter is not None and at.quarter.sentence == at.sentence:
        last = at.quarter  # "in the third quarter, which ended on Sept. 30, from 6 percent a year earlier"
    unit = slots.get("period2")
    if unit == "month" and (same := _same({**slots, "period": unit}, at)) is not None:
        return same
    if last is not None and (at.is_narrative or (last.paragraph == at.paragraph or last.period.unit == "quarter")):
        if last.period.unit == "quarter" and (unit in (None, "quarter")):
            period = last.period.shift(-4)
            return Meaning("DATE", period.value(), period, basis="reference", anchor=last.span, tells=False)
        if at.is_narrative or (slots.get("from_told") and at.sentence - last.sentence <= NEAR):
            period = year_of(last.period.year - 1)
            return Meaning("DATE", period.value(), period, basis="reference", anchor=last.span)
    if at.reference is None:
        return Meaning("DATE", "XXXX", None, basis="article")
    period = at.reference.to("quarter").shift(-5) if unit == "quarter" else year_of(at.reference.year - 1)
    return Meaning("DATE", period.value(), period, basis="article", tells=False)


def _same(slots: dict[str, Any], at: Discourse) -> Meaning | None:
    """ "the same month a year earlier", "the same quarter of 2019": the one told last, in another year."""
    unit = str(slots.get("period") or _told_unit(at))
    if unit not in IN_YEAR:
        return None
    told = next((t for t in (at.last, at.quarter) if t is not None and t.period.unit == unit), at.day)
    if told is not None and not at.is_narrative and told.paragraph != at.paragraph:
        told = None
    base = told.period if told is not None else at.reference
    if base is None or RANK[unit] < RANK[base.unit]:
        return Meaning("DATE", _unknown(unit), None, basis="article", tells=False)
    year = int(slots["year"]) if "year" in slots else base.year - 1
    period = base.to(unit).shift(IN_YEAR[unit] * (year - base.year))
    return Meaning("DATE", period.value(), period, basis="reference", anchor=told.span if told else None)


def _told_unit(at: Discourse) -> str:
    """The unit of the period told last in the paragraph: what "the same period of 2022" compares with; else a year."""
    near = [t for t in (at.last, at.quarter) if t is not None and t.paragraph == at.paragraph]
    return next((t.period.unit for t in near if t.period.unit in IN_YEAR), "year")


IN_YEAR = {"month": 12, "quarter": 4, "year": 1}  # of a unit in a year


def _named(slots: dict[str, Any], base: Period, direction: int, at: Discourse, found: Found) -> Period | None:
    """last April, this September, next summer."""
    unit = "month" if "month" in slots else "season"
    here = base.to(unit)
    size = 12 if unit == "month" else 4
    target = int(slots["month"]) - 1 if unit == "month" else int(slots["season"])
    ahead = (target - here.index) % size
    if direction < 0:
        return here.shift(ahead - size if ahead else -size)
    if direction > 0:
        return here.shift(ahead or size)
    if "later" in slots:
        return here.shift(ahead)
    years = (Period(unit, (base.year + y) * size + target) for y in (-1, 0, 1))
    this_year = Period(unit, base.year * size + target)
    if unit == "month":
        return this_year
    tense = at.tense(found)  # "this spring", told in October, was or will be

    def cost(season: Period) -> int:
        ahead = season.first > base.last
        against = tense < 0 if ahead else tense > 0 and season.last < base.first
        return max(season.first - base.last, base.first - season.last, 0) + AGAINST_TENSE * against

    return min(years, key=cost)


AGAINST_TENSE = 60  # days that a season on the other side than the verb says seems farther


def told(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """that year, the same day, the next day, the previous month, the Tuesday before, that spring."""
    offset = int(slots.get("told", 0))
    part = slots.get("part") or slots.get("later")
    last = at.last
    unit = slots.get("period")
    if slots.get("eve") and not _is_spoken_of(found, at):
        return Meaning("DATE", "XXXX-XX-XX", basis="reference", tells=False)
    if last is None or unit == "day":
        last = at.day if at.day is not None and at.day.period.unit == "day" else last
    basis: DateBasis = "article"
    anchor: tuple[int, int] | None = None
    if offset and at.today and last is not None and _is_coarse(unit, last):
        last = at.day if at.day is not None and not _is_coarse(unit, at.day) else None
    if last is None:
        if at.reference is None:
            return Meaning("DATE", _unknown(unit or "day"), None, basis="reference", part=part)
        base = at.reference
    else:
        base, anchor, basis = last.period, last.span, "reference"

    if "weekday" in slots:
        if base.unit != "day" and not at.is_narrative and at.reference is not None:
            base, anchor, basis = (
                at.reference,
                None,
                "article",
            )  # "in 2012; the tickets were bought the previous Thursday"
        if base.unit != "day":
            return Meaning("DATE", f"XXXX-WXX-{slots['weekday']}", None, basis="reference")
        back = (base.index - 1 - (int(slots["weekday"]) - 1)) % 7
        period = (
            base.shift(-(back or 7))
            if offset < 0
            else base.shift((7 - back) % 7 or 7)
            if offset > 0
            else base.shift(-back)
        )
    elif "month" in slots or "season" in slots:
        size, name = (12, "month") if "month" in slots else (4, "season")
        here = base.to(name)
        target = int(slots["month"]) - 1 if name == "month" else int(slots["season"])
        ahead = (target - here.index) % size
        if offset < 0:
            period = here.shift(ahead - size)
        elif offset > 0 and RANK[base.unit] > RANK[name]:  # "in late 2013, and the following September"
            period = Period(name, (base.year + 1) * size + target)
        elif offset > 0:
            period = here.shift(ahead or size)
        else:
            period = Period(name, base.year * size + target)
    elif unit is None:
        return None
    elif RANK[unit] < RANK[base.unit] and unit in ("day", "week", "month", "quarter"):
        return Meaning(
            "DATE",
            _within(base, unit),
            base,
            "LATER" if offset > 0 else part,
            basis="reference",
            anchor=anchor,
            tells=False,
        )
    else:
        period = base.to(unit).shift(offset)
    return Meaning("DATE", period.value(), period, part=part, basis=basis, anchor=anchor)


EARLIER_WORDS = 60  # words back in which an event was spoken of


def _is_spoken_of(found: Found, at: Discourse) -> bool:
    """Whether "the eve of the vote" is that of a vote told of before; "the eve of the visit" alone says no day."""
    words = at.tokens.words
    if word_after(at.tokens, found.end) not in at.lexicon.data["join"]["of"]:
        return True
    told = {w for w in words[max(0, found.start - EARLIER_WORDS) : found.start] if len(w) > len("the")}
    return not told.isdisjoint(words[found.end + 1 : found.end + 4])


HOURS = 24  # of a day


def ago(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """Two years ago, three days later, a decade earlier, five minutes from now."""
    if slots.get("to_the_day"):
        return _to_the_day(slots, found, at)
    unit = str(slots.get("unit") or slots.get("few_unit"))
    when = slots.get("ago", "from_now")
    count = slots.get("num")
    if count is None and "few" not in slots and "few_unit" not in slots and "num_x" not in slots:
        count = 1
    if count is not None and slots.get("plus_half"):
        count += 0.5
    vague = count is None or "num2" in slots
    sign = -1 if when in ("ago", "earlier") else 1
    base: Period | None = at.reference
    basis: DateBasis = "article"
    anchor: tuple[int, int] | None = None
    last = at.last
    from_told = when not in ("ago", "from_now") or (at.is_story and at.is_quoted(found.start))
    near = last is not None and (
        last.paragraph >= at.paragraph - NEAR if sign > 0 else last.sentence >= at.sentence - NEAR
    )
    if from_told and last is not None and (at.is_narrative or near):
        base, basis, anchor = last.period, "reference", last.span
    if vague:
        if count is None and not (unit in ("decade", "century", "year") and when == "ago" and "few" in slots):
            return Meaning("DATE", "PAST_REF" if sign < 0 else "FUTURE_REF", None, basis=basis)
        if count is None:
            return Meaning("DATE", "PAST_REF", None, basis=basis)
    if base is None:
        return Meaning("DATE", _unknown(unit), None, basis=basis)
    if from_told and (same := at.restated(found)) is not None and _is_aside(found, at):
        return Meaning("DATE", same.period.value(), same.period, basis="reference", anchor=same.span)
    if unit == "hour" and isinstance(count, int) and count >= HOURS and count % HOURS == 0 and base.unit == "day":
        unit, count = "day", count // HOURS  # "48 hours later"
    if unit in CLOCK_UNITS:
        return Meaning(
            "TIME", base.value() + ("TXX" if base.unit == "day" else ""), base, basis=basis, anchor=anchor, time=None
        )
    period = stepped(base, unit, float(count or 1) * sign)
    if from_told and sign > 0 and basis == "article" and at.tense(found) <= 0:
        return Meaning("DATE", _unknown(unit), None, basis="reference", tells=False)  # "died two days later": of what?
    value = _within(base, unit) if period == base else period.value()
    return Meaning("DATE", value, period, basis=basis, anchor=anchor, approximate="approx" in slots)


def _is_aside(found: Found, at: Discourse) -> bool:
    """Whether a pause follows, as in "on 3 May, two days later, he left": the date is said in another way."""
    return word_after(at.tokens, found.end) in at.lexicon.data["before"]["stop"]


def _to_the_day(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """ "a year ago today", "forty years ago last month": the same day, week or month of another year, month or week."""
    here: dict[str, Any] = {k: slots[k] for k in ("deictic", "dir", "period") if k in slots}
    now = deictic(here, found, at) if "deictic" in here else relative(here, found, at)
    unit, sign = str(slots["unit"]), -1 if slots["ago"] in ("ago", "earlier") else 1
    if now is None or now.period is None or unit in CLOCK_UNITS or "quarter" in (unit, now.period.unit):
        return now
    steps = round(float(slots.get("num", 1))) * sign
    days = {"day": 1, "week": 7, "fortnight": 14}.get(unit)
    first = (now.period.first + now.period.last) // 2 if now.period.unit == "week" else now.period.first
    if days is not None:
        moved = Period("day", first + steps * days).to(now.period.unit)
    else:
        year, month, day = civil(first)
        months = year * 12 + month - 1 + steps * MONTHS_IN.get(unit, 12)
        moved_day = day_of(months // 12, months % 12 + 1, day) or Period("month", months)
        moved = moved_day.to(now.period.unit) if RANK[moved_day.unit] <= RANK[now.period.unit] else moved_day
    return now._replace(value=moved.value(), period=moved)
