"""What every test stands on: a clean environment, a home of its own, fixed time zone.

The environment is cleaned while this module loads, before anything imports Textual, which reads it at import.
"""

import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
# The workers of xdist are born into the throw-away home, so the first process notes where the real one is.
REAL_HOME = Path(os.environ.setdefault("REAL_HOME_OF_TESTS", str(Path.home()))).resolve()

_LEAKS = ("TEXTUAL", "PAT_TUI", "XDG_", "TMUX", "GIT_", "CLICOLOR", "LC_")
# Without a buffer, the tests would not see what becomes of what is left in one at the end.
_LEAKS_BY_NAME = (
    *("NO_COLOR", "FORCE_COLOR", "DISPLAY", "WAYLAND_DISPLAY", "LANGUAGE", "COLUMNS", "LINES", "ESCDELAY"),
    "PYTHONUNBUFFERED",
)
_XDG = {"DATA": ".local/share", "CONFIG": ".config", "STATE": ".local/state", "CACHE": ".cache", "RUNTIME": "run"}


def _clean_environment(home: Path) -> None:
    """Forget what the person who runs the tests has set, and point everything personal into HOME."""
    if "textual" in sys.modules:
        raise RuntimeError("textual was imported before the environment was clean: a plugin does it")
    for name in list(os.environ):
        if name.startswith(_LEAKS) or name in _LEAKS_BY_NAME:
            del os.environ[name]
    for kind, folder in _XDG.items():
        path = home / folder
        path.mkdir(mode=0o700, parents=True)
        os.environ[f"XDG_{kind}_{'DIR' if kind == 'RUNTIME' else 'HOME'}"] = str(path)
    os.environ |= {"HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "LANG": "C.UTF-8", "TZ": "UTC"}
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"}
    time.tzset()


# What is started in the background is often deaf to Ctrl+C or to the end of its terminal, which programs inherit.
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGHUP, signal.SIG_DFL)

_HOME = Path(tempfile.mkdtemp(prefix="pat-tui-tests-")).resolve()
_clean_environment(_HOME)

# Every worker holds thousands of tests, and apps come and go: looking for garbage as often as Python does by default
# takes a tenth of the time. What a test wants collected, it collects.
gc.set_threshold(20_000, 20, 100)

# Caches of Python and pytest may lie in the real home when the clone, the interpreter or TMPDIR does.
_WRITABLE = tuple(Path(path).resolve() for path in (ROOT, sys.prefix, sys.base_prefix, tempfile.gettempdir()))


def _is_personal(path: object) -> bool:
    if not isinstance(path, str | bytes | os.PathLike):
        return False
    absolute = Path(os.path.abspath(os.fsdecode(path)))
    if Path("/") == REAL_HOME:  # a service account: everything would count as personal
        return False
    return absolute.is_relative_to(REAL_HOME) and not any(absolute.is_relative_to(folder) for folder in _WRITABLE)


def _guard_home(event: str, arguments: tuple[object, ...]) -> None:
    """Refuse to write a file, or to open a database, in the home of the person who runs the tests."""
    if event == "open":
        path, _mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    elif event == "sqlite3.connect":
        path, writes = arguments[0], True
    else:
        return
    if writes and _is_personal(path):
        raise PermissionError(f"a test wants to write to the real home: {os.fsdecode(str(path))}")


sys.addaudithook(_guard_home)

# Deadlines measure the machine, not the code. In CI the same examples are tried every time.
settings.register_profile("pat-tui", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "pat-tui")

pytest_plugins = ["tests.snapshots", "tests.worlds", "pytester"]


def pytest_unconfigure() -> None:
    """Remove the throw-away home. (The workers of xdist end without their exit handlers.)"""
    shutil.rmtree(_HOME, ignore_errors=True)
