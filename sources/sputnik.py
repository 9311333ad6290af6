"""Sputnik, Moscow, in the layout of 2020."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("sputnik", "Sputnik", "https://sputniknews.com/", "RU", "en"),
    hosts=("sputniknews.com",),
    layouts=(
        Layout(
            "V1",
            "2020",
            body=".b-article__text p",
            lead=".b-article__lead",
            title=".b-article__header h1, h1[itemprop=headline]",
            published="time.b-article__refs-date",
            drop=".b-inject",
            tails=(r"^We'd love to get your feedback", r"^The views and opinions expressed"),
        ),
    ),
)
