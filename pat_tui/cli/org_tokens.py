"""`pat-tui org active` and `org revoke`: the tokens that have access to an organization."""

import click

from pat_tui.cli import review_text
from pat_tui.cli.complete import complete_organization
from pat_tui.cli.output import example, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.i18n import _


@click.command(
    "active",
    epilog=example("pat-tui org active acme --permission contents"),
    help=_("List the fine-grained tokens that have access to an organization of yours."),
    short_help=_("List the tokens that have access."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@review_text.window_options
@json_option
@click.pass_obj
def active(session: Session, /, login: str, as_json: bool, **choices: str) -> None:
    """Write the table, or the array."""
    window = review_text.window(**choices)
    with session.open() as services:
        found = services.requests.active(login, window)
        now, zone = services.context.clock(), services.context.zone
    if as_json:
        write_json([review_text.active_json(one, now) for one in found])
    elif found:
        write_table(review_text.active_headings(), [review_text.active_row(one, zone) for one in found])
    elif review_text.is_filtered(window):
        say(_("No token with access to {organization} fits that.").format(organization=login))
    else:
        say(_("There aren't any fine-grained tokens for this organization"))


@click.command(
    "revoke",
    help=_(
        "Take access to the organization away from tokens: from all that are named, by id, name or last eight "
        "characters, or from none. The tokens stay, and read public resources."
    ),
    short_help=_("Take a token's access to the organization away."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@click.argument("texts", metavar="TOKEN...", nargs=-1, required=True)
@json_option
@click.pass_obj
def revoke(session: Session, login: str, texts: tuple[str, ...], as_json: bool) -> None:
    """Revoke; the ids go to standard output."""
    with session.open() as services:
        requests = services.requests
        revoked = requests.revoke(login, [requests.find_active(login, text) for text in texts])
        now = services.context.clock()
    if as_json:
        write_json([review_text.active_json(one, now) for one in revoked])
        return
    for one in revoked:
        write(str(one.token_id))
        sentence = _("Revoked “{name}” of {owner}: it can no longer access {organization}.")
        say(sentence.format(name=one.token_name, owner=one.user_login, organization=one.organization_login))
