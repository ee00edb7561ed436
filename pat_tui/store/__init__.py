"""The store: the only importer of sqlite_utils. Rows in, frozen dataclasses out."""
