"""Ukrinform, the national news agency of Ukraine, in several languages by host."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source(
        "ukrinform",
        "Ukrinform",
        "https://www.ukrinform.net/",
        "UA",
        "uk",
        ("article", "feed"),
        ("https://www.ukrinform.net/rss/block-lastnews",),
    ),
    hosts=("ukrinform.net", "ukrinform.ua", "ukrinform.ru", "ukrinform.fr", "ukrinform.de", "ukrinform.es"),
    layouts=(
        Layout(
            "V1",
            "2020",
            body=".newsText .newsHeading, .newsText p",
            title="h1.newsTitle",
            published=".newsDate time",
            drop=".newsText aside",
        ),
    ),
    languages=(
        (r"ukrinform\.net", "en"),
        (r"ukrinform\.ua", "uk"),
        (r"ukrinform\.ru", "ru"),
        (r"ukrinform\.fr", "fr"),
        (r"ukrinform\.de", "de"),
        (r"ukrinform\.es", "es"),
    ),
)
