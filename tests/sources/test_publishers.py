"""Every publisher, every layout, on a page written for this repository after the publisher's real structure.

``NAME/V1.html`` is the page, ``NAME/V1.json`` what must be read from it. A layout without both fails.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from sources import find, read_page
from sources.core.layout import Layout, Publisher
from sources.core.registry import publishers

HERE = Path(__file__).parent
LAYOUTS = [(p, layout) for p in publishers() for layout in p.layouts]


def fixture(publisher: Publisher, layout: Layout) -> bytes:
    stem = HERE / publisher.source.id / layout.name
    for path in (stem.with_suffix(".html"), stem.with_suffix(".html.gz")):
        if path.is_file():
            body = path.read_bytes()
            return gzip.decompress(body) if path.suffix == ".gz" else body
    pytest.fail(f"{stem}.html is missing: a layout without a fixture is a guess")


@pytest.mark.parametrize(("publisher", "layout"), LAYOUTS, ids=[f"{p.source.id}-{x.name}" for p, x in LAYOUTS])
def test_a_layout_reads_its_page(publisher: Publisher, layout: Layout) -> None:
    body = fixture(publisher, layout)
    expected = json.loads((HERE / publisher.source.id / f"{layout.name}.json").read_text("utf-8"))
    article = read_page(body, expected["url"], content_type="text/html")
    read = {key: getattr(article, key) for key in expected}
    assert {**read, "authors": list(article.authors)} == expected


@pytest.mark.parametrize(("publisher", "layout"), LAYOUTS, ids=[f"{p.source.id}-{x.name}" for p, x in LAYOUTS])
def test_a_saved_page_is_known_by_its_own_address(publisher: Publisher, layout: Layout) -> None:
    article = read_page(fixture(publisher, layout), None, name="saved.html")
    assert article.source == publisher.source.id
    assert article.url is not None


@pytest.mark.parametrize("publisher", publishers(), ids=[p.source.id for p in publishers()])
def test_a_publisher_is_whole(publisher: Publisher) -> None:
    source = publisher.source
    assert source.homepage
    assert find(source.homepage) == source
    assert find(source.id) == source
    assert len(source.country or "") == 2
    assert len({layout.name for layout in publisher.layouts}) == len(publisher.layouts) > 0
    assert all(layout.seen[:4].isdigit() for layout in publisher.layouts)


def test_there_are_a_dozen_publishers_beside_kazinform() -> None:
    assert len(publishers()) >= 13


def test_no_two_publishers_share_a_host() -> None:
    hosts = [host for p in publishers() for host in p.hosts]
    assert len(hosts) == len(set(hosts))
