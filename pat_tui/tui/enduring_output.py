"""Output that outlives its terminal.

Textual's thread that writes ends with the first error, and whoever writes then waits for it for ever: an interface
whose window was closed would never come to its end in good order.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from textual.driver import Driver

_GONE = (errno.EIO, errno.EPIPE, errno.ENXIO)


class EnduringOutput:
    """FILE, but writing to a terminal that is gone is no error."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write TEXT if somebody can still see it."""
        with self._enduring():
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        with self._enduring():
            self._file.flush()

    @contextmanager
    def _enduring(self) -> Iterator[None]:
        try:
            yield
        except ValueError:  # closed
            return
        except OSError as error:
            if error.errno in _GONE:
                self._let_go()

    def _let_go(self) -> None:
        """Send what is buffered nowhere: Python would fail at it on its way out, and end with a status of its own."""
        with suppress(OSError, ValueError), open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), self._file.fileno())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def enduring(driver: type[Driver]) -> type[Driver]:
    """DRIVER, with such an output."""

    class EnduringDriver(driver):  # type: ignore[misc, valid-type]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            file: Any = getattr(self, "_file", None)
            if file is not None:
                self._file = EnduringOutput(file)

    return EnduringDriver
