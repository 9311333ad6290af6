"""A page's tree, and the one import of lxml, which ships no types."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from lxml import etree  # type: ignore[import-untyped]

Element: TypeAlias = Any  # lxml.etree._Element: lxml.html looks its classes up in Python, element by element


HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """The letters and digits of a text, small: what two tellings of a headline share."""
    return "".join(_WORD.findall(text.lower()))


def parse(page: str) -> Element | None:
    """The tree of a page, or None where there is none. Comments and processing instructions are gone."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    try:
        root = etree.fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if root is not None and isinstance(root.tag, str) else None


def gathered(own: Mapping[Element, int]) -> dict[Element, int]:
    """What each element holds with all that is inside it, from what each adds of its own.

    Every element above one of ``own`` is visited once, the deepest first: deep pages take no longer than flat ones.
    """
    depths: dict[Element, int] = {}
    for element in own:
        above: list[Element] = []
        while element is not None and element not in depths:
            above.append(element)
            element = element.getparent()
        depth = depths[element] if element is not None else 0
        depths.update((held, depth + n) for n, held in enumerate(reversed(above), 1))
    held = dict(own)
    for element in sorted(depths, key=depths.__getitem__, reverse=True):
        parent = element.getparent()
        if parent is not None:
            held[parent] = held.get(parent, 0) + held.get(element, 0)
    return held


def flat(element: Element) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def without_code(root: Element) -> str:
    """The page's markup again, scripts, styles and drawings taken out of the tree: half the cost of a second parser."""
    etree.strip_elements(root, "script", "style", "svg", "noscript", "iframe", "template", with_tail=False)
    return str(etree.tostring(root, encoding="unicode", method="html"))
