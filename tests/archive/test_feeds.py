"""Feeds and sitemaps from bytes: what they list, and what in them is refused."""

from __future__ import annotations

import gzip
import json

import pytest

from pipeline.archive import feeds, sitemaps
from pipeline.archive.feeds import FeedError
from pipeline.archive.sitemaps import SitemapError

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Harbour &lt;b&gt;Post&lt;/b&gt;</title>
<language>en</language>
<item><title>Ship &lt;script&gt;alert(1)&lt;/script&gt; free</title>
<link>/ships/1?utm_source=rss</link>
<pubDate>Mon, 29 Mar 2021 15:04:00 +0200</pubDate><description>Short.</description>
<content:encoded>&lt;p&gt;The whole story.&lt;/p&gt;</content:encoded></item>
<item><title>Oil falls</title><link>https://harbourpost.example/oil/2</link>
<description>Short only.</description></item>
<item><title>No link</title></item></channel></rss>"""
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Harbour Post</title>
<link rel="next" href="/feed?page=2"/>
<entry><title>Ship free</title><link href="https://harbourpost.example/ships/1"/><id>1</id>
<published>2021-03-29T15:04:00+02:00</published><updated>2021-03-30T10:00:00Z</updated>
<content type="html">&lt;p&gt;All.&lt;/p&gt;</content></entry></feed>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Harbour Post",
        "language": "en",
        "next_url": "/feed.json?page=2",
        "items": [
            {
                "id": "1",
                "url": "/ships/1",
                "title": "Ship free",
                "content_text": "One.\nTwo & three.",
                "date_published": "2021-03-29T15:04:00+02:00",
            },
            {"id": "2", "external_url": "https://other.example/2", "summary": "Short."},
            "rubbish",
        ],
    }
)
BASE = "https://harbourpost.example/feed"


def test_rss() -> None:
    feed = feeds.read(RSS.encode(), BASE)
    assert (feed.title, feed.language, feed.next_page) == ("Harbour Post", "en", None)
    first, second, third = feed.entries
    assert first.url == "https://harbourpost.example/ships/1?utm_source=rss"  # fetched as given, known by less
    assert "<" not in first.title
    assert first.published == "2021-03-29T13:04:00+00:00"
    assert (first.html, first.full) == ("<p>The whole story.</p>", True)
    assert (second.html, second.full) == ("Short only.", False)
    assert third.url is None


def test_atom() -> None:
    feed = feeds.read(ATOM.encode(), BASE)
    (entry,) = feed.entries
    assert feed.next_page == "https://harbourpost.example/feed?page=2"
    assert (entry.published, entry.updated) == ("2021-03-29T13:04:00+00:00", "2021-03-30T10:00:00+00:00")
    assert entry.full


def test_json_feed() -> None:
    feed = feeds.read(JSON_FEED.encode(), BASE)
    first, second = feed.entries
    assert feed.next_page == "https://harbourpost.example/feed.json?page=2"
    assert (first.url, first.published) == ("https://harbourpost.example/ships/1", "2021-03-29T13:04:00+00:00")
    assert first.html == "<p>One.</p><p>Two &amp; three.</p>"
    assert (second.url, second.full) == ("https://other.example/2", False)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (RSS, True),
        (ATOM, True),
        (JSON_FEED, True),
        ("<html><p>x</p></html>", False),
        ('{"text": "x"}', False),
        ("", False),
    ],
)
def test_a_feed_is_known_by_its_root(body: str, expected: bool) -> None:
    assert feeds.is_feed(body.encode()) is expected


BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'
REFUSED = (
    RSS.replace("<rss", BOMB + "<rss").encode(),
    RSS.replace("<rss", OUTSIDE + "<rss").replace("Short.", "&f;").encode(),
    RSS.replace('encoding="UTF-8"', 'encoding="UTF-16"').replace("<rss", BOMB + "<rss").encode("utf-16"),
    b"<html><body>no feed</body></html>",
    b'{"version": "https://jsonfeed.org/version/1", "items": ',
    b"[" * 100_000,
)


@pytest.mark.parametrize("body", REFUSED, ids=["bomb", "file", "utf-16 bomb", "html", "cut json", "deep json"])
def test_what_is_no_feed_or_unsafe_is_refused(body: bytes) -> None:
    with pytest.raises(FeedError):
        feeds.read(body, BASE)


URLSET = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://harbourpost.example/ships/1</loc><lastmod>2021-03-30</lastmod><news:news>
<news:title>Ship free</news:title>
<news:publication_date>2021-03-29T15:04:00+02:00</news:publication_date></news:news></url>
<url><loc>javascript:alert(1)</loc></url><url><loc>/oil/2</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>/news.xml</loc></sitemap></sitemapindex>"""


def test_a_sitemap_with_news() -> None:
    for body in (URLSET.encode(), gzip.compress(URLSET.encode(), mtime=0)):
        assert sitemaps.is_sitemap(body)
        first, second = sitemaps.read(body, "https://harbourpost.example/sitemap.xml").pages
        assert (first.url, first.modified, first.title) == (
            "https://harbourpost.example/ships/1",
            "2021-03-30",
            "Ship free",
        )
        assert first.published == "2021-03-29T15:04:00+02:00"
        assert second.url == "https://harbourpost.example/oil/2"


def test_an_index_names_sitemaps() -> None:
    found = sitemaps.read(INDEX.encode(), "https://harbourpost.example/sitemap.xml")
    assert [s.url for s in found.sitemaps] == ["https://harbourpost.example/news.xml"]
    assert found.pages == ()


@pytest.mark.parametrize(
    "body",
    [
        URLSET.replace("<urlset", BOMB + "<urlset").encode(),
        b"<urlset>",
        b"<rss/>",
        gzip.compress(URLSET.encode(), mtime=0)[:60] + b"x",
    ],
)
def test_what_is_no_sitemap_or_unsafe_is_refused(body: bytes) -> None:
    with pytest.raises(SitemapError):
        sitemaps.read(body)


def test_a_gzip_bomb_of_a_sitemap_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "MAX_DECODED", 1_000_000)
    with pytest.raises(SitemapError, match="larger"):
        sitemaps.read(gzip.compress(b"<urlset>" + bytes(5_000_000), mtime=0))
