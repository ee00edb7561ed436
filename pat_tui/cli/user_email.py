"""`pat-tui user email`: the e-mail addresses of the acting user."""

import click

from pat_tui.cli.output import Value, instant, json_option, say, write, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.emails import EmailAddress
from pat_tui.i18n import _


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


@email.command("add", help=_("Add an address. It has to be verified before tokens can be generated with it."))
@click.argument("address", metavar="ADDRESS")
@json_option
@click.pass_obj
def add(session: Session, address: str, as_json: bool) -> None:
    """Add an address; it goes to standard output."""
    with session.open() as services:
        added = services.emails.add(address)
    _write(added, _("Added {email}. Verify it with: pat-tui user verify-email {email}"), as_json)


@email.command("remove", help=_("Remove an address that is not the primary one."))
@click.argument("address", metavar="ADDRESS")
@json_option
@click.pass_obj
def remove(session: Session, address: str, as_json: bool) -> None:
    """Remove an address; it goes to standard output."""
    with session.open() as services:
        removed = services.emails.remove(address)
    _write(removed, _("Removed {email}."), as_json)


@email.command("primary", help=_("Make a verified address the primary one: notices go there."))
@click.argument("address", metavar="ADDRESS")
@json_option
@click.pass_obj
def primary(session: Session, address: str, as_json: bool) -> None:
    """Make an address the primary one; it goes to standard output."""
    with session.open() as services:
        changed = services.emails.make_primary(address)
    _write(changed, _("{email} is the primary address."), as_json)


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


def _write(found: EmailAddress, sentence: str, as_json: bool) -> None:
    if as_json:
        write_json(address_json(found))
    else:
        write(found.address)
        say(sentence.format(email=found.address))
