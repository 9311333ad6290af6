"""Which headline a publisher prefers: the table itself, how it is looked up, and what is read by it."""

from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from pipeline.knowledge import table
from sources.core import headlines
from sources.core.metadata import Metadata
from sources.core.registry import publisher_of
from sources.urls import canonical
from tests.sources.test_titles import FULL, OTHER, title_of

ROWS = table("headlines.csv")
HOSTS = sorted({row["host"] for row in ROWS})
SOURCE = re.compile(r"ld|social|printed|title|meta:[a-z][\w.:-]*")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
NAMED = "Tugs free the Ever Given from the canal bank"
SHORT = "Ever Given free"
TOLD = {"ld": FULL, "social": OTHER, "h1": f"<h1>{NAMED}</h1>"}


@pytest.mark.parametrize("row", ROWS, ids=[f"{row['host']} {row['until']}" for row in ROWS])
def test_a_row_is_a_host_a_source_and_a_day(row: dict[str, str]) -> None:
    labels = row["host"].split(".")
    assert len(labels) > 1
    assert all(map(LABEL.fullmatch, labels)), row["host"]
    assert labels[0] != "www"
    assert canonical(f"https://{row['host']}/a") is not None
    assert SOURCE.fullmatch(row["headline"]), row["headline"]
    assert row["until"] == "" or date(2020, 1, 1) < date.fromisoformat(row["until"])


def test_the_table_is_in_order_and_says_nothing_twice() -> None:
    keys = [(row["host"], row["until"] or "9999") for row in ROWS]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_has_one_newest_design_and_each_changes_something(host: str) -> None:
    designs = headlines.known()[host]
    assert [until for _, until in designs].index(None) == len(designs) - 1
    assert all(older[0] != newer[0] for older, newer in pairwise(designs))


@pytest.mark.parametrize("host", HOSTS)
def test_a_module_does_not_contradict_the_table(host: str) -> None:
    publisher = publisher_of(host)
    if publisher is None or host == "telegraph.co.uk":  # its <h1> and its OpenGraph are one
        return
    told = {layout.headline for layout in publisher.layouts} - {None}
    assert told <= {source for source, _ in headlines.known()[host]}


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("https://www.spiegel.de/ausland/a-1", "social"),
        ("https://spiegel.de", "social"),
        ("http://amp.SPIEGEL.de/a", "social"),
        ("https://fr.euronews.com/2024/a", "social"),
        ("https://japannews.yomiuri.co.jp/a", "social"),
        ("https://www.nzz.ch/a", "meta:title"),
        ("https://notspiegel.de/a", None),
        ("https://spiegel.de.harbourpost.example/a", None),
        ("https://de/a", None),
        ("https://[::1]/a", None),
        ("", None),
        (None, None),
    ],
)
def test_a_host_is_known_with_its_subdomains(address: str | None, source: str | None) -> None:
    assert headlines.preferred(Metadata(), address) == source


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ({"ld": {"datePublished": "2026-04-08T09:00:00Z"}}, "social"),
        ({"ld": {"datePublished": "2026-04-09"}}, "social"),
        ({"ld": {"datePublished": "2026-04-10"}}, "ld"),
        ({"meta": {"article:published_time": "2024-04-23T18:00:00+01:00"}}, "social"),
        ({"ld": {"datePublished": "2026-05-01"}, "meta": {"article:published_time": "2024-04-23"}}, "ld"),
        ({"ld": {"datePublished": "soon"}}, "ld"),
        ({}, "ld"),
    ],
)
def test_an_older_design_is_known_by_the_day(told: dict[str, Any], source: str) -> None:
    assert headlines.preferred(Metadata(**told), "https://www.dailystar.co.uk/news/a") == source


# What is read of a page with several headlines, by whose page it is.
READ: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("unknown", "https://www.harbourpost.example/a", {}, FULL),
    ("ld", "https://www.zeit.de/a", {}, FULL),
    ("social", "https://www.spiegel.de/a", {}, OTHER),
    ("social, a subdomain", "https://sport.spiegel.de/a", {}, OTHER),
    ("social, none there", "https://www.spiegel.de/a", {"social": ""}, FULL),
    ("social, with the outlet's name", "https://www.spiegel.de/a", {"social": f"{OTHER} - Spiegel"}, OTHER),
    ("social, cut short", "https://www.spiegel.de/a", {"social": f"{NAMED[:30]}…"}, NAMED),
    ("printed", "https://jyllands-posten.dk/a", {}, NAMED),
    ("printed, the first of two", "https://jyllands-posten.dk/a", {"after": "<h1>More of today's ships</h1>"}, NAMED),
    ("printed, a short one", "https://jyllands-posten.dk/a", {"h1": f"<h1>{SHORT}</h1>"}, SHORT),
    ("printed, none there", "https://jyllands-posten.dk/a", {"h1": ""}, FULL),
    ("title", "http://world.people.com.cn/a", {"title": f"{SHORT} today"}, f"{SHORT} today"),
    (
        "title alone",
        "http://world.people.com.cn/a",
        {"ld": "", "social": "", "title": f"{SHORT} at last today"},
        f"{SHORT} at last today",
    ),
    ("meta", "https://www.nzz.ch/a", {"after": f'<meta name="title" content="{SHORT} | NZZ">'}, SHORT),
    ("meta, its own name", "https://taz.de/a", {"after": f'<meta property="taz:title" content="{SHORT}">'}, SHORT),
    ("meta, in capitals", "https://www.asahi.com/a", {"after": f'<meta name="TITLE" content="{SHORT}">'}, SHORT),
    ("meta, none there", "https://www.nzz.ch/a", {}, FULL),
    ("a module's own", "https://www.telegraph.co.uk/a", {}, NAMED),
    ("the table's where a module has none", "https://www.bbc.com/news/a", {"ld": SHORT}, NAMED),
)


@pytest.mark.parametrize(("name", "url", "told", "title"), READ, ids=[row[0] for row in READ])
def test_the_headline_is_the_one_its_publisher_prefers(name: str, url: str, told: dict[str, Any], title: str) -> None:
    assert title_of(**{**TOLD, **told}, url=url) == title


def test_a_page_without_an_address_is_known_by_its_own() -> None:
    own = '<link rel="canonical" href="https://www.spiegel.de/a">'
    assert title_of(**TOLD, url=None, after=own) == OTHER
