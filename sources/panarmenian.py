"""PanARMENIAN.Net, Yerevan. No metadata but OpenGraph; the date is printed inside the body."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("panarmenian", "PanARMENIAN.Net", "https://www.panarmenian.net/", "AM", "en"),
    hosts=("panarmenian.net",),
    layouts=(
        Layout(
            "V1",
            "2019",
            body="#article_block",
            title="h1.article_title",
            published=".article_date",
            drop="#article_block .article_date",
        ),
    ),
    languages=((r"/eng/", "en"), (r"/rus/", "ru"), (r"/arm/", "hy")),
)
