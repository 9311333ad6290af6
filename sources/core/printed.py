"""The dates that a page prints: which stand beside the headline, and which it says are those of its publication.

A date is beside the headline where it stands between the headline and the first paragraph, or, where none does, in the
smallest element that holds both it and the headline: content systems set dates above headlines as well as below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Literal

from pipeline.knowledge import toml
from sources.core import moments
from sources.core.tree import HEADINGS, Element, flat, folded

_LONGEST = 120  # characters of a line that tells a date
_NEAR = 60  # texts after the headline: bylines and share buttons are no more
_ABOVE = 5  # elements that hold one another, from the headline up: a post's box is no further
_FAR_ABOVE = 9
_CLOSE = 8  # texts
_PUBLISHED_NAME = re.compile(r"publi|pubdate|posted|dateline|entry-date|release-?date", re.I)
_UPDATED_NAME = re.compile(r"updat|modif|edited", re.I)
_CAPTION_NAME = re.compile(r"caption|legend|bildunterschrift|bildtext|photo-?credit|image-?credit", re.I)
_ENGLISH_DAY_FIRST = ("en-gb", "en-ie", "en-au", "en-nz", "en-in", "en-za")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")

Kind = Literal["published", "updated", "edition", "bare"]


@dataclass(frozen=True, slots=True)
class _Told:
    """A day that the page prints: its words, what it is said to be the day of, and where it stands."""

    day: str
    text: str
    kind: Kind
    at: int  # texts before it
    element: Element


@dataclass(frozen=True, slots=True)
class Printed:
    """Texts of dates: ``labelled`` of the day of publication as the page itself calls it, ``beside`` of the one day
    beside the headline. None where there is none, or more than one; ``torn`` where several stand there.

    ``edition`` is the day (ISO) of the paper in which the text was printed, too: often the day after.
    """

    labelled: str | None
    beside: str | None
    torn: bool = False
    edition: str | None = None


@cache
def _labels() -> re.Pattern[str]:
    """A word for a paper's edition, for publication or for a later change: the group's name."""
    said = ((kind, sorted(toml("page_furniture.toml")[f"{kind}_labels"], key=len, reverse=True)) for kind in _LABELS)
    groups = (f"(?P<{kind}>{'|'.join(map(re.escape, words))})" for kind, words in said)
    return re.compile(rf"(?<!\w)(?:{'|'.join(groups)})(?!\w{{3}})", re.I)


_LABELS: tuple[Kind, ...] = ("edition", "published", "updated")
_REMEMBERED = 2_048  # texts: the pages of a paper have their menus in common


@lru_cache(maxsize=_REMEMBERED)
def _labelled(text: str) -> tuple[tuple[int, int, Kind], ...]:
    """Where labels stand in a text, and what they say."""
    return tuple((*m.span(), next(k for k in _LABELS if m[k])) for m in _labels().finditer(text))


def read(root: Element, title: str, first: str, second: str = "") -> Printed:
    """What the page prints. ``first`` is the first paragraph of the text, a lead outside apart; ``second`` the next.

    The first may be a lead all the same, with the byline after it.
    """
    told: list[_Told] = []
    american = _american(root.get("lang") or "")
    pending: tuple[Kind, int] = "bare", 0
    headline: tuple[int, Element] | None = None
    start = until = None
    wanted = folded(title)
    for at, (text, element, machine) in enumerate(_texts(root)):
        if headline is not None and len(text) > 30:
            if start is None and text[:60] in first:
                start = at
            elif until is None and start is not None and text[:60] in second:
                until = at
        if start is None and _is_headline(element, text, title, wanted):
            headline = at, element
        if (len(text) > _LONGEST or (start is not None and text in first)) and not machine:
            continue
        pending = (pending[0], pending[1] - 1) if pending[1] else ("bare", 0)
        labels = _labelled(text)
        begins = [0, *(end for _, end, _ in labels)]
        ends = [*(start for start, _, _ in labels), len(text)]
        kinds: list[Kind] = [pending[0], *(kind for _, _, kind in labels)]
        found = False
        for begin, end, kind in zip(begins, ends, kinds, strict=True):
            piece = machine if machine and end == len(text) and not found else text[begin:end]
            read = _read(piece, american)
            if read is not None:
                told.append(_Told(*read, kind if kind != "bare" else _named(element), at, element))
                found = True
        if labels and not found:
            pending = kinds[-1], 3
        elif found:
            pending = "bare", 0
    near = _near(told, headline, start, until)
    published = {t.day: t.text for t in near if t.kind == "published"} or {
        t.day: t.text for t in told if t.kind == "published"
    }
    told_so = any(t.kind == "published" for t in near)
    bare = {} if told_so else {t.day: t.text for t in near if t.kind == "bare" and not _is_of_a_picture(t.element)}
    timed = {day: text for day, text in bare.items() if moments.has_clock(text)}
    beside = _only(bare) or _only(timed)
    editions = {t.day: t.day for t in told if t.kind == "edition"}
    torn = beside is None and len(bare) > 1
    return Printed(_only(published), beside if start is not None else None, torn, _only(editions))


def _only(days: dict[str, str]) -> str | None:
    return next(iter(days.values())) if len(days) == 1 else None


def _near(
    told: Sequence[_Told], headline: tuple[int, Element] | None, start: int | None, until: int | None
) -> list[_Told]:
    """What stands between headline and text, else above the headline, else between the first paragraph and the next."""
    if headline is None:
        return []
    at, element = headline
    end = min(start if start is not None else at + _NEAR, at + _NEAR)
    found = [t for t in told if at < t.at < end] or _above([t for t in told if 0 <= at - t.at <= _NEAR], at, element)
    if found or start is None:
        return found
    return [t for t in told if start < t.at < (until or start) and not _is_beside_a_picture(t.element)]


def _above(before: Sequence[_Told], at: int, headline: Element) -> list[_Told]:
    """What the smallest element holds that holds the headline too; far above it only what is told to the minute: the
    top of a page tells today's date."""
    element = headline
    for step in range(_FAR_ABOVE):
        if element is None or element.tag in ("body", "html"):
            break
        within = [t for t in before if element in (t.element, *t.element.iterancestors())]
        if step >= _ABOVE:
            within = [t for t in within if at - t.at <= _CLOSE and moments.has_clock(t.text)]
        if within:
            return within
        element = element.getparent()
    return []


def _is_beside_a_picture(element: Element) -> bool:
    return any(e.tag in ("figure", "figcaption", "a") for e in (element, *element.iterancestors()))


def _is_of_a_picture(element: Element) -> bool:
    """A caption: the day is the picture's."""
    for held in (element, *islice(element.iterancestors(), 3)):
        if held.tag in ("figure", "figcaption") or _CAPTION_NAME.search(held.get("class") or ""):
            return True
    return False


def _is_headline(element: Element, text: str, title: str, wanted: str) -> bool:
    if element.tag in HEADINGS:
        return folded(flat(element)) == wanted or (element.tag == "h1" and len(text) > 20)
    holder = element.getparent()
    if holder is not None and holder.tag == "h1":
        return True
    return (len(text) > 20 and title.startswith(text[:60])) or (bool(wanted) and folded(text) == wanted)


def _texts(root: Element) -> Iterator[tuple[str, Element, str | None]]:
    """The texts of the page, in order, each with the element it stands in and the date that a machine is told there."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in ("head", "title", "meta"):
            continue
        machine = _machine(element)
        coded = element.tag in ("script", "style", "noscript", "template")
        own = None if coded else " ".join((element.text or "").split())
        if machine:
            yield own or flat(element)[:_LONGEST], element, machine
        elif own and len(own) < 10_000:
            yield own, element, None
        tail = element.tail.strip() if element.tail else ""
        if tail and len(tail) < 10_000 and element.getparent() is not None:
            yield " ".join(tail.split()), element.getparent(), None


def _machine(element: Element) -> str | None:
    """What an element says to machines of a date."""
    get = element.get
    if element.tag == "time":
        value = get("datetime")
    elif element.tag == "abbr":
        value = get("title")
    elif "date" in (get("property") or get("itemprop") or "").lower():
        value = get("content")
    else:
        value = get("data-timestamp") or get("data-datetime")
    return value if value and moments.moment_of(value) else None


def _named(element: Element) -> Kind:
    """What a class, or the name of a property, says that a date is that of."""
    for _ in range(2):
        if element is None or element.tag in HEADINGS:
            break
        names = " ".join(filter(None, (element.get("class"), element.get("itemprop"), element.get("property"))))
        if (
            _PUBLISHED_NAME.search(names) or element.get("pubdate") is not None
        ):  # "published updated" were never changed
            return "published"
        if _UPDATED_NAME.search(names):
            return "updated"
        element = element.getparent()
    return "bare"


def _american(language: str) -> bool | None:
    """Whether 6/5/2018 is in June; None for an English that does not say whose it is."""
    told = language.lower().replace("_", "-")
    if not told.startswith("en") or told.startswith(_ENGLISH_DAY_FIRST):
        return False
    return True if told.startswith("en-us") else None


@lru_cache(maxsize=_REMEMBERED)
def _read(text: str, american: bool | None) -> tuple[str, str] | None:
    """The day that a text tells, and the text with the day as ISO writes it where it could be read in two ways."""
    if not any(c.isdigit() for c in text):
        return None
    slashed = _SLASHED.search(text)
    if slashed and american is not False and not moments.weekday(text):
        first, second = int(slashed[1]), int(slashed[2])
        if first <= 12 and second <= 12 and first != second:
            if american is None:
                return None
            text = text.replace(slashed[0], f"{slashed[3]}-{first:02d}-{second:02d}")
    found = moments.moment_of(text) or moments.printed_moment(text)
    return (found[0].date().isoformat(), text) if found else None
