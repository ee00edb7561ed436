"""Handing over from the page of a new token: the dialog, what it says, and that the secret stays hidden."""

import gc
import os
import stat
import subprocess
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from pat_tui.domain.secrets import Secret
from pat_tui.services.clipboard import Channel
from pat_tui.services.clock import system_random
from pat_tui.services.hand_over.receiver import Way
from pat_tui.services.tokens import Tokens
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.hand_over_dialog import HandOverDialog
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.screens.use_token import UseTokenScreen
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.secret_line import SecretLine
from pat_tui.wiring import Services
from tests.e2e.needle import Needle
from tests.snapshots import Snapshot
from tests.tui.classic_pages import PastClassic, add_classic, open_list
from tests.tui.pages import Driver, add_past, keys_shown, on, settle, shown, until, unwiped_secrets, words
from tests.tui.test_life_pictures import take_all
from tests.tui.test_new_token import drawn_secret, show_new, with_clipboard

SIZE = (80, 24)
PLACES = list(Way)


async def choose(pilot: Driver, way: Way) -> HandOverDialog:
    """Open the dialog, choose WAY by keys, and go on to its field or its button."""
    await pilot.press("h")
    dialog = on(pilot, HandOverDialog)
    await pilot.press("home", *["down"] * PLACES.index(way), "enter")
    if way is not Way.OUTPUT:
        await pilot.press("enter")
    assert not isinstance(pilot.app.focused, OptionLines)
    return dialog


async def put(pilot: Driver, dialog: HandOverDialog, place: str, key: str = "TOKEN") -> None:
    """Write PLACE and KEY into the fields and hand over."""
    dialog.query_one("#place", Input).value = place
    dialog.query_one("#key", Input).value = key
    await pilot.press("ctrl+s")
    await settle(pilot)


@pytest.fixture
def git_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home in which git keeps passwords in a file."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / "config"))
    subprocess.run(["git", "config", "--global", "credential.helper", "store"], check=True)
    return folder


class TestWays:
    async def test_a_new_file(self, app: PatTuiApp, services: Services, tmp_path: Path) -> None:
        """The file has it, the page says so and goes on hiding it, and leaving asks nothing."""
        path = tmp_path / "secret"
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            dialog = await choose(pilot, Way.OUTPUT)
            await put(pilot, dialog, str(path))
            on(pilot, NewTokenScreen)
            assert path.read_text() == f"{secret}\n"
            assert stat.S_IMODE(path.stat().st_mode) == 0o600
            assert drawn_secret(pilot) == "•" * 93
            assert not pilot.app.screen.query_one(SecretLine).shown
            said = words(pilot).replace(" ", "")
            assert f"Itisin{path}(0600),andnowhereelse." in said
            await pilot.press("escape")
            assert type(app.screen) is TokensScreen

    async def test_a_variable(self, app: PatTuiApp, services: Services, tmp_path: Path) -> None:
        """Enter goes from the file to the variable, and from there hands over."""
        path = tmp_path / ".env"
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            dialog = await choose(pilot, Way.ENV_FILE)
            dialog.query_one("#place", Input).value = str(path)
            await pilot.press("enter")
            assert pilot.app.focused is dialog.query_one("#key")
            dialog.query_one("#key", Input).value = "GH_TOKEN"
            await pilot.press("enter")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            assert path.read_text() == f"GH_TOKEN={secret}\n"

    async def test_git(self, app: PatTuiApp, services: Services, git_home: Path) -> None:
        """The gateway's address stands there already; git has it for the login afterwards."""
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            dialog = await choose(pilot, Way.GIT_CREDENTIAL)
            assert dialog.query_one("#place", Input).value == "http://127.0.0.1:8020"
            await pilot.press("enter")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            assert "Git's credential helper (store) has it for mona" in words(pilot)
            assert (git_home / ".git-credentials").read_text() == f"http://mona:{secret}@127.0.0.1%3a8020\n"

    async def test_a_command(self, app: PatTuiApp, services: Services, tmp_path: Path) -> None:
        """It gets the secret on its standard input; what it prints does not come onto the screen."""
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            dialog = await choose(pilot, Way.PIPE)
            await put(pilot, dialog, f"tee {tmp_path}/got")
            on(pilot, NewTokenScreen)
            assert (tmp_path / "got").read_text() == secret
            assert "The command took it: tee" in words(pilot)
            assert not Needle(secret).is_in(shown(pilot))

    async def test_the_clipboard(self, app: PatTuiApp, services: Services) -> None:
        """It is copied as by `c`, and cleared as after it."""
        clipboard = with_clipboard(app, Channel.NATIVE)
        async with app.run_test(size=SIZE) as pilot:
            _screen, secret = await show_new(pilot, services)
            await choose(pilot, Way.CLIPBOARD)
            await pilot.press("enter")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            assert clipboard.held == secret
            assert "Copied to the clipboard (checked). It will be cleared in 45 s." in words(pilot)

    async def test_a_classic_token(self, app: PatTuiApp, services: Services, tmp_path: Path) -> None:
        """The page of a new value of a classic one does the same."""
        add_classic(services, PastClassic("laptop"))
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("r")
            await pilot.press("ctrl+s")
            await settle(pilot)
            secret = on(pilot, NewTokenScreen)._secret.reveal()
            dialog = await choose(pilot, Way.OUTPUT)
            assert dialog.query_one("#place", Input).value == "~/laptop.token"
            await put(pilot, dialog, str(tmp_path / "secret"))
            assert (tmp_path / "secret").read_text() == f"{secret}\n"


class TestTrouble:
    @pytest.mark.parametrize(
        ("way", "place", "key", "why"),
        [
            (Way.OUTPUT, "{here}/taken", "", "is there already, and nothing is written over it."),
            (Way.OUTPUT, "", "", "Name a file."),
            (Way.ENV_FILE, "{here}/.env", "A-B", "A-B is no name of a variable"),
            (Way.GIT_CREDENTIAL, "http://git.example", "", "Without https, anybody on the way to git.example"),
            (Way.PIPE, "no-such-program", "", "There is no command no-such-program here."),
            (Way.PIPE, "cat >/dev/null; exit 3", "", "Not handed over. The command failed with exit code 3."),
        ],
    )
    async def test_stands_in_the_dialog(
        self, app: PatTuiApp, services: Services, tmp_path: Path, way: Way, place: str, key: str, why: str
    ) -> None:
        """What was typed stays, the secret is still there, and leaving the page asks as before."""
        (tmp_path / "taken").touch()
        async with app.run_test(size=SIZE) as pilot:
            screen, secret = await show_new(pilot, services)
            dialog = await choose(pilot, way)
            await put(pilot, dialog, place.format(here=tmp_path), key)
            assert on(pilot, HandOverDialog) is dialog
            assert why.replace(" ", "") in words(pilot).replace(" ", "")
            assert dialog.query_one("#place", Input).value == place.format(here=tmp_path)
            await pilot.press("escape")
            assert on(pilot, NewTokenScreen) is screen
            assert screen._secret.reveal() == secret
            await pilot.press("escape")
            on(pilot, ConfirmDialog)

    async def test_a_command_that_hangs_can_be_broken_off(
        self, app: PatTuiApp, services: Services, tmp_path: Path
    ) -> None:
        """While it runs the dialog says so; the first Esc ends it, the second one leaves."""
        fifo = tmp_path / "started"
        os.mkfifo(fifo)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            dialog = await choose(pilot, Way.PIPE)
            dialog.query_one("#place", Input).value = f"cat >/dev/null; echo > {fifo}; sleep 600"
            await pilot.press("ctrl+s", "ctrl+s")
            assert "Handing over… Esc breaks it off." in words(pilot)
            started = Event()

            def wait() -> None:
                fifo.read_text()
                started.set()

            app.run_worker(wait, thread=True)
            await until(pilot, started.is_set)
            await pilot.press("escape")
            await settle(pilot)
            assert on(pilot, HandOverDialog) is dialog
            assert "Not handed over. It was broken off." in words(pilot)
            await pilot.press("escape")
            on(pilot, NewTokenScreen)

    async def test_the_key_that_opens_it_confirms_nothing(self, app: PatTuiApp, services: Services) -> None:
        """`h` once more, and Enter on an option, hand nothing over; Enter only leads on to the field."""
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await pilot.press("h", "h")
            dialog = on(pilot, HandOverDialog)
            assert isinstance(app.focused, OptionLines)
            await pilot.press("enter")
            await settle(pilot)
            assert app.focused is dialog.query_one("#place")
            assert on(pilot, HandOverDialog) is dialog

    async def test_what_was_typed_for_one_way_is_kept(self, app: PatTuiApp, services: Services) -> None:
        """Looking at another way and coming back loses nothing."""
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            dialog = await choose(pilot, Way.PIPE)
            dialog.query_one("#place", Input).value = "gh secret set X"
            dialog.query_one(OptionLines).focus()
            await pilot.press("up", "space")
            assert dialog.query_one("#place", Input).value == "http://127.0.0.1:8020"
            await pilot.press("down", "space")
            assert dialog.query_one("#place", Input).value == "gh secret set X"

    async def test_by_mouse(self, app: PatTuiApp, services: Services, tmp_path: Path) -> None:
        """An option, a button, and Cancel."""
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await pilot.press("h")
            dialog = on(pilot, HandOverDialog)
            await pilot.click(OptionLines, offset=(6, 1))
            assert dialog.query_one("#key").display
            dialog.query_one("#place", Input).value = str(tmp_path / "env")
            await pilot.click("#hand-over")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            assert (tmp_path / "env").exists()
            await pilot.press("h")
            await pilot.click("#cancel")
            on(pilot, NewTokenScreen)


@pytest.mark.usefixtures("git_home")
async def test_nothing_of_it_stays_in_memory(
    secrets_of_others: list[Secret], app: PatTuiApp, services: Services, tmp_path: Path
) -> None:
    """After handing over by every way that runs here, and leaving, no object holds a part of the secret."""

    def secret() -> str:
        return on(pilot, NewTokenScreen)._secret.reveal()

    async with app.run_test(size=SIZE) as pilot:
        own = services.context._replace(random_string=system_random)  # a secret that no other test has made as well
        app.show_new_token(Tokens(own).generate(_draft()))
        await settle(pilot)
        needle = Needle(secret())
        for way, place in (
            (Way.OUTPUT, f"{tmp_path}/file"),
            (Way.ENV_FILE, f"{tmp_path}/env"),
            (Way.GIT_CREDENTIAL, "http://127.0.0.1:8020"),
            (Way.PIPE, "cat >/dev/null"),
            (Way.PIPE, "cat; exit 1"),
        ):
            await put(pilot, await choose(pilot, way), place)
        await pilot.press("escape", "escape")
        await settle(pilot)
        assert type(app.screen) is TokensScreen
        gc.collect()
        assert unwiped_secrets(secrets_of_others) == []
        assert needle.holders() == []


def _draft() -> Any:
    from tests.worlds import draft

    return draft("deploy")


class TestKeys:
    async def test_the_page_names_them(self, app: PatTuiApp, services: Services) -> None:
        """`h` stands among the keys, and in the sentence of the box."""
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            assert keys_shown(pilot) == "⏎ Open  c Copy  v Show or hide  h Hand over  Esc Back  ? Help"
            assert "h hands it over, c copies it, v shows or hides it, p checks what you pasted." in words(pilot)

    async def test_how_to_use_leaves_the_secret(self, app: PatTuiApp, services: Services) -> None:
        """`U` opens the page over this one; Esc comes back without a question, to the same secret."""
        async with app.run_test(size=SIZE) as pilot:
            screen, secret = await show_new(pilot, services)
            await pilot.press("U")
            await settle(pilot)
            on(pilot, UseTokenScreen)
            await pilot.press("escape")
            assert on(pilot, NewTokenScreen) is screen
            assert screen._secret.reveal() == secret


class TestPictures:
    async def test_every_way(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Five ways, below them what the chosen one needs; the buttons at the end; nothing of the secret."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await pilot.press("h")
            await take_all(pilot, snapshot, "hand-over")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("down", "enter")
            await pilot.pause()
            await snapshot(pilot, "hand-over-env-file")
            await pilot.press("end", "space")
            await pilot.pause()
            await snapshot(pilot, "hand-over-clipboard")

    async def test_trouble(
        self, app: PatTuiApp, services: Services, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Why not, under the field; what was typed is still there."""
        monkeypatch.setenv("PATH", "/usr/bin:/bin")
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await put(pilot, await choose(pilot, Way.PIPE), "no-such-program secret set CI_TOKEN")
            await take_all(pilot, snapshot, "hand-over-refused")

    async def test_done(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The box says what became of it; the dots stay."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await put(pilot, await choose(pilot, Way.PIPE), "cat >/dev/null")
            await snapshot(pilot, "handed-over")
            await pilot.press("question_mark")
            await snapshot(pilot, "hand-over-help")

    async def test_without_colour(
        self, monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot
    ) -> None:
        """Choice, cursor, fields and buttons can be told by marks alone."""
        monkeypatch.setenv("NO_COLOR", "1")
        app = PatTuiApp(services)
        async with app.run_test(size=SIZE) as pilot:
            await show_new(pilot, services)
            await choose(pilot, Way.ENV_FILE)
            await snapshot(pilot, "hand-over-no-color")
