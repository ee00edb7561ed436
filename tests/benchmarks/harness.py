"""What the measurements share: programs in terminals of their own, stores to open, and a table that says how it went.

Wall time of two programs tells little; their ratio in one run tells a lot. So programs take turns, round by round, and
a ratio is made within its round before the median is taken. A time ends with the arrival of the bytes after which a
terminal emulator shows the last thing that belongs to the answer, in a whole frame. While a clock runs, bytes are only
received: the emulator reads them later.
"""

import argparse
import hashlib
import os
import pty
import re
import select
import signal
import sqlite3
import statistics
import sys
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from pat_tui.store.database import Database
from tests.terminal_screen import Emulator

ROOT = Path(__file__).resolve().parents[2]
COLS, ROWS = 80, 24
PATIENCE = 30
"""Seconds after which a program is given up."""
SILENCE = 0.06
"""Seconds without a byte after which what has come is looked at."""
QUIET_LOAD = 1.5
"""Load of the machine above which the numbers are not worth much."""

PAT_TUI = [sys.executable, "-m", "pat_tui"]
BARE = """
from textual.app import App
from textual.screen import Screen
from textual.widgets import Static

class Text(Screen):
    def compose(self):
        yield Static("TEXT\\n" + "all that fits the terminal, as one widget\\n" * 22)

class Bare(App):
    def compose(self):
        yield Static("READY")

    def key_n(self):
        self.push_screen(Screen())

    def key_t(self):
        self.push_screen(Text())

    def key_escape(self):
        self.pop_screen()

Bare().run()
"""
BARE_APP = [sys.executable, "-c", BARE]
EMPTY = """
from pat_tui import settings
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.page import Page
from pat_tui.wiring import build

class Empty(Page):
    AUTO_FOCUS = ""

    def steps(self):
        return ["EMPTY"]

    def compose_page(self):
        return iter(())

PatTuiApp.open_form = lambda app: app.push_screen(Empty())
with build(settings.load()) as services:
    PatTuiApp(services).run()
"""
EMPTY_PAGE = [sys.executable, "-c", EMPTY]
"""pat-tui whose `n` opens a page with nothing in its main area."""

_STAMP = "%Y-%m-%dT%H:%M:%SZ"
_BEGIN_FRAME, _END_FRAME = b"\x1b[?2026h", b"\x1b[?2026l"
_QUESTION = re.compile(rb"\x1b\[(?:c|6n|\?(?P<mode>\d+)\$p)")
_FOREIGN = ("PYTHONDONTWRITEBYTECODE", "TEXTUAL", "PAT_TUI", "XDG_", "TMUX", "NO_COLOR", "LINES", "COLUMNS", "GIT_")

Lines = list[str]
Sight = Callable[[Lines], bool]
"""Whether the lines of a screen show what is waited for."""


def shows(*texts: str) -> Sight:
    """A sight of all TEXTS."""
    return lambda lines: all(any(text in line for line in lines) for text in texts)


class Program:
    """A program in a fresh terminal. A context manager: leaving ends it."""

    def __init__(self, argv: Sequence[str], environ: Mapping[str, str]) -> None:
        """Start ARGV with ENVIRON, nothing else; its clock starts before the fork."""
        self._emulator = Emulator(COLS, ROWS)
        self._since_frame = b""
        self._started = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            try:
                termios.tcsetwinsize(1, (ROWS, COLS))
                os.execvpe(argv[0], list(argv), environ)
            finally:
                os._exit(127)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: type[BaseException] | BaseException | TracebackType | None) -> None:
        os.kill(self._pid, signal.SIGTERM)  # an end in good order, so that it leaves a tidy store
        deadline = time.perf_counter() + PATIENCE
        while time.perf_counter() < deadline and self._receive(SILENCE):
            pass
        os.close(self._fd)
        while os.waitpid(self._pid, os.WNOHANG)[0] == 0:
            if time.perf_counter() > deadline:
                os.kill(self._pid, signal.SIGKILL)
                os.waitpid(self._pid, 0)
                break
            time.sleep(0.005)

    @property
    def lines(self) -> Lines:
        """The screen."""
        return self._emulator.lines()

    def first_paint(self, sight: Sight) -> float:
        """Seconds from the start to SIGHT. Raises AssertionError with the screen when it does not come."""
        return self._time_of([sight], self._started)[0]

    def time(self, keys: str, *sights: Sight) -> list[float]:
        """Press KEYS, as the terminal sends them; the seconds to each of SIGHTS. Raises as above."""
        self.settle()
        start = time.perf_counter()
        os.write(self._fd, keys.encode())
        return self._time_of(sights, start)

    def press(self, keys: str, sight: Sight) -> None:
        """Press KEYS and wait for SIGHT, without a clock."""
        self.time(keys, sight)

    def settle(self) -> None:
        """Wait until the program draws nothing more."""
        while received := self._receive(3 * SILENCE):
            self._show(received[1])

    def _time_of(self, sights: Sequence[Sight], start: float) -> list[float]:
        times: list[float | None] = [None] * len(sights)
        deadline = time.perf_counter() + PATIENCE
        while None in times:
            if time.perf_counter() > deadline:
                raise AssertionError("never seen; the screen:\n" + "\n".join(self.lines))
            for when, data in self._burst():
                self._show(data)
                if not self._is_whole():
                    continue
                lines = self.lines
                times = [when - start if t is None and see(lines) else t for t, see in zip(times, sights, strict=True)]
        return [each for each in times if each is not None]

    def _burst(self) -> list[tuple[float, bytes]]:
        """What comes until there is a silence."""
        burst = []
        while received := self._receive(SILENCE):
            burst.append(received)
        return burst

    def _receive(self, patience: float) -> tuple[float, bytes] | None:
        """The next bytes and when they came; None after PATIENCE seconds or at the end. Answers as a terminal must."""
        if not select.select([self._fd], [], [], patience)[0]:
            return None
        try:
            data = os.read(self._fd, 65536)
        except OSError:
            return None
        when = time.perf_counter()
        for question in _QUESTION.finditer(data):
            os.write(self._fd, _answer(question))
        return (when, data) if data else None

    def _show(self, data: bytes) -> None:
        self._emulator.feed(data)
        self._since_frame = (self._since_frame + data)[-65536:]

    def _is_whole(self) -> bool:
        return self._since_frame.rfind(_END_FRAME) >= self._since_frame.rfind(_BEGIN_FRAME)


def _answer(question: re.Match[bytes]) -> bytes:
    if question["mode"]:
        return b"\x1b[?%b;%d$y" % (question["mode"], 2 if question["mode"] == b"2026" else 0)
    return b"\x1b[1;1R" if question[0].endswith(b"n") else b"\x1b[?62;22c"


def make_environ(folder: Path, store: Path | None = None) -> dict[str, str]:
    """An environment whose home is FOLDER, with STORE as pat-tui's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    own = {"HOME": str(folder), "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**kept, **own, "LANG": "C.UTF-8", **({"PAT_TUI_DB": str(store)} if store else {})}


def name_of(number: int) -> str:
    """What the token with that number is called. The highest one is the newest."""
    return f"token-{number:06}"


def make_store(path: Path, count: int) -> Path:
    """Make a store at PATH with COUNT tokens of one user, written behind the back of the rules, and return PATH."""
    Database(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO accounts (id, login, kind, name, created_at) VALUES (1, 'mona', 'user', 'Mona Lisa', ?)",
            [datetime.now(UTC).strftime(_STAMP)],
        )
        connection.execute(
            "INSERT INTO email_addresses (address, user_id, is_primary, verified_at)"
            " VALUES ('mona@example.org', 1, 1, ?)",
            [datetime.now(UTC).strftime(_STAMP)],
        )
    add_tokens(path, count)
    return path


def add_tokens(path: Path, count: int, user_id: int = 1) -> None:
    """Add COUNT tokens of one user to the store at PATH, in the same manner."""
    now = datetime.now(UTC).replace(microsecond=0)  # a fixed day would grow old, and its tokens be removed
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO fine_grained_tokens (user_id, owner_id, name, description, secret_hash, hint,"
            " repository_access, created_at, expires_at, last_used_at) VALUES (?, ?, ?, '', ?, ?, 'public', ?, ?, ?)",
            (
                (
                    user_id,
                    user_id,
                    name_of(number),
                    hashlib.sha256(name_of(number).encode()).digest(),
                    f"{number:08}",
                    (now - timedelta(minutes=count - number)).strftime(_STAMP),
                    (now + timedelta(days=number % 300)).strftime(_STAMP) if number % 5 else None,
                    (now - timedelta(hours=number % 900)).strftime(_STAMP) if number % 3 else None,
                )
                for number in range(1, count + 1)
            ),
        )


@dataclass
class Series:
    """Times of one thing and, where there is something to compare with, of that in the same rounds; in seconds."""

    label: str
    target: float | None = None
    """The highest ratio that is good enough; None for a yardstick."""
    times: list[float] = field(default_factory=list)
    against: list[float] = field(default_factory=list)

    def add(self, seconds: float, against: float | None = None) -> None:
        """Note a round."""
        self.times.append(seconds)
        if against is not None:
            self.against.append(against)

    @property
    def ratios(self) -> list[float]:
        """The ratio of each round."""
        return [mine / other for mine, other in zip(self.times, self.against, strict=True)]

    @property
    def is_good(self) -> bool:
        """Whether the median ratio meets the target."""
        return self.target is None or statistics.median(self.ratios) <= self.target


def report(title: str, series: Sequence[Series]) -> bool:
    """Print a table of SERIES under TITLE; whether all targets are met."""
    width = max(len(each.label) for each in series)
    print(f"\n{title}")
    print(f"{'':{width}}  rounds  median ms   min ms   ratio (middle half)    target")
    for each in series:
        times = f"{len(each.times):6}  {1000 * statistics.median(each.times):9.1f}  {1000 * min(each.times):7.1f}"
        print(f"{each.label:{width}}  {times}   {_comparison(each)}".rstrip())
    return all(each.is_good for each in series)


def _comparison(series: Series) -> str:
    if not series.against:
        return " 1.00"
    low, middle, high = statistics.quantiles(series.ratios, n=4)
    ratio = f"{middle:5.2f} ({low:.2f} to {high:.2f})"
    return (
        ratio if series.target is None else f"{ratio}   ≤ {series.target:.2f} {'met' if series.is_good else 'MISSED'}"
    )


def rotated(items: Sequence[str], round_number: int) -> Iterator[str]:
    """ITEMS, with another one first in each round."""
    start = round_number % len(items)
    yield from [*items[start:], *items[:start]]


def rounds(description: str | None, default: int) -> int:
    """Read the options of a measurement: how many rounds. Says so when the machine is too busy to trust it."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("-n", type=int, default=default, metavar="ROUNDS", help=f"how many rounds ({default})")
    wanted: int = parser.parse_args().n
    load = os.getloadavg()[0]
    print(f"load {load:.2f} on {os.cpu_count()} processors" + (": BUSY, wait" if load > QUIET_LOAD else ""))
    return max(2, wanted)
