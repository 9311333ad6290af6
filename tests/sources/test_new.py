"""A newcomer's scaffold: a stub that imports, a fixture without the publisher's words, expected JSON."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from sources import UnreadableError
from sources.core.layout import Publisher
from sources.core.layouts import read as read_layout
from sources.new import mask_text, masked, scaffold

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Bridge opens</title>
<meta property="article:published_time" content="2021-03-23T10:00:00+02:00">
<script>var secret = "tracker";</script>
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge opens", "datePublished":
"2021-03-23T10:00:00+02:00", "articleBody": "Whole text"}</script></head>
<body><nav><a href="/">Home</a></nav><h1>Bridge opens</h1>
<div class="story-text x1"><p>The bridge over the river was opened by the
mayor on Tuesday after three years of work.</p><p>It is 420 metres long and cost 12 million euros, the city said in
a statement.</p><p>The next bridge is planned for May 2022, according to the same statement.</p></div></body></html>"""


def test_a_scaffold_is_a_working_publisher(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    made = scaffold("Harbour Post", PAGE.encode(), "https://harbourpost.example/news/1", root=tmp_path)
    assert made.module == tmp_path / "sources" / "harbourpost.py"
    publisher = runpy.run_path(str(made.module))["PUBLISHER"]
    assert isinstance(publisher, Publisher)
    assert publisher.source.id == "harbour-post"
    assert publisher.layouts[0].body == ".story-text p"

    page = made.page.read_text("utf-8")
    expected = json.loads(made.expected.read_text("utf-8"))
    found = read_layout(publisher, page)
    assert found is not None
    assert "\n".join(found.paragraphs) == expected["text"]
    assert expected["published_at"] == "2021-03-23T10:00:00+02:00"
    for word in ("mayor", "statement", "secret", "Whole"):
        assert word not in page
    assert "420" in page


def test_a_known_host_and_a_module_that_exists_are_refused(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with pytest.raises(ValueError, match="known already"):
        scaffold("Other", PAGE.encode(), "https://tass.ru/x/1", root=tmp_path)
    (tmp_path / "sources" / "other.py").write_text("")
    with pytest.raises(FileExistsError):
        scaffold("Other", PAGE.encode(), "https://other.example/1", root=tmp_path)


def test_a_page_without_an_article_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    with pytest.raises(UnreadableError):
        scaffold("Empty", b"<html><body><p>Hi</p></body></html>", "https://empty.example/1", root=tmp_path)
    assert list((tmp_path / "sources").iterdir()) == []


def test_masking_keeps_shape_numbers_and_months() -> None:
    text = "The Mayor met 12 people on 5 March 2021, at NATO."
    other = mask_text(text)
    assert other != text
    assert "12" in other
    assert "5 March 2021" in other
    assert [c.isupper() for c in other.split()[1]] == [True] + [False] * (len(other.split()[1]) - 1)
    assert mask_text("same same") == " ".join([mask_text("same")] * 2)
    assert "tracker" not in masked(PAGE)
