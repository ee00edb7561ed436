"""`pat-tui token create --classic`: a new classic token."""

import click

from pat_tui.cli.classic_hand_over import hand_over_new
from pat_tui.cli.output import example, json_option
from pat_tui.cli.receivers import NONE_MADE, Wanted, hand_over_options, ready
from pat_tui.cli.session import Session
from pat_tui.cli.token_options import expires_option, scopes_options
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.expiration import Expiration, default_expiration
from pat_tui.i18n import _


@click.command(
    "create",
    epilog=example("pat-tui token create --classic --note hub --scope repo --expires 30d > secret"),
    help=_(
        "Generate a classic token. The token alone goes to standard output, once; all else goes to standard error. "
        "A classic token reaches all that you reach: prefer a fine-grained one where that will do."
    ),
)
@click.option("--note", required=True, metavar="TEXT", help=_("What's this token for? No other classic one has it."))
@scopes_options(_("Allow this, such as repo; may be given again. Without any, the token only reads what is public."))
@expires_option(limited=False)
@hand_over_options
@json_option
@click.pass_obj
def create(
    session: Session,
    note: str,
    scopes: list[str],
    expiration: Expiration | None,
    to: Wanted | None,
    as_json: bool,
) -> None:
    """Generate a token and hand its secret over."""
    with session.open() as services:
        receiver = ready(to, services, NONE_MADE)
        draft = ClassicDraft(note, expiration or default_expiration(None), scopes)
        hand_over_new(services.classic_tokens.generate(draft), services, as_json=as_json, receiver=receiver)
