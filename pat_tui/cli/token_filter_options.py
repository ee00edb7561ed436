"""The options of `pat-tui token list` that say which tokens, in which order, and whether there may be any."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, TypeVar

import click

from pat_tui.cli.complete import complete_owner, complete_permission, complete_repository, complete_scope
from pat_tui.cli.output import json_option
from pat_tui.cli.token_calendar import ics_option
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.status import Status
from pat_tui.domain.token_filter import TokenFilter
from pat_tui.i18n import _
from pat_tui.services.token_list import TokenOrder

_Command = TypeVar("_Command", bound=Callable[..., Any])
_STATUSES = {status.value.replace(" ", "-"): status for status in Status}
_CLASSIC_STATUSES: dict[str, Status] = {
    word: status
    for word, status in _STATUSES.items()
    if status in (Status.ACTIVE, Status.EXPIRING_SOON, Status.EXPIRED)
}
_LONGEST = 36_500
"""Days that may be asked for; more than a century is a typing error."""


def fine_grained_options(command: _Command) -> _Command:
    """Give COMMAND the options for fine-grained tokens; `filter_of` reads them."""
    own = (
        click.option("--owner", default="", metavar="LOGIN", shell_complete=complete_owner, help=_(
            "Only those with this resource owner.")),
        click.option("--repo", "repository", default="", metavar="OWNER/NAME", shell_complete=complete_repository,
                     help=_("Only those that were given this repository, by name or with all of its owner.")),
        click.option("--permission", default="", metavar="SLUG[=LEVEL]", shell_complete=complete_permission, help=_(
            "Only those with this permission, at this level or a higher one.")),
    )  # fmt: skip
    return _options(command, _STATUSES, own, _("Only those whose name or owner holds this."))


def classic_options(command: _Command) -> _Command:
    """Give COMMAND the options for classic tokens."""
    scope = click.option("--scope", default="", metavar="SCOPE", shell_complete=complete_scope, help=_(
        "Only those with this scope, or one that includes it."))  # fmt: skip
    return _options(command, _CLASSIC_STATUSES, (scope,), _("Only those whose note or scopes hold this."))


def _options(command: _Command, statuses: dict[str, Status], own: Sequence[Any], search: str) -> _Command:
    options = (
        click.option("--status", "statuses", multiple=True, type=click.Choice(list(statuses)), help=_(
            "Only those in this state; may be given again.")),
        *own,
        click.option("--expiring", "expiring_within", metavar="DAYS", callback=_days, help=_(
            "Only those that end within this time from now, such as 14d.")),
        click.option("--unused", "unused_for", metavar="DAYS", callback=_days, help=_(
            "Only those that nobody has used for this long, such as 90d, nor made or regenerated since.")),
        click.option("--search", default="", metavar="TEXT", help=search),
        click.option("--sort", "order", type=click.Choice([order.value for order in TokenOrder]),
                     default=TokenOrder.CREATED.value, help=_(
            "What to sort by; newest, latest used or soonest to expire first. Left out: created.")),
        click.option("--reverse", is_flag=True, help=_("Turn the order round.")),
        click.option("--fail-if-any", is_flag=True, help=_("Exit with 1 if any token is listed, for scripts.")),
        json_option,
        ics_option,
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


def _days(_context: click.Context, _option: click.Parameter, text: str | None) -> timedelta | None:
    if text is None:
        return None
    if (found := re.fullmatch(r"([0-9]{1,5})d", text)) is None or int(found[1]) > _LONGEST:
        raise click.BadParameter(_("{text!r} is no number of days. Write it as 14d.").format(text=text))
    return timedelta(days=int(found[1]))


def filter_of(statuses: tuple[str, ...], **fields: Any) -> TokenFilter:
    """The filter that the options ask for."""
    return TokenFilter(statuses=tuple(_STATUSES[status] for status in statuses), **fields)


@contextmanager
def wrong_usage() -> Iterator[None]:
    """Tell what the filter names and is not known as wrong usage: exit code 1 stands for `--fail-if-any`."""
    try:
        yield
    except InvalidInput as error:
        raise click.UsageError(str(error)) from error
