"""The headline: JSON-LD, OpenGraph, the page's ``<h1>`` and ``<title>``, without the outlet's name at the end."""

from __future__ import annotations

import re
from html import unescape

from sources.core.metadata import Metadata
from sources.core.tree import HEADINGS, Element, flat, folded

MAX_TITLE = 1_000  # characters; no headline is longer
_SEPARATED = re.compile(r"\s+(?:[|·•–—:*»-]|ㅣ)\s+|[|ㅣ：]")
_ENDS = frozenset(("|", "-", "–", "—", "·", "•", "ㅣ", "：", "*"))
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


def headline(page: Metadata, prefer: str | None = None) -> str:
    """The headline as the publisher gives it; "" where the page names none.

    JSON-LD's comes first: it is the one without the tricks of search and social media. ``prefer`` (ld, social,
    printed) is the publisher's own choice.
    """
    ld = _text(page.told("headline"))
    social = _text(page.first("og:title", "twitter:title")) if is_told(page) else None
    printed = _printed(page, [t for t in (ld, social, page.page_title) if t])
    outlets = _outlets(page)
    ld, social = _bare(ld, printed, outlets, sure=True), _bare(social, printed, outlets)
    chosen = {"ld": ld, "social": social, "printed": printed}.get(prefer or "")
    if chosen:
        return chosen
    if ld and _cut_short(ld, printed):
        return printed or ld
    return ld or social or printed or _bare(page.page_title, None, outlets) or ""


def is_told(page: Metadata) -> bool:
    """True where the page tells machines its headline: JSON-LD, or OpenGraph that does not name the site alone."""
    social = page.first("og:title", "twitter:title")
    return bool(page.told("headline")) or bool(social and folded(social) not in _outlets(page))


def seen(root: Element, page: Metadata, first: str) -> str | None:
    """The headline as a reader sees it, where nothing tells machines which it is.

    It stands before the paragraph ``first``: the nearest heading that ``<title>`` repeats, else the nearest of the
    highest rank; on pages without headings a text that ``<title>`` repeats. None where ``<title>`` says more.
    """
    repeated = _runs(page.page_title) - set(_outlets(page))
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


def _outlets(page: Metadata) -> list[str]:
    """The names under which the page's outlet goes, folded."""
    publisher = page.ld.get("publisher")
    names = [page.first("og:site_name"), page.first("application-name"), page.first("twitter:site")]
    names.append(publisher.get("name") if isinstance(publisher, dict) else None)
    return [folded(n) for n in names if isinstance(n, str) and len(folded(n)) > 1]


def _printed(page: Metadata, told: list[str]) -> str | None:
    """The ``<h1>`` that is the headline: the one that other places repeat, else the only one with a few words."""
    for heading in (h[:MAX_TITLE] for h in page.headings):
        words = folded(heading)
        if len(words) > 10 and any(words in folded(t) or folded(t) in words for t in told):
            return heading
    long = [h for h in page.headings if len(_WORD.findall(h)) >= 4]
    return long[0] if len(long) == 1 else None


def _bare(title: str | None, printed: str | None, outlets: list[str], *, sure: bool = False) -> str | None:
    """Without the outlet's name: what follows ``<h1>``'s words, or a last separator and the outlet's name.

    A short ending without proof is cut too, unless ``sure``: JSON-LD rarely carries one.
    """
    text = _text(title)
    if not text or (printed and _same(text, printed)):
        return text
    separators = list(_SEPARATED.finditer(text))
    if not separators:
        return text
    if printed and folded(text).startswith(folded(printed)):
        after = _SEPARATED.match(text, max(0, len(printed) - 1)) or _SEPARATED.match(text, len(printed))
        if after and (not sure or after[0].strip() == "|"):
            return printed
    last = separators[-1]
    tail, head = text[last.end() :].strip(), text[: last.start()].strip()
    ending = folded(tail)
    proven = any(ending and (ending in o or o in ending) for o in outlets) and len(tail) <= 60
    short = len(_WORD.findall(tail)) <= 4 and len(tail) <= 32 and not tail.endswith(("?", "!"))
    repeated = bool(printed) and ending in folded(printed or "")
    if len(_WORD.findall(head)) < 2 or repeated:
        return text
    named = (
        not tail[:1].islower() or "." in tail
    )  # "- live" and "- updates" are the headline's, "- news.example" is not
    return head if proven or (short and named and not sure and last[0].strip() in _ENDS) else text


def _cut_short(ld: str, printed: str | None) -> bool:
    """JSON-LD headlines are cut at 110 characters by some publishers."""
    if printed is None or len(ld) >= len(printed):
        return False
    stem = folded(ld.rstrip("…. "))
    return len(ld) >= 50 and len(stem) > 20 and folded(printed).startswith(stem) and not ld.endswith("?")


def _text(title: str | None) -> str | None:
    if not title:
        return None
    return " ".join(unescape(unescape(title[:MAX_TITLE])).split()) or None


def _same(left: str, right: str) -> bool:
    return folded(left) == folded(right)
