"""What tells a store from every other one, and stays with its copies."""

from pat_tui.store.database import Database


def identity_of(database: Database) -> str:
    """A text that no other store has: the instant of its first migration, to the microsecond. No secret."""
    row = database.row("SELECT applied_at FROM _sqlite_migrations WHERE migration_set = 'pat-tui' ORDER BY id LIMIT 1")
    return str(row["applied_at"]) if row else ""
