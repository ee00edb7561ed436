"""The security log: who did what and when. Entries stay when their subject goes, and each is sealed to the one before.

The rules of the chain are in pat_tui.domain.log_chain.
"""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from pat_tui.domain.accounts import Account
from pat_tui.store.database import Database
from pat_tui.store.instants import to_text

if TYPE_CHECKING:
    from pat_tui.domain.log_chain import Head

Fields = Mapping[str, Any]
"""GitHub's field names; values that JSON knows. Never a secret."""

COLUMNS = "id, created_at, action, actor_id, actor, user_id, org_id, fields, key_id, mac"


def add(database: Database, action: str, actor: Account, now: datetime, fields: Fields) -> None:
    """Note ACTION (a name of GitHub's audit log) inside the transaction of the use case that it belongs to.

    Raises StoreError where the key of the log cannot be had; then nothing is done either.
    """
    from pat_tui.domain.log_chain import START, Head, SealedEntry, key_id, seal

    log, last = database.log_key, _last(database)
    key = log.key(make=last is None or last["mac"] is None)
    if last is not None and last["mac"] is None:
        _seal_unsealed(database, key)
        last = _last(database)
    head = log.head(database.path)
    number, earlier = _next_number(last, head)
    row: dict[str, Any] = {
        "id": number,
        "created_at": to_text(now),
        "action": action,
        "actor_id": actor.id,
        "actor": actor.login,
        "user_id": _account_id(database, fields.get("user")),
        "org_id": _account_id(database, fields.get("org")),
        "fields": json.dumps(fields, ensure_ascii=False, sort_keys=True),
        "key_id": key_id(key),
        "mac": b"",
    }
    mac = seal(key, (last["mac"] if last else None) or START, SealedEntry(*row.values()))
    database.insert("events", row | {"mac": mac})
    if last is None or _has_head(database, head):
        database.after_commit(partial(log.keep_head, database.path, Head(number, mac, earlier)))


def _next_number(last: sqlite3.Row | None, head: "Head | None") -> tuple[int, int]:
    """The number of the next entry, and how many entries a log had that was here before this one.

    Numbers that the head knows are not given again: what was cut off stays a gap.
    """
    if head is None:
        return (last["id"] if last else 0) + 1, 0
    if last is None:
        return 1, head.number + head.earlier
    return max(last["id"], head.number) + 1, head.earlier


def _has_head(database: Database, head: "Head | None") -> bool:
    """Whether the log still has the entry of its HEAD, or has plainly lost it. A head that does not fit is kept."""
    if head is None:
        return True
    row = database.row("SELECT mac FROM events WHERE id = ?", (head.number,))
    return row is None or row["mac"] == head.mac


def _account_id(database: Database, login: object) -> int | None:
    if not isinstance(login, str):
        return None
    row = database.row("SELECT id FROM accounts WHERE login = ?", (login,))
    return row["id"] if row else None


def _last(database: Database) -> sqlite3.Row | None:
    return database.row("SELECT id, mac FROM events ORDER BY id DESC LIMIT 1")


def seal_what_is_there(database: Database) -> None:
    """Begin the chain with the entries of a store that had none. Raises StoreError."""
    with database.transaction():
        last = _last(database)
        if last is not None and last["mac"] is None:
            _seal_unsealed(database, database.log_key.key(make=True))


def _seal_unsealed(database: Database, key: bytes) -> None:
    """Seal every entry, inside a transaction, if none is sealed and no head says that some were."""
    from pat_tui.domain.log_chain import START, Head, SealedEntry, key_id, seal

    is_sealed = database.row("SELECT 1 FROM events WHERE mac IS NOT NULL LIMIT 1") is not None
    if is_sealed or database.log_key.head(database.path) is not None:
        return
    before, number, of_key = START, 0, key_id(key)
    for row in database.rows(f"SELECT {COLUMNS} FROM events ORDER BY id"):  # noqa: S608
        before, number = seal(key, before, SealedEntry(*row), afterwards=True), row["id"]
        database.connection.execute("UPDATE events SET key_id = ?, mac = ? WHERE id = ?", (of_key, before, number))
    database.after_commit(partial(database.log_key.keep_head, database.path, Head(number, before)))


def actions_of(database: Database, actor_id: int) -> list[tuple[str, dict[str, Any]]]:
    """What an account did, oldest first: the action and its fields."""
    rows = database.rows("SELECT action, fields FROM events WHERE actor_id = ? ORDER BY id", (actor_id,))
    return [(row["action"], json.loads(row["fields"])) for row in rows]
