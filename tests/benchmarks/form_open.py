"""How long the form takes to open, against an empty screen that a bare Textual program pushes at the same key.

Run it as `python -m tests.benchmarks.form_open [ROUNDS]`. Two moments count: when the first field can be typed into,
and when everything that the first screen holds is there. A person looks at the list for a second before the key.
"""

import sys
from pathlib import Path

from tests.benchmarks import harness
from tests.benchmarks.harness import Step

BARE = """
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static


class Empty(Screen[None]):
    def compose(self) -> ComposeResult:
        yield Static("EMPTY")


class Bare(App[None]):
    BINDINGS = [("n", "open", "open")]

    def compose(self) -> ComposeResult:
        yield Static("BARE")

    def action_open(self) -> None:
        self.push_screen(Empty())


Bare().run()
"""


def fill(folder: Path) -> None:
    """The bare program, and a store."""
    (folder / "bare.py").write_text(BARE)
    harness.fill_store(folder / "store.db", 100)


def main(rounds: int) -> int:
    """Measure and print; 1 when a target was missed."""
    with harness.folder_with(fill) as folder:
        programs = [
            harness.python(folder / "bare.py", Step("BARE"), Step("EMPTY", b"n"), label="empty screen"),
            harness.pat_tui(folder / "store.db", Step("? Help"), Step("Token name", b"n"), label="form, first field"),
            harness.pat_tui(
                folder / "store.db", Step("? Help"), Step("Resource owner", b"n"), label="form, whole screen"
            ),
        ]
        empty, first, whole = harness.compare(programs, rounds)
    return harness.report(
        "Opening the form",
        [
            (programs[0].label, harness.median_seconds(empty, 1), None, None),
            (programs[1].label, harness.median_seconds(first, 1), harness.ratio(first, empty, 1), 2.0),
            (programs[2].label, harness.median_seconds(whole, 1), harness.ratio(whole, empty, 1), None),
        ],
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
