"""Deploy keys of repositories, which go with the token that they were made with."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from pat_tui.store.database import Database
from pat_tui.store.instants import to_text


@dataclass(frozen=True, slots=True)
class DeployKey:
    """A key that opens one repository."""

    id: int
    repository: str
    """Its full name."""
    title: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class NewDeployKey:
    """A row to be. At most one of the tokens is given: the one that it was made with."""

    repository_id: int
    title: str
    key: str
    """The public key, as OpenSSH writes it."""
    read_only: bool
    created_at: datetime
    classic_token_id: int | None = None
    fine_grained_token_id: int | None = None


def add(database: Database, new: NewDeployKey) -> int:
    """Add a key and return its id. Raises Taken when it is in use already, anywhere."""
    row = {
        "repository_id": new.repository_id,
        "title": new.title,
        "key": new.key,
        "read_only": int(new.read_only),
        "created_at": to_text(new.created_at),
        "classic_token_id": new.classic_token_id,
        "fine_grained_token_id": new.fine_grained_token_id,
    }
    return database.insert("deploy_keys", row)


def of_classic_token(database: Database, token_id: int) -> list[DeployKey]:
    """The keys that were made with a classic token, oldest first."""
    return _keys(database, "classic_token_id", token_id)


def of_fine_grained_token(database: Database, token_id: int) -> list[DeployKey]:
    """The keys that were made with a fine-grained token, oldest first."""
    return _keys(database, "fine_grained_token_id", token_id)


def _keys(database: Database, column: str, token_id: int) -> list[DeployKey]:
    rows = database.rows(
        "SELECT deploy_keys.*, accounts.login || '/' || repositories.name AS repository FROM deploy_keys"  # noqa: S608
        " JOIN repositories ON repositories.id = repository_id JOIN accounts ON accounts.id = repositories.owner_id"
        f" WHERE {column} = ? ORDER BY deploy_keys.id",
        (token_id,),
    )
    return [_key(row) for row in rows]


def _key(row: sqlite3.Row) -> DeployKey:
    return DeployKey(row["id"], row["repository"], row["title"], bool(row["read_only"]))
