"""What a page says of itself: JSON-LD, OpenGraph and other ``<meta>``, ``<link rel=canonical>``, ``<h1>``, ``<time>``.

Values are kept by where they stand, so that a reader can compare them: two places that agree are a confidence.
"""

from __future__ import annotations

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from sources.core.tree import Element, flat, folded

_ARTICLE = re.compile(r"article|posting|report(?:age)?$|analysis|opinion|review$|claimreview", re.I)
_MAX_JSON = 2_000_000
_MAX_NODES = 5_000
_MAX_AUTHORS = 50
_MAX_ARTICLES = 500  # nodes of a script
_OWN = 8  # more than all that a node of another article may say
_TELLING = 10  # letters: a shorter headline stands in any text
_HTML_TAG = re.compile(r"<[^>]+>")


@dataclass(slots=True)
class Metadata:
    """The page's own words. ``ld`` is the JSON-LD node of the article; ``meta`` is by lower-case name."""

    ld: dict[str, Any] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    canonical: str | None = None
    headings: list[str] = field(default_factory=list)  # texts of <h1>
    page_title: str = ""
    lang: str | None = None

    def first(self, *names: str) -> str | None:
        """The first of these meta names that has a value."""
        return next((self.meta[n] for n in names if self.meta.get(n)), None)

    def told(self, key: str) -> str | None:
        """A text field of the JSON-LD article."""
        return _text(self.ld.get(key))


def read(root: Element) -> Metadata:
    """The metadata of a parsed page."""
    found = Metadata(lang=root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"))
    nodes: list[dict[str, Any]] = []
    for element in root.iter("meta", "link", "title", "h1", "script"):
        tag = element.tag
        if tag == "meta":
            value = (element.get("content") or "").strip()
            for name in (
                element.get("property"),
                element.get("name"),
                element.get("itemprop"),
                element.get("http-equiv"),
            ):
                if name and value:
                    found.meta.setdefault(name.strip().lower(), value)
        elif tag == "link":
            if "canonical" in (element.get("rel") or "").lower().split() and not found.canonical:
                found.canonical = element.get("href")
        elif tag == "title":
            if not found.page_title and not _in_svg(element):
                found.page_title = flat(element)
        elif tag == "h1":
            text = flat(element)
            if text and len(found.headings) < 10:
                found.headings.append(text)
        elif "ld+json" in (element.get("type") or "").lower():
            nodes += islice(_nodes(element.text or ""), _MAX_ARTICLES)
    if nodes:
        found.ld = max(nodes, key=lambda node: _score(node) + (_OWN if len(nodes) > 1 and _is_own(node, found) else 0))
    return found


def _is_own(node: dict[str, Any], page: Metadata) -> bool:
    """True where an article node is the page's: by its headline or its address. Pages tell of others, too."""
    headline = folded(_text(node.get("headline")) or "")
    named = (page.page_title, page.first("og:title", "twitter:title") or "", *page.headings)
    if len(headline) > _TELLING and any(headline in folded(t) or folded(t) == headline for t in named):
        return True
    here = {url for url in (page.canonical, page.first("og:url")) if url}
    told = {node.get("url"), node.get("@id"), _id(node.get("mainEntityOfPage"))}
    return any(isinstance(url, str) and url in here for url in told)


def _id(value: Any) -> Any:
    return value.get("@id") or value.get("url") if isinstance(value, dict) else value


def _in_svg(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag != "head"


def _nodes(script: str) -> Iterator[dict[str, Any]]:
    """The article nodes of a JSON-LD script, at any depth; nothing where it does not parse."""
    if len(script) > _MAX_JSON:
        return
    text = re.sub(
        r"^\s*(?:<!--|/\*.*?\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)+|(?:-->|//\s*\]\]>|\]\]>)+\s*;?\s*$",
        "",
        script,
        flags=re.S,
    )
    try:
        data = json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        data = _salvage(text)
    stack, seen = [data], 0
    while stack and seen < _MAX_NODES:
        value = stack.pop()
        seen += 1
        if isinstance(value, list):
            stack.extend(reversed(value))
        elif isinstance(value, dict):
            if _is_article(value):
                yield value
            stack.extend(
                v
                for k, v in value.items()
                if k in ("@graph", "mainEntity", "mainEntityOfPage", "itemReviewed", "hasPart")
            )


def _salvage(script: str) -> dict[str, Any]:
    """The plain fields of a JSON-LD article that is broken JSON (an unescaped quote in its text, often)."""
    if not re.search(r'"@type"\s*:\s*\[?\s*"[A-Za-z]*(?:Article|Posting)"', script):
        return {}
    found: dict[str, Any] = {"@type": "NewsArticle"}
    for key in ("headline", "datePublished", "dateModified", "dateCreated", "inLanguage"):
        match = re.search(rf'"{key}"\s*:\s*"((?:[^"\\\n]|\\.){{1,500}})"', script)
        if match:
            found[key] = match[1]
    return found


def _is_article(node: dict[str, Any]) -> bool:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return any(isinstance(n, str) and _ARTICLE.search(n) for n in names)


def _score(node: dict[str, Any]) -> int:
    """How much an article node says; the page's own article says more than those it links to."""
    return sum(
        bool(node.get(k)) * w for k, w in (("headline", 2), ("datePublished", 3), ("author", 1), ("articleBody", 1))
    )


def _text(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    if not isinstance(value, str):
        return None
    return " ".join(entities.unescape(_HTML_TAG.sub("", entities.unescape(value))).split()) or None


def authors(page: Metadata) -> tuple[str, ...]:
    """The persons or desks that sign the article, each once; addresses and boilerplate are not names."""
    told = page.ld.get("author") or page.ld.get("creator")
    names: list[str] = []
    for item in told if isinstance(told, list) else [told]:
        name = _text(item)
        if name:
            names += [name] if isinstance(item, dict) else re.split(r"\s*[,;]\s+|\s+(?:and|und|et)\s+", name)
    if not names:
        said = page.first(
            "author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl", "cxenseparse:author"
        )
        names = re.split(r"\s*[,;]\s+|\s+(?:and|und|et)\s+", said) if said else []
    clean = (re.sub(r"^(?:by|von|par|por|di|av)\s+", "", n.strip(), flags=re.I) for n in names)
    return tuple(
        dict.fromkeys(
            n for n in islice(clean, _MAX_AUTHORS) if 1 < len(n) <= 80 and not re.search(r"://|www\.|^@|[|<>{}]", n)
        )
    )
