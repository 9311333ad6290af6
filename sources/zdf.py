"""ZDFheute, Mainz. Class names are hashed, so the text is read as on any page."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("zdf", "ZDFheute", "https://www.zdfheute.de/", "DE", "de"),
    hosts=("zdfheute.de",),
    layouts=(Layout("V1", "2025", body=None, headline="social"),),
)
