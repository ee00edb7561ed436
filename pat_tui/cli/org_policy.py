"""`pat-tui org policy`: what an organization demands of tokens."""

import click

from pat_tui.cli.complete import complete_organization
from pat_tui.cli.output import example, json_option, say, write_json, write_table
from pat_tui.cli.policy_options import organization_change, organization_options, policy_json, policy_rows
from pat_tui.cli.session import Session
from pat_tui.domain.policies import PolicyChange
from pat_tui.domain.policy_words import change_sentences
from pat_tui.i18n import _, ngettext
from pat_tui.wiring import Services


@click.command(
    "policy",
    epilog=example("pat-tui org policy acme --max-lifetime-fine-grained 90"),
    help=_("Show what an organization of yours demands of tokens; with options, change it."),
    short_help=_("Show or change what it demands of tokens."),
)
@click.argument("login", metavar="ORG", shell_complete=complete_organization)
@organization_options
@json_option
@click.pass_obj
def policy(
    session: Session,
    login: str,
    fine_grained: str | None,
    classic: str | None,
    approval: str | None,
    max_lifetime_fine_grained: str | None,
    max_lifetime_classic: str | None,
    sso: str | None,
    as_json: bool,
) -> None:
    """Change what the options name, and write what holds then."""
    change = organization_change(fine_grained, classic, approval, max_lifetime_fine_grained, max_lifetime_classic, sso)
    with session.open() as services:
        organizations = services.organizations
        organization = organizations.get(login)
        found = organizations.change_policy(login, change) if change else organizations.policy(login)
        if as_json:
            write_json({"id": organization.id, "organization": organization.login, **policy_json(found)})
        else:
            write_table((_("POLICY"), _("IN EFFECT"), _("DECIDED BY"), _("OWN CHOICE")), policy_rows(found))
        _say_changes(services, organization.login, change)


def _say_changes(services: Services, login: str, change: PolicyChange) -> None:
    for sentence in change_sentences(change, login):
        say(sentence)
    if not change.get("approval_required", True) and (waiting := services.requests.count_pending(login)):
        sentence = ngettext(
            "{number} request was made before, and still waits: pat-tui request list --org {login}",
            "{number} requests were made before, and still wait: pat-tui request list --org {login}",
            waiting,
        )
        say(sentence.format(number=waiting, login=login))
