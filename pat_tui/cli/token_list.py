"""`pat-tui token list`, of either kind."""

from typing import Any

import click

from pat_tui.cli.listing import Kind, classic_kind, fine_grained_kind, write_list
from pat_tui.cli.output import example
from pat_tui.cli.session import Session
from pat_tui.cli.token_filter_options import classic_options, filter_of, fine_grained_options, wrong_usage
from pat_tui.i18n import _


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
    return _list(session, fine_grained_kind(), **options)


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
    return _list(session, classic_kind(), **options)


def _list(
    session: Session,
    kind: Kind,
    *,
    order: str,
    reverse: bool,
    fail_if_any: bool,
    as_json: bool,
    as_ics: bool,
    **fields: Any,
) -> int:
    wanted = filter_of(**fields)
    how: dict[str, Any] = {"order": order, "reverse": reverse, "fail_if_any": fail_if_any}
    with wrong_usage():
        return write_list(session, kind, wanted, **how, as_json=as_json, as_ics=as_ics)
