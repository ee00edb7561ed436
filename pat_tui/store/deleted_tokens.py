"""Deleting tokens so that it can be undone for a while, and then cannot."""

import json
import sqlite3
from datetime import datetime
from typing import Any

from pat_tui.domain.errors import NotFound
from pat_tui.domain.tokens import DeletedToken
from pat_tui.i18n import _
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text

_TABLES = {
    "fine_grained_tokens": "id",
    "token_repositories": "token_id",
    "token_permissions": "token_id",
    "token_requests": "token_id",
    "token_grants": "token_id",
}
"""Every table that holds something of a token, in the order of its references, and the column with the token's id."""

_PEOPLE = ("decided_by", "granted_by", "revoked_by")
"""Columns that are empty once the account that they name is gone."""


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
    """Put the rows of a deleted token back, without what they were about and is gone meanwhile.

    Raises Taken when its name has been used since, NotFound when its owner is gone.
    """
    aside = database.row("SELECT rows FROM deleted_tokens WHERE user_id = ? AND token_id = ?", (user_id, token_id))
    if aside is None:
        return
    for table, rows in json.loads(aside["rows"]).items():
        for row in rows:
            _put_back(database, table, row)
    database.tables.table("deleted_tokens").delete(token_id)


def any_there(database: Database) -> bool:
    """Whether anything of anybody's deleted tokens is kept."""
    return database.row("SELECT 1 FROM deleted_tokens LIMIT 1") is not None


def all_of(database: Database, user_id: int) -> list[DeletedToken]:
    """The user's tokens that are kept, the latest deletion first."""
    rows = database.rows(
        "SELECT token_id, name, deleted_at FROM deleted_tokens WHERE user_id = ?"
        " ORDER BY deleted_at DESC, token_id DESC",
        (user_id,),
    )
    return [DeletedToken(row["token_id"], row["name"], from_text(row["deleted_at"])) for row in rows]


def keep_only(database: Database, first: datetime, last: datetime) -> None:
    """Let go for good what was not deleted between FIRST and LAST."""
    outside = "deleted_at < ? OR deleted_at > ?"
    database.tables.table("deleted_tokens").delete_where(outside, [to_text(first), to_text(last)])


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    """ROW as JSON can hold it: bytes as hexadecimal text."""
    return {name: {"hex": row[name].hex()} if isinstance(row[name], bytes) else row[name] for name in row.keys()}  # noqa: SIM118 -- a Row's own iteration is over its values


def _put_back(database: Database, table: str, row: dict[str, Any]) -> None:
    if table == "fine_grained_tokens" and not _is_there(database, "accounts", row["owner_id"]):
        raise NotFound(_("Its resource owner is gone."))
    if table == "token_repositories" and not _is_there(database, "repositories", row["repository_id"]):
        return
    values = {name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for name, value in row.items()}
    values |= {name: None for name in _PEOPLE if name in row and not _is_there(database, "accounts", row[name])}
    database.insert(table, values)


def _is_there(database: Database, table: str, row_id: int) -> bool:
    return database.row(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)) is not None  # noqa: S608
