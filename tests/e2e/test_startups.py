"""How the real program starts: twice at once on a new store, and on stores that it cannot use."""

import os
import sqlite3
from contextlib import ExitStack, closing

import pytest

from tests.e2e.interface import Home, Interface

pytestmark = pytest.mark.skipif(os.name != "posix", reason="pseudo terminals are POSIX's")


def test_two_at_once_on_a_new_store(home: Home) -> None:
    """Both open, on one store with one user, and each sees what the other generates."""
    with ExitStack() as stack:
        one, other = (stack.enter_context(Interface(home)) for _number in range(2))
        for interface in (one, other):
            interface.opened().see("@mona-lisa", "0 tokens")
        one.generate("from-one")
        other.see("▌ from-one")
        one.show_secret()
        one.leave_new_token()
        assert [interface.quit() for interface in (one, other)] == [0, 0]
    with closing(sqlite3.connect(home.store)) as connection:
        assert connection.execute("SELECT login FROM accounts").fetchall() == [("mona-lisa",)]


def test_a_damaged_store(home: Home) -> None:
    """One sentence, the code for trouble with the store, and the file as it was."""
    home.store.parent.mkdir(parents=True)
    home.store.write_bytes(b"this is no database, however long one looks at it " * 100)
    before = home.store.read_bytes()
    _is_refused(home, "is damaged or is not a pat-tui store")
    assert home.store.read_bytes() == before


def test_a_store_of_a_newer_program(home: Home) -> None:
    """One sentence that says to update, and the file as it was."""
    assert home.run("token", "list").returncode == 0
    with closing(sqlite3.connect(home.store)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = home.store.read_bytes()
    _is_refused(home, "was written by a newer pat-tui")
    assert home.store.read_bytes() == before


def test_a_locked_store(home: Home) -> None:
    """After a few seconds of waiting, one sentence that says why."""
    assert home.run("token", "list").returncode == 0
    with closing(sqlite3.connect(home.store, isolation_level=None)) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        _is_refused(home, "is locked by another program")
        connection.execute("ROLLBACK")


def test_somebody_unknown(home: Home) -> None:
    """A login that the store does not have is not found, and the sentence says how to add it."""
    with Interface(home, "--as", "nobody-here") as interface:
        assert interface.exit_code() == 3
        assert "There is no user nobody-here." in interface.last_words()


def _is_refused(home: Home, words: str) -> None:
    with Interface(home) as interface:
        assert interface.exit_code() == 4
        said = interface.last_words().replace("\n", "")
    assert words in said.replace("  ", " ")
