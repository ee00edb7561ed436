"""`pat-tui enterprise`: what holds for all organizations."""

import click

from pat_tui.cli.output import json_option, say, write_json, write_table
from pat_tui.cli.policy_options import enterprise_change, enterprise_json, enterprise_options, enterprise_rows
from pat_tui.cli.session import Session
from pat_tui.i18n import _


@click.group(
    short_help=_("Decide for all organizations."),
    help=_("The enterprise above all organizations of the store. The store's first user owns it."),
)
def enterprise() -> None:
    """The noun."""


@enterprise.command(
    "policy",
    help=_(
        "Show what the enterprise demands of tokens; with options, change it. "
        "What it decides overrides the organizations; of a lifetime they may choose a shorter one."
    ),
    short_help=_("Show or change what the enterprise demands of tokens."),
)
@enterprise_options
@json_option
@click.pass_obj
def policy(
    session: Session,
    fine_grained: str | None,
    classic: str | None,
    approval: str | None,
    max_lifetime_fine_grained: str | None,
    max_lifetime_classic: str | None,
    sso: str | None,
    as_json: bool,
) -> None:
    """Change what the options name, and write what the enterprise has decided then."""
    change = enterprise_change(fine_grained, classic, approval, max_lifetime_fine_grained, max_lifetime_classic, sso)
    with session.open() as services:
        found = services.enterprise.change_policy(change) if change else services.enterprise.policy()
    if as_json:
        write_json(enterprise_json(found))
    else:
        write_table((_("POLICY"), _("DECISION")), enterprise_rows(found))
    if change:
        say(_("The policies of the enterprise have been updated."))
