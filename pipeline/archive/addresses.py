"""What an address leads to: an article, the articles of a feed or a sitemap, the pages of a publisher's listing.

``seen`` says what the archive has of a canonical address. What it has is not fetched again, unless the feed or sitemap
says that it changed, or the address itself was asked for: then the server is asked whether it did.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

from pipeline import apart
from pipeline.archive import feeds, sitemaps
from pipeline.archive.fetch import Fetched, FetchError, Validators
from pipeline.archive.inputs import Failure, Item
from pipeline.model import Page
from sources.core import listings
from sources.core.layout import Listing
from sources.urls import canonical

MAX_DEPTH = 3  # sitemaps that name sitemaps
MAX_SITEMAPS = 1_000
MAX_FEED_PAGES = 50
MAX_LISTING_PAGES = 200
WORKERS = 4  # hosts asked at the same time; one host is asked one thing at a time

Seen = Callable[[str], Validators | None]


class Getter(Protocol):
    """What fetches: a ``Fetcher``, or a stand-in of a test."""

    def get(self, url: str, validators: Validators | None = None) -> Fetched:
        """The page at an address."""


@dataclass(slots=True)
class Addresses:
    """Follows addresses with one fetcher."""

    fetcher: Getter
    seen: Seen | None = None
    unchanged: Callable[[str], object] | None = None  # told each address that needed no fetching
    limit: int | None = None  # articles from one address
    _sitemaps: set[str] = field(default_factory=set)

    def pages(self, url: str) -> Iterator[Item]:
        """The pages that an address leads to, in order; what cannot be had is a Failure."""
        got = self._get(url, self._known(url))
        if isinstance(got, Failure):
            yield got
        elif got.page is None:
            self._tell(url)
        else:
            yield from self._open(got.page)

    def follow(self, page: Page) -> Iterator[Item]:
        """The pages that a feed or sitemap in a file leads to."""
        yield from self._open(page)

    def _open(self, page: Page) -> Iterator[Item]:
        url = page.url or ""
        listing = listings.listing_of(url)
        if sitemaps.is_sitemap(page.body):
            yield from self._all(self._sitemap(page, 0))
        elif feeds.is_feed(page.body, page.content_type):
            yield from self._all(self._feed(page))
        elif listing is not None:
            yield from self._all(self._listing(listing, page))
        else:
            yield page

    def _known(self, url: str) -> Validators | None:
        return self.seen(_identity(url)) if self.seen else None

    def _tell(self, url: str) -> None:
        if self.unchanged:
            self.unchanged(url)

    def _get(self, url: str, validators: Validators | None = None) -> Fetched | Failure:
        try:
            return self.fetcher.get(url, validators)
        except FetchError as error:
            return Failure(url, error.reason)

    def _feed(self, page: Page) -> Iterator[tuple[str, str | None] | Failure]:
        """``(address, when it changed)`` of a feed's entries, page after page while one brings anything new."""
        visited: set[str] = set()
        current: Page | None = page
        while current is not None and len(visited) < MAX_FEED_PAGES:
            visited.add(current.url or "")
            try:
                feed = apart.CHILD.call(feeds.read, current.body, current.url)
            except (feeds.FeedError, apart.StoppedError) as error:
                yield Failure(current.name, str(error))
                return
            new = 0
            for number, entry in enumerate(feed.entries, 1):
                if entry.url is None:
                    yield Failure(f"{current.name} entry {number}", "no address")
                    continue
                new += self._known(entry.url) is None
                yield entry.url, entry.updated
            if not feed.entries:
                yield Failure(current.name, "a feed without entries")
            current = self._next(feed.next_page, visited) if new else None

    def _next(self, url: str | None, visited: set[str]) -> Page | None:
        if url is None or url in visited:
            return None
        got = self._get(url)
        return None if isinstance(got, Failure) else got.page

    def _sitemap(self, page: Page, depth: int) -> Iterator[tuple[str, str | None] | Failure]:
        try:
            found = apart.CHILD.call(sitemaps.read, page.body, page.url)
        except (sitemaps.SitemapError, apart.StoppedError) as error:
            yield Failure(page.name, str(error))
            return
        if not found.pages and not found.sitemaps:
            yield Failure(page.name, "a sitemap without addresses")
        yield from ((listed.url, listed.modified) for listed in found.pages)
        for listed in found.sitemaps:
            if listed.url in self._sitemaps:
                continue
            if depth + 1 > MAX_DEPTH or len(self._sitemaps) >= MAX_SITEMAPS:
                yield Failure(listed.url, "sitemaps too deep or too many")
                continue
            self._sitemaps.add(listed.url)
            got = self._get(listed.url)
            if isinstance(got, Failure):
                yield got
            elif got.page is not None:
                yield from self._sitemap(got.page, depth + 1)

    def _listing(self, listing: Listing, page: Page) -> Iterator[tuple[str, str | None] | Failure]:
        """The articles of a listing, page after page while one brings any that the archive has not."""
        url, told = page.url or "", set[str]()
        current: Page | None = page
        for _ in range(MAX_LISTING_PAGES):
            try:
                links = apart.CHILD.call(listings.links, listing, current.body, url) if current else ()
            except apart.StoppedError as error:
                yield Failure(url, str(error))
                return
            found = [u for u in links if u not in told]
            if not found and current is page:
                yield Failure(page.name, "a listing without articles")
            if not found:
                return
            told.update(found)
            yield from ((address, None) for address in found)
            if all(self._known(address) is not None for address in found):
                return
            url = listings.next_page(listing, url)
            got = self._get(url)
            if isinstance(got, Failure):
                yield got
                return
            current = got.page

    def _all(self, found: Iterable[tuple[str, str | None] | Failure]) -> Iterator[Item]:
        """Fetch the addresses, several hosts at a time, and give their pages in order."""
        told: set[str] = set()
        waiting: deque[Future[Fetched | Failure] | Failure] = deque()
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                for item in found:
                    if isinstance(item, Failure):
                        waiting.append(item)
                    elif _identity(item[0]) not in told:
                        url, changed = item
                        if self.limit is not None and len(told) >= self.limit:
                            break
                        told.add(_identity(url))
                        known = self._known(url)
                        if known is not None and not _newer(changed, known.fetched_at):
                            self._tell(url)
                            continue
                        waiting.append(pool.submit(self._get, url, known))
                    if len(waiting) >= 2 * WORKERS:
                        yield from self._done(waiting.popleft())
                while waiting:
                    yield from self._done(waiting.popleft())
            finally:
                pool.shutdown(wait=True, cancel_futures=True)

    def _done(self, item: Future[Fetched | Failure] | Failure) -> Iterator[Item]:
        got = item if isinstance(item, Failure) else item.result()
        if isinstance(got, Failure):
            yield got
        elif got.page is None:
            self._tell(got.url)
        else:
            yield got.page


def _identity(url: str) -> str:
    """The canonical address; what is fetched is the address as given, which folding could break."""
    try:
        return canonical(url)
    except ValueError:
        return url


def _newer(changed: str | None, fetched: str | None) -> bool:
    """True where a feed or sitemap dates a change after the fetch; days compare by their text."""
    return bool(changed and fetched and changed[: len(fetched)] > fetched[: len(changed)])
