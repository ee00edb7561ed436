"""Deleting tokens so that it can be undone for a while, and then cannot. Every function is told of which kind."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pat_tui.domain.errors import NotFound
from pat_tui.domain.tokens import DeletedToken
from pat_tui.i18n import _
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True)
class Kind:
    """Where the store has tokens of a kind."""

    table: str
    """Of the tokens themselves."""
    name: str
    """The column that names one."""
    tables: Mapping[str, str]
    """Every table that holds something of a token, in the order of its references; the column with the token's id."""
    aside: str
    """Where the rows of deleted ones are kept."""


FINE_GRAINED = Kind(
    table="fine_grained_tokens",
    name="name",
    tables={
        "fine_grained_tokens": "id",
        "token_repositories": "token_id",
        "token_permissions": "token_id",
        "token_requests": "token_id",
        "token_grants": "token_id",
        "deploy_keys": "fine_grained_token_id",
        "credential_authorizations": "fine_grained_token_id",
        "token_uses": "fine_grained_token_id",
        "token_use_days": "fine_grained_token_id",
    },
    aside="deleted_tokens",
)

CLASSIC = Kind(
    table="classic_tokens",
    name="note",
    tables={
        "classic_tokens": "id",
        "deploy_keys": "classic_token_id",
        "credential_authorizations": "classic_token_id",
        "token_uses": "classic_token_id",
        "token_use_days": "classic_token_id",
    },
    aside="deleted_classic_tokens",
)

_PEOPLE = ("decided_by", "granted_by", "revoked_by", "created_by")
"""Columns that are empty once the account that they name is gone."""


def delete(database: Database, user_id: int, token_id: int, now: datetime, kind: Kind = FINE_GRAINED) -> bool:
    """Take the user's token out of every table and set its rows aside. Returns whether there was one."""
    owned = f"SELECT {kind.name} AS name FROM {kind.table} WHERE user_id = ? AND id = ?"  # noqa: S608
    token = database.row(owned, (user_id, token_id))
    if token is None:
        return False
    rows = {
        table: [_plain(row) for row in database.rows(f"SELECT * FROM {table} WHERE {column} = ?", (token_id,))]  # noqa: S608
        for table, column in kind.tables.items()
    }
    aside = {
        "token_id": token_id,
        "user_id": user_id,
        "name": token["name"],
        "deleted_at": to_text(now),
        "rows": json.dumps(rows),
    }
    database.insert(kind.aside, aside)
    database.tables.table(kind.table).delete(token_id)
    return True


def restore(database: Database, user_id: int, token_id: int, kind: Kind = FINE_GRAINED) -> None:
    """Put the rows of a deleted token back, without what they were about and is gone meanwhile.

    Raises Taken when its name has been used since, NotFound when its owner is gone.
    """
    kept = f"SELECT rows FROM {kind.aside} WHERE user_id = ? AND token_id = ?"  # noqa: S608
    aside = database.row(kept, (user_id, token_id))
    if aside is None:
        return
    for table, rows in json.loads(aside["rows"]).items():
        for row in rows:
            _put_back(database, table, row)
    database.tables.table(kind.aside).delete(token_id)


def all_of(database: Database, user_id: int, kind: Kind = FINE_GRAINED) -> list[DeletedToken]:
    """The user's tokens that are kept, the latest deletion first."""
    rows = database.rows(
        f"SELECT token_id, name, deleted_at FROM {kind.aside} WHERE user_id = ?"  # noqa: S608
        " ORDER BY deleted_at DESC, token_id DESC",
        (user_id,),
    )
    return [DeletedToken(row["token_id"], row["name"], from_text(row["deleted_at"])) for row in rows]


def keep_only(database: Database, first: datetime, last: datetime, kind: Kind = FINE_GRAINED) -> None:
    """Let go for good what was not deleted between FIRST and LAST."""
    outside = "deleted_at < ? OR deleted_at > ?"
    database.tables.table(kind.aside).delete_where(outside, [to_text(first), to_text(last)])


def forget_all_of(database: Database, user_id: int, kind: Kind = FINE_GRAINED) -> None:
    """Let go for good of what the user has deleted."""
    database.tables.table(kind.aside).delete_where("user_id = ?", [user_id])


def _plain(row: sqlite3.Row) -> dict[str, Any]:
    """ROW as JSON can hold it: bytes as hexadecimal text."""
    return {name: {"hex": row[name].hex()} if isinstance(row[name], bytes) else row[name] for name in row.keys()}  # noqa: SIM118 -- a Row's own iteration is over its values


def _put_back(database: Database, table: str, row: dict[str, Any]) -> None:
    if table == "fine_grained_tokens" and not _is_there(database, "accounts", row["owner_id"]):
        raise NotFound(_("Its resource owner is gone."))
    if "repository_id" in row and not _is_there(database, "repositories", row["repository_id"]):
        return
    if "organization_id" in row and not _is_there(database, "accounts", row["organization_id"]):
        return
    if table == "deploy_keys" and _is_key_in_use(database, row["key"]):
        return
    values = {name: bytes.fromhex(value["hex"]) if isinstance(value, dict) else value for name, value in row.items()}
    values |= {name: None for name in _PEOPLE if name in row and not _is_there(database, "accounts", row[name])}
    database.insert(table, values)


def _is_there(database: Database, table: str, row_id: int) -> bool:
    return database.row(f"SELECT 1 FROM {table} WHERE id = ?", (row_id,)) is not None  # noqa: S608


def _is_key_in_use(database: Database, key: str) -> bool:
    return database.row("SELECT 1 FROM deploy_keys WHERE key = ?", (key,)) is not None
