"""A copy of the archive's pages as files, for places without a server: it opens from a folder or a file share.

The same templates, with relative addresses; the timeline's modules joined to one plain script and its data in another,
because a browser loads neither modules nor data from files. What needs a server (search, tables, SQL) is left out; the
exports lie beside the pages as files.
"""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from pipeline.export import chunks
from pipeline.export.query import ExportError, events_query
from pipeline.publish.colours import style_sheet
from pipeline.publish.home_page import home_page
from pipeline.publish.links import FileLinks, file_name
from pipeline.publish.lists import Context
from pipeline.publish.routes import PAGES, described_tables, timeline_choices
from pipeline.publish.site import HERE, Site, metadata
from pipeline.publish.timeline import BLOCK, names, read_columns

MARK = ".chronofile-site"
MODULES = (  # of the timeline, each after those that it imports
    "calendar.js", "data.js", "events.js", "scale.js", "theme.js", "density.js", "draw.js", "bars.js", "lanes.js",
    "overview.js", "table.js", "tip.js", "input.js", "timeline.js",
)  # fmt: skip
EXPORTS = ("csv", "json", "ics", "atom", "jsonld", "geojson")
IDS = {
    "event": "select id from events order by id",
    "article": "select id from articles order by id",
    "entity": "select id from entities where events_count > 0 or id in (select place_id from events) order by id",
    "source": "select id from sources order by id",
}


def export_site(db: Path, folder: Path, *, public: bool = False, progress: Callable[[str], None] | None = None) -> int:
    """Write the copy; the number of pages. A folder that holds anything but an earlier copy is left alone.

    Raises ExportError where the folder or the archive cannot be used.
    """
    _prepare(folder)
    site = Site(db.resolve(), public)
    connection = site.connect()
    try:
        return sum(1 for name in _write(connection, folder, public) if progress is None or progress(name) is None)
    finally:
        connection.close()


def _prepare(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ExportError(f"{folder} is a file")
    if folder.exists() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise ExportError(f"{folder} is not empty and no earlier copy of an archive: name another folder")
    for name in (*PAGES, "assets", "data"):
        shutil.rmtree(folder / name, ignore_errors=True)
        (folder / name).mkdir(parents=True)
    (folder / "snapshot").rmdir()
    (folder / MARK).write_text("A copy of a chronofile archive: replaced as a whole when it is written again.\n")


def _write(connection: sqlite3.Connection, folder: Path, public: bool) -> Iterator[str]:
    """Every file, its name given as it is done."""
    about = metadata(public)
    environment = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True)
    top, inner = FileLinks(), FileLinks("../")
    shared = {"about": about, "public": public, "exports": EXPORTS}

    def render(template: str, name: str, context: Context, link: FileLinks) -> str:
        text = environment.get_template(template).render({**shared, **context, "link": link})
        (folder / name).write_text(text, "utf-8")
        return name

    yield render("home.html", "index.html", home_page(connection, top), top)
    yield render("timeline.html", "timeline.html", {**timeline_choices(connection, top), "filters": {}}, top)
    yield render("about.html", "about.html", {"tables": described_tables(public)}, top)
    for kind, sql in IDS.items():
        for (id,) in connection.execute(sql).fetchall():
            context = PAGES[kind](connection, id, inner)
            yield render(f"{kind}.html", f"{kind}/{file_name(id)}", context, inner)
    _assets(connection, folder / "assets")
    for fmt in EXPORTS:
        with (folder / "data" / f"events.{fmt}").open("wb") as file:
            file.writelines(chunks(connection, events_query(connection), fmt, title=str(about.get("title"))))


def _assets(connection: sqlite3.Connection, folder: Path) -> None:
    for name in ("site.css", "world.svg", "icon.svg"):
        shutil.copyfile(HERE / "static" / name, folder / name)
    (folder / "types.css").write_text(style_sheet(), "utf-8")
    (folder / "timeline.js").write_text(bundle(), "utf-8")
    copy = (HERE / "static" / "copy.js").read_text("utf-8")
    data = json.dumps(timeline_data(connection), ensure_ascii=True, separators=(",", ":"))
    (folder / "timeline-data.js").write_text(f"window.CHRONOFILE_DATA = {data};\n{copy}", "utf-8")


def bundle() -> str:
    """The timeline's modules as one plain script: each a function of its own that takes from and gives to ``all``."""
    return "(() => {\nconst all = {};\n" + "".join(_as_function(name) for name in MODULES) + "})();\n"


def _as_function(module: str) -> str:
    code = (HERE / "static" / module).read_text("utf-8")
    code = re.sub(r"(?m)^import (\{.*?\}) from .*?;$", r"const \1 = all;", code)
    given = re.findall(r"(?m)^export (?:async )?(?:function|const|class) (\w+)", code)
    code = re.sub(r"(?m)^export (?=(?:async )?(?:function|const|class) )", "", code)
    return f"(() => {{\n{code}Object.assign(all, {{ {', '.join(given)} }});\n}})();\n"


def timeline_data(connection: sqlite3.Connection) -> dict[str, Any]:
    """All columns and all words; with each event's actors and sources, for the filters."""
    found = read_columns(connection, {}, "none", "copy")
    words: list[list[Any]] = []
    for block in range((len(found.rowids) + BLOCK - 1) // BLOCK):
        words += names(connection, found, block)
    more = {
        id: (actors, sources or "")
        for id, actors, sources in connection.execute(
            "select e.id, e.actors, group_concat(distinct a.source_id) from events e"
            " left join mentions m on m.event_id = e.id left join articles a on a.id = m.article_id group by e.id"
        )
    }
    files = [file_name(str(row[0])) for row in words]
    extra = [more.get(row[0], ("", "")) for row in words]
    rows = [[*row, file, *rest] for row, file, rest in zip(words, files, extra, strict=True)]
    return {"columns": json.loads(found.body), "words": rows}
