"""How long `pat-tui` takes to show its first page, with 1,000 and with 100,000 tokens, against a bare Textual program.

Run it as `python -m tests.benchmarks.first_paint [ROUNDS]`. What counts is the last thing that is painted: the footer.
"""

import sys
from pathlib import Path

from tests.benchmarks import harness

BARE = """
from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("BARE")


Bare().run()
"""


def fill(folder: Path) -> None:
    """The bare program, and two stores."""
    (folder / "bare.py").write_text(BARE)
    harness.fill_store(folder / "1k.db", 1_000)
    harness.fill_store(folder / "100k.db", 100_000)


def main(rounds: int) -> int:
    """Measure and print; 1 when a target was missed."""
    with harness.folder_with(fill) as folder:
        page = harness.Step("? Help")
        programs = [
            harness.python(folder / "bare.py", harness.Step("BARE"), label="bare Textual program"),
            harness.pat_tui(folder / "1k.db", page, label="pat-tui, 1,000 tokens"),
            harness.pat_tui(folder / "100k.db", page, label="pat-tui, 100,000 tokens"),
        ]
        bare, few, many = harness.compare(programs, rounds)
    return harness.report(
        "First paint",
        [
            (programs[0].label, harness.median_seconds(bare, 0), None, None),
            (programs[1].label, harness.median_seconds(few, 0), harness.ratio(few, bare, 0), 1.25),
            (programs[2].label, harness.median_seconds(many, 0), harness.ratio(many, bare, 0), 1.3),
        ],
    )


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 15))
