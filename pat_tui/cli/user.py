"""`pat-tui user`: users."""

from collections.abc import Callable

import click

from pat_tui.cli.complete import complete_user
from pat_tui.cli.output import Value, example, instant, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.cli.user_email import email
from pat_tui.cli.user_verify import verification_code, verify_email
from pat_tui.domain.accounts import Account
from pat_tui.i18n import _
from pat_tui.services.accounts import add_user, users
from pat_tui.services.enterprise import Enterprise


@click.group(short_help=_("Users, and their e-mail addresses."), help=_("Users, who generate tokens."))
def user() -> None:
    """The noun."""


for command in (email, verify_email, verification_code):
    user.add_command(command)


@user.command(
    "add",
    epilog=example("pat-tui user add grace --email grace@example.com --verified"),
    help=_("Add a user. To act as one, put --as LOGIN before the noun."),
)
@click.argument("login", metavar="LOGIN")
@click.option("--email", "address", required=True, metavar="ADDRESS", help=_("The user's e-mail address."))
@click.option("--name", default="", metavar="TEXT", help=_("The name that people read."))
@click.option("--verified", is_flag=True, help=_("The address is known to be the user's."))
@json_option
@click.pass_obj
def add(session: Session, login: str, address: str, name: str, verified: bool, as_json: bool) -> None:
    """Add a user; the login goes to standard output."""
    with session.open() as services:
        added = add_user(services.context, login, address, name, verified=verified)
        address = services.enterprise.email_of(added) or address
    if as_json:
        write_json(_as_json(added, address))
    else:
        write(added.login)
        say(_("Added the user {login}.").format(login=added.login))


@user.command("list", help=_("List every user, by login."))
@json_option
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """Write the table, or the array. There is always a user: the one who acts."""
    with session.open() as services:
        found = users(services.context)
    if as_json:
        write_json([_as_json(*row) for row in found])
    else:
        rows = [(row.login, _state(row), address or "-", row.name) for row, address in found]
        write_table((_("LOGIN"), _("STATE"), _("E-MAIL"), _("NAME")), rows)


def _state(account: Account) -> str:
    return _("active") if account.suspended_at is None else _("suspended")


def _suspension(name: str, explanation: str, change: Callable[[Enterprise, str], Account], said: str) -> None:
    """Add the verb NAME, which CHANGEs whether a user is suspended, after which SAID is true."""

    @user.command(name, help=explanation)
    @click.argument("login", metavar="LOGIN", shell_complete=complete_user)
    @json_option
    @click.pass_obj
    def verb(session: Session, login: str, as_json: bool) -> None:
        with session.open() as services:
            changed = change(services.enterprise, login)
            address = services.enterprise.email_of(changed)
        if as_json:
            write_json(_as_json(changed, address))
        else:
            write(changed.login)
            say(said.format(login=changed.login))


_suspension(
    "suspend",
    _("Suspend a user: the tokens stop working. For the owner of the enterprise."),
    lambda enterprise, login: enterprise.suspend(login),
    _("{login} is suspended; the user's tokens do not work."),
)
_suspension(
    "unsuspend",
    _("End a user's suspension. For the owner of the enterprise."),
    lambda enterprise, login: enterprise.unsuspend(login),
    _("{login} is no longer suspended."),
)


def _as_json(account: Account, address: str | None) -> Value:
    return {
        "id": account.id,
        "login": account.login,
        "name": account.name,
        "email": address,
        "created_at": instant(account.created_at),
        "suspended_at": instant(account.suspended_at),
    }
