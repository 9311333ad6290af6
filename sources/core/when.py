"""When a page was published: what its metadata, its ``<time>`` elements and its address say, and whether they agree.

The day is the one in the offset that the page gives (the day printed); the instant is kept beside. Two independent
places that agree are a confidence of 1; one alone less. Where two disagree by more than a day there is no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Protocol

from pipeline.knowledge import toml
from sources.core.metadata import Metadata
from sources.core.tree import Element

EARLIEST = 1990  # no news page is older; "0001-01-01" and "1970-01-01" are empty fields
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
_ISO = re.compile(
    r"(\d{4})[-/.]\s?(\d{1,2})[-/.]\s?(\d{1,2})(?:[T\s,]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d{1,2}:?\d{2}|[+-]\d{2})?)?",
    re.I,
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(_WEEKDAYS)})[a-z]*\b", re.I)
_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(?:[T\s,|-]+(\d{1,2})[:.](\d{2})(?::(\d{2}))?)?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?(Z)?")
_IDEOGRAPHIC = re.compile(
    r"(\d{4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일](?:\D{0,4}(\d{1,2})[時时시:](\d{2}))?"
)
_EPOCH = re.compile(r"1[0-9]{9}(?:[0-9]{3})?")
_ADDRESS = re.compile(r"/((?:19|20)\d{2})[/-]?(0[1-9]|1[0-2]|[a-z]{3})[/-]?(0[1-9]|[12]\d|3[01])(?=[/_.-]|\d{3,}|$)")
_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {m: i for i, m in enumerate(_ENGLISH, 1)}
_LETTERS = r"[^\W\d_]"
_NAMED_DAY_FIRST = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|-е)?\.?\s+(?:de\s+)?({_LETTERS}{{3,12}})\.?,?\s+(?:de\s+)?(\d{{4}})(?!\d)"
)
_NAMED_MONTH_FIRST = re.compile(rf"({_LETTERS}{{3,12}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_CLOCK = re.compile(r"(?<![\d:])([01]?\d|2[0-3]):([0-5]\d)(?![\d:]*\d)(?:\s*([ap])\.?m\b)?", re.I)
_BESIDE = 40  # elements after the headline: bylines and share buttons are no longer
_PROSE = 80  # characters: where the text has begun, nothing is beside the headline
_PUBLISHED_CLASS = re.compile(
    r"publi|pubdate|posted|date-?time|article.{0,12}date|entry-date|dateline|created|timestamp", re.I
)
_PUBLISHED_WORD = re.compile(r"\bpublished\b", re.I)
_UPDATED_CLASS = re.compile(r"updat|modif|aktuali|edited", re.I)


class Printed(Protocol):
    """Texts of dates that the page prints."""

    @property
    def labelled(self) -> str | None: ...
    @property
    def beside(self) -> str | None: ...
    @property
    def torn(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class When:
    """A publication date: its day, the instant where an offset is given, and how sure."""

    day: str | None = None
    instant: str | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class _Claim:
    method: str
    moment: datetime  # without tzinfo where the page gives no offset
    exact: bool  # has a time of day


def published(page: Metadata, root: Element, url: str | None, *, printed: Callable[[], Printed]) -> When:
    """The publication date of a page.

    ``printed`` finds what stands behind a word for publication, or where a layout says, and what stands beside the
    headline. It is not asked where JSON-LD and meta agree on the instant.
    """
    claims = [c for c in (_from_ld(page), _from_meta(page)) if c]
    if not (len(claims) == 2 and _near(*claims) and any(c.exact and _same_day(c, claims[0]) for c in claims)):
        told = printed()
        claims += [c for c in [_from_text("labelled", told.labelled), _from_text("beside", told.beside)] if c]
        claims += _from_times(root) if claims or not told.torn else []
    address = _from_address(url)
    if not claims:
        return When(address.moment.date().isoformat(), None, 0.5) if address else When()

    first = claims[0]
    others = [c for c in (*claims, address) if c and c.method != first.method]
    agreeing = [c for c in others if _near(first, c)]
    sure = first.method in ("ld", "meta")
    strong = [c for c in others if c.method in ("ld", "meta")]
    if not agreeing and (strong or (others and not sure and first.method == "time")):
        return When()
    if first.method == "meta":  # what is called published there is often the last change: that moves days forward only
        first = next((c for c in others if c.method == "labelled" and _earlier(c, first)), first)
    best = first if first.exact else next((c for c in agreeing if c.exact and _same_day(c, first)), first)
    instant = best.moment.isoformat() if best.exact and best.moment.tzinfo else None
    return When(best.moment.date().isoformat(), instant, 1.0 if agreeing else 0.7 if others else 0.9)


def moment_of(text: str | None) -> tuple[datetime, bool] | None:
    """``(moment, has a time of day)`` of a machine-written date; None for words and for what no calendar has."""
    value = (text or "").strip()
    if not value or len(value) > 80:
        return None
    try:
        return _parsed(value)
    except (ValueError, OverflowError, OSError):
        return None


def printed_moment(text: str) -> tuple[datetime, bool] | None:
    """``(moment, has a time of day)`` of a date as people write it: "14:02, 1 December 2020", "20.09.2020 23:32"."""
    named = _NAMED_DAY_FIRST.search(text) or _NAMED_MONTH_FIRST.search(text)
    if named is None:
        wide = _IDEOGRAPHIC.search(text)
        if wide:
            return _made_or_none(*wide.groups())
        match = _ISO.search(text) or _DAY_FIRST.search(text)
        return moment_of(text[match.start() :][:60]) if match else None
    day, name = (named[1], named[2]) if named.re is _NAMED_DAY_FIRST else (named[2], named[1])
    month = month_of(name)
    if month is None:
        return None
    clock = _CLOCK.search(text.replace(named[0], " ", 1))
    hour = int(clock[1]) if clock else None
    if clock and clock[3] and hour is not None:
        hour = hour % 12 + (12 if clock[3].lower() == "p" else 0)
    return _made_or_none(named[3], str(month), day, None if hour is None else str(hour), clock[2] if clock else None)


def month_of(name: str) -> int | None:
    """The month whose name begins so in any language known, 1 to 12."""
    folded = name.lower()
    table = toml("page_furniture.toml")["months"]
    fitting = [(len(s), int(n)) for n, starts in table.items() for s in starts if folded.startswith(s)]
    return max(fitting)[1] if fitting else None


def _made_or_none(
    year: str, month: str, day: str, hour: str | None, minute: str | None
) -> tuple[datetime, bool] | None:
    try:
        return _made(year, month, day, hour, minute, None, None)
    except ValueError:
        return None


def _parsed(value: str) -> tuple[datetime, bool] | None:
    if _EPOCH.fullmatch(value):
        return datetime.fromtimestamp(int(value[:10]), UTC), True
    match = _ISO.match(value) or _COMPACT.fullmatch(value)
    if match:
        year, month, day, hour, minute, second, *zone = match.groups()
        return _made(year, month, day, hour, minute, second, zone[0] if zone else None)
    match = _DAY_FIRST.search(value)
    if match:
        day, month, year, hour, minute, second = match.groups()
        if _month_first(value, int(day), int(month), int(year)):
            day, month = month, day
        return _made(year, month, day, hour, minute, second, None)
    if re.match(r"[A-Za-z]{3,9},?\s+\d{1,2}\s+[A-Za-z]{3}", value):
        return parsedate_to_datetime(value), True
    match = re.match(
        r"(?:[A-Za-z]{3}\s+)?([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2})(?:\s+(\d\d):(\d\d):(\d\d)\s+\w+|,)\s+(\d{4})", value
    )
    if match and match[1].lower() in _MONTHS:
        return _made(match[6], str(_MONTHS[match[1].lower()]), match[2], match[3], match[4], match[5], None)
    return None


def has_clock(text: str) -> bool:
    """True where a time of day stands with the date."""
    told = moment_of(text) or printed_moment(text)
    return told is not None and told[1]


def weekday(text: str) -> int | None:
    """The weekday that a text names in English, Monday 0."""
    match = _WEEKDAY.search(text)
    return _WEEKDAYS.index(match[1].lower()) if match else None


def _month_first(text: str, first: int, second: int, year: int) -> bool:
    """ "06/25/2018", "Tue, 06/05/2018": where no month is the 25th, and where the weekday is that of June."""
    if second > 12:
        return first <= 12
    told = weekday(text)
    if told is None or first > 12:
        return False
    days = [datetime(year, month, day).weekday() for month, day in ((first, second), (second, first))]
    return days[0] == told != days[1]


def _made(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> tuple[datetime, bool] | None:
    offset = None
    if zone:
        digits = re.sub(r"\D", "", zone)
        if not digits:
            offset = UTC
        else:
            hours, minutes = int(digits[:-2] if len(digits) > 2 else digits), int(digits[-2:] if len(digits) > 2 else 0)
            delta = timedelta(hours=hours, minutes=minutes)
            offset = timezone(-delta if zone.startswith("-") else delta)
    found = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0), tzinfo=offset)
    if found.year < EARLIEST:
        return None
    return found, hour is not None


def _claim(method: str, text: str | None) -> _Claim | None:
    found = moment_of(text)
    return _Claim(method, *found) if found else None


def _from_ld(page: Metadata) -> _Claim | None:
    return _claim("ld", page.told("datePublished")) or _claim("ld", page.told("dateCreated"))


def _from_meta(page: Metadata) -> _Claim | None:
    named = next((c for c in (_claim("meta", page.meta.get(name)) for name in _META) if c), None)
    if named is not None:
        return named
    # Names of a content system's own: "content:publishDate", "article_published_at".
    others = (value for name, value in page.meta.items() if _META_NAME.search(re.sub("[^a-z]", "", name)))
    return next((c for c in (_claim("meta", value) for value in others) if c), None)


def _from_times(root: Element) -> list[_Claim]:
    """The ``<time>`` that says "published" by its attributes; else the only day; else the one beside the headline."""
    for element in root.xpath("//*[translate(@itemprop, 'DP', 'dp')='datepublished']")[:3]:
        claim = _claim("time", element.get("datetime") or element.get("content") or "".join(element.itertext())[:60])
        if claim is not None:
            return [claim]
    marked: list[_Claim] = []
    after: list[_Claim] = []
    every: list[_Claim] = []
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
    days = {c.moment.date() for c in every}
    if len({c.moment.date() for c in marked}) == 1:
        return marked[:1]
    if len(days) == 1:
        return every[:1]
    return after[:1]


def _from_text(method: str, text: str | None) -> _Claim | None:
    told = moment_of(text) or printed_moment(text or "")
    return _Claim(method, *told) if told else None


def _from_address(url: str | None) -> _Claim | None:
    match = _ADDRESS.search((url or "").lower())
    if match is None:
        return None
    month = _MONTHS.get(match[2]) if match[2].isalpha() else int(match[2])
    return _claim("address", f"{match[1]}-{month:02d}-{match[3]}") if month else None


def _same_day(left: _Claim, right: _Claim) -> bool:
    return left.moment.date() == right.moment.date()


def _earlier(left: _Claim, right: _Claim) -> bool:
    both = (left, right)
    return all(c.exact and c.moment.tzinfo for c in both) and left.moment < right.moment


def _near(left: _Claim, right: _Claim) -> bool:
    """The same moment as told by two places: within a day, for time zones and pages that went out at midnight."""
    if left.moment.tzinfo and right.moment.tzinfo and left.exact and right.exact:
        return abs(left.moment - right.moment) <= timedelta(days=1)
    return abs(left.moment.date() - right.moment.date()) <= timedelta(days=1)
