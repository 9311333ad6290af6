"""What users see: Datasette with our pages, queries, feeds. The only importer of datasette."""

from __future__ import annotations

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
