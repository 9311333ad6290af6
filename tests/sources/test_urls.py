"""One address for one article."""

from __future__ import annotations

import pytest

from pipeline.model import Article
from sources import find, registry, resolve, urls

SAME: tuple[tuple[str, str], ...] = (
    ("https://www.example.org/news/a", "https://www.example.org/news/a"),
    ("HTTP://WWW.Example.ORG:80/news/a#top", "https://www.example.org/news/a"),
    ("https://example.org:443/a", "https://example.org/a"),
    ("https://example.org./a", "https://example.org/a"),
    ("https://user:secret@example.org/a", "https://example.org/a"),
    ("  https://example.org/a\n", "https://example.org/a"),
    ("https://example.org", "https://example.org/"),
    ("https://example.org/a?utm_source=tg&utm_medium=social&fbclid=1&gclid=2&yclid=3", "https://example.org/a"),
    ("https://example.org/a?b=2&a=1&ref=rss", "https://example.org/a?a=1&b=2"),
    ("https://example.org/?id=7&p=&m=4", "https://example.org/?id=7&m=4&p="),
    ("https://example.org/a?source=rss", "https://example.org/a"),
    ("https://example.org/a?source=12", "https://example.org/a?source=12"),
    ("https://example.org/a?at_medium=RSS&at_campaign=KARANGA", "https://example.org/a"),
    ("https://example.org/amp/news/a", "https://example.org/news/a"),
    ("https://example.org/news/a/amp/", "https://example.org/news/a"),
    ("https://example.org/news/a/amp", "https://example.org/news/a"),
    ("https://example.org/news/a.amp.html", "https://example.org/news/a.html"),
    ("https://example.org/news/a?amp=1", "https://example.org/news/a"),
    ("https://example.org/news/a?outputType=amp", "https://example.org/news/a"),
    ("https://amp.example.org/news/a", "https://example.org/news/a"),
    ("https://m.example.org/news/a", "https://example.org/news/a"),
    ("https://mobile.example.org/news/a", "https://example.org/news/a"),
    ("https://example.org/news/a/print", "https://example.org/news/a"),
    ("https://example.org/news/a?print=1", "https://example.org/news/a"),
    ("https://example.org/news/a?view=print", "https://example.org/news/a"),
    ("https://example.org/print/news/a", "https://example.org/news/a"),
    ("https://www-example-org.cdn.ampproject.org/c/s/www.example.org/news/a", "https://www.example.org/news/a"),
    ("https://www.google.com/amp/s/example.org/news/a", "https://example.org/news/a"),
    ("https://example.org/a/../b/./c", "https://example.org/b/c"),
    ("https://example.org/%7euser/%d0%b0", "https://example.org/~user/%D0%B0"),
    ("https://example.org/а", "https://example.org/%D0%B0"),
    ("https://почта.example/а", "https://xn--80a1acny.example/%D0%B0"),
    ("https://example.org/a;jsessionid=AB12?x=1", "https://example.org/a?x=1"),
    ("http://127.0.0.1:8001/a?utm_source=x", "http://127.0.0.1:8001/a"),
    ("http://localhost/a", "http://localhost/a"),
    ("http://example.org:8080/a", "http://example.org:8080/a"),
    ("https://[2001:DB8::1]/a", "https://[2001:db8::1]/a"),
    ("https://camp.example.org/amplifier/printing", "https://camp.example.org/amplifier/printing"),
    ("https://m.org/a", "https://m.org/a"),
)


@pytest.mark.parametrize(("url", "expected"), SAME)
def test_canonical(url: str, expected: str) -> None:
    assert urls.canonical(url) == expected
    assert urls.canonical(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a/b",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "https://",
        "https://example.org:x/",
        "https://" + "a" * 3000,
    ],
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|[Pp]ort"):
        urls.canonical(url)


KAZINFORM: tuple[tuple[str, str], ...] = (
    (
        "https://www.inform.kz/en/talks-held-in-yerevan_a3724567",
        "https://www.inform.kz/en/talks-held-in-yerevan_a3724567",
    ),
    (
        "http://en.inform.kz/news/talks-held-in-yerevan_a3724567/",
        "https://www.inform.kz/en/talks-held-in-yerevan_a3724567",
    ),
    (
        "https://en.inform.kz/amp/talks-held-in-yerevan_a3724567/",
        "https://www.inform.kz/en/talks-held-in-yerevan_a3724567",
    ),
    ("https://www.inform.kz/ru/vstrecha_a3724568?utm_source=x", "https://www.inform.kz/ru/vstrecha_a3724568"),
    ("https://lenta.inform.kz/ru/vstrecha_a3724568", "https://www.inform.kz/ru/vstrecha_a3724568"),
    ("https://en.inform.kz/news/talks-held-5b04fd/", "https://qazinform.com/news/talks-held-5b04fd"),
    ("https://qazinform.com/news/talks-held-5b04fd", "https://qazinform.com/news/talks-held-5b04fd"),
    ("https://qazinform.com/amp/talks-held-5b04fd/", "https://qazinform.com/news/talks-held-5b04fd"),
    ("https://www.inform.kz/ru/vstrecha-12ab3f", "https://www.inform.kz/ru/vstrecha-12ab3f"),
    ("https://kaz.inform.kz/news/kezdesu-12ab3e/", "https://kaz.inform.kz/news/kezdesu-12ab3e"),
    ("https://qazinform.com/lenta/?page=2", "https://qazinform.com/lenta/?page=2"),
)


@pytest.mark.parametrize(("url", "expected"), KAZINFORM)
def test_kazinform_is_one_under_all_its_hosts(url: str, expected: str) -> None:
    assert urls.canonical(url) == expected
    assert urls.canonical(expected) == expected


def test_scheme_www_and_last_slash_are_no_second_article() -> None:
    ids = {
        Article(url, "T", None, "unknown", (), "en", None, "x").id
        for url in ("https://www.example.org/a", "http://example.org/a/", "https://example.org/a")
    }
    assert len(ids) == 1


def test_links_are_seen_from_their_page() -> None:
    assert urls.join("https://example.org/news/", "../a?utm_source=x") == "https://example.org/a"
    assert urls.join(None, "/a") is None
    assert urls.join("https://example.org/", "mailto:a@example.org") is None


@pytest.mark.parametrize(
    "key", ["https://en.inform.kz/news/x_a3724567", "www.inform.kz", "kazinform", "Kazinform", "qazinform.com"]
)
def test_a_source_is_found_by_address_host_slug_or_name(key: str) -> None:
    found = find(key)
    assert found is not None
    assert (found.id, found.country) == ("kazinform", "KZ")


def test_an_unknown_source_is_made_from_its_address() -> None:
    assert find("https://www.nowhere.am/a") is None
    made = resolve("https://www.nowhere.am/a")
    assert (made.id, made.name, made.homepage, made.country) == (
        "nowhere-am",
        "nowhere.am",
        "https://nowhere.am/",
        "AM",
    )
    assert resolve("https://x.io/").country is None
    assert resolve("Example Wire").id == "example-wire"


def test_the_registry_has_each_source_once() -> None:
    ids = [source.id for source in registry()]
    assert ids == sorted(set(ids))
    hosts = {source.homepage for source in registry()}
    assert len(hosts) == len(ids)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://www.News.example/1/?utm_source=x", "news.example/1"),
        ("https://news.example/1", "news.example/1"),
        ("https://m.news.example/1", "news.example/1"),
        ("http://127.0.0.1:8080/1", "127.0.0.1:8080/1"),
        ("not an address", "not an address"),
    ],
)
def test_key(url: str, expected: str) -> None:
    assert urls.key(url) == expected
