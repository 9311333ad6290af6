"""Bytes to characters: BOM, then UTF-8 where it fits, then what HTTP and the page declare, then a guess.

UTF-8 comes before the declarations because text of any length is valid UTF-8 only if it is UTF-8, while servers and
templates often declare something else. Labels mean what browsers take them for (WHATWG Encoding, section 4.2).
"""

from __future__ import annotations

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_AS_BROWSERS_DO = {
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "ascii": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "tis-620": "cp874",
}
_HEADER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.I)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.I)
_MOJIBAKE = re.compile(r"[\u00c0-\u00ff]{5}")  # no language of the Latin alphabet writes five accented letters in a row
_NO_PAGE_IS = (  # of what Python knows: internal, an attack, or a mainframe's
    *("utf-7", "unicode", "raw", "idna", "punycode", "undefined", "mbcs", "oem"),
    *("cp037", "cp273", "cp424", "cp500", "cp875", "cp1026", "cp1140"),
)
_ASCII = bytes(range(128))
_SMALL_CYRILLIC = re.compile("[а-яё]")
_META_WINDOW = 4_096  # browsers look at 1,024 bytes; templates with long comments want more
_GUESS_WINDOW = 65_536
_BROKEN_SHARE = 0.02  # of the characters beyond ASCII: a cut or patched page is still UTF-8


def decode(body: bytes, content_type: str | None = None) -> tuple[str, str]:
    """The characters of ``body`` and the name of the charset that gave them; never fails, bad bytes become U+FFFD."""
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body.decode(name, "replace").removeprefix("\ufeff"), name

    declared = _declared(body, content_type)
    if not body.isascii():
        text = _as_utf8(body)
        if text is not None:
            return text, "utf-8"
    for name in declared:
        text = _strictly(body, name)
        if text is not None and not _MOJIBAKE.search(text):
            return text, name
    if body.isascii():
        return body.decode("ascii"), "utf-8"
    return _guess(body)


def _declared(body: bytes, content_type: str | None) -> list[str]:
    """The codecs that HTTP, the XML declaration and ``<meta>`` name, in this order, those Python knows."""
    labels = _HEADER.findall(content_type or "")
    for pattern in (_XML, _META):
        labels += [m.decode("ascii", "replace") for m in pattern.findall(body[:_META_WINDOW])[:1]]
    names = []
    for label in labels:
        name = _AS_BROWSERS_DO.get(label.lower(), label.lower())
        try:
            info = codecs.lookup(name)
        except LookupError:
            continue
        if not getattr(info, "_is_text_encoding", True) or info.name.startswith(_NO_PAGE_IS):
            continue
        if not info.name.startswith(("utf-16", "utf-32")) or b"\x00" in body[:_META_WINDOW]:
            names.append(name)
    return list(dict.fromkeys(names))


def _as_utf8(body: bytes) -> str | None:
    """The text where the bytes are UTF-8, or UTF-8 with a few broken ones; else None."""
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        text = body.decode("utf-8", "replace")
        broken = text.count("\ufffd")
        beyond = len(text) - len(text.encode("ascii", "ignore"))
        return text if broken <= _BROKEN_SHARE * beyond else None


def _strictly(body: bytes, name: str) -> str | None:
    try:
        return body.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _guess(body: bytes) -> tuple[str, str]:
    beyond = body.translate(None, _ASCII)[:_GUESS_WINDOW]
    for name in ("cp1251", "koi8-r"):  # short texts defeat the statistics, and these two look like nothing else
        if len(beyond) >= 10 and len(_SMALL_CYRILLIC.findall(beyond.decode(name, "replace"))) > 0.75 * len(beyond):
            return body.decode(name, "replace"), name
    from charset_normalizer import from_bytes

    best = from_bytes(body[:_GUESS_WINDOW]).best()
    name = best.encoding if best is not None else "utf-8"
    return body.decode(name, "replace"), name
