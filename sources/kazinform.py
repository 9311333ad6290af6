"""Kazinform (QazInform), the news agency of Kazakhstan, in English, Russian and Kazakh.

The same article lies under several hosts and as AMP; its ``_a<digits>`` (to 2023) or ``-<6 hex>`` ending is its number.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from sources.core.layout import Layout, Listing, Publisher, Source

_NUMBERED = re.compile(r"/(?:(en|ru|kz|qz|cn|ar|lat)/)?(?:news/|amp/)*([^/]+?)(_a\d{5,}|-[0-9a-f]{6})/?$")
_TAILS = (
    r"^(?:Tags|Теги|Тегтер)\s*:",
    r"^(?:Author|Автор|Авторы)\b[^.]{0,60}$",
    r"^(?:Currently reading|Сейчас читают|Қазір оқылып жатыр)",
    r"^More news in our Telegram channel",
)
_SKIPS = (r"^(?:Photo(?: credit)?|Фото|Сурет|Collage)\s*:.{0,150}$",)
_HOST_LANGUAGE = {"en": "en", "ru": "ru", "kaz": "kz", "kz": "kz", "qz": "qz", "cn": "cn", "lat": "lat"}


def address(parts: SplitResult) -> str | None:
    """The article's one address, from its language and numbered name; None for other pages (listings, say)."""
    match = _NUMBERED.search(parts.path)
    if match is None:
        return None
    first = (parts.hostname or "").partition(".")[0]
    default = "en" if first == "qazinform" else "ru"
    language = match[1] or _HOST_LANGUAGE.get(first, default)
    name, number = match[2], match[3]
    if number.startswith("_a"):
        return f"https://www.inform.kz/{language}/{name}{number}"
    if language == "en":
        return f"https://qazinform.com/news/{name}{number}"
    if language == "ru":
        return f"https://www.inform.kz/ru/{name}{number}"
    return f"https://{'kaz' if language == 'kz' else language}.inform.kz/news/{name}{number}"


PUBLISHER = Publisher(
    Source(
        "kazinform",
        "Kazinform",
        "https://www.inform.kz/",
        "KZ",
        "en",
        ("article", "feed", "listing"),
        ("https://qazinform.com/rss/en.xml", "https://www.inform.kz/rss/rus.xml"),
    ),
    hosts=("inform.kz", "qazinform.com"),
    layouts=(
        Layout(
            "V1",
            "2020-2022",
            body=".article_news_body p",
            title=".article_title h1",
            published=".date_public_art",
            drop=".frame_news_article, .int_scr_inf",
            tails=_TAILS,
            skips=_SKIPS,
        ),
        Layout(
            "V2",
            "2023-2025",
            body=".article__body-text p",
            title="h1.article__title",
            lead=".article__description",
            published=".article__time",
            tails=_TAILS,
            skips=_SKIPS,
        ),
        Layout(
            "V3",
            "2026",
            body="div.article__content:not(:has(.article__body-text)) p",
            title="h1",
            published="time.meta-date, .article__time",
            drop="div.article__tags, div.article__tags ~ *",
            tails=_TAILS,
            skips=_SKIPS,
        ),
    ),
    listing=Listing(r"/lenta/?(?:\?|$)", links=".allNewsCard a, a.news-card"),
    languages=(
        (r"//en\.|/en/|//qazinform\.com", "en"),
        (r"//(?:kaz|qz|lat)\.|/(?:kz|qz|lat)/", "kk"),
        (r"//cn\.|/cn/", "zh"),
        (r"/ru/", "ru"),
    ),
    address=address,
)
