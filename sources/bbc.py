"""BBC News. Class names are hashed; the component names hold."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source(
        "bbc",
        "BBC News",
        "https://www.bbc.com/news",
        "GB",
        "en",
        ("article", "feed"),
        ("https://feeds.bbci.co.uk/news/rss.xml",),
    ),
    hosts=("bbc.com", "bbc.co.uk"),
    layouts=(
        Layout(
            "V1",
            "2026",
            body='article [data-component="text-block"], article [data-component="subheadline-block"]',
            title='[data-component="headline-block"] h1',
        ),
    ),
)
