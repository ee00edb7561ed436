"""Deploy keys of repositories, which go with the token that they were made with."""

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime

from pat_tui.domain.deploy_keys import DeployKey, MadeWith
from pat_tui.domain.secrets import TokenKind
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text


@dataclass(frozen=True, slots=True)
class NewDeployKey:
    """A row to be. At most one of the tokens is given: the one that it was made with."""

    repository_id: int
    title: str
    key: str
    """The public key, as OpenSSH writes it, without a comment."""
    read_only: bool
    created_at: datetime
    classic_token_id: int | None = None
    fine_grained_token_id: int | None = None
    fingerprint: str = field(kw_only=True)
    created_by: int | None = field(default=None, kw_only=True)


def add(database: Database, new: NewDeployKey) -> int:
    """Add a key and return its id. Raises Taken when it is in use already, anywhere."""
    row = {
        "repository_id": new.repository_id,
        "title": new.title,
        "key": new.key,
        "fingerprint": new.fingerprint,
        "read_only": int(new.read_only),
        "created_at": to_text(new.created_at),
        "created_by": new.created_by,
        "classic_token_id": new.classic_token_id,
        "fine_grained_token_id": new.fine_grained_token_id,
    }
    return database.insert("deploy_keys", row)


def get(database: Database, key_id: int) -> DeployKey | None:
    """The key of that id, of whatever repository."""
    return next(iter(_keys(database, "deploy_keys.id", key_id)), None)


def remove(database: Database, key_id: int) -> None:
    """Take the key away."""
    database.tables.table("deploy_keys").delete(key_id)


def of_repository(database: Database, repository_id: int) -> list[DeployKey]:
    """The keys of a repository, oldest first."""
    return _keys(database, "repository_id", repository_id)


def of_classic_token(database: Database, token_id: int) -> list[DeployKey]:
    """The keys that were made with a classic token, oldest first."""
    return _keys(database, "classic_token_id", token_id)


def of_fine_grained_token(database: Database, token_id: int) -> list[DeployKey]:
    """The keys that were made with a fine-grained token, oldest first."""
    return _keys(database, "fine_grained_token_id", token_id)


def _keys(database: Database, column: str, value: int) -> list[DeployKey]:
    rows = database.rows(
        "SELECT deploy_keys.*, owners.login || '/' || repositories.name AS repository, makers.login AS maker,"  # noqa: S608
        " ifnull(classic_tokens.note, fine_grained_tokens.name) AS token_name FROM deploy_keys"
        " JOIN repositories ON repositories.id = repository_id"
        " JOIN accounts AS owners ON owners.id = repositories.owner_id"
        " LEFT JOIN accounts AS makers ON makers.id = created_by"
        " LEFT JOIN classic_tokens ON classic_tokens.id = classic_token_id"
        " LEFT JOIN fine_grained_tokens ON fine_grained_tokens.id = fine_grained_token_id"
        f" WHERE {column} = ? ORDER BY deploy_keys.id",
        (value,),
    )
    return [_key(row) for row in rows]


def _key(row: sqlite3.Row) -> DeployKey:
    return DeployKey(
        id=row["id"],
        repository=row["repository"],
        title=row["title"],
        read_only=bool(row["read_only"]),
        key=row["key"],
        fingerprint=row["fingerprint"],
        created_at=from_text(row["created_at"]),
        created_by=row["maker"],
        made_with=_made_with(row),
    )


def _made_with(row: sqlite3.Row) -> MadeWith | None:
    if row["fine_grained_token_id"] is not None:
        return MadeWith(TokenKind.FINE_GRAINED, row["fine_grained_token_id"], row["token_name"])
    if row["classic_token_id"] is not None:
        return MadeWith(TokenKind.CLASSIC, row["classic_token_id"], row["token_name"])
    return None
