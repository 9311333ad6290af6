"""Any news page: its metadata first, its text by one pass over its blocks, trafilatura where that finds none.

Pages of a publisher known go through its layouts first; what a layout does not say is read as on any page.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from pipeline.model import Article
from sources.core import body, headlines, language, metadata, noise, outlet, printed, registry, titles, when
from sources.core.errors import UnreadableError
from sources.core.layout import Publisher
from sources.core.layouts import Found
from sources.core.layouts import read as read_layout
from sources.core.tree import Element, parse, without_code
from sources.urls import join

VERSION = "1"
MAX_ELEMENTS = 300_000  # tags in the markup; a page with more is no article, and reading it takes seconds
_LAYOUT_ELEMENTS = 60_000  # what BeautifulSoup is given: 20 microseconds an element
_PEER_ELEMENTS = 20_000  # what trafilatura is given: it is not linear in the size of a page
_SHORT = 60  # characters; less than this is no article even where the page says it is one


def read_html(page: str, url: str | None, *, publisher: Publisher | None = None) -> Article:
    """The article of a page. Raises UnreadableError where there is none, or too many elements.

    ``publisher`` names the layouts to try first.
    """
    if page.count("<") > MAX_ELEMENTS:
        raise UnreadableError(f"more than {MAX_ELEMENTS:,} elements on one page")
    root = parse(page)
    if root is None:
        raise UnreadableError("no article on this page (no HTML)")
    told = metadata.read(root)
    address = url or _address(told)
    found = read_layout(publisher, without_code(root)) if publisher and page.count("<") <= _LAYOUT_ELEMENTS else None
    title = found.title if found else None
    if not title:
        names = outlet.of(told, address)
        prefer = (found.layout.headline if found else None) or headlines.preferred(told, address)
        title = titles.headline(told, names, prefer)
        if not titles.is_told(told, names, prefer):
            first = paragraphs(root, page, told, "").first
            title = (titles.seen(root, told, first, names) if first else None) or title
    if found and found.paragraphs:
        text = body.Body(found.paragraphs, found.paragraphs[0])
    else:
        text = paragraphs(root, page, told, title)
    if not text.paragraphs:
        raise UnreadableError("no article on this page")

    words = unicodedata.normalize("NFC", "\n".join(text.paragraphs))
    date = when.published(told, root, address, printed=lambda: dates(root, title or "", text, found))
    title = unicodedata.normalize("NFC", title or text.paragraphs[0][:200])
    source = publisher.source if publisher else registry.resolve(address or told.first("og:site_name") or "")
    named = bool(publisher or address or told.first("og:site_name"))
    return Article(
        url=address,
        title=title,
        published=date.day,
        published_basis="metadata" if date.day else "unknown",
        authors=(found.authors if found else ()) or metadata.authors(told),
        language=_language(publisher, address, title, words, told),
        source=source.id if named else None,
        text=words,
        published_at=date.instant,
        confidence=date.confidence,
        country=source.country if named else None,
        reader=_reader(publisher, found),
    )


def dates(root: Element, title: str, text: body.Body, found: Found | None) -> printed.Printed:
    """The dates that the page prints around its text."""
    after = [*text.paragraphs, "", ""][text.paragraphs.index(text.first) + 1 if text.first in text.paragraphs else 1]
    seen = printed.read(root, title, text.first, after)
    return replace(seen, labelled=found.printed) if found and found.printed else seen


def _reader(publisher: Publisher | None, found: Found | None) -> str:
    return f"{publisher.source.id}/{found.layout.name}" if publisher and found else f"generic/{VERSION}"


def _address(told: metadata.Metadata) -> str | None:
    """The page's own canonical address; a relative one is seen from ``og:url``."""
    social = told.first("og:url")
    return (join(social, told.canonical) if told.canonical else None) or join(None, social or "")


def _language(
    publisher: Publisher | None, url: str | None, title: str, text: str, told: metadata.Metadata
) -> str | None:
    for pattern, code in publisher.languages if publisher else ():
        if re.search(pattern, url or ""):
            return code
    return language.identify(
        title, text, told.told("inLanguage") or told.lang or told.first("og:locale", "content-language")
    )


def paragraphs(root: Element, page: str, told: metadata.Metadata, title: str) -> body.Body:
    """The paragraphs of the article; none where the page has none."""
    description = told.told("description") or told.first("og:description", "description")
    found = body.find(root, title, description, told.told("articleBody"), metadata.authors(told))
    size = sum(noise.weight(p) for p in found.paragraphs)
    if size >= body.MIN_TEXT:
        return found
    if page.count("<") <= _PEER_ELEMENTS:
        other = _peer(page)
        prose = sum(noise.weight(p) for p in other if noise.weight(p) >= _SHORT and not p[-1:].isalnum())
        if prose >= max(body.MIN_TEXT, size):
            return body.Body(other, other[0])
    is_article = (
        bool(told.ld)
        or (told.first("og:type") or "").lower() == "article"
        or bool(told.first("article:published_time"))
    )
    return found if is_article and size >= _SHORT else body.Body(())


def _peer(page: str) -> tuple[str, ...]:
    from trafilatura import extract

    text = extract(page, fast=True, include_comments=False, include_tables=False) or ""
    lines = (" ".join(line.lstrip("- ").split()) for line in text.split("\n"))
    return tuple(line for line in lines if line)
