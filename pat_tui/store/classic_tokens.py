"""Classic tokens. Every read takes the user's id with the token's."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.scopes import scopes_text
from pat_tui.store.classic_list import not_authorized_for, scopes_of
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_instant, optional_text, to_text
from pat_tui.store.sso_state import NOT_AUTHORIZED


@dataclass(frozen=True, slots=True)
class NewClassicToken:
    """A row to be."""

    user_id: int
    note: str
    scopes: tuple[str, ...]
    """The minimum set, alphabetically."""
    secret_hash: bytes
    hint: str
    created_at: datetime
    expires_at: datetime | None


def add(database: Database, new: NewClassicToken) -> int:
    """Add a token and return its id. Raises Taken when the user has one of that note."""
    row = {
        "user_id": new.user_id,
        "note": new.note,
        "scopes": scopes_text(new.scopes),
        "secret_hash": new.secret_hash,
        "hint": new.hint,
        "created_at": to_text(new.created_at),
        "issued_at": to_text(new.created_at),
        "expires_at": optional_text(new.expires_at),
    }
    return database.insert("classic_tokens", row)


def get(database: Database, user_id: int, token_id: int) -> ClassicToken | None:
    """The user's token of that id, or None where the user has none such."""
    row = database.row(
        f"SELECT tokens.*, users.login AS user_login, {NOT_AUTHORIZED} AS not_authorized"  # noqa: S608
        " FROM classic_tokens AS tokens JOIN accounts AS users ON users.id = tokens.user_id"
        " WHERE tokens.user_id = ? AND tokens.id = ?",
        (user_id, token_id),
    )
    return _token(row) if row else None


def ids_of(database: Database, user_id: int) -> list[int]:
    """Ids of all the user's tokens."""
    return [
        row["id"] for row in database.rows("SELECT id FROM classic_tokens WHERE user_id = ? ORDER BY id", (user_id,))
    ]


def note_taken(database: Database, user_id: int, note: str, but: int | None = None) -> bool:
    """Whether the user has a token of that exact note, other than the one with the id BUT."""
    row = database.row("SELECT id FROM classic_tokens WHERE user_id = ? AND note = ?", (user_id, note))
    return row is not None and row["id"] != but


def secret_hash(database: Database, user_id: int, token_id: int) -> bytes:
    """The SHA-256 of the token's secret, for the log. Empty for a token that is not there."""
    row = database.row("SELECT secret_hash FROM classic_tokens WHERE user_id = ? AND id = ?", (user_id, token_id))
    return bytes(row["secret_hash"]) if row else b""


def note_use(database: Database, token_id: int, instant: datetime) -> None:
    """Keep INSTANT as the token's last use."""
    database.tables.table("classic_tokens").update(token_id, {"last_used_at": to_text(instant)})


def change(database: Database, token_id: int, note: str, scopes: tuple[str, ...]) -> None:
    """Give the token another note and other scopes. Raises Taken when the note is."""
    database.update("classic_tokens", token_id, {"note": note, "scopes": scopes_text(scopes)})


def change_secret(
    database: Database, token_id: int, new_hash: bytes, hint: str, issued_at: datetime, expires_at: datetime | None
) -> None:
    """Give the token another secret and another end. The old secret is unknown from then on."""
    values = {
        "secret_hash": new_hash,
        "hint": hint,
        "issued_at": to_text(issued_at),
        "expires_at": optional_text(expires_at),
    }
    database.tables.table("classic_tokens").update(token_id, values)


def remove_all(database: Database, user_id: int) -> None:
    """Delete all the user's tokens, and with them what was made with them. Nothing of them is set aside."""
    database.tables.table("classic_tokens").delete_where("user_id = ?", [user_id])


def _token(row: sqlite3.Row) -> ClassicToken:
    return ClassicToken(
        id=row["id"],
        note=row["note"],
        scopes=scopes_of(row),
        created_at=from_text(row["created_at"]),
        expires_at=optional_instant(row["expires_at"]),
        last_used_at=optional_instant(row["last_used_at"]),
        not_authorized_for=not_authorized_for(row),
        user_login=row["user_login"],
        hint=row["hint"],
        issued_at=from_text(row["issued_at"]),
    )
