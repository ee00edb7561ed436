"""How long from a key to its answer in the list, with 100,000 tokens beside 100. Target: 1.2 times as long.

Both lists are open at the same time and get the same keys in turns. The answer is there when the cursor stands on
another token, in a whole frame.
"""

import re
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.harness import (
    PAT_TUI,
    Lines,
    Program,
    Series,
    make_environ,
    make_store,
    name_of,
    report,
    rotated,
    rounds,
    shows,
)

SMALL, LARGE = 100, 100_000
TARGET = 1.2
KEYS = {
    "down": "\x1b[B",
    "page down": "\x1b[6~",
    "end": "\x1b[F",
    "up": "\x1b[A",
    "page up": "\x1b[5~",
    "home": "\x1b[H",
}
"""In this order each of them moves the cursor, and the last one brings it back."""


def main() -> int:
    """Measure, print, and return 1 where the target is missed."""
    count = rounds(__doc__, 21)
    with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as folder:
        return measure(Path(folder), count)


def measure(folder: Path, count: int) -> int:
    """Press each key COUNT times in both lists, in turns."""
    small = Series(f"all keys, {SMALL:,} tokens")
    every = Series(f"all keys, {LARGE:,} tokens", TARGET)
    by_key = {key: Series(f"  {key}", TARGET) for key in KEYS}
    with ExitStack() as stack:
        programs = {str(size): stack.enter_context(_open(folder, size)) for size in (SMALL, LARGE)}
        for round_number in range(-1, count):  # the first round is not counted
            for key, sequence in KEYS.items():
                times = {}
                for size in rotated(list(programs), round_number):
                    times[size] = _time_of(programs[size], sequence)
                if round_number >= 0:
                    small.add(times[str(SMALL)])
                    every.add(times[str(LARGE)], times[str(SMALL)])
                    by_key[key].add(times[str(LARGE)], times[str(SMALL)])
    title = "Key to paint in the list; each key with 100,000 tokens against the same with 100"
    return 0 if report(title, [small, every, *by_key.values()]) else 1


def _open(folder: Path, size: int) -> Program:
    program = Program(PAT_TUI, make_environ(folder, make_store(folder / f"{size}.db", size)))
    program.first_paint(shows(name_of(size), "@mona", "? Help"))
    return program


def _time_of(program: Program, sequence: str) -> float:
    program.settle()
    before = _under_cursor(program.lines)
    return program.time(sequence, lambda lines: _under_cursor(lines) not in (before, None))[0]


def _under_cursor(lines: Lines) -> str | None:
    return next((match[1] for line in lines if (match := re.search(r"▌ (token-\d+)", line))), None)


if __name__ == "__main__":
    sys.exit(main())
