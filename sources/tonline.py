"""t-online, Berlin. JSON-LD and <h1> keep a headline for search; since 2026 the one above the text is the headline."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

_STREAM = '[data-testid="ArticleBody.StreamLayout"]'

PUBLISHER = Publisher(
    Source("t-online", "t-online", "https://www.t-online.de/", "DE", "de"),
    hosts=("t-online.de",),
    layouts=(
        Layout(
            "V1",
            "2025-2026",
            body=f'{_STREAM} p[class="text-18 leading-17"], {_STREAM} h3.text-22',
            lead=f'{_STREAM} p[class="font-bold text-18 leading-17"]',
            headline="ld",
        ),
        Layout(
            "V2",
            "2026",
            body=f'{_STREAM} p[class^="text-18 leading-17 user-text"], {_STREAM} h3.text-22',
            title="h2 [data-external-article-headline]",
            lead=f'{_STREAM} p[class^="font-bold text-18 leading-17 user-text"]',
        ),
    ),
)
