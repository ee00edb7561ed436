"""The command line inside this process, on a fixed clock and a small world; and as a process of its own."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, tzinfo
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from pat_tui import wiring
from pat_tui.cli.main import run
from pat_tui.cli.session import Build
from pat_tui.store.database import Database
from tests.worlds import FixedClock, make_services, seeded_random

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True)
class Outcome:
    """What a run came to."""

    code: int
    stdout: str
    stderr: str

    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.stdout)


class CommandLine:
    """Runs commands in this process. STORE is theirs; mona acts, unless they say otherwise."""

    def __init__(self, folder: Path) -> None:
        self.store = folder / "store.db"
        self.log = folder / "log" / "crash.log"
        self.clock = FixedClock()
        self.zone: tzinfo = UTC
        self._random_string = seeded_random(7)

    def __call__(
        self, *arguments: str, build: Build | None = None, stdin: str | bytes = "", **environment: str
    ) -> Outcome:
        """Run a command. BUILD opens the store in place of the usual way, ENVIRONMENT is added to the environment."""
        usual = partial(wiring.build, clock=self.clock, random_string=self._random_string, zone=self.zone)
        env = {"PAT_TUI_DB": str(self.store), "PAT_TUI_LOG": str(self.log), **environment}
        with CliRunner().isolation(stdin, env=env) as (stdout, stderr, _both):
            code = run(arguments, build or usual)
            sys.stdout.flush()
            return Outcome(code, stdout.getvalue().decode(), stderr.getvalue().decode())

    def database(self) -> Database:
        """The store, to look at or to change behind the command line's back. To be closed."""
        return Database(self.store)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What SQL finds in the store."""
        database = self.database()
        try:
            return [tuple(row) for row in database.rows(sql)]
        finally:
            database.close()


@pytest.fixture
def cli(tmp_path: Path) -> CommandLine:
    """The command line over the small world of tests/worlds.py."""
    with make_services(tmp_path):
        pass
    return CommandLine(tmp_path)


@pytest.fixture
def bare_cli(tmp_path: Path) -> CommandLine:
    """The command line without a store yet."""
    return CommandLine(tmp_path / "new")


def environment(**changes: str) -> dict[str, str]:
    """The environment for a process, with CHANGES."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "", **changes}


def command(*arguments: str) -> list[str]:
    """The words that run pat-tui as a process."""
    return [sys.executable, "-m", "pat_tui", *arguments]


def process(*arguments: str, cwd: Path = ROOT, **changes: str) -> Outcome:
    """Run pat-tui as a process with CHANGES to the environment."""
    return finished(command(*arguments), cwd=cwd, **changes)


def finished(words: list[str], cwd: Path = ROOT, **changes: str) -> Outcome:
    """Run WORDS to their end with CHANGES to the environment."""
    done = subprocess.run(
        words, cwd=cwd, env=environment(**changes), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60
    )
    return Outcome(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that another user of this machine can enter, unlike pytest's."""
    folder = Path(tempfile.mkdtemp(prefix="pat-tui-shared-"))
    folder.chmod(0o755)
    yield folder
    for inner in folder.iterdir():
        inner.chmod(0o700)
    shutil.rmtree(folder)
