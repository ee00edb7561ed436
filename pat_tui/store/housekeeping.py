"""Whether there is anything to tidy up: asked at every start, and so without the modules that then would do it."""

from datetime import datetime, timedelta

from pat_tui.store.database import Database
from pat_tui.store.instants import to_text

SHORTEST_YEAR = timedelta(days=365)


def idleness(created: str, issued: str, last_used: str) -> str:
    """The latest of three instants, given by their columns, written as the index of each table of tokens has it."""
    return f"max({created}, ifnull({issued}, ''), ifnull({last_used}, ''))"


_IDLE = tuple(
    f"SELECT 1 FROM {table} WHERE {idleness('created_at', 'issued_at', 'last_used_at')} <= ? LIMIT 1"  # noqa: S608
    for table in ("fine_grained_tokens", "classic_tokens")
)


def any_idle_until(database: Database, instant: datetime) -> bool:
    """Whether any token may be a year without use at INSTANT, told by the indices alone."""
    latest = to_text(instant - SHORTEST_YEAR)
    return any(database.row(statement, (latest,)) is not None for statement in _IDLE)


def any_deleted(database: Database) -> bool:
    """Whether anything of anybody's deleted tokens, of either kind, is kept."""
    either = "SELECT 1 FROM deleted_tokens UNION ALL SELECT 1 FROM deleted_classic_tokens LIMIT 1"
    return database.row(either) is not None
