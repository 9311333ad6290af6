"""A page as its blocks of text, in order, in one pass: what a browser would set as paragraphs.

The pass is linear and uses no recursion, so that no page, however deep or long, makes it slow. Elements that hold no
text of an article (scripts, menus, captions, related links; ``knowledge/page_furniture.toml``) are passed over whole,
unless they hold so much of the page's prose that the class name must mean something else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from pipeline.knowledge import toml
from sources.core.tree import Element, gathered


def _tags(names: str) -> frozenset[str]:
    return frozenset(names.split())


_SKIP = _tags(
    "script style noscript template button select option textarea iframe object embed svg math video audio canvas "
    "figcaption picture map input head progress meter"
)
_SOFT_SKIP = _tags("nav footer aside form figure dialog menu label fieldset table")  # unless the prose is there
_INLINE = _tags(
    "a abbr acronym amp-link b bdi bdo big cite code data del dfn em font i ins kbd mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr"
)
_PART = re.compile(r"[a-z]+|[A-Z][a-z]*|[A-Z]+(?![a-z])")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_RUNNING = 40
_KEPT_SHARE = 0.3  # of the page's prose: an element with more is no furniture, whatever its class
_AD = re.compile(r"(?:^|[\s_-])ads?(?=$|[\s_-])", re.I)  # never inside a word: ids are full of chance letters
_SOFT = re.compile("[\u00ad\u200b\ufeff\u2060]")


def strip_soft(text: str) -> str:
    """Without soft hyphens and marks of no width: they break names and dates apart."""
    return _SOFT.sub("", text)


@dataclass(slots=True)
class Block:
    """A paragraph, heading, item or loose text; ``linked`` counts its characters inside links."""

    text: str
    tag: str
    element: Element  # the block-level element
    linked: int
    order: int
    strong: int = 0  # characters in bold

    @property
    def link_share(self) -> float:
        """The share of the text that is links."""
        return self.linked / len(self.text) if self.text else 0.0


@cache
def _furniture() -> tuple[frozenset[str], re.Pattern[str]]:
    data: dict[str, Any] = toml("page_furniture.toml")
    return frozenset(data["class_words"]), re.compile("-(?:" + "|".join(map(re.escape, data["class_runs"])) + ")-")


@lru_cache(maxsize=50_000)
def parts(names: str) -> str:
    """``"articleBody main_text"`` -> ``"-article-body-main-text-"``: class and id as words between hyphens."""
    return "-" + "-".join(p.lower() for p in _PART.findall(names)) + "-"


@lru_cache(maxsize=50_000)
def is_furniture(names: str) -> bool:
    """True where a class or id says that the element is no text of the article."""
    words, runs = _furniture()
    spelled = parts(names)
    return not words.isdisjoint(spelled.split("-")) or runs.search(spelled) is not None or bool(_AD.search(names))


def blocks(root: Element) -> list[Block]:
    """The blocks of the page's body, furniture left out."""
    body = root.find("body")
    if body is None:
        body = root
    prose = _prose(body)
    whole = prose.get(body, 0)
    limit = min(max(200, _KEPT_SHARE * whole), 0.5 * whole + 1)
    safe = _around_headline(body)
    found: list[Block] = []
    state = _Flow(found)

    # An explicit stack of (element, entering): leaving an element flushes its block and reads its tail.
    stack: list[tuple[Element, bool]] = [(body, True)]
    push, pop = stack.append, stack.pop
    while stack:
        element, entering = pop()
        tag = element.tag
        if not isinstance(tag, str):
            state.add(element.tail)
            continue
        inline = tag in _INLINE
        if not entering:
            if tag == "a":
                state.links -= 1
            elif tag in ("b", "strong"):
                state.bold -= 1
            if not inline:
                state.flush()
                state.leave()
            if element is not body:
                state.add(element.tail)
            continue
        if tag == "br":
            state.line()
            state.add(element.tail)
            continue
        if tag in _SKIP or (element not in safe and _dropped(element, prose, limit)):
            if not inline and tag not in ("script", "style", "noscript", "iframe", "svg", "button", "input"):
                state.flush()
            state.add(element.tail)
            continue
        if not inline:
            state.flush()
            state.enter(element)
        elif tag == "a":
            state.links += 1
        elif tag in ("b", "strong"):
            state.bold += 1
        state.add(element.text)
        push((element, False))
        for child in reversed(element):
            push((child, True))
    state.flush()
    return found


def _prose(body: Element) -> dict[Element, int]:
    """How many characters of running text each element holds; short pieces are not counted."""
    own: dict[Element, int] = {}
    for element in body.iter():
        if element.tag not in _SKIP and isinstance(element.tag, str) and (size := _size(element.text)):
            own[element] = own.get(element, 0) + size
        if element is not body and (size := _size(element.tail)):
            parent = element.getparent()
            own[parent] = own.get(parent, 0) + size
    return gathered(own)


def _around_headline(body: Element) -> set[Element]:
    """The elements that hold a headline or the page's main part: never furniture."""
    held = {body}
    for element in body.iter("h1", "main"):
        above = element
        while above is not None and above not in held:
            held.add(above)
            above = above.getparent()
    return held


def _size(text: str | None) -> int:
    if text is None or len(text) < _RUNNING:
        return 0
    size = len(text.strip())
    return size if size >= _RUNNING else 0


def _dropped(element: Element, prose: dict[Element, int], limit: float) -> bool:
    get = element.get
    names = f"{get('class') or ''} {get('id') or ''}"
    tag = element.tag
    if tag in _SOFT_SKIP:
        return prose.get(element, 0) < limit and not (tag == "figure" and element.find(".//blockquote") is not None)
    if names != " " and tag not in ("html", "body", "main", "article") and is_furniture(names):
        return prose.get(element, 0) < limit
    if "easer" in names and prose.get(element, 0) < 250 and element.find(".//a") is not None:
        return True  # a teaser leads elsewhere; one without a link is a lead
    if get("hidden") is not None or (get("aria-hidden") == "true" and tag != "p") or _HIDDEN.search(get("style") or ""):
        return prose.get(element, 0) < limit
    return get("role") in ("navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alert")


class _Flow:
    """Text gathered until a block ends."""

    __slots__ = ("bold", "found", "lines", "linked", "links", "owners", "pieces", "strong")

    def __init__(self, found: list[Block]) -> None:
        self.found = found
        self.pieces: list[str] = []
        self.owners: list[Element] = []
        self.links = self.bold = 0
        self.linked = self.strong = self.lines = 0

    def enter(self, element: Element) -> None:
        self.owners.append(element)

    def leave(self) -> None:
        self.owners.pop()

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not text.isspace():
            self.lines = 0
            size = len(text.strip())
            if self.links > 0:
                self.linked += size
            if self.bold > 0:
                self.strong += size
        self.pieces.append(text)

    def line(self) -> None:
        """A line break: two in a row end the paragraph."""
        self.lines += 1
        if self.lines >= 2:
            self.flush()
        else:
            self.pieces.append("\n")

    def flush(self) -> None:
        if not self.pieces:
            return
        text = " ".join(strip_soft("".join(self.pieces)).split())
        if text and self.owners:
            owner = self.owners[-1]
            self.found.append(Block(text, owner.tag, owner, min(self.linked, len(text)), len(self.found), self.strong))
        self.pieces.clear()
        self.linked = self.strong = self.lines = 0
