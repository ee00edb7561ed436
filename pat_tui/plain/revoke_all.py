"""`Revoke all` classic tokens."""

from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.desk import Desk


def revoke_all(desk: Desk) -> bool:
    """Ask for the user name, and revoke them all; whether that was done. Raises Back, Cancelled, PatTuiError."""
    tokens, asker, login = desk.services.classic_tokens, desk.asker, desk.services.acting.login
    number = tokens.count()
    if not number:
        asker.say(_("You have no personal access tokens (classic) to revoke."))
        return False
    asker.say(
        ngettext(
            "Your only personal access token (classic) will be revoked.",
            "All of your {count} personal access tokens (classic) will be revoked.",
            number,
        ).format(count=number)
    )
    asker.say(_("Any scripts or applications using them will stop working at once. Deploy keys made with them go too."))
    asker.say(_("This cannot be undone."))
    typed = asker.ask(_("Type your user name, {login}, to confirm").format(login=clean(login)), _("no"))
    if typed.strip() != login:
        asker.say(_("Nothing has been changed."))
        return False
    revoked = len(tokens.revoke_all(typed).tokens)
    words = ngettext("{count} token was revoked.", "{count} tokens were revoked.", revoked)
    asker.say(words.format(count=revoked))
    return True
