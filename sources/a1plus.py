"""A1+, Yerevan. Tickers of other stories carry <time> elements; the article has one of its own."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("a1plus", "A1+", "https://a1plus.am/", "AM", "hy"),
    hosts=("a1plus.am",),
    layouts=(
        Layout(
            "V1",
            "2020",
            body=".news-content-block p",
            published=".news-info-block time",
            drop=".article-cats-share",
        ),
    ),
    languages=((r"/hy/", "hy"), (r"/en/", "en"), (r"/ru/", "ru")),
)
