"""Addresses and what answers them: our pages, the timeline's data, and the exports that stream."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, unquote

from datasette.utils.asgi import NotFound, Response

from pipeline.export import CONTENT_TYPES, FORMATS, chunks
from pipeline.export.query import FILTERS, ExportError, Query, events_query, table_query, tables
from pipeline.knowledge import toml
from pipeline.publish.article_page import article_page, snapshot_page
from pipeline.publish.colours import style_sheet
from pipeline.publish.entity_page import BUSY, entity_page, source_page
from pipeline.publish.event_page import event_page
from pipeline.publish.home_page import home_page, search_page
from pipeline.publish.links import Links
from pipeline.publish.lists import Context, NoSuchPage
from pipeline.publish.site import NAME, PRIVATE_TABLES, Site, metadata, read, site_of
from pipeline.publish.timeline import BLOCK, Reading, names, read_columns

View = Callable[..., Awaitable[Any]]
PAGES: dict[str, Callable[[sqlite3.Connection, str, Links], Context]] = {
    "event": event_page,
    "article": article_page,
    "entity": entity_page,
    "source": source_page,
    "snapshot": snapshot_page,
}


def links_of(datasette: Any) -> Links:
    """Addresses under the base that a proxy may have set."""
    return Links(datasette.setting("base_url"))


def _site(datasette: Any) -> Site:
    site = site_of(datasette)
    assert site is not None
    return site


async def _page(datasette: Any, request: Any, template: str, context: Context, status: int = 200) -> Response:
    body = await datasette.render_template(template, context, request=request)
    return Response.html(body, status=status)


async def home(datasette: Any, request: Any) -> Response:
    """``/``."""
    context = await _kept(datasette, ("home",), home_page, links_of(datasette))
    return await _page(datasette, request, "home.html", {**context, "base": _base(datasette, request)})


def _base(datasette: Any, request: Any) -> str:
    """The site's address, without a slash at its end."""
    return str(datasette.absolute_url(request, datasette.urls.path("/")).rstrip("/"))


async def _kept(datasette: Any, key: tuple[str, ...], ask: Callable[..., Context], *args: Any) -> Context:
    """A page's context: from before where it was costly and the archive is the same, else read now."""
    site = _site(datasette)
    stamp, began = site.stamp(), time.monotonic()
    kept = site.pages.get(key, stamp)
    return kept or site.pages.put(key, stamp, await read(datasette, ask, *args), began)


# What most visitors ask for first; read when the server comes up, one after the other
FIRST = ("/", "/-/timeline.json", "/timeline", "/archive/events", "/archive/mentions", "/archive")


async def warm(datasette: Any) -> None:
    """Read what is kept anyway, before somebody has to wait for it: the pages of busy entities too."""
    link = Links()  # the client puts the base before them
    for address in FIRST:
        await datasette.client.get(address)
    for id in await read(datasette, busy_entities):
        await datasette.client.get(link.page("entity", id))


def busy_entities(connection: sqlite3.Connection) -> list[str]:
    """Those with so many events that their pages take a while; at most 20."""
    sql = "select id from entities where events_count > ? order by events_count desc limit 20"
    return [row[0] for row in connection.execute(sql, (BUSY,))]


async def page(datasette: Any, request: Any) -> Response:
    """``/event/ID`` and its like. An id that moved redirects; one that is unknown is a 404 that says so."""
    kind, id = request.url_vars["kind"], unquote(request.url_vars["id"])
    link = links_of(datasette)
    try:
        context = await _kept(datasette, (kind, id), PAGES[kind], id, link)
    except NoSuchPage as missing:
        if missing.moved:
            return Response.redirect(link.page(*missing.moved), status=301)
        raise NotFound(f"There is no {missing}") from None
    return await _page(datasette, request, f"{kind}.html", {**context, "base": _base(datasette, request)})


async def timeline(datasette: Any, request: Any) -> Response:
    """``/timeline``: the form and an empty canvas; its data is another request."""
    query = _query(request)
    context = await read(datasette, timeline_choices, links_of(datasette))
    filters = {name: query[name] for name in FILTERS if name in query}
    return await _page(
        datasette, request, "timeline.html", {**context, "filters": filters, "query": request.query_string}
    )


_SUGGESTED = "select name from entities where events_count > 0 order by events_count desc limit 200"


def timeline_choices(connection: sqlite3.Connection, _: Links) -> Context:
    """What the filters offer."""
    return {
        "types": connection.execute("select id, label from event_types order by label").fetchall(),
        "sources": connection.execute("select id, name from sources order by name limit 500").fetchall(),
        "suggested": [row[0] for row in connection.execute(_SUGGESTED)],
    }


async def timeline_data(datasette: Any, request: Any) -> Response:
    """``/-/timeline.json``: columns of all events that the filters ask for."""
    try:
        found = await _reading(datasette, request)
    except ExportError as error:
        return _refused(error)
    tag = f'W/"{found.stamp}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    if request.headers.get("if-none-match") == tag:
        return Response("", status=304, headers=headers)
    body = found.body
    if "gzip" in request.headers.get("accept-encoding", "") and len(body) > 10_000:
        body, headers["content-encoding"] = found.packed, "gzip"
    return Response(body, headers=headers, content_type="application/json; charset=utf-8")


async def timeline_names(datasette: Any, request: Any) -> Response:
    """``/-/timeline/names.json?block=3&stamp=...``: the words of 500 events; 409 where the archive changed since."""
    number, stamp = request.args.get("block") or "", request.args.get("stamp")
    if not number.isdigit():
        return _refused(ExportError(f"block: not a number: {number!r}"))
    site, filters, lanes = _asked(datasette, request)
    kept = site.readings.of(_key(filters, lanes), stamp) if stamp else None
    try:
        found = kept or await _reading(datasette, request)
    except ExportError as error:
        return _refused(error)
    if stamp and stamp != found.stamp:
        return Response.json({"ok": False, "error": "the archive has changed; load the timeline again"}, status=409)
    if int(number) * BLOCK >= len(found.rowids):
        return Response.json([])
    return Response.json(await read(datasette, names, found, int(number)))


def _asked(datasette: Any, request: Any) -> tuple[Site, dict[str, list[str]], str]:
    """The site, the filters and the lanes of an address."""
    query = _query(request)
    lanes = (query.get("lanes") or ["none"])[0]
    filters = {name: query[name] for name in FILTERS if name in query}
    return _site(datasette), filters, lanes if lanes in ("entity", "place") else "none"


def _key(filters: dict[str, list[str]], lanes: str) -> str:
    return json.dumps([filters, lanes], sort_keys=True)


async def _reading(datasette: Any, request: Any) -> Reading:
    site, filters, lanes = _asked(datasette, request)
    key, stamp, began = _key(filters, lanes), site.stamp(), time.monotonic()
    kept = site.readings.get(key, stamp)
    return kept or site.readings.put(key, stamp, await read(datasette, read_columns, filters, lanes, stamp), began)


def _query(request: Any) -> dict[str, list[str]]:
    """The query's values, several of a name too; empty ones are none."""
    return parse_qs(request.query_string)


async def search(datasette: Any, request: Any) -> Response:
    """``/search?q=``."""
    try:
        words = request.args.get("q") or ""
        context = await _kept(datasette, ("search", words), search_page, words, links_of(datasette))
    except ExportError as error:
        return _refused(error)
    return await _page(datasette, request, "search.html", context)


async def about(datasette: Any, request: Any) -> Response:
    """``/about``: licence, source, what each table and column says."""
    return await _page(datasette, request, "about.html", {"tables": described_tables(_site(datasette).public)})


def described_tables(public: bool) -> Context:
    """The tables that a reader may see and that have a description."""
    told: Context = metadata(public)["databases"][NAME]["tables"]
    return {
        name: table
        for name, table in told.items()
        if table.get("description") and not table.get("hidden") and not (public and name in PRIVATE_TABLES)
    }


async def types_css(datasette: Any) -> Response:
    """The colours of the types."""
    return Response(style_sheet(), content_type="text/css; charset=utf-8", headers={"cache-control": "max-age=3600"})


async def raw(datasette: Any, request: Any) -> Response:
    """``/snapshot/ID/raw``: the bytes as received, as a download that no browser shows; not in public."""
    if _site(datasette).public:
        return Response.text("Archived pages are not public here.", status=403)
    from pipeline.publish.raw import original

    try:
        body = await read(datasette, original, unquote(request.url_vars["id"]))
    except NoSuchPage as missing:
        raise NotFound(f"There is no {missing}") from None
    headers = {"content-disposition": 'attachment; filename="snapshot.bin"', "content-security-policy": "sandbox"}
    return Response(body, headers=headers, content_type="application/octet-stream")


async def export(datasette: Any, request: Any) -> Any:
    """``/-/export/events.csv?type=visit``: events, a table, a view or a canned query, complete, as it streams."""
    name, fmt = unquote(request.url_vars["name"]), request.url_vars["format"]
    site = _site(datasette)
    values = _query(request)
    try:
        if fmt not in FORMATS:
            raise ExportError(f"{fmt}: no such format; there are {', '.join(FORMATS)}")
        return await Stream.open(site, name, fmt, values, datasette, request)
    except ExportError as error:
        return _refused(error)


def _refused(error: ExportError) -> Response:
    return Response.json({"ok": False, "error": str(error)}, status=400)


def query_of(connection: sqlite3.Connection, site: Site, name: str, values: dict[str, list[str]]) -> Query:
    """What a name and the address's parameters mean. Canned queries take their own parameters."""
    canned = toml("publish/metadata.toml")["queries"]
    ours = {"stream", "dl"}
    if name == "events":
        return events_query(connection, {key: value for key, value in values.items() if key not in ours})
    if name in canned:
        wanted = set(re.findall(r"(?<!:):([a-z]+)", canned[name]["sql"]))
        return Query(canned[name]["sql"], {key: (values.get(key) or [""])[0] for key in wanted})
    if site.public and name in PRIVATE_TABLES:
        raise ExportError(f"{name}: not public")
    if name not in tables(connection):
        raise ExportError(f"{name}: no such table or query")
    return table_query(connection, name)


class Stream:
    """An export on its way: made in a thread, sent piece by piece; its connection is closed whatever happens."""

    def __init__(
        self, connection: sqlite3.Connection, pieces: Iterator[bytes], first: bytes, headers: dict[str, str]
    ) -> None:
        self.connection, self.pieces, self.first, self.headers = connection, pieces, first, headers

    @classmethod
    async def open(
        cls, site: Site, name: str, fmt: str, values: dict[str, list[str]], datasette: Any, request: Any
    ) -> Stream:
        """Begin, so that what is wrong is told before anything is sent. Raises ExportError."""
        base = _base(datasette, request)
        self_url = datasette.absolute_url(request, request.full_path)
        title = str(metadata()["title"])

        def begin() -> tuple[sqlite3.Connection, Iterator[bytes], bytes]:
            connection = site.connect()
            try:
                query = query_of(connection, site, name, values)
                pieces = iter(chunks(connection, query, fmt, base=base, title=title, self_url=self_url))
                return connection, pieces, next(pieces, b"")
            except BaseException:
                connection.close()
                raise

        connection, pieces, first = await asyncio.to_thread(begin)
        headers = {"content-type": CONTENT_TYPES[fmt], "cache-control": "no-cache"}
        if fmt not in ("atom", "json", "jsonld", "geojson", "timelinejs"):
            headers["content-disposition"] = f'attachment; filename="{name}.{fmt}"'
        return cls(connection, pieces, first, headers)

    async def asgi_send(self, send: Any) -> None:
        """Send everything."""
        try:
            headers = [[key.encode("latin-1"), value.encode("latin-1")] for key, value in self.headers.items()]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            piece = self.first
            while piece:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                piece = await asyncio.to_thread(next, self.pieces, b"")
            await send({"type": "http.response.body", "body": b""})
        finally:
            self.connection.close()


ROUTES: list[tuple[str, View]] = [
    (r"^/$", home),
    (r"^/timeline$", timeline),
    (r"^/search$", search),
    (r"^/about$", about),
    (r"^/(?P<kind>event|article|entity|source|snapshot)/(?P<id>[^/]+)$", page),
    (r"^/snapshot/(?P<id>[^/]+)/raw$", raw),
    (r"^/-/timeline\.json$", timeline_data),
    (r"^/-/timeline/names\.json$", timeline_names),
    (r"^/-/types\.css$", types_css),
    (r"^/-/export/(?P<name>[^/]+)\.(?P<format>\w+)$", export),
]
