"""`pat-tui user email`: the e-mail addresses of the acting user."""

from collections.abc import Callable

import click

from pat_tui.cli.output import Value, instant, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.emails import EmailAddress
from pat_tui.i18n import _
from pat_tui.services.emails import Emails


@click.group("email", help=_("List, add and remove your e-mail addresses."))
def email() -> None:
    """The noun."""


@email.command("list", help=_("List your addresses, the primary one first."))
@json_option
@click.pass_obj
def list_(session: Session, as_json: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        found, login = services.emails.all(), services.acting.login
    if as_json:
        write_json([address_json(one) for one in found])
    elif found:
        write_table((_("PRIMARY"), _("VERIFIED"), _("E-MAIL")), [_row(one) for one in found])
    else:
        say(_("{login} has no e-mail address. Add one with: pat-tui user email add ADDRESS").format(login=login))


def _verb(name: str, explanation: str, change: Callable[[Emails, str], EmailAddress], said: str) -> None:
    """Add the verb NAME, which CHANGEs an address, after which SAID is true. The address goes to standard output."""

    @email.command(name, help=explanation)
    @click.argument("address", metavar="ADDRESS")
    @json_option
    @click.pass_obj
    def verb(session: Session, address: str, as_json: bool) -> None:
        with session.open() as services:
            changed = change(services.emails, address)
        if as_json:
            write_json(address_json(changed))
        else:
            write(changed.address)
            say(said.format(email=changed.address))


_verb(
    "add",
    _("Add an address. It has to be verified before tokens can be generated with it."),
    lambda emails, address: emails.add(address),
    _("Added {email}. Verify it with: pat-tui user verify-email {email}"),
)
_verb(
    "remove",
    _("Remove an address that is not the primary one."),
    lambda emails, address: emails.remove(address),
    _("Removed {email}."),
)
_verb(
    "primary",
    _("Make a verified address the primary one: notices go there."),
    lambda emails, address: emails.make_primary(address),
    _("{email} is the primary address."),
)


def address_json(found: EmailAddress) -> dict[str, Value]:
    """All that is known of an address; it is its own id, as no two users have the same."""
    return {
        "id": found.address,
        "email": found.address,
        "primary": found.is_primary,
        "verified": found.is_verified,
        "verified_at": instant(found.verified_at),
    }


def _row(found: EmailAddress) -> tuple[str, ...]:
    yes, no = _("yes"), _("no")
    return (yes if found.is_primary else no, yes if found.is_verified else no, found.address)
