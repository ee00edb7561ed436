"""Requests and active tokens of an organization in words and in JSON, and the options that choose among them."""

from collections.abc import Callable, Sequence
from datetime import datetime, tzinfo
from typing import Any, TypeVar

import click

from pat_tui.cli.output import Value, instant
from pat_tui.domain.dates import local_day
from pat_tui.domain.reviews import ActiveToken, ReviewedToken, ReviewFilter, ReviewOrder, TokenRequest
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.services.requests import Window

_SHOWN = 3
"""How many repositories, or permissions, a line of active tokens names. Who decides a request sees all of them."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


def window_options(command: _Command) -> _Command:
    """Give COMMAND the options that filter and sort; `window` reads them."""
    options = (
        click.option("--owner", default="", metavar="LOGIN", help=_("Only tokens of this user.")),
        click.option("--repo", default="", metavar="NAME", help=_("Only tokens that reach this repository.")),
        click.option("--permission", default="", metavar="SLUG", help=_("Only tokens with this permission.")),
        click.option("--search", default="", metavar="TEXT", help=_("Only those whose name or owner holds this.")),
        click.option(
            "--sort",
            type=click.Choice([order.value for order in ReviewOrder]),
            default=ReviewOrder.NEWEST.value,
            help=_("What to sort by. Left out: newest."),
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


def window(*, owner: str, repo: str, permission: str, search: str, sort: str) -> Window:
    """Which rows the options ask for."""
    return Window(ReviewFilter(search, owner, repo, permission), ReviewOrder(sort))


def is_filtered(wanted: Window) -> bool:
    """Whether rows may have been left out."""
    return wanted.wanted != ReviewFilter()


def request_headings() -> tuple[str, ...]:
    """What stands over the cells of `request_row`."""
    return (_("ID"), _("OWNER"), _("CREATED"), _("EXPIRES"), _("REPOSITORIES"), _("PERMISSIONS"), _("TOKEN AND REASON"))


def request_row(request: TokenRequest, zone: tzinfo | None) -> tuple[str, ...]:
    """The cells of a line; the name and the reason, which are free text, come last."""
    reason = " ".join(request.reason.split())
    name = f"{request.token_name}: {reason}" if reason else request.token_name
    return (str(request.id), request.user_login, _day(request.created_at, zone), *_reach(request, zone), name)


def active_headings() -> tuple[str, ...]:
    """What stands over the cells of `active_row`."""
    return (_("ID"), _("OWNER"), _("GRANTED"), _("EXPIRES"), _("REPOSITORIES"), _("PERMISSIONS"), _("TOKEN"))


def active_row(token: ActiveToken, zone: tzinfo | None) -> tuple[str, ...]:
    """The cells of a line; the name, which is free text, comes last."""
    granted = _day(token.granted_at, zone)
    return (str(token.token_id), token.user_login, granted, *_reach(token, zone, _SHOWN), token.token_name)


def request_json(request: TokenRequest, now: datetime) -> dict[str, Value]:
    """All that an owner of the organization may know of a request. Instants are UTC; null: never."""
    return {
        "id": request.id,
        **_common_json(request, now),
        "reason": request.reason,
        "created_at": instant(request.created_at),
    }


def active_json(token: ActiveToken, now: datetime) -> dict[str, Value]:
    """All that an owner of the organization may know of a token with access. Its id is the token's."""
    return {
        "id": token.token_id,
        **_common_json(token, now),
        "access_granted_at": instant(token.granted_at),
        "access_granted_by": token.granted_by,
    }


def _common_json(token: ReviewedToken, now: datetime) -> dict[str, Value]:
    return {
        "organization": token.organization_login,
        "owner": token.user_login,
        "token_id": token.token_id,
        "token_name": token.token_name,
        "token_expired": token.is_expired_at(now),
        "token_expires_at": instant(token.expires_at),
        "token_last_used_at": instant(token.last_used_at),
        "repository_access": token.repository_access.value,
        "repositories": list(token.repositories),
        "permissions": {slug: level.value for slug, level in token.permissions.items()},
    }


def _reach(token: ReviewedToken, zone: tzinfo | None, shown: int | None = None) -> tuple[str, str, str]:
    names = [name.partition("/")[2] for name in token.repositories]
    is_selected = token.repository_access is RepositoryAccess.SELECTED
    permissions = [f"{slug}={level}" for slug, level in token.permissions.items()]
    return (
        _("never") if token.expires_at is None else _day(token.expires_at, zone),
        _some(names, shown) if is_selected else token.repository_access.value,
        _some(permissions, shown),
    )


def _some(words: Sequence[str], shown: int | None) -> str:
    """The first SHOWN words (all: None), and how many more there are; a hyphen where there are none."""
    more = [] if shown is None or len(words) <= shown else [f"+{len(words) - shown}"]
    return ",".join([*words[:shown], *more]) or "-"


def _day(at: datetime, zone: tzinfo | None) -> str:
    return local_day(at, zone).isoformat()
