"""The fixture `snapshot`: pictures of the screen, kept beside the tests and compared with what an app shows now.

`await snapshot(pilot, "name")`, or `snapshot(app, "name")` where nothing is left to settle. The picture lies in
`__snapshots__/TEST_MODULE/` beside the test: NAME.svg as it looks, NAME.txt as it reads. `--update-snapshots` writes
the pictures of the chosen tests anew; look at each change before committing it. A full run also fails when a
picture is left over that no test asked for.
"""

import os
import re
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, overload

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests import pictures

FOLDER = "__snapshots__"
_NAME = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
_LOOKS = 20
_BETWEEN = 0.1
"""Seconds between two looks at a screen that does not show its picture yet."""


class Snapshot:
    """Compares what an app shows with what it showed when the picture was accepted."""

    def __init__(self, folder: Path, rejected: Path, used: set[str], *, update: bool) -> None:
        self._folder = folder
        self._rejected = rejected
        self._used = used
        self._update = update

    @overload
    def __call__(self, subject: Pilot[Any], name: str) -> Coroutine[Any, Any, None]: ...
    @overload
    def __call__(self, subject: App[Any], name: str) -> None: ...
    def __call__(self, subject: Pilot[Any] | App[Any], name: str) -> Coroutine[Any, Any, None] | None:
        """Compare the screen of SUBJECT with the picture NAME (lower-case words, digits, `-` and `_`).

        Awaited with a pilot, it waits until the app is idle, and two seconds more for the picture to come; workers
        are the test's own to wait for. Fails the test when the picture differs or is missing; raises ValueError for a
        name that is bad or taken.
        """
        if isinstance(subject, Pilot):
            return self._settle_and_compare(subject, name)
        self._compare(subject, name)
        return None

    async def _settle_and_compare(self, pilot: Pilot[Any], name: str) -> None:
        stem = self._claim(name)
        _stop_blinking(pilot.app)
        await pilot.pause(_BETWEEN if self._update else None)
        actual = pictures.take(pilot.app)
        for _look in range(_LOOKS):
            if self._update or _objection(stem, actual) is None:
                break
            await pilot.pause(_BETWEEN)  # what follows from the last message may still be on its way
            actual = pictures.take(pilot.app)
        self._judge(stem, actual)

    def _compare(self, app: App[Any], name: str) -> None:
        self._judge(self._claim(name), pictures.take(app))

    def _judge(self, stem: Path, actual: pictures.Picture) -> None:
        name = stem.name
        if self._update:
            pictures.store(stem, actual)
        elif reason := _objection(stem, actual):
            rejected = self._rejected / name
            pictures.store(rejected, actual)
            advice = f"Look at {rejected}.svg; if it is right, run pytest --update-snapshots and commit it."
            pytest.fail(f"Snapshot {name!r}. {reason}\n\nThe screen:\n{actual.text}\n{advice}", pytrace=False)

    def _claim(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise ValueError(f"a snapshot's name is lower-case words, digits, - and _, not {name!r}")
        stem = self._folder / name
        if str(stem) in self._used:
            raise ValueError(f"two snapshots of one test module are named {name!r}")
        self._used.add(str(stem))
        return stem


def _stop_blinking(app: App[Any]) -> None:
    """Show the cursor of the focused field, and no other, until the next key."""
    for field in (*app.screen.query(Input), *app.screen.query(TextArea)):
        field._pause_blink(visible=field.has_focus)


def _objection(stem: Path, actual: pictures.Picture) -> str | None:
    try:
        stored = pictures.load(stem)
    except FileNotFoundError:
        return "There is no such picture yet."
    return pictures.difference(stored, actual)


@pytest.fixture
def snapshot(request: pytest.FixtureRequest, tmp_path: Path) -> Snapshot:
    """Compare screens with the accepted pictures of the test's module."""
    folder = request.path.parent / FOLDER / request.path.stem
    keeper = request.config.stash[_KEEPER]
    return Snapshot(folder, tmp_path / "rejected", keeper.used, update=keeper.update)


class _Keeper:
    """Knows which pictures the tests asked for, in this process and in those of xdist."""

    def __init__(self, *, update: bool) -> None:
        self.update = update
        self.used: set[str] = set()
        self.unused: list[Path] = []

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take over what a worker of xdist has used."""
        self.used.update(getattr(node, "workeroutput", {}).get("snapshots", ()))

    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Hand the list to the main process; there, look for pictures that nothing asked for."""
        config = session.config
        if hasattr(config, "workeroutput"):
            config.workeroutput["snapshots"] = sorted(self.used)
        elif exitstatus == pytest.ExitCode.OK and _is_full_run(config):
            stored = {path for place in config.args for path in Path(place).absolute().rglob(f"{FOLDER}/*/*.*")}
            self.unused = sorted(path for path in stored if str(path.with_suffix("")) not in self.used)
            if self.unused:
                session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Name the pictures to delete."""
        if self.unused:
            terminalreporter.section("unused snapshots: delete them", red=True)
            for path in self.unused:
                terminalreporter.write_line(str(path))


def _is_full_run(config: pytest.Config) -> bool:
    choices = ("keyword", "markexpr", "lf", "deselect", "ignore", "ignore_glob", "collectonly")
    chosen = any(config.getoption(choice, None) for choice in choices)
    return not chosen and config.args == config.getini("testpaths")


_KEEPER = pytest.StashKey[_Keeper]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-snapshots`."""
    parser.addoption("--update-snapshots", action="store_true", help="write the pictures of the chosen tests anew")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to accept pictures where nobody looks at them."""
    update = bool(config.getoption("update_snapshots"))
    if update and os.environ.get("CI", "").lower() not in ("", "0", "false"):
        raise pytest.UsageError("--update-snapshots is for a person who looks at the pictures, not for CI")
    config.stash[_KEEPER] = _Keeper(update=update)
    config.pluginmanager.register(config.stash[_KEEPER], "snapshot-keeper")
