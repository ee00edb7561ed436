"""How long `pat-tui token list` takes from a cold start, against a Python that only imports SQLite.

    python tests/benchmarks/cold_list.py [-n ROUNDS]

Both are processes of the same interpreter, by turns; a ratio is made within its round. Both have their bytecode, as
installed programs do: it is made before the clock runs.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.benchmarks.harness import ROOT, Series, make_environ, make_store, report, rotated, rounds

TARGET = 4.0
TOKENS = 50
"""As many as a user may have."""
WARM_UP = 3
# What the installed script of that name does, without the folder of a virtual environment to look for.
PAT_TUI = [sys.executable, "-c", "import sys; sys.argv[0] = 'pat-tui'; from pat_tui.main import main; main()"]
PROGRAMS = {
    "import sqlite3": [sys.executable, "-c", "import sqlite3"],
    "token list": [*PAT_TUI, "token", "list"],
    "token list --json": [*PAT_TUI, "token", "list", "--json"],
}
YARDSTICK, MEASURED = "import sqlite3", "token list"


def seconds(argv: list[str], environ: Mapping[str, str]) -> float:
    """How long ARGV runs. Raises CalledProcessError where it fails."""
    start = time.perf_counter()
    subprocess.run(argv, env=environ, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def main() -> int:
    """Measure, and return 0 if the target is met."""
    count = rounds(__doc__, 30)
    with tempfile.TemporaryDirectory(prefix="pat-tui-cold-") as folder:
        bytecode = {"PYTHONPYCACHEPREFIX": os.path.join(folder, "bytecode"), "PYTHONDONTWRITEBYTECODE": ""}
        environ = make_environ(Path(folder), make_store(Path(folder) / "store.db", TOKENS)) | bytecode
        subprocess.run([sys.executable, "-m", "compileall", "-q", ROOT / "pat_tui"], env=environ, check=True)
        series = {label: Series(label, TARGET if label == MEASURED else None) for label in PROGRAMS}
        for round_number in range(-WARM_UP, count):
            times = {label: seconds(PROGRAMS[label], environ) for label in rotated(list(PROGRAMS), round_number)}
            for label, each in series.items() if round_number >= 0 else ():
                each.add(times[label], None if label == YARDSTICK else times[YARDSTICK])
    return 0 if report("Cold token list", list(series.values())) else 1


if __name__ == "__main__":
    sys.exit(main())
