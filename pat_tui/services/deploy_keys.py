"""What the log says of deploy keys, under GitHub's names for all SSH keys: `public_key.create` and `.delete`."""

from collections.abc import Iterable
from datetime import datetime

from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.services.context import Context
from pat_tui.store import events


def note_new(context: Context, keys: Iterable[DeployKey], now: datetime) -> None:
    """Note that KEYS were added, inside the transaction that adds them."""
    _note(context, "public_key.create", keys, now)


def note_gone(context: Context, keys: Iterable[DeployKey], now: datetime, user_login: str = "") -> None:
    """Note that KEYS are deleted, inside the transaction that deletes them, or the token that they were made with.

    USER_LOGIN is whose token it was; the acting user's, if left out.
    """
    _note(context, "public_key.delete", keys, now, user_login)


def note_back(context: Context, keys: Iterable[DeployKey], now: datetime) -> None:
    """Note that KEYS are there again, inside the transaction that undoes the deletion of their token."""
    _note(context, "public_key.create", keys, now)


def _note(context: Context, action: str, keys: Iterable[DeployKey], now: datetime, user_login: str = "") -> None:
    for key in keys:
        fields = {
            "user": user_login or context.acting.login,
            "repo": key.repository,
            "title": key.title,
            "fingerprint": key.fingerprint,
            "read_only": key.read_only,
        }
        events.add(context.database, action, context.acting, now, fields)
