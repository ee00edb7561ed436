"""The tokens of a list in groups, by how soon they end."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.urgency import Urgency, spans
from pat_tui.services.token_list import TokenOrder
from pat_tui.tui.token_source import Listed, RowT, TokenSource
from pat_tui.tui.widgets.cursor_view import Heading


class GroupedTokens(TokenSource[RowT]):
    """The acting user's tokens that hold a text, those that end first on top, with a heading above each group."""

    def __init__(self, tokens: Listed[RowT], text: str, on_error: Callable[[PatTuiError], None]) -> None:
        """ON_ERROR is called in place of raising."""
        super().__init__(tokens, TokenOrder.EXPIRES, text, on_error)
        self._headings: Sequence[Heading] = ()

    def read_count(self) -> int:
        """How many there are, and how many in each group. Raises StoreError."""
        self._headings = ()
        count = super().read_count()
        self._headings = tuple(self._groups(count, self._tokens.now()))
        return count

    def headings(self) -> Sequence[Heading]:
        """What stands above the groups that have a token."""
        return self._headings

    def _groups(self, count: int, now: datetime) -> Iterator[Heading]:
        first = 0
        for urgency, span in spans(now).items():
            number = min(self._tokens.count_ending(self._text, span), count - first)
            if number:
                yield Heading(first, f"{urgency.label} · {number}")
                first += number
        if first < count:
            yield Heading(first, f"{Urgency.NEVER.label} · {count - first}")
