"""Reading what the terminal must not show."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

if sys.platform != "win32":
    import termios


@contextmanager
def without_echo(source: TextIO) -> Iterator[None]:
    """Keep the terminal that SOURCE reads from showing what is typed. Where it is none, nothing would be shown."""
    if sys.platform == "win32" or not source.isatty():
        yield
        return
    before = termios.tcgetattr(source.fileno())
    silent = [*before]
    silent[3] &= ~termios.ECHO
    termios.tcsetattr(source.fileno(), termios.TCSAFLUSH, silent)
    try:
        yield
    finally:
        termios.tcsetattr(source.fileno(), termios.TCSAFLUSH, before)
