"""The entries of the security log, and what may be asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pat_tui.domain.accounts import Account, AccountKind

SYSTEM = Account(0, "pat-tui[bot]", AccountKind.USER, "pat-tui", datetime.fromtimestamp(0, UTC))
"""Who acts where nobody does. No login has brackets, and no account has the id."""

_OPERATIONS = {
    "create": ("create", "add_member", "request_created", "chain_begun"),
    "remove": (
        "destroy",
        "remove_member",
        "request_cancelled",
        "request_denied",
        "access_revoked",
        "credential_revoked",
        "revoke",
        "deauthorize",
    ),
    "restore": ("destroy_undone", "restore"),
    "access": ("access_granted", "grant"),
}
_OPERATION_OF = {verb: operation for operation, verbs in _OPERATIONS.items() for verb in verbs}


def operation_type(action: str) -> str:
    """GitHub's `operation_type` of ACTION: create, modify, remove, restore or access."""
    return _OPERATION_OF.get(action.rpartition(".")[2], "modify")


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One event."""

    number: int
    """Its place in the log, from 1; it stands for an id."""
    created_at: datetime
    action: str
    """GitHub's name: `personal_access_token.create`."""
    actor: str
    fields: Mapping[str, Any]
    """GitHub's names. What JSON knows; never a secret."""


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which entries are wanted: all that fit every part."""

    actions: tuple[str, ...] = ()
    """Names of actions or their beginnings; one of them must fit."""
    actor: str = ""
    """A login, in any case."""
    since: datetime | None = None
    until: datetime | None = None
    """The first instant that is too late."""
    texts: tuple[str, ...] = field(default=())
    """Each must be somewhere in the action, the actor or the fields."""


EVERY_ENTRY = LogFilter()
