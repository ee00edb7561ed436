"""`pat-tui token link`: the link that fills in the form of a new token, like one that is there or as told."""

import click

from pat_tui.cli.complete import complete_classic_token, complete_owner, complete_token
from pat_tui.cli.output import example, json_option, say, write, write_json
from pat_tui.cli.session import Session
from pat_tui.cli.token_options import expiration_option, permissions_options, scopes_options
from pat_tui.domain.classic import ClassicDraft
from pat_tui.domain.drafts import DEFAULT_EXPIRATION, TokenDraft
from pat_tui.domain.expiration import Expiration
from pat_tui.domain.links import Link
from pat_tui.domain.permissions import Level
from pat_tui.i18n import _


@click.command(
    "link",
    epilog=example("pat-tui token link ci"),
    help=_(
        "Write a link that fills in the form of a new token: like TOKEN, which is yours, or as the options say. It "
        "opens with “pat-tui LINK”, and on GitHub. It holds no secret and no repositories."
    ),
)
@click.argument("text", metavar="[TOKEN]", required=False, shell_complete=complete_token)
@click.option("--name", metavar="TEXT", help=_("The new token's name."))
@click.option(
    "--expires",
    "expiration",
    metavar="WHEN",
    callback=expiration_option,
    help=_("Days (30d), a date (2027-01-31: as the days until then) or never. Left out: 30d."),
)
@click.option(
    "--owner",
    metavar="LOGIN",
    shell_complete=complete_owner,
    help=_("The resource owner; whoever opens the link, if left out."),
)
@permissions_options(_("Ask for this, such as contents=read; may be given again. Levels are read, write and admin."))
@click.option("--description", metavar="TEXT", help=_("What the token is for."))
@json_option
@click.pass_obj
def link(
    session: Session,
    text: str | None,
    name: str | None,
    expiration: Expiration | None,
    owner: str | None,
    permissions: dict[str, Level],
    description: str | None,
    as_json: bool,
) -> None:
    """Make the link and write it."""
    options = (name, expiration, owner, permissions or None, description)
    if (text is None) is all(option is None for option in options):
        raise click.UsageError(_("Give either a token or options that say what the new one is to be."))
    draft = TokenDraft(
        name or "", expiration or DEFAULT_EXPIRATION, description or "", owner or "", permissions=permissions
    )
    with session.open() as services:
        links = services.links
        made = links.checked(draft) if text is None else links.of_token(services.tokens.find(text).id)
    _write(made, as_json=as_json)


@click.command(
    "link",
    help=_(
        "Write a link that fills in the form of a new classic token: like TOKEN, which is yours, or as the options "
        "say. It opens with “pat-tui LINK”, and on GitHub. It holds no secret and no expiration."
    ),
)
@click.argument("text", metavar="[TOKEN]", required=False, shell_complete=complete_classic_token)
@click.option("--note", metavar="TEXT", help=_("What's the new token for?"))
@scopes_options(_("Ask for this, such as repo; may be given again."))
@json_option
@click.pass_obj
def classic_link(session: Session, text: str | None, note: str | None, scopes: list[str], as_json: bool) -> None:
    """Make the link and write it."""
    if (text is None) is (note is None and not scopes):
        raise click.UsageError(_("Give either a token or options that say what the new one is to be."))
    with session.open() as services:
        links, tokens = services.links, services.classic_tokens
        if text is None:
            made = links.checked_classic(ClassicDraft(note or "", scopes=scopes))
        else:
            made = links.of_classic_draft(tokens.draft_of(tokens.find(text).id))
    _write(made, as_json=as_json)


def _write(made: Link, *, as_json: bool) -> None:
    if as_json:
        write_json({"url": made.url, "left_out": list(made.left_out)})
    else:
        write(made.url)
    for sentence in made.left_out:
        say(sentence)
