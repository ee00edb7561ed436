"""Deleting tokens so that it can be undone for a while, and then cannot."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from pat_tui.store.database import Database
from pat_tui.store.instants import to_text

_TABLES = {
    "fine_grained_tokens": "id",
    "token_repositories": "token_id",
    "token_permissions": "token_id",
    "token_requests": "token_id",
    "token_grants": "token_id",
}
"""Every table that holds something of a token, in the order of its references, and the column with the token's id."""


def delete(database: Database, user_id: int, token_id: int, now: datetime) -> bool:
    """Take the user's token out of every table and set its rows aside. Returns whether there was one."""
    owned = "SELECT name FROM fine_grained_tokens WHERE user_id = ? AND id = ?"
    token = database.row(owned, (user_id, token_id))
    if token is None:
        return False
    rows = {
        table: [_plain(row) for row in database.rows(f"SELECT * FROM {table} WHERE {column} = ?", (token_id,))]  # noqa: S608
        for table, column in _TABLES.items()
    }
    aside = {
        "token_id": token_id,
        "user_id": user_id,
        "name": token["name"],
        "deleted_at": to_text(now),
        "rows": json.dumps(rows),
    }
    database.insert("deleted_tokens", aside)
    database.tables.table("fine_grained_tokens").delete(token_id)
    return True


def restore(database: Database, user_id: int, token_id: int) -> None:
    """Put the rows of a deleted token back. Raises Taken when its name has been used since."""
    aside = database.row("SELECT rows FROM deleted_tokens WHERE user_id = ? AND token_id = ?", (user_id, token_id))
    if aside is None:
        return
    for table, rows in json.loads(aside["rows"]).items():
        for row in rows:
            _put_back(database, table, row)
    database.tables.table("deleted_tokens").delete(token_id)


def all_of(database: Database, user_id: int) -> list[tuple[int, str]]:
    """Ids and names of the user's tokens that can be put back, the latest deletion first."""
    rows = database.rows(
        "SELECT token_id, name FROM deleted_tokens WHERE user_id = ? ORDER BY deleted_at DESC, token_id DESC",
        (user_id,),
    )
    return [(row["token_id"], row["name"]) for row in rows]


def keep_only(database: Database, first: datetime, last: datetime) -> None:
    """Let go for good what was not deleted between FIRST and LAST."""
    outside = "deleted_at < ? OR deleted_at > ?"
    database.tables.table("deleted_tokens").delete_where(outside, [to_text(first), to_text(last)])


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    """ROW as JSON can hold it: bytes as hexadecimal text."""
    return {name: {"hex": row[name].hex()} if isinstance(row[name], bytes) else row[name] for name in row.keys()}  # noqa: SIM118 -- a Row's own iteration is over its values


def _put_back(database: Database, table: str, row: dict[str, Any]) -> None:
    if table in ("token_requests", "token_grants") and not _is_there(database, row["organization_id"]):
        return
    if table == "token_repositories" and not _has_repository(database, row["repository_id"]):
        return
    values = {name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for name, value in row.items()}
    database.insert(table, values)


def _is_there(database: Database, account_id: int) -> bool:
    return database.row("SELECT 1 FROM accounts WHERE id = ?", (account_id,)) is not None


def _has_repository(database: Database, repository_id: int) -> bool:
    return database.row("SELECT 1 FROM repositories WHERE id = ?", (repository_id,)) is not None
