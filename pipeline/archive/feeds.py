"""Feeds: RSS, Atom and JSON Feed, from bytes, never from an address (a parser that fetches knows no limits)."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pipeline.archive.xmlsafe import refuse_doctype, root_name
from sources.urls import absolute

MAX_ENTRIES = 5_000
_TAG = re.compile(r"<[^>]*>")
_ROOTS = frozenset(("rss", "feed", "rdf"))


class FeedError(ValueError):
    """The bytes are no feed, or one that must not be read."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a feed. ``html`` is its content or summary where the feed carries one, ``full`` if content."""

    url: str | None
    title: str
    published: str | None = None  # ISO instant, UTC
    updated: str | None = None
    html: str = ""
    full: bool = False


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read."""

    title: str
    entries: tuple[Entry, ...]
    next_page: str | None = None  # RFC 5005 and JSON Feed: where older entries are
    language: str | None = None


def is_feed(body: bytes, content_type: str | None = None) -> bool:
    """True for what looks like a feed by its root element, or its JSON Feed version."""
    start = body[:2_048].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return b"jsonfeed.org/version" in start or "feed+json" in (content_type or "")
    return root_name(body) in _ROOTS


def read(body: bytes, url: str | None = None) -> Feed:
    """The feed in these bytes; links are seen from ``url``. Raises FeedError (a DOCTYPE is refused)."""
    if body[:2_048].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json(body, url)
    try:
        refuse_doctype(body)
    except ValueError as error:
        raise FeedError(str(error)) from error
    import feedparser

    parsed = feedparser.parse(body, response_headers={"content-location": url or ""})
    if not parsed.get("version"):
        raise FeedError(f"not a feed: {parsed.get('bozo_exception') or 'no RSS or Atom in it'}")
    links = parsed.feed.get("links") or ()
    older = next((link.get("href") for link in links if link.get("rel") in ("next", "prev-archive")), None)
    return Feed(
        plain(parsed.feed.get("title") or ""),
        tuple(_entry(e, url) for e in parsed.entries[:MAX_ENTRIES]),
        absolute(url, older) if older else None,
        parsed.feed.get("language") or None,
    )


def _entry(entry: Any, base: str | None) -> Entry:
    contents = [c.get("value") or "" for c in entry.get("content") or ()]
    content = max(contents, key=len, default="")
    summary = entry.get("summary") or ""
    return Entry(
        absolute(base, entry.get("link") or "") if entry.get("link") else None,
        plain(entry.get("title") or ""),
        _instant(dict.get(entry, "published_parsed")),  # the entry's own get gives one for the other
        _instant(dict.get(entry, "updated_parsed")),
        content or summary,
        bool(content),
    )


def _instant(parts: Any) -> str | None:
    if not parts:
        return None
    try:
        year, month, day, hour, minute, second = tuple(parts)[:6]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def _json(body: bytes, url: str | None) -> Feed:
    try:
        data = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise FeedError(f"not a JSON Feed: {error}") from error
    if not isinstance(data, dict) or "jsonfeed.org/version" not in str(data.get("version")):
        raise FeedError("not a JSON Feed: no version of it in it")
    items = data.get("items")
    entries = (
        tuple(_item(i, url) for i in items[:MAX_ENTRIES] if isinstance(i, dict)) if isinstance(items, list) else ()
    )
    older = data.get("next_url")
    language = data.get("language")
    return Feed(
        plain(str(data.get("title") or "")),
        entries,
        absolute(url, older) if isinstance(older, str) else None,
        language if isinstance(language, str) else None,
    )


def _item(item: dict[str, Any], base: str | None) -> Entry:
    def text(*keys: str) -> str:
        return next((item[k] for k in keys if isinstance(item.get(k), str) and item[k]), "")

    link, markup = text("url", "external_url"), text("content_html")
    content = markup or "".join(f"<p>{html.escape(p)}</p>" for p in text("content_text").split("\n") if p.strip())
    return Entry(
        absolute(base, link) if link else None,
        plain(text("title")),
        _utc(text("date_published")),
        _utc(text("date_modified")),
        content or f"<p>{html.escape(text('summary'))}</p>",
        bool(content),
    )


def _utc(text: str) -> str | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC).isoformat() if moment.tzinfo else None


def plain(text: str) -> str:
    """A title without markup: parsers leave tags in."""
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """The entries by date, the newest first; those without one last, in their order."""
    return sorted(entries, key=lambda e: e.published or e.updated or "", reverse=True)
