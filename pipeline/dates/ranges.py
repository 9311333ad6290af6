"""Two expressions that are the ends of one interval: "from X to Y", "between X and Y", "X - Y"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from pipeline import edtf
from pipeline.dates.calendar import iso_day, ordinal
from pipeline.dates.lexicon import Lexicon
from pipeline.knowledge import toml
from pipeline.model import Timex

DAY = re.compile(r"\d{4}-\d\d-\d\d")
MONTHS = re.compile(r"P(\d{1,2})([MQ])")
LONGEST_JOINT = 12  # characters between the two


def plain_joint(language: str) -> re.Pattern[str]:
    """What stands between the ends of a range: "-", "to", "through the"."""
    return _joints(language)[0]


@cache
def _joints(language: str) -> tuple[re.Pattern[str], ...]:
    join = toml(f"dates/{language}.toml")["join"]

    def either(words: list[str]) -> str:
        return "|".join(re.escape(w) for w in words)

    def words(fillers: str) -> str:
        return f"(?:(?:{either(join[fillers])})\\s+)?"

    plain = [w for w in join["range"] if w not in join["range_if_opened"]]
    return (
        re.compile(rf"\s*,?\s*(?:{either(plain)})\s*{words('fillers')}", re.IGNORECASE),
        re.compile(rf"\s*,?\s*(?:{either(join['range_if_opened'])})\s*{words('fillers')}", re.IGNORECASE),
        re.compile(rf"(?:{either(join['between'])})\s+{words('fillers')}$", re.IGNORECASE),
        re.compile(rf"\s*(?:{either(join['aside'])})\s*{words('aside_fillers')}", re.IGNORECASE),
    )


def join_ranges(timexes: list[Timex], text: str, lex: Lexicon, forced: bool = False) -> list[Timex]:
    """Give both ends of each range the whole interval; the second end points at the first by ``anchor``."""
    result = list(timexes)
    plain, opened, between, asides = _joints(lex.language)
    index = 0
    while index + 1 < len(result):
        one, other = result[index], result[index + 1]
        index += 1
        gap = other.start - one.end
        if part := _part_of_year(one, other, text[one.end : other.start], lex):
            result[index - 1 : index + 1] = part
            continue
        if gap < 0 or (gap > LONGEST_JOINT and not forced) or one.edtf is None or other.edtf is None:
            continue
        if (
            one.type not in ("DATE", "TIME")
            or other.type not in ("DATE", "TIME")
            or (other.anchor == (one.start, one.end) and one.signal == "range")
        ):
            continue
        joint = text[one.end : other.start]
        divided = index + 1 < len(result) and result[index + 1].anchor == (one.start, one.end)
        if not forced and not divided and asides.fullmatch(joint) and (finer := _restated(one, other)):
            result[index - 1 : index + 1] = finer
            continue
        is_between = between.search(text, max(0, one.start - 12), one.start) is not None
        if not forced and not plain.fullmatch(joint) and not (is_between and opened.fullmatch(joint)):
            continue
        one = _week_before(one, other)
        if one.edtf is None:
            continue
        low, high = one.earliest, other.latest
        if one.signal == "until" or low is None:
            continue
        if other.signal in ("until", "by", None, "from") and other.latest is None:
            high = edtf.bounds(other.edtf.split("/")[0])[1]
        if high is None or edtf.order(low) > edtf.order(high):
            continue
        first, last = one.edtf.split("/")[0], other.edtf.split("/")[-1]
        whole = f"{first}/{last}" if ".." not in (first, last) else edtf.from_days(low, high)
        result[index - 1] = replace(one, edtf=whole, earliest=low, latest=high, signal="range")
        result[index] = replace(
            other, edtf=whole, earliest=low, latest=high, signal="range", anchor=(one.start, one.end)
        )
        index += 1
    return result


def _week_before(one: Timex, other: Timex) -> Timex:
    """ "from Monday to Friday": the Monday before that Friday, though a later one is nearer to the article's day."""
    if one.basis != "article" or other.basis != "article" or one.type != "DATE" or not DAY.fullmatch(one.value):
        return one
    if one.earliest is None or other.latest is None or not DAY.fullmatch(other.value):
        return one
    start, end = ordinal(*edtf.order(one.value)), ordinal(*edtf.order(other.value))
    if not 0 < start - end < 7:
        return one
    day = iso_day(start - 7)
    return replace(one, value=day, edtf=day, earliest=day, latest=day)


def _part_of_year(one: Timex, other: Timex, joint: str, lex: Lexicon) -> list[Timex] | None:
    """ "the first eleven months of 2021": a duration that starts or ends a year is an interval of it."""
    shape = MONTHS.fullmatch(one.value) if one.type == "DURATION" else None
    if shape is None or other.earliest is None or other.latest is None or len(other.value) != len("2021"):
        return None
    if joint.strip().lower() not in lex.data["join"]["of"]:
        return None
    words = one.text.lower().split()
    months = int(shape[1]) * (3 if shape[2] == "Q" else 1)
    year = other.earliest[:-6]
    if not 1 <= months <= 12:
        return None
    stretch = lex.data["words"].get("stretch", {})
    if set(words) & set(stretch.get("FIRST", ())):
        edges = f"{year}-01", f"{year}-{months:02d}"
    elif set(words) & {*stretch.get("FINAL", ()), *stretch.get("PAST", ())}:
        edges = f"{year}-{13 - months:02d}", f"{year}-12"
    else:
        return None
    whole = edtf.interval(*edges)
    low, high = edtf.bounds(whole)
    first = replace(one, edtf=whole, earliest=low, latest=high, signal="range")
    return [first, replace(other, edtf=whole, earliest=low, latest=high, signal="range", anchor=(one.start, one.end))]


def _restated(one: Timex, other: Timex) -> list[Timex] | None:
    """ "25 years ago - on September 2, 1999": the coarser of two that agree takes the finer's interval."""
    left, right = one.interval, other.interval
    if left is None or right is None or left == right or one.basis == other.basis or one.type != other.type:
        return None
    if right.within(left) and left.earliest is not None and left.latest is not None:
        span = (other.start, other.end)
        taken = replace(one, edtf=other.edtf, earliest=other.earliest, latest=other.latest, anchor=span)
        return [taken, other]
    return None


def intervals(timexes: list[Timex], text: str) -> list[Timex]:
    """The expressions with each range as one: from its first word to its last, the whole interval, value ``a/b``."""
    result: list[Timex] = []
    for timex in timexes:
        before = result[-1] if result else None
        if (
            before is not None
            and timex.signal == "range"
            and before.signal == "range"
            and timex.anchor == (before.start, before.end)
        ):
            value = f"{before.value}/{timex.value}" if before.type != "DURATION" else str(before.edtf)
            kind = before.type if before.type != "DURATION" else timex.type
            words = text[before.start : timex.end]
            result[-1] = replace(before, end=timex.end, text=words, value=value, type=kind)
        else:
            result.append(timex)
    return result
