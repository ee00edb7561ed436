"""`pat-tui org member`: who belongs to an organization."""

import click

from pat_tui.cli.complete import complete_organization, complete_user
from pat_tui.cli.output import Value, example, json_option, say, write, write_json, write_table
from pat_tui.cli.repo_text import collaborator_json, write_collaborators
from pat_tui.cli.session import Session
from pat_tui.domain.accounts import Account, Member, Role
from pat_tui.i18n import _


@click.command(
    "members",
    help=_("List the members of an organization that you are a member of, by login."),
    short_help=_("List the members."),
    epilog=example("pat-tui org members acme --json"),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@json_option
@click.pass_obj
def members(session: Session, login: str, as_json: bool) -> None:
    """Write the table, or the array. There is always a member: an owner."""
    with session.open() as services:
        found, organization = services.organizations.members(login), services.organizations.get(login)
    if as_json:
        write_json([_as_json(one, organization) for one in found])
    else:
        rows = [(one.role.value, one.account.login, one.account.name) for one in found]
        write_table((_("ROLE"), _("LOGIN"), _("NAME")), rows)


@click.group("member", help=_("Add and remove members of an organization."))
def member() -> None:
    """The noun."""


@member.command("add", help=_("Add a user to an organization of yours, or change a member's role."))
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@click.argument("user", metavar="LOGIN", shell_complete=complete_user)
@click.option(
    "--role", type=click.Choice([role.value for role in Role]), default=Role.MEMBER.value, help=_("Left out: member.")
)
@json_option
@click.pass_obj
def add(session: Session, login: str, user: str, role: str, as_json: bool) -> None:
    """Add a member; the login goes to standard output."""
    with session.open() as services:
        added = services.organizations.set_member(login, user, Role(role))
        organization = services.organizations.get(login)
    if as_json:
        write_json(_as_json(added, organization))
    else:
        write(added.account.login)
        sentences = {
            Role.OWNER: _("{login} is an owner of {organization}."),
            Role.MEMBER: _("{login} is a member of {organization}."),
        }
        say(sentences[added.role].format(login=added.account.login, organization=organization.login))


@member.command(
    "remove",
    help=_(
        "Remove a member from an organization of yours, or yourself from any. Open requests of the member's tokens are "
        "cancelled, and their access to the organization ends."
    ),
    short_help=_("Remove a member, and the access of the member's tokens."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@click.argument("user", metavar="LOGIN", shell_complete=complete_user)
@json_option
@click.pass_obj
def remove(session: Session, login: str, user: str, as_json: bool) -> None:
    """Remove a member; the login goes to standard output."""
    with session.open() as services:
        left = services.organizations.remove_member(login, user)
        account = left.member.account
    if as_json:
        counts = {
            "cancelled_requests": left.cancelled_requests,
            "revoked_tokens": left.revoked_tokens,
            "lost_authorizations": left.lost_authorizations,
            "ended_roles": left.ended_roles,
        }
        write_json({**_as_json(left.member, left.organization), **counts})
        return
    write(account.login)
    say(_("{login} has left {organization}.").format(login=account.login, organization=left.organization.login))
    if left.cancelled_requests or left.revoked_tokens:
        sentence = _("Requests cancelled: {requests}. Tokens that lost access: {tokens}.")
        say(sentence.format(requests=left.cancelled_requests, tokens=left.revoked_tokens))
    if left.lost_authorizations:
        say(_("Authorizations by single sign-on that were lost: {count}.").format(count=left.lost_authorizations))
    if left.ended_roles:
        say(_("Roles in repositories that ended: {count}.").format(count=left.ended_roles))


@click.command(
    "outside-collaborators",
    help=_("List who has a role in a repository of an organization of yours, and is no member."),
    short_help=_("List who has a role in a repository, and is no member."),
)
@click.argument("login", metavar="ORG")
@json_option
@click.pass_obj
def outside_collaborators(session: Session, login: str, as_json: bool) -> None:
    """Write the table, or the array: a row for each repository. To change it there is `repo collaborator`."""
    with session.open() as services:
        found = services.people.outside_collaborators(login)
    if as_json:
        write_json([collaborator_json(one) for one in found])
    elif found:
        write_collaborators(found)
    else:
        say(_("There are no outside collaborators."))


def _as_json(found: Member, organization: Account) -> dict[str, Value]:
    return {
        "id": found.account.id,
        "login": found.account.login,
        "organization": organization.login,
        "role": found.role.value,
    }
