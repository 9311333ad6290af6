"""Euronews, Lyon and Brussels: a language a host. The headline is the one of OpenGraph; <h1> is a longer one."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("euronews", "Euronews", "https://www.euronews.com/", "FR", "en"),
    hosts=("euronews.com",),
    layouts=(
        Layout(
            "V1",
            "2024-2026",
            body=".c-article-content > p, .c-article-content > h2, .c-article-content > h3",
            lead=".c-article-summary",
            headline="social",
        ),
    ),
    languages=(
        (r"//(?:www\.)?euronews", "en"),
        (r"//de\.", "de"),
        (r"//fr\.", "fr"),
        (r"//ru\.", "ru"),
        (r"//es\.", "es"),
        (r"//it\.", "it"),
        (r"//pt\.", "pt"),
        (r"//tr\.", "tr"),
    ),
)
