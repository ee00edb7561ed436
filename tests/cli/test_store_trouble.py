"""Whatever is wrong with the store: exit code 4, one clear sentence, no data, and the file as it was."""

import os
import shutil
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import CommandLine, Outcome, finished

# As another user, once all is imported: Python itself may lie where that user cannot look.
AS_NOBODY = """
import os, sys
import platformdirs, pat_tui.store.migrations, pat_tui.git_identity, pat_tui.wiring, pat_tui.services.filtered_tokens
from pat_tui.cli import main, token, token_list, token_noun, token_show, user
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
sys.exit(main.run(sys.argv[1:]))
"""
COMMANDS = [["token", "list"], ["token", "show", "1"], ["token", "create", "--name", "ci"], ["user", "list", "--json"]]


def _as_nobody(store: Path, *arguments: str) -> Outcome:
    # Settings of the home, where that user cannot look either, would be the first trouble.
    return finished([sys.executable, "-c", AS_NOBODY, *arguments], PAT_TUI_DB=str(store), XDG_CONFIG_HOME="/nowhere")


def _is_trouble(outcome: Outcome, *words: str) -> None:
    assert (outcome.code, outcome.stdout) == (4, "")
    assert outcome.stderr.count("\n") == 1
    assert "Traceback" not in outcome.stderr
    for word in words:
        assert word in outcome.stderr


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_corrupt_store(cli: CommandLine, arguments: list[str]) -> None:
    """A file that is no database is left as it is."""
    cli.store.write_bytes(b"these are not the tables you are looking for" * 100)
    before = cli.store.read_bytes()
    _is_trouble(cli(*arguments), str(cli.store), "is damaged or is not a pat-tui store")
    assert cli.store.read_bytes() == before
    assert [path.name for path in cli.store.parent.iterdir()] == ["store.db"]


def test_a_store_with_a_broken_page(cli: CommandLine) -> None:
    """Damage further inside is noticed too."""
    content = cli.store.read_bytes()
    cli.store.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    before = cli.store.read_bytes()
    _is_trouble(cli("token", "list"), "is damaged")
    assert cli.store.read_bytes() == before


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_newer_store(cli: CommandLine, arguments: list[str]) -> None:
    """A store of a newer pat-tui is refused with what to do, and left as it is."""
    with closing(sqlite3.connect(cli.store)) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = cli.store.read_bytes()
    _is_trouble(cli(*arguments), "was written by a newer pat-tui (version 99, this one knows", "Update pat-tui.")
    assert cli.store.read_bytes() == before


def test_a_database_of_another_program(cli: CommandLine) -> None:
    """Somebody else's tables are not taken over."""
    cli.store.unlink()
    with closing(sqlite3.connect(cli.store)) as connection:
        connection.execute("CREATE TABLE bookmarks (url TEXT)")
    before = cli.store.read_bytes()
    _is_trouble(cli("token", "list"), "is a database of another program")
    assert cli.store.read_bytes() == before


def test_a_locked_store(cli: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    """While another program writes, reading works; writing gives up after a while and says why."""
    monkeypatch.setattr("pat_tui.store.database.BUSY_SECONDS", 0.05)
    assert cli("token", "create", "--name", "first").code == 0
    with closing(sqlite3.connect(cli.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [token["name"] for token in cli("token", "list", "--json").json()] == ["first"]
        _is_trouble(cli("token", "create", "--name", "second"), "is locked by another program", "try again")
    assert cli.rows("SELECT name FROM fine_grained_tokens") == [("first",)]


@pytest.fixture
def shared_store(cli: CommandLine, shared_folder: Path) -> Path:
    """A store that another user can reach."""
    store = shared_folder / "store.db"
    shutil.copy(cli.store, store)
    store.chmod(0o666)
    return store


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_a_read_only_store(shared_store: Path, arguments: list[str]) -> None:
    """A file that may only be read is refused, not half used."""
    shared_store.parent.chmod(0o777)
    shared_store.chmod(0o444)
    before = shared_store.read_bytes()
    _is_trouble(_as_nobody(shared_store, *arguments), str(shared_store), "may not be written by you", "--db")
    assert shared_store.read_bytes() == before


def test_a_secret_store(shared_store: Path) -> None:
    """Another user's store, as pat-tui makes it, is refused in the same words."""
    shared_store.chmod(0o000)
    _is_trouble(_as_nobody(shared_store, "token", "list"), str(shared_store), "may not be written by you")


def test_a_read_only_folder(shared_store: Path) -> None:
    """SQLite needs the folder as well; that is said before anything is touched."""
    shared_store.parent.chmod(0o555)
    before = shared_store.read_bytes()
    _is_trouble(_as_nobody(shared_store, "token", "list"), f"The folder {shared_store.parent} may not be written")
    assert shared_store.read_bytes() == before


@pytest.mark.parametrize("name", ["store.db", "deep/er/store.db"])
def test_a_folder_that_cannot_be_made(shared_folder: Path, name: str) -> None:
    """Where no store can be made, none is, and the reason is told."""
    shared_folder.chmod(0o555)
    _is_trouble(_as_nobody(shared_folder / name, "token", "list"), "cannot be made: Permission denied.")
    assert list(shared_folder.iterdir()) == []


def test_a_folder_that_cannot_be_entered(shared_store: Path) -> None:
    """A store behind a closed door is no crash."""
    shared_store.parent.chmod(0o000)
    try:
        _is_trouble(_as_nobody(shared_store, "token", "list"), "Permission denied.")
    finally:
        shared_store.parent.chmod(0o755)


def test_a_missing_folder_is_made(bare_cli: CommandLine) -> None:
    """A missing folder is made for its owner alone, and so is the store."""
    bare_cli.store = bare_cli.store.parent / "deep" / "store.db"
    assert bare_cli("token", "list").code == 0
    assert bare_cli.store.stat().st_mode & 0o777 == 0o600
    assert bare_cli.store.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nowhere", "below a file", "too long"])
def test_what_is_no_file(cli: CommandLine, tmp_path: Path, kind: str) -> None:
    """A path at which no store can be is explained, without waiting for anything."""
    path = tmp_path / "odd"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "link to nowhere":
        path.symlink_to(tmp_path / "nowhere")
    elif kind == "below a file":
        path = cli.store / "store.db"
    else:
        path = tmp_path / ("x" * 300)
    _is_trouble(cli("--db", str(path), "token", "list"), "The store", str(path.parent))
    assert not (tmp_path / "nowhere").exists()
