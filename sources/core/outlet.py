"""What a page calls its outlet and its sections, and headlines without those names before or after them.

Every name is the page's own: ``og:site_name``, the publisher in JSON-LD, the host, ``article:section``, the folders
of the address. A piece of a headline that is none of them stays, but for the few words behind a sign that stands in
no headline ("|").
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from sources.core.metadata import Metadata
from sources.core.tree import folded

_SITE = (
    "og:site_name",
    "og:site",
    "application-name",
    "apple-mobile-web-app-title",
    "twitter:site",
    "publisher",
    "dc.publisher",
)
_SECTION = ("article:section", "section", "parsely-section", "sailthru.section", "cxenseparse:section")
_SIGNS = ("|", "ㅣ", "｜", "•", "·", "»", "«", "›", "‹", "→", "*", "::", "--", "_")  # in no headline
_IDEOGRAPH = "[\u3400-\u9fff]"
_SEPARATED = re.compile(rf"\s+(?:[|ㅣ｜•·»«›‹→*–—:/~-]|::)\s+|[|ㅣ｜：]|(?<={_IDEOGRAPH})(?:--|_)(?={_IDEOGRAPH})")
_BEFORE = re.compile(rf"{_SEPARATED.pattern}|:\s+")
_CLOSE = re.compile(r"\s*[,:(\[–—-]\s*")  # before a name, whole and alone
_GLUED = re.compile(r"(?<=[^\s-])-([^\W\d_]+)$")  # "...-정치": a section without spaces
_WORD = re.compile(r"\w+")
_LONGEST = 60  # characters of an outlet with its section
_FEW = 4  # words that may be cut without proof, behind a sign
_PIECES = 4  # before or after a headline
_LETTERS = 4  # of a name that is looked for inside a piece: three stand in any word


@dataclass(frozen=True, slots=True)
class Outlet:
    """The names of a page's outlet, as it tells them (``declared``) or as its host has them, and of its sections.

    All are folded, without accents.
    """

    declared: frozenset[str]
    hosts: frozenset[str]
    sections: frozenset[str]

    def is_name(self, text: str) -> bool:
        """True where the text is the outlet's name and nothing else."""
        return _plain(text) in self.declared

    def names(self, piece: str) -> bool:
        """True where a piece of a headline names the outlet or the section: "BBC News", "harbourpost.example"."""
        ending = _plain(piece)
        if not ending or len(piece) > _LONGEST:
            return False
        known = self.declared | self.hosts
        if ending in known or ending in self.sections:
            return True
        if piece[:1].islower() and "." not in piece:  # "- what the Post knows" is the headline's
            return False
        if any(len(name) >= _LETTERS and name in ending for name in known):
            return True
        return len(ending) > 2 and any(name.startswith(ending) or name.endswith(ending) for name in known)

    def is_near(self, piece: str) -> bool:
        """True where a piece names outlet or section among other words: "Suez news"."""
        ending = _plain(piece)
        return self.names(piece) or any(len(name) >= _LETTERS and name in ending for name in self.sections)


def of(page: Metadata, address: str | None = None) -> Outlet:
    """The outlet of a page. ``address`` is where it was fetched, if that is known."""
    publisher: Any = page.ld.get("publisher")
    publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
    declared = [
        *(page.meta.get(name) for name in _SITE),
        publisher.get("name") if isinstance(publisher, dict) else None,
    ]
    sections: list[Any] = [page.meta.get(name) for name in _SECTION]
    told = page.ld.get("articleSection")
    sections += told if isinstance(told, list) else [told]
    hosts: set[str] = set()
    for url in (address, page.canonical, page.meta.get("og:url")):
        host, folders = _parts(url)
        hosts |= host
        sections += folders
    return Outlet(_names(declared), frozenset(hosts), _names(sections))


def begins_apart(rest: str) -> bool:
    """True where what follows a headline is set apart from it: " | World"."""
    return _SEPARATED.match(rest) is not None


def _names(told: Iterable[Any]) -> frozenset[str]:
    return frozenset(_plain(name) for name in told if isinstance(name, str) and 1 < len(_plain(name)) <= _LONGEST)


def _parts(url: str | None) -> tuple[set[str], list[str]]:
    """The names in a host ("bbc", "bbccouk") and the folders of an address, but the last."""
    try:
        split = urlsplit(url or "")
        host = (split.hostname or "").removeprefix("www.")
    except ValueError:
        return set(), []
    labels = [label for label in host.split(".")[:-1] if len(label) >= _LETTERS]
    return {_plain(name) for name in (host, *labels) if name}, split.path.split("/")[1:-1][:_PIECES]


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    """Letters and digits, small, without accents: "Público" is publico.es."""
    decomposed = unicodedata.normalize("NFKD", folded(text))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def bare(text: str, printed: str | None, outlet: Outlet) -> str:
    """A headline without the names before and after it. ``printed`` is the page's ``<h1>``: what it says is the
    headline's own."""
    if printed and folded(text) == folded(printed):
        return text
    for _ in range(_PIECES):
        shorter = _before_it_gone(_after_it_gone(text, printed, outlet), printed, outlet)
        if shorter == text:
            break
        text = shorter
    return text


def _after_it_gone(text: str, printed: str | None, outlet: Outlet) -> str:
    signs = list(_SEPARATED.finditer(text))
    if printed and folded(text).startswith(folded(printed)):
        cut = next((m for m in signs if folded(text[: m.start()]) == folded(printed)), None)
        if cut is not None and any(
            m[0].strip() in _SIGNS or outlet.is_near(text[m.end() :]) for m in signs if m.start() >= cut.start()
        ):
            return text[: cut.start()]
    glued = _GLUED.search(text)
    if glued and _plain(glued[1]) in outlet.sections:
        return text[: glued.start()]
    closed = next((m for m in _CLOSE.finditer(text) if outlet.is_name(text[m.end() :])), None)
    if closed and _is_enough(text[: closed.start()]):
        return text[: closed.start()]
    if not signs:
        return text
    ends = [*(m.start() for m in signs[1:]), len(text)]
    named = (m for m, end in zip(signs, ends, strict=True) if outlet.names(text[m.end() : end]))
    first = next((m for m in named if m[0].strip() in _SIGNS), None)
    if first is not None and _is_enough(text[: first.start()]):  # "| NDR.de - Nachrichten - Hamburg"
        return text[: first.start()].rstrip()
    last = signs[-1]
    head, tail = text[: last.start()].rstrip(), text[last.end() :].strip()
    if not _is_enough(head) or (printed and folded(tail) in folded(printed) and not outlet.names(tail)):
        return text
    few = last[0].strip() in _SIGNS and len(_WORD.findall(tail)) <= _FEW and not tail.endswith(("?", "!"))
    return head if few or outlet.names(tail) else text


def _before_it_gone(text: str, printed: str | None, outlet: Outlet) -> str:
    first = _BEFORE.search(text, 1)
    if first is None:
        return text
    before, rest = text[: first.start()].strip(), text[first.end() :].strip()
    sign = first[0].strip()
    if not _is_enough(rest) or not sign:
        return text
    if sign in _SIGNS:
        return rest if outlet.names(before) or (printed and folded(rest).startswith(folded(printed))) else text
    return rest if outlet.is_name(before) and not before.islower() else text


def _is_enough(text: str) -> bool:
    """More than a label: two words, or one as long as a sentence of Chinese or Japanese."""
    return len(_WORD.findall(text)) >= 2 or len(text) >= 2 * _LETTERS
