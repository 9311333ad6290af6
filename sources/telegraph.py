"""The Telegraph, London. JSON-LD keeps a headline for search; the one printed is <h1>."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("telegraph", "The Telegraph", "https://www.telegraph.co.uk/", "GB", "en"),
    hosts=("telegraph.co.uk",),
    layouts=(Layout("V1", "2023-2024", body=None, headline="printed"),),
)
