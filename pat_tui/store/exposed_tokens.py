"""Removing tokens whose secrets were found by others."""

from pat_tui.domain.secrets import TokenKind
from pat_tui.store.database import Database

_TABLES = {
    TokenKind.FINE_GRAINED: ("fine_grained_tokens", "deleted_tokens"),
    TokenKind.CLASSIC: ("classic_tokens", "deleted_classic_tokens"),
}
"""Where the tokens of each kind are, and those that can still be brought back."""


def remove(database: Database, kind: TokenKind, token_id: int) -> None:
    """Remove the token with all that hangs on it, inside a transaction, for good."""
    database.connection.execute(f"DELETE FROM {_TABLES[kind][0]} WHERE id = ?", (token_id,))  # noqa: S608


def forget_deleted(database: Database, secret_hash: bytes) -> None:
    """Let go of a deleted token with that secret, so that undoing does not bring it back."""
    for table, aside in _TABLES.values():
        database.connection.execute(
            f"DELETE FROM {aside} WHERE json_extract(rows, '$.{table}[0].secret_hash.hex') = ?",  # noqa: S608
            (secret_hash.hex(),),
        )
