"""News.am, Yerevan. No JSON-LD and no <h1>; the date stands in microdata beside the headline."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("news-am", "News.am", "https://news.am/", "AM", "hy", ("article", "feed"), ("https://news.am/eng/rss/",)),
    hosts=("news.am",),
    layouts=(
        Layout(
            "V1",
            "2020",
            body='[itemprop="articleBody"]',
            title=".article-title",
            published=".info-short .time",
            drop=".banner",
        ),
    ),
    languages=((r"/arm/", "hy"), (r"/eng/", "en"), (r"/rus/", "ru")),
)
