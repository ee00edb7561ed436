"""Where tokens are used. A token is told by its kind and id."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.uses import TokenUse
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text

MOST_OPERATIONS = 50
"""Rows that are kept for one token: those used last."""
DAYS_KEPT = 12 * 7


@dataclass(frozen=True, slots=True)
class _Tables:
    tokens: str
    column: str


_TABLES = {
    TokenKind.FINE_GRAINED: _Tables("fine_grained_tokens", "fine_grained_token_id"),
    TokenKind.CLASSIC: _Tables("classic_tokens", "classic_token_id"),
}


def is_there(database: Database, kind: TokenKind, token_id: int) -> bool:
    """Whether there is such a token."""
    return database.row(f"SELECT 1 FROM {_TABLES[kind].tokens} WHERE id = ?", (token_id,)) is not None  # noqa: S608


def note_last(database: Database, kind: TokenKind, token_id: int, instant: datetime) -> None:
    """Keep INSTANT as the token's last use, unless a later one is kept."""
    changed = f"UPDATE {_TABLES[kind].tokens} SET last_used_at = ? WHERE id = ? AND ifnull(last_used_at, '') < ?"  # noqa: S608
    database.connection.execute(changed, (to_text(instant), token_id, to_text(instant)))


def note(database: Database, kind: TokenKind, token_id: int, use: TokenUse) -> None:
    """Add USE to what is kept of the token: its uses count on, the rest of it takes the place of what was there."""
    column = _TABLES[kind].column
    kept = f"""
        INSERT INTO token_uses ({column}, operation, repository, last_used_at, address, user_agent, uses)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT ({column}, operation, repository) DO UPDATE SET uses = uses + excluded.uses,
            last_used_at = excluded.last_used_at, address = excluded.address, user_agent = excluded.user_agent
    """  # noqa: S608 -- one of two fixed names
    row = (token_id, use.operation, use.repository, to_text(use.last_used_at), use.address, use.user_agent, use.uses)
    database.connection.execute(kept, row)
    counted = f"""
        INSERT INTO token_use_days ({column}, day, uses) VALUES (?, ?, ?)
        ON CONFLICT ({column}, day) DO UPDATE SET uses = uses + excluded.uses
    """  # noqa: S608
    database.connection.execute(counted, (token_id, to_text(use.last_used_at)[:10], use.uses))


def trim(database: Database, kind: TokenKind, token_id: int, today: date) -> None:
    """Let go of what is old or too much of the token."""
    column = _TABLES[kind].column
    days = f"DELETE FROM token_use_days WHERE {column} = ? AND day < ?"  # noqa: S608
    database.connection.execute(days, (token_id, (today - timedelta(days=DAYS_KEPT)).isoformat()))
    surplus = f"""
        DELETE FROM token_uses WHERE rowid IN (
            SELECT rowid FROM token_uses WHERE {column} = ? ORDER BY last_used_at DESC, rowid DESC LIMIT -1 OFFSET ?
        )
    """  # noqa: S608
    database.connection.execute(surplus, (token_id, MOST_OPERATIONS))


def of_token(database: Database, kind: TokenKind, token_id: int) -> list[TokenUse]:
    """Where the token was used, the latest first."""
    found = f"SELECT * FROM token_uses WHERE {_TABLES[kind].column} = ? ORDER BY last_used_at DESC, rowid DESC"  # noqa: S608
    return [
        TokenUse(
            row["operation"],
            row["repository"],
            from_text(row["last_used_at"]),
            row["address"],
            row["user_agent"],
            row["uses"],
        )
        for row in database.rows(found, (token_id,))
    ]


def days_of(database: Database, kind: TokenKind, token_id: int) -> dict[date, int]:
    """How often the token was used on each day (UTC) of the last weeks on which it was."""
    found = f"SELECT day, uses FROM token_use_days WHERE {_TABLES[kind].column} = ? ORDER BY day"  # noqa: S608
    return {date.fromisoformat(row["day"]): row["uses"] for row in database.rows(found, (token_id,))}
