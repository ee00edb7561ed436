"""`pat-tui request`: requests for an organization's approval, for its owners to decide."""

from collections.abc import Sequence

import click

from pat_tui.cli import review_text
from pat_tui.cli.complete import complete_organization
from pat_tui.cli.output import example, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.reviews import TokenRequest
from pat_tui.i18n import _
from pat_tui.wiring import Services


@click.group(
    short_help=_("List, approve and deny requests of tokens."),
    help=_("Requests of members' fine-grained tokens for access to an organization of yours."),
)
def request() -> None:
    """The noun."""


@request.command("list", help=_("List the requests that wait for an owner of the organization."))
@click.option(
    "--org", "login", required=True, metavar="ORG", shell_complete=complete_organization, help=_("The organization.")
)
@review_text.window_options
@json_option
@click.pass_obj
def list_(session: Session, /, login: str, as_json: bool, **choices: str) -> None:
    """Write the table, or the array."""
    window = review_text.window(**choices)
    with session.open() as services:
        found = services.requests.pending(login, window)
        now, zone = services.context.clock(), services.context.zone
    if as_json:
        write_json([review_text.request_json(one, now) for one in found])
    elif found:
        write_table(review_text.request_headings(), [review_text.request_row(one, zone) for one in found])
    elif review_text.is_filtered(window):
        say(_("No request to {organization} fits that.").format(organization=login))
    else:
        say(_("There aren't any personal access token requests for this organization"))


@request.command("approve", help=_("Grant what these requests ask for: all of them, or none."))
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.IntRange(min=1))
@json_option
@click.pass_obj
def approve(session: Session, ids: tuple[int, ...], as_json: bool) -> None:
    """Approve; the ids go to standard output."""
    with session.open() as services:
        decided = services.requests.approve(ids)
        _write(services, decided, as_json, _("Approved “{name}” of {owner}: it can access {organization}."))


@request.command(
    "deny",
    epilog=example('pat-tui request deny 3 --reason "One repository is enough"'),
    help=_("Refuse these requests: all of them, or none."),
)
@click.argument("ids", metavar="ID...", nargs=-1, required=True, type=click.IntRange(min=1))
@click.option("--reason", default="", metavar="TEXT", help=_("What the tokens' owners are told."))
@json_option
@click.pass_obj
def deny(session: Session, ids: tuple[int, ...], reason: str, as_json: bool) -> None:
    """Deny; the ids go to standard output."""
    with session.open() as services:
        decided = services.requests.deny(ids, reason)
        _write(services, decided, as_json, _("Denied “{name}” of {owner}."))


def _write(services: Services, decided: Sequence[TokenRequest], as_json: bool, sentence: str) -> None:
    if as_json:
        now = services.context.clock()
        write_json([review_text.request_json(one, now) for one in decided])
        return
    for one in decided:
        write(str(one.id))
        say(sentence.format(name=one.token_name, owner=one.user_login, organization=one.organization_login))
