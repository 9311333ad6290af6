"""Commands that wire what others made: review in the browser, a copy as files, a new source."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import sources.new
from pipeline import publish
from tests.sources.test_new import PAGE
from tests.store.rules import toy_rules
from tests.test_cli import call, filled, folder

__all__ = ["filled", "folder", "toy_rules"]


class TestServe:
    @pytest.mark.parametrize(
        ("options", "token"),
        [
            ((), None),
            (("--review",), ""),
            (("--review", "--public"), ""),
            (("--review", "let-me-in"), "let-me-in"),
            (("--review=let-me-in",), "let-me-in"),
        ],
    )
    def test_review(
        self, filled: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], token: str | None
    ) -> None:
        asked: dict[str, Any] = {}
        monkeypatch.setattr(publish, "serve", lambda db, **options: asked.update(options))
        call("serve", *options)
        assert asked["review"] == token
        assert asked["public"] == ("--public" in options)


class TestExportSite:
    def test_a_copy_that_is_replaced(self, filled: Path) -> None:
        shown = call("export-site", "site").output
        assert shown.endswith(f"pages: open {Path('site', 'index.html')}\n")
        assert "Bob visits Rome" in Path("site/index.html").read_text("utf-8")
        articles = list(Path("site/article").iterdir())
        assert len(articles) == 2
        whole = [a.read_text("utf-8") for a in articles]
        assert call("export-site", "site", "--public").output == shown
        assert [a.read_text("utf-8") for a in articles] != whole

    def test_a_folder_of_others_is_left_alone(self, filled: Path) -> None:
        assert "is not empty" in call("export-site", ".", status=1).stderr
        assert "is a file" in call("export-site", "a.txt", status=1).stderr
        assert not Path("index.html").exists()


class TestNewSource:
    @pytest.fixture
    def checkout(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        monkeypatch.setattr(sources.new, "ROOT", folder)
        (folder / "page.html").write_text(PAGE, "utf-8")
        return folder

    def test_three_files(self, checkout: Path) -> None:
        (checkout / "tests" / "sources").mkdir(parents=True)
        (checkout / "sources").mkdir()
        shown = call("new-source", "Harbour Post", "page.html", "--url", "https://harbourpost.example/1").output
        named = [line.split()[0] for line in shown.splitlines()[:3]]
        assert named == [
            "sources/harbourpost.py",
            "tests/sources/harbour-post/V1.html",
            "tests/sources/harbour-post/V1.json",
        ]
        assert json.loads((checkout / named[2]).read_text("utf-8"))["url"] == "https://harbourpost.example/1"
        again = call("new-source", "Harbour Post", "page.html", "--url", "https://harbourpost.example/1", status=1)
        assert "exists" in again.stderr

    def test_the_address_may_stand_in_the_page(self, checkout: Path) -> None:
        (checkout / "tests" / "sources").mkdir(parents=True)
        (checkout / "sources").mkdir()
        assert "give --url" in call("new-source", "Harbour Post", "page.html", status=2).stderr
        link = '<link rel="canonical" href="https://harbourpost.example/news/1"></head>'
        (checkout / "page.html").write_text(PAGE.replace("</head>", link), "utf-8")
        call("new-source", "Harbour Post", "page.html")
        assert "https://harbourpost.example/" in (checkout / "sources" / "harbourpost.py").read_text("utf-8")

    def test_what_cannot_be(self, checkout: Path) -> None:
        assert "is no checkout" in call("new-source", "X", "page.html", "--url", "https://x.example/1", status=1).stderr
        (checkout / "tests" / "sources").mkdir(parents=True)
        (checkout / "sources").mkdir()
        assert "known already" in call("new-source", "X", "page.html", "--url", "https://tass.ru/1", status=1).stderr
        (checkout / "empty.html").write_text("<html><body><p>Hi</p></body></html>")
        told = call("new-source", "X", "empty.html", "--url", "https://x.example/1", status=1).stderr
        assert told.startswith("chronofile: empty.html: ")
        assert list((checkout / "sources").iterdir()) == []
