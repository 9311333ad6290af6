"""Tages-Anzeiger, Zurich. <h1> begins with a kicker; the headline is the one of OpenGraph."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("tagesanzeiger", "Tages-Anzeiger", "https://www.tagesanzeiger.ch/", "CH", "de"),
    hosts=("tagesanzeiger.ch",),
    layouts=(Layout("V1", "2024", body=None, headline="social"),),
)
