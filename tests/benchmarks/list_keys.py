"""How long a key in the list takes to be answered on the screen, with 100 and with 100,000 tokens.

Run it as `python -m tests.benchmarks.list_keys [ROUNDS]`. The keys are one row down, one screen down, and to the end.
"""

import sys
from pathlib import Path

from tests.benchmarks import harness
from tests.benchmarks.harness import Step

SIZES = (100, 100_000)


def fill(folder: Path) -> None:
    """Two stores."""
    for tokens in SIZES:
        harness.fill_store(folder / f"{tokens}.db", tokens)


def main(rounds: int) -> int:
    """Measure and print; 1 when a target was missed."""
    with harness.folder_with(fill) as folder:
        programs = [
            harness.pat_tui(folder / f"{tokens}.db", *steps(tokens), label=f"{tokens:,} tokens") for tokens in SIZES
        ]
        few, many = harness.compare(programs, rounds)
    rows: list[tuple[str, float, float | None, float | None]] = []
    for number, key in enumerate(("the order of names", "End", "Home"), start=1):
        rows.append((f"{key}, {programs[0].label}", harness.median_seconds(few, number), None, None))
        found = harness.ratio(many, few, number)
        rows.append((f"{key}, {programs[1].label}", harness.median_seconds(many, number), found, 1.2))
    return harness.report("Key to paint in the list", rows[2:])


def steps(tokens: int) -> list[Step]:
    """Open, sort by name (so that the ends of the list are known), go to the last row, and back to the first."""
    return [
        Step("? Help"),
        Step("· Name", b"sj\r"),
        Step(f"token-{tokens - 1:06}", b"G"),
        Step("▌ token-000000", b"g"),
    ]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
