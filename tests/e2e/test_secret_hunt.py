"""A token was generated, shown and copied in the real program: where else is its secret? Nowhere."""

import sys
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop
from tests.e2e.interface import PROGRAM, Home, Interface, descendants
from tests.e2e.needle import Needle

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/environ").exists(), reason="there is no /proc to look at processes in"
)

SECRET_LENGTH = len("pattui_pat_") + 22 + len("_") + 59

# The real program, in which `s` on the page of the new token fails, with the secret in everything that fails.
FAILING = """
import os, sys
from pat_tui.tui.screens.new_token import NewTokenScreen

def fail(self):
    secret = self._secret.reveal()
    try:
        raise LookupError(secret[20:70])
    except LookupError as error:
        error.add_note(f"the token was {secret}")
        raise RuntimeError(f"{secret} or {secret[:46]}, {secret[46:]}")

def fail_later(self):
    self.run_worker(lambda: fail(self), thread=True)

NewTokenScreen.action_sort = {"handler": fail, "thread": fail_later}[sys.argv.pop(1)]
from pat_tui.main import main
main()
"""


def _in_processes(interface: Interface, needle: Needle) -> list[str]:
    """What of the program and the processes below it shows the secret to every other process of the user."""
    places = [Path(f"/proc/{pid}/{name}") for pid in descendants(interface.pid) for name in ("cmdline", "environ")]
    assert any(b"pat_tui" in place.read_bytes() for place in places)
    return [str(place) for place in places if needle.is_in_bytes(place.read_bytes())]


def _assert_nowhere(home: Home, interface: Interface, needle: Needle) -> None:
    assert needle.files(home.files()) == []
    assert _in_processes(interface, needle) == []


@pytest.fixture
def desktop(tmp_path: Path) -> Desktop:
    """A clipboard outside of the home, where the secret may be."""
    return Desktop(tmp_path / "desktop")


def test_it_is_in_no_file_and_no_process(home: Home, desktop: Desktop) -> None:
    """While the secret is shown and on the clipboard, and after the end: no file, argument or variable has it."""
    stdout = home.folder / "stdout"
    program = ["/bin/sh", "-c", 'exec "$@" > "$0"', str(stdout), *PROGRAM]
    with Interface(home, program=program, environ=desktop.environ) as interface:
        interface.opened().generate("ci")
        secret = interface.show_secret()
        needle = Needle(secret)
        _assert_nowhere(home, interface, needle)
        interface.press("c")
        interface.see("Copied to the clipboard (checked).")
        assert desktop.held == secret
        assert needle.is_in(desktop.held)
        interface.press("p")
        interface.see("This is the new token, whole and unchanged.")
        _assert_nowhere(home, interface, needle)
        assert {"store.db", "store.db-wal", "store.db-shm"} <= {path.name for path in home.files()}
        interface.leave_new_token()
        assert interface.quit() == 0
        assert interface.last_words() == ""
    assert desktop.held == ""
    assert b"xclip" in desktop.seen
    assert not needle.is_in_bytes(desktop.seen)
    assert needle.files(home.files()) == []
    assert stdout.read_bytes() == b""
    assert not home.log.exists()


def test_handed_over_it_is_in_one_file(home: Home) -> None:
    """After `h` the new file has it, and still no other file, argument or variable."""
    with Interface(home) as interface:
        interface.opened().generate("ci")
        secret = interface.show_secret()
        needle = Needle(secret)
        interface.press("h")
        interface.see("Hand the token over", "~/ci.token")
        interface.press("ctrl+s")
        interface.see("and nowhere else.")
        handed = home.folder / "ci.token"
        assert handed.read_text() == f"{secret}\n"
        assert handed.stat().st_mode & 0o777 == 0o600
        assert needle.files(home.files()) == [handed]
        assert _in_processes(interface, needle) == []
        interface.leave_new_token()
        assert interface.quit() == 0
    assert needle.files(home.files()) == [handed]


def test_no_picture_of_it_is_taken(home: Home) -> None:
    """The palette offers no screenshot while the secret is shown; the one taken while it is hidden does not have it."""
    (home.folder / "Downloads").mkdir()  # where Textual saves it, or fails
    with Interface(home) as interface:
        interface.opened().generate("ci")
        needle = Needle(interface.show_secret())
        for key, offers in (("", False), ("v", True)):
            interface.press(f"{key} ctrl+p")
            interface.see("Search for commands")
            interface.write("screenshot")
            interface.see("  screenshot", "Save an SVG" if offers else "No command matches")
            interface.see_gone("Explain this page")
            assert not [path for path in home.files() if path.suffix == ".svg"]
            interface.press("enter" if offers else "escape")
            interface.see_gone("  screenshot")
        interface.see("Saved screenshot")
    (picture,) = [path for path in home.files() if path.suffix == ".svg"]
    assert picture.read_text().count("•") == SECRET_LENGTH
    assert needle.files(home.files()) == []


@pytest.mark.parametrize("place", ["handler", "thread"])
def test_a_crash_does_not_tell_it(home: Home, tmp_path: Path, place: str) -> None:
    """A crash while the secret is shown, with the secret in the error itself: neither its log nor its last words do."""
    script = tmp_path / "failing.py"
    script.write_text(FAILING)
    with Interface(home, program=[sys.executable, str(script), place]) as interface:
        interface.opened().generate("ci")
        needle = Needle(interface.show_secret())
        interface.press("c")
        interface.see("Sent to your terminal")
        interface.press("s")
        assert interface.exit_code() == 1
        assert interface.unclean() == []
        assert "pat-tui stopped because of an error" in interface.last_words()
        assert not needle.is_in("".join(interface.screen))
        assert not needle.is_in_bytes(interface.raw.rpartition(b"\x1b[?1049l")[2])
    log = home.log.read_text()
    assert "RuntimeError: pattui_pat_***" in log
    assert "LookupError" in log
    assert "in fail\n" in log
    assert needle.files(home.files()) == []
