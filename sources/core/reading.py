"""Bytes in, article out: which reader, then what the address, the file's own fields and the text say."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pipeline.model import Article, Basis
from sources import urls
from sources.core import charset, language, plain, registry
from sources.core.errors import UnreadableError

VERSION = "1"
MAX_BYTES = 20_000_000
_CONTROLS = bytes(n for n in range(32) if n not in b"\t\n\r")
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"SQLite format 3",
    b"\x7fELF",
    b"RIFF",
    b"\xd0\xcf\x11\xe0",
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|article|div|p|h1|meta|title)\b", re.I)
_CANONICAL = re.compile(
    r"""<link[^>]{0,200}rel=["']?canonical["']?[^>]{0,200}?href=["'](https?://[^"'>]+)"""
    r"""|<meta[^>]{0,200}property=["']og:url["'][^>]{0,200}?content=["'](https?://[^"'>]+)""",
    re.I,
)
_EDTF = re.compile(
    r"-?\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?(?:/(?:-?\d{4}(?:-\d{2}(?:-\d{2})?)?[?~%]?|\.\.)?)?|\.\./-?\d{4}(?:-\d{2}){0,2}"
)


def read_page(
    body: bytes, url: str | None = None, *, content_type: str | None = None, name: str | None = None
) -> Article:
    """The article in these bytes: HTML, plain text, Markdown, or a JSON object with the fields of the contract.

    The kind is what ``content_type`` or the ending of ``name`` says, else what the bytes look like. Raises
    UnreadableError where there is no article.
    """
    check_bytes(body)
    kind = _kind(body, content_type, name)
    address = _address(url)
    if kind == "json":
        return _read_json(body, address)
    text, _ = charset.decode(body, content_type)
    if kind == "html":
        return _read_html(text, address)
    return _read_plain(text, address, kind)


def has_markup(body: bytes, content_type: str | None = None, name: str | None = None) -> bool:
    """True where reading these bytes means parsing markup, as HTML or inside JSON: what hostile pages are made of."""
    try:
        kind = _kind(body, content_type, name)
    except UnreadableError:
        return False
    return kind == "html" or (kind == "json" and b'"html"' in body)


def check_bytes(body: bytes) -> None:
    """Raise UnreadableError for what is empty, too large or no text at all."""
    if not body.strip():
        raise UnreadableError("empty")
    if len(body) > MAX_BYTES:
        raise UnreadableError(f"larger than {MAX_BYTES // 1_000_000} MB ({len(body) / 1e6:.1f} MB)")
    if is_binary(body):
        raise UnreadableError("binary, not text")


def is_binary(body: bytes) -> bool:
    """True for known binary formats and for bytes with NULs that are not UTF-16 or UTF-32."""
    if body.startswith((b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")):
        return False
    return body.startswith(_MAGIC) or b"\x00" in body[:65_536]


def _kind(body: bytes, content_type: str | None, name: str | None) -> str:
    told = (content_type or "").partition(";")[0].strip().lower()
    ending = (name or "").lower().removesuffix(".gz").rpartition(".")[2]
    if told in ("application/json", "application/x-ndjson", "application/jsonl"):
        return "json"
    if told in ("text/html", "application/xhtml+xml") or (not told and ending in ("html", "htm", "xhtml")):
        return "html"
    if told == "text/markdown" or ending in ("md", "markdown"):
        return "markdown"
    if told.startswith(("image/", "audio/", "video/", "font/")) or told in ("application/pdf", "application/zip"):
        raise UnreadableError(f"{told} holds no article")
    start = body[:4_096].decode("latin-1")
    if ending == "txt":
        return "text"
    if told in ("", "application/octet-stream", "text/plain", "application/xml", "text/xml") and _HTML.search(start):
        return "html"
    return "html" if told.endswith("xml") else "text"


def _address(url: str | None) -> str | None:
    if not url:
        return None
    try:
        return urls.canonical(url)
    except ValueError as error:
        raise UnreadableError(str(error)) from error


def _read_plain(text: str, url: str | None, kind: str) -> Article:
    text = _UNWRITABLE.sub("\ufffd", text)
    read = plain.read_markdown(text) if kind == "markdown" else plain.read_text(text)
    if not re.search(r"\w", read.text):
        raise UnreadableError("no text")
    return _with_fields(read.fields, read.title, read.text, url, f"{kind}/{VERSION}", "metadata")


def _read_json(body: bytes, url: str | None) -> Article:
    fields = json_fields(body)
    address = _address(fields.get("url")) or url
    if not fields.get("html"):
        text = _writable(plain.newlines(fields["text"])).strip("\n")
        title = " ".join(_writable(fields.get("title") or "").split())
        if not title:
            read = plain.read_text(text)
            title, text = read.title, read.text
        if not re.search(r"\w", text):
            raise UnreadableError("no text")
        return _with_fields(fields, title, text, address, f"json/{VERSION}", "given")

    page = fields["html"]
    article = _read_html(page, address)
    given = _with_fields(
        fields, fields.get("title") or article.title, article.text, article.url, article.reader, "given"
    )
    dated = given if given.published else article
    return replace(
        article,
        title=_writable(given.title),
        published=dated.published,
        published_at=dated.published_at,
        published_basis=dated.published_basis,
        confidence=dated.confidence,
        source=given.source if fields.get("source") else article.source,
        country=given.country or article.country,
        language=given.language if fields.get("language") else article.language,
    )


def json_fields(line: bytes) -> dict[str, Any]:
    """The fields of one line, checked. Raises UnreadableError naming what is wrong."""
    try:
        fields = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UnreadableError(f"not UTF-8 at byte {error.start}") from error
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"invalid JSON: {error}") from error
    if not isinstance(fields, dict):
        raise UnreadableError(f"a JSON {type(fields).__name__}, not an object")
    for key in ("url", "title", "published", "source", "language", "text", "html"):
        if fields.get(key) is not None and not isinstance(fields[key], str):
            raise UnreadableError(f"{key} is not a string")
    if not (fields.get("text") or "").strip() and not (fields.get("html") or "").strip():
        raise UnreadableError("neither text nor html")
    return fields


def _read_html(text: str, url: str | None) -> Article:
    """By the publisher's layouts where the address, or the page's own word, names one; else as any page."""
    from sources import generic

    text = _writable(text)
    publisher = registry.publisher_of(urls.host(url or _own_address(text)))
    return generic.read_html(text, url, publisher=publisher)


def _own_address(page: str) -> str:
    match = _CANONICAL.search(page, 0, 100_000)
    return next(filter(None, match.groups()), "") if match else ""


def _with_fields(
    fields: Mapping[str, Any], title: str, text: str, url: str | None, reader: str, basis: Basis
) -> Article:
    """The article with what the file itself says of source, language and date."""
    address = _address(fields.get("url")) or url
    outlet = fields.get("source") or address
    source = registry.resolve(outlet) if outlet else None
    told = fields.get("language") or fields.get("lang")
    day, instant = edtf_of(fields.get("published") or fields.get("date"))
    authors = str(fields.get("authors") or fields.get("author") or "")
    return Article(
        url=address,
        title=title,
        published=day,
        published_basis=basis if day else "unknown",
        authors=tuple(a.strip() for a in re.split(r"[,;]", authors) if a.strip()),
        language=language.code(told) or language.identify(title, text),
        source=source.id if source else None,
        text=text,
        published_at=instant,
        country=source.country if source else None,
        reader=reader,
    )


def edtf_of(value: str | None) -> tuple[str | None, str | None]:
    """``(EDTF, instant)`` of an ISO day, instant or EDTF interval. Raises UnreadableError for an impossible date."""
    if not value or not value.strip():
        return None, None
    text = value.strip()
    if _EDTF.fullmatch(text):
        for day in re.findall(r"-?\d{4}-\d{2}(?:-\d{2})?", text):
            _check_day(day, text)
        return text, None
    try:
        moment = datetime.fromisoformat(re.sub(r"^(\d{4}-\d{2}-\d{2})\s+", r"\1T", text))
    except ValueError as error:
        raise UnreadableError(f"impossible date {text!r}") from error
    return moment.date().isoformat(), moment.isoformat() if moment.tzinfo else None


def _check_day(day: str, told: str) -> None:
    year, month, *rest = (int(n) for n in day.lstrip("-").split("-"))
    try:
        date(max(1, year), month, rest[0] if rest else 1)
    except ValueError as error:
        raise UnreadableError(f"impossible date {told!r}") from error


def _writable(text: str) -> str:
    """The text with what no database takes replaced; to look whether there is any is ten times as fast in bytes."""
    try:
        coded = text.encode()
    except UnicodeEncodeError:
        return _UNWRITABLE.sub("\ufffd", text)
    return text if len(coded.translate(None, _CONTROLS)) == len(coded) else _UNWRITABLE.sub("\ufffd", text)
