"""What must never leave the app, and how it ends: crashes, signals, screenshots and copied text."""

import os
import select
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from inspect import iscoroutinefunction
from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Static

from pat_tui.tui.hygiene import GuardedApp, ScreenshotRefused
from tests.terminal_driver import Terminal

PYTHONPATH = {"PYTHONPATH": str(Path(__file__).parents[2])}
LEAVES_SCREEN = b"\x1b[?1049l"
PATIENCE = 20
"""Seconds after which a test gives up on another program."""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals and signals are POSIX's")

BODY = "aB3" * 12
"""Of the token that the program below holds: made at run time there, so that no source line shows it."""
PROGRAM = """
import os, sys, threading, time
from pathlib import Path
from textual.widgets import Static
from pat_tui.tui.hygiene import GuardedApp

class Program(GuardedApp):
    shutdown_grace = 0.5
    def compose(self): yield Static("READY")
    def fail(self):
        token, word = "ghp_" + "aB3" * 12, "hun" + "ter2"
        raise ValueError(f"{'-' * 100} no such token: {token}")
    async def fail_later(self): self.fail()
    def never_end(self):
        self.call_from_thread(self.query_one(Static).update, "STUCK")
        threading.Event().wait()
    def fail_in_task(self):
        import asyncio
        async def fail(): self.fail()
        asyncio.create_task(fail()).add_done_callback(lambda task: self.exit())
    def key_c(self): self.fail()
    def key_w(self): self.run_worker(self.fail_later())
    def key_t(self): self.run_worker(self.fail, thread=True)
    def key_p(self): self.call_later(self.panic, "-" * 100 + " ghp_" + "aB3" * 12)
    def key_a(self): self.fail_in_task()
    def key_s(self): self.run_worker(self.never_end, thread=True)
    def key_b(self):
        sys.__stderr__.write("BLOCKED"); sys.__stderr__.flush()
        time.sleep(600)
    def key_q(self): self.exit()
    def key_r(self): self.exit(return_code=7)

Path(sys.argv[1]).write_text(str(os.getpid()))
sys.exit(Program(Path(sys.argv[2])).run_guarded())
"""


class Run:
    """The program above in a terminal, under a shell that tells how it left things."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "state" / "crash.log"
        self._pid = folder / "pid"
        script = folder / "program.py"
        script.write_text(PROGRAM)
        program = [sys.executable, str(script), str(self._pid), str(self.log)]
        shell = ["/bin/sh", "-c", '"$@"; code=$?; stty -a; echo "status=$code"', "sh"]
        self.terminal = Terminal([*shell, *program], PYTHONPATH, cols=240)

    def after(self, key: str, shows: str = "status=") -> "Run":
        """Press KEY once the program is there, and wait for what that SHOWS."""
        self.terminal.wait_for("READY")
        self.terminal.press(key)
        # Not wait_for: the next frame may paint over what a stuck program shows.
        self.terminal.wait_until(lambda: shows.encode() in self.terminal.raw, f"{shows!r} to show")
        return self

    def end_by(self, number: signal.Signals) -> "Run":
        """Send the signal NUMBER and wait for the end."""
        os.kill(int(self._pid.read_text()), number)
        self.terminal.wait_for("status=")
        return self

    def status(self) -> int:
        """The program's exit status, once the terminal was found restored."""
        assert LEAVES_SCREEN in self.terminal.raw
        assert b" echo " in self.terminal.raw
        assert b" icanon " in self.terminal.raw
        assert self.terminal.exit_code() == 0
        return int(self.terminal.raw.rpartition(b"status=")[2].decode())


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Run]:
    """The program in a terminal of its own."""
    running = Run(tmp_path)
    yield running
    running.terminal.close()


class TestCrash:
    @pytest.mark.parametrize("key", ["c", "w", "t"], ids=["in a handler", "in a worker", "in a thread"])
    def test_tells_nothing_secret(self, run: Run, key: str) -> None:
        """After a crash, neither the terminal nor the log holds a token or a local variable; the status is 1."""
        assert run.after(key).status() == 1
        shown, log = run.terminal.raw.decode(), run.log.read_text()
        for text in (shown, log):
            assert BODY not in text
            assert "hunter2" not in text
        assert "pat-tui stopped because of an error (ValueError)" in shown
        assert str(run.log) in shown
        assert "no such token" not in shown
        assert "no such token: ghp_***" in log
        assert "in fail\n" in log

    def test_log_is_private(self, run: Run) -> None:
        """Only the owner may read the log and enter its folder."""
        run.after("c").status()
        assert stat.S_IMODE(run.log.stat().st_mode) == 0o600
        assert stat.S_IMODE(run.log.parent.stat().st_mode) == 0o700

    def test_panic_without_an_exception(self, run: Run) -> None:
        """What Textual would print when it gives up is masked in the log, however long its lines."""
        assert run.after("p").status() == 1
        assert BODY not in run.terminal.raw.decode()
        assert " ghp_***\n" in run.log.read_text()

    def test_lost_task(self, run: Run) -> None:
        """An error in a task that nobody waits for is not printed by the event loop, but logged."""
        assert run.after("a").status() == 0
        assert "ValueError" not in run.terminal.raw.decode()
        assert BODY not in run.terminal.raw.decode()
        assert "no such token: ghp_***" in run.log.read_text()

    def test_log_that_cannot_be_written(self, run: Run) -> None:
        """Where the log has no place, the person still hears of the crash, and the status is still 1."""
        run.log.parent.write_text("a file where the folder should be")
        assert run.after("c").status() == 1
        assert "could not be written" in run.terminal.raw.decode()

    async def test_pilot_tests_still_fail(self, tmp_path: Path) -> None:
        """A crash under a pilot reaches the test as it was."""

        class Broken(GuardedApp):
            def on_mount(self) -> None:
                raise LookupError("as it was")

        with pytest.raises(LookupError, match="as it was"):
            async with Broken(tmp_path / "log").run_test(size=(80, 24)):
                pass


class TestEnd:
    @pytest.mark.parametrize(("key", "status"), [("q", 0), ("r", 7)], ids=["leaving", "with a status"])
    def test_by_hand(self, run: Run, key: str, status: int) -> None:
        """Leaving ends with 0, or the status that was asked for, and writes no log."""
        assert run.after(key).status() == status
        assert not run.log.exists()

    @pytest.mark.parametrize(
        ("number", "status"),
        [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)],
        ids=["SIGTERM", "SIGHUP", "SIGINT"],
    )
    def test_by_a_signal(self, run: Run, number: signal.Signals, status: int) -> None:
        """A signal ends the program in good order: the terminal is restored, the status names the signal."""
        run.terminal.wait_for("READY")
        assert run.end_by(number).status() == status
        assert not run.log.exists()

    @pytest.mark.parametrize(("key", "shows"), [("b", "BLOCKED"), ("s", "STUCK")], ids=["blocked loop", "stuck thread"])
    def test_by_a_signal_while_stuck(self, run: Run, key: str, shows: str) -> None:
        """Where an orderly end takes too long, the program ends all the same, and the terminal is restored."""
        assert run.after(key, shows).end_by(signal.SIGTERM).status() == 143

    @pytest.mark.parametrize("before", ["", "trap '' HUP; "], ids=["with SIGHUP", "with SIGHUP ignored"])
    def test_by_closing_the_window(self, tmp_path: Path, before: str) -> None:
        """When the terminal goes away, the program goes too, and does not take that for a crash."""
        log = tmp_path / "crash.log"
        (tmp_path / "program.py").write_text(PROGRAM)
        program = [sys.executable, str(tmp_path / "program.py"), str(tmp_path / "pid"), str(log)]
        far, near = os.openpty()
        # Opening the terminal makes it the controlling one, so that closing it is felt.
        launch = ["/bin/sh", "-c", before + 'exec "$@" <>"$0" >&0 2>&0', os.ttyname(near), *program]
        running = subprocess.Popen(launch, stdin=near, env=os.environ | PYTHONPATH, start_new_session=True)
        os.close(near)
        try:
            received = b""
            while b"READY" not in received:
                assert select.select([far], [], [], PATIENCE)[0], f"not ready: {received!r}"
                received += os.read(far, 65536)
            os.close(far)
            assert running.wait(PATIENCE) == 129
        finally:  # without a terminal, Textual would read its end for ever
            running.kill()
            running.wait()
        assert not log.exists()


class SecretScreen(Screen[None]):
    """A page that shows a secret."""

    holds_secret = True

    def compose(self) -> ComposeResult:
        yield Static("the secret")


class TestScreenshots:
    @pytest.fixture
    def app(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GuardedApp:
        """An app whose pictures would land in the test's folder."""
        monkeypatch.chdir(tmp_path)
        return GuardedApp(tmp_path / "log")

    async def test_refused_while_a_secret_is_held(self, app: GuardedApp, tmp_path: Path) -> None:
        """No way leads to a picture of a secret, not even with another page over it."""
        async with app.run_test(size=(80, 24)) as pilot:
            await app.push_screen(SecretScreen())
            await app.push_screen(Screen())
            with pytest.raises(ScreenshotRefused):
                app.export_screenshot()
            with pytest.raises(ScreenshotRefused):
                app.save_screenshot(path=str(tmp_path))
            assert app.deliver_screenshot(path=str(tmp_path)) is None
            await app.run_action("screenshot")
            await pilot.pause()
            assert list(tmp_path.iterdir()) == []

    async def test_says_so(self, app: GuardedApp) -> None:
        """Who asks for a picture hears why there is none, and the app goes on."""
        async with app.run_test(size=(80, 24), notifications=True) as pilot:
            await app.push_screen(SecretScreen())
            await app.run_action("screenshot")
            await pilot.pause()
            assert [notice.message for notice in app._notifications] == ["No screenshots while a token is shown."]

    async def test_allowed_otherwise(self, app: GuardedApp, tmp_path: Path) -> None:
        """Before the secret came and after it went, pictures are taken."""
        async with app.run_test(size=(80, 24)):
            assert "<svg" in app.export_screenshot()
            await app.push_screen(SecretScreen())
            await app.pop_screen()
            assert Path(app.save_screenshot(path=str(tmp_path))).exists()

    async def test_palette_offers_it_only_then(self, app: GuardedApp) -> None:
        """The palette has Textual's screenshot command, but not while a secret is held."""
        async with app.run_test(size=(80, 24)):
            before = {command.title for command in app.get_system_commands(app.screen)}
            await app.push_screen(SecretScreen())
            after = {command.title for command in app.get_system_commands(app.screen)}
            assert before - after == {"Screenshot"}


class TestCopiedText:
    @pytest.mark.parametrize(
        "text", [f"ghp_{BODY}", f" pattui_pat_{BODY[:20]}\n", BODY], ids=["whole", "cut", "no prefix"]
    )
    async def test_token_is_not_kept_for_pasting(
        self, tmp_path: Path, text: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Copied by hand, a token goes to the terminal, but not into what Ctrl+V pastes."""
        app = GuardedApp(tmp_path / "log")
        async with app.run_test(size=(80, 24)):
            written: list[str] = []
            monkeypatch.setattr(app._driver, "write", written.append)
            app.copy_to_clipboard("an ordinary name")
            assert app.clipboard == "an ordinary name"
            app.copy_to_clipboard(text)
            assert app.clipboard == ""
            assert len(written) == 2


class TestPrivateHooks:
    @pytest.mark.parametrize("name", ["_fatal_error", "_close_messages_no_wait", "_handle_exception", "panic"])
    def test_methods(self, name: str) -> None:
        """Textual still has the methods that the guard replaces or calls; without them it would guard nothing."""
        method = getattr(App, name, None)
        assert callable(method)
        assert not iscoroutinefunction(method)

    @pytest.mark.parametrize("name", ["_exception", "_return_code", "_clipboard"])
    def test_attributes(self, name: str) -> None:
        """Textual still keeps what the guard reads and sets."""
        assert name in vars(App())
