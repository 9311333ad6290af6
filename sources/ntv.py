"""n-tv, Cologne. <h1> is a breadcrumb made for search; the headline is the one of OpenGraph."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("ntv", "n-tv", "https://www.n-tv.de/", "DE", "de"),
    hosts=("n-tv.de",),
    layouts=(
        Layout(
            "V1",
            "2024",
            body=".article__text > p, .article__text > h2",
            headline="social",
            tails=(r"^Quelle:",),
        ),
        Layout(
            "V2",
            "2025",
            body='.wrapper-article > p[class*="storyline_"], .wrapper-article > h2[class*="storyline_"]',
            headline="social",
            tails=(r"^Quelle:",),
        ),
    ),
)
