"""`pat-tui user verify-email` and `verification-code`: showing that an address is the user's."""

import click

from pat_tui.cli.output import Value, example, instant, json_option, require_output, say, write, write_json
from pat_tui.cli.session import Session
from pat_tui.cli.user_email import address_json
from pat_tui.domain.dates import instant_text
from pat_tui.domain.emails import CODE_LIFETIME, CODE_TRIES, CodeState
from pat_tui.i18n import _


@click.command(
    "verify-email",
    epilog=example("pat-tui user verify-email --code 123456"),
    help=_(
        "Verify one of your addresses; left out, the first one that is not verified. Without --code, a new code is "
        "sent there by mail; with it, the address is verified."
    ),
    short_help=_("Send a code to an address, and verify it with the code."),
)
@click.argument("address", metavar="[ADDRESS]", default="")
@click.option("--code", metavar="CODE", help=_("The six digits that were sent, or that verification-code shows."))
@json_option
@click.pass_obj
def verify_email(session: Session, address: str, code: str | None, as_json: bool) -> None:
    """Send a code, or take one. The address goes to standard output once it is verified."""
    with session.open() as services:
        emails, zone = services.emails, services.context.zone
        found = emails.to_verify(address)
        if code is None and not found.is_verified:
            state = emails.send_code(found.address)
            words = _("A code was sent to {email}. It works until {instant}, {tries} times. Then run:")
            say(words.format(email=found.address, instant=instant_text(state.ends_at, zone), tries=CODE_TRIES))
            say(_("  pat-tui user verify-email {email} --code CODE").format(email=found.address))
        elif code is not None:
            found = emails.verify(found.address, code)
    if as_json:
        write_json(address_json(found))
    elif found.is_verified:
        write(found.address)
        say(_("{email} is verified.").format(email=found.address))


@click.command(
    "verification-code",
    help=_(
        "Make a code that verifies one of your addresses, and show it; left out, the first one that is not verified. "
        "Only where no mail is set up, which would bring the code. Codes made before are refused from then on."
    ),
    short_help=_("Show a code, where no mail is set up."),
)
@click.argument("address", metavar="[ADDRESS]", default="")
@json_option
@click.pass_obj
def verification_code(session: Session, address: str, as_json: bool) -> None:
    """Make a code; it goes to standard output."""
    require_output()
    with session.open() as services:
        emails, zone = services.emails, services.context.zone
        email = emails.to_verify(address).address
        code, state = emails.show_code(email)
    if as_json:
        write_json(_code_json(email, code, state))
        return
    write(code)
    words = _("This code verifies {email} until {instant}. It can be tried {tries} times. Type it on the Emails page,")
    say(words.format(email=email, instant=instant_text(state.ends_at, zone), tries=CODE_TRIES))
    say(_("or run: pat-tui user verify-email {email} --code {code}").format(email=email, code=code))


def _code_json(email: str, code: str, state: CodeState) -> dict[str, Value]:
    return {
        "id": email,
        "email": email,
        "code": code,
        "issued_at": instant(state.issued_at),
        "ends_at": instant(state.ends_at),
        "minutes": int(CODE_LIFETIME.total_seconds() // 60),
        "tries_left": state.tries_left,
    }
