"""Fine-grained tokens as `pat-tui token list` writes them: a line, or an object, each. Never a secret, never a hash."""

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from pat_tui.cli.output import Value, instant
from pat_tui.domain.dates import local_day
from pat_tui.domain.status import Status, TokenSummary
from pat_tui.i18n import _

if TYPE_CHECKING:
    from pat_tui.domain.classic import ClassicSummary


def status_word(status: Status) -> str:
    """The word on the badge, and one for the status that has none."""
    return status.badge or _("Active")


def row(token: TokenSummary, now: datetime, zone: tzinfo | None) -> tuple[str, ...]:
    """The cells of a line of the list; the name, which alone is free text, comes last."""
    return (
        str(token.id),
        token.owner_login,
        _with_sso(token, now),
        day_or_never(token.expires_at, zone),
        day_or_never(token.last_used_at, zone),
        token.name,
    )


def _with_sso(token: TokenSummary, now: datetime) -> str:
    """The word for its state, and whether single sign-on keeps the token out all the same."""
    word = unused_or_status(token, now)
    is_kept_out = token.sso_text and token.status_at(now) is not Status.EXPIRED
    return _("{status}, no SSO").format(status=word) if is_kept_out else word


def day_or_never(instant: datetime | None, zone: tzinfo | None) -> str:
    """The local day of an instant, as `2026-01-20`."""
    return _("never") if instant is None else local_day(instant, zone).isoformat()


def headings() -> tuple[str, ...]:
    """What stands over the cells of `row`."""
    return (_("ID"), _("OWNER"), _("STATUS"), _("EXPIRES"), _("LAST USED"), _("NAME"))


def unused_or_status(token: "TokenSummary | ClassicSummary", now: datetime) -> str:
    """The state in a word; of a working token that is to go because nobody uses it, that."""
    status = token.status_at(now)
    return _("Unused") if status is Status.ACTIVE and token.is_announced_at(now) else status_word(status)


def summary_json(token: TokenSummary, now: datetime) -> dict[str, Value]:
    """What the list knows of a token. Instants are UTC; null: never."""
    return {
        "id": token.id,
        "name": token.name,
        "owner": token.owner_login,
        "status": token.status_at(now).name.lower(),
        "created_at": instant(token.created_at),
        "expires_at": instant(token.expires_at),
        "last_used_at": instant(token.last_used_at),
        "single_sign_on": token.sso.value,
        "removal_at": instant(token.removal_at),
    }
