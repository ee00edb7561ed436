"""Two interfaces that start at once, and stores on which none can start."""

import os
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from tests.e2e.interface import Home, Interface

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")

# The real program, held at the start line with all that it imports behind it.
HELD = """
import pat_tui.git_identity, pat_tui.services.accounts, pat_tui.store.migrations, pat_tui.tui.run
print("READY", flush=True)
input()
from pat_tui.main import main
main()
"""
# The real program, with less patience for a store that is locked.
IMPATIENT = """
import pat_tui.store.database
pat_tui.store.database.BUSY_SECONDS = 0.1
from pat_tui.main import main
main()
"""


def _program(folder: Path, code: str) -> list[str]:
    """The words that run CODE from a script in FOLDER."""
    script = folder / "program.py"
    script.write_text(code)
    return [sys.executable, str(script)]


@contextmanager
def _store(home: Home) -> Iterator[sqlite3.Connection]:
    """A connection to the store, outside of any transaction."""
    with closing(sqlite3.connect(home.store, isolation_level=None)) as connection:
        yield connection


def _make_store(home: Home) -> None:
    """Make the store with one token, and close it so that its file is all there is."""
    made = home.verify().run("token", "create", "--name", "first")
    assert made.returncode == 0, made.stderr
    assert [path.name for path in home.store.parent.iterdir()] == ["store.db"]


def _refused(home: Home, program: list[str] | None = None) -> str:
    """What the interface says when it does not open. It must be one sentence without a screen, and code 4."""
    options = {"program": program} if program else {}
    with Interface(home, cols=240, **options) as interface:  # type: ignore[arg-type]
        assert interface.exit_code() == 4
        assert b"\x1b[" not in interface.raw
        words = interface.last_words()
    assert "\n" not in words
    assert str(home.store) in words
    assert not home.log.exists()
    return words


class TestTwoAtOnce:
    def test_on_a_new_store(self, home: Home, tmp_path: Path) -> None:
        """Two interfaces that make the same store at the same moment both open, on one user."""
        program = _program(tmp_path, HELD)
        with ExitStack() as stack:
            interfaces = [stack.enter_context(Interface(home, program=program)) for _ in range(2)]
            for interface in interfaces:
                interface.wait_for("READY")
            for interface in interfaces:
                interface.write("\n")
            for interface in interfaces:
                interface.opened().see("@mona-lisa", "No fine-grained tokens created")
            for interface in interfaces:
                assert interface.quit() == 0
        with _store(home) as store:
            assert store.execute("SELECT login FROM accounts").fetchall() == [("mona-lisa",)]
        assert not home.log.exists()

    def test_see_each_other(self, home: Home) -> None:
        """A token that one generates shows up in the list of the other, without a key; its name is taken there."""
        with Interface(home) as first, Interface(home) as second:
            first.opened()
            second.opened()
            first.generate("ci")
            second.see("1 token", "▌ ci")
            second.press("n")
            second.see("Token name", "Expiration", "^s Generate")
            second.write("ci")
            second.see("Name has already been taken")


class TestTrouble:
    def test_a_corrupt_store(self, home: Home) -> None:
        """A file that is no database is left as it is."""
        _make_store(home)
        home.store.write_bytes(b"these are not the tables you are looking for" * 100)
        before = home.store.read_bytes()
        assert "is damaged or is not a pat-tui store" in _refused(home)
        assert home.store.read_bytes() == before
        assert [path.name for path in home.store.parent.iterdir()] == ["store.db"]

    def test_a_newer_store(self, home: Home) -> None:
        """A store of a newer pat-tui is left as it is, and the sentence says what to do."""
        _make_store(home)
        with _store(home) as store:
            store.execute("PRAGMA user_version = 99")
        before = home.store.read_bytes()
        words = _refused(home)
        assert "was written by a newer pat-tui (version 99" in words
        assert words.endswith("Update pat-tui.")
        assert home.store.read_bytes() == before

    def test_a_store_that_is_locked_for_all(self, home: Home, tmp_path: Path) -> None:
        """Where another program lets nobody read, the wait is bounded and the sentence says what to close."""
        _make_store(home)
        with _store(home) as store:
            store.execute("PRAGMA locking_mode = EXCLUSIVE")
            store.execute("BEGIN EXCLUSIVE")
            words = _refused(home, _program(tmp_path, IMPATIENT))
            store.execute("ROLLBACK")
        assert words == f"The store {home.store} is locked by another program. Close that program and try again."

    def test_a_new_store_that_is_locked(self, home: Home, tmp_path: Path) -> None:
        """A store that somebody else is just making is waited for, and then it is the same sentence."""
        home.store.parent.mkdir(parents=True)
        home.store.touch(mode=0o600)
        with _store(home) as store:
            store.execute("BEGIN IMMEDIATE")
            words = _refused(home, _program(tmp_path, IMPATIENT))
            store.execute("ROLLBACK")
        assert "is locked by another program" in words

    def test_a_store_that_is_locked_for_writing(self, home: Home, tmp_path: Path) -> None:
        """While another program writes the list opens all the same; generating says why not, and loses nothing."""
        _make_store(home)
        with Interface(home, program=_program(tmp_path, IMPATIENT)) as interface, _store(home) as store:
            store.execute("BEGIN IMMEDIATE")
            interface.opened().see("1 token", "▌ first")
            interface.press("n")
            interface.see("Token name", "Expiration", "^s Generate")
            interface.write("second")
            interface.see("second is available")
            interface.press("ctrl+s")
            interface.see("Generate token (g)")
            interface.press("g")
            interface.see("locked")  # of a sentence that is broken into lines
            store.execute("ROLLBACK")
            interface.press("ctrl+s")
            interface.see("Generate token (g)")
            interface.press("g")
            interface.see("“second” was generated")

    @pytest.mark.parametrize(("name", "code"), [("nobody", 3), ("acme", 5)], ids=["unknown", "organization"])
    def test_somebody_who_cannot_act(self, home: Home, name: str, code: int) -> None:
        """`--as` nobody, or an organization, is one sentence and a code of its own, before anything is drawn."""
        _make_store(home)
        assert home.run("org", "add", "acme").returncode == 0
        with Interface(home, "--as", name, cols=240) as interface:
            assert interface.exit_code() == code
            assert b"\x1b[" not in interface.raw
            assert name in interface.last_words()
            assert "\n" not in interface.last_words()
