"""Plain text and Markdown: the first line is the headline, the rest the body, unchanged but for line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LONG_LINE = 200  # characters; a text of one line is its own headline, shortened to this
_FRONT = re.compile(r"\A---[ \t]*\n(.*?\n)---[ \t]*(?:\n|\Z)", re.S)
_FIELD = re.compile(r"^(title|date|published|url|source|language|lang|author|authors)\s*:\s*(.+?)\s*$", re.I | re.M)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.M)
_UNDERLINED = re.compile(r"^(\S.*)\n(?:=+|-{3,})[ \t]*$", re.M)
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^(?:```|~~~).*$", re.M), ""),
    (re.compile(r"<!--.*?-->", re.S), ""),
    (re.compile(r"!\[[^\]\n]*\]\([^)\n]*\)"), ""),  # an image: its alternative text is no prose
    (re.compile(r"\[([^\]\n]+)\]\([^)\n]*\)"), r"\1"),
    (re.compile(r"\[([^\]\n]+)\]\[[^\]\n]*\]"), r"\1"),
    (re.compile(r"^\[[^\]\n]+\]:[ \t]+\S+.*$", re.M), ""),
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),
    (re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), r"\1"),
    (re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"), r"\1"),
    (re.compile(r"`([^`\n]+)`"), r"\1"),
    (re.compile(r"^[ \t]*(?:>[ \t]?)+", re.M), ""),
    (re.compile(r"^[ \t]*[-*+][ \t]+", re.M), ""),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.M), ""),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!>-])"), r"\1"),
)


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text taken apart; ``fields`` are what its front matter says."""

    title: str
    text: str
    fields: dict[str, str]


def newlines(text: str) -> str:
    """``\\r\\n`` and lone ``\\r`` as ``\\n``."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_text(text: str) -> Plain:
    """The first line that is not blank is the headline, what follows the body; one line alone is both.

    The body is the characters of the file, nothing changed: blank lines around it are not part of it.
    """
    whole = newlines(text).strip("\n")
    first, _, rest = whole.lstrip().partition("\n")
    title, body = " ".join(first.split()), rest.strip("\n").rstrip()
    if not body.strip():
        return Plain(_short(title), first.strip(), {})
    return Plain(title, body, {})


def read_markdown(text: str) -> Plain:
    """Like ``read_text``, with front matter (title, date, url, source, language, author) and marks taken off.

    The headline is the front matter's title, else the first heading, else the first line.
    """
    whole = newlines(text)
    front = _FRONT.match(whole)
    fields = {k.lower(): v.strip("\"' ") for k, v in _FIELD.findall(front[1])} if front else {}
    body = whole[front.end() :] if front else whole
    body = _UNDERLINED.sub(r"# \1", body)
    heading = _HEADING.search(body)
    if fields.get("title") and (heading is None or _words(heading[1]) != _words(fields["title"])):
        return Plain(fields["title"], clean(body), fields)
    if heading is not None and not body[: heading.start()].strip():
        return Plain(clean(heading[1]), clean(body[heading.end() :]), fields)
    plain = read_text(clean(body))
    return Plain(plain.title, plain.text, fields)


def clean(text: str) -> str:
    """Markdown without its marks: headings, emphasis, links, images, quotes, bullets, code, rules."""
    text = _HEADING.sub(r"\1", text)
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    lines = (line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def _short(line: str) -> str:
    if len(line) <= _LONG_LINE:
        return line
    return line[:_LONG_LINE].rsplit(" ", 1)[0] + "…"
