"""The snapshot fixture notices what it should, and says it readably."""

import os
from pathlib import Path
from textwrap import dedent

import pytest
from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Label, TextArea

from tests import pictures
from tests.pictures import Picture
from tests.snapshots import FOLDER, Snapshot

TOKEN_PAGE = """
    from textual.app import App
    from textual.widgets import Label

    class Page(App):
        def compose(self):
            yield Label("{text}", id="text")

    async def test_page(snapshot):
        async with Page().run_test(size=(30, 4)) as pilot:
            pilot.app.query_one("#text").styles.color = "{colour}"
            await snapshot(pilot, "{name}")
"""


class Page(App[None]):
    """A page with one line of text."""

    def __init__(self, text: str = "Generate token", colour: str = "white") -> None:
        super().__init__()
        self._text = text
        self._colour = colour

    def compose(self) -> ComposeResult:
        """Show the text."""
        label = Label(self._text, markup=False)
        label.styles.color = self._colour
        yield label


class Fields(App[None]):
    """A page with a cursor in either kind of field."""

    def compose(self) -> ComposeResult:
        """Show the fields."""
        yield Input("ci")
        yield TextArea("Deploys")


class Dialog(ModalScreen[None]):
    """A dialog over the page."""

    def compose(self) -> ComposeResult:
        """Ask."""
        yield Vertical(Label("Are you sure?"))


async def _picture(text: str = "Generate token", colour: str = "white") -> Picture:
    async with Page(text, colour).run_test(size=(30, 4)) as pilot:
        await pilot.pause()
        return pictures.take(pilot.app)


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """An empty project whose tests can use the fixture."""
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    pytester.makeini("[pytest]\nasyncio_mode = auto\nasyncio_default_fixture_loop_scope = function\ntestpaths = .\n")
    return pytester


def _write_test(project: pytest.Pytester, text: str = "Tokens", colour: str = "white", name: str = "page") -> None:
    project.path.joinpath("test_page.py").write_text(dedent(TOKEN_PAGE.format(text=text, colour=colour, name=name)))


def _run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    # In this process, since importing Textual takes longer than the run.
    return project.runpytest_inprocess("-p", "tests.snapshots", "-p", "no:cacheprovider", *arguments)


async def test_the_same_screen_gives_the_same_picture() -> None:
    """Two runs of one app give the same bytes, so a difference always means something."""
    assert await _picture() == await _picture()


async def test_the_text_is_what_a_person_reads() -> None:
    """Each row of the text holds its cells at their places, wide characters included."""
    assert (await _picture("日本 token <a&b>  end")).text == "日本 token <a&b>  end\n\n\n\n"


async def test_the_text_holds_what_lies_under_a_dialog() -> None:
    """A dialog and the page that shines through are both in the text."""
    async with Page().run_test(size=(30, 4)) as pilot:
        dialog = Dialog()
        await pilot.app.push_screen(dialog)
        dialog.query_one(Vertical).styles.offset = (0, 2)
        await pilot.pause()
        text = pictures.take(pilot.app).text
    assert text.splitlines()[0] == "Generate token"
    assert text.splitlines()[2] == "Are you sure?"


async def test_a_picture_refers_to_no_other_place() -> None:
    """No font is fetched when a person opens a picture in a browser."""
    svg = (await _picture()).svg
    assert "@font-face" not in svg
    assert "url(http" not in svg


async def test_changed_text_is_shown_as_a_diff() -> None:
    """When words change, the failure shows the old row and the new one."""
    found = pictures.difference(await _picture("Generate token"), await _picture("Generate tokens"))
    assert found is not None
    assert found.startswith("The text differs:")
    assert "-Generate token\n+Generate tokens" in found


async def test_a_changed_colour_is_named() -> None:
    """When only a colour changes, the failure says so, and where."""
    found = pictures.difference(await _picture(colour="white"), await _picture(colour="red"))
    assert found is not None
    assert found.startswith("The text is the same; only colours or styles differ:")
    assert "-row 0, column 0: 'Generate token' fill: #ffffff" in found
    assert "+row 0, column 0: 'Generate token' fill: #ff0000" in found


async def test_a_changed_background_is_named() -> None:
    """A background without any text on it counts as well."""
    async with Page().run_test(size=(30, 4)) as pilot:
        before = pictures.take(pilot.app)
        pilot.app.screen.styles.background = "blue"
        await pilot.pause()
        after = pictures.take(pilot.app)
    found = pictures.difference(before, after)
    assert found is not None
    assert found.startswith("The text is the same")
    assert "+row 3, column 0: 30 cells on #0000ff" in found


def test_no_difference_is_none() -> None:
    """Equal pictures pass."""
    assert pictures.difference(Picture("<svg/>", "a\n"), Picture("<svg/>", "a\n")) is None


def test_a_missing_picture_fails(project: pytest.Pytester) -> None:
    """A test without an accepted picture fails, and nothing is written beside it."""
    _write_test(project)
    result = _run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*There is no such picture yet*", "The screen:", "Tokens"])
    assert not (project.path / FOLDER).exists()


def test_an_accepted_picture_passes_until_the_screen_changes(project: pytest.Pytester) -> None:
    """Updating writes both files; then the same screen passes, and a changed one fails with a text diff."""
    _write_test(project)
    _run(project, "--update-snapshots").assert_outcomes(passed=1)
    folder = project.path / FOLDER / "test_page"
    assert sorted(path.name for path in folder.iterdir()) == ["page.svg", "page.txt"]
    _run(project, "-n", "1").assert_outcomes(passed=1)
    _write_test(project, text="Tokans")
    result = _run(project)
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*The text differs*", "-Tokens", "+Tokans"])
    assert (folder / "page.txt").read_text("utf-8").startswith("Tokens\n")


def test_a_left_over_picture_fails_a_full_run(project: pytest.Pytester) -> None:
    """A picture that no test asks for is named and fails a full run, with xdist too, but not a partial one."""
    _write_test(project)
    _run(project, "--update-snapshots").assert_outcomes(passed=1)
    project.path.joinpath(FOLDER, "test_page", "old.txt").write_text("")
    for arguments in ((), ("-n", "2")):
        result = _run(project, *arguments)
        assert result.ret == pytest.ExitCode.TESTS_FAILED
        result.stdout.fnmatch_lines(["*unused snapshots*", "*/test_page/old.txt"])
        result.stdout.no_fnmatch_line("*/page.txt")
    assert _run(project, "-k", "page").ret == pytest.ExitCode.OK


def test_pictures_are_never_accepted_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """CI cannot turn a failure into the new truth."""
    monkeypatch.setenv("CI", "true")
    _write_test(project)
    result = _run(project, "--update-snapshots")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert not (project.path / FOLDER).exists()


@pytest.mark.parametrize("kind", [Input, TextArea])
async def test_a_blinking_cursor_is_always_shown(tmp_path: Path, kind: type[Input | TextArea]) -> None:
    """A picture does not depend on the moment within a blink at which it is taken."""
    async with Fields().run_test(size=(30, 8)) as pilot:
        field = pilot.app.query_one(kind)
        field.focus()
        await Snapshot(tmp_path, tmp_path, set(), update=True)(pilot, "field")
        field._cursor_visible = False
        await pilot.pause()
        await Snapshot(tmp_path, tmp_path, set(), update=False)(pilot, "field")


@pytest.mark.parametrize("name", ["", "../outside", "Upper case", "dot.ted", os.sep])
async def test_a_bad_name_is_refused(snapshot: Snapshot, name: str) -> None:
    """A name cannot lead out of the folder or clash on another file system."""
    async with Page().run_test(size=(30, 4)) as pilot:
        with pytest.raises(ValueError, match="a snapshot's name is"):
            snapshot(pilot.app, name)


async def test_a_name_is_used_once(tmp_path: Path) -> None:
    """Two pictures of one module cannot overwrite each other."""
    snapshot = Snapshot(tmp_path / "accepted", tmp_path / "rejected", set(), update=True)
    async with Page().run_test(size=(30, 4)) as pilot:
        await snapshot(pilot, "page")
        with pytest.raises(ValueError, match="two snapshots"):
            snapshot(pilot.app, "page")


async def test_a_late_picture_is_waited_for(tmp_path: Path) -> None:
    """What is painted a moment after the last message, as on a busy machine, is no difference."""
    async with Page().run_test(size=(30, 4)) as pilot:
        await Snapshot(tmp_path, tmp_path, set(), update=True)(pilot, "page")
    async with Page("Regenerate").run_test(size=(30, 4)) as pilot:
        pilot.app.set_timer(0.3, lambda: pilot.app.query_one(Label).update("Generate token"))
        await Snapshot(tmp_path, tmp_path, set(), update=False)(pilot, "page")
