"""The rows of a token list, read on a thread of their own until the first ones are there.

A store answers within milliseconds, and the list waits for that; one that is locked or far away must not freeze the
interface, so after `PATIENCE_SECONDS` the list says that it is loading, and the rows come when they come.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from pat_tui.domain.errors import StoreError
from pat_tui.domain.status import Status
from pat_tui.services.context import Context
from pat_tui.services.token_list import TokenOrder

PATIENCE_SECONDS = 0.2
FIRST_ROWS = 64
"""As many as the list asks for at once."""


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

    def page(
        self, order: TokenOrder, text: str, offset: int, limit: int, total: int | None = None
    ) -> Sequence[RowT_co]:
        """LIMIT rows from OFFSET on, of TOTAL where that is known."""
        ...


class TokenSource(Generic[RowT]):
    """The acting user's tokens in an order, holding a text. What goes wrong is told, and the list is empty then."""

    def __init__(
        self, tokens: Listed[RowT], order: TokenOrder, text: str, on_error: Callable[[StoreError], None]
    ) -> None:
        """ON_ERROR is called in place of raising."""
        self._tokens = tokens
        self._order = order
        self._text = text
        self._on_error = on_error
        self._total = 0
        self._first: tuple[int, Sequence[RowT]] | None = None

    def read(self) -> None:
        """Read the count and the first rows, for the next `count` and `page` to return. Raises StoreError."""
        count = self._tokens.count(self._text)
        self._first = count, self._tokens.page(self._order, self._text, 0, FIRST_ROWS)

    def count(self) -> int:
        """How many there are; 0 when the store fails."""
        if self._first is not None:
            self._total = self._first[0]
            return self._total
        try:
            self._total = self._tokens.count(self._text)
            return self._total
        except StoreError as error:
            self._on_error(error)
            return 0

    def page(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT rows from OFFSET on; none when the store fails."""
        if self._first is not None and (offset, limit) == (0, FIRST_ROWS):
            first, self._first = self._first, None
            return first[1]
        try:
            return self._tokens.page(self._order, self._text, offset, limit, self._total)
        except StoreError as error:
            self._on_error(error)
            return []


class TokenReader:
    """One thread that reads first rows, one source after the other."""

    def __init__(self) -> None:
        from concurrent.futures import ThreadPoolExecutor

        self._executor = ThreadPoolExecutor(1, "token-reader")

    def read(self, source: TokenSource[RowT], later: Callable[[Future[None]], None]) -> Future[None] | None:
        """Read SOURCE. Returns the outcome if it comes in time; else None, and LATER gets it, on the other thread."""
        reading = self._executor.submit(source.read)
        try:
            reading.exception(PATIENCE_SECONDS)
        except NotYet:
            reading.add_done_callback(later)
            return None
        return reading

    def close(self) -> None:
        """Let the thread end when it has read what it is at."""
        self._executor.shutdown(wait=False, cancel_futures=True)
