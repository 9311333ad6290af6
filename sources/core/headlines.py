"""Which of its own headlines a publisher holds to be the headline, where that is known (``knowledge/headlines.csv``).

No page tells it, and no order of sources is right for every publisher (docs/sources.md).
"""

from __future__ import annotations

from datetime import date
from functools import cache

from pipeline.knowledge import table
from sources.core import when
from sources.core.metadata import Metadata
from sources.urls import host

Design = tuple[str, date | None]  # the headline's source, and the last day of that design (None: the newest)


@cache
def known() -> dict[str, tuple[Design, ...]]:
    """What is known, by host; a publisher's designs oldest first."""
    found: dict[str, tuple[Design, ...]] = {}
    for row in table("headlines.csv"):
        until = date.fromisoformat(row["until"]) if row["until"] else None
        found[row["host"]] = (*found.get(row["host"], ()), (row["headline"], until))
    return found


def designs(address: str | None) -> tuple[Design, ...]:
    """What is known of the publisher at this address: its host, or one that it is a subdomain of."""
    name = host(address or "")
    while name:
        if name in known():
            return known()[name]
        _, _, name = name.partition(".")
    return ()


def preferred(page: Metadata, address: str | None) -> str | None:
    """The source of this page's headline, as ``titles.headline`` takes it; None where it is not known.

    Of several designs it is the one in use on the day that the page's metadata say it was published, else the newest.
    """
    every = designs(address)
    day = when.told(page) if len(every) > 1 else None
    return next((source for source, until in every if until is None or (day and day <= until)), None)
