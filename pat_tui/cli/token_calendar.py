"""`pat-tui token list --ics`: the ends of the tokens as a calendar."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

import click

from pat_tui.cli.output import write_bytes
from pat_tui.i18n import _

if TYPE_CHECKING:
    from pat_tui.domain.classic import ClassicSummary
    from pat_tui.domain.status import TokenSummary
    from pat_tui.services.context import Context

_Command = TypeVar("_Command", bound=Callable[..., Any])


def ics_option(command: _Command) -> _Command:
    """Give COMMAND the option `--ics`, as the argument `as_ics`."""
    words = _("Write an iCalendar file: when they expire, with alarms a week and a day ahead.")
    return click.option("--ics", "as_ics", is_flag=True, help=words)(command)


def write_ics(context: "Context", found: "Sequence[TokenSummary | ClassicSummary]", *, as_json: bool) -> None:
    """Write the calendar of those of FOUND that are still to end. Raises OutputLost; UsageError where AS_JSON."""
    from pat_tui.services.token_calendar import calendar_of

    if as_json:
        raise click.UsageError(_("--ics and --json exclude each other."))
    write_bytes(calendar_of(context, found).encode())
