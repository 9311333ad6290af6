"""What users see: Datasette with our pages, queries, feeds. The only importer of datasette."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path


def serve(
    db: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8001,
    public: bool = False,
    review: str | None = None,
    open_browser: bool = False,
) -> None:
    """Serve the archive until interrupted. ``public`` withholds whole articles, pages as received, and SQL.

    ``review`` is the owner's token for deciding in the browser; an empty one is made up and printed; None is off.

    Raises ExportError where the file is missing or no archive, OSError where the port is taken.
    """
    from pipeline.publish.server import run  # Datasette takes half a second to import

    run(db, host=host, port=port, public=public, review=review, open_browser=open_browser)


def export_site(db: Path, folder: Path, *, public: bool = False, progress: Callable[[str], None] | None = None) -> int:
    """Write the archive's pages as files that open without a server; the number of pages.

    ``progress`` is told the name of each page. Raises ExportError where the folder or the archive cannot be used.
    """
    from pipeline.publish.static_site import export_site as write

    return write(db, folder, public=public, progress=progress)
