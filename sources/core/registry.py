"""The publishers there are: every module of ``sources`` that has a ``PUBLISHER``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from urllib.parse import SplitResult

import sources
from pipeline.model import slug
from sources.core.layout import Publisher, Source

_TOOLS = frozenset(("core", "generic", "new", "urls"))
_NO_COUNTRY = frozenset(
    ("ai", "cc", "co", "eu", "fm", "gg", "io", "ly", "me", "nu", "sh", "su", "to", "tv", "ws")
)  # sold


@cache
def publishers() -> tuple[Publisher, ...]:
    """All publishers, by id."""
    found = []
    for module in pkgutil.iter_modules(sources.__path__):
        if module.name in _TOOLS:
            continue
        publisher = getattr(importlib.import_module(f"sources.{module.name}"), "PUBLISHER", None)
        if isinstance(publisher, Publisher):
            found.append(publisher)
    return tuple(sorted(found, key=lambda p: p.source.id))


@cache
def _by_host() -> dict[str, Publisher]:
    return {host: publisher for publisher in publishers() for host in publisher.hosts}


def registry() -> tuple[Source, ...]:
    """The known sources, by id."""
    return tuple(p.source for p in publishers())


def publisher_of(host: str) -> Publisher | None:
    """The publisher whose host this is, or a subdomain of."""
    table, name = _by_host(), host.lower()
    while name:
        if name in table:
            return table[name]
        _, _, name = name.partition(".")
    return None


def address_rule(host: str) -> Callable[[SplitResult], str | None] | None:
    """The publisher's own rule for canonical addresses, if it has one."""
    publisher = publisher_of(host)
    return publisher.address if publisher else None


def find(key: str) -> Source | None:
    """The known source of an address, a host, a slug or a name; None where it is not known."""
    from sources import urls

    host = urls.host(key) or key.lower().strip("/ ")
    publisher = publisher_of(host)
    if publisher is not None:
        return publisher.source
    wanted = slug(key)
    return next((s for s in registry() if wanted in (s.id, slug(s.name))), None)


def resolve(key: str) -> Source:
    """The known source, else one made from the address (its host) or the name given."""
    from sources import urls

    known = find(key)
    if known is not None:
        return known
    host = urls.host(key)
    if not host:
        return Source(slug(key), key)
    ending = host.rpartition(".")[2]
    country = None
    if len(ending) == 2 and ending.isalpha() and ending not in _NO_COUNTRY:
        country = "GB" if ending == "uk" else ending.upper()
    return Source(slug(host), host, f"https://{host}/", country)
