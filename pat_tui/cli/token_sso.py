"""`pat-tui token sso`: GitHub's `Configure SSO`, for a token of either kind."""

from collections.abc import Callable, Sequence
from functools import reduce
from typing import Any, TypeVar

import click

from pat_tui.cli.complete import Complete, complete_classic_token, complete_organization, complete_token
from pat_tui.cli.output import Value, instant, json_option, say, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import SsoState
from pat_tui.i18n import _
from pat_tui.services.single_sign_on import Standing
from pat_tui.wiring import Services

_Command = TypeVar("_Command", bound=Callable[..., Any])


def _options(complete: Complete) -> Callable[[_Command], _Command]:
    options = (
        click.argument("text", metavar="TOKEN", shell_complete=complete),
        click.option(
            "--authorize",
            metavar="ORG",
            shell_complete=complete_organization,
            help=_("Authorise the token; needs a session (org sso open)."),
        ),
        click.option(
            "--deauthorize",
            metavar="ORG",
            shell_complete=complete_organization,
            help=_("Take the authorization away again."),
        ),
        json_option,
        click.pass_obj,
    )
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


_HELP = _(
    "Show where a token of yours stands with the organizations that require single sign-on; "
    "with an option, authorise it for one of them."
)


@click.command("sso", help=_HELP, short_help=_("Configure SSO: authorise a token."))
@_options(complete_token)
def sso(session: Session, text: str, authorize: str | None, deauthorize: str | None, as_json: bool) -> None:
    """Of a fine-grained token."""
    with session.open() as services:
        token = services.tokens.find(text)
        _configure(services, TokenKind.FINE_GRAINED, token.id, token.name, (authorize, deauthorize), as_json=as_json)


@click.command("sso", help=_HELP)
@_options(complete_classic_token)
def classic_sso(session: Session, text: str, authorize: str | None, deauthorize: str | None, as_json: bool) -> None:
    """Of a classic token."""
    with session.open() as services:
        token = services.classic_tokens.find(text)
        _configure(services, TokenKind.CLASSIC, token.id, token.note, (authorize, deauthorize), as_json=as_json)


def _configure(
    services: Services,
    kind: TokenKind,
    token_id: int,
    name: str,
    change: tuple[str | None, str | None],
    *,
    as_json: bool,
) -> None:
    authorize, deauthorize = change
    if authorize is not None and deauthorize is not None:
        raise click.UsageError(_("Choose one of --authorize and --deauthorize."))
    single_sign_on, said = services.single_sign_on, ""
    if authorize is not None:
        organization = single_sign_on.authorize(kind, token_id, authorize).organization.login
        said = _("“{name}” is authorised for {organization}.").format(name=name, organization=organization)
    elif deauthorize is not None:
        organization = single_sign_on.deauthorize(kind, token_id, deauthorize).organization.login
        said = _("“{name}” is not authorised for {organization}.").format(name=name, organization=organization)
    _write(single_sign_on.standings(kind, token_id), name, as_json=as_json)
    if said:
        say(said)


def _write(standings: Sequence[Standing], name: str, *, as_json: bool) -> None:
    if as_json:
        write_json([_as_json(one) for one in standings])
    elif standings:
        rows = [(_("yes") if one.session else _("no"), _state_words(one), one.organization.login) for one in standings]
        write_table((_("SESSION"), _("TOKEN"), _("ORGANIZATION")), rows)
        for obstacle in dict.fromkeys(one.obstacle for one in standings if one.obstacle):
            say(obstacle)
    else:
        say(_("“{name}” needs no authorization by single sign-on.").format(name=name))


def _state_words(one: Standing) -> str:
    return {
        SsoState.AUTHORIZED: _("authorised"),
        SsoState.NOT_AUTHORIZED: _("not authorised"),
        SsoState.REVOKED: _("revoked"),
        SsoState.EXPIRED: _("expired"),
    }.get(one.state, one.state.value)


def _as_json(one: Standing) -> Value:
    return {
        "id": one.organization.id,
        "organization": one.organization.login,
        "state": one.state.value,
        "session_ends_at": instant(one.session.ends_at) if one.session else None,
        "obstacle": one.obstacle or None,
    }
