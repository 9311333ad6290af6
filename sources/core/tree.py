"""A page's tree, and the one import of lxml, which ships no types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeAlias

from lxml import etree, html  # type: ignore[import-untyped]

Element: TypeAlias = Any  # lxml.html.HtmlElement


def parse(page: str) -> Element | None:
    """The tree of a page, or None where there is none. Comments and processing instructions are gone."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=False)
    try:
        root = html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    return root if isinstance(root.tag, str) else None


def gathered(elements: Iterable[Element], own: Mapping[Element, int]) -> dict[Element, int]:
    """What each element holds with all that is inside it; ``elements`` in the page's order, ``own`` what each adds.

    One pass from the last to the first, so that deep pages take no longer than flat ones.
    """
    held = dict(own)
    for element in reversed(list(elements)):
        size = held.get(element)
        if size and (parent := element.getparent()) is not None:
            held[parent] = held.get(parent, 0) + size
    return held


def flat(element: Element) -> str:
    """The text of an element, white space folded."""
    return " ".join("".join(element.itertext()).split())


def without_code(root: Element) -> str:
    """The page's markup again, scripts, styles and drawings taken out of the tree: half the cost of a second parser."""
    etree.strip_elements(root, "script", "style", "svg", "noscript", "iframe", "template", with_tail=False)
    return str(html.tostring(root, encoding="unicode"))
