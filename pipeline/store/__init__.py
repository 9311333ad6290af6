"""The archive in SQLite: schema, migrations, the one writer, queries. The only importer of sqlite_utils."""
