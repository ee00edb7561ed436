"""`pat-tui token`: fine-grained tokens; the verbs for classic ones are in the modules `classic*`."""

import click

from pat_tui.cli import classic, classic_life, token_sso, token_text
from pat_tui.cli.hand_over import hand_over_new
from pat_tui.cli.output import json_option, say, write, write_json, write_table
from pat_tui.cli.receivers import NONE_MADE, Wanted, hand_over_options, ready
from pat_tui.cli.session import Session
from pat_tui.cli.token_calendar import ics_option, write_ics
from pat_tui.cli.token_can import can
from pat_tui.cli.token_delete import delete, undo_delete
from pat_tui.cli.token_group import TokenGroup
from pat_tui.cli.token_life import duplicate, edit, regenerate
from pat_tui.cli.token_link import classic_link, link
from pat_tui.cli.token_options import expiration_option, permissions_option, repository_access
from pat_tui.cli.token_use import use
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import Expiration, default_expiration
from pat_tui.domain.permissions import Level
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_list import TokenOrder
from pat_tui.services.tokens import Tokens


@click.group(
    cls=TokenGroup,
    short_help=_("Create, list, change and delete tokens."),
    help=_("Fine-grained personal access tokens; with --classic after the verb, classic ones."),
)
def token() -> None:
    """The noun."""


@token.command(
    "create",
    help=_("Generate a token. The token alone goes to standard output, once; all else goes to standard error."),
)
@click.option("--name", required=True, metavar="TEXT", help=_("A name that none of your tokens has."))
@click.option(
    "--expires",
    "expiration",
    metavar="WHEN",
    callback=expiration_option,
    help=_("Days (30d), a date (2027-01-31: its end) or never. Left out: 30d, or less where the owner demands it."),
)
@click.option("--owner", metavar="LOGIN", help=_("The resource owner: you, if left out, or an organization of yours."))
@click.option("--public", is_flag=True, help=_("Reach public repositories only, to read them (the default)."))
@click.option("--all-repos", is_flag=True, help=_("Reach all repositories of the owner, present and future."))
@click.option(
    "--repo",
    "repositories",
    multiple=True,
    metavar="OWNER/NAME",
    help=_("Reach this repository; may be given again. Needs --owner."),
)
@click.option(
    "--permission",
    "permissions",
    multiple=True,
    metavar="SLUG=LEVEL",
    callback=permissions_option,
    help=_("Allow this, such as contents=read; may be given again. Levels are read, write and admin."),
)
@click.option("--description", default="", metavar="TEXT", help=_("What the token is for."))
@click.option("--reason", default="", metavar="TEXT", help=_("Why its organization should approve the token."))
@hand_over_options
@json_option
@click.pass_obj
def create(
    session: Session,
    name: str,
    expiration: Expiration | None,
    owner: str | None,
    public: bool,
    all_repos: bool,
    repositories: tuple[str, ...],
    permissions: dict[str, Level],
    description: str,
    reason: str,
    to: Wanted | None,
    as_json: bool,
) -> None:
    """Generate a token and hand its secret over."""
    access = repository_access(public=public, all_repositories=all_repos, repositories=repositories)
    if repositories and owner is None:
        raise click.UsageError(_("Say with --owner who owns the repositories that --repo names."))
    with session.open() as services:
        receiver = ready(to, services, NONE_MADE)
        owner = owner or services.acting.login
        expiration = expiration or _default_expiration(services.tokens, owner)
        draft = TokenDraft(name, expiration, description, owner, reason, access, repositories, permissions)
        generated = services.tokens.generate(draft)
        hand_over_new(generated, services, as_json=as_json, receiver=receiver)


@token.command("list", help=_("List your tokens."))
@click.option(
    "--sort",
    type=click.Choice([order.value for order in TokenOrder]),
    default=TokenOrder.CREATED.value,
    help=_("What to sort by; newest, latest used or soonest to expire first. Left out: created."),
)
@click.option("--search", default="", metavar="TEXT", help=_("Only those whose name or owner holds this."))
@json_option
@ics_option
@click.pass_obj
def list_(session: Session, sort: str, search: str, as_json: bool, as_ics: bool) -> None:
    """Write the table, or the array."""
    with session.open() as services:
        tokens, zone, login = services.tokens, services.context.zone, services.acting.login
        now, found = tokens.now(), tokens.page(TokenOrder(sort), search, 0, tokens.count(search))
        if as_ics:
            write_ics(services.context, found, as_json=as_json)
            return
    if as_json:
        write_json([token_text.summary_json(summary, now) for summary in found])
    elif found:
        write_table(token_text.headings(), [token_text.row(summary, now, zone) for summary in found])
        if announced := sum(summary.is_announced_at(now) for summary in found):
            words = ngettext(
                "{count} token is removed within 30 days, unless used.",
                "{count} tokens are removed within 30 days, unless used.",
                announced,
            )
            say(words.format(count=announced))
    elif search:
        say(_("{login} has no token whose name or owner holds “{text}”.").format(login=login, text=search))
    else:
        say(_("{login} has no tokens. Make one with: pat-tui token create --name NAME").format(login=login))


@token.command("show", help=_("Show a token of yours, by id, name or its last eight characters. Never its secret."))
@click.argument("text", metavar="TOKEN")
@json_option
@click.pass_obj
def show(session: Session, text: str, as_json: bool) -> None:
    """Write the token's page, or an object."""
    with session.open() as services:
        tokens = services.tokens
        found = tokens.find(text)
        if as_json:
            write_json(token_text.token_json(found, tokens.now()))
        else:
            write("\n".join(token_text.page_lines(found, tokens)))


def _default_expiration(tokens: Tokens, login: str) -> Expiration:
    limits = (
        owner.max_lifetime_days for owner in tokens.resource_owners() if owner.account.login.lower() == login.lower()
    )
    return default_expiration(next(limits, None))


for verb in (edit, regenerate, delete, undo_delete, duplicate, link, can, use, token_sso.sso, classic_life.revoke_all):
    token.add_command(verb)
for verb in (classic.create, classic.list_, classic.show, classic_life.edit, classic_life.regenerate, classic_link):
    token.add_classic(verb)
for verb in (classic_life.delete, classic_life.undo_delete, classic_life.duplicate, token_sso.classic_sso):
    token.add_classic(verb)
