"""News.az, Baku. The first <h1> is the logo; the date is printed, with no zone and no markup."""

from __future__ import annotations

from sources.core.layout import Layout, Publisher, Source

PUBLISHER = Publisher(
    Source("news-az", "News.az", "https://www.news.az/", "AZ", "en"),
    hosts=("news.az",),
    layouts=(
        Layout(
            "V1",
            "2020",
            body=".post--single .post--content p",
            title=".post--single .post--info h1",
            published=".post--single ul.meta li",
        ),
    ),
)
