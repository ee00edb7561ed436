"""`pat-tui org`: organizations."""

import click

from pat_tui.cli.org_members import member, members, outside_collaborators
from pat_tui.cli.org_policy import policy
from pat_tui.cli.org_sso import sso
from pat_tui.cli.org_tokens import active, revoke
from pat_tui.cli.output import Value, instant, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.accounts import Account
from pat_tui.i18n import _
from pat_tui.services.accounts import add_organization, organizations


@click.group(
    short_help=_("Organizations, their members and policies."),
    help=_("Organizations, which can own what tokens reach."),
)
def org() -> None:
    """The noun."""


for command in (member, members, outside_collaborators, policy, active, revoke, sso):
    org.add_command(command)


@org.command("add", help=_("Add an organization; you become its owner."))
@click.argument("login", metavar="ORG")
@click.option("--name", default="", metavar="TEXT", help=_("The name that people read."))
@json_option
@click.pass_obj
def add(session: Session, login: str, name: str, as_json: bool) -> None:
    """Add an organization; its login goes to standard output."""
    with session.open() as services:
        added, owner = add_organization(services.context, login, name), services.acting
    if as_json:
        write_json(_as_json(added))
    else:
        write(added.login)
        say(_("Added the organization {login}. {owner} is its owner.").format(login=added.login, owner=owner.login))


@org.command("list", help=_("List every organization, by login."))
@json_option
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        found = organizations(services.context)
    if as_json:
        write_json([_as_json(organization) for organization in found])
    elif not found:
        say(_("There are no organizations. Add one with: pat-tui org add ORG"))
    else:
        write_table((_("LOGIN"), _("NAME")), [(row.login, row.name) for row in found])


def _as_json(organization: Account) -> Value:
    return {
        "id": organization.id,
        "login": organization.login,
        "name": organization.name,
        "created_at": instant(organization.created_at),
    }
