"""A real program in a real terminal, for tests: keys go in, and what a person would see comes out.

    with Terminal([sys.executable, "-m", "pat_tui"], cols=80, rows=24) as terminal:
        terminal.wait_for("Personal access tokens")
        terminal.press("n")

Every wait ends when the awaited thing shows, when the program ends, or after its time limit.
"""

import os
import select
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Self

from tests.terminal_screen import Emulator

_KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
}
# The shell opens the terminal as the leader of a new session, which makes it the controlling one: a fork hook
# would do the same, but forking with hooks beside threads is refused by newer Pythons.
_LAUNCH = 'exec "$@" <>"$0" >&0 2>&0'
_SLICE = 0.2
"""Seconds between looks at whether the program still runs, while it is silent."""
_GRACE = 5
"""Seconds that a program has between closing its terminal and its end."""


class Terminal:
    """A program in a terminal of its own. Use it as a context manager: leaving ends the program."""

    def __init__(
        self, argv: Sequence[str], env: Mapping[str, str] | None = None, cols: int = 80, rows: int = 24
    ) -> None:
        """Run ARGV in a terminal of COLS by ROWS cells. ENV is laid over the environment of the tests."""
        self._emulator = Emulator(cols, rows)
        self._raw = bytearray()
        self._ended = False
        self._fd, inner = os.openpty()
        try:
            termios.tcsetwinsize(inner, (rows, cols))
            self._process = subprocess.Popen(
                ["/bin/sh", "-c", _LAUNCH, os.ttyname(inner), *argv],
                stdin=inner,
                stdout=inner,
                stderr=inner,
                env={**os.environ, **(env or {})},
                start_new_session=True,
            )
        except BaseException:
            os.close(self._fd)
            raise
        finally:
            os.close(inner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    @property
    def screen(self) -> list[str]:
        """The rows as they stand now, without the blanks at their ends."""
        return self._emulator.lines()

    @property
    def raw(self) -> bytes:
        """Everything received so far, byte for byte."""
        return bytes(self._raw)

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._process.pid

    def press(self, keys: str) -> None:
        """Press KEYS, named as in Textual and separated by blanks: `n`, `down down enter`, `ctrl+s`.

        Raises ValueError for a key that has no name here. Text goes through `write`.
        """
        self.write("".join(_sequence(key) for key in keys.split()))

    def write(self, text: str) -> None:
        """Type TEXT as it is."""
        self._answer(text.encode())

    def resize(self, cols: int, rows: int) -> None:
        """Give the terminal another size; the program gets SIGWINCH."""
        self._emulator.resize(cols, rows)
        termios.tcsetwinsize(self._fd, (rows, cols))

    def wait_for(self, text: str, timeout: float = 20) -> None:
        """Read until a row shows TEXT. Raises AssertionError with the screen after TIMEOUT seconds."""
        self.wait_until(lambda: any(text in line for line in self.screen), f"{text!r} to show", timeout)

    def wait_gone(self, text: str, timeout: float = 20) -> None:
        """Read until no row shows TEXT. Raises AssertionError with the screen after TIMEOUT seconds."""
        self.wait_until(lambda: not any(text in line for line in self.screen), f"{text!r} to go", timeout)

    def wait_until(self, condition: Callable[[], bool], what: str, timeout: float = 20) -> None:
        """Read until CONDITION holds; WHAT names it. Raises AssertionError with the screen after TIMEOUT seconds."""
        deadline = time.monotonic() + timeout
        while not condition():
            if not self._read(deadline):
                raise AssertionError(self._complaint(what, timeout))

    def exit_code(self, timeout: float = 20) -> int:
        """Wait until the program ends and return its exit code, negative for a signal.

        Raises AssertionError with the screen after TIMEOUT seconds.
        """
        deadline = time.monotonic() + timeout
        while self._read(deadline):
            pass
        try:
            return self._process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise AssertionError(self._complaint("the program to end", timeout)) from None

    def close(self) -> None:
        """End the program and what it started in its own session, if it still runs. Safe to call again."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def _read(self, deadline: float) -> bool:
        """Take in the next output. False when there will be none: the program has ended, or the time is up."""
        while not self._ended and (remaining := deadline - time.monotonic()) > 0:
            last = self._process.poll() is not None  # looked up first, so that its last words are not missed
            if select.select([self._fd], [], [], 0 if last else min(remaining, _SLICE))[0]:
                return self._receive()
            self._ended = last
        return False

    def _receive(self) -> bool:
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            data = b""
        self._ended = not data
        self._raw += data
        self._answer(self._emulator.feed(data))
        return not self._ended

    def _answer(self, data: bytes) -> None:
        while data and not self._ended:
            data = data[os.write(self._fd, data) :]

    def _end(self) -> str:
        try:  # the terminal closes a moment before the exit code is known
            return f"the program ended with {self._process.wait(_GRACE)}"
        except subprocess.TimeoutExpired:
            return "the program closed its terminal"

    def _complaint(self, what: str, timeout: float) -> str:
        state = self._end() if self._ended else f"{timeout:g} s passed"
        width = self._emulator.cols
        rows = "\n".join(f"|{line}" for line in self.screen)
        return f"Waited for {what}, but {state}. The screen:\n+{'-' * width}\n{rows}\n+{'-' * width}"


def _sequence(key: str) -> str:
    if len(key) == 1:
        return key
    if key.startswith("ctrl+") and len(key) == len("ctrl+x") and key[-1].isalpha():
        return chr(ord(key[-1].lower()) - ord("a") + 1)
    if key not in _KEYS:
        raise ValueError(f"no such key: {key!r}")
    return _KEYS[key]
