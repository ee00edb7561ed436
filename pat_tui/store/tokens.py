"""Fine-grained tokens. Every read takes the user's id with the token's."""

import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import Level
from pat_tui.domain.status import Grant, SsoState
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.store import repositories
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_instant, optional_text, to_text
from pat_tui.store.sso_state import STATE, STATE_JOINS
from pat_tui.store.token_list import GRANT, JOINS


@dataclass(frozen=True, slots=True)
class NewToken:
    """A row to be."""

    user_id: int
    owner_id: int
    name: str
    description: str
    secret_hash: bytes
    hint: str
    repository_access: RepositoryAccess
    repository_ids: tuple[int, ...]
    permissions: Mapping[str, Level]
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class TokenChange:
    """What an edit may change of a row."""

    name: str
    description: str
    repository_access: RepositoryAccess
    repository_ids: tuple[int, ...]
    permissions: Mapping[str, Level]


def add(database: Database, new: NewToken) -> int:
    """Add a token and return its id. Raises Taken when the user has one of that name."""
    row = {
        "user_id": new.user_id,
        "owner_id": new.owner_id,
        "name": new.name,
        "description": new.description,
        "secret_hash": new.secret_hash,
        "hint": new.hint,
        "repository_access": new.repository_access.value,
        "created_at": to_text(new.created_at),
        "expires_at": optional_text(new.expires_at),
    }
    token_id = database.insert("fine_grained_tokens", row)
    _add_reach(database, token_id, new.repository_ids, new.permissions)
    return token_id


def _add_reach(
    database: Database, token_id: int, repository_ids: Iterable[int], permissions: Mapping[str, Level]
) -> None:
    chosen = ({"token_id": token_id, "repository_id": repository_id} for repository_id in repository_ids)
    database.tables.table("token_repositories").insert_all(chosen, pk=("token_id", "repository_id"))
    held = ({"token_id": token_id, "slug": slug, "level": level.value} for slug, level in permissions.items())
    database.tables.table("token_permissions").insert_all(held, pk=("token_id", "slug"))


def note_use(database: Database, token_id: int, instant: datetime) -> None:
    """Keep INSTANT as the token's last use."""
    database.tables.table("fine_grained_tokens").update(token_id, {"last_used_at": to_text(instant)})


def issued_at(database: Database, token_id: int) -> datetime | None:
    """When the token's present secret was made; None where there is no such token."""
    row = database.row(
        "SELECT ifnull(issued_at, created_at) AS issued_at FROM fine_grained_tokens WHERE id = ?", (token_id,)
    )
    return from_text(row["issued_at"]) if row else None


def name_taken(database: Database, user_id: int, name: str) -> bool:
    """Whether the user has a token of that exact name."""
    return database.row("SELECT 1 FROM fine_grained_tokens WHERE user_id = ? AND name = ?", (user_id, name)) is not None


def get(database: Database, user_id: int, token_id: int) -> FineGrainedToken | None:
    """The user's token of that id, or None where the user has none such."""
    row = database.row(
        "SELECT tokens.*, owners.login AS owner_login, owners.kind AS owner_kind, users.login AS user_login,"  # noqa: S608
        f" {GRANT} AS grant_state, requests.reason AS reason, requests.decision_reason AS decision_reason,"
        f" requests.decision AS decision, {STATE} AS sso_state"
        f" FROM fine_grained_tokens AS tokens JOIN accounts AS users ON users.id = tokens.user_id {JOINS} {STATE_JOINS}"
        " WHERE tokens.user_id = ? AND tokens.id = ?",
        (user_id, token_id),
    )
    return _token(database, row) if row else None


def secret_hash(database: Database, user_id: int, token_id: int) -> bytes | None:
    """The SHA-256 of the secret of the user's token of that id, or None where the user has none such."""
    row = database.row("SELECT secret_hash FROM fine_grained_tokens WHERE user_id = ? AND id = ?", (user_id, token_id))
    return bytes(row["secret_hash"]) if row else None


def _token(database: Database, row: sqlite3.Row) -> FineGrainedToken:
    permissions = database.rows(
        "SELECT slug, level FROM token_permissions WHERE token_id = ? ORDER BY slug", (row["id"],)
    )
    return FineGrainedToken(
        id=row["id"],
        name=row["name"],
        owner_login=row["owner_login"],
        grant=Grant(row["grant_state"]),
        created_at=from_text(row["created_at"]),
        expires_at=optional_instant(row["expires_at"]),
        last_used_at=optional_instant(row["last_used_at"]),
        issued_at=optional_instant(row["issued_at"]),
        user_login=row["user_login"],
        owner_kind=AccountKind(row["owner_kind"]),
        description=row["description"],
        hint=row["hint"],
        repository_access=RepositoryAccess(row["repository_access"]),
        repositories=tuple(repositories.selected_by(database, row["id"])),
        permissions={permission["slug"]: Level(permission["level"]) for permission in permissions},
        reason=row["reason"] or "",
        decision_reason=row["decision_reason"] or "",
        sso=SsoState(row["sso_state"]),
        request_denied=row["decision"] == "denied",
    )


def change_secret(
    database: Database, token_id: int, secret_hash: bytes, hint: str, issued_at: datetime, expires_at: datetime | None
) -> None:
    """Give the token another secret and another end. The old secret is unknown from then on."""
    values = {
        "secret_hash": secret_hash,
        "hint": hint,
        "issued_at": to_text(issued_at),
        "expires_at": optional_text(expires_at),
    }
    database.tables.table("fine_grained_tokens").update(token_id, values)


def change(database: Database, token_id: int, new: TokenChange) -> None:
    """Give the token another name, description, repositories and permissions. Raises Taken when the name is."""
    values = {
        "name": new.name,
        "description": new.description,
        "repository_access": new.repository_access.value,
    }
    database.update("fine_grained_tokens", token_id, values)
    for table in ("token_repositories", "token_permissions"):
        database.tables.table(table).delete_where("token_id = ?", [token_id])
    _add_reach(database, token_id, new.repository_ids, new.permissions)
