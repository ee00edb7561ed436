"""How the real program ends: by a signal, by a crash, where there is no terminal; and what it leaves behind."""

import os
import signal
import stat
import sys
from pathlib import Path

import pytest

from tests.e2e.interface import Home, Interface, descendants

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")

CRASHING = """
import sys
from pat_tui.tui.screens.new_token import NewTokenScreen


def crash(self):
    secret = self._secret.reveal()
    raise RuntimeError(f"the token is {secret}")


NewTokenScreen.action_paste_check = crash
from pat_tui.main import main

main()
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_by_a_signal(home: Home, number: signal.Signals, code: int) -> None:
    """The terminal is as it was before, and the exit code names the signal."""
    with Interface(home) as interface:
        interface.opened()
        assert interface.end_by(number) == code
        assert interface.unclean() == []


def test_by_a_crash_with_the_secret_on_the_screen(home: Home, tmp_path: Path) -> None:
    """The exit code is not zero, the log is named, and neither it nor the last words hold the token."""
    script = tmp_path / "crashing.py"
    script.write_text(CRASHING)
    with Interface(home, program=(sys.executable, str(script))) as interface:
        interface.opened().generate("ci")
        secret = interface.show_secret()
        interface.press("p")
        assert interface.exit_code() == 1
        assert interface.unclean() == []
        words = interface.last_words()
    assert "RuntimeError" in words
    assert str(home.log) in words.replace("\n", "")
    assert secret not in words.replace("\n", "")
    log = home.log.read_text()
    assert "RuntimeError" in log
    assert "action_paste_check" in log or "crash" in log
    assert secret not in log
    assert secret[34:60] not in log
    assert stat.S_IMODE(home.log.stat().st_mode) == 0o600


def test_without_a_terminal(home: Home) -> None:
    """No hang: a sentence that says what to use instead, and the code for wrong usage."""
    done = home.run(TERM="xterm-256color")
    assert (done.returncode, done.stdout) == (2, "")
    assert "pat-tui token list" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not home.store.exists()


def test_on_a_dumb_terminal(home: Home) -> None:
    """A terminal that can draw nothing gets a sentence, not escape sequences."""
    with Interface(home, environ={"TERM": "dumb"}) as interface:
        assert interface.exit_code() == 2
        assert b"\x1b" not in interface.raw
        assert "TERM is `dumb`" in interface.last_words().replace("\n", " ")


@pytest.mark.parametrize("number", [None, signal.SIGTERM], ids=["by its key", "by a signal"])
def test_the_demonstration_leaves_nothing(home: Home, number: signal.Signals | None) -> None:
    """The throw-away store is gone with the program, and the person's own was never made."""
    with Interface(home, "--demo") as interface:
        interface.opened().see("45 tokens")
        assert [path.name for path in home.temporary.glob("pat-tui-demo-*/store.db")] == ["store.db"]
        if number is None:
            assert interface.quit() == 0
        else:
            interface.end_by(number)
    assert list(home.temporary.iterdir()) == []
    assert not home.store.exists()


def test_no_process_knows_the_secret_by_its_arguments(home: Home) -> None:
    """While the token is on the screen and copied, no argument and no environment of any process holds it."""
    with Interface(home) as interface:
        interface.opened().generate("ci")
        secret = interface.show_secret()
        interface.press("c")
        interface.see("Sent to your terminal; paste to check.")
        for pid in descendants(interface.pid):
            for name in ("cmdline", "environ"):
                assert secret.encode() not in Path(f"/proc/{pid}/{name}").read_bytes()
        interface.leave_new_token()
        assert interface.quit() == 0


def test_no_file_holds_the_secret(home: Home) -> None:
    """After a token was shown and copied, none of the files that were written holds it, in any part or spelling."""
    with Interface(home) as interface:
        interface.opened().generate("ci")
        secret = interface.show_secret()
        interface.press("c")
        interface.see("Sent to your terminal; paste to check.")
        found = [path for path in home.files() if _holds(path, secret)]
        interface.leave_new_token()
        assert interface.quit() == 0
    found += [path for path in home.files() if _holds(path, secret)]
    assert found == []
    assert home.store in home.files()


def _holds(path: Path, secret: str) -> bool:
    data = path.read_bytes()
    parts = (secret[11:33], secret[34:63], secret[34:85])
    return any(part.encode() in data or part.encode().hex().encode() in data for part in parts)


def test_the_clipboard_is_cleared_in_time(home: Home) -> None:
    """When its time is over the terminal is asked to forget, and the page says that nobody can confirm it."""
    with Interface(home, environ={"PAT_TUI_CLIPBOARD_SECONDS": "1"}) as interface:
        interface.opened().generate("ci")
        interface.press("c")
        interface.see("that cannot be confirmed")
        copied = interface.copied()
        assert copied[0].startswith("pattui_pat_")
        assert copied[1:] == [""]
        interface.leave_new_token()
        assert interface.quit() == 0
