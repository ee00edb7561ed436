"""`pat-tui token delete`, which asks first, and `undo-delete`, which has a few seconds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import click

from pat_tui.cli.asking import is_confirmed, require_answer
from pat_tui.cli.complete import complete_token
from pat_tui.cli.output import Value, complain, example, instant, json_option, say, write, write_json
from pat_tui.cli.session import Session
from pat_tui.cli.token_options import own_options, yes_option
from pat_tui.cli.token_text import token_json
from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.dates import last_used_text
from pat_tui.domain.deploy_keys import gone_text
from pat_tui.domain.errors import Ambiguous, NotFound
from pat_tui.domain.tokens import DeletedToken, FineGrainedToken
from pat_tui.exit_codes import ExitCode
from pat_tui.i18n import _, ngettext
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.services.token_life import UNDO_SECONDS, TokenLife
from pat_tui.wiring import Services

Life = TokenLife | ClassicTokens
Token = FineGrainedToken | ClassicToken


@dataclass(frozen=True, slots=True)
class Kind:
    """What tells the two kinds of token apart here."""

    life: Callable[[Services], Life]
    name: str
    """The field of JSON with what a token is called."""
    option: str
    """What commands about this kind are given besides, with a space before it."""


FINE_GRAINED = Kind(lambda services: services.token_life, "name", "")
CLASSIC = Kind(lambda services: services.classic_tokens, "note", " --classic")


@click.command(
    "delete",
    epilog=example("pat-tui token delete ci --yes"),
    help=_(
        "Delete tokens of yours, named by id, name or last eight characters: all of them, or none. They stop working "
        "at once. For ten seconds `undo-delete` brings them back. Their ids go to standard output."
    ),
)
@click.argument("texts", metavar="TOKEN...", nargs=-1, required=True, shell_complete=complete_token)
@yes_option
@json_option
@click.pass_obj
def delete(session: Session, texts: tuple[str, ...], yes: bool, as_json: bool) -> int:
    """Ask, unless told not to, and delete."""
    return delete_tokens(session, FINE_GRAINED, texts, yes=yes, as_json=as_json)


def delete_tokens(session: Session, kind: Kind, texts: Sequence[str], *, yes: bool, as_json: bool) -> int:
    """Delete the tokens of KIND that TEXTS name, and return the exit code."""
    require_answer(yes=yes, words=_("There is no terminal to ask on. Give --yes to delete without a question."))
    with session.open() as services:
        life = kind.life(services)
        named: Iterable[Token] = map(life.find, texts)
        tokens = list({token.id: token for token in named}.values())
        keys = sum(len(life.deploy_keys(token.id)) for token in tokens)
        if not yes and not is_confirmed(_question(tokens, life)):
            complain(_("Nothing was deleted."))
            return ExitCode.REFUSED
        life.delete([token.id for token in tokens])
        until = life.now() + timedelta(seconds=UNDO_SECONDS)
    if as_json:
        write_json([{"id": token.id, kind.name: token.name, "undo_until": instant(until)} for token in tokens])
    else:
        write("\n".join(str(token.id) for token in tokens))
    for token in tokens:
        say(_("Deleted the token “{name}” (id {id}).").format(name=token.name, id=token.id))
    if keys:
        say(gone_text(keys))
    words = f"undo-delete{kind.option} {' '.join(str(token.id) for token in tokens)}"
    say(_("Within {seconds} seconds, undo it: pat-tui token {words}").format(seconds=UNDO_SECONDS, words=words))
    return ExitCode.DONE


@click.command(
    "undo-delete",
    help=_(
        "Bring tokens back within ten seconds of their deletion, as they were and with the same secret: those that "
        "are given by id or name, or all of the latest deletion. Their ids go to standard output."
    ),
)
@click.argument("texts", metavar="[TOKEN...]", nargs=-1)
@json_option
@click.pass_obj
def undo_delete(session: Session, texts: tuple[str, ...], as_json: bool) -> None:
    """Bring the tokens back, all or none."""
    with session.open() as services:
        life = services.token_life
        with own_options():
            tokens = life.undo_delete(wanted_ids(life, texts))
        now = life.now()
    say_back(tokens, [token_json(token, now) for token in tokens], as_json=as_json)


def wanted_ids(life: Life, texts: Sequence[str]) -> list[int]:
    """The ids of the deleted tokens that TEXTS name; without any, of those that were deleted last."""
    deleted = life.deleted()
    return [_named(text, deleted) for text in texts] or _latest(deleted)


def say_back(tokens: Sequence[Token], described: Sequence[Value], *, as_json: bool) -> None:
    """Tell of TOKENS, which are back, and DESCRIBED for JSON."""
    if as_json:
        write_json(described)
    else:
        write("\n".join(str(token.id) for token in tokens))
    for token in tokens:
        say(_("The token “{name}” (id {id}) is back, with its old secret.").format(name=token.name, id=token.id))


def _question(tokens: Sequence[Token], life: Life) -> Iterator[str]:
    for token in tokens:
        sentence = _("{name} (id {id}), which ends in {hint}. {used}.")
        used = last_used_text(token.last_used_at, life.now())
        yield sentence.format(name=token.name, id=token.id, hint=token.hint, used=used)
    for key in (key for token in tokens for key in life.deploy_keys(token.id)):
        words = _("The deploy key “{title}” of {repository} goes along.")
        yield words.format(title=key.title, repository=key.repository)
    number = len(tokens)
    yield ngettext(
        "Any scripts or applications using it will stop working at once.",
        "Any scripts or applications using them will stop working at once.",
        number,
    )
    yield ngettext(
        "Are you sure you want to delete this token?", "Are you sure you want to delete these {count} tokens?", number
    ).format(count=number)
    yield _("Type yes to delete, anything else to leave all as it is.")


def _named(text: str, deleted: Sequence[DeletedToken]) -> int:
    """The id of the deleted token that TEXT names. Raises NotFound, InvalidInput when it names several."""
    ids = [token.id for token in deleted if text in (str(token.id), token.name)]
    if not ids:
        raise NotFound(
            _("No token {text} was deleted within the last {seconds} seconds.").format(text=text, seconds=UNDO_SECONDS)
        )
    if len(ids) > 1:
        words = _("{text} names several tokens: ids {ids}.").format(text=text, ids=", ".join(map(str, ids)))
        raise Ambiguous(words, [f"{token.id}  {token.name}" for token in deleted if token.id in ids])
    return ids[0]


def _latest(deleted: Sequence[DeletedToken]) -> list[int]:
    """Those that went last, and together: as one command deletes them."""
    return [token.id for token in deleted if token.deleted_at == deleted[0].deleted_at]
