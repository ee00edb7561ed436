"""What the dialog says that asks before classic tokens are deleted."""

from collections.abc import Iterator, Sequence

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.dates import classic_expiry_text, last_used_text
from pat_tui.domain.deploy_keys import go_along_lines
from pat_tui.domain.status import Status
from pat_tui.i18n import _
from pat_tui.services.classic_tokens import ClassicTokens
from pat_tui.wording.classic_state import scopes_text
from pat_tui.wording.deleting import way_back


def lines_for(chosen: Sequence[ClassicToken], tokens: ClassicTokens) -> list[str]:
    """Which tokens CHOSEN are, when they were last used, what will stop working, and how long there is a way back."""
    lines = _one(chosen[0], tokens) if len(chosen) == 1 else _several(chosen, tokens)
    keys = go_along_lines([key for token in chosen for key in tokens.deploy_keys(token.id)], len(chosen))
    return [*lines, *(["", *keys] if keys else []), "", way_back()]


def _one(token: ClassicToken, tokens: ClassicTokens) -> Iterator[str]:
    now = tokens.now()
    yield token.note
    yield classic_expiry_text(token.expires_at, now, tokens.context.zone)
    yield last_used_text(token.last_used_at, now)
    yield ""
    if token.status_at(now) is Status.EXPIRED:
        yield _("It has expired: nothing works with it any more.")
    elif not token.scopes:
        yield _("Any scripts or applications using it will stop working at once. It reads public things only.")
    else:
        yield _("Any scripts or applications using it will stop working at once. They lose:")
        for scope in token.scopes:
            label = tokens.scopes[scope].description if scope in tokens.scopes else ""
            yield _("  {scope}: {label}").format(scope=scope, label=label) if label else f"  {scope}"


def _several(chosen: Sequence[ClassicToken], tokens: ClassicTokens) -> Iterator[str]:
    now = tokens.now()
    for token in chosen:
        badge = token.status_at(now).badge
        yield " · ".join([token.note, *([badge] if badge else [])])
        yield f"  {scopes_text(token.scopes)}"
        yield f"  {last_used_text(token.last_used_at, now)}"
    yield ""
    yield _("Any scripts or applications using them will stop working at once.")
