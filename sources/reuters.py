"""Reuters. Class names are hashed; the test ids hold."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("reuters", "Reuters", "https://www.reuters.com/", "GB", "en"),
    hosts=("reuters.com",),
    layouts=(
        Layout(
            "V1",
            "2024",
            body='[data-testid="ArticleBody"] [data-testid^="paragraph-"], [data-testid="ArticleBody"] h2',
            title='h1[data-testid="Heading"]',
            tails=(r"^(?:Reporting|Additional reporting|Writing|Editing) by ", r"^Our Standards:", r"^Sign up here"),
        ),
    ),
)
