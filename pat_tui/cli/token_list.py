"""`pat-tui token list`, of either kind; imported with as little as a list needs."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import click

from pat_tui.cli import token_rows
from pat_tui.cli.output import Value, example, say, write_json, write_table
from pat_tui.cli.session import Session
from pat_tui.cli.token_filter_options import (
    announced_text,
    classic_options,
    filter_of,
    fine_grained_options,
    wrong_usage,
)
from pat_tui.domain.token_filter import TokenFilter
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _
from pat_tui.services.token_list import TokenOrder


class _Kind(NamedTuple):
    """What tells the lists of the two kinds apart."""

    find: Callable[..., Sequence[Any]]
    headings: Callable[[], tuple[str, ...]]
    row: Callable[..., tuple[str, ...]]
    as_json: Callable[..., Value]
    none: str
    none_holds: str
    none_such: str


@click.command(
    "list",
    help=_("List your tokens."),
    epilog=example("pat-tui token list --expiring 14d --fail-if-any || echo 'renew them'"),
    short_help=_("List your tokens."),
)
@fine_grained_options
@click.pass_obj
def list_(session: Session, /, **options: Any) -> int:
    """Of fine-grained tokens."""
    from pat_tui.services.filtered_tokens import fine_grained

    kind = _Kind(
        fine_grained,
        token_rows.headings,
        token_rows.row,
        token_rows.summary_json,
        _("{login} has no tokens. Make one with: pat-tui token create --name NAME"),
        _("{login} has no token whose name or owner holds “{text}”."),
        _("{login} has no such token."),
    )
    return _list(session, kind, **options)


@click.command(
    "list",
    help=_("List your classic tokens."),
    epilog=example("pat-tui token list --classic --scope admin:org --unused 90d"),
    short_help=_("List your classic tokens."),
)
@classic_options
@click.pass_obj
def classic_list(session: Session, /, **options: Any) -> int:
    """Of classic tokens."""
    from pat_tui.cli import classic_rows
    from pat_tui.services.filtered_tokens import classic

    kind = _Kind(
        classic,
        classic_rows.headings,
        classic_rows.row,
        classic_rows.summary_json,
        _("{login} has no classic tokens. Make one with: pat-tui token create --classic --note NOTE"),
        _("{login} has no classic token whose note or scopes hold “{text}”."),
        _("{login} has no such classic token."),
    )
    return _list(session, kind, **options)


def _list(
    session: Session, kind: _Kind, *, order: str, reverse: bool, fail_if_any: bool, as_json: bool, **fields: Any
) -> int:
    """Write the table, or the array."""
    wanted = filter_of(**fields)
    with session.open() as services, wrong_usage():
        zone, login, now = services.context.zone, services.acting.login, services.context.clock()
        found = kind.find(services.context, wanted, TokenOrder(order), reverse=reverse)
    if as_json:
        write_json([kind.as_json(summary, now) for summary in found])
    elif found:
        write_table(kind.headings(), [kind.row(summary, now, zone) for summary in found])
        if announced := sum(summary.is_announced_at(now) for summary in found):
            say(announced_text(announced))
    else:
        say(_nothing(kind, wanted).format(login=login, text=wanted.search))
    return ExitCode.REFUSED if found and fail_if_any else ExitCode.DONE


def _nothing(kind: _Kind, wanted: TokenFilter) -> str:
    if wanted == TokenFilter():
        return kind.none
    return kind.none_holds if wanted == TokenFilter(search=wanted.search) else kind.none_such
