"""The security log: who did what and when. Entries stay when their subject goes."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from pat_tui.domain.accounts import Account
from pat_tui.store.database import Database
from pat_tui.store.instants import to_text

Fields = Mapping[str, Any]
"""GitHub's field names; values that JSON knows. Never a secret."""


def add(database: Database, action: str, actor: Account, now: datetime, fields: Fields) -> None:
    """Note ACTION (a name of GitHub's audit log) inside the transaction of the use case that it belongs to."""
    row = {
        "created_at": to_text(now),
        "action": action,
        "actor_id": actor.id,
        "actor": actor.login,
        "fields": json.dumps(fields, ensure_ascii=False, sort_keys=True),
    }
    database.insert("events", row)


def actions_of(database: Database, actor_id: int) -> list[tuple[str, dict[str, Any]]]:
    """What an account did, oldest first: the action and its fields."""
    rows = database.rows("SELECT action, fields FROM events WHERE actor_id = ? ORDER BY id", (actor_id,))
    return [(row["action"], json.loads(row["fields"])) for row in rows]
