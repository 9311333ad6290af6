"""The headline: JSON-LD, OpenGraph, the page's ``<h1>`` and ``<title>``, without the outlet's name at the end."""

from __future__ import annotations

import re
from html import unescape

from sources.core.metadata import Metadata

MAX_TITLE = 1_000  # characters; no headline is longer
_SEPARATED = re.compile(r"\s+(?:[|·•–—:*»-]|ㅣ)\s+|[|ㅣ：]")
_ENDS = frozenset(("|", "-", "–", "—", "·", "•", "ㅣ", "：", "*"))
_WORD = re.compile(r"\w+")


def headline(page: Metadata, prefer: str | None = None) -> str:
    """The headline as the publisher gives it; "" where the page names none.

    JSON-LD's comes first: it is the one without the tricks of search and social media. ``prefer`` (ld, social,
    printed) is the publisher's own choice.
    """
    ld = _text(page.told("headline"))
    social = _text(page.first("og:title", "twitter:title"))
    printed = _printed(page, [t for t in (ld, social, page.page_title) if t])
    outlets = _outlets(page)
    ld, social = _bare(ld, printed, outlets, sure=True), _bare(social, printed, outlets)
    chosen = {"ld": ld, "social": social, "printed": printed}.get(prefer or "")
    if chosen:
        return chosen
    if ld and _cut_short(ld, printed):
        return printed or ld
    return ld or social or printed or _bare(page.page_title, None, outlets) or ""


def _outlets(page: Metadata) -> list[str]:
    """The names under which the page's outlet goes, folded."""
    publisher = page.ld.get("publisher")
    names = [page.first("og:site_name"), page.first("application-name"), page.first("twitter:site")]
    names.append(publisher.get("name") if isinstance(publisher, dict) else None)
    return [_fold(n) for n in names if isinstance(n, str) and len(_fold(n)) > 1]


def _printed(page: Metadata, told: list[str]) -> str | None:
    """The ``<h1>`` that is the headline: the one that other places repeat, else the only one with a few words."""
    for heading in (h[:MAX_TITLE] for h in page.headings):
        folded = _fold(heading)
        if len(folded) > 10 and any(folded in _fold(t) or _fold(t) in folded for t in told):
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
    if printed and _fold(text).startswith(_fold(printed)):
        after = _SEPARATED.match(text, max(0, len(printed) - 1)) or _SEPARATED.match(text, len(printed))
        if after and (not sure or after[0].strip() == "|"):
            return printed
    last = separators[-1]
    tail, head = text[last.end() :].strip(), text[: last.start()].strip()
    ending = _fold(tail)
    proven = any(ending and (ending in o or o in ending) for o in outlets) and len(tail) <= 60
    short = len(_WORD.findall(tail)) <= 4 and len(tail) <= 32 and not tail.endswith(("?", "!"))
    repeated = bool(printed) and ending in _fold(printed or "")
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
    stem = _fold(ld.rstrip("…. "))
    return len(ld) >= 50 and len(stem) > 20 and _fold(printed).startswith(stem) and not ld.endswith("?")


def _text(title: str | None) -> str | None:
    if not title:
        return None
    return " ".join(unescape(unescape(title[:MAX_TITLE])).split()) or None


def _fold(text: str) -> str:
    return "".join(_WORD.findall(text.lower()))


def _same(left: str, right: str) -> bool:
    return _fold(left) == _fold(right)
