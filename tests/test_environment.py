"""Tests neither see nor touch what belongs to the person who runs them."""

import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.conftest import REAL_HOME


def test_the_home_is_a_throw_away() -> None:
    """Home, data, configuration, state and cache lie in a temporary folder, for this process and its children."""
    homes = [Path.home(), *(Path(os.environ[f"XDG_{kind}_HOME"]) for kind in ("DATA", "CONFIG", "STATE", "CACHE"))]
    assert all(home.is_relative_to(Path(tempfile.gettempdir()).resolve()) for home in homes)
    child = [sys.executable, "-c", "import pathlib; print(pathlib.Path.home())"]
    assert subprocess.check_output(child, text=True).strip() == str(homes[0])


def test_personal_settings_are_forgotten() -> None:
    """Nothing that changes pictures, the clipboard or which repository git works in comes from outside."""
    assert not [name for name in os.environ if name.startswith(("TEXTUAL", "TMUX", "PAT_TUI", "GIT_DIR"))]
    assert not os.environ.keys() & {"NO_COLOR", "DISPLAY", "WAYLAND_DISPLAY"}
    assert time.tzname[0] == "UTC"


@pytest.mark.skipif(Path("/") == REAL_HOME, reason="a service account without a home")
def test_writing_to_the_real_home_is_refused() -> None:
    """A test that goes around the environment is stopped before it changes a file or opens a store."""
    path = REAL_HOME / ".local" / "share" / "pat-tui" / "store.db"
    with pytest.raises(PermissionError, match="real home"):
        path.open("w")
    with pytest.raises(PermissionError, match="real home"):
        os.open(path, os.O_RDWR | os.O_CREAT)
    with pytest.raises(PermissionError, match="real home"):
        sqlite3.connect(path)
