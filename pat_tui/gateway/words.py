"""What a person at git reads beside GitHub's own message. Needs nothing that had to be installed: the hook uses it."""

from collections.abc import Iterator

from pat_tui.domain.authorization import Denied, Reason, Resource
from pat_tui.domain.credentials import AnyCredential
from pat_tui.domain.denials import explanation, held_text, needed_text, remedy
from pat_tui.domain.text import clean
from pat_tui.i18n import _


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


def named(credential: AnyCredential) -> str:
    """A token as people tell it apart: name, last four characters, user."""
    return _("{name} (…{hint}) of {login}").format(
        name=clean(credential.name), hint=credential.hint[-4:], login=credential.user_login
    )
