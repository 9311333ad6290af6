"""What users see: Datasette with our pages, queries, feeds. The only importer of datasette."""
