"""Publishers: one short module each, that knows its HTML and nothing of dates, events or SQL.

``read_page(body, url)`` reads any page; ``registry()`` lists the outlets known, ``find`` looks one up by address,
slug or name, ``resolve`` also makes one for an outlet not known. How to add one: docs/sources.md.
"""

from __future__ import annotations

from sources.core.errors import UnreadableError
from sources.core.layout import Layout, Publisher, Source
from sources.core.reading import read_page
from sources.core.registry import find, registry, resolve

__all__ = ["Layout", "Publisher", "Source", "UnreadableError", "find", "read_page", "registry", "resolve"]
