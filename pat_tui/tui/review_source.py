"""The rows of an organization's requests or tokens, a page at a time, as its owner filters and sorts them."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.reviews import ReviewedToken, ReviewFilter, ReviewOrder
from pat_tui.services.requests import Window
from pat_tui.tui.read_ahead import RowSource

RowT = TypeVar("RowT", bound=ReviewedToken)
RowT_co = TypeVar("RowT_co", bound=ReviewedToken, covariant=True)


class Reader(Protocol[RowT_co]):
    """How the rows are read. Both raise PatTuiError."""

    def count(self, wanted: ReviewFilter) -> int:
        """How many WANTED lets through."""
        ...

    def rows(self, window: Window) -> Sequence[RowT_co]:
        """The rows of WINDOW."""
        ...


class ReviewSource(RowSource[RowT]):
    """What a list shows."""

    def __init__(
        self, reader: Reader[RowT], wanted: ReviewFilter, order: ReviewOrder, on_error: Callable[[PatTuiError], None]
    ) -> None:
        """ON_ERROR is called in place of raising."""
        super().__init__(on_error)
        self._reader = reader
        self._wanted = wanted
        self._order = order

    def read_count(self) -> int:
        """How many there are. Raises PatTuiError."""
        return self._reader.count(self._wanted)

    def read_rows(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT rows from OFFSET on. Raises PatTuiError."""
        return self._reader.rows(Window(self._wanted, self._order, offset, limit))

    def all(self) -> Sequence[RowT]:
        """Every row; none when they cannot be read."""
        try:
            return self._reader.rows(Window(self._wanted, self._order))
        except PatTuiError as error:
            self._on_error(error)
            return ()
