"""Kommersant, Moscow. The second headline is the lead; pulled quotes repeat the text and are left out."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("kommersant", "Kommersant", "https://www.kommersant.ru/", "RU", "ru"),
    hosts=("kommersant.ru",),
    layouts=(
        Layout(
            "V1",
            "2025",
            body=".article_text_wrapper p.doc__text",
            lead="h2.doc_header__subheader",
            title="h1.doc_header__name",
            published="time.doc_header__publish_time",
            drop=".document_authors",
        ),
    ),
)
