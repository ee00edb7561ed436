"""Notices that wait to be sent by mail. Written in the transaction of what they tell of."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta

from pat_tui.domain.notices import AHEAD, Notice, NoticeKind, due_expiry
from pat_tui.domain.secrets import TokenKind
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_instant, optional_text, to_text

CLAIM_LASTS = timedelta(minutes=10)
"""How long a run has a notice to itself. It is longer than sending takes: who holds it longer has been killed."""
WAITS_AT_MOST = timedelta(days=30)
"""A notice that could not be sent for so long has become pointless. What is done with is forgotten after the same."""

_WAITING = "sent_at IS NULL AND dropped_at IS NULL"

_EXPIRING = {
    TokenKind.FINE_GRAINED: """
        SELECT tokens.id, tokens.user_id, tokens.name, owners.login AS owner, tokens.expires_at,
               ifnull(tokens.issued_at, tokens.created_at) AS issued_at
        FROM fine_grained_tokens AS tokens JOIN accounts AS owners ON owners.id = tokens.owner_id
        WHERE tokens.expires_at > ? AND tokens.expires_at <= ? ORDER BY tokens.expires_at, tokens.id
    """,
    TokenKind.CLASSIC: """
        SELECT id, user_id, note AS name, '' AS owner, expires_at, issued_at FROM classic_tokens
        WHERE expires_at > ? AND expires_at <= ? ORDER BY expires_at, id
    """,
}
"""For each kind of token, those that end between two instants: id, user, name, owner, end, and when it was issued."""

_TABLES = {TokenKind.FINE_GRAINED: "fine_grained_tokens", TokenKind.CLASSIC: "classic_tokens"}
"""Where the tokens of each kind are."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A notice on its way."""

    id: int
    user_id: int
    user_login: str
    notice: Notice


def add(database: Database, user_id: int, notice: Notice) -> None:
    """Add a notice for the user, inside the transaction of what it tells of."""
    row = {
        "user_id": user_id,
        "kind": notice.kind.value,
        "token_kind": notice.token_kind.value,
        "token_id": notice.token_id,
        "token_name": notice.token_name,
        "owner": notice.owner,
        "actor": notice.actor,
        "reason": notice.reason,
        "expires_at": optional_text(notice.expires_at),
        "created_at": to_text(notice.at),
    }
    database.insert("mail_outbox", row)


def add_expiring(database: Database, now: datetime) -> None:
    """Add a notice for each token whose end has come near, unless there has been one for that end."""
    until = now + max(AHEAD.values())
    for token_kind, sql in _EXPIRING.items():
        for row in database.rows(sql, (to_text(now), to_text(until))):
            expires_at = from_text(row["expires_at"])
            kind = due_expiry(from_text(row["issued_at"]), expires_at, now)
            if kind is not None and not _is_told(database, kind, token_kind, row["id"], expires_at):
                notice = Notice(kind, token_kind, row["id"], row["name"], now, expires_at, row["owner"])
                add(database, row["user_id"], notice)


def _is_told(database: Database, kind: NoticeKind, token_kind: TokenKind, token_id: int, expires_at: datetime) -> bool:
    sql = "SELECT 1 FROM mail_outbox WHERE kind = ? AND token_kind = ? AND token_id = ? AND expires_at = ?"
    return database.row(sql, (kind.value, token_kind.value, token_id, to_text(expires_at))) is not None


def drop_pointless(database: Database, now: datetime) -> None:
    """Give up what is no longer worth sending, and forget what was done with long ago.

    That is: a coming end that has come, has moved, or has been told of as nearer; and what has waited too long.
    """
    execute = database.connection.execute
    for token_kind, table in _TABLES.items():
        execute(
            f"UPDATE mail_outbox SET dropped_at = ? WHERE {_WAITING} AND token_kind = ? AND kind IN (?, ?) AND NOT"  # noqa: S608
            f" EXISTS (SELECT 1 FROM {table} AS tokens WHERE tokens.id = mail_outbox.token_id"
            " AND tokens.expires_at = mail_outbox.expires_at AND tokens.expires_at > ?)",
            (to_text(now), token_kind.value, *(kind.value for kind in AHEAD), to_text(now)),
        )
    execute(
        f"UPDATE mail_outbox SET dropped_at = ? WHERE {_WAITING} AND kind = ? AND EXISTS"  # noqa: S608
        " (SELECT 1 FROM mail_outbox AS later WHERE later.kind = ? AND later.token_kind = mail_outbox.token_kind"
        " AND later.token_id = mail_outbox.token_id AND later.expires_at = mail_outbox.expires_at)",
        (to_text(now), NoticeKind.EXPIRES_IN_7_DAYS.value, NoticeKind.EXPIRES_IN_1_DAY.value),
    )
    too_old = to_text(now - WAITS_AT_MOST)
    execute(f"UPDATE mail_outbox SET dropped_at = ? WHERE {_WAITING} AND created_at < ?", (to_text(now), too_old))  # noqa: S608
    execute("DELETE FROM mail_outbox WHERE sent_at < ? OR dropped_at < ?", (too_old, too_old))


def count_waiting(database: Database) -> int:
    """How many notices are to be sent, by this run or by another one."""
    row = database.row(f"SELECT count(*) AS number FROM mail_outbox WHERE {_WAITING}")  # noqa: S608
    return int(row["number"]) if row else 0


def claim(database: Database, after: int, run: str, now: datetime) -> Waiting | None:
    """Take the first notice with an id above AFTER that no other run has, for RUN alone. None where there is none.

    A claim that lies in the future was made before the clock was set back, and holds nobody up.
    """
    row = database.row(
        "SELECT mail_outbox.*, accounts.login FROM mail_outbox JOIN accounts ON accounts.id = mail_outbox.user_id"  # noqa: S608
        f" WHERE {_WAITING} AND mail_outbox.id > ?"
        " AND (claimed_at IS NULL OR claimed_at <= ? OR claimed_at > ?) ORDER BY mail_outbox.id LIMIT 1",
        (after, to_text(now - CLAIM_LASTS), to_text(now + CLAIM_LASTS)),
    )
    if row is None:
        return None
    database.update("mail_outbox", row["id"], {"claimed_by": run, "claimed_at": to_text(now)})
    return Waiting(row["id"], row["user_id"], row["login"], _notice(row))


def release(database: Database, notice_id: int, run: str) -> None:
    """Give a notice that RUN could not send back to whoever comes next."""
    _finish(database, notice_id, run, "claimed_by = NULL, claimed_at = NULL")


def mark_sent(database: Database, notice_id: int, run: str, now: datetime) -> None:
    """Note that RUN has sent a notice."""
    _finish(database, notice_id, run, "claimed_by = NULL, claimed_at = NULL, sent_at = ?", to_text(now))


def _finish(database: Database, notice_id: int, run: str, values: str, *parameters: str) -> None:
    sql = f"UPDATE mail_outbox SET {values} WHERE id = ? AND claimed_by = ?"  # noqa: S608
    database.connection.execute(sql, (*parameters, notice_id, run))


def _notice(row: sqlite3.Row) -> Notice:
    return Notice(
        kind=NoticeKind(row["kind"]),
        token_kind=TokenKind(row["token_kind"]),
        token_id=row["token_id"],
        token_name=row["token_name"],
        at=from_text(row["created_at"]),
        expires_at=optional_instant(row["expires_at"]),
        owner=row["owner"],
        actor=row["actor"],
        reason=row["reason"],
    )
