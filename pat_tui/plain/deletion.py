"""Deleting tokens, and bringing them back while that goes."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pat_tui.domain.errors import NotFound
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.desk import Desk
from pat_tui.plain.kinds import Kind
from pat_tui.plain.lines import listed
from pat_tui.services.token_life import UNDO_SECONDS


@dataclass(frozen=True, slots=True)
class Deletion:
    """Tokens that are gone, all at once."""

    token_ids: tuple[int, ...]


def delete(desk: Desk, kind: Kind, token_ids: Sequence[int]) -> bool:
    """Ask, and delete the tokens; whether the person wanted that. Raises Back, Cancelled, PatTuiError."""
    life, asker = kind.life(desk.services), desk.asker
    tokens = _still_there(kind, desk, token_ids)
    question = ngettext(
        "Are you sure you want to delete this token?",
        "Are you sure you want to delete these {count} tokens?",
        len(tokens),
    ).format(count=len(tokens))
    for line in filter(None, kind.deleting_lines(tokens, desk.services)):
        asker.say(listed(line))
    if not asker.confirm(question):
        asker.say(_("Nothing has been deleted."))
        return False
    ids = tuple(token.id for token in tokens)
    names = life.delete(ids)
    gone = (
        _("Deleted personal access token “{name}”.").format(name=clean(names[0]))
        if len(names) == 1
        else _("Deleted {count} personal access tokens.").format(count=len(names))
    )
    words = ngettext(
        "Type undo within {seconds} seconds to bring it back.",
        "Type undo within {seconds} seconds to bring them back.",
        len(names),
    )
    asker.say(f"{gone} {words.format(seconds=UNDO_SECONDS)}")
    desk.deletions[kind.kind] = Deletion(ids)
    return True


def undo(desk: Desk, kind: Kind) -> None:
    """Bring the tokens of that KIND back that were deleted last, and say so. Raises NotFound, InvalidInput."""
    deletion = desk.deletions.get(kind.kind)
    if deletion is None:
        words = _("There is nothing to undo: a deletion can be undone for {seconds} seconds.")
        raise NotFound(words.format(seconds=UNDO_SECONDS))
    tokens = kind.life(desk.services).undo_delete(deletion.token_ids)
    del desk.deletions[kind.kind]
    words = ngettext(
        "“{name}” is back, with the value that it had.",
        "{count} tokens are back, with the values that they had.",
        len(tokens),
    )
    desk.asker.say(words.format(name=clean(tokens[0].name), count=len(tokens)))


def _still_there(kind: Kind, desk: Desk, token_ids: Sequence[int]) -> list[Any]:
    life, found = kind.life(desk.services), []
    for token_id in token_ids:
        with suppress(NotFound):
            found.append(life.get(token_id))
    return found or [life.get(token_ids[0])]
