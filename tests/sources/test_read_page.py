"""read_page on text, Markdown and JSON lines; publishers and pages of HTML have their own tests."""

from __future__ import annotations

import json
import time

import pytest

from sources import UnreadableError, read_page
from sources.core import charset

PLAIN: tuple[tuple[str, str, str], ...] = (
    ("Rates held\nThe bank kept its rate.\n", "Rates held", "The bank kept its rate."),
    ("\n\n  Rates held \n\nOne.\n\n  Two  three.\n\n", "Rates held", "One.\n\n  Two  three."),
    ("Rates held\r\n\r\nOne.\r\nTwo.\r\n", "Rates held", "One.\nTwo."),
    ("The bank kept its rate.", "The bank kept its rate.", "The bank kept its rate."),
    ("\ufeffRates held\nText", "Rates held", "Text"),
)


@pytest.mark.parametrize(("body", "title", "text"), PLAIN)
def test_plain_text_is_headline_and_untouched_body(body: str, title: str, text: str) -> None:
    article = read_page(body.encode(), None, name="a.txt")
    assert (article.title, article.text) == (title, text)
    assert (article.published, article.published_basis) == (None, "unknown")


def test_tags_in_a_txt_file_are_characters() -> None:
    assert read_page(b"Head\nA <b>bold</b> <p> claim", None, name="a.txt").text == "A <b>bold</b> <p> claim"


MARKDOWN: tuple[tuple[str, str, str], ...] = (
    ("# Rates held\n\nThe *National Bank* kept **its** rate.", "Rates held", "The National Bank kept its rate."),
    ("Rates held\n==========\n\nSee [the note](https://example.org/n).", "Rates held", "See the note."),
    ("# Rates\n\n## Reasons\n\n- inflation\n- trade\n\n> Quoted.", "Rates", "Reasons\n\ninflation\ntrade\n\nQuoted."),
    ("# A\n\nsnake_case and 2 * 3 * 4 stay", "A", "snake_case and 2 * 3 * 4 stay"),
    ("No heading\n\nText ![alt](x.png) here", "No heading", "Text  here"),
)


@pytest.mark.parametrize(("body", "title", "text"), MARKDOWN)
def test_markdown_loses_its_marks(body: str, title: str, text: str) -> None:
    article = read_page(body.encode(), None, name="a.md")
    assert (article.title, article.text) == (title, text)


def test_front_matter_says_date_address_and_source() -> None:
    front = b'---\ntitle: "Rates held"\ndate: 2021-07-26\nurl: http://example.org/rates?utm_source=x\nsource: Wire A\n'
    page = front + b"---\n\nText here.\n"
    article = read_page(page, None, name="a.md")
    assert (article.title, article.text, article.published, article.published_basis) == (
        "Rates held",
        "Text here.",
        "2021-07-26",
        "metadata",
    )
    assert (article.url, article.source) == ("https://example.org/rates", "wire-a")


def line(**fields: object) -> bytes:
    return json.dumps(fields).encode()


def test_a_json_line_with_text() -> None:
    body = line(
        url="https://example.org/r",
        title="Rates held",
        published="2021-07-26",
        source="Example",
        language="en",
        text="A.\nB.",
    )
    article = read_page(body, None, content_type="application/json", name="lines.jsonl:1")
    assert (article.title, article.text, article.published, article.published_basis) == (
        "Rates held",
        "A.\nB.",
        "2021-07-26",
        "given",
    )
    assert (article.url, article.source, article.language) == ("https://example.org/r", "example", "en")


def test_a_json_line_with_an_instant_keeps_it() -> None:
    article = read_page(line(text="T\nB", published="2021-07-26T23:30:00+06:00"), None, content_type="application/json")
    assert (article.published, article.published_at) == ("2021-07-26", "2021-07-26T23:30:00+06:00")


@pytest.mark.parametrize("bad", ["2024-02-30", "2023-13", "2024-02-30/2024-03-01", "February 30, 2024", "yesterday"])
def test_an_impossible_date_is_an_error_that_names_it(bad: str) -> None:
    with pytest.raises(UnreadableError, match="impossible date"):
        read_page(line(text="T\nB", published=bad), None, content_type="application/json")


@pytest.mark.parametrize(
    "good", ["2024-02-29", "2024", "2024-10", "2024-10~", "2024-10-01/2024-10-05", "2024-10/..", "../2024"]
)
def test_edtf_is_accepted(good: str) -> None:
    assert read_page(line(text="T\nB", published=good), None, content_type="application/json").published == good


def test_characters_no_database_takes_are_replaced() -> None:
    article = read_page(b'{"title": "A\\u0000B", "text": "C\\ud800D"}', None, content_type="application/json")
    assert (article.title, article.text) == ("A\ufffdB", "C\ufffdD")


UNREADABLE: tuple[tuple[bytes, str | None, str], ...] = (
    (b"", None, "empty"),
    (b" \n\t", None, "empty"),
    (b"\x00\x01\x02", None, "binary"),
    (b"%PDF-1.4 ...", None, "binary"),
    (b"...", "text/plain", "no text"),
    (b"<html><body></body></html>", "text/html", "article"),
    (b"GIF", "image/gif", "image/gif"),
)


@pytest.mark.parametrize(("body", "content_type", "reason"), UNREADABLE)
def test_what_is_no_article_says_why(body: bytes, content_type: str | None, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        read_page(body, None, content_type=content_type)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableError, match="address"):
        read_page(b"A\nB", "javascript:alert(1)", name="a.txt")


RUSSIAN = "Президент Казахстана провел переговоры\nВстреча прошла в Ереване второго сентября, сообщила пресс-служба."
CHARSETS: tuple[tuple[bytes, str | None], ...] = (
    (RUSSIAN.encode("utf-8"), None),
    (RUSSIAN.encode("utf-8"), "text/plain; charset=iso-8859-1"),
    (RUSSIAN.encode("cp1251"), "text/plain; charset=windows-1251"),
    (RUSSIAN.encode("cp1251"), "text/plain; charset=iso-8859-1"),
    (RUSSIAN.encode("cp1251"), None),
    (RUSSIAN.encode("koi8-r"), "text/plain; charset=koi8-r"),
    (RUSSIAN.encode("utf-16"), None),
    (RUSSIAN.encode("utf-8-sig"), "text/plain; charset=windows-1251"),
    (RUSSIAN.encode("utf-8"), "text/plain; charset=no-such-thing"),
)


@pytest.mark.parametrize(("body", "content_type"), CHARSETS)
def test_charsets_however_declared(body: bytes, content_type: str | None) -> None:
    article = read_page(body, None, content_type=content_type, name="a.txt")
    assert f"{article.title}\n{article.text}" == RUSSIAN
    assert article.language == "ru"


@pytest.mark.parametrize(
    "name", ["undefined", "idna", "punycode", "unicode_escape", "raw_unicode_escape", "rot13", "zip", "utf-7", "cp037"]
)
def test_a_charset_that_no_page_has_is_passed_over(name: str) -> None:
    told = b"Ship free +AD4- \\u0041 xn--e1afmkfd in the canal"
    assert charset.decode(told, f"text/html; charset={name}") == (told.decode(), "utf-8")


@pytest.mark.parametrize("name", ["utf-16", "utf-16le", "utf-32"])
def test_wide_charsets_are_believed_of_wide_bytes_only(name: str) -> None:
    assert charset.decode(b"Ship free in the canal", f"text/html; charset={name}") == (
        "Ship free in the canal",
        "utf-8",
    )
    assert charset.decode("Судно на мели".encode("utf-16le"), "text/html; charset=utf-16le")[0] == "Судно на мели"


@pytest.mark.parametrize(
    "body", [bytes(range(0xC0, 0x100)), "Судно село на мель. ".encode("cp1251")], ids=["any", "cp1251"]
)
def test_guessing_a_charset_takes_bounded_time(body: bytes) -> None:
    started = time.process_time()
    charset.decode(b"Headline\n\n" + body * (8_000_000 // len(body)))
    assert time.process_time() - started < 10


def test_a_page_cut_in_a_character_is_still_utf8() -> None:
    assert read_page(RUSSIAN.encode()[:-1], None, name="a.txt").text.startswith("Встреча прошла")


LANGUAGES = (
    ("The president arrived in Yerevan on Monday for talks.", "en"),
    ("Президент прибыл в Ереван в понедельник для переговоров.", "ru"),
    ("Қазақстан Президенті дүйсенбі күні Ереванға келді.", "kk"),
    ("Նախագահը երկուշաբթի օրը ժամանել է Երևան։", "hy"),
    ("Der Präsident traf am Montag zu Gesprächen ein.", "de"),
)


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language_is_identified(text: str, language: str) -> None:
    assert read_page(text.encode(), None, name="a.txt").language == language
