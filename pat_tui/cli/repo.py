"""`pat-tui repo`: repositories."""

from pathlib import Path

import click

from pat_tui.cli.complete import complete_repository, complete_user
from pat_tui.cli.output import example, json_option, say, write, write_json, write_table
from pat_tui.cli.repo_folders import create, import_
from pat_tui.cli.repo_key import key
from pat_tui.cli.repo_text import collaborator_json, repository_json, write_collaborators
from pat_tui.cli.session import Session
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.i18n import _
from pat_tui.services.repositories import (
    add_collaborator,
    add_repository,
    all_repositories,
    collaborators_of,
    remove_collaborator,
)


@click.group(short_help=_("Make, import and list repositories."), help=_("Repositories that tokens can reach."))
def repo() -> None:
    """The noun."""


@repo.command(
    "add",
    epilog=example("pat-tui repo add ada/notes --private"),
    help=_("Add a repository of yours, or of an organization that you own."),
)
@click.argument("full_name", metavar="OWNER/NAME")
@click.option(
    "--private", "visibility", flag_value="private", default="private", help=_("Only with access (the default).")
)
@click.option("--public", "visibility", flag_value="public", help=_("Everybody may read it."))
@click.option("--internal", "visibility", flag_value="internal", help=_("All members of its organization may read it."))
@click.option("--path", type=click.Path(path_type=Path), metavar="DIR", help=_("Its bare git repository on disk."))
@json_option
@click.pass_obj
def add(session: Session, full_name: str, visibility: str, path: Path | None, as_json: bool) -> None:
    """Add a repository; its name goes to standard output."""
    with session.open() as services:
        added = add_repository(services.context, full_name, Visibility(visibility), path)
    if as_json:
        write_json(repository_json(added))
    else:
        write(added.full_name)
        say(_("Added the {visibility} repository {name}.").format(visibility=added.visibility, name=added.full_name))


@repo.command("list", help=_("List every repository, by owner and name."))
@json_option
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        found = all_repositories(services.context)
    if as_json:
        write_json([repository_json(repository) for repository in found])
    elif not found:
        say(_("There are no repositories. Add one with: pat-tui repo add OWNER/NAME"))
    else:
        rows = [(row.visibility, row.full_name, row.path or "") for row in found]
        write_table((_("VISIBILITY"), _("NAME"), _("PATH")), rows)


@repo.group("collaborator", help=_("Users with a role in one repository, members of its organization or not."))
def collaborator() -> None:
    """The noun."""


@collaborator.command("list", help=_("List who has a role in a repository that you administer."))
@click.argument("full_name", metavar="OWNER/NAME")
@json_option
@click.pass_obj
def collaborator_list(session: Session, full_name: str, as_json: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        found = collaborators_of(services.context, full_name)
    if as_json:
        write_json([collaborator_json(one) for one in found])
    elif found:
        write_collaborators(found)
    else:
        say(_("Nobody has a role of their own in {name}.").format(name=full_name))


@collaborator.command(
    "remove", help=_("Take a user's role in a repository that you administer away, or your own in any.")
)
@click.argument("full_name", metavar="OWNER/NAME")
@click.argument("login", metavar="LOGIN")
@json_option
@click.pass_obj
def collaborator_remove(session: Session, full_name: str, login: str, as_json: bool) -> None:
    """Remove a collaborator; the login goes to standard output."""
    with session.open() as services:
        removed = remove_collaborator(services.context, full_name, login)
    account, name = removed.account, removed.repository.full_name
    if as_json:
        write_json(collaborator_json(removed))
    else:
        write(account.login)
        say(
            _("{login} no longer has the role {role} in {name}.").format(
                login=account.login, role=removed.role, name=name
            )
        )


@collaborator.command("add", help=_("Give a user a role in a repository that you administer, or change it."))
@click.argument("full_name", metavar="OWNER/NAME", shell_complete=complete_repository)
@click.argument("login", metavar="LOGIN", shell_complete=complete_user)
@click.option(
    "--role",
    type=click.Choice([role.value for role in RepositoryRole]),
    required=True,
    help=_("What the user may do; each includes the ones before."),
)
@json_option
@click.pass_obj
def collaborator_add(session: Session, full_name: str, login: str, role: str, as_json: bool) -> None:
    """Add a collaborator; the login goes to standard output."""
    with session.open() as services:
        added = add_collaborator(services.context, full_name, login, RepositoryRole(role))
    account, name = added.account, added.repository.full_name
    if as_json:
        write_json(collaborator_json(added))
    else:
        write(account.login)
        say(_("{login} has the role {role} in {name}.").format(login=account.login, role=added.role, name=name))


repo.add_command(key)
repo.add_command(create)
repo.add_command(import_)
