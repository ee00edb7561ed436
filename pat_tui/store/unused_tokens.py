"""Finding and removing tokens that nobody uses. Another kind is another row of `KINDS`, and an index for it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pat_tui.store.database import Database
from pat_tui.store.housekeeping import SHORTEST_YEAR, idleness
from pat_tui.store.instants import from_text, optional_instant, to_text


class UnusedKind(StrEnum):
    """The kinds of tokens that are removed."""

    FINE_GRAINED = "fine-grained"
    CLASSIC = "classic"


@dataclass(frozen=True, slots=True)
class TokenTable:
    """Where the tokens of a kind are. Each table has `id`, `user_id`, `secret_hash`, and instants as text."""

    table: str
    name: str = "name"
    created: str = "created_at"
    issued: str = "issued_at"
    last_used: str = "last_used_at"
    owner: str = "owner_id"
    """The column with the resource owner; for a kind without one, the user's."""

    @property
    def idleness(self) -> str:
        """The latest of the three instants, written as the table's index has it."""
        return idleness(self.created, self.issued, self.last_used)


KINDS = {
    UnusedKind.FINE_GRAINED: TokenTable("fine_grained_tokens"),
    UnusedKind.CLASSIC: TokenTable("classic_tokens", name="note", owner="user_id"),
}


@dataclass(frozen=True, slots=True)
class UnusedToken:
    """A token that may be due."""

    kind: UnusedKind
    id: int
    name: str
    user_login: str
    owner_login: str
    secret_hash: bytes
    created_at: datetime
    issued_at: datetime | None
    last_used_at: datetime | None


def idle_until(database: Database, instant: datetime) -> list[UnusedToken]:
    """Every token that may be a year without use at INSTANT, by kind and id. The rule itself is the domain's."""
    return [token for kind in KINDS for token in _idle(database, kind, instant)]


def count_removed_by(database: Database, kind: UnusedKind, user_id: int, instant: datetime) -> int:
    """How many of the user's tokens of KIND go by INSTANT if nobody uses them. SQLite's year is the domain's."""
    each = KINDS[kind]
    # The plus keeps SQLite from walking over all that the user has: few tokens are idle, and they have an index.
    row = database.row(
        f"SELECT count(*) AS number FROM {each.table} WHERE {each.idleness} <= ? AND +user_id = ?"  # noqa: S608
        f" AND strftime('%Y-%m-%dT%H:%M:%SZ', {each.idleness}, '+1 year') <= ?",
        (_latest(instant), user_id, to_text(instant)),
    )
    return int(row["number"]) if row else 0


def remove(database: Database, token: UnusedToken) -> None:
    """Remove TOKEN with all that hangs on it, inside a transaction, for good."""
    database.connection.execute(f"DELETE FROM {KINDS[token.kind].table} WHERE id = ?", (token.id,))  # noqa: S608


def _latest(instant: datetime) -> str:
    return to_text(instant - SHORTEST_YEAR)


def _idle(database: Database, kind: UnusedKind, instant: datetime) -> list[UnusedToken]:
    each = KINDS[kind]
    rows = database.rows(
        f"SELECT tokens.id, tokens.{each.name} AS name, tokens.secret_hash, tokens.{each.created} AS created_at,"  # noqa: S608
        f" tokens.{each.issued} AS issued_at, tokens.{each.last_used} AS last_used_at,"
        " users.login AS user_login, owners.login AS owner_login"
        f" FROM (SELECT * FROM {each.table} WHERE {each.idleness} <= ?) AS tokens"
        " JOIN accounts AS users ON users.id = tokens.user_id"
        f" JOIN accounts AS owners ON owners.id = tokens.{each.owner}"
        " ORDER BY tokens.id",
        (_latest(instant),),
    )
    return [
        UnusedToken(
            kind,
            row["id"],
            row["name"],
            row["user_login"],
            row["owner_login"],
            row["secret_hash"],
            from_text(row["created_at"]),
            optional_instant(row["issued_at"]),
            optional_instant(row["last_used_at"]),
        )
        for row in rows
    ]
