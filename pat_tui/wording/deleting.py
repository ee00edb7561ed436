"""What the dialog says that asks before tokens are deleted."""

from collections.abc import Iterator, Sequence

from pat_tui.domain.dates import expiry_text, last_used_text
from pat_tui.domain.deploy_keys import go_along_lines
from pat_tui.domain.permissions import groups_for
from pat_tui.domain.sentences import permission_sentences, repository_lines
from pat_tui.domain.status import Grant, Status
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.i18n import _, ngettext
from pat_tui.services.token_life import UNDO_SECONDS, TokenLife


def lines_for(tokens: Sequence[FineGrainedToken], life: TokenLife) -> list[str]:
    """Which TOKENS they are, when they were last used, what will stop working, and how long there is a way back."""
    lines = _one(tokens[0], life) if len(tokens) == 1 else _several(tokens, life)
    keys = go_along_lines([key for token in tokens for key in life.deploy_keys(token.id)], len(tokens))
    return [*lines, *(["", *keys] if keys else []), "", way_back()]


def way_back() -> str:
    """How long there is a way back."""
    words = ngettext("For {seconds} second you can undo it.", "For {seconds} seconds you can undo it.", UNDO_SECONDS)
    return words.format(seconds=UNDO_SECONDS)


def _one(token: FineGrainedToken, life: TokenLife) -> Iterator[str]:
    now = life.now()
    yield token.name
    yield _("Resource owner: {owner}").format(owner=token.owner_login)
    yield expiry_text(token.expires_at, now, life.context.zone)
    yield last_used_text(token.last_used_at, now)
    yield ""
    if token.status_at(now) is Status.EXPIRED:
        yield _("It has expired: nothing works with it any more.")
    elif token.grant is not Grant.GRANTED:
        yield _("Any scripts or applications using it will stop working at once. It reads public things only.")
    else:
        yield _("Any scripts or applications using it will stop working at once. They lose:")
        yield from (f"  {line}" for line in _reach(token, life))


def _reach(token: FineGrainedToken, life: TokenLife) -> Iterator[str]:
    yield from repository_lines(token)
    for group in groups_for(token.owner_kind):
        yield from permission_sentences(token.permissions, group, life.permissions)


def _several(tokens: Sequence[FineGrainedToken], life: TokenLife) -> Iterator[str]:
    now = life.now()
    for token in tokens:
        status = token.status_at(now)
        facts = [token.name, token.owner_login, *([status.badge] if status.badge else [])]
        yield " · ".join(facts)
        yield f"  {last_used_text(token.last_used_at, now)}"
    yield ""
    yield _("Any scripts or applications using them will stop working at once.")
