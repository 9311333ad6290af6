"""When a page was published: what its metadata, what it prints and its address say, and whether they agree.

The day is the one in the offset that the page gives (the day printed); the instant is kept beside. Two independent
places that agree are a confidence of 1; one alone less. Where two disagree by more than a day there is no date, but
for what is known of each (docs/sources.md): JSON-LD outweighs what is printed, metadata what is printed later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from pipeline.knowledge import toml
from sources.core import moments
from sources.core.metadata import Metadata
from sources.core.tree import Element

_META = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date-published",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publication-date",
    "published_time",
    "published-date",
    "pubdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "dcterms.date",
    "date.available",
    "sailthru.date",
    "parsely-pub-date",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "article.published",
    "article_date_original",
    "originalpublicationdate",
    "bt:pubdate",
    "rnews:datepublished",
    "analyticsattributes.articledate",
    "gentime",
    "displaydate",
    "ptime",
    "shareaholic:article_published_time",
    "mediator_published_time",
    "aiturec:datetime",
    "citation_publication_date",
    "date",
    "article.created",
    "datecreated",
)
_META_NAME = re.compile(r"publish(?:ed)?(?:date|time|at|on)|publication(?:date|time)|datepublish|pubdate|issuedat")
_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\d{3,}|$)")
_KEYWORDS = ("news_keywords", "keywords", "article:tag")
_LIVE = 6  # letters: "liveticker" says so inside a slug, "live" does not
_BESIDE = 40  # elements after the headline: bylines and share buttons are no longer
_PROSE = 80  # characters: where the text has begun, nothing is beside the headline
_PUBLISHED_CLASS = re.compile(
    r"publi|pubdate|posted|date-?time|article.{0,12}date|entry-date|dateline|created|timestamp", re.I
)
_PUBLISHED_WORD = re.compile(r"\bpublished\b", re.I)
_UPDATED_CLASS = re.compile(r"updat|modif|aktuali|edited", re.I)


class Printed(Protocol):
    """Texts of dates that the page prints, and the day of the paper edition that it names."""

    @property
    def labelled(self) -> str | None: ...
    @property
    def beside(self) -> str | None: ...
    @property
    def torn(self) -> bool: ...
    @property
    def edition(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class When:
    """A publication date: its day, the instant where an offset is given, and how sure."""

    day: str | None = None
    instant: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place says: ``ld``, ``meta``, ``labelled``, ``time``, ``beside`` or ``address``, most reliable first."""

    method: str
    moment: datetime  # without tzinfo where the page gives no offset
    exact: bool  # has a time of day

    @property
    def day(self) -> date:
        """The day in the offset given."""
        return self.moment.date()


_WEAK = ("time", "beside")
_PRINTED = ("labelled", *_WEAK)  # one place, read in three ways


def published(page: Metadata, root: Element, url: str | None, *, printed: Callable[[], Printed]) -> When:
    """The publication date of a page.

    ``printed`` finds what stands behind a word for publication, or where a layout says, and what stands beside the
    headline. It is not asked where JSON-LD and meta agree on the instant.
    """
    return decide(claims(page, root, url, printed=printed))


def told(page: Metadata) -> date | None:
    """The day of publication by JSON-LD, else by meta, whatever else the page says."""
    claim = _from_ld(page) or _from_meta(page)
    return claim.day if claim else None


def claims(
    page: Metadata, root: Element, url: str | None, *, printed: Callable[[], Printed], thrifty: bool = True
) -> list[Claim]:
    """What each place says, most reliable first; a day alone that is its paper edition's is not the page's.

    ``thrifty``: what is printed is not looked for where metadata are sure.
    """
    strong = [c for c in (_from_ld(page), _from_meta(page)) if c]
    address = [c for c in (_from_address(url),) if c]
    if thrifty and len(strong) == 2 and _near(*strong) and any(c.exact and c.day == strong[0].day for c in strong):
        return strong + address
    told = printed()
    times = _from_times(root) if strong or told.labelled or not told.torn else []
    texts = [_from_text("labelled", told.labelled), *times, _from_text("beside", told.beside)]
    found = strong + [c for c in texts if c] + address
    if _is_live(page, url):  # what stands by its headline is the day of its last entry
        found = [c for c in found if c.method not in _WEAK]
    return [c for c in found if c.exact or c.method in ("ld", "address") or c.day.isoformat() != told.edition]


def decide(told: Iterable[Claim]) -> When:
    """The day that these claims come to, most reliable first; none where they disagree."""
    every = list(told)
    if not every:
        return When()
    first = every[0]
    others = [c for c in every if _place(c) != _place(first)]
    agreeing = [c for c in others if _near(first, c)]
    if first.method == "address":
        return _when(first, [], 0.5)
    if not agreeing and (others or first.method in _WEAK):
        doubted = _doubted(first, others, every[1:])
        return _when(doubted, [], 0.7) if doubted else When()
    if first.method == "meta":  # what is called published there is often the last change: that moves days forward only
        first = next((c for c in others if c.method == "labelled" and _earlier(c, first)), first)
    return _when(first, agreeing, 1.0 if agreeing else 0.9)


def _is_live(page: Metadata, url: str | None) -> bool:
    """A page that is written on for days, by its keywords or the folders and long words of its address."""
    words = toml("page_furniture.toml")["live_words"]
    told = re.split(r"\s*,\s*", (page.first(*_KEYWORDS) or "").lower())
    folders = (url or "").lower().split("/")[3:]
    slug = folders[-1] if folders else ""
    return not set(words).isdisjoint((*told, *folders)) or any(len(w) > _LIVE and w in slug for w in words)


def _doubted(first: Claim, others: list[Claim], rest: list[Claim]) -> Claim | None:
    """The claim that stands though nothing else agrees with it.

    JSON-LD's, whatever is printed. That of meta, where what is printed is later: an update, another article; a
    labelled day before it: meta was changed with the page. A labelled day; one that stands by a headline or in a
    ``<time>``, if both are one.
    """
    if any(c.method in ("ld", "meta", "address") for c in others):
        return None
    if first.method == "meta":
        earlier = [c for c in others if c.day < first.day]
        labelled = [c for c in earlier if c.method == "labelled"]
        return labelled[0] if labelled else None if earlier else first
    if first.method in _WEAK and not all(_near(first, c) for c in rest):
        return None
    return first


def _when(first: Claim, agreeing: list[Claim], confidence: float) -> When:
    best = first if first.exact else next((c for c in agreeing if c.exact and c.day == first.day), first)
    instant = best.moment.isoformat() if best.exact and best.moment.tzinfo else None
    return When(best.day.isoformat(), instant, confidence)


def _place(claim: Claim) -> str:
    return "printed" if claim.method in _PRINTED else claim.method


def _claim(method: str, text: str | None) -> Claim | None:
    found = moments.moment_of(text)
    return Claim(method, *found) if found else None


def _from_ld(page: Metadata) -> Claim | None:
    return _claim("ld", page.told("datePublished")) or _claim("ld", page.told("dateCreated"))


def _from_meta(page: Metadata) -> Claim | None:
    named = next((c for c in (_claim("meta", page.meta.get(name)) for name in _META) if c), None)
    if named is not None:
        return named
    # Names of a content system's own: "content:publishDate", "article_published_at".
    others = (value for name, value in page.meta.items() if _META_NAME.search(re.sub("[^a-z]", "", name)))
    return next((c for c in (_claim("meta", value) for value in others) if c), None)


def _from_times(root: Element) -> list[Claim]:
    """The ``<time>`` that says "published" by its property; else the one beside the headline; else the only day that
    a class calls so; else the only day."""
    for element in root.xpath("//*[translate(@itemprop, 'DP', 'dp')='datepublished']")[:3]:
        claim = _claim("time", element.get("datetime") or element.get("content") or "".join(element.itertext())[:60])
        if claim is not None:
            return [claim]
    marked: list[Claim] = []
    after: list[Claim] = []
    every: list[Claim] = []
    since = None  # elements since the headline
    for element in root.iter():
        if element.tag == "h1":
            since = 0
        elif since is not None:
            since += 1 if len((element.text or "").strip()) < _PROSE or element.tag in ("script", "style") else _BESIDE
        if element.tag != "time":
            continue
        claim = _claim("time", element.get("datetime") or "".join(element.itertext())[:60])
        names = f"{element.get('class') or ''} {'pubdate' if element.get('pubdate') is not None else ''}"
        if claim is None or (_UPDATED_CLASS.search(names) and not _PUBLISHED_WORD.search(names)):
            continue
        every.append(claim)
        if _PUBLISHED_CLASS.search(names):
            marked.append(claim)
        if since is not None and since <= _BESIDE and not after:
            after.append(claim)
    days = {c.day for c in every}
    if len({c.day for c in marked}) == 1 and not after:
        return marked[:1]
    return after[:1] or (every[:1] if len(days) == 1 else [])


def _from_text(method: str, text: str | None) -> Claim | None:
    told = moments.moment_of(text) or moments.printed_moment(text or "")
    return Claim(method, *told) if told else None


def _from_address(url: str | None) -> Claim | None:
    match = _ADDRESS.search((url or "").lower())
    if match is None:
        return None
    month = moments.ENGLISH.get(match[2]) if match[2].isalpha() else int(match[2])
    return _claim("address", f"{match[1]}-{month:02d}-{match[3]}") if month else None


def _earlier(left: Claim, right: Claim) -> bool:
    both = (left, right)
    return all(c.exact and c.moment.tzinfo for c in both) and left.moment < right.moment


def _near(left: Claim, right: Claim) -> bool:
    """The same moment as told by two places: within a day, for time zones and pages that went out at midnight."""
    if left.moment.tzinfo and right.moment.tzinfo and left.exact and right.exact:
        return abs(left.moment - right.moment) <= timedelta(days=1)
    return abs(left.day - right.day) <= timedelta(days=1)
