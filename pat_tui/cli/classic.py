"""`pat-tui token ... --classic`: making, listing and showing classic tokens."""

import click

from pat_tui.cli import classic_text
from pat_tui.cli.classic_hand_over import hand_over_new
from pat_tui.cli.output import json_option, say, write, write_json, write_table
from pat_tui.cli.receivers import NONE_MADE, Wanted, hand_over_options, ready
from pat_tui.cli.session import Session
from pat_tui.cli.token_calendar import ics_option, write_ics
from pat_tui.cli.token_options import expiration_option, scopes_option
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.expiration import Expiration, default_expiration
from pat_tui.i18n import _
from pat_tui.services.classic_list import TokenOrder


@click.command(
    "create",
    help=_(
        "Generate a classic token. The token alone goes to standard output, once; all else goes to standard error. "
        "A classic token reaches all that you reach: prefer a fine-grained one where that will do."
    ),
)
@click.option("--note", required=True, metavar="TEXT", help=_("What's this token for? No other classic one has it."))
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    metavar="SCOPE",
    callback=scopes_option,
    help=_("Allow this, such as repo; may be given again. Without any, the token only reads what is public."),
)
@click.option(
    "--expires",
    "expiration",
    metavar="WHEN",
    callback=expiration_option,
    help=_("Days (30d), a date (2027-01-31: its end) or never. Left out: 30d."),
)
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


@click.command("list", help=_("List your classic tokens."))
@click.option(
    "--sort",
    type=click.Choice([order.value for order in TokenOrder]),
    default=TokenOrder.CREATED.value,
    help=_("What to sort by; newest, latest used or soonest to expire first. Left out: created."),
)
@click.option("--search", default="", metavar="TEXT", help=_("Only those whose note or scopes hold this."))
@json_option
@ics_option
@click.pass_obj
def list_(session: Session, sort: str, search: str, as_json: bool, as_ics: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        tokens, login = services.classic_tokens, services.acting.login
        found = tokens.page(TokenOrder(sort), search, 0, tokens.count(search))
        if as_ics:
            write_ics(services.context, found, as_json=as_json)
            return
    if as_json:
        write_json([classic_text.summary_json(summary, tokens) for summary in found])
    elif found:
        write_table(classic_text.headings(), [classic_text.row(summary, tokens) for summary in found])
    elif search:
        say(_("{login} has no classic token whose note or scopes hold “{text}”.").format(login=login, text=search))
    else:
        advice = _("{login} has no classic tokens. Make one with: pat-tui token create --classic --note NOTE")
        say(advice.format(login=login))


@click.command(
    "show", help=_("Show a classic token of yours, by id, note or its last eight characters. Never its secret.")
)
@click.argument("text", metavar="TOKEN")
@json_option
@click.pass_obj
def show(session: Session, text: str, as_json: bool) -> None:
    """Write the token's page, or an object."""
    with session.open() as services:
        tokens = services.classic_tokens
        found = tokens.find(text)
        if as_json:
            write_json(classic_text.token_json(found, tokens))
        else:
            write("\n".join(classic_text.page_lines(found, tokens)))
