"""Listings: the pages on which a publisher lists its articles, and how to go on to the next."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from bs4 import BeautifulSoup

from sources import urls
from sources.core import charset
from sources.core.layout import Listing
from sources.core.registry import publisher_of


def listing_of(url: str) -> Listing | None:
    """The listing that an address is a page of; None for articles and for publishers without one."""
    publisher = publisher_of(urls.host(url))
    listing = publisher.listing if publisher else None
    return listing if listing and re.search(listing.pattern, url) else None


def links(listing: Listing, body: bytes, url: str) -> tuple[str, ...]:
    """The addresses of the articles listed, in order, each once."""
    soup = BeautifulSoup(charset.decode(body)[0], "lxml")
    found = (urls.absolute(url, str(node.get("href") or "")) for node in soup.select(listing.links))
    return tuple(dict.fromkeys(address for address in found if address))


def next_page(listing: Listing, url: str) -> str:
    """The address of the listing's next page."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    number = query.get(listing.page, "1")
    query[listing.page] = str(int(number) + 1 if number.isdigit() else 2)
    return parts._replace(query=urlencode(query), fragment="").geturl()
