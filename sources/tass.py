"""TASS, the state news agency of Russia. A lead of its own stands above the dateline."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("tass", "TASS", "https://tass.ru/", "RU", "ru", ("article", "feed"), ("https://tass.ru/rss/v2.xml",)),
    hosts=("tass.ru", "tass.com"),
    layouts=(
        Layout(
            "V1",
            "2020",
            body=".text-content p, .text-content h2",
            title="h1.news-header__title",
            lead=".news-header__lead",
        ),
    ),
    languages=((r"//tass\.com", "en"), (r"//tass\.ru", "ru")),
)
