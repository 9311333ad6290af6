"""What a person names becomes pages; what cannot be read becomes a Failure, and the rest is kept."""

from __future__ import annotations

import gzip
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.archive import Failure, pages
from pipeline.model import Page

TEXT = b"Rates held\n\nThe National Bank kept its base rate at 9.25 percent on 26 July 2021.\n"


def one(*inputs: str, **options: object) -> Page | Failure:
    (item,) = pages(inputs, **options)  # type: ignore[arg-type]
    return item


def test_a_file_is_a_page_byte_for_byte(tmp_path: Path) -> None:
    path = tmp_path / "rates.txt"
    path.write_bytes(TEXT)
    item = one(str(path), url="https://example.org/rates")
    assert item == Page(TEXT, str(path), "https://example.org/rates")


BAD: tuple[tuple[str, bytes | None, str], ...] = (
    ("missing.txt", None, "no such file"),
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\n", "empty"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(40), "binary"),
    ("nul.html", b"<p>a\x00b</p>", "binary"),
    ("paper.pdf", b"%PDF-1.7", "not a kind of file"),
    ("paper.txt", b"%PDF-1.7 no NUL here", "binary"),
    ("noending", b"words", "not a kind of file"),
    ("broken.html.gz", b"no gzip at all", "broken gzip"),
    ("cut.html.gz", gzip.compress(TEXT * 50, mtime=0)[:60], "broken gzip"),
    ("lines.jsonl", b"", "empty"),
    ("blank.jsonl", b"\r\r\n\n \n", "empty"),
    ("sqlite.jsonl", b"SQLite format 3\x00" + bytes(30), "binary"),
)


@pytest.mark.parametrize(("name", "body", "reason"), BAD, ids=[row[0] for row in BAD])
def test_bad_files_are_named_with_the_reason(tmp_path: Path, name: str, body: bytes | None, reason: str) -> None:
    path = tmp_path / name
    if body is not None:
        path.write_bytes(body)
    item = one(str(path))
    assert isinstance(item, Failure)
    assert item.name == str(path)
    assert reason in item.reason


def test_a_large_file_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(b"word " * 300)
    assert one(str(path), max_bytes=1_000) == Failure(str(path), "larger than 0.001 MB")


def test_a_gzip_bomb_is_cut_at_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "bomb.html.gz"
    path.write_bytes(gzip.compress(b"x" * 5_000_000, mtime=0))
    item = one(str(path), max_bytes=100_000)
    assert isinstance(item, Failure)
    assert "larger" in item.reason


def test_lines_keep_the_good_ones_and_number_the_bad(tmp_path: Path) -> None:
    good = json.dumps(
        {"title": "Rates held", "text": "The bank kept its rate.", "url": "https://example.org/1"}
    ).encode()
    path = tmp_path / "lines.jsonl"
    lines = [
        good,
        b"",
        b"{broken",
        b'"a string"',
        b'{"title": "No text"}',
        b'{"text": 5}',
        b"{" * 5_000,
        b"\xff{}",
        good,
    ]
    path.write_bytes(b"\n".join(lines))
    found = list(pages([str(path)]))
    assert [item.name for item in found] == [f"{path}:{n}" for n in (1, 3, 4, 5, 6, 7, 8, 9)]
    kept = [item for item in found if isinstance(item, Page)]
    assert [p.name for p in kept] == [f"{path}:1", f"{path}:9"]
    assert kept[0] == Page(good, f"{path}:1", "https://example.org/1", "application/json")
    reasons = [item.reason for item in found if isinstance(item, Failure)]
    for reason, part in zip(
        reasons, ["invalid JSON", "not an object", "neither", "not a string", "JSON", "UTF-8"], strict=True
    ):
        assert part in reason


@pytest.mark.parametrize("binary", [1, 2, 7])
def test_a_broken_first_line_costs_itself(tmp_path: Path, binary: int) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"text": "cut\x00off"\n' * binary + b'{"text": "The bank kept its rate."}\n')
    *broken, kept = pages([str(path)])
    assert broken == [Failure(f"{path}:{n}", "binary, not text") for n in range(1, binary + 1)]
    assert isinstance(kept, Page)


def test_a_binary_file_is_one_failure(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    for body in (b"\x00\n" * 3, b"\x00\n" * 5_000):
        path.write_bytes(body)
        assert list(pages([str(path)])) == [Failure(str(path), "binary, not text")]


def test_a_line_too_long_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes(b'{"text": "' + b"x" * 5_000 + b'"}\n{"text": "short one"}\n')
    first, second = pages([str(path)], max_bytes=1_000)
    assert first == Failure(f"{path}:1", "line larger than 0.001 MB")
    assert isinstance(second, Page)
    assert second.name == f"{path}:2"


def test_a_folder_is_walked_in_order_and_never_left(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_bytes(TEXT)
    folder = tmp_path / "news"
    (folder / "b").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("z.txt", "a.md", "b/c.html", ".hidden.txt", ".git/x.txt", "gold.json"):
        (folder / name).write_bytes(TEXT)
    (folder / "leak.txt").symlink_to(outside)
    (folder / "up").symlink_to(tmp_path)
    found = list(pages([str(folder)]))
    assert [os.path.relpath(item.name, folder) for item in found] == ["a.md", "leak.txt", "z.txt", "b/c.html"]
    assert [item.reason for item in found if isinstance(item, Failure)] == ["a link that leads out of the folder"]


def test_a_folder_without_articles_says_so(tmp_path: Path) -> None:
    item = one(str(tmp_path))
    assert isinstance(item, Failure)
    assert "no articles" in item.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_no_permission_is_said(tmp_path: Path) -> None:
    path = tmp_path / "closed.txt"
    path.write_bytes(TEXT)
    path.chmod(0)
    assert one(str(path)) == Failure(str(path), "no permission to read")


def test_a_pipe_in_a_folder_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert one(str(tmp_path)) == Failure(str(tmp_path / "pipe.txt"), "not a regular file")


def test_standard_input_is_one_page_or_lines() -> None:
    assert one("-", stdin=io.BytesIO(TEXT)) == Page(TEXT, "-")
    lines = b'{"text": "one two"}\n{bad\n{"text": "three"}\n'
    found = list(pages(["-"], stdin=io.BytesIO(lines)))
    assert [item.name for item in found] == ["-:1", "-:2", "-:3"]
    assert isinstance(found[1], Failure)
    assert one("-", stdin=io.BytesIO(b"")) == Failure("-", "empty")


def test_addresses_go_to_the_fetcher_and_nowhere_else() -> None:
    def fetch(address: str) -> Iterator[Page | Failure]:
        yield Page(b"<p>x</p>", address, address)

    assert one("https://example.org/a", fetch=fetch) == Page(
        b"<p>x</p>", "https://example.org/a", "https://example.org/a"
    )
    for address in ("file:///etc/passwd", "ftp://example.org/a.txt"):
        assert one(address, fetch=fetch) == Failure(
            address, "only WARC files are read there; pages have http and https addresses"
        )
