"""Getting pages and keeping them: files, folders, HTTP, feeds, sitemaps, WARC. The only importer of requests.

``pages`` turns what a person names into pages and failures, ``count`` says how many, where that can be told before.
``warc.save`` writes an archive's snapshots for other tools; ``copies`` tells the same story on five sites from five
stories. What is safe and how: docs/security.md.
"""

from __future__ import annotations

from pipeline.archive.inputs import Failure, count, pages

__all__ = ["Failure", "count", "pages"]
