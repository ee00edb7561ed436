"""The lists of tokens, of both kinds: what is found, and how it is written."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from pat_tui.cli.output import Value, say, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.cli.token_calendar import write_ics
from pat_tui.domain.token_filter import EVERY_TOKEN, TokenFilter
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _, ngettext
from pat_tui.store.token_list import TokenOrder


class Kind(NamedTuple):
    """What tells the lists of the two kinds apart."""

    find: Callable[..., Sequence[Any]]
    headings: Callable[[], tuple[str, ...]]
    row: Callable[..., tuple[str, ...]]
    as_json: Callable[..., Value]
    none: str
    none_holds: str
    none_such: str


def fine_grained_kind() -> Kind:
    """The list of fine-grained tokens."""
    from pat_tui.cli import token_rows
    from pat_tui.services.filtered_tokens import fine_grained

    return Kind(
        fine_grained,
        token_rows.headings,
        token_rows.row,
        token_rows.summary_json,
        _("{login} has no tokens. Make one with: pat-tui token create --name NAME"),
        _("{login} has no token whose name or owner holds “{text}”."),
        _("{login} has no such token."),
    )


def classic_kind() -> Kind:
    """The list of classic tokens."""
    from pat_tui.cli import classic_rows
    from pat_tui.services.filtered_tokens import classic

    return Kind(
        classic,
        classic_rows.headings,
        classic_rows.row,
        classic_rows.summary_json,
        _("{login} has no classic tokens. Make one with: pat-tui token create --classic --note NOTE"),
        _("{login} has no classic token whose note or scopes hold “{text}”."),
        _("{login} has no such classic token."),
    )


def write_list(
    session: Session,
    kind: Kind,
    wanted: TokenFilter = EVERY_TOKEN,
    *,
    order: str = TokenOrder.CREATED,
    reverse: bool = False,
    fail_if_any: bool = False,
    as_json: bool = False,
    as_ics: bool = False,
) -> int:
    """Write the table, the array or the calendar of the WANTED tokens of KIND; return the exit code."""
    with session.open() as services:
        zone, login, now = services.context.zone, services.acting.login, services.context.clock()
        found = kind.find(services.context, wanted, TokenOrder(order), reverse=reverse)
        if as_ics:
            write_ics(services.context, found, as_json=as_json)
            return ExitCode.REFUSED if found and fail_if_any else ExitCode.DONE
    if as_json:
        write_json([kind.as_json(summary, now) for summary in found])
    elif found:
        write_table(kind.headings(), [kind.row(summary, now, zone) for summary in found])
        if announced := sum(summary.is_announced_at(now) for summary in found):
            say(_announced_text(announced))
    else:
        say(_nothing(kind, wanted).format(login=login, text=wanted.search))
    return ExitCode.REFUSED if found and fail_if_any else ExitCode.DONE


def _nothing(kind: Kind, wanted: TokenFilter) -> str:
    if wanted == EVERY_TOKEN:
        return kind.none
    return kind.none_holds if wanted == TokenFilter(search=wanted.search) else kind.none_such


def _announced_text(number: int) -> str:
    """How many of the listed tokens are removed soon."""
    words = ngettext(
        "{count} token is removed within 30 days, unless used.",
        "{count} tokens are removed within 30 days, unless used.",
        number,
    )
    return words.format(count=number)
