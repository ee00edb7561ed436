"""Output that outlives its terminal.

Textual's thread that writes ends with the first error, and whoever writes then waits for it for ever: an interface
whose window was closed would never come to its end in good order.
"""

from contextlib import suppress
from typing import Any

from textual.driver import Driver


class EnduringOutput:
    """FILE, but writing to a terminal that is gone is no error."""

    def __init__(self, file: Any) -> None:
        self._file = file

    def write(self, text: str) -> int:
        """Write TEXT if somebody can still see it."""
        with suppress(OSError, ValueError):
            self._file.write(text)
        return len(text)

    def flush(self) -> None:
        """Flush what was written."""
        with suppress(OSError, ValueError):
            self._file.flush()

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
