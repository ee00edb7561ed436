"""The list of the acting user's fine-grained tokens: all that the first page needs, and nothing that would delay it."""

from datetime import datetime

from pat_tui.domain.status import TokenSummary
from pat_tui.domain.unused import ANNOUNCED
from pat_tui.services.context import Context
from pat_tui.store import token_list
from pat_tui.store.token_list import TokenOrder

__all__ = ["ListedTokens", "TokenOrder"]


class ListedTokens:
    """The rows of the list, in an order, holding a text."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def now(self) -> datetime:
        """The present instant by the clock that all rules go by."""
        return self.context.clock()

    def store_version(self) -> int:
        """A number that changes when another program changes the store."""
        return self.context.database.data_version()

    def count(self, text: str = "") -> int:
        """How many tokens hold TEXT in their name or resource owner."""
        return token_list.count(self.context.database, self.context.acting.id, text)

    def count_announced(self) -> int:
        """How many tokens are removed soon, unless somebody uses them."""
        from pat_tui.store.unused_tokens import UnusedKind, count_removed_by

        soon = self.context.clock() + ANNOUNCED
        return count_removed_by(self.context.database, UnusedKind.FINE_GRAINED, self.context.acting.id, soon)

    def page(
        self, order: TokenOrder, text: str, offset: int, limit: int, total: int | None = None
    ) -> list[TokenSummary]:
        """LIMIT rows of the list from OFFSET on. With TOTAL, their number, the end is as near as the start."""
        return token_list.page(self.context.database, self.context.acting.id, order, text, offset, limit, total)
