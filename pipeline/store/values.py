"""What goes into the archive and what comes of it: plain values between ``ingest`` and the writer."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from pipeline.model import Article, Extraction, Page
from pipeline.store.known_by import preferred
from pipeline.store.rows import compact

Outcome = Literal["new", "changed", "redated", "unchanged", "removed"]


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said of an article on the command line; it outranks what the page says.

    ``published`` is EDTF; all are checked already. ``country`` is the source's.
    """

    source: str | None = None
    country: str | None = None
    url: str | None = None
    published: str | None = None
    published_at: str | None = None
    language: str | None = None

    def on(self, older: Given) -> Given:
        """This, and what was given earlier where this says nothing."""
        merged = asdict(older) | {key: value for key, value in asdict(self).items() if value is not None}
        if self.published is not None:
            merged["published_at"] = self.published_at
        if self.source is not None:
            merged["country"] = self.country
        if self.url and older.url:  # two addresses of one article: which came first does not matter
            merged["url"] = preferred(self.url, older.url)
        return Given(**merged)

    def applied(self, article: Article) -> Article:
        """The article with these values in place of the page's own."""
        if self.published is not None:
            article = replace(
                article,
                published=self.published,
                published_at=self.published_at,
                published_basis="given",
                confidence=None,
            )
        return replace(
            article,
            source=self.source or article.source,
            country=self.country if self.source else article.country,
            url=self.url or article.url,
            language=self.language or article.language,
        )

    def json(self) -> str:
        """The values that are set, as JSON."""
        return compact({key: value for key, value in asdict(self).items() if value is not None})

    @classmethod
    def of(cls, text: str) -> Given:
        """The value that ``json`` was made of."""
        return cls(**json.loads(text))


NOTHING = Given()


@dataclass(frozen=True, slots=True)
class Entry:
    """An article on its way into the archive: the page, what was given with it, and what the rules made of it."""

    page: Page
    given: Given
    extraction: Extraction
    rules: str  # the version of the rules that made it
    bands: tuple[str, ...] = ()  # keys that copies of this article share some of

    @property
    def article(self) -> Article:
        """The article as read."""
        return self.extraction.article


@dataclass(frozen=True, slots=True)
class Known:
    """What the archive holds of a page: nothing of it has to be done again where ``current``."""

    given: Given
    current: bool
    removed: str | None = None  # why it was taken down


@dataclass(frozen=True, slots=True)
class Seen:
    """The latest answer that an address gave: what a fetcher asks with, to hear only of what is new."""

    etag: str | None
    last_modified: str | None
    fetched_at: str
    url: str | None = None  # where that answer came from, after redirects


@dataclass(slots=True)
class Run:
    """A command's row in ``runs``, counted while it goes on."""

    id: str
    command: str
    started: str
    rules: str
    finished: str | None = None
    engine: str | None = None
    inputs: int = 0
    kept: int = 0  # new, changed or re-dated
    unchanged: int = 0
    failed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)  # by stage
    failures: list[tuple[str, str]] = field(default_factory=list)  # name, reason

    def row(self) -> dict[str, Any]:
        """The row of ``runs``."""
        row = asdict(self)
        row["seconds"] = compact({stage: round(s, 3) for stage, s in self.seconds.items()})
        row["failures"] = compact(self.failures)
        return row
