"""The date that a page prints: behind a word for publication, or alone between the headline and the first paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.knowledge import toml
from sources.core import when
from sources.core.tree import Element

_LONGEST = 80  # characters of a line that tells a date
_NEAR = 60  # texts after the headline: bylines and share buttons are no more
_PUBLISHED_NAME = re.compile(r"publi|pubdate|posted|dateline|entry-date", re.I)
_UPDATED_NAME = re.compile(r"updat|modif|edited", re.I)


@cache
def _labels(key: str) -> re.Pattern[str]:
    words = sorted(toml("page_furniture.toml")[key], key=len, reverse=True)
    return re.compile(rf"\W*(?:{'|'.join(map(re.escape, words))})(?!\w{{3}})", re.I)


def labelled(root: Element) -> str | None:
    """The text of the day that the page says it was published on, after its headline or anywhere.

    None where it says none, or several: of comments, of other articles.
    """
    near: dict[str, str] = {}
    days: dict[str, str] = {}
    pending, since = 0, _NEAR
    for text, element in _texts(root):
        since = 0 if element.tag == "h1" else since + 1
        label = _labels("published_labels").match(text)
        if label or pending:
            pending = 2 if label else pending - 1
            told = text[label.end() :] if label else text
            other = re.search(_labels("updated_labels").pattern, told, re.I)
            moment = _moment(told[: other.start()] if other else told)
            if moment:
                (near if since < _NEAR else days).setdefault(moment, told)
            if moment or other:
                pending = 0
        elif any(c.isdigit() for c in text) and _named(element) and not _labels("updated_labels").match(text):
            moment = _moment(text)
            if moment:
                (near if since < _NEAR else days).setdefault(moment, text)
    found = near or days
    return next(iter(found.values())) if len(found) == 1 else None


def beside(root: Element, title: str, first: str) -> str | None:
    """The text of the one day that stands between the headline and the paragraph that begins with ``first``."""
    days: dict[str, str] = {}
    near, seen = False, 0
    for text, element in _texts(root, longest=10_000):
        if near and len(text) > 30 and text[:60] in first:
            break
        if element.tag == "h1" or (len(text) > 20 and title.startswith(text[:60])):
            near, seen, days = True, 0, {}
        elif near:
            seen += 1
            if seen > _NEAR:
                break
            moment = _moment(text) if len(text) < 70 else None
            if moment:
                days.setdefault(moment, text)
    else:
        return None
    return next(iter(days.values())) if len(days) == 1 else None


def _texts(root: Element, longest: int = _LONGEST) -> Iterator[tuple[str, Element]]:
    """The texts of the page, in order, each with the element it stands in."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        coded = element.tag in ("script", "style", "noscript", "template")
        for piece, owner in ((None if coded else element.text, element), (element.tail, element.getparent())):
            text = piece.strip() if piece and len(piece) < longest + 200 else ""
            if text and len(text) <= longest:
                yield text, owner


def _named(element: Element) -> bool:
    """True where a class says that the text is the date of publication."""
    for _ in range(2):
        if element is None:
            return False
        names = element.get("class") or ""
        if _UPDATED_NAME.search(names):
            return False
        if _PUBLISHED_NAME.search(names):
            return True
        element = element.getparent()
    return False


def _moment(text: str) -> str | None:
    if not any(c.isdigit() for c in text):
        return None
    found = when.printed_moment(text)
    return found[0].date().isoformat() if found else None
