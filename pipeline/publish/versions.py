"""What Datasette 0.65 and 1.0 do differently, so that nothing else here has to ask which one it is.

0.65 is what the project installs; 1.0 (alpha) is tried by ``make test-datasette1``. The differences: the list of a
database's connections has another name; permissions are SQL, not answers; metadata lives in a database of its own
(ours comes from ``site.metadata``, so nobody asks); its pages bring inline scripts, which get a nonce here, as those of
plugins do on either version. The nonce is written into the templates' source and never into what they rendered: text
from outside cannot receive one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from datasette.database import Database
from datasette.version import __version_info__
from jinja2 import BaseLoader, Environment

ONE = int(__version_info__[0]) >= 1
NONCE = "chronofile.nonce"  # key of a request's scope
# Our files for 0.65 stand where 1.0's own do better
_INSTEAD = (
    {
        "base.html": "base_one.html",
        "_close_open_menus.html": "default:_close_open_menus.html",
        "_codemirror_foot.html": "default:_codemirror_foot.html",
    }
    if ONE
    else {}
)


def connections_of(database: Database) -> list[Any]:
    """The connections that Datasette closes with the database."""
    name = "_all_connections" if ONE else "_all_file_connections"
    found: list[Any] = getattr(database, name)
    return found


def compile_templates(datasette: Any) -> None:
    """Compile every template, 20 ms each, which else the first visitor of each kind of page would wait for."""
    environment: Environment = datasette.get_jinja_environment() if ONE else datasette.jinja_env
    for name in environment.list_templates(["html"]):
        environment.get_template(name)


class _Nonced(BaseLoader):
    """Templates of Datasette and of plugins with a nonce on each inline script, 1.0's base page under our header."""

    def __init__(self, inner: BaseLoader) -> None:
        self.inner = inner

    def get_source(self, environment: Environment, template: str) -> Any:
        source, *rest = self.inner.get_source(environment, _INSTEAD.get(template, template))
        return with_nonces(source), *rest

    def list_templates(self) -> list[str]:
        return self.inner.list_templates()


def with_nonces(source: str) -> str:
    """A template's source with a nonce on every inline script, and without the attributes that are scripts."""
    source = re.sub(r"<script(?=[\s>{])(?![^>]*\bsrc=)", '<script nonce="{{ csp_nonce }}"', source)
    return re.sub(r'\sonclick="[^"]*"', "", source)


def prepare(environment: Environment) -> None:
    """Make the templates of Datasette and of plugins fit our Content-Security-Policy."""
    if environment.loader is not None and not isinstance(environment.loader, _Nonced):
        environment.loader = _Nonced(environment.loader)


def options(metadata: dict[str, Any]) -> dict[str, Any]:
    """How Datasette is told of titles, facets and queries: 1.0 wants the queries in its configuration."""
    if not ONE:
        return {"metadata": metadata}
    queries = {name: {"queries": told["queries"]} for name, told in metadata["databases"].items()}
    return {"metadata": metadata, "config": {"databases": queries}}


def denied(database: str, tables: Iterable[str]) -> Any:
    """1.0's way to say that nobody may see these tables."""
    from datasette.permissions import PermissionSQL

    names = {f"closed_{n}": name for n, name in enumerate(tables)}
    rows = " union all ".join(
        f"select :closed_database as parent, :{key} as child, 0 as allow, 'not public' as reason" for key in names
    )
    return PermissionSQL(sql=rows, params={"closed_database": database, **names})


def refused() -> Any:
    """1.0's way to say that nobody may do it, anywhere."""
    from datasette.permissions import PermissionSQL

    return PermissionSQL.deny("not public")
