"""Notices to be mailed, written in the transaction of what they tell of. `pat-tui notify` sends them."""

from pat_tui.domain.classic import ClassicToken
from pat_tui.domain.notices import Notice, NoticeKind
from pat_tui.domain.reviews import ReviewedToken
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.tokens import FineGrainedToken
from pat_tui.services.context import Context
from pat_tui.store import accounts, outbox

_DECISIONS = {
    "access_granted": NoticeKind.APPROVED,
    "request_denied": NoticeKind.DENIED,
    "access_revoked": NoticeKind.REVOKED,
}
"""What of the security log a token's user is told by mail."""


def note_created(context: Context, token: FineGrainedToken) -> None:
    """Tell the acting user of the TOKEN that was just generated."""
    notice = Notice(
        kind=NoticeKind.CREATED,
        token_kind=TokenKind.FINE_GRAINED,
        token_id=token.id,
        token_name=token.name,
        at=token.created_at,
        expires_at=token.expires_at,
        owner=token.owner_login,
    )
    outbox.add(context.database, context.acting.id, notice)


def note_classic_created(context: Context, token: ClassicToken) -> None:
    """The same of a classic TOKEN."""
    notice = Notice(
        kind=NoticeKind.CREATED,
        token_kind=TokenKind.CLASSIC,
        token_id=token.id,
        token_name=token.note,
        at=token.created_at,
        expires_at=token.expires_at,
        owner="",
    )
    outbox.add(context.database, context.acting.id, notice)


def note_decision(context: Context, action: str, token: ReviewedToken, reason: str = "") -> None:
    """Tell the user of TOKEN what the acting user decided, where ACTION, the log's name of it, is such a decision."""
    user = accounts.by_login(context.database, token.user_login)
    if user is None or action not in _DECISIONS:
        return
    notice = Notice(
        kind=_DECISIONS[action],
        token_kind=TokenKind.FINE_GRAINED,
        token_id=token.token_id,
        token_name=token.token_name,
        at=context.clock(),
        expires_at=token.expires_at,
        owner=token.organization_login,
        actor=context.acting.login,
        reason=reason,
    )
    outbox.add(context.database, user.id, notice)
