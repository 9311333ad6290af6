"""Sitemaps: index, urlset with Google's news extension, plain text, gzipped (https://www.sitemaps.org/protocol.html)."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from pipeline.archive.xmlsafe import local, parse, root_name
from sources.urls import absolute

MAX_ADDRESSES = 50_000  # the protocol's own limit for one file
MAX_DECODED = 50_000_000


class SitemapError(ValueError):
    """The bytes are no sitemap, or one that must not be read."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An address in a sitemap with what the sitemap says of it."""

    url: str
    modified: str | None = None  # as given: a day or an instant
    title: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap: pages, or further sitemaps."""

    pages: tuple[Listed, ...] = ()
    sitemaps: tuple[Listed, ...] = ()


def is_sitemap(body: bytes) -> bool:
    """True for a urlset or a sitemapindex, also gzipped."""
    start = unpacked(body, 65_536, whole=False) if body.startswith(b"\x1f\x8b") else body
    return root_name(start) in ("urlset", "sitemapindex")


def read(body: bytes, url: str | None = None) -> Sitemap:
    """The sitemap in these bytes. Raises SitemapError; addresses that are none are left out."""
    body = unpacked(body, MAX_DECODED) if body.startswith(b"\x1f\x8b") else body
    try:
        root = parse(body)
    except ValueError as error:
        raise SitemapError(str(error)) from error
    name = local(root).lower()
    if name not in ("urlset", "sitemapindex"):
        raise SitemapError(f"not a sitemap but <{name}>")
    found = []
    for child in list(root)[:MAX_ADDRESSES]:
        fields = {local(e): (e.text or "").strip() for e in child.iter() if e.text}
        address = absolute(url, fields.get("loc", ""))
        if address and fields.get("loc"):
            found.append(Listed(address, fields.get("lastmod"), fields.get("title"), fields.get("publication_date")))
    if name == "sitemapindex":
        return Sitemap(sitemaps=tuple(found))
    return Sitemap(pages=tuple(found))


def unpacked(body: bytes, limit: int, *, whole: bool = True) -> bytes:
    """The content of a gzip, no more than ``limit`` bytes. Raises SitemapError where there is more, if ``whole``."""
    machine = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        text = machine.decompress(body, limit + 1)
    except zlib.error as error:
        raise SitemapError("broken gzip") from error
    if len(text) > limit:
        if whole:
            raise SitemapError(f"larger than {limit / 1e6:g} MB when unpacked")
        return text[:limit]
    return text
