"""`pat-tui token create`: a new fine-grained token."""

import click

from pat_tui.cli.complete import complete_owner, complete_repository
from pat_tui.cli.hand_over import hand_over_new
from pat_tui.cli.output import example, json_option
from pat_tui.cli.receivers import NONE_MADE, Wanted, hand_over_options, ready
from pat_tui.cli.session import Session
from pat_tui.cli.token_options import expires_option, permissions_options, repository_access
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import Expiration, default_expiration
from pat_tui.domain.permissions import Level
from pat_tui.i18n import _
from pat_tui.services.tokens import Tokens


@click.command(
    "create",
    epilog=example("pat-tui token create --name ci --owner ada --repo ada/notes --permission contents=read > secret"),
    help=_("Generate a token. The token alone goes to standard output, once; all else goes to standard error."),
)
@click.option("--name", required=True, metavar="TEXT", help=_("A name that none of your tokens has."))
@expires_option(limited=True)
@click.option(
    "--owner",
    metavar="LOGIN",
    shell_complete=complete_owner,
    help=_("The resource owner: you, if left out, or an organization of yours."),
)
@click.option("--public", is_flag=True, help=_("Reach public repositories only, to read them (the default)."))
@click.option("--all-repos", is_flag=True, help=_("Reach all repositories of the owner, present and future."))
@click.option(
    "--repo",
    "repositories",
    multiple=True,
    metavar="OWNER/NAME",
    shell_complete=complete_repository,
    help=_("Reach this repository; may be given again. Needs --owner."),
)
@permissions_options(_("Allow this, such as contents=read; may be given again. Levels are read, write and admin."))
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


def _default_expiration(tokens: Tokens, login: str) -> Expiration:
    limits = (
        owner.max_lifetime_days for owner in tokens.resource_owners() if owner.account.login.lower() == login.lower()
    )
    return default_expiration(next(limits, None))
