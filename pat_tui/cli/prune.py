"""`pat-tui prune`: remove tokens that nobody has used for a year."""

import click

from pat_tui.cli.output import Value, instant, json_option, say, write, write_json
from pat_tui.cli.session import Session
from pat_tui.domain.unused import removal_at
from pat_tui.i18n import _
from pat_tui.store.unused_tokens import UnusedToken


@click.command(
    short_help=_("Remove tokens unused for a year."),
    help=_(
        "Remove the tokens of every user that nobody has used for a year: since their last use or, if never used, "
        "since they were made. Every start of pat-tui does the same."
    ),
)
@click.option("--dry-run", is_flag=True, help=_("Say what would be removed, and leave it."))
@json_option
@click.pass_obj
def prune(session: Session, dry_run: bool, as_json: bool) -> None:
    """Remove, or tell; the ids go to standard output."""
    with session.open(housekeeping=False) as services:
        found = services.removal.due() if dry_run else services.removal.remove_unused()
    if as_json:
        write_json([_as_json(token) for token in found])
        return
    words = _("Would remove “{name}” of {login}.") if dry_run else _("Removed “{name}” of {login}.")
    for token in found:
        write(str(token.id))
        say(words.format(name=token.name, login=token.user_login))
    if not found:
        say(_("There is no token that nobody has used for a year."))


def _as_json(token: UnusedToken) -> dict[str, Value]:
    return {
        "id": token.id,
        "kind": token.kind.value,
        "name": token.name,
        "user": token.user_login,
        "owner": token.owner_login,
        "created_at": instant(token.created_at),
        "last_used_at": instant(token.last_used_at),
        "removal_at": instant(removal_at(token.created_at, token.issued_at, token.last_used_at)),
    }
