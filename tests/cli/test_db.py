"""`pat-tui db`: looking through the store, copies of it, and putting one back."""

import os
import shutil
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pat_tui.store import backup as copies
from pat_tui.store.database import SCHEMA_VERSION
from tests.cli.conftest import CommandLine
from tests.cli.test_token_delete import on_terminal


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        yield connection


def _names(path: Path) -> list[str]:
    with _opened(path) as connection:
        return [row[0] for row in connection.execute("SELECT name FROM fine_grained_tokens ORDER BY id")]


def _make(cli: CommandLine, *names: str) -> None:
    for name in names:
        assert cli("token", "create", "--name", name).code == 0


@pytest.fixture
def copy(cli: CommandLine, tmp_path: Path) -> Path:
    """A copy of a store with the token `first`; `second` and `third` have been made since."""
    _make(cli, "first")
    path = tmp_path / "copy.db"
    assert cli("db", "backup", str(path)).code == 0
    _make(cli, "second", "third")
    return path


class TestPath:
    def test_it_is_told_without_a_store(self, bare_cli: CommandLine) -> None:
        """The store is not made for it."""
        assert bare_cli("db", "path").stdout == f"{bare_cli.store}\n"
        assert bare_cli("db", "path", "--json").json() == {"path": str(bare_cli.store), "exists": False, "bytes": 0}
        assert not bare_cli.store.exists()

    def test_a_throw_away_store_has_none(self, cli: CommandLine) -> None:
        """--demo makes no sense here."""
        for words in (["path"], ["check"], ["backup", "x"], ["restore", "x", "--yes"]):
            assert cli("--demo", "db", *words).code == 2


class TestCheck:
    def test_whole(self, cli: CommandLine) -> None:
        """Exit 0, and what was looked at; nothing is changed, not even a time stamp."""
        _make(cli, "first")
        before = (cli.store.read_bytes(), cli.store.stat().st_mtime_ns)
        checked = cli("db", "check")
        assert (checked.code, checked.stderr) == (0, "")
        assert checked.stdout.splitlines() == [
            f"Version: {SCHEMA_VERSION}",
            "Pages and indices: whole",
            "References: whole",
            "Rules: whole",
            "Security log: The log is whole: 1 entry.",
        ]
        assert (cli.store.read_bytes(), cli.store.stat().st_mtime_ns) == before

    def test_no_store(self, bare_cli: CommandLine) -> None:
        """What is not there is not found, and not made."""
        assert bare_cli("db", "check").code == 3
        assert not bare_cli.store.exists()

    @pytest.mark.parametrize(
        ("sql", "field", "words"),
        [
            ("INSERT INTO token_permissions VALUES (99, 'contents', 'read')", "foreign_keys", "token_permissions"),
            ("UPDATE fine_grained_tokens SET owner_id = 2", "rules", "neither their user nor an organization: 1"),
            ("UPDATE fine_grained_tokens SET user_id = owner_id = 3", "foreign_keys", "fine_grained_tokens"),
            ("INSERT INTO memberships VALUES (3, 4, 'owner')", "rules", "members of an organization that are no users"),
            (
                "INSERT INTO email_addresses VALUES ('x@example.com', 1, 1, NULL)",
                "rules",
                "users with several primary addresses: 1",
            ),
            ("INSERT INTO token_repositories VALUES (1, 4)", "rules", "repositories of another owner: 1"),
        ],
    )
    def test_what_does_not_hold(self, cli: CommandLine, sql: str, field: str, words: str) -> None:
        """Exit 4, and the rows are told."""
        _make(cli, "first")
        with _opened(cli.store) as connection:
            connection.execute(sql)
        checked = cli("db", "check", "--json")
        assert checked.code == 4
        assert checked.json()["whole"] is False
        assert words in "; ".join(checked.json()[field])
        assert words in cli("db", "check").stdout

    def test_a_log_that_was_tampered_with(self, cli: CommandLine) -> None:
        """Exit 1, as `log verify` has it."""
        _make(cli, "first", "second")
        with _opened(cli.store) as connection:
            connection.execute("DELETE FROM events WHERE id = 1")
        checked = cli("db", "check")
        assert (checked.code, checked.stdout.splitlines()[-1]) == (1, "Security log: Entry 1 was dropped.")

    def test_without_the_key_of_the_log(self, cli: CommandLine, tmp_path: Path) -> None:
        """The store is whole; that its log could not be looked at is told."""
        _make(cli, "first")
        checked = cli("db", "check", "--json", PAT_TUI_LOG_KEY=str(tmp_path / "gone.key"))
        assert (checked.code, checked.json()["log"]) == (0, None)
        assert "key of the security log is missing" in checked.json()["log_trouble"]
        assert not (tmp_path / "gone.key").exists()

    def test_a_broken_page(self, cli: CommandLine) -> None:
        """Damage inside is found, whether SQLite stumbles over it or only sees it."""
        content = cli.store.read_bytes()
        cli.store.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
        assert cli("db", "check").code == 4


class TestBackup:
    def test_a_copy(self, cli: CommandLine, copy: Path) -> None:
        """It is one file, for its owner alone, with all that was there at that moment; and it is a store."""
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
        assert _names(copy) == ["first"]
        assert [path.name for path in copy.parent.iterdir() if path.name.startswith((".copy", "copy"))] == ["copy.db"]
        assert [token["name"] for token in cli("--db", str(copy), "token", "list", "--json").json()] == ["first"]

    def test_never_over_a_file(self, cli: CommandLine, copy: Path) -> None:
        """What is there stays, to the last byte; a link to nowhere is something, too."""
        before = copy.read_bytes()
        refused = cli("db", "backup", str(copy))
        assert (refused.code, refused.stdout) == (1, "")
        assert "is there already" in refused.stderr
        assert copy.read_bytes() == before
        link = copy.with_name("link.db")
        link.symlink_to("nowhere")
        assert cli("db", "backup", str(link)).code == 1
        assert not link.with_name("nowhere").exists()

    def test_a_place_that_cannot_be_written(self, cli: CommandLine, tmp_path: Path) -> None:
        """It is told, and nothing is left behind."""
        refused = cli("db", "backup", str(tmp_path / "gone" / "copy.db"))
        assert (refused.code, refused.stdout) == (1, "")
        assert "cannot be written: No such file or directory." in refused.stderr

    def test_a_file_system_without_links(
        self, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """As on a memory stick: the copy is made all the same, and never over a file."""

        def no_links(_source: Path, _target: Path) -> None:
            raise PermissionError

        monkeypatch.setattr(os, "link", no_links)
        assert cli("db", "backup", str(tmp_path / "copy.db")).code == 0
        assert cli("db", "backup", str(tmp_path / "copy.db")).code == 1
        assert cli("--db", str(tmp_path / "copy.db"), "db", "check").code == 0

    def test_nothing_is_left_of_one_that_failed(
        self, cli: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A copy that cannot be finished never has the name of one."""

        def full(_new: Path, target: Path) -> None:
            raise copies._failed(target, OSError(28, "No space left on device"))

        monkeypatch.setattr(copies, "_put", full)
        folder = tmp_path / "stick"
        folder.mkdir()
        assert cli("db", "backup", str(folder / "copy.db")).code == 1
        assert list(folder.iterdir()) == []

    def test_while_others_write(self, cli: CommandLine, tmp_path: Path) -> None:
        """Each copy is of one moment: a token and its event are both in it, or neither."""
        stop = threading.Event()

        def write() -> None:
            with _opened(cli.store) as connection:
                for number in range(10_000):
                    if stop.is_set():
                        return
                    connection.execute("BEGIN IMMEDIATE")
                    connection.execute("INSERT INTO accounts (login, kind, created_at) VALUES (?, 'user', 'x')",
                                       [f"u{number}"])  # fmt: skip
                    connection.execute("INSERT INTO repositories (owner_id, name, visibility, created_at)"
                                       " VALUES (last_insert_rowid(), 'r', 'public', 'x')")  # fmt: skip
                    connection.execute("COMMIT")

        writer = threading.Thread(target=write)
        writer.start()
        try:
            for number in range(5):
                path = tmp_path / f"{number}.db"
                assert copies.backup(cli.store, path) > 0
                with _opened(path) as connection:
                    users = connection.execute("SELECT count(*) FROM accounts WHERE login LIKE 'u%'").fetchone()
                    repositories = connection.execute("SELECT count(*) FROM repositories WHERE name = 'r'").fetchone()
                    assert users == repositories
                    assert copies.integrity(connection) == []
        finally:
            stop.set()
            writer.join()

    def test_no_store(self, bare_cli: CommandLine, tmp_path: Path) -> None:
        """Where there is none, none is made to be copied."""
        assert bare_cli("db", "backup", str(tmp_path / "copy.db")).code == 3
        assert not bare_cli.store.exists()


class TestRestore:
    def test_all_is_as_it_was(self, cli: CommandLine, copy: Path) -> None:
        """The tokens of the copy are there, the others are in what was set aside, for its owner alone."""
        done = cli("db", "restore", str(copy), "--yes")
        assert done.code == 0, done.stderr
        aside = Path(done.stdout.strip())
        assert aside.parent == cli.store.parent
        assert aside.name.startswith("store.db.replaced-")
        assert (_names(cli.store), _names(aside)) == (["first"], ["first", "second", "third"])
        assert stat.S_IMODE(aside.stat().st_mode) == stat.S_IMODE(cli.store.stat().st_mode) == 0o600
        assert _names(copy) == ["first"]
        with _opened(cli.store) as connection:
            assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)

    def test_the_log_tells_of_it(self, cli: CommandLine, copy: Path) -> None:
        """The gap is told with the entry that explains it, and the log holds for whole, now and later."""
        done = cli("db", "restore", str(copy), "--yes")
        assert "Entries of the security log that are in that file alone: 2 to 3.\n" in done.stderr
        _make(cli, "later")
        verified = cli("log", "verify")
        assert (verified.code, verified.stdout) == (0, "The log is whole: 3 entries.\n")
        assert verified.stderr == "Gone when the store was restored from a copy: 2 to 3. Entry 4 says by whom.\n"
        assert cli("log", "verify", "--json").json()["restored"] == [[2, 3]]
        entry = cli("log", "list", "--action", "store.restore", "--json").json()[0]
        assert (entry["actor"], entry["backup"], entry["lost_entries"]) == ("mona", "copy.db", "2-3")
        assert entry["operation_type"] == "restore"

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE events SET fields = replace(fields, '2-3', '1-3') WHERE id = 4",
            "DELETE FROM events WHERE id = 4",
            "DELETE FROM events WHERE id = 1",
            "UPDATE events SET action = 'store.restore' WHERE id = 5",
        ],
        ids=["another gap", "no explanation", "more than was lost", "a forged one"],
    )
    def test_the_gap_is_no_way_in(self, cli: CommandLine, copy: Path, sql: str) -> None:
        """Only the sealed entry of a restore explains a gap, and only its own."""
        cli("db", "restore", str(copy), "--yes")
        _make(cli, "later")
        assert cli("log", "verify").code == 0
        with _opened(cli.store) as connection:
            connection.execute(sql)
        assert cli("log", "verify").code == 1

    def test_a_copy_put_there_by_hand_is_told(self, cli: CommandLine, copy: Path) -> None:
        """Without `db restore` there is no such entry, and the log says that entries were dropped."""
        shutil.copy(copy, cli.store)
        for ending in ("-wal", "-shm"):
            cli.store.with_name(f"store.db{ending}").unlink(missing_ok=True)
        _make(cli, "later")
        assert cli("log", "verify").code == 1

    def test_twice(self, cli: CommandLine, copy: Path) -> None:
        """What is set aside has names of its own, and the log tells both gaps."""
        first = cli("db", "restore", str(copy), "--yes").stdout
        second = cli("db", "restore", str(copy), "--yes").stdout
        assert first != second
        assert Path(second.strip()).exists()
        assert cli("log", "verify", "--json").json()["restored"] == [[2, 4]]

    def test_without_a_store(self, cli: CommandLine, copy: Path) -> None:
        """Where none is, the copy takes the place; nothing is set aside."""
        for path in cli.store.parent.glob("store.db*"):
            path.unlink()
        done = cli("db", "restore", str(copy), "--yes", "--json")
        assert (done.code, done.json()["set_aside"]) == (0, None)
        assert _names(cli.store) == ["first"]

    def test_over_a_damaged_store(self, cli: CommandLine, copy: Path) -> None:
        """That is what copies are for: the damaged file is moved aside as it is."""
        for ending in ("-wal", "-shm"):
            cli.store.with_name(f"store.db{ending}").unlink(missing_ok=True)
        cli.store.write_bytes(b"these are not the tables you are looking for" * 100)
        done = cli("db", "restore", str(copy), "--yes")
        assert done.code == 0, done.stderr
        assert Path(done.stdout.strip()).read_bytes().startswith(b"these are not")
        assert _names(cli.store) == ["first"]

    def test_while_another_program_has_it(self, cli: CommandLine, copy: Path) -> None:
        """A store that is open elsewhere is left alone."""
        with _opened(cli.store) as connection:
            connection.execute("SELECT * FROM accounts").fetchone()
            refused = cli("db", "restore", str(copy), "--yes")
        assert refused.code == 4
        assert "is open in another program" in refused.stderr
        assert _names(cli.store) == ["first", "second", "third"]
        assert not list(cli.store.parent.glob("store.db.*"))

    @pytest.mark.parametrize(
        "kind", ["no database", "empty", "foreign", "newer", "damaged", "itself", "gone", "folder"]
    )
    def test_what_is_no_copy(self, cli: CommandLine, copy: Path, kind: str) -> None:
        """It is refused with the reason, before anything is touched."""
        if kind == "no database":
            copy.write_bytes(b"x" * 5000)
        elif kind == "empty":
            copy.write_bytes(b"")
        elif kind == "foreign":
            copy.unlink()
            with _opened(copy) as connection:
                connection.execute("CREATE TABLE bookmarks (url TEXT)")
        elif kind == "newer":
            with _opened(copy) as connection:
                connection.execute("PRAGMA user_version = 99")
        elif kind == "damaged":
            content = copy.read_bytes()
            copy.write_bytes(content[:-20_000] + b"\xff" * 20_000)
        elif kind == "folder":
            copy = copy.parent
        path = {"itself": cli.store, "gone": copy.with_name("gone.db")}.get(kind, copy)
        refused = cli("db", "restore", str(path), "--yes")
        assert (refused.code, refused.stdout) == ({"itself": 1, "gone": 3, "folder": 3}.get(kind, 4), "")
        assert str(path) in refused.stderr
        assert _names(cli.store) == ["first", "second", "third"]
        assert not list(cli.store.parent.glob("store.db.*"))

    def test_who_acts_must_be_there(self, cli: CommandLine, copy: Path) -> None:
        """Nobody restores a store in which they are not known."""
        cli("user", "add", "eve", "--email", "eve@example.com")
        assert cli("--as", "eve", "db", "restore", str(copy), "--yes").code == 3
        assert len(_names(cli.store)) == 3

    def test_nothing_without_a_yes(self, cli: CommandLine, copy: Path) -> None:
        """Without a terminal it takes --yes."""
        refused = cli("db", "restore", str(copy))
        assert refused.code == 2
        assert len(_names(cli.store)) == 3

    def test_without_the_key_of_the_log(self, cli: CommandLine, copy: Path, tmp_path: Path) -> None:
        """The store is restored, and it is told that its log does not know."""
        done = cli("db", "restore", str(copy), "--yes", PAT_TUI_LOG_KEY=str(tmp_path / "gone.key"))
        assert done.code == 0
        assert "The log does not know of it: The key of the security log is missing" in done.stderr
        assert _names(cli.store) == ["first"]


class TestQuestion:
    def test_yes(self, cli: CommandLine, copy: Path) -> None:
        """At a terminal it is told what will happen, and `yes` restores."""
        asked = on_terminal(cli, "yes\n", "db", "restore", str(copy))
        assert asked.code == 0, asked.stderr
        assert f"All that is in {cli.store} will be as it is in {copy}." in asked.stderr
        assert "Tokens that were deleted or regenerated since will work again" in asked.stderr
        assert _names(cli.store) == ["first"]

    @pytest.mark.parametrize("typed", ["\n", "y\n", "\x04"], ids=ascii)
    def test_anything_else(self, cli: CommandLine, copy: Path, typed: str) -> None:
        """Another answer, or none, leaves all as it is; --quiet does not keep the question back."""
        asked = on_terminal(cli, typed, "db", "restore", str(copy), "--quiet")
        assert (asked.code, asked.stdout) == (1, "")
        assert asked.stderr.rstrip().endswith("Nothing was restored.")
        assert "Type yes to restore" in asked.stderr
        assert len(_names(cli.store)) == 3
