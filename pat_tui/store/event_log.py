"""Reading the security log: pages and streams of what somebody may see, and the whole of it for the examination."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pat_tui.domain.security_log import EVERY_ENTRY, LogEntry, LogFilter
from pat_tui.store.database import Database, Value
from pat_tui.store.events import COLUMNS
from pat_tui.store.instants import from_text, to_text

if TYPE_CHECKING:
    from pat_tui.domain.log_chain import SealedEntry

_AT_ONCE = 1000
"""Rows read at once where all are wanted."""
_NO_INSTANT = datetime.fromtimestamp(0, UTC)
"""Stands for what is no instant, as only an edit can leave it."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose log it is: a user's, or an organization's."""

    user_id: int | None = None
    """What this user did, and what was done to the user."""
    org_id: int | None = None
    """What was done in this organization."""


def count(database: Database, scope: Scope, wanted: LogFilter = EVERY_ENTRY) -> int:
    """How many entries of SCOPE are WANTED."""
    where, parameters = _where(scope, wanted)
    row = database.row(f"SELECT count(*) AS number FROM events WHERE {where}", parameters)  # noqa: S608
    return int(row["number"]) if row else 0


def page(database: Database, scope: Scope, wanted: LogFilter, offset: int, limit: int) -> list[LogEntry]:
    """LIMIT of the WANTED entries from OFFSET on, the newest first."""
    where, parameters = _where(scope, wanted)
    sql = f"SELECT {COLUMNS} FROM events WHERE {where} ORDER BY id DESC LIMIT ? OFFSET ?"  # noqa: S608
    return [_entry(row) for row in database.rows(sql, (*parameters, limit, offset))]


def stream(database: Database, scope: Scope, wanted: LogFilter = EVERY_ENTRY) -> Iterator[list[LogEntry]]:
    """All WANTED entries, the oldest first, some at a time."""
    where, parameters = _where(scope, wanted)
    sql = f"SELECT {COLUMNS} FROM events WHERE id > ? AND {where} ORDER BY id LIMIT ?"  # noqa: S608
    last = 0
    while rows := database.rows(sql, (last, *parameters, _AT_ONCE)):
        last = rows[-1]["id"]
        yield [_entry(row) for row in rows]


def sealed(database: Database) -> Iterator["SealedEntry"]:
    """Every entry of the log, whosever it is, by number."""
    from pat_tui.domain.log_chain import SealedEntry

    sql = f"SELECT {COLUMNS} FROM events WHERE id > ? ORDER BY id LIMIT ?"  # noqa: S608
    last = -(2**63)
    while rows := database.rows(sql, (last, _AT_ONCE)):
        last = rows[-1]["id"]
        yield from (SealedEntry(*row) for row in rows)


def last_number(database: Database) -> int:
    """The number of the last entry of the log; 0 where there is none."""
    row = database.row("SELECT max(id) AS number FROM events")
    return int(row["number"] or 0) if row else 0


def any_sealed(database: Database) -> bool:
    """Whether the log has a chain."""
    return database.row("SELECT 1 FROM events WHERE mac IS NOT NULL LIMIT 1") is not None


def _where(scope: Scope, wanted: LogFilter) -> tuple[str, tuple[Value, ...]]:
    terms: list[tuple[str, tuple[Value, ...]]] = [_scope(scope)]
    if wanted.actions:
        fits = " OR ".join(["substr(action, 1, length(?)) = ?"] * len(wanted.actions))
        terms.append((f"({fits})", tuple(action for action in wanted.actions for _twice in (1, 2))))
    if wanted.actor:
        terms.append(("actor = ? COLLATE NOCASE", (wanted.actor,)))
    if wanted.since is not None:
        terms.append(("created_at >= ?", (to_text(wanted.since),)))
    if wanted.until is not None:
        terms.append(("created_at < ?", (to_text(wanted.until),)))
    for text in wanted.texts:
        pattern = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        terms.append((r"(action || ' ' || actor || ' ' || fields) LIKE ? ESCAPE '\'", (pattern,)))
    return " AND ".join(sql for sql, _values in terms), tuple(value for _sql, values in terms for value in values)


def _scope(scope: Scope) -> tuple[str, tuple[Value, ...]]:
    if scope.org_id is not None:
        return "org_id = ?", (scope.org_id,)
    return "(actor_id = ? OR user_id = ?)", (scope.user_id, scope.user_id)


def _entry(row: sqlite3.Row) -> LogEntry:
    try:
        fields = json.loads(row["fields"])
    except ValueError:
        fields = None
    # Who edited the store may have left anything; the examination says that it happened.
    fields = fields if isinstance(fields, dict) else {"fields": row["fields"]}
    return LogEntry(row["id"], _instant(row["created_at"]), row["action"], row["actor"], fields)


def _instant(text: str) -> datetime:
    try:
        found = from_text(text)
    except ValueError:
        return _NO_INSTANT
    return found if found.tzinfo else _NO_INSTANT
