"""The verbs of `pat-tui token` for a classic token that is there."""

from dataclasses import replace

import click

from pat_tui.cli import classic_hand_over as hand
from pat_tui.cli import classic_text
from pat_tui.cli.complete import complete_classic_token
from pat_tui.cli.output import json_option, say, write, write_json
from pat_tui.cli.receivers import NONE_MADE, OLD_STAYS, Wanted, hand_over_options, ready
from pat_tui.cli.session import Session
from pat_tui.cli.token_delete import CLASSIC, delete_tokens, say_back, wanted_ids
from pat_tui.cli.token_options import expires_option, own_options, scopes_options, yes_option
from pat_tui.domain.expiration import Expiration, default_expiration
from pat_tui.i18n import _, ngettext


@click.command(
    "edit",
    help=_(
        "Change a classic token of yours, named by id, note or its last eight characters. Only what is given changes; "
        "secret and expiration stay. The token's id goes to standard output."
    ),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_classic_token)
@click.option("--note", metavar="TEXT", help=_("A note that none of your other classic tokens has."))
@scopes_options(_("Allow this; may be given again. Scopes that are not given are taken away."))
@click.option("--no-scopes", is_flag=True, help=_("Take all scopes away."))
@json_option
@click.pass_obj
def edit(session: Session, text: str, note: str | None, scopes: list[str], no_scopes: bool, as_json: bool) -> None:
    """Change what is given, and nothing else."""
    if scopes and no_scopes:
        raise click.UsageError(_("Choose one of --scope and --no-scopes."))
    if note is None and not scopes and not no_scopes:
        raise click.UsageError(_("Say what to change."))
    with session.open() as services:
        tokens = services.classic_tokens
        before = tokens.find(text)
        edited = tokens.edit(before.id, note, scopes if scopes or no_scopes else None)
        if as_json:
            write_json(classic_text.token_json(edited.token, tokens))
        else:
            write(str(before.id))
    done = _("Updated the classic token “{name}” (id {id}).")
    same = _("The classic token “{name}” (id {id}) is like that already.")
    say((same if edited.token == before else done).format(name=edited.token.note, id=before.id))
    hand.say_left_out(edited.left_out)


@click.command(
    "regenerate",
    help=_(
        "Give a classic token of yours a new secret and a new end; the old secret stops working at once, all else "
        "stays. Works on an expired token. The new secret alone goes to standard output, once."
    ),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_classic_token)
@expires_option(limited=False)
@hand_over_options
@json_option
@click.pass_obj
def regenerate(session: Session, text: str, expiration: Expiration | None, to: Wanted | None, as_json: bool) -> None:
    """Make a new secret and hand it over."""
    with session.open() as services:
        receiver = ready(to, services, OLD_STAYS)
        tokens = services.classic_tokens
        token = tokens.find(text)
        generated = tokens.regenerate(token.id, expiration or default_expiration(None))
        names = {"name": token.note, "id": token.id}
        lost = _(
            "The classic token “{name}” (id {id}) has a new secret (its old one is dead), "
            "which could not be handed over:"
        ).format(**names)
        told = hand.hand_over(generated, services, as_json=as_json, lost=lost, receiver=receiver)
        done = _("Regenerated the classic token “{name}” (id {id}), which now ends in {hint}. Its old secret is dead.")
        say(done.format(**names, hint=generated.token.hint))
        hand.describe(generated, services, told)


@click.command(
    "duplicate",
    help=_("Generate a classic token with the scopes of one of yours. The token alone goes to standard output, once."),
)
@click.argument("text", metavar="TOKEN", shell_complete=complete_classic_token)
@click.option("--note", required=True, metavar="TEXT", help=_("A note that none of your classic tokens has."))
@expires_option(limited=False)
@hand_over_options
@json_option
@click.pass_obj
def duplicate(
    session: Session, text: str, note: str, expiration: Expiration | None, to: Wanted | None, as_json: bool
) -> None:
    """Generate a token with the draft of another."""
    with session.open() as services:
        receiver = ready(to, services, NONE_MADE)
        tokens = services.classic_tokens
        draft = tokens.draft_of(tokens.find(text).id)
        with own_options("note", "expiration"):
            made = tokens.generate(replace(draft, note=note, expiration=expiration or default_expiration(None)))
        hand.hand_over_new(made, services, as_json=as_json, receiver=receiver)


@click.command(
    "delete",
    help=_(
        "Delete classic tokens of yours, named by id, note or last eight characters: all of them, or none. They stop "
        "working at once, and the deploy keys made with them go along. For ten seconds `undo-delete --classic` brings "
        "them back. Their ids go to standard output."
    ),
)
@click.argument("texts", metavar="TOKEN...", nargs=-1, required=True, shell_complete=complete_classic_token)
@yes_option
@json_option
@click.pass_obj
def delete(session: Session, texts: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Ask, unless told not to, and delete."""
    return delete_tokens(session, CLASSIC, texts, yes=yes, as_json=as_json)


@click.command(
    "undo-delete",
    help=_(
        "Bring classic tokens back within ten seconds of their deletion, as they were and with the same secret: those "
        "that are given by id or note, or all of the latest deletion. Their ids go to standard output."
    ),
)
@click.argument("texts", metavar="[TOKEN...]", nargs=-1)
@json_option
@click.pass_obj
def undo_delete(session: Session, texts: tuple[str, ...], as_json: bool) -> None:
    """Bring the tokens back, all or none."""
    with session.open() as services:
        tokens = services.classic_tokens
        with own_options():
            back = tokens.undo_delete(wanted_ids(tokens, texts))
        say_back(back, [classic_text.token_json(token, tokens) for token in back], as_json=as_json)


@click.command(
    "revoke-all",
    help=_(
        "Delete all your classic tokens and the deploy keys made with them, at once and for good: nothing brings them "
        "back. Fine-grained tokens stay. The ids of the tokens go to standard output."
    ),
)
@click.option("--classic", is_flag=True, help=_("Say that classic tokens are meant. It must be given."))
@click.option("--confirm", required=True, metavar="LOGIN", help=_("Your user name, to confirm."))
@json_option
@click.pass_obj
def revoke_all(session: Session, classic: bool, confirm: str, as_json: bool) -> None:
    """Delete them all."""
    if not classic:
        raise click.UsageError(_("Only classic tokens can be revoked all at once. Give --classic if you mean them."))
    with session.open() as services:
        revoked = services.classic_tokens.revoke_all(confirm)
    if as_json:
        write_json([{"id": token.id, "note": token.note} for token in revoked.tokens])
    elif revoked.tokens:
        write("\n".join(str(token.id) for token in revoked.tokens))
    number = len(revoked.tokens)
    say(ngettext("Revoked {number} classic token.", "Revoked {number} classic tokens.", number).format(number=number))
    if number := len(revoked.deploy_keys):
        went = ngettext("{number} deploy key went with them.", "{number} deploy keys went with them.", number)
        say(went.format(number=number))
