"""The ends of tokens as a calendar."""

from collections.abc import Sequence

from pat_tui.domain.classic import ClassicSummary
from pat_tui.domain.icalendar import TokenEnd, calendar_text
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import TokenSummary
from pat_tui.services.context import Context
from pat_tui.store.identity import identity_of


def calendar_of(context: Context, found: Sequence[TokenSummary | ClassicSummary]) -> str:
    """A calendar, in iCalendar's form, with those of FOUND, the acting user's, that are still to end."""
    now = context.clock()
    ends = [_end(token) for token in found]
    ahead = [end for end in ends if end is not None and end.expires_at > now]
    return calendar_text(identity_of(context.database), context.acting.login, ahead)


def _end(token: TokenSummary | ClassicSummary) -> TokenEnd | None:
    if token.expires_at is None:
        return None
    if isinstance(token, ClassicSummary):
        kind, owner = TokenKind.CLASSIC, ""
    else:
        kind, owner = TokenKind.FINE_GRAINED, token.owner_login
    return TokenEnd(kind, token.id, token.name, owner, token.created_at, token.issued_at, token.expires_at)
