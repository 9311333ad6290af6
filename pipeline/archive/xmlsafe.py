"""XML from outside: no DOCTYPE, so no entities, so no bombs and no files; then the standard parser is safe."""

from __future__ import annotations

import re
from xml.etree import ElementTree

_DECLARATION = re.compile(r"<!(?:DOCTYPE|ENTITY)", re.I)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z][\w.-]*)[\s/>]")


class UnsafeXmlError(ValueError):
    """The XML is not well-formed, or declares what it must not."""


def refuse_doctype(body: bytes) -> None:
    """Raise UnsafeXmlError for XML with a DOCTYPE or an entity declaration, in any encoding it may come in."""
    for encoding in ("utf-16", "utf-16-le", "utf-16-be") if b"\x00" in body[:64] else ("latin-1",):
        if _DECLARATION.search(body.decode(encoding, "replace")):
            raise UnsafeXmlError("a DOCTYPE in XML from outside is refused")


def root_name(body: bytes) -> str:
    """The name of the root element, lower case, without its prefix; "" where there is none to be seen."""
    start = body[:4_096]
    text = start.decode("utf-16" if b"\x00" in start[:64] else "utf-8", "replace")
    text = re.sub(r"<\?.*?\?>|<!--.*?-->", "", text, flags=re.S)
    match = _ROOT.search(text)
    return match[1].lower() if match else ""


def parse(body: bytes) -> ElementTree.Element:
    """The tree. Raises UnsafeXmlError with the reason."""
    refuse_doctype(body)
    try:
        return ElementTree.fromstring(body)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnsafeXmlError(f"not well-formed XML: {error}") from error


def local(element: ElementTree.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
