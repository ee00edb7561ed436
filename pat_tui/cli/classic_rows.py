"""Classic tokens as `pat-tui token list --classic` writes them: a line or an object each. Never a secret or a hash."""

from datetime import datetime, tzinfo

from pat_tui.cli.output import Value, instant
from pat_tui.cli.token_rows import day_or_never, unused_or_status
from pat_tui.domain.classic import ClassicSummary
from pat_tui.i18n import _

_SCOPES_WIDTH = 28
"""How many characters of the scopes the table shows; `show` and JSON have them all."""


def headings() -> tuple[str, ...]:
    """What stands over the cells of `row`."""
    return (_("ID"), _("STATUS"), _("EXPIRES"), _("LAST USED"), _("SCOPES"), _("NOTE"))


def row(token: ClassicSummary, now: datetime, zone: tzinfo | None) -> tuple[str, ...]:
    """The cells of a line of the list; the note, which alone is free text, comes last."""
    scopes = token.scopes_text or _("none")
    return (
        str(token.id),
        unused_or_status(token, now),
        day_or_never(token.expires_at, zone),
        day_or_never(token.last_used_at, zone),
        scopes if len(scopes) <= _SCOPES_WIDTH else scopes[: _SCOPES_WIDTH - 1].rstrip(", ") + "…",
        token.note,
    )


def summary_json(token: ClassicSummary, now: datetime) -> dict[str, Value]:
    """What the list knows of a token. Instants are UTC; null: never."""
    return {
        "id": token.id,
        "note": token.note,
        "scopes": list(token.scopes),
        "status": token.status_at(now).name.lower(),
        "created_at": instant(token.created_at),
        "expires_at": instant(token.expires_at),
        "last_used_at": instant(token.last_used_at),
        "removal_at": instant(token.removal_at),
        "not_authorized_for": list(token.not_authorized_for),
    }
