"""How long until the list is there, with 1,000 and with 100,000 tokens, beside an app that shows one word.

The last things painted count: the newest token's row and the keys at the bottom. Targets: 1.25 and 1.3 times as long.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.harness import (
    BARE_APP,
    PAT_TUI,
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

TARGETS = {1_000: 1.25, 100_000: 1.3}
WARM_UP = 2
"""Rounds that are not counted: what is on the disk comes into memory."""


def main() -> int:
    """Measure, print, and return 1 where a target is missed."""
    count = rounds(__doc__, 21)
    with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as folder:
        return measure(Path(folder), count)


def measure(folder: Path, count: int) -> int:
    """Start each program COUNT times, in turns."""
    programs = {"bare app": (BARE_APP, make_environ(folder), shows("READY"))}
    for size in TARGETS:
        environ = make_environ(folder, make_store(folder / f"{size}.db", size))
        programs[f"{size:,} tokens"] = (PAT_TUI, environ, shows(name_of(size), "@mona", "? Help"))
    bare = Series("bare app")
    series = {f"{size:,} tokens": Series(f"{size:,} tokens", target) for size, target in TARGETS.items()}
    for round_number in range(-WARM_UP, count):
        times = {}
        for label in rotated(list(programs), round_number):
            argv, environ, sight = programs[label]
            with Program(argv, environ) as program:
                times[label] = program.first_paint(sight)
        if round_number >= 0:
            bare.add(times[bare.label])
            for label, each in series.items():
                each.add(times[label], times[bare.label])
    return 0 if report("First paint", [bare, *series.values()]) else 1


if __name__ == "__main__":
    sys.exit(main())
