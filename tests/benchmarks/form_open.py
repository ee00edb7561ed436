"""How long from `n` to the form, beside an app that pushes an empty screen on the same key. Target: twice as long.

The form counts as open when all that fits the terminal is painted. The first form of a process is told apart from later
ones: it has modules to import.

Two yardsticks say how much of it is the toolkit's: a screen of one widget that shows a terminal full of text, in the
bare app, and a page of pat-tui with breadcrumb, sidebar and keys around nothing. The form is told against
that page as well.
"""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.benchmarks.harness import (
    BARE_APP,
    EMPTY_PAGE,
    PAT_TUI,
    Program,
    Series,
    Sight,
    make_environ,
    make_store,
    name_of,
    report,
    rounds,
    shows,
)

SIZE = 1_000
TARGET = 2.0
LATER = 3
"""How often the form is opened again in each process."""
READY, LIST = shows("READY"), shows(name_of(SIZE), "@mona", "? Help")
TEXT, SHELL = shows("TEXT"), shows("EMPTY", "@mona", "? Help")
OPEN = shows("Token name", "Repository access", "^s Generate")


def main() -> int:
    """Measure, print, and return 1 where the target is missed."""
    count = rounds(__doc__, 15)
    with tempfile.TemporaryDirectory(prefix="pat-tui-benchmark-") as folder:
        return measure(Path(folder), count)


def measure(folder: Path, count: int) -> int:
    """Open screen and form in COUNT pairs of fresh processes, and again some times in each."""
    environ = make_environ(folder, make_store(folder / "store.db", SIZE))
    empty, empty_again = Series("empty screen, first"), Series("empty screen, again")
    form, form_again = Series("form, first", TARGET), Series("form, again", TARGET)
    text, shell = Series("bare screen full of text"), Series("empty page of pat-tui")
    inside, inside_again = Series("form, first, against that page"), Series("form, again, against that page")
    for round_number in range(-1, count):  # the first round is not counted
        with (
            Program(BARE_APP, environ) as bare,
            Program(PAT_TUI, environ) as pat_tui,
            Program(EMPTY_PAGE, environ) as empty_page,
        ):
            bare.first_paint(READY)
            pat_tui.first_paint(LIST)
            empty_page.first_paint(LIST)
            for opening in range(1 + LATER):
                (screen,) = _open_and_close(bare, lambda lines: not READY(lines), back=READY)
                (full,) = _open_and_close(bare, TEXT, key="t", back=READY)
                (around,) = _open_and_close(empty_page, SHELL, back=LIST)
                (whole,) = _open_and_close(pat_tui, OPEN, back=LIST)
                if round_number >= 0:
                    (empty_again if opening else empty).add(screen)
                    (form_again if opening else form).add(whole, screen)
                    (inside_again if opening else inside).add(whole, around)
                    text.add(full, screen)
                    shell.add(around, screen)
    title = "From n to the form, against an empty screen of a bare app"
    return 0 if report(title, [empty, form, empty_again, form_again, text, shell, inside, inside_again]) else 1


def _open_and_close(program: Program, *sights: Sight, back: Sight, key: str = "n") -> list[float]:
    times = program.time(key, *sights)
    program.press("\x1b", back)
    return times


if __name__ == "__main__":
    sys.exit(main())
