"""What the log says of deploy keys that go with the token that they were made with."""

from collections.abc import Iterable
from datetime import datetime

from pat_tui.services.context import Context
from pat_tui.store import events
from pat_tui.store.deploy_keys import DeployKey


def note_gone(context: Context, keys: Iterable[DeployKey], now: datetime) -> None:
    """Note that KEYS are deleted, inside the transaction that deletes their token. GitHub's event for both SSH keys."""
    _note(context, "public_key.delete", keys, now)


def note_back(context: Context, keys: Iterable[DeployKey], now: datetime) -> None:
    """Note that KEYS are there again, inside the transaction that undoes the deletion of their token."""
    _note(context, "public_key.create", keys, now)


def _note(context: Context, action: str, keys: Iterable[DeployKey], now: datetime) -> None:
    for key in keys:
        fields = {
            "user": context.acting.login,
            "repo": key.repository,
            "title": key.title,
            "read_only": key.read_only,
        }
        events.add(context.database, action, context.acting, now, fields)
