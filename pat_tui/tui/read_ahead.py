"""Rows that are read on a thread of their own until the first ones are there.

A store answers within milliseconds, and a page waits for that; one that is locked or far away must not freeze the
interface, so after `PATIENCE_SECONDS` the page says that it is loading, and the rows come when they come.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from concurrent.futures import TimeoutError as NotYet
from contextlib import suppress
from typing import Any, Generic, TypeVar

from textual.app import App

from pat_tui.domain.errors import PatTuiError
from pat_tui.tui.widgets.windowed_list import PAGE_ROWS

PATIENCE_SECONDS = 0.2

RowT = TypeVar("RowT")


class RowSource(Generic[RowT]):
    """What a list shows. Its first rows can be read ahead. What goes wrong is told, and the list is empty then.

    A subclass reads in `read_count` and `read_rows`.
    """

    def __init__(self, on_error: Callable[[PatTuiError], None]) -> None:
        """ON_ERROR is called in place of raising."""
        self._on_error = on_error
        self._first: tuple[int, Sequence[RowT]] | None = None

    def read_count(self) -> int:
        """How many there are. Raises PatTuiError."""
        raise NotImplementedError

    def read_rows(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT rows from OFFSET on. Raises PatTuiError."""
        raise NotImplementedError

    def read(self) -> None:
        """Read the count and the first rows, for the next `count` and `page` to return. Raises PatTuiError."""
        self._first = self.read_count(), self.read_rows(0, PAGE_ROWS)

    def count(self) -> int:
        """How many there are; 0 when they cannot be read."""
        if self._first is not None:
            return self._first[0]
        try:
            return self.read_count()
        except PatTuiError as error:
            self._on_error(error)
            return 0

    def page(self, offset: int, limit: int) -> Sequence[RowT]:
        """LIMIT rows from OFFSET on; none when they cannot be read."""
        if self._first is not None and (offset, limit) == (0, PAGE_ROWS):
            first, self._first = self._first, None
            return first[1]
        try:
            return self.read_rows(offset, limit)
        except PatTuiError as error:
            self._on_error(error)
            return ()


SourceT = TypeVar("SourceT", bound=RowSource[Any])


class RowReader(Generic[SourceT]):
    """One thread that reads first rows for a page, one source after the other; the one asked for last is taken."""

    def __init__(self, app: App[Any], take: Callable[[SourceT, PatTuiError | None], None]) -> None:
        """TAKE gets a source that has been read, with what went wrong if anything did; always on APP's thread."""
        self._app = app
        self._take = take
        self._executor: Executor | None = None
        self.source: SourceT | None = None
        """The one that was asked for last; None to take none that is being read."""

    def read(self, source: SourceT) -> bool:
        """Read SOURCE. Whether that was done in time; else it is taken later."""
        self.source = source
        reading = self._thread().submit(source.read)
        try:
            reading.exception(PATIENCE_SECONDS)
        except NotYet:
            reading.add_done_callback(lambda late: self._come(source, late))
            return False
        self._done(source, reading)
        return True

    def close(self) -> None:
        """Let the thread end when it has read what it is at."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _thread(self) -> Executor:
        if self._executor is None:
            from concurrent.futures import ThreadPoolExecutor

            self._executor = ThreadPoolExecutor(1, "row-reader")
        return self._executor

    def _come(self, source: SourceT, reading: Future[None]) -> None:
        with suppress(RuntimeError):  # the interface has ended meanwhile
            self._app.call_from_thread(self._done, source, reading)

    def _done(self, source: SourceT, reading: Future[None]) -> None:
        """Hand SOURCE over, unless another one has been asked for while it was read."""
        if source is not self.source:
            return
        error = reading.exception()
        if error is not None and not isinstance(error, PatTuiError):
            raise error
        self._take(source, error)
