"""Fine-grained tokens. Every read takes the user's id with the token's."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import FineGrainedToken, Grant, RepositoryAccess, TokenSummary
from pat_tui.store import repositories
from pat_tui.store.database import Database, Value
from pat_tui.store.instants import from_text, optional_instant, optional_text, to_text


class TokenOrder(StrEnum):
    """How the list is sorted."""

    CREATED = "created"
    NAME = "name"
    LAST_USED = "last-used"
    EXPIRES = "expires"


# Each order is one that an index holds, so that the thousandth page costs what the first does.
_ORDERS = {
    TokenOrder.CREATED: "tokens.created_at DESC, tokens.id DESC",
    TokenOrder.NAME: "tokens.name COLLATE NOCASE, tokens.id",
    TokenOrder.LAST_USED: "tokens.last_used_at DESC, tokens.id DESC",
    TokenOrder.EXPIRES: "ifnull(tokens.expires_at, '9999'), tokens.id",
}

# Fails closed: a token of an organization without a standing grant is never `granted`.
_GRANT = """
    CASE WHEN tokens.owner_id = tokens.user_id THEN 'granted'
         WHEN grants.id IS NOT NULL AND grants.revoked_at IS NULL THEN 'granted'
         WHEN requests.id IS NOT NULL AND requests.decision IS NULL THEN 'pending'
         WHEN requests.decision = 'denied' AND (grants.id IS NULL OR requests.decided_at >= grants.revoked_at)
              THEN 'denied'
         WHEN grants.id IS NOT NULL THEN 'revoked'
         ELSE 'pending' END
"""
_JOINS = """
    JOIN accounts AS owners ON owners.id = tokens.owner_id
    LEFT JOIN token_grants AS grants ON grants.token_id = tokens.id
    LEFT JOIN token_requests AS requests
           ON requests.id = (SELECT max(id) FROM token_requests WHERE token_id = tokens.id)
"""


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


def add(database: Database, new: NewToken) -> int:
    """Add a token and return its id. Raises sqlite3.IntegrityError when the user has one of that name."""
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
    chosen = ({"token_id": token_id, "repository_id": repository_id} for repository_id in new.repository_ids)
    database.tables.table("token_repositories").insert_all(chosen, pk=("token_id", "repository_id"))
    held = ({"token_id": token_id, "slug": slug, "level": level.value} for slug, level in new.permissions.items())
    database.tables.table("token_permissions").insert_all(held, pk=("token_id", "slug"))
    return token_id


def note_use(database: Database, token_id: int, instant: datetime) -> None:
    """Keep INSTANT as the token's last use."""
    database.tables.table("fine_grained_tokens").update(token_id, {"last_used_at": to_text(instant)})


def name_taken(database: Database, user_id: int, name: str) -> bool:
    """Whether the user has a token of that exact name."""
    return database.row("SELECT 1 FROM fine_grained_tokens WHERE user_id = ? AND name = ?", (user_id, name)) is not None


def count(database: Database, user_id: int, text: str = "") -> int:
    """How many tokens the user has whose name or resource owner holds TEXT."""
    where, parameters = _where(user_id, text)
    row = database.row(f"SELECT count(*) AS number FROM fine_grained_tokens WHERE {where}", parameters)  # noqa: S608
    return int(row["number"]) if row else 0


def page(database: Database, user_id: int, order: TokenOrder, text: str, offset: int, limit: int) -> list[TokenSummary]:
    """LIMIT tokens of the user from OFFSET on, in ORDER, whose name or resource owner holds TEXT (all: empty)."""
    where, parameters = _where(user_id, text)
    sql = f"""
        SELECT tokens.*, owners.login AS owner_login, {_GRANT} AS grant_state FROM (
            SELECT id AS page_id FROM fine_grained_tokens AS tokens
            WHERE {where} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?
        ) JOIN fine_grained_tokens AS tokens ON tokens.id = page_id {_JOINS}
        ORDER BY {_ORDERS[order]}
    """  # noqa: S608
    return [_summary(row) for row in database.rows(sql, (*parameters, limit, offset))]


def get(database: Database, user_id: int, token_id: int) -> FineGrainedToken | None:
    """The user's token of that id, or None where the user has none such."""
    row = database.row(
        "SELECT tokens.*, owners.login AS owner_login, owners.kind AS owner_kind, users.login AS user_login,"  # noqa: S608
        f" {_GRANT} AS grant_state, requests.reason AS reason, requests.decision_reason AS decision_reason"
        f" FROM fine_grained_tokens AS tokens JOIN accounts AS users ON users.id = tokens.user_id {_JOINS}"
        " WHERE tokens.user_id = ? AND tokens.id = ?",
        (user_id, token_id),
    )
    return _token(database, row) if row else None


def ids_named(database: Database, user_id: int, text: str) -> list[int]:
    """Ids of the user's tokens that TEXT names: by id, by exact name, or by hint."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else -1
    rows = database.rows(
        "SELECT id FROM fine_grained_tokens WHERE user_id = ? AND (id = ? OR name = ? OR hint = ?) ORDER BY id",
        (user_id, number, text, text),
    )
    return [row["id"] for row in rows]


def _where(user_id: int, text: str) -> tuple[str, tuple[Value, ...]]:
    if not text:
        return "user_id = ?", (user_id,)
    pattern = "%" + text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
    owners = r"owner_id IN (SELECT id FROM accounts WHERE login LIKE ? ESCAPE '\')"
    return rf"user_id = ? AND (name LIKE ? ESCAPE '\' OR {owners})", (user_id, pattern, pattern)


def _summary(row: sqlite3.Row) -> TokenSummary:
    return TokenSummary(
        id=row["id"],
        name=row["name"],
        owner_login=row["owner_login"],
        grant=Grant(row["grant_state"]),
        created_at=from_text(row["created_at"]),
        expires_at=optional_instant(row["expires_at"]),
        last_used_at=optional_instant(row["last_used_at"]),
    )


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
        user_login=row["user_login"],
        owner_kind=AccountKind(row["owner_kind"]),
        description=row["description"],
        hint=row["hint"],
        repository_access=RepositoryAccess(row["repository_access"]),
        repositories=tuple(repositories.selected_by(database, row["id"])),
        permissions={permission["slug"]: Level(permission["level"]) for permission in permissions},
        reason=row["reason"] or "",
        decision_reason=row["decision_reason"] or "",
    )
