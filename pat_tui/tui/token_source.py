"""The rows of a token list."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.status import Status
from pat_tui.services.context import Context
from pat_tui.services.token_list import TokenOrder
from pat_tui.tui.read_ahead import RowSource

if TYPE_CHECKING:
    from pat_tui.domain.urgency import Span


class TokenRow(Protocol):
    """What the lists of both kinds of tokens need of a token."""

    @property
    def id(self) -> int:
        """Its own among the tokens of its kind."""
        ...

    @property
    def name(self) -> str:
        """What its user calls it."""
        ...

    @property
    def expires_at(self) -> datetime | None:
        """None for a token that never expires."""
        ...

    @property
    def last_used_at(self) -> datetime | None:
        """None for a token that was never used."""
        ...

    @property
    def removal_at(self) -> datetime:
        """When the token is removed, if nobody uses it until then."""
        ...

    def is_announced_at(self, now: datetime) -> bool:
        """Whether it is near enough to that at NOW to be said."""
        ...

    def status_at(self, now: datetime) -> Status:
        """The state at NOW."""
        ...


RowT = TypeVar("RowT", bound=TokenRow)
RowT_co = TypeVar("RowT_co", bound=TokenRow, covariant=True)


class Listed(Protocol[RowT_co]):
    """The service behind a list: that of fine-grained tokens or that of classic ones. All but `now` may raise."""

    @property
    def context(self) -> Context:
        """The store, the clock and who acts."""
        ...

    def now(self) -> datetime:
        """The present instant by the clock that all rules go by."""
        ...

    def store_version(self) -> int:
        """A number that changes when another program changes the store."""
        ...

    def count(self, text: str = "") -> int:
        """How many tokens hold TEXT."""
        ...

    def count_ending(self, text: str, span: "Span") -> int:
        """How many tokens hold TEXT and end within SPAN."""
        ...

    def count_announced(self) -> int:
        """How many tokens are removed soon, unless somebody uses them."""
        ...

    def page(
        self, order: TokenOrder, text: str, offset: int, limit: int, total: int | None = None
    ) -> Sequence[RowT_co]:
        """LIMIT rows from OFFSET on, of TOTAL where that is known."""
        ...


class TokenSource(RowSource[RowT]):
    """The acting user's tokens in an order, holding a text."""

    def __init__(
        self, tokens: Listed[RowT], order: TokenOrder, text: str, on_error: Callable[[PatTuiError], None]
    ) -> None:
        """ON_ERROR is called in place of raising."""
        super().__init__(on_error)
        self._tokens = tokens
        self._order = order
        self._text = text
        self._total: int | None = None

    def read_count(self) -> int:
        """How many there are. Raises StoreError."""
        self._total = self._tokens.count(self._text)
        return self._total

    def read_rows(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT rows from OFFSET on. Raises StoreError."""
        return self._tokens.page(self._order, self._text, offset, limit, self._total)
