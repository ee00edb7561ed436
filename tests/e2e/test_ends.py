"""How the real program ends, or does not begin: exit code, terminal, clipboard, and what is left behind."""

import os
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop
from tests.e2e.interface import Home, Interface

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals and signals are POSIX's")

SIGNALS = [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]

# The real program, in which sorting the list fails.
FAILING = """
from pat_tui.tui.screens.token_list import TokenListScreen

def fail(self):
    raise LookupError("no such order")

TokenListScreen.action_sort = fail
from pat_tui.main import main
main()
"""


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A clipboard that can be read back."""
    return Desktop(tmp_path / "desktop")


def _demo_folders(home: Home) -> list[Path]:
    return list(home.temporary.glob("pat-tui-demo-*"))


class TestSignals:
    @pytest.mark.parametrize(("number", "code"), SIGNALS, ids=["SIGTERM", "SIGHUP", "SIGINT"])
    def test_on_the_list(self, home: Home, number: signal.Signals, code: int) -> None:
        """A signal ends the program in good order: code, terminal, no log, and nothing said."""
        with Interface(home) as interface:
            assert interface.opened().end_by(number) == code
            assert interface.unclean() == []
            assert interface.last_words() == ""
        assert not home.log.exists()

    def test_in_a_form_that_was_changed(self, home: Home) -> None:
        """A signal is not a question: what was filled in does not hold it up."""
        with Interface(home.verify()) as interface:
            interface.opened().press("n")
            interface.see("Token name", "Expiration", "^s Generate")
            interface.write("half a name")
            interface.see("half a name is available")
            assert interface.end_by(signal.SIGTERM) == 143
            assert interface.unclean() == []


class TestCrash:
    def test_tells_where_the_log_is(self, home: Home, tmp_path: Path) -> None:
        """An error that nobody foresaw: code 1, one sentence with the log's path, and a log for its owner alone."""
        script = tmp_path / "failing.py"
        script.write_text(FAILING)
        with Interface(home, program=[sys.executable, str(script)], cols=240) as interface:
            interface.opened().press("s")
            assert interface.exit_code() == 1
            assert interface.unclean() == []
            words = f"pat-tui stopped because of an error (LookupError). The details are in {home.log}."
            assert interface.last_words() == words
        assert "LookupError: no such order" in home.log.read_text()
        assert stat.S_IMODE(home.log.stat().st_mode) == 0o600


class TestNoTerminal:
    def test_without_any(self, home: Home) -> None:
        """Without a terminal there is one sentence that names the way out, code 2, and no store."""
        done = home.run()
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("The interface needs a terminal")
        assert "`pat-tui token list`" in done.stderr
        assert done.stderr.count("\n") == 1
        assert not home.store.exists()

    @pytest.mark.parametrize("stream", ["0</dev/null", "2>/dev/null"], ids=["no keys", "no screen"])
    def test_with_half_of_one(self, home: Home, stream: str) -> None:
        """Keys without a screen, or a screen without keys, are no terminal either."""
        program = ["/bin/sh", "-c", f'exec "$@" {stream}', "sh", sys.executable, "-m", "pat_tui"]
        with Interface(home, program=program) as interface:
            assert interface.exit_code() == 2
            assert b"\x1b[" not in interface.raw
        assert not home.store.exists()

    def test_that_does_not_say_what_it_is(self, home: Home) -> None:
        """On a terminal that does not say what it is, it is the same; and there are other ways."""
        with Interface(home, environ={"TERM": ""}, cols=240) as interface:
            assert interface.exit_code() == 2
            assert b"\x1b[" not in interface.raw
            assert "`pat-tui token list`" in interface.last_words()
            assert "TERM is not set" in interface.last_words()
            assert "`pat-tui --plain`" in interface.last_words()
        assert not home.store.exists()

    def test_standard_output_does_not_matter(self, home: Home) -> None:
        """The screen is standard error's: with standard output in a pipe, the interface opens and leaves it empty."""
        stdout = home.folder / "stdout"
        program = ["/bin/sh", "-c", f'"$@" | cat > "{stdout}"', "sh", sys.executable, "-m", "pat_tui"]
        with Interface(home, program=program) as interface:
            interface.opened().press("q")
            assert interface.exit_code() == 0
        assert stdout.read_bytes() == b""


class TestDemo:
    def test_leaves_nothing(self, home: Home) -> None:
        """The throw-away store is removed at the end, and the own one was never made."""
        with Interface(home, "--demo") as interface:
            interface.opened().see("@ada")
            (folder,) = _demo_folders(home)
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
            assert (folder / "store.db").exists()
            assert interface.quit() == 0
        assert _demo_folders(home) == []
        assert not home.store.exists()

    @pytest.mark.parametrize(("number", "code"), SIGNALS, ids=["SIGTERM", "SIGHUP", "SIGINT"])
    def test_leaves_nothing_after_a_signal(self, home: Home, number: signal.Signals, code: int) -> None:
        """Ended by a signal, it is removed too."""
        with Interface(home, "--demo") as interface:
            interface.opened()
            assert len(_demo_folders(home)) == 1
            assert interface.end_by(number) == code
        assert _demo_folders(home) == []


class TestClipboard:
    def _copy(self, interface: Interface) -> None:
        interface.opened().generate("ci")
        interface.press("c")
        interface.see("Copied to the clipboard (checked).")

    @pytest.mark.parametrize(
        ("end", "code"), [(Interface.quit, 0), (lambda each: each.end_by(signal.SIGTERM), 143)], ids=["q", "SIGTERM"]
    )
    def test_is_cleared_at_the_end(
        self, home: Home, desktop: Desktop, end: Callable[[Interface], int], code: int
    ) -> None:
        """The token does not stay on the clipboard when pat-tui ends, whichever way."""
        with Interface(home, environ=desktop.environ) as interface:
            self._copy(interface)
            assert desktop.held.startswith("pattui_pat_")
            assert end(interface) == code
            assert interface.last_words() == ""
        assert desktop.held == ""

    def test_is_left_to_others(self, home: Home, desktop: Desktop) -> None:
        """What somebody has copied since stays."""
        with Interface(home, environ=desktop.environ) as interface:
            self._copy(interface)
            desktop.held = "a shopping list"
            assert interface.quit() == 0
            assert interface.last_words() == ""
        assert desktop.held == "a shopping list"

    def test_is_cleared_in_time(self, home: Home, desktop: Desktop) -> None:
        """After the seconds of the setting the clipboard is empty, and the words say that it was looked at."""
        with Interface(home, environ={**desktop.environ, "PAT_TUI_CLIPBOARD_SECONDS": "1"}) as interface:
            self._copy(interface)
            interface.see("The clipboard was cleared (checked).")
            assert desktop.held == ""
            assert interface.quit() == 0

    def test_a_terminal_is_asked_in_time(self, home: Home) -> None:
        """Where only the terminal has a clipboard it is asked to clear it, and nobody is told that it did."""
        with Interface(home, environ={"PAT_TUI_CLIPBOARD_SECONDS": "1"}) as interface:
            interface.opened().generate("ci")
            interface.press("c")
            interface.see("Sent to your terminal; paste to check.", "cleared in 1 s")
            interface.see("that cannot be confirmed")
            assert interface.copied()[1:] == [""]
            assert interface.quit() == 0
            assert interface.copied()[1:] == [""]

    def test_a_setting_that_makes_no_sense(self, home: Home) -> None:
        """A number of seconds that is none is one sentence, before anything is drawn."""
        with Interface(home, environ={"PAT_TUI_CLIPBOARD_SECONDS": "soon"}, cols=240) as interface:
            assert interface.exit_code() == 2
            words = "PAT_TUI_CLIPBOARD_SECONDS must be a number of seconds from 0 to 3600."
            assert interface.last_words() == words
            assert b"\x1b[" not in interface.raw


def test_a_window_that_is_closed(home: Home) -> None:
    """When the terminal goes away, the program goes too, and takes the demonstration with it."""
    with Interface(home, "--demo") as interface:
        interface.opened()
        assert len(_demo_folders(home)) == 1
        os.close(interface._fd)
        interface._fd = -1
        assert interface._process.wait(20) == 129
    assert _demo_folders(home) == []
    assert not home.log.exists()
