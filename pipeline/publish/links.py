"""Where a page stands: an address on the server, a file in a static copy. Templates ask, and never spell one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from pipeline.model import digest


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses under ``base``, which ends in a slash: ``/`` or the path that a proxy serves the archive at."""

    base: str = "/"

    @property
    def static(self) -> bool:
        """Whether this is a copy without a server."""
        return False

    def page(self, kind: str, id: str) -> str:
        """The page of an event, article, entity, source or snapshot."""
        return f"{self.base}{kind}/{quote(id, safe='')}"

    def top(self, name: str = "", **query: str | None) -> str:
        """A page without an id: the home page, ``timeline``, ``search``; ``archive/events`` is Datasette's."""
        wanted = {key: value for key, value in query.items() if value}
        return f"{self.base}{name}" + (f"?{urlencode(wanted)}" if wanted else "")

    def asset(self, name: str) -> str:
        """A file of ours."""
        return f"{self.base}assets/{name}"


@dataclass(frozen=True, slots=True)
class FileLinks(Links):
    """Relative addresses of files; ``base`` is ``""`` for pages at the top and ``"../"`` for those in folders."""

    base: str = ""

    @property
    def static(self) -> bool:
        """Whether this is a copy without a server."""
        return True

    def page(self, kind: str, id: str) -> str:
        """``event/ID.html``."""
        return f"{self.base}{kind}/{quote(file_name(id))}"

    def top(self, name: str = "", **query: str | None) -> str:
        """``index.html``, ``timeline.html``; the timeline takes its filters after ``#``, for files have no query."""
        wanted = {key: value for key, value in query.items() if value}
        return f"{self.base}{name or 'index'}.html" + (f"#{urlencode(wanted)}" if wanted else "")


def file_name(id: str) -> str:
    """A name that every file system takes, one for one id."""
    return f"{id if re.fullmatch(r'[a-z0-9_-]{1,100}', id) else digest('file', id)}.html"
