"""`pat-tui token show`, of either kind."""

import click

from pat_tui.cli.complete import complete_classic_token, complete_token
from pat_tui.cli.output import example, json_option, write, write_json
from pat_tui.cli.session import Session
from pat_tui.i18n import _
from pat_tui.wiring import Services


@click.command(
    "show",
    help=_(
        "Show a token of yours, by id, name or last characters. Never its secret. A name that only a classic token has "
        "needs no --classic."
    ),
    epilog=example("pat-tui token show ci --json"),
    short_help=_("Show a token. Never its secret."),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_token)
@json_option
@click.pass_obj
def show(session: Session, text: str, as_json: bool) -> None:
    """Write the token's page, or an object."""
    from pat_tui.services.token_naming import is_classic_alone

    with session.open() as services:
        if is_classic_alone(services.context, text):
            _show_classic(services, text, as_json=as_json)
        else:
            _show(services, text, as_json=as_json)


@click.command(
    "show",
    help=_("Show a classic token of yours, by id, note or last characters. Never its secret."),
    short_help=_("Show a classic token. Never its secret."),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_classic_token)
@json_option
@click.pass_obj
def classic_show(session: Session, text: str, as_json: bool) -> None:
    """Write the token's page, or an object."""
    with session.open() as services:
        _show_classic(services, text, as_json=as_json)


def _show(services: Services, text: str, *, as_json: bool) -> None:
    from pat_tui.cli import token_text

    tokens = services.tokens
    found = tokens.find(text)
    if as_json:
        write_json(token_text.token_json(found, tokens.now()))
    else:
        write("\n".join(token_text.page_lines(found, tokens)))


def _show_classic(services: Services, text: str, *, as_json: bool) -> None:
    from pat_tui.cli import classic_text

    tokens = services.classic_tokens
    found = tokens.find(text)
    if as_json:
        write_json(classic_text.token_json(found, tokens))
    else:
        write("\n".join(classic_text.page_lines(found, tokens)))
