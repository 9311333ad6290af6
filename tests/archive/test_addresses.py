"""What addresses lead to, against the real server: feeds twice, sitemaps, listings; and lists in files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline import apart
from pipeline.archive import Failure, feeds, pages
from pipeline.archive.addresses import Addresses
from pipeline.archive.fetch import Fetched, Fetcher, FetchError, Limits, Validators
from pipeline.model import Page
from sources import read_page
from tests.archive.server import PROSE, Web, article


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(allow_private=True, limits=Limits(pause=0.0, tries=1, total=5.0), sleep=lambda _: None)
    yield made
    made.close()


def rss(*links: str) -> tuple[bytes, str]:
    items = "".join(f"<item><title>T</title><link>{link}</link></item>" for link in links)
    return f"<rss version='2.0'><channel><title>F</title>{items}</channel></rss>".encode(), "application/rss+xml"


def test_a_feed_gives_its_articles_in_order_and_failures_in_place(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = rss("/a/1", "/a/2", "/gone", "/a/1?utm_source=rss", "/a/3")
    for number in (1, 2, 3):
        web.pages[f"/a/{number}"] = (article(number), "text/html")
    found = list(Addresses(fetcher).pages(f"{web.url}/feed"))
    assert [item.name.removeprefix(web.url) for item in found] == ["/a/1", "/a/2", "/gone", "/a/3"]
    assert [item.reason for item in found if isinstance(item, Failure)] == ["HTTP 410 Gone"]
    assert web.asked["/a/1"] == 1


def test_a_feed_read_again_fetches_only_what_is_new(web: Web, fetcher: Fetcher) -> None:
    web.pages["/feed"] = rss("/a/1", "/a/2")
    for number in (1, 2, 3):
        web.pages[f"/a/{number}"] = (article(number), "text/html")
    have: dict[str, Validators] = {}
    skipped: list[str] = []
    addresses = Addresses(fetcher, seen=have.get, unchanged=skipped.append)
    for item in addresses.pages(f"{web.url}/feed"):
        assert isinstance(item, Page)
        have[item.url or ""] = Validators(fetched_at=item.fetched_at)
    web.pages["/feed"] = rss("/a/3", "/a/1", "/a/2")
    again = list(addresses.pages(f"{web.url}/feed"))
    assert [item.name for item in again] == [f"{web.url}/a/3"]
    assert skipped == [f"{web.url}/a/1", f"{web.url}/a/2"]
    assert (web.asked["/a/1"], web.asked["/a/2"], web.asked["/a/3"]) == (1, 1, 1)


def test_an_article_asked_for_again_is_asked_whether_it_changed(web: Web, fetcher: Fetcher) -> None:
    skipped: list[str] = []
    addresses = Addresses(fetcher, seen=lambda _: Validators(etag='"v1"'), unchanged=skipped.append)
    assert list(addresses.pages(f"{web.url}/etag")) == []
    assert skipped == [f"{web.url}/etag"]


def test_an_entry_that_changed_since_is_fetched_again(web: Web, fetcher: Fetcher) -> None:
    entry = f"<entry><title>T</title><link href='{web.url}/a/1'/><updated>2021-03-30T10:00:00Z</updated></entry>"
    web.pages["/atom"] = (f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>".encode(), "application/atom+xml")
    web.pages["/a/1"] = (article(1), "text/html")
    for fetched_at, count in (("2021-03-29T10:00:00+00:00", 1), ("2021-03-31T10:00:00+00:00", 0)):
        seen = Validators(fetched_at=fetched_at)
        assert len(list(Addresses(fetcher, seen=lambda _, seen=seen: seen).pages(f"{web.url}/atom"))) == count  # type: ignore[misc]


def test_a_sitemap_index_is_followed_and_a_circle_ends(web: Web, fetcher: Fetcher) -> None:
    index = "<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap><sitemap><loc>/index.xml</loc></sitemap></sitemapindex>"
    web.pages["/index.xml"] = (index.encode(), "application/xml")
    web.pages["/s1.xml"] = (b"<urlset><url><loc>/a/1</loc></url><url><loc>/a/2</loc></url></urlset>", "application/xml")
    for number in (1, 2):
        web.pages[f"/a/{number}"] = (article(number), "text/html")
    found = list(Addresses(fetcher).pages(f"{web.url}/index.xml"))
    assert [item.name.removeprefix(web.url) for item in found] == ["/a/1", "/a/2"]
    assert web.asked["/s1.xml"] == 1


def test_a_feed_is_followed_to_its_older_pages(web: Web, fetcher: Fetcher) -> None:
    for number in (1, 2, 3):
        older = f'<link rel="next" href="/feed/{number + 1}"/>' if number < 3 else ""
        entry = f'<entry><title>Ship {number}</title><link href="/a/{number}"/></entry>'
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>{older}{entry}</feed>'
        web.pages["/feed" if number == 1 else f"/feed/{number}"] = (feed.encode(), "application/atom+xml")
        web.pages[f"/a/{number}"] = (article(number), "text/html")
    got = list(Addresses(fetcher).pages(f"{web.url}/feed"))
    assert [item.url for item in got if isinstance(item, Page)] == [f"{web.url}/a/{n}" for n in (1, 2, 3)]


def spin(body: bytes, url: str | None = None) -> None:
    while True:
        pass


def test_a_feed_that_no_parser_comes_back_from_is_a_failure(
    web: Web, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.pages["/feed"] = rss(f"{web.url}/a/1")
    monkeypatch.setattr(feeds, "read", spin)
    monkeypatch.setattr(apart, "CHILD", apart.Child(0.5))
    (item,) = Addresses(fetcher).pages(f"{web.url}/feed")
    apart.CHILD.close()
    assert isinstance(item, Failure)
    assert item.reason == "took longer than 0.5 s"


def test_a_feed_with_a_bomb_is_a_failure(web: Web, fetcher: Fetcher) -> None:
    body = rss("/a/1")[0].replace(b"<rss", b'<!DOCTYPE x [<!ENTITY a "b">]><rss')
    web.pages["/feed"] = (body, "application/rss+xml")
    (item,) = Addresses(fetcher).pages(f"{web.url}/feed")
    assert isinstance(item, Failure)
    assert "DOCTYPE" in item.reason


def test_pages_fetches_addresses_and_refuses_private_ones(web: Web) -> None:
    web.pages["/a/1"] = (article(1), "text/html")
    (kept,) = pages([f"{web.url}/a/1"], allow_private=True)
    assert isinstance(kept, Page)
    assert PROSE in read_page(kept.body, kept.url, content_type=kept.content_type).text
    (refused,) = pages([f"{web.url}/a/1"])
    assert isinstance(refused, Failure)
    assert "not a public address" in refused.reason


def test_no_flag_opens_the_network_s_own_addresses() -> None:
    """Nothing is sent: the address is refused before a connection is made."""
    for host in ("169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]"):
        (refused,) = pages([f"http://{host}/latest"], allow_private=True)
        assert isinstance(refused, Failure)
        assert "not a public address" in refused.reason


class Listings:
    """A publisher's listing of three pages with two articles each."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def get(self, url: str, validators: Validators | None = None) -> Fetched:
        self.asked.append(url)
        if "/lenta/" in url:
            number = int(url.rpartition("=")[2]) if "page=" in url else 1
            links = "".join(
                f'<a class="news-card" href="/news/talks-held-{number}{i}abcd">T</a>' for i in (1, 2) if number <= 3
            )
            return Fetched(Page(f"<main>{links}</main>".encode(), url, url), 200, url)
        if url.endswith("21abcd"):
            raise FetchError("HTTP 404 Not Found")
        return Fetched(Page(article(), url, url), 200, url)


def test_a_listing_is_followed_page_after_page_until_nothing_is_new() -> None:
    web = Listings()
    found = list(Addresses(web).pages("https://qazinform.com/lenta/"))
    assert len([item for item in found if isinstance(item, Page)]) == 5
    assert [item.reason for item in found if isinstance(item, Failure)] == ["HTTP 404 Not Found"]
    assert "https://qazinform.com/lenta/?page=4" in web.asked

    again = Listings()
    assert list(Addresses(again, seen=lambda _: Validators()).pages("https://qazinform.com/lenta/")) == []
    assert [u for u in again.asked if "page=" in u] == []


def test_a_feed_in_a_file_gives_what_it_holds(tmp_path: Path) -> None:
    item = "<title>Ship free</title><link>https://harbourpost.example/1</link>"
    item += f"<pubDate>Mon, 29 Mar 2021 15:04:00 GMT</pubDate><description>&lt;p&gt;{PROSE}&lt;/p&gt;</description>"
    items = f"<item>{item}</item><item><title>Bare</title></item>"
    body = f"<rss version='2.0'><channel>{items}</channel></rss>"
    path = tmp_path / "feed.xml"
    path.write_text(body)
    page, bare = pages([str(path)])
    assert isinstance(page, Page)
    article = read_page(page.body, page.url, content_type=page.content_type, name=page.name)
    assert (article.title, article.text, article.published) == ("Ship free", PROSE, "2021-03-29")
    assert article.url == "https://harbourpost.example/1"
    assert isinstance(bare, Failure)
    assert "no text" in bare.reason


def test_a_sitemap_in_a_file_is_fetched_and_other_xml_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<urlset><url><loc>https://harbourpost.example/1</loc></url></urlset>")
    (tmp_path / "b.xml").write_text("<invoice/>")
    found = list(pages([str(tmp_path)], fetch=lambda url: iter([Page(b"x", url, url)])))
    assert found[0] == Page(b"x", "https://harbourpost.example/1", "https://harbourpost.example/1")
    assert isinstance(found[1], Failure)
    assert "neither a feed nor a sitemap" in found[1].reason
