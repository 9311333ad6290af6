"""stern, Hamburg. <h1> is a breadcrumb made for search; the headline is the one of OpenGraph."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("stern", "stern", "https://www.stern.de/", "DE", "de"),
    hosts=("stern.de",),
    layouts=(
        Layout(
            "V1",
            "2023",
            body=".article__body > p.text-element, .article__body > h2.subheadline-element",
            lead=".article__top .intro__text",
            headline="social",
        ),
        Layout(
            "V2",
            "2024",
            body=".article__body > .text-element p, .article__body > h2.subheadline-element",
            lead=".article__body > .intro",
            headline="social",
            tails=(r"^Capital ist eine Partnermarke",),
        ),
    ),
)
