"""The Standard, London. Class names are hashed: the text is read as on any page, the headline is OpenGraph's."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("standard", "The Standard", "https://www.standard.co.uk/", "GB", "en"),
    hosts=("standard.co.uk",),
    layouts=(Layout("V1", "2024", body=None, headline="social"),),
)
