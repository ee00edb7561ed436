"""The rule that whoever generates tokens has a verified e-mail address, in one place for every kind of token."""

from pat_tui.domain.errors import NeedsVerifiedAddress
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.store import emails


def is_there(context: Context) -> bool:
    """Whether the acting user has a verified address."""
    return emails.has_verified(context.database, context.acting.id)


def demand(context: Context) -> None:
    """Raise NeedsVerifiedAddress where `is_there` does not hold. For the transaction of what needs one."""
    if is_there(context):
        return
    login = context.acting.login
    if emails.all_of(context.database, context.acting.id):
        words = _("To generate tokens, {login} needs a verified e-mail address. Verify one: pat-tui user verify-email")
    else:
        words = _("To generate tokens, {login} needs an e-mail address. Add one: pat-tui user email add ADDRESS")
    raise NeedsVerifiedAddress(words.format(login=login))
