"""The Associated Press."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("apnews", "Associated Press", "https://apnews.com/", "US", "en"),
    hosts=("apnews.com",),
    layouts=(
        Layout("V1", "2023", body=".Article > p", tails=(r"^_{2,}$",)),
        Layout(
            "V2",
            "2024",
            body=".RichTextStoryBody > p, .RichTextStoryBody > h2",
            tails=(r"^_{2,}$",),
            skips=(r"^What to know about\b",),
        ),
    ),
)
