"""Reading a publisher's page by its layouts: BeautifulSoup and the CSS selectors of the module."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup, NavigableString, Tag

from sources.core.blocks import strip_soft
from sources.core.layout import Layout, Publisher

_BLOCKS = [
    "p",
    "div",
    "section",
    "article",
    "li",
    "ul",
    "ol",
    "blockquote",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "figure",
]
_FITS = 40  # characters of text by which a layout is known
_NEVER = "script, style, noscript, iframe, form, button, svg, figure figcaption, template"


@dataclass(frozen=True, slots=True)
class Found:
    """What a layout selects on a page; None where it does not say."""

    layout: Layout
    paragraphs: tuple[str, ...]
    title: str | None
    printed: str | None
    authors: tuple[str, ...]


def read(publisher: Publisher, page: str) -> Found | None:
    """The article by the layout that selects most text (the newest of equals); None where none fits."""
    if all(layout.body is None for layout in publisher.layouts):
        return Found(publisher.layouts[-1], (), None, None, ())
    soup = BeautifulSoup(page, "lxml")
    best: tuple[int, Layout, tuple[str, ...]] | None = None
    for layout in reversed(publisher.layouts):
        body = _body(layout, soup)
        size = sum(map(len, body))
        if (layout.body is None or size >= _FITS) and (best is None or size > best[0]):
            best = size, layout, body
    if best is None:
        return None
    _, layout, body = best
    authors = tuple(dict.fromkeys(_flat(n) for n in soup.select(layout.authors)[:10])) if layout.authors else ()
    return Found(layout, body, _value(soup, layout.title), _value(soup, layout.published), authors)


def _body(layout: Layout, soup: BeautifulSoup) -> tuple[str, ...]:
    chosen = soup.select(layout.body) if layout.body else []
    if not chosen:
        return ()
    unwanted = {id(n) for node in chosen for n in node.select(_NEVER)}
    if layout.drop:
        unwanted |= {id(n) for n in soup.select(layout.drop)}
    paragraphs: list[str] = []
    if layout.lead:
        paragraphs += [_flat(n) for n in soup.select(layout.lead)[:1]]
    inside: set[int] = set()
    for node in chosen:
        if id(node) in inside or id(node) in unwanted or any(id(a) in unwanted for a in node.parents):
            continue
        inside |= {id(n) for n in node.find_all(True)}
        paragraphs += _paragraphs(node, unwanted)
    return tuple(_kept(layout, paragraphs))


def _kept(layout: Layout, paragraphs: list[str]) -> list[str]:
    kept: list[str] = []
    for text in paragraphs:
        if any(re.search(p, text, re.I) for p in layout.tails):
            break
        if (
            text
            and re.search(r"\w", text)
            and text not in kept[-1:]
            and not any(re.search(p, text, re.I) for p in layout.skips)
        ):
            kept.append(text)
    return kept


def _paragraphs(node: Tag, unwanted: set[int]) -> list[str]:
    """The text of an element as a browser sets it: blocks and double line breaks end a paragraph."""
    pieces: list[str] = []
    stack: list[tuple[Tag | NavigableString | None]] = [(node,)]
    while stack:
        (item,) = stack.pop()
        if item is None:
            pieces.append("\n")
        elif isinstance(item, Tag):
            if id(item) in unwanted or item.name in ("script", "style"):
                continue
            if item.name == "br":
                pieces.append("\v")
                continue
            block = item.name in _BLOCKS
            if block:
                pieces.append("\n")
                stack.append((None,))
            stack.extend((c,) for c in reversed(item.contents) if isinstance(c, Tag) or type(c) is NavigableString)
        else:
            pieces.append(re.sub(r"\s+", " ", str(item)))
    text = re.sub(r"\v\s*\v[\v\s]*", "\n", "".join(pieces)).replace("\v", " ")
    return [" ".join(strip_soft(line).split()) for line in text.split("\n") if line.strip()]


def _value(soup: BeautifulSoup, selector: str | None) -> str | None:
    """The content, datetime or text of the first element selected."""
    for node in soup.select(selector) if selector else ():
        for attribute in ("content", "datetime"):
            value = node.get(attribute)
            if isinstance(value, str) and value.strip():
                return value.strip()
        text = _flat(node)
        if text:
            return text
    return None


def _flat(node: Tag) -> str:
    return " ".join(strip_soft(node.get_text(" ", strip=False)).split())
