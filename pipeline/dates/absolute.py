"""Calendar dates: day, month, year, weekday, season and the rest, alone or together, with what is left out filled in.

A year or month left out comes from a date told close by, else from the article's day, in the direction the tense says.
"""

from __future__ import annotations

import re
from typing import Any

from pipeline.dates.calendar import SEASON_CODES, Period, day_of, month_of, year_of
from pipeline.dates.grammar import Found, word_after, word_before
from pipeline.dates.meaning import Meaning
from pipeline.dates.state import Discourse
from pipeline.dates.tense import SURELY_AHEAD
from pipeline.dates.years import WINTER, build, choose_year, compared, ends_before_start, is_after_autumn
from pipeline.model import DateBasis


def year_slot(slots: dict[str, Any], at: Discourse) -> int | None:
    """The year spelled out, with its era; two digits are the nearest such year to the article's."""
    year = slots.get("year")
    if year is None and (short := slots.get("year2")) is not None:
        now = at.reference.year if at.reference else 2000
        year = now // 100 * 100 + int(short)
        return year - 100 if year > now + 10 else year
    if year is None:
        return None
    return 1 - int(year) if slots.get("era") == "BC" else int(year)


def date(slots: dict[str, Any], found: Found, at: Discourse) -> Meaning | None:
    """Day, month, year, weekday, season, quarter, half, decade, century, each alone or together."""
    if slots.get("ancient"):
        ancient = _ancient(slots, at)
        if ancient is None:
            return None
        slots = ancient
    if "qmonth" in slots:
        slots = _quarter_by_month(slots)
    year = year_slot(slots, at)
    explicit = year is not None
    basis: DateBasis = "explicit"
    anchor: tuple[int, int] | None = None
    part = slots.get("part") or slots.get("later")
    if year is None and (shifted := _told_year(slots, at)) is not None:
        year, basis, anchor = shifted
    common: dict[str, Any] = {"part": part, "approximate": "approx" in slots}

    if "decade" in slots or "decade2" in slots or "decadeword" in slots:
        return _decade(slots, at, common)
    if "century" in slots:
        number = int(slots["century"])
        if not 1 <= number <= 30:
            return None
        period = Period("century", -number) if slots.get("era") == "BC" else Period("century", number - 1)
        return Meaning("DATE", period.value(), period, explicit_year=True, **common)

    month, day = slots.get("month"), slots.get("day")
    if month is None and day is None and "weekday" in slots:
        return _weekday(int(slots["weekday"]), found, at, common)
    if month is None and day is not None:
        return _bare_day(int(day), found, at, common)
    if month is None and not any(k in slots for k in ("season", "quarter", "half")):
        if year is None:
            return None
        period = year_of(year)
        return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, explicit_year=explicit, **common)

    if year is None and (other := compared(slots, found, at)) is not None:
        return Meaning("DATE", other.value(), other, basis="inherited", tells=False, **common)
    if year is None:
        chosen = choose_year(slots, found, at)
        if chosen is None:
            return Meaning("DATE", _unplaced(slots), None, basis="article", **common)
        year, basis, anchor, explicit = chosen
        year += ends_before_start(year, slots, found, at)
    period_or_none = build(year, slots)
    if period_or_none is None:  # 30 February: the month is all that can be believed
        if month is None:
            return None
        period_or_none = month_of(year, int(month))
    period = period_or_none
    if "quarter" in slots and "dir" in slots and "ydir" not in slots:
        period = period.shift(int(slots["dir"]) * 4)
    value = period.value()
    if slots.get("season") == WINTER and at.is_narrative and at.last is not None and basis == "inherited":
        value = period.shift(4).value() if is_after_autumn(at.last) else value
    return Meaning("DATE", value, period, basis=basis, anchor=anchor, explicit_year=explicit, **common)


def _quarter_by_month(slots: dict[str, Any]) -> dict[str, Any]:
    """ "the March quarter", "the October-December period": the quarter that ends with the month, else that month."""
    last = int(slots["qmonth"])
    first = int(slots.get("qfirst", last - 2))
    if last % 3 or (last - first) % 12 != 2:
        return {**slots, "month": last}
    return {**slots, "quarter": last // 3}


ANCIENT = 1000  # before this, a year has fewer than four digits


def _ancient(slots: dict[str, Any], at: Discourse) -> dict[str, Any] | None:
    """ "in 218": a year of three digits, of the era told last, where the text tells of such years; None elsewhere."""
    last = at.last.period.year if at.last is not None else ANCIENT
    year = slots["year"]
    if last >= ANCIENT or not isinstance(year, int) or not 100 <= year < ANCIENT:
        return None
    return {**slots, "era": "BC"} if last <= 0 else slots


def _unplaced(slots: dict[str, Any]) -> str:
    if "season" in slots:
        return f"XXXX-{SEASON_CODES[int(slots['season'])]}"
    if "quarter" in slots:
        return f"XXXX-Q{slots['quarter']}"
    if "half" in slots:
        return f"XXXX-H{slots['half']}"
    if "day" in slots and "month" in slots:
        return f"XXXX-{int(slots['month']):02d}-{int(slots['day']):02d}"
    return f"XXXX-{int(slots['month']):02d}" if "month" in slots else "XXXX"


def _told_year(slots: dict[str, Any], at: Discourse) -> tuple[int, DateBasis, tuple[int, int] | None] | None:
    """ "... of last year", "... of that year", "... of the following year"."""
    if "ydir" in slots and at.reference is not None:
        return at.reference.year + int(slots["ydir"]), "article", None
    for slot in ("ytold", "ythat"):
        if slot in slots and at.last is not None:
            return at.last.period.year + int(slots[slot]), "inherited", at.last.span
    return None


def _decade(slots: dict[str, Any], at: Discourse, common: dict[str, Any]) -> Meaning:
    if "decade" in slots:
        start = int(re.match(r"\d*", str(slots["decade"]))[0])  # type: ignore[index]
        period = Period("decade", -(start // 10) - 1 if slots.get("era") == "BC" else start // 10)
        return Meaning("DATE", period.value(), period, explicit_year=True, **common)
    short = int(slots.get("decade2") or slots.get("decadeword") or 0)
    now = at.last.period.year if at.is_narrative and at.last else at.reference.year if at.reference else 2000
    start = now // 100 * 100 + short
    linked = at.last is not None and at.last.period.unit == "decade" and at.last.sentence == at.sentence
    if linked and at.last is not None:  # "the 1970s and 80s"
        start = at.last.period.year // 100 * 100 + short
    start -= 100 if start > now + 5 and not linked else 0
    period = Period("decade", start // 10)
    return Meaning("DATE", period.value(), period, basis="inherited", **common)


def _weekday(weekday: int, found: Found, at: Discourse, common: dict[str, Any]) -> Meaning:
    near = at.lexicon.data["before"]
    restated = at.restated(found)  # "on 26 April 1937, a Monday"
    if restated is not None and restated.period.unit == "day" and (restated.period.index - 1) % 7 == weekday - 1:
        return _day(restated.period.index, common, "inherited", restated.span)
    if word_before(at.tokens, found.start) in near["any"] and word_after(at.tokens, found.end) in near["stop"]:
        # "on a Tuesday"
        return Meaning("DATE", f"XXXX-WXX-{weekday}", None, tells=False, **common)
    frame = at.framing(found)
    if frame is not None and frame.period.unit == "week":
        return _day(frame.period.first + weekday - 1, common, "inherited", frame.span)
    told = at.day
    linked = told is not None and told.token == found.start - 2 and word_before(at.tokens, found.start) in near["pair"]
    if told is not None and told.period.unit == "day" and (at.is_story or linked):
        ahead = (weekday - 1 - (told.period.index - 1)) % 7
        ahead -= 7 if ahead > FORWARD and not at.is_story else 0  # "on Friday and Thursday"
        return _day(told.period.index + ahead, common, "inherited", told.span)
    if at.reference is None or at.reference.unit != "day":
        return Meaning("DATE", f"XXXX-WXX-{weekday}", None, basis="article", **common)
    now = at.reference.index
    back = (now - 1 - (weekday - 1)) % 7
    tense = at.tense(found)
    if tense > 0:
        return _day(now - back + 7 if back else now, common, "article", None)
    return _day(now - back, common, "article", None)


FORWARD = 4  # days: of two weekdays side by side the second is at most so many after the first


def _day(index: int, common: dict[str, Any], basis: DateBasis, anchor: tuple[int, int] | None) -> Meaning:
    period = Period("day", index)
    return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, **common)


def _bare_day(day: int, found: Found, at: Discourse, common: dict[str, Any]) -> Meaning | None:
    """ "the 25th": in the month told last, else the month around the article's day that fits the tense."""
    weekday = found.slots.get("weekday")
    base = at.day
    basis: DateBasis = "article"
    anchor: tuple[int, int] | None = None
    frame = at.framing(found)
    near_base = base is not None and (base.explicit or base.sentence == at.sentence)
    lends = base is not None and (at.is_narrative or (base.paragraph == at.paragraph and near_base))
    if base is not None and at.reference is not None and base.period.last < at.reference.to("month").first:
        lends = lends and at.tense(found) != SURELY_AHEAD  # "last spoke in June 1997, will meet on the 14th"
    if frame is not None and frame.period.unit == "month":
        anchor, basis = frame.span, "inherited"
        options = [frame.period]
    elif base is not None and lends:
        month = base.period.to("month")
        anchor, basis = base.span, "inherited"
        options = [month, month.shift(1)]
    elif at.reference is not None:
        month = at.reference.to("month")
        ahead = at.tense(found) > 0
        options = [month.shift(i) for i in ((0, 1) if ahead else (0, -1))]
        days = [p for m in options if (p := day_of(m.index // 12, m.index % 12 + 1, day))]
        fitting = [p for p in days if (p.index >= at.reference.first) == ahead or p.index == at.reference.first]
        options = [p.to("month") for p in fitting] or options
    else:
        return Meaning("DATE", f"XXXX-XX-{day:02d}", None, basis="article", **common)
    for option in options:
        period = day_of(option.index // 12, option.index % 12 + 1, day)
        if period and (weekday is None or (period.index - 1) % 7 == int(weekday) - 1):
            return Meaning("DATE", period.value(), period, basis=basis, anchor=anchor, **common)
    return None
