"""The rows of an organization's requests or tokens, a page at a time, as its owner filters and sorts them."""

from collections.abc import Callable, Sequence
from typing import Generic, Protocol, TypeVar

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.reviews import ReviewedToken, ReviewFilter, ReviewOrder
from pat_tui.services.requests import Window

RowT = TypeVar("RowT", bound=ReviewedToken)
RowT_co = TypeVar("RowT_co", bound=ReviewedToken, covariant=True)
_FIRST_ROWS = 64
"""As many as the list asks for at once."""


class Reader(Protocol[RowT_co]):
    """How the rows are read. Both raise PatTuiError."""

    def count(self, wanted: ReviewFilter) -> int:
        """How many WANTED lets through."""
        ...

    def rows(self, window: Window) -> Sequence[RowT_co]:
        """The rows of WINDOW."""
        ...


class ReviewSource(Generic[RowT]):
    """What a list shows. What goes wrong is told, and the list is empty then."""

    def __init__(
        self, reader: Reader[RowT], wanted: ReviewFilter, order: ReviewOrder, on_error: Callable[[PatTuiError], None]
    ) -> None:
        """ON_ERROR is called in place of raising."""
        self._reader = reader
        self._wanted = wanted
        self._order = order
        self._on_error = on_error
        self._first: tuple[int, Sequence[RowT]] | None = None

    def read(self) -> None:
        """Read the count and the first rows, for the next `count` and `page` to return. Raises PatTuiError."""
        count = self._reader.count(self._wanted)
        self._first = count, self._reader.rows(Window(self._wanted, self._order, 0, _FIRST_ROWS))

    def count(self) -> int:
        """How many there are; 0 when they cannot be read."""
        if self._first is not None:
            return self._first[0]
        try:
            return self._reader.count(self._wanted)
        except PatTuiError as error:
            self._on_error(error)
            return 0

    def page(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT rows from OFFSET on; none when they cannot be read."""
        if self._first is not None and (offset, limit) == (0, _FIRST_ROWS):
            first, self._first = self._first, None
            return first[1]
        try:
            return self._reader.rows(Window(self._wanted, self._order, offset, limit))
        except PatTuiError as error:
            self._on_error(error)
            return ()

    def all(self) -> Sequence[RowT]:
        """Every row; none when they cannot be read."""
        try:
            return self._reader.rows(Window(self._wanted, self._order))
        except PatTuiError as error:
            self._on_error(error)
            return ()
