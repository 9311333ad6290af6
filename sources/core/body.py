"""The article among a page's blocks: which container holds it, its lead, and what in it is not its text.

Paragraphs give their length to the elements above them, half of it a step further up (as Readability does); the
container with most is the article's, widened while the element above adds prose of the same kind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sources.core.blocks import Block, blocks, parts
from sources.core.noise import (
    SENTENCE_END,
    SIGNED,
    WORD,
    above,
    ends,
    is_noise,
    pictures,
    pointers,
    same,
    teasers,
    weight,
    words,
)
from sources.core.tree import HEADINGS, Element, folded, gathered

MIN_TEXT = 150  # characters; what is shorter is no article
_QUOTES = ('"', "“", "„", "«", "”")
_KNOWN = 100_000  # characters of a text that JSON-LD gives; its beginning tells where the article is
_GOOD = 60  # characters; a shorter block says nothing about where the article is


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of an article, and the first of them that is no lead."""

    paragraphs: tuple[str, ...]
    first: str = ""

    @property
    def text(self) -> str:
        """The paragraphs, a line each."""
        return "\n".join(self.paragraphs)


def find(
    root: Element,
    title: str,
    description: str | None = None,
    known: str | None = None,
    authors: Sequence[str] = (),
) -> Body:
    """The article's paragraphs; none where the page has no article.

    ``description`` is the page's own summary, by which a lead outside the body is known; ``known`` the article's
    text as JSON-LD gives it, by which the container is; ``authors`` who signed it: what is told of them at its end is
    not its text.
    """
    every, known = blocks(root), (known or "")[:_KNOWN]
    good = [b for b in every if _is_good(b)]
    if not good:
        return Body(())
    container = _container(good, known)
    elements = list(container.iter())
    within = set(elements)
    inside = [b for b in every if b.element in within]
    elsewhere = teasers(inside, container)
    if elsewhere:
        inside = [b for b in inside if not any(e in elsewhere for e in above(b.element, container))]
    pictured = pictures(elements)
    kept = _trim([b for b in _cut(inside) if not is_noise(b, title, pictured)])
    kept = _unsigned(kept, authors)
    if not kept:
        return Body(())
    lead = _lead(every, kept[0], title, description)
    texts = [b.text for b in (*lead, *kept)]
    return Body(tuple(t for t, n in zip(texts, [*texts[1:], ""], strict=True) if t != n), kept[0].text)


def _is_good(block: Block) -> bool:
    if block.tag in HEADINGS or block.link_share > 0.35:
        return False
    return weight(block.text) >= _GOOD and not pointers().match(block.text)


def _within(element: Element, container: Element) -> bool:
    current: Element | None = element
    while current is not None:
        if current is container:
            return True
        current = current.getparent()
    return False


def _container(good: list[Block], known: str) -> Element:
    score: dict[Element, float] = {}
    vocabulary = set(WORD.findall(known.lower())) if len(known) > 500 else None
    own: dict[Element, int] = {}
    for block in good:
        value = float(min(weight(block.text), 1_000))
        if vocabulary is not None and not _drawn_from(block.text, known, vocabulary):
            value *= 0.2
        # Items and loose text in a div are weaker evidence than paragraphs.
        if block.tag == "li":
            value *= 0.4
        element = block.element if block.tag not in ("p", "li", "blockquote", "h2", "h3") else block.element.getparent()
        if element is not None:
            own[element] = own.get(element, 0) + int(value)
        share = 1.0
        for step in range(4):
            if element is None or element.tag == "html":
                break
            score[element] = score.get(element, 0.0) + value * share
            share *= 0.5 if step == 0 else 0.7
            element = element.getparent()
    best = max(score, key=lambda e: score[e] * _bonus(e))
    return _widened(best, gathered(own))


def _drawn_from(text: str, known: str, vocabulary: set[str]) -> bool:
    if text[:40] in known:
        return True
    words = WORD.findall(text.lower())
    return bool(words) and sum(w in vocabulary for w in words) / len(words) > 0.9


def _bonus(element: Element) -> float:
    if (element.get("itemprop") or "").lower() == "articlebody":
        return 1.5
    spelled = parts(f"{element.get('class') or ''} {element.get('id') or ''}")
    if any(f"-{run}-" in spelled for run in words("body_runs")):
        return 1.3
    return 1.1 if element.tag == "article" else 1.0


def _widened(best: Element, held: dict[Element, int]) -> Element:
    """The element above, while it adds a good deal of prose and is still the article: not the whole page."""
    current = best
    parent = current.getparent()
    for _ in range(8):
        if parent is None or parent.tag in ("body", "html"):
            break
        gain = held.get(parent, 0) / max(1, held.get(current, 1))
        if _is_whole(current) and gain < 2:
            break
        if gain > 1.08:
            current = parent
        parent = parent.getparent()
    return current


def _is_whole(element: Element) -> bool:
    return element.tag in ("article", "main") or (element.get("itemprop") or "").lower() == "articlebody"


def _cut(inside: list[Block]) -> list[Block]:
    """Without what stands under a heading that begins other articles, comments or the author's story.

    Where the heading has an element of its own, apart from the text before it, that element goes and the article may
    go on after it; where it stands among the paragraphs, all that follows goes.
    """
    total = sum(len(b.text) for b in inside if b.link_share < 0.5)
    kept: list[Block] = []
    above: set[Element] = set()  # what holds a paragraph that is kept
    seen, box = 0, None
    for block in inside:
        if box is not None and _within(block.element, box):
            continue
        headed = block.tag in HEADINGS or block.strong > 0.8 * len(block.text)
        if headed and len(WORD.findall(block.text)) <= 5 and ends().match(block.text):
            parent = block.element.getparent()
            if parent not in above:
                box = parent
                continue
            if seen > total / 2:
                break
        kept.append(block)
        if block.link_share < 0.5:
            seen += len(block.text)
        if weight(block.text) >= _GOOD:
            holder: Element | None = block.element
            while holder is not None and holder not in above:
                above.add(holder)
                holder = holder.getparent()
    return kept


def _trim(kept: list[Block]) -> list[Block]:
    """Without what stands before the first and after the last paragraph: bylines, dates, tags, calls to follow."""
    solid = [i for i, b in enumerate(kept) if b.tag not in HEADINGS and weight(b.text) >= 80 and b.link_share < 0.5]
    if not solid:
        solid = [i for i, b in enumerate(kept) if b.tag not in HEADINGS and weight(b.text) >= 30 and b.link_share < 0.5]
    if not solid:
        return []
    first, last = solid[0], solid[-1]
    while first > 0 and _is_prose(kept[first - 1]):
        first -= 1
    while last + 1 < len(kept) and _is_prose(kept[last + 1]):
        last += 1
    chosen = kept[first : last + 1]
    return [b for b, after in zip(chosen, [*chosen[1:], None], strict=True) if not _dangling(b, after)]


def _unsigned(kept: list[Block], authors: Sequence[str]) -> list[Block]:
    """Without what is told of the authors after the last paragraph, and without what points at a list that is gone."""
    names = [name for name in authors if " " in name]
    end = len(kept)
    while end > 1:
        text = kept[end - 1].text
        signed = len(text) < SIGNED and any(name in text[: len(name) + 25] for name in names)
        if not (signed and not text.startswith(_QUOTES)) and not (text.endswith(":") and len(text) < SIGNED):
            break
        end -= 1
    return kept[:end] if end > len(kept) - 4 else kept


def _dangling(block: Block, after: Block | None) -> bool:
    """A heading over nothing."""
    return block.tag in HEADINGS and (after is None or (after.tag in HEADINGS and after.tag <= block.tag))


def _is_prose(block: Block) -> bool:
    return (
        block.tag in ("p", "div", "blockquote", "li", "section", "article")
        and weight(block.text) >= 25
        and bool(SENTENCE_END.search(block.text))
        and block.link_share < 0.5
        and " " in block.text
    )


def _lead(every: list[Block], first: Block, title: str, description: str | None) -> list[Block]:
    """A lead between headline and body, outside the body's element."""
    before = every[: first.order]
    heading = next((b.order for b in reversed(before) if b.tag == "h1" or same(b.text, title)), None)
    if heading is None:
        heading = max(-1, first.order - 7)
    start = folded(description or "")[:60]
    for block in reversed(before[heading + 1 :]):
        if weight(block.text) < 40 or block.link_share > 0.3 or same(block.text, title):
            continue
        if first.text.startswith(block.text[:60]):
            continue
        if (len(start) > 20 and folded(block.text).startswith(start)) or _is_lead(block.element):
            return [block]
    return []


def _is_lead(element: Element) -> bool:
    current: Element | None = element
    for _ in range(4):
        if current is None or current.tag in ("body", "article", "main"):
            return False
        spelled = parts(f"{current.get('class') or ''} {current.get('id') or ''} {current.get('itemprop') or ''}")
        if not set(words("lead_words")).isdisjoint(spelled.split("-")):
            return True
        current = current.getparent()
    return False
