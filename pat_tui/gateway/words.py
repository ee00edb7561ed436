"""What a person at git reads beside GitHub's own message. Needs nothing that had to be installed: the hook uses it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from pat_tui.domain.authorization import Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.denials import explanation, held_text, needed_text, remedy
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean


def explained(denied: Denied, credential: AnyCredential, resource: Resource | None) -> Iterator[str]:
    """Which token it was, what it holds, what is in the way, and the command that mends it."""
    yield f"Token: {named(credential)}"
    if denied.reason in {Reason.PERMISSION, Reason.SCOPE, Reason.NOT_VISIBLE}:
        yield f"Has: {held_text(credential) or 'nothing'}"
        if needed := needed_text(denied, credential.kind):
            yield f"Needs: {needed}"
    if denied.reason not in {Reason.PERMISSION, Reason.SCOPE}:
        yield clean(explanation(denied, credential, resource))
    if (command := remedy(denied, credential, resource)) is not None:
        yield f"To get it: {clean(command)}"


def ending_soon(credential: AnyCredential, now: datetime) -> Iterator[str]:
    """That the token is in its last seven days at NOW, and what to do; nothing for any other."""
    from pat_tui.domain.dates import instant_text
    from pat_tui.domain.urgency import days_left

    days = days_left(credential.expires_at, now)
    if days is None or credential.expires_at is None:
        return
    # In UTC alone: what the zone is of the person at the other end, nobody knows here.
    instant = instant_text(credential.expires_at, UTC)
    yield f"Token {named(credential)} expires within {days} day{'' if days == 1 else 's'}: {instant}."
    option = "" if credential.kind is TokenKind.FINE_GRAINED else " --classic"
    yield f"To keep it working: pat-tui token regenerate{option} {credential.token_id}"


def named(credential: AnyCredential) -> str:
    """A token as people tell it apart: name, last four characters, user."""
    return f"{clean(credential.name)} (…{credential.hint[-4:]}) of {credential.user_login}"
