"""Getting pages and keeping them: files, folders, HTTP, feeds, sitemaps, WARC. The only importer of requests."""

from __future__ import annotations

from pipeline.archive.inputs import Failure, pages

__all__ = ["Failure", "pages"]
