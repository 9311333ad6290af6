"""The values that flow through chronofile: frozen, typed, plain (standard library only).

    Page -> Article -> [Timex] -> [Mention] -> [Event] -> rows

Every other module takes some of these and gives others; only ``pipeline.store`` turns them into rows. Days are ISO
strings (``"1999-09-02"``, BC as ``"-0043-03-15"``) because ``datetime.date`` knows no year before 1; an interval is
inclusive at both ends and ``None`` means open. Offsets count characters of the text named, half open.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Any, Literal

Basis = Literal["metadata", "given", "dateline", "inferred", "unknown"]
Status = Literal["happened", "planned", "ongoing", "cancelled", "reported"]
DateBasis = Literal["explicit", "inherited", "reference", "article"]
Kind = Literal["person", "organization", "place", "work", "other"]
Role = Literal["actor", "counterpart", "participant", "place", "object"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]


def digest(*parts: str | None, length: int = 16) -> str:
    """A short stable id of what a row is: hex SHA-256 over the parts, a unit separator between them."""
    joined = "\x1f".join("" if part is None else part for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """``"Nikol Pashinyan"`` -> ``"nikol-pashinyan"``; letters of any script stay, accents go."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", "-", plain.lower()).strip("-_") or "x"


class Value:
    """What goes from process to process: sent as its class and values, in half the time of a dataclass with slots."""

    __slots__ = ()

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        kind: Any = type(self)
        return kind, _values(kind)(self)


@cache
def _values(kind: Any) -> Callable[[Any], tuple[Any, ...]]:
    """The values of a dataclass of two fields and more."""
    return attrgetter(*(field.name for field in fields(kind)))


@dataclass(frozen=True, slots=True)
class Span(Value):
    """A piece of a text, and what it reads."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Interval(Value):
    """Days from ``earliest`` to ``latest``, both inclusive, ``None`` where open; ``edtf`` says it in EDTF.

    ``edtf`` may be coarser than the bounds: EDTF cannot say "early June" and gives ``2021-06``.
    """

    earliest: str | None
    latest: str | None
    edtf: str

    def overlaps(self, other: Interval) -> bool:
        """True where both share a day; an open end reaches any distance."""
        return not (
            (self.latest is not None and other.earliest is not None and self.latest < other.earliest)
            or (other.latest is not None and self.earliest is not None and other.latest < self.earliest)
        )

    def within(self, other: Interval) -> bool:
        """True where every day of this lies in ``other``."""
        low = other.earliest is None or (self.earliest is not None and self.earliest >= other.earliest)
        high = other.latest is None or (self.latest is not None and self.latest <= other.latest)
        return low and high


def days(interval: Interval) -> int:
    """Days from first to last; open ends count as a very long time."""
    if interval.earliest is None or interval.latest is None:
        return 10**6
    try:
        return (date.fromisoformat(interval.latest) - date.fromisoformat(interval.earliest)).days + 1
    except ValueError:  # before year 1
        return 10**5


@dataclass(frozen=True, slots=True)
class Page(Value):
    """What came in, byte for byte: a file, an HTTP response, a WARC record, a line of JSON."""

    body: bytes
    name: str  # how to name it to a person: path, address, "lines.jsonl:7"
    url: str | None = None
    content_type: str | None = None  # as served, with charset; None for files
    headers: tuple[tuple[str, str], ...] = ()
    http_status: int | None = None
    fetched_at: str | None = None  # ISO instant, UTC


@dataclass(frozen=True, slots=True)
class Article(Value):
    """A page as read. ``text`` is the body without the headline, paragraphs separated by newlines."""

    url: str | None
    title: str
    published: str | None  # EDTF
    published_basis: Basis
    authors: tuple[str, ...]
    language: str | None  # ISO 639-1
    source: str | None  # slug of the publisher
    text: str
    published_at: str | None = None  # the instant, with offset, where the page gives it
    confidence: float | None = None  # of ``published``: agreement of the methods that read it
    country: str | None = None  # ISO 3166-1 alpha-2 of the outlet: whose "Head of State" is meant
    reader: str = ""  # the reader and its version
    note: str | None = None

    @property
    def id(self) -> str:
        """The canonical address is the identity, scheme, ``www.`` and last slash apart; else the content's digest."""
        return _article_id(self.url, self.title, self.text)


@lru_cache(maxsize=8)  # each mention and figure of an article asks for it
def _article_id(url: str | None, title: str, text: str) -> str:
    if not url:
        return digest("text", title, text)
    return digest("url", re.sub(r"^https?://(?:www\.)?", "", url).rstrip("/"))


@dataclass(frozen=True, slots=True)
class Timex(Value):
    """An expression of time: TIMEX3 ``type`` and ``value`` on the TimeML span; the interval with its signal word.

    ``edtf``, ``earliest`` and ``latest`` are None for durations and sets; one of the two days alone is None where
    that end is open ("since May").
    """

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    edtf: str | None = None
    earliest: str | None = None
    latest: str | None = None
    signal: str | None = None  # the word before that opens or closes the interval: since, by, until, before ...
    basis: DateBasis = "explicit"  # inherited: year or month from another expression; article: leans on its date
    anchor: tuple[int, int] | None = None  # the expression it leans on
    time: str | None = None  # the part of day or clock time, as TIMEX3 has it

    @property
    def interval(self) -> Interval | None:
        """The interval, or None for durations, sets and what could not be placed."""
        return Interval(self.earliest, self.latest, self.edtf) if self.edtf else None


@dataclass(frozen=True, slots=True)
class Entity(Value):
    """A person, body, place or work. ``id`` is ``kind-slug``; ``name`` the English short form."""

    id: str
    name: str
    kind: Kind
    wikidata: str | None = None
    country: str | None = None  # ISO 3166-1 alpha-2
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Participant(Value):
    """An entity in a mention: its role and the words that say so (``span`` None where another sentence says it)."""

    entity: Entity
    role: Role
    span: Span | None = None
    affiliation: str | None = None  # office or affiliation as told: "Minister of Economy"


@dataclass(frozen=True, slots=True)
class Mention(Value):
    """One sentence telling one event. Spans count characters of the article's ``text``."""

    id: str
    article_id: str
    sentence: Span
    trigger: Span
    lemma: str  # of the trigger, lower case
    type: str  # of the vocabulary, see knowledge/event_types.toml
    title: str
    interval: Interval
    status: Status
    date_basis: DateBasis
    date: Span | None = None  # the words that date it; None where the date comes from elsewhere
    anchor_id: str | None = None  # mention id, or "start-end" of the expression it leans on
    participants: tuple[Participant, ...] = ()
    object: str | None = None  # the document signed, the office opened
    published: str | None = None  # EDTF of the article, for merging across articles

    def entities(self, *roles: Role) -> tuple[Entity, ...]:
        """The entities in these roles (all roles where none is named), in order, each once."""
        wanted = (p.entity for p in self.participants if not roles or p.role in roles)
        return tuple(dict.fromkeys(wanted))

    @property
    def place(self) -> Entity | None:
        """The one place of the event, if told."""
        return next((p.entity for p in self.participants if p.role == "place"), None)


@dataclass(frozen=True, slots=True)
class Event(Value):
    """One happening, however often told. ``id`` is the id of its founding mention: an old id never dangles."""

    id: str
    title: str
    type: str
    interval: Interval
    status: Status
    disputed: bool
    mentions: tuple[str, ...]  # mention ids, founding one first
    participants: tuple[Participant, ...] = ()

    @property
    def place(self) -> Entity | None:
        """The one place of the event, if told."""
        return next((p.entity for p in self.participants if p.role == "place"), None)


@dataclass(frozen=True, slots=True)
class Figure(Value):
    """A measured value with its period: trade, counts, changes. No event."""

    id: str
    article_id: str
    sentence: Span
    span: Span  # the words that carry the value
    subject: str  # what is measured: "trade turnover", "exports", "population"
    value: float
    unit: str | None  # "USD", "percent", "times", "people", "legal entities"
    currency: str | None  # ISO 4217
    interval: Interval | None
    change: str | None = None  # "increase", "decrease", "ratio": the value is a change, not a level
    party: Entity | None = None
    counterparty: Entity | None = None
    speaker: Entity | None = None  # who says so


@dataclass(frozen=True, slots=True)
class Office(Value):
    """A term of office, from a table or told in an article."""

    entity: Entity
    office: str  # "President", "Prime Minister", "Minister of Economy"
    of: str  # ISO country code or entity id
    interval: Interval
    known_until: str | None = None  # the day up to which the claim is known to hold
    origin: str = ""  # the table, or the article's id


@dataclass(frozen=True, slots=True)
class Extraction(Value):
    """All that the rules find in one article."""

    article: Article  # with ``published`` filled in where it was inferred
    timexes: tuple[Timex, ...] = ()
    mentions: tuple[Mention, ...] = ()
    events: tuple[Event, ...] = ()
    figures: tuple[Figure, ...] = ()
    offices: tuple[Office, ...] = ()
    names: tuple[tuple[str, str, str | None], ...] = ()  # entity id, a spelling seen, its language
    entities: tuple[Entity, ...] = ()
    note: str | None = None  # why no event was found, say
    evidence: str | None = None  # of an inferred publication date
