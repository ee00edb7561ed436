"""Keeping where tokens are used."""

from collections.abc import Mapping, Sequence
from datetime import date

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.uses import TokenUse
from pat_tui.services.clock import Clock
from pat_tui.store import uses
from pat_tui.store.database import Database

Token = tuple[TokenKind, int]
"""Which token: its kind and id."""


def record(database: Database, clock: Clock, found: Mapping[Token, Sequence[TokenUse]]) -> None:
    """Add what was FOUND to what is kept, for tokens that are still there, in one transaction. Raises StoreError.

    It need not survive a power cut: what is lost is the last seconds of it, and no event of the log goes with it.
    """
    database.relax()
    today = clock().date()
    with database.transaction():
        for (kind, token_id), all_uses in found.items():
            if not uses.is_there(database, kind, token_id):
                continue
            for use in all_uses:
                uses.note(database, kind, token_id, use)
            uses.note_last(database, kind, token_id, max(use.last_used_at for use in all_uses))
            uses.trim(database, kind, token_id, today)


def uses_of(database: Database, kind: TokenKind, token_id: int) -> list[TokenUse]:
    """Where the token was used, the latest first."""
    return uses.of_token(database, kind, token_id)


def days_of(database: Database, kind: TokenKind, token_id: int) -> dict[date, int]:
    """How often the token was used on each day (UTC) of the last twelve weeks; days without use are left out."""
    return uses.days_of(database, kind, token_id)
