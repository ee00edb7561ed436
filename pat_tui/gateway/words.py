"""What a person at git reads beside GitHub's own message. Needs nothing that had to be installed: the hook uses it."""

from collections.abc import Iterator
from datetime import UTC, datetime

from pat_tui.domain.authorization import Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.denials import explanation, held_text, needed_text, remedy
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext


def explained(denied: Denied, credential: AnyCredential, resource: Resource | None) -> Iterator[str]:
    """Which token it was, what it holds, what is in the way, and the command that mends it."""
    yield _("Token: {token}").format(token=named(credential))
    if denied.reason in {Reason.PERMISSION, Reason.SCOPE, Reason.NOT_VISIBLE}:
        yield _("Has: {held}").format(held=held_text(credential) or _("nothing"))
        if needed := needed_text(denied, credential.kind):
            yield _("Needs: {needed}").format(needed=needed)
    if denied.reason not in {Reason.PERMISSION, Reason.SCOPE}:
        yield clean(explanation(denied, credential, resource))
    if (command := remedy(denied, credential, resource)) is not None:
        yield _("To get it: {command}").format(command=clean(command))


def ending_soon(credential: AnyCredential, now: datetime) -> Iterator[str]:
    """That the token is in its last seven days at NOW, and what to do; nothing for any other."""
    from pat_tui.domain.dates import instant_text
    from pat_tui.domain.urgency import days_left

    days = days_left(credential.expires_at, now)
    if days is None or credential.expires_at is None:
        return
    words = ngettext(
        "Token {token} expires within {count} day: {instant}.",
        "Token {token} expires within {count} days: {instant}.",
        days,
    )
    # In UTC alone: what the zone is of the person at the other end, nobody knows here.
    yield words.format(token=named(credential), count=days, instant=instant_text(credential.expires_at, UTC))
    option = "" if credential.kind is TokenKind.FINE_GRAINED else " --classic"
    command = f"pat-tui token regenerate{option} {credential.token_id}"
    yield _("To keep it working: {command}").format(command=command)


def named(credential: AnyCredential) -> str:
    """A token as people tell it apart: name, last four characters, user."""
    return _("{name} (…{hint}) of {login}").format(
        name=clean(credential.name), hint=credential.hint[-4:], login=credential.user_login
    )
