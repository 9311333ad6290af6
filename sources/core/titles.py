"""The headline: JSON-LD, OpenGraph, the page's ``<h1>`` and ``<title>``, without the outlet's name at the end."""

from __future__ import annotations

import re
from html import unescape

from sources.core.metadata import Metadata
from sources.core.outlet import Outlet, bare, begins_apart
from sources.core.tree import HEADINGS, Element, flat, folded

MAX_TITLE = 1_000  # characters; no headline is longer
_SOCIAL = ("og:title", "twitter:title")
_STEM = 12  # letters that a headline cut short has at least
_ROOM = 100  # characters: a headline that stops after them was cut
_WORD = re.compile(r"\w+")
_PIECES = re.compile(r"\s*(?:::|[|·•–—»«/]|\s-\s|:\s|,\s)\s*")
_TITLE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:page|post|entry|article|news|item)?[-_]*(?:title|headline|heading|zagolovok)", re.I
)
_SITE_CLASS = re.compile(r"site|logo|brand|widget|block__|sidebar|related|breadcrumb", re.I)
_FRONT = re.compile(r"(?:https?://[^/]+)?/?(?:index\.\w+)?")
_SET_TEXT = 300  # characters; a longer text is no headline
_SITE_WORDS = 5  # of a <title> that names site and section alone
_PARTS = 8  # of a <title>
_NO_HEADLINE = frozenset(("head", "title", "script", "style", "noscript", "option", "nav", "a", "button"))


def headline(page: Metadata, outlet: Outlet, prefer: str | None = None) -> str:
    """The headline as the publisher gives it; "" where the page names none.

    JSON-LD's comes first: where the page's own headlines differ in their words it is right most often, and a vote of
    all of them less often (docs/sources.md). ``prefer`` is the publisher's own choice: ld, social, printed, title, or
    ``meta:NAME`` for a ``<meta>`` of that name.
    """
    told = candidates(page, outlet)
    whole = [t for t in (told["printed"], told["title"]) if t]
    order = (told.get(source) for source in ("ld", "social", "printed", "title"))
    chosen = next((t for t in (_preferred(page, outlet, told, prefer), *order) if t), "")
    return next((t for t in whole if _is_cut(chosen, t)), chosen)


def candidates(page: Metadata, outlet: Outlet) -> dict[str, str | None]:
    """The page's own headlines without the outlet's name: ``ld``, ``social``, ``printed`` (``<h1>``), ``title``."""
    told = {"ld": page.told("headline"), "social": page.first(*_SOCIAL), "title": page.page_title}
    said = {source: _text(text) for source, text in told.items()}
    printed = _printed(page, [t for t in said.values() if t], outlet)
    return {**{source: _own(text, printed, outlet) for source, text in said.items()}, "printed": printed}


def _preferred(page: Metadata, outlet: Outlet, told: dict[str, str | None], prefer: str | None) -> str | None:
    """The headline that a publisher prefers; where it is the ``<h1>`` and several may be the headline, the first."""
    if prefer is None:
        return None
    if prefer.startswith("meta:"):
        return _own(_text(page.first(prefer.removeprefix("meta:").lower())), told["printed"], outlet)
    if prefer == "printed" and not told["printed"]:
        return next((h for h in page.headings if len(_WORD.findall(h)) > 1 and not outlet.is_name(h)), None)
    return told.get(prefer)


def is_told(page: Metadata, outlet: Outlet, prefer: str | None = None) -> bool:
    """True where the page tells machines its headline: JSON-LD, or OpenGraph that does not name the site alone; or
    where it has the one that its publisher prefers."""
    told = (_text(page.told("headline")), _text(page.first(*_SOCIAL)))
    if any(t and not outlet.is_name(t) for t in told):
        return True
    return prefer is not None and bool(_preferred(page, outlet, candidates(page, outlet), prefer))


def seen(root: Element, page: Metadata, first: str, outlet: Outlet) -> str | None:
    """The headline as a reader sees it, where nothing tells machines which it is.

    It stands before the paragraph ``first``: the nearest heading that ``<title>`` repeats, else the nearest of the
    highest rank; on pages without headings a text that ``<title>`` repeats. None where ``<title>`` says more.
    """
    repeated = {run for run in _runs(page.page_title) if not outlet.is_name(run)}
    headings: list[tuple[str, str, Element]] = []  # rank, text
    texts: list[str] = []
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _NO_HEADLINE:
            continue
        own = " ".join((element.text or "").split())
        if len(own) > 30 and own[:60] in first:
            break
        heading = element.tag in HEADINGS and element.tag <= "h4"
        rank = element.tag if heading else "h5" if own and _TITLE_CLASS.search(element.get("class") or "") else None
        text = flat(element) if rank else own
        if len(_WORD.findall(text)) < 2 or not 10 <= len(text) <= _SET_TEXT:
            continue
        if rank is None:
            texts.append(text)
        elif not _names_site(element):
            headings.append((rank, text, element))
    named = [h for h in headings if folded(h[1]) in repeated]
    if named:
        return next((t for _, t, e in named if e is not named[-1][2] and named[-1][2] in e.iter()), named[-1][1])
    long = [(rank, t) for rank, t, _ in headings if rank == "h1" or len(_WORD.findall(t)) >= 3]
    highest = min((rank for rank, _ in long), default=None)
    telling = max((len(_WORD.findall(p)) for p in _PIECES.split(page.page_title)), default=0) > _SITE_WORDS
    if highest is not None:
        return next(t for rank, t in reversed(long) if rank == highest) if highest == "h1" or not telling else None
    return next((t for t in reversed(texts) if folded(t) in repeated), None)


def _runs(page_title: str) -> set[str]:
    """The parts of a ``<title>`` between separators, and what neighbours among them come to, folded."""
    pieces = [folded(p) for p in _PIECES.split(page_title)][:_PARTS]
    runs = {"".join(pieces[i:j]) for i in range(len(pieces)) for j in range(i + 1, len(pieces) + 1)}
    return {run for run in runs if run}


def _names_site(element: Element) -> bool:
    """A heading whose class says that it is the site's name, or that leads to the front page."""
    if _SITE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
        return True
    return any(_FRONT.fullmatch(a.get("href") or "") for a in element.iter("a"))


def _printed(page: Metadata, told: list[str], outlet: Outlet) -> str | None:
    """The ``<h1>`` that is the headline: the one that other places repeat, else the only one with a few words."""
    headings = [h[:MAX_TITLE] for h in page.headings if not outlet.is_name(h)]
    repeated = [h for h in headings if len(folded(h)) > 10 and any(_overlap(folded(h), folded(t)) for t in told)]
    if repeated:
        return max(repeated, key=len)
    long = [h for h in headings if len(_WORD.findall(h)) >= 4]
    return long[0] if len(long) == 1 else None


def _overlap(left: str, right: str) -> bool:
    return left in right or right in left


def _own(title: str | None, printed: str | None, outlet: Outlet) -> str | None:
    """A headline without the outlet's name; None where there is nothing else in it."""
    return bare(title, printed, outlet) if title and not outlet.is_name(title) else None


def _is_cut(text: str, whole: str) -> bool:
    """True where ``text`` is the beginning of ``whole`` and stops for want of room: at an ellipsis, at the 110
    characters that search engines read, at a quotation mark that ended the attribute."""
    begun = text.rstrip("…. ")
    stem = folded(begun)
    if len(stem) < _STEM or len(stem) >= len(folded(whole)) or not folded(whole).startswith(stem):
        return False
    rest = whole[len(begun) :] if whole.startswith(begun) else ""
    if begins_apart(rest):
        return False
    return text.endswith(("…", "...")) or len(text) >= _ROOM or rest.lstrip().startswith('"')


def _text(title: str | None) -> str | None:
    if not title:
        return None
    return " ".join(unescape(unescape(title[:MAX_TITLE])).split()) or None
