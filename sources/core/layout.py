"""A publisher as data: who it is, where its pages lie, and how each of its layouts is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult


@dataclass(frozen=True, slots=True)
class Source:
    """An outlet. ``country`` (ISO 3166-1 alpha-2) is the one whose "Head of State" its articles mean."""

    id: str  # slug
    name: str
    homepage: str | None = None
    country: str | None = None
    language: str | None = None  # ISO 639-1, of most of its pages
    capabilities: tuple[str, ...] = ("article",)  # article, feed, listing, sitemap
    feeds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """How pages of one design are read, in CSS selectors. A layout fits a page where ``body`` selects text.

    ``body`` None leaves the text to the generic reader: for a publisher of whose pages only a part needs telling.
    ``headline`` None leaves the choice to ``knowledge/headlines.csv``.
    """

    name: str  # "V1", "V2" ..., oldest first
    seen: str  # the years the design was seen: "2020-2022"
    body: str | None  # selects the paragraphs, or the elements that hold them
    title: str | None = None  # where the page's metadata lack it or spoil it
    headline: Literal["ld", "social", "printed"] | None = None  # which of its own headlines is the headline
    lead: str | None = None  # a lead outside the body; becomes the first paragraph
    drop: str | None = None  # elements inside the body that are no text of the article
    published: str | None = None  # element whose datetime, content or text is the time printed
    authors: str | None = None
    tails: tuple[str, ...] = ()  # patterns; a paragraph that one matches ends the text
    skips: tuple[str, ...] = ()  # patterns; a paragraph that one matches is left out


@dataclass(frozen=True, slots=True)
class Listing:
    """Pages that list a publisher's articles, one after another by a number in the address."""

    pattern: str  # searched in the address: what a listing's address looks like
    links: str  # CSS selector of the links to articles
    page: str = "page"  # the query parameter that counts the pages, from 1


@dataclass(frozen=True, slots=True)
class Publisher:
    """An outlet with its layouts, newest first."""

    source: Source
    hosts: tuple[str, ...]  # each with all its subdomains
    layouts: tuple[Layout, ...]
    listing: Listing | None = None
    languages: tuple[tuple[str, str], ...] = ()  # (pattern searched in the address, language)
    address: Callable[[SplitResult], str | None] | None = (
        None  # the canonical address, where the general rule is not enough
    )
