"""Times what a person sees: a program in a pty of its own, until a text is visible on the emulated screen.

The clock starts before the fork. While it runs, bytes are only collected with the moment at which they came; they are
replayed through the terminal emulator afterwards, and the first one after which the text is visible tells the time.
Programs take turns, in an order that rotates, so that a noisy machine is unfair to all alike; each round gives one
ratio to the first program, and the median of those is the result.
"""

import fcntl
import hashlib
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pat_tui.services.accounts import Identity, ensure_user
from pat_tui.services.clock import system_clock
from pat_tui.store.database import Database
from tests.terminal_screen import Emulator

COLS, ROWS = 80, 24
LIMIT_SECONDS = 60.0
READING_SECONDS = 1.0
"""How long a person is taken to look at a page before the next key."""


@dataclass(frozen=True, slots=True)
class Step:
    """A key to press, and the text that is visible once it has been answered; no key for the start of the program."""

    text: str
    keys: bytes = b""


@dataclass(frozen=True, slots=True)
class Program:
    """What is measured: a command, and the steps through it."""

    label: str
    command: Sequence[str]
    steps: Sequence[Step]


def seconds_of(program: Program) -> list[float]:
    """Run PROGRAM once; the seconds that each of its steps took. Raises RuntimeError when a text does not come."""
    start = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLS, 0, 0))
        os.execve(program.command[0], list(program.command), _environment())
    try:
        emulator, taken = Emulator(COLS, ROWS), []
        for number, step in enumerate(program.steps):
            if number:
                _read_for(terminal, emulator, READING_SECONDS)
                start = time.perf_counter()
                os.write(terminal, step.keys)
            taken.append(_until_visible(terminal, emulator, step.text) - start)
        return taken
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(terminal)


def compare(programs: Sequence[Program], rounds: int) -> list[list[list[float]]]:
    """Run PROGRAMS in turns for ROUNDS, after one that does not count; the seconds by program, round and step."""
    results: list[list[list[float]]] = [[] for _program in programs]
    for number in range(-1, rounds):
        shift = number % len(programs)
        for index in [*range(shift, len(programs)), *range(shift)]:
            taken = seconds_of(programs[index])
            if number >= 0:
                results[index].append(taken)
    return results


def ratio(
    measured: Sequence[list[float]], base: Sequence[list[float]], step: int, base_step: int | None = None
) -> float:
    """The median of the rounds' ratios of one step."""
    other = step if base_step is None else base_step
    return statistics.median(one[step] / two[other] for one, two in zip(measured, base, strict=True))


def report(title: str, rows: Sequence[tuple[str, float, float | None, float | None]]) -> int:
    """Print a table of label, seconds, ratio and target; returns 1 when a target was missed."""
    print(f"{title} (median of rounds, {COLS}x{ROWS}; load {os.getloadavg()[0]:.1f})")
    missed = 0
    for label, seconds, found, target in rows:
        verdict = "" if found is None or target is None else "ok" if found <= target else "MISSED"
        missed |= verdict == "MISSED"
        shown = "" if found is None else f"{found:6.2f}x"
        wanted = "" if target is None else f"target {target:.2f}x"
        print(f"  {label:44s} {seconds * 1000:8.1f} ms {shown:8s} {wanted:14s} {verdict}")
    return missed


def median_seconds(measured: Sequence[list[float]], step: int) -> float:
    """The median of one step's seconds."""
    return statistics.median(one[step] for one in measured)


@contextmanager
def folder_with(make: Callable[[Path], None]) -> Iterator[Path]:
    """A folder that MAKE has filled, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as name:
        make(Path(name))
        yield Path(name)


def fill_store(path: Path, tokens: int) -> None:
    """Make a store at PATH with that many tokens, written past the rules, which allow a person fifty."""
    database = Database(path, durable=False)
    user = ensure_user(database, system_clock, Identity("Ada Lovelace", "ada@example.com", "ada"))
    rows = (
        (user.id, user.id, f"token-{number:06}", hashlib.sha256(str(number).encode()).digest(), f"{number:08}",
         f"2026-{1 + number % 9:02}-{1 + number % 28:02}T00:00:00Z", "2030-01-01T00:00:00Z" if number % 3 else None)
        for number in range(tokens)
    )  # fmt: skip
    with database.transaction():
        database.connection.executemany(
            "INSERT INTO fine_grained_tokens (user_id, owner_id, name, description, secret_hash, hint,"
            " repository_access, created_at, expires_at) VALUES (?, ?, ?, '', ?, ?, 'all', ?, ?)",
            rows,
        )
    database.close()


def pat_tui(store: Path, *steps: Step, label: str) -> Program:
    """pat-tui over STORE, as it is installed beside this Python."""
    return Program(label, [str(Path(sys.executable).with_name("pat-tui")), "--db", str(store)], steps)


def python(script: Path, *steps: Step, label: str) -> Program:
    """A Python program."""
    return Program(label, [sys.executable, str(script)], steps)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "TMPDIR")}
    return kept | {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}


def _until_visible(terminal: int, emulator: Emulator, text: str) -> float:
    """Collect bytes, then replay them: the moment at which the bytes came that made TEXT visible."""
    deadline = time.perf_counter() + LIMIT_SECONDS
    while True:
        chunks = _collect(terminal, deadline)
        for moment, data in chunks:
            if answer := emulator.feed(data):
                os.write(terminal, answer)
            if any(text in line for line in emulator.lines()):
                for _moment, rest in chunks[chunks.index((moment, data)) + 1 :]:
                    emulator.feed(rest)
                return moment


def _collect(terminal: int, deadline: float) -> list[tuple[float, bytes]]:
    """What comes until nothing has come for a moment."""
    chunks: list[tuple[float, bytes]] = []
    while time.perf_counter() < deadline:
        if not select.select([terminal], [], [], 0.01 if chunks else 0.5)[0]:
            if chunks:
                return chunks
            continue
        try:
            data = os.read(terminal, 65536)
        except OSError as error:
            raise RuntimeError("the program ended") from error
        chunks.append((time.perf_counter(), data))
    raise RuntimeError("the text did not come")


def _read_for(terminal: int, emulator: Emulator, seconds: float) -> None:
    deadline = time.perf_counter() + seconds
    while (left := deadline - time.perf_counter()) > 0:
        if select.select([terminal], [], [], left)[0]:
            emulator.feed(os.read(terminal, 65536))
