"""Getting pages and keeping them: files, folders, HTTP, feeds, sitemaps, WARC. The only importer of requests."""
