"""The plugin that makes a Datasette ours: routes, headers, links in its tables. Registered in process by ``site``."""

from __future__ import annotations

import re
from getpass import getuser
from typing import Any

from datasette import hookimpl
from datasette.utils.asgi import NotFound, Response
from markupsafe import Markup, escape

from pipeline.export.feed import web
from pipeline.publish import review, routes, versions
from pipeline.publish.links import Links
from pipeline.publish.security import App, guarded
from pipeline.publish.site import NAME, metadata, private, site_of

_PAGES = {"events": "event", "articles": "article", "entities": "entity", "sources": "source", "snapshots": "snapshot"}
CLOSED = ("execute-sql", "view-database-download")  # to the public
_COLUMNS = {"event_id": "event", "article_id": "article", "snapshot_id": "snapshot", "entity_id": "entity"}
_LINKED = {"id", "url", "homepage", *_COLUMNS}


@hookimpl  # type: ignore[untyped-decorator]
def register_routes(datasette: Any) -> list[tuple[str, Any]]:
    """Our pages; a plugin's routes come before Datasette's own, so ``/`` is ours."""
    ours = [*routes.ROUTES, (r"^/-/review$", review.review), (r"^/-/review/decide$", review.decide)]
    return ours if site_of(datasette) else []


@hookimpl  # type: ignore[untyped-decorator]
def asgi_wrapper(datasette: Any) -> Any:
    """Headers on everything, CSV made safe."""

    def wrap(app: App) -> App:
        return guarded(app) if site_of(datasette) else app

    return wrap


@hookimpl  # type: ignore[untyped-decorator]
def extra_template_vars(datasette: Any, request: Any) -> dict[str, Any]:
    """What every template may use, Datasette's own included."""
    site = site_of(datasette)
    if site is None:
        return {}
    return {
        "link": Links(datasette.setting("base_url")),
        "public": site.public,
        "about": metadata(site.public),
        "reviewer": getuser() if review.allowed(datasette, request) else "",
        "datasette_one": versions.ONE,
        "csp_nonce": request.scope.get(versions.NONCE, "") if request else "",
    }


@hookimpl  # type: ignore[untyped-decorator]
def prepare_jinja2_environment(env: Any, datasette: Any) -> None:
    """Datasette's own pages, made to fit our Content-Security-Policy."""
    if site_of(datasette):
        versions.prepare(env)


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(row: Any, value: Any, column: str, table: str | None, database: str, datasette: Any) -> Any:
    """Ids lead to our pages, addresses that are http to the web; everything else is Datasette's, escaped."""
    if column not in _LINKED or not isinstance(value, str) or database != NAME or site_of(datasette) is None:
        return None  # most cells of a thousand rows: cheap tests first
    kind = _PAGES.get(table or "") if column == "id" else _COLUMNS.get(column) if table is None else None
    if kind is None and table is None and column == "id" and re.fullmatch(r"[0-9a-f]{16}", value):
        kind = "event" if "title" in row.keys() else None  # noqa: SIM118  (a Row is no dict)
    if kind:
        address = Links(datasette.setting("base_url")).page(kind, value)
        return Markup(f'<a href="{escape(address)}">{escape(value)}</a>')
    if column in ("url", "homepage") and web(value):
        return Markup(f'<a href="{escape(value)}" rel="noreferrer nofollow">{escape(value)}</a>')
    return None


@hookimpl  # type: ignore[untyped-decorator]
def permission_allowed(datasette: Any, action: str, resource: Any) -> bool | None:
    """In public, internals and the full-text index (from which texts could be put together) are closed."""
    site = site_of(datasette)
    if site is None or not site.public:
        return None
    if action in CLOSED:
        return False
    if action == "view-table" and isinstance(resource, tuple) and private(str(resource[1])):
        return False
    return None


@hookimpl  # type: ignore[untyped-decorator]
def permission_resources_sql(datasette: Any, action: str) -> Any:
    """The same for Datasette 1.0."""
    site = site_of(datasette)
    if site is None or not site.public:
        return None
    if action in CLOSED:
        return versions.refused()
    return versions.denied(NAME, site.private_tables()) if action == "view-table" else None


@hookimpl  # type: ignore[untyped-decorator]
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """Our pages in Datasette's menu."""
    if site_of(datasette) is None:
        return []
    link = Links(datasette.setting("base_url"))
    return [{"href": link.top("timeline"), "label": "Timeline"}, {"href": link.top("search"), "label": "Search"}]


@hookimpl  # type: ignore[untyped-decorator]
def handle_exception(datasette: Any, request: Any, exception: Exception) -> Any:
    """A page of ours for what is not there; Datasette's would print the whole stack, variables and all."""
    if site_of(datasette) is None or not isinstance(exception, NotFound) or request.path.endswith(".json"):
        return None

    async def answer() -> Response:
        told = str(exception)
        context = {"heading": "Not here", "reason": f"{told}." if told not in ("", "404") else "There is no such page."}
        body = await datasette.render_template("missing.html", context, request=request)
        return Response.html(body, status=404)

    return answer
