"""Tokens found by the hash of their secret, with all that the one decision needs of them."""

import sqlite3
from datetime import datetime
from typing import NamedTuple

from pat_tui.domain.credentials import FineGrainedCredential
from pat_tui.domain.permissions import Level
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_instant
from pat_tui.store.requests import Reach
from pat_tui.store.token_list import GRANT, JOINS

_FINE_GRAINED = f"""
    SELECT tokens.id, tokens.name, tokens.hint, tokens.repository_access, tokens.expires_at, tokens.owner_id,
        ifnull(tokens.issued_at, tokens.created_at) AS issued_at, owners.login AS owner_login,
        users.id AS user_id, users.login AS user_login, users.suspended_at, grants.granted, {GRANT} AS grant_state,
        (SELECT json_group_object(slug, level) FROM token_permissions WHERE token_id = tokens.id) AS permissions,
        (SELECT json_group_array(repository_id) FROM token_repositories WHERE token_id = tokens.id) AS repositories
    FROM fine_grained_tokens AS tokens JOIN accounts AS users ON users.id = tokens.user_id {JOINS}
    WHERE tokens.{{column}} = ?
"""  # noqa: S608 -- two fixed texts
_CLASSIC = """
    SELECT tokens.id, tokens.note AS name, tokens.hint, tokens.scopes, tokens.issued_at, tokens.expires_at,
        users.id AS user_id, users.login AS user_login, users.suspended_at
    FROM classic_tokens AS tokens JOIN accounts AS users ON users.id = tokens.user_id
    WHERE tokens.{column} = ?
"""
_NOTHING = Reach(RepositoryAccess.PUBLIC, (), {})


class ClassicRow(NamedTuple):
    """A classic token as it is kept; what its scopes imply, the catalogue knows."""

    token_id: int
    name: str
    hint: str
    user_id: int
    user_login: str
    is_suspended: bool
    issued_at: datetime
    expires_at: datetime | None
    scopes: tuple[str, ...]


def fine_grained(
    database: Database, *, secret_hash: bytes | None = None, token_id: int = 0
) -> FineGrainedCredential | None:
    """The fine-grained token with the SHA-256 SECRET_HASH, or else with TOKEN_ID; None where there is none."""
    row = _row(database, _FINE_GRAINED, secret_hash, token_id)
    if row is None:
        return None
    grant = Grant(row["grant_state"])
    held = _held(row)
    reach = held if row["granted"] is None else held.narrowed_to(Reach.from_json(row["granted"]))
    reach = reach if grant is Grant.GRANTED else _NOTHING
    return FineGrainedCredential(
        token_id=row["id"],
        name=row["name"],
        hint=row["hint"],
        user_id=row["user_id"],
        user_login=row["user_login"],
        is_suspended=row["suspended_at"] is not None,
        issued_at=from_text(row["issued_at"]),
        expires_at=optional_instant(row["expires_at"]),
        owner_id=row["owner_id"],
        owner_login=row["owner_login"],
        grant=grant,
        repository_access=reach.repository_access,
        repository_ids=frozenset(reach.repository_ids),
        permissions=reach.permissions,
    )


def classic(database: Database, *, secret_hash: bytes | None = None, token_id: int = 0) -> ClassicRow | None:
    """The classic token with the SHA-256 SECRET_HASH, or else with TOKEN_ID; None where there is none."""
    row = _row(database, _CLASSIC, secret_hash, token_id)
    if row is None:
        return None
    return ClassicRow(
        token_id=row["id"],
        name=row["name"],
        hint=row["hint"],
        user_id=row["user_id"],
        user_login=row["user_login"],
        is_suspended=row["suspended_at"] is not None,
        issued_at=from_text(row["issued_at"]),
        expires_at=optional_instant(row["expires_at"]),
        scopes=tuple(scope for scope in row["scopes"].split(", ") if scope),
    )


def _row(database: Database, statement: str, secret_hash: bytes | None, token_id: int) -> sqlite3.Row | None:
    column = "id" if secret_hash is None else "secret_hash"
    return database.row(statement.format(column=column), (token_id if secret_hash is None else secret_hash,))


def _held(row: sqlite3.Row) -> Reach:
    import json

    permissions = {slug: Level(level) for slug, level in json.loads(row["permissions"]).items()}
    return Reach(RepositoryAccess(row["repository_access"]), tuple(json.loads(row["repositories"])), permissions)
