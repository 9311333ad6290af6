"""Any news page: the page's metadata first, its text by trafilatura."""

from __future__ import annotations

from pipeline.model import Article
from sources.core import language, registry
from sources.core.errors import UnreadableError

NAME = "generic/1"


def read_html(page: str, url: str | None) -> Article:
    """The article of a page. Raises UnreadableError where there is none."""
    from trafilatura import bare_extraction

    found = bare_extraction(page, url=url, fast=True, include_comments=False, include_tables=False)
    if found is None or isinstance(found, dict) or not found.text:
        raise UnreadableError("no article on this page")
    text = str(found.text)
    source = registry.resolve(url) if url else None
    title = found.title or text.partition("\n")[0]
    return Article(
        url=url,
        title=title,
        published=found.date,
        published_basis="metadata" if found.date else "unknown",
        authors=(),
        language=language.identify(title, text, found.language),
        source=source.id if source else None,
        text=text,
        country=source.country if source else None,
        reader=NAME,
    )
