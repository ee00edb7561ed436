"""The list of the acting user's classic tokens: all that its page needs at first, and nothing that would delay it."""

from datetime import datetime
from typing import TYPE_CHECKING

from pat_tui.domain.classic import ClassicSummary
from pat_tui.domain.unused import ANNOUNCED
from pat_tui.services.context import Context
from pat_tui.store import classic_list
from pat_tui.store.token_list import TokenOrder

if TYPE_CHECKING:
    from pat_tui.domain.urgency import Span

__all__ = ["ListedClassicTokens", "TokenOrder"]


class ListedClassicTokens:
    """The rows of the list, in an order, holding a text. The same methods as `ListedTokens` has."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def now(self) -> datetime:
        """The present instant by the clock that all rules go by."""
        return self.context.clock()

    def store_version(self) -> int:
        """A number that changes when another program changes the store."""
        return self.context.database.data_version()

    def count(self, text: str = "") -> int:
        """How many tokens hold TEXT in their note or scopes."""
        return classic_list.count(self.context.database, self.context.acting.id, text)

    def count_ending(self, text: str, span: "Span") -> int:
        """How many tokens hold TEXT and end within SPAN."""
        from pat_tui.domain.secrets import TokenKind
        from pat_tui.store.expiring import count_ending

        return count_ending(self.context.database, TokenKind.CLASSIC, self.context.acting.id, text, span)

    def count_announced(self) -> int:
        """How many tokens are removed soon, unless somebody uses them."""
        from pat_tui.store.unused_tokens import UnusedKind, count_removed_by

        soon = self.context.clock() + ANNOUNCED
        return count_removed_by(self.context.database, UnusedKind.CLASSIC, self.context.acting.id, soon)

    def page(
        self, order: TokenOrder, text: str, offset: int, limit: int, total: int | None = None
    ) -> list[ClassicSummary]:
        """LIMIT rows of the list from OFFSET on. With TOTAL, their number, the end is as near as the start."""
        return classic_list.page(self.context.database, self.context.acting.id, order, text, offset, limit, total)
