"""The removal of tokens that nobody has used for a year. Housekeeping of the store: whoever comes first does it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from pat_tui.domain import unused
from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.domain.errors import StoreError
from pat_tui.domain.security_log import SYSTEM
from pat_tui.services import deploy_keys as key_log
from pat_tui.services import token_log
from pat_tui.services.context import Context
from pat_tui.services.policy_log import CLASSIC
from pat_tui.store import deploy_keys, events, housekeeping, unused_tokens
from pat_tui.store.database import Database
from pat_tui.store.instants import to_text
from pat_tui.store.unused_tokens import UnusedKind, UnusedToken


class Removal:
    """What goes because nobody uses it: tokens of every user of the store."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def due(self) -> list[UnusedToken]:
        """The tokens that go now, by kind and id."""
        now = self.context.clock()
        found = unused_tokens.idle_until(self.context.database, now)
        return [
            token
            for token in found
            if unused.is_unused(unused.removal_at(token.created_at, token.issued_at, token.last_used_at), now)
        ]

    def remove_unused(self) -> list[UnusedToken]:
        """Remove what is due for good, all or nothing, with an event each, and return it."""
        database = self.context.database
        if not housekeeping.any_idle_until(database, self.context.clock()):
            return []  # without the write lock: nearly always there is nothing to do
        with database.transaction():
            due = self.due()
            for token in due:
                keys = _KEYS[token.kind](database, token.id)
                key_log.note_gone(self.context._replace(acting=SYSTEM), keys, self.context.clock(), token.user_login)
                unused_tokens.remove(database, token)
                action, fields = _EVENTS[token.kind](token)
                more = {"hashed_token": token_log.hashed_token(token.secret_hash), "explanation": explanation(token)}
                events.add(database, action, SYSTEM, self.context.clock(), fields | more)
        return due

    def on_start(self) -> list[UnusedToken]:
        """`remove_unused`, unless the store cannot be written now: then the next start does it."""
        with suppress(StoreError):
            return self.remove_unused()
        return []


def explanation(token: UnusedToken) -> str:
    """Why TOKEN goes, as the log has it; never translated."""
    if token.last_used_at is not None:
        return f"Unused for a year: last used {to_text(token.last_used_at)}"
    return f"Unused for a year: never used, created {to_text(token.created_at)}"


def _fine_grained(token: UnusedToken) -> tuple[str, dict[str, Any]]:
    organization = None if token.owner_login == token.user_login else token.owner_login
    fields = token_log.token_fields(token.id, token.name, token.user_login, organization)
    return "personal_access_token.destroy", fields


def _classic(token: UnusedToken) -> tuple[str, dict[str, Any]]:
    fields = {"programmatic_access_type": CLASSIC, "token_id": token.id, "token_name": token.name}
    return "oauth_access.destroy", {"user": token.user_login} | fields


_KEYS: dict[UnusedKind, Callable[[Database, int], list[DeployKey]]] = {
    UnusedKind.FINE_GRAINED: deploy_keys.of_fine_grained_token,
    UnusedKind.CLASSIC: deploy_keys.of_classic_token,
}
"""The deploy keys that go with a token of each kind."""

_EVENTS: dict[UnusedKind, Callable[[UnusedToken], tuple[str, dict[str, Any]]]] = {
    UnusedKind.FINE_GRAINED: _fine_grained,
    UnusedKind.CLASSIC: _classic,
}
"""What the log says of each kind: the action and which token it was."""
