"""Headlines of any page: which of a page's own is taken, and what is stripped of it by what the page says itself."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from sources import read_page

FULL = "Ever Given refloated in the Suez Canal after six days"
ADDRESS = "https://www.harbourpost.example/world/ever-given"
PROSE = (
    "<p>The container ship Ever Given ran aground in the Suez Canal on 23 March 2021 and blocked it for six days.</p>"
    "<p>Tugs and dredgers refloated the vessel on 29 March, the Suez Canal Authority said that afternoon.</p>"
)


def title_of(**told: Any) -> str:
    """The title read of a page with these: ld, social, twitter, site, section, title (its ``<title>``), h1 (markup)."""
    given = {"h1": f"<h1>{FULL}</h1>", "title": f"{FULL} | Harbour Post", "url": ADDRESS, "after": "", **told}
    names = {"social": "og:title", "twitter": "twitter:title", "site": "og:site_name", "section": "article:section"}
    metas = [f'<meta property="{name}" content="{given[key]}">' for key, name in names.items() if key in given]
    nodes = given["ld"] if isinstance(given.get("ld"), list) else [{"headline": given["ld"]}] if "ld" in given else []
    told_nodes = [{"@type": "NewsArticle", "author": "Ann Lee", **node} for node in nodes]
    scripts = [f'<script type="application/ld+json">{json.dumps(node)}</script>' for node in told_nodes]
    page = (
        f"<html lang='en'><head><title>{given['title']}</title>{''.join(metas + scripts)}</head><body>"
        f"{given['h1']}<article>{PROSE}</article>{given['after']}</body></html>"
    )
    return read_page(page.encode(), given["url"], content_type="text/html").title


KOREAN = "해운사 선박 수에즈 운하에서 풀려나"
JAPANESE = "運河で座礁した大型船が離礁"
CHINESE = "苏伊士运河搁浅货轮重新浮起"
LONG = f"{FULL} and twelve hours of dredging by tugs that came from Italy and the Netherlands"
OTHER = "Owners of the Ever Given to pay Egypt for the six days"

# What is stripped: the page's own names alone prove that words are no headline's.
STRIPPED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("site behind a bar", {"social": f"{FULL} | Harbour Post", "site": "Harbour Post"}, FULL),
    ("site behind a dash", {"social": f"{FULL} — Harbour Post", "site": "Harbour Post"}, FULL),
    ("site and more behind a dash", {"social": f"{FULL} - Harbour Post News", "site": "Harbour Post"}, FULL),
    ("site of two names", {"social": f"{FULL} - HPB", "site": "Harbour Post Broadcasting (HPB)"}, FULL),
    ("site by its host", {"social": f"{FULL} – Harbour Post"}, FULL),
    ("site as its host", {"social": f"{FULL} - harbourpost.example"}, FULL),
    ("site with an accent", {"social": f"{FULL} - Público", "url": "https://www.publico.example/a"}, FULL),
    ("site before a bar", {"social": f"Harbour Post | {FULL}", "site": "Harbour Post"}, FULL),
    ("site before a colon", {"social": f"Harbour Post: {FULL}", "site": "Harbour Post"}, FULL),
    ("site in brackets", {"social": f"{FULL} (Harbour Post)", "site": "Harbour Post"}, FULL),
    ("site without a space", {"social": f"{FULL} -Harbour Post", "site": "Harbour Post"}, FULL),
    ("site on both ends", {"social": f"Harbour Post » {FULL} | Harbour Post", "site": "Harbour Post"}, FULL),
    ("section and site", {"social": f"{FULL} | World | Harbour Post", "site": "Harbour Post"}, FULL),
    ("section and site, dashes", {"social": f"{FULL} - World - Harbour Post", "site": "Harbour Post"}, FULL),
    ("site and sections behind a bar", {"social": f"{FULL} | HP.tv - News - Port", "site": "HP.tv"}, FULL),
    ("site and section, Chinese", {"social": f"{CHINESE}--国际--港口报", "site": "港口报"}, CHINESE),
    ("site behind an underscore, Chinese", {"social": f"{CHINESE}_港口新闻", "site": "港口报"}, CHINESE),
    ("section by JSON-LD", {"social": f"{FULL} - Shipping", "ld": [{"articleSection": ["Shipping"]}]}, FULL),
    ("section by a meta", {"social": f"{FULL} - Shipping", "section": "Shipping"}, FULL),
    ("section glued", {"social": f"{KOREAN}-국제ㅣ항구일보", "section": "국제"}, KOREAN),
    ("ideographs without a space", {"social": f"{JAPANESE}：港新聞", "site": "港新聞"}, JAPANESE),
    ("site in JSON-LD", {"ld": f"{FULL} - Harbour Post", "site": "Harbour Post"}, FULL),
    ("publisher of JSON-LD", {"ld": [{"headline": f"{FULL} - HP24", "publisher": {"name": "HP24"}}]}, FULL),
    ("kept: not the site", {"social": f"{FULL} - What We Know", "site": "Harbour Post"}, f"{FULL} - What We Know"),
    ("kept: a dash of two", {"social": "Ship free--at last", "site": "Harbour Post"}, "Ship free--at last"),
    ("kept: live", {"social": f"{FULL} – live", "site": "Harbour Post"}, f"{FULL} – live"),
    ("kept: two clauses", {"social": "Canal Open - Prices Fall", "site": "Harbour Post"}, "Canal Open - Prices Fall"),
    ("kept: a question", {"social": "Ship free | What now?", "site": "Harbour Post"}, "Ship free | What now?"),
    ("kept: a kicker", {"social": f"Shipping: {FULL}", "site": "Harbour Post"}, f"Shipping: {FULL}"),
    (
        "kept: small words with the name",
        {"social": "Ships wait - how the harbour post works", "site": "Harbour Post"},
        "Ships wait - how the harbour post works",
    ),
    (
        "kept: the site in a sentence",
        {"social": "Harbour Post wins prize for ships", "site": "Harbour Post"},
        "Harbour Post wins prize for ships",
    ),
    (
        "kept: a hyphen",
        {"social": "Anti-piracy talks with Eritrea-Sudan envoys", "site": "Harbour Post"},
        "Anti-piracy talks with Eritrea-Sudan envoys",
    ),
    (
        "kept: capitals",
        {"social": "BREAKING: SHIP FREED IN SUEZ", "site": "Harbour Post"},
        "BREAKING: SHIP FREED IN SUEZ",
    ),
)


@pytest.mark.parametrize(("name", "told", "title"), STRIPPED, ids=[row[0] for row in STRIPPED])
@pytest.mark.parametrize("h1", ["<h1>Another of its headlines altogether</h1>", ""], ids=["other h1", "no h1"])
def test_names_are_stripped_by_what_the_page_says(name: str, told: dict[str, Any], title: str, h1: str) -> None:
    assert title_of(**told, h1=h1) == title


# Which is taken, where a page has several.
TAKEN: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("JSON-LD before OpenGraph", {"ld": FULL, "social": OTHER, "twitter": OTHER, "h1": f"<h1>{OTHER}</h1>"}, FULL),
    ("OpenGraph before h1", {"social": OTHER}, OTHER),
    ("Twitter where there is no OpenGraph", {"twitter": OTHER, "h1": ""}, OTHER),
    ("h1 where nothing is told", {}, FULL),
    ("title where there is nothing else", {"h1": ""}, FULL),
    ("OpenGraph is the site", {"social": "Harbour Post", "site": "Harbour Post"}, FULL),
    ("JSON-LD is the site", {"ld": "Harbour Post", "site": "Harbour Post", "social": OTHER}, OTHER),
    ("logo in an h1", {"h1": f"<h1><a href='/'>Harbour Post</a></h1><h1>{FULL}</h1>"}, FULL),
    ("logo in an h1, a picture", {"h1": f"<h1><a href='/'><img src=l.png alt=Logo></a></h1><h2>{FULL}</h2>"}, FULL),
    ("section in an h1", {"h1": f"<h1>Ever Given</h1><h1>{FULL}</h1>", "title": f"{FULL} - Harbour Post"}, FULL),
    ("more in an h1", {"h1": f"<h1>{FULL}</h1>", "after": "<h1>More stories of the day from our harbours</h1>"}, FULL),
    ("cut at an ellipsis", {"social": "Ever Given refloated in the Suez Canal after…", "h1": f"<h1>{FULL}</h1>"}, FULL),
    ("cut at three dots", {"social": "Ever Given refloated in the Suez...", "h1": "", "site": "Harbour Post"}, FULL),
    (
        "cut at a quotation mark",
        {"social": "Captain calls the canal ", "h1": '<h1>Captain calls the canal "a ditch"</h1>'},
        'Captain calls the canal "a ditch"',
    ),
    ("cut in JSON-LD", {"ld": LONG[:-6], "h1": f"<h1>{LONG}</h1>"}, LONG),
    (
        "shorter by choice",
        {"social": "Ever Given refloated in the Suez Canal", "h1": f"<h1>{FULL}</h1>"},
        "Ever Given refloated in the Suez Canal",
    ),
    (
        "ends in dots by choice",
        {"social": "And the ship is free...", "h1": "<h1>And the ship is free...</h1>"},
        "And the ship is free...",
    ),
    ("entities", {"social": "Q&amp;amp;A: the canal &amp;ndash; who pays?", "h1": ""}, "Q&A: the canal – who pays?"),
    (
        "quotation marks",
        {"social": html.escape('"A ditch": captain on the canal', quote=True), "h1": ""},
        '"A ditch": captain on the canal',
    ),
    (
        "live",
        {
            "ld": [
                {
                    "@type": "LiveBlogPosting",
                    "headline": "Suez live: tugs pull",
                    "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "14:02 The bow moves"}],
                }
            ],
            "h1": "<h1>Suez live: tugs pull</h1>",
        },
        "Suez live: tugs pull",
    ),
    (
        "another article in JSON-LD, first",
        {"ld": [{"headline": OTHER, "datePublished": "2021-04-13"}, {"headline": FULL}], "social": FULL},
        FULL,
    ),
    (
        "another by its address",
        {
            "ld": [
                {"headline": OTHER, "datePublished": "2021-04-13", "url": "/other"},
                {"headline": "The ship is free again at last", "url": ADDRESS},
            ],
            "social": FULL,
            "after": f"<link rel=canonical href={ADDRESS}>",
        },
        "The ship is free again at last",
    ),
)


@pytest.mark.parametrize(("name", "told", "title"), TAKEN, ids=[row[0] for row in TAKEN])
def test_which_headline_is_taken(name: str, told: dict[str, Any], title: str) -> None:
    assert title_of(**told) == title
