"""The verbs of `pat-tui token` for a token that is there: edit, regenerate, delete, undo-delete, duplicate."""

from dataclasses import replace

import click

from pat_tui.cli import hand_over, token_text
from pat_tui.cli.complete import complete_permission, complete_repository, complete_token
from pat_tui.cli.output import example, json_option, say, write, write_json
from pat_tui.cli.receivers import NONE_MADE, OLD_STAYS, Wanted, hand_over_options, ready
from pat_tui.cli.session import Session
from pat_tui.cli.token_options import (
    expires_option,
    named_repository_access,
    own_options,
    permission_changes_option,
    with_changes,
)
from pat_tui.domain.drafts import TokenDraft
from pat_tui.domain.expiration import Expiration, default_expiration
from pat_tui.domain.permissions import Level
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _
from pat_tui.services.token_life import TokenLife


@click.command(
    "edit",
    epilog=example("pat-tui token edit ci --permission contents=write"),
    help=_(
        "Change a token of yours, named by id, name or its last eight characters. Only what is given changes; "
        "secret, resource owner and expiration stay. Where an organization approves tokens, what is added waits for "
        "its approval, and what the token had keeps working. The token's id goes to standard output."
    ),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_token)
@click.option("--name", metavar="TEXT", help=_("A name that none of your other tokens has."))
@click.option("--description", metavar="TEXT", help=_("What the token is for; '' for nothing."))
@click.option("--reason", metavar="TEXT", help=_("Why its organization should approve what is added."))
@click.option("--public", is_flag=True, help=_("Reach public repositories only, to read them."))
@click.option("--all-repos", is_flag=True, help=_("Reach all repositories of the owner, present and future."))
@click.option(
    "--repo",
    "repositories",
    multiple=True,
    metavar="OWNER/NAME",
    shell_complete=complete_repository,
    help=_("Reach this repository; may be given again. Those that are not given are no longer reached."),
)
@click.option(
    "--permission",
    "changes",
    multiple=True,
    metavar="SLUG=LEVEL",
    shell_complete=complete_permission,
    callback=permission_changes_option,
    help=_(
        "Set this permission to read, write or admin, or take it away with none; may be given again. "
        "The others stay as they are."
    ),
)
@click.option("--no-permissions", is_flag=True, help=_("Take all permissions away but those that --permission sets."))
@json_option
@click.pass_obj
def edit(
    session: Session,
    text: str,
    name: str | None,
    description: str | None,
    reason: str | None,
    public: bool,
    all_repos: bool,
    repositories: tuple[str, ...],
    changes: dict[str, Level | None],
    no_permissions: bool,
    as_json: bool,
) -> None:
    """Change what is given, and nothing else."""
    access = named_repository_access(public=public, all_repositories=all_repos, repositories=repositories)
    given = {"name": name, "description": description, "reason": reason, "repository_access": access}
    fields: dict[str, object] = {field: value for field, value in given.items() if value is not None}
    if not (fields.keys() - {"reason"} or changes or no_permissions):
        raise click.UsageError(_("Say what to change."))
    if access is not None:
        fields["repositories"] = repositories

    def change(draft: TokenDraft) -> TokenDraft:
        held = {} if no_permissions else draft.permissions
        return replace(draft, **fields, permissions=with_changes(held, changes))  # type: ignore[arg-type]

    with session.open() as services:
        life = services.token_life
        before = life.find(text)
        with own_options("name", "description", "reason", "repositories", "permissions"):
            after = life.edit_with(before.id, change)
        if as_json:
            write_json(token_text.token_json(after, life.now()))
        else:
            write(str(after.id))
        _tell_edited(before, after, life)


def _tell_edited(before: FineGrainedToken, after: FineGrainedToken, life: TokenLife) -> None:
    if replace(before, reason=after.reason) == after:
        say(_("The token “{name}” (id {id}) is like that already.").format(name=after.name, id=after.id))
        return
    say(_("Updated the token “{name}” (id {id}).").format(name=after.name, id=after.id))
    if after.grant is Grant.PENDING:
        hand_over.say_pending(after)
    elif _reach(before) != _reach(after) and life.exceeds_grant(after.id):
        sentence = _("What it has now beyond what {owner} has granted waits for approval; the rest keeps working.")
        say(sentence.format(owner=after.owner_login))


def _reach(token: FineGrainedToken) -> tuple[object, ...]:
    return (token.repository_access, token.repositories, token.permissions)


@click.command(
    "regenerate",
    epilog=example("pat-tui token regenerate ci --expires 90d > secret"),
    help=_(
        "Give a token of yours a new secret and a new end; the old secret stops working at once, all else stays. "
        "Works on an expired token. The new secret alone goes to standard output, once."
    ),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_token)
@expires_option(limited=True)
@hand_over_options
@json_option
@click.pass_obj
def regenerate(session: Session, text: str, expiration: Expiration | None, to: Wanted | None, as_json: bool) -> None:
    """Make a new secret and hand it over."""
    with session.open() as services:
        receiver = ready(to, services, OLD_STAYS)
        life = services.token_life
        token = life.find(text)
        generated = life.regenerate(token.id, expiration or default_expiration(life.expiration_limit(token.id)))
        names = {"name": token.name, "id": token.id}
        lost = _("The token “{name}” (id {id}) has a new secret (its old one is dead), which could not be handed over:")
        lost = lost.format(**names)
        told = hand_over.hand_over(generated, services, as_json=as_json, lost=lost, receiver=receiver)
        say(
            _("Regenerated the token “{name}” (id {id}), which now ends in {hint}. Its old secret is dead.").format(
                **names, hint=generated.token.hint
            )
        )
        hand_over.describe(generated.token, services, told)


@click.command(
    "duplicate",
    epilog=example("pat-tui token duplicate ci --name ci-2 > secret"),
    help=_(
        "Generate a token like one of yours: same description, resource owner, repositories and permissions. "
        "The token alone goes to standard output, once."
    ),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_token)
@click.option("--name", required=True, metavar="TEXT", help=_("A name that none of your tokens has."))
@expires_option(limited=True)
@hand_over_options
@json_option
@click.pass_obj
def duplicate(
    session: Session, text: str, name: str, expiration: Expiration | None, to: Wanted | None, as_json: bool
) -> None:
    """Generate a token with the draft of another."""
    with session.open() as services:
        receiver = ready(to, services, NONE_MADE)
        life = services.token_life
        token = life.find(text)
        expiration = expiration or default_expiration(life.expiration_limit(token.id))
        with own_options("name", "expiration"):
            generated = life.generate(replace(life.draft_of(token.id), name=name, expiration=expiration))
        hand_over.hand_over_new(generated, services, as_json=as_json, receiver=receiver)
