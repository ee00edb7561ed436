"""Opening the store: who may read it, and one clear sentence with the file untouched for whatever is wrong."""

import os
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pat_tui.domain.accounts import Account, AccountKind
from pat_tui.domain.errors import StoreError, Taken
from pat_tui.store import accounts, database
from pat_tui.store import migrations as migrations_module
from pat_tui.store.database import SCHEMA_VERSION, Database
from tests.worlds import NOW, environment


def mode_of(path: Path) -> int:
    """The permission bits of PATH."""
    return stat.S_IMODE(path.stat().st_mode)


def contents_of(folder: Path) -> dict[str, bytes]:
    """Every file in FOLDER with its bytes."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def foreign(path: Path, version: int) -> None:
    """Make a database of another program at PATH."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (text TEXT)")
        connection.execute("INSERT INTO notes VALUES ('mine')")
        connection.execute(f"PRAGMA user_version = {version}")


def newer(path: Path) -> None:
    """Make a store at PATH that has been through one migration more than this program knows."""
    store = Database(path)
    with store.transaction():
        store.connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    store.close()


def damaged(path: Path) -> None:
    """Make a store at PATH whose header is fine and whose pages are not."""
    Database(path).close()
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))


UNFIT: dict[str, tuple[Callable[[Path], object], str]] = {
    "not a database": (lambda path: path.write_bytes(b"\x89PNG" * 2000), "is damaged or is not a pat-tui store"),
    "a short text": (lambda path: path.write_text("hello\n"), "is damaged or is not a pat-tui store"),
    "damaged": (damaged, "is damaged or is not a pat-tui store"),
    "of another program": (lambda path: foreign(path, 0), "is a database of another program"),
    "of another program, at our version": (lambda path: foreign(path, SCHEMA_VERSION), "of another program"),
    "of another program, at a high version": (lambda path: foreign(path, 99), "is a database of another program"),
    "newer": (newer, f"by a newer pat-tui (version {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}). Update"),
}


class TestUnfitStores:
    @pytest.mark.parametrize(("make", "words"), UNFIT.values(), ids=UNFIT)
    def test_are_refused_and_left_as_they_are(self, make: Callable[[Path], object], words: str, tmp_path: Path) -> None:
        """The sentence names the file and the trouble; no byte, no mode changes and no file is left beside it."""
        path = tmp_path / "store.db"
        make(path)
        path.chmod(0o640)
        before = contents_of(tmp_path)
        with pytest.raises(StoreError) as caught:
            Database(path)
        assert words in str(caught.value)
        assert str(path) in str(caught.value)
        assert str(caught.value).count("\n") == 0
        assert contents_of(tmp_path) == before
        assert mode_of(path) == 0o640

    def test_damage_that_shows_later_is_told_too(self, tmp_path: Path) -> None:
        """A store that opens, but whose rows cannot be read, gives the same sentence when they are."""
        path = tmp_path / "store.db"
        with closing(Database(path)) as store, store.transaction():
            accounts.add(store, "mona", AccountKind.USER, "", NOW)
        with closing(sqlite3.connect(path)) as connection:
            (page_size,) = connection.execute("PRAGMA page_size").fetchone()
            (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'accounts'").fetchone()
        content = path.read_bytes()
        path.write_bytes(content[: (page - 1) * page_size] + b"\xff" * page_size + content[page * page_size :])
        with closing(Database(path)) as store:
            with pytest.raises(StoreError, match="is damaged"):
                accounts.first_user(store)
            with pytest.raises(StoreError, match="is damaged"), store.transaction():
                accounts.add(store, "hubot", AccountKind.USER, "", NOW)


def _directory(path: Path) -> Path:
    path.mkdir()
    return path


def _socket(path: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(path.parent)  # the name of a socket may be no longer than some hundred characters
        listener.bind(path.name)
    return path


def _dangling_link(path: Path) -> Path:
    path.symlink_to("nowhere")
    return path


def _under_a_file(path: Path) -> Path:
    path.write_text("in the way")
    return path / "store.db"


def _deep_under_a_file(path: Path) -> Path:
    path.write_text("in the way")
    return path / "deep" / "store.db"


class TestPathsThatCannotBe:
    @pytest.mark.parametrize(
        ("make", "words"),
        [
            (_directory, "is not a file."),
            (_socket, "is not a file."),
            (_dangling_link, "is not a file."),
            (_under_a_file, "store.db is in the way."),
            (_deep_under_a_file, "cannot be made: Not a directory."),
            (lambda path: path.with_name("x" * 300), "cannot be made: File name too long."),
        ],
    )
    def test_are_explained(
        self, make: Callable[[Path], Path], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is no file, or stands where a folder should be, is left alone and named."""
        monkeypatch.chdir(tmp_path)
        path = make(tmp_path / "store.db")
        before = sorted(tmp_path.rglob("*"))
        with pytest.raises(StoreError) as caught:
            Database(path)
        assert words in str(caught.value)
        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize("name", ["a?b#c%20d.db", "store db", "mémoire-漢.db", "-x.db", "a;b'c\".db"])
    def test_odd_names_are_fine(self, name: str, tmp_path: Path) -> None:
        """A name with signs that mean something in addresses or to SQL is the name of the file, as it is."""
        Database(tmp_path / name).close()
        assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder of somebody who is not root, as whom the test then runs."""
    with tempfile.TemporaryDirectory(prefix="pat-tui-store-") as name:
        folder = Path(name)
        if os.getuid() != 0:
            yield folder
        else:
            os.chown(folder, 65534, 65534)
            os.setresuid(65534, 65534, 0)
            try:
                yield folder
            finally:
                os.setresuid(0, 0, 0)
        folder.chmod(0o700)


class TestPermissions:
    @pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
    def test_a_new_store_is_for_its_owner_alone(self, umask: int, tmp_path: Path) -> None:
        """0600 in a 0700 folder, write-ahead log and shared memory too, whatever the umask says."""
        before = os.umask(umask)
        try:
            path = tmp_path / "data" / "pat-tui" / "store.db"
            with closing(Database(path)) as store, store.transaction():
                accounts.add(store, "mona", AccountKind.USER, "", NOW)
                modes = {file.name: mode_of(file) for file in path.parent.iterdir()}
        finally:
            os.umask(before)
        assert modes == {"store.db": 0o600, "store.db-wal": 0o600, "store.db-shm": 0o600}
        assert mode_of(path.parent) == 0o700

    def test_a_folder_that_is_there_keeps_its_mode(self, tmp_path: Path) -> None:
        """A store in a folder of the user's choice does not lock others out of that folder."""
        tmp_path.chmod(0o755)
        Database(tmp_path / "store.db").close()
        assert mode_of(tmp_path) == 0o755

    def test_a_read_only_file_is_explained(self, unprivileged_folder: Path) -> None:
        """A store that may not be written is refused at once, not at the first write."""
        path = unprivileged_folder / "store.db"
        Database(path).close()
        path.chmod(0o400)
        before = contents_of(unprivileged_folder)
        with pytest.raises(StoreError, match=r"may not be written by you\. Change its mode or choose another"):
            Database(path)
        assert contents_of(unprivileged_folder) == before

    def test_a_read_only_folder_is_explained(self, unprivileged_folder: Path) -> None:
        """The store needs files beside it: a folder that takes none is refused, with a store in it and without."""
        path = unprivileged_folder / "store.db"
        Database(path).close()
        unprivileged_folder.chmod(0o500)
        with pytest.raises(StoreError, match=r"The folder .* may not be written by you, and the store needs to"):
            Database(path)
        with pytest.raises(StoreError, match="cannot be made: Permission denied"):
            Database(unprivileged_folder / "other.db")
        assert list(unprivileged_folder.iterdir()) == [path]

    def test_a_folder_that_cannot_be_looked_into_is_explained(self, unprivileged_folder: Path) -> None:
        """Somebody else's closed folder gives a sentence, not a traceback."""
        path = unprivileged_folder / "closed" / "store.db"
        path.parent.mkdir()
        path.parent.chmod(0o000)
        with pytest.raises(StoreError, match="cannot be made: Permission denied"):
            Database(path)
        path.parent.chmod(0o700)


class TestLocked:
    @pytest.fixture(autouse=True)
    def _no_patience(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(database, "BUSY_SECONDS", 0.02)
        monkeypatch.setattr(migrations_module, "BUSY_SECONDS", 0.02)

    def test_a_writer_elsewhere_is_told_and_reading_goes_on(self, tmp_path: Path) -> None:
        """While another program writes, a transaction says that the store is locked; afterwards it works."""
        path = tmp_path / "store.db"
        with closing(Database(path)) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match=r"is locked by another program\. Close that program and try"):
                _add_mona(store)
            assert accounts.first_user(store) is None
            other.execute("ROLLBACK")
            _add_mona(store)
            assert accounts.first_user(store) is not None

    def test_a_store_that_is_held_exclusively_cannot_be_opened(self, tmp_path: Path) -> None:
        """Another program that lets nobody read is told at the start."""
        path = tmp_path / "store.db"
        Database(path).close()
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("PRAGMA locking_mode = EXCLUSIVE")
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreError, match="is locked by another program"):
                Database(path)

    def test_a_new_store_that_somebody_else_keeps_locked_cannot_be_made(self, tmp_path: Path) -> None:
        """Making the store waits for another maker, but not for ever."""
        path = tmp_path / "store.db"
        path.touch(mode=0o600)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError, match="is locked by another program"):
                Database(path)
        assert path.read_bytes() == b""


def _add_mona(store: Database) -> None:
    with store.transaction():
        accounts.add(store, "mona", AccountKind.USER, "", NOW)


class TestTransactions:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Database]:
        """An empty store."""
        with closing(Database(tmp_path / "store.db", durable=False)) as store:
            yield store

    @pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
    def test_any_exception_undoes_everything(self, store: Database, error: type[BaseException]) -> None:
        """Nothing stays of a transaction that is left by an exception, and the next one works."""

        def fail() -> None:
            with store.transaction():
                accounts.add(store, "mona", AccountKind.USER, "", NOW)
                raise error

        with pytest.raises(error):
            fail()
        assert accounts.first_user(store) is None
        _add_mona(store)
        assert accounts.first_user(store) is not None

    def test_a_broken_constraint_is_the_callers_to_explain(self, store: Database) -> None:
        """A login that is taken in another case arrives as an error of its own, and nothing is written."""
        _add_mona(store)

        def add_two() -> None:
            with store.transaction():
                accounts.add(store, "hubot", AccountKind.USER, "", NOW)
                accounts.add(store, "MONA", AccountKind.ORGANIZATION, "", NOW)

        with pytest.raises(Taken):
            add_two()
        assert [user.login for user in accounts.all_of(store, AccountKind.USER)] == ["mona"]

    def test_a_failing_commit_leaves_nothing_open(self, store: Database) -> None:
        """What only the commit refuses is rolled back too, so that the next transaction can begin."""

        def add_member_of_nothing() -> None:
            with store.transaction():
                store.connection.execute("PRAGMA defer_foreign_keys = ON")
                store.connection.execute("INSERT INTO memberships VALUES (1, 2, 'owner')")

        with pytest.raises(sqlite3.IntegrityError):
            add_member_of_nothing()
        assert not store.connection.in_transaction
        _add_mona(store)

    def test_a_full_disk_is_told_and_survived(self, store: Database) -> None:
        """The sentence says what to do; what was there before stays, and with room again writing goes on."""

        def add_much() -> None:
            with store.transaction():
                accounts.add(store, "huge", AccountKind.ORGANIZATION, "x" * 100_000, NOW)

        (pages,) = store.connection.execute("PRAGMA page_count").fetchone()
        store.connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StoreError, match=r"The disk that holds the store .* is full\. Make room and try again"):
            add_much()
        assert not store.connection.in_transaction
        assert accounts.by_login(store, "huge") is None
        store.connection.execute("PRAGMA max_page_count = 1000000")
        add_much()
        assert accounts.by_login(store, "huge") is not None

    def test_each_thread_has_its_own_connection(self, store: Database) -> None:
        """Another thread neither sees what is not committed nor disturbs it, and `close` closes both."""
        seen: list[tuple[Account | None, sqlite3.Connection]] = []
        with store.transaction():
            accounts.add(store, "mona", AccountKind.USER, "", NOW)
            thread = threading.Thread(target=lambda: seen.append((accounts.first_user(store), store.connection)))
            thread.start()
            thread.join()
        [(user, other)] = seen
        assert user is None
        assert other is not store.connection
        store.close()
        with pytest.raises(sqlite3.ProgrammingError):
            other.execute("SELECT 1")

    def test_what_another_connection_writes_is_noticed(self, store: Database) -> None:
        """The data version stays through own writing and changes through another's."""
        before = store.data_version()
        _add_mona(store)
        assert store.data_version() == before
        with closing(Database(store.path)) as other, other.transaction():
            accounts.add(other, "hubot", AccountKind.USER, "", NOW)
        assert store.data_version() != before

    def test_settings_of_a_connection(self, store: Database) -> None:
        """Foreign keys hold, removed rows are overwritten, and writing goes through a log."""
        pragmas = {name: store.row(f"PRAGMA {name}") for name in ("foreign_keys", "secure_delete", "journal_mode")}
        assert {name: row[0] if row else None for name, row in pragmas.items()} == {
            "foreign_keys": 1,
            "secure_delete": 1,
            "journal_mode": "wal",
        }


def test_reading_does_not_import_sqlite_utils(tmp_path: Path) -> None:
    """The way to the first screen, over a store that is there, pays for no more than sqlite3."""
    with closing(Database(tmp_path / "store.db")) as store:
        _add_mona(store)
    program = (
        "import sys; from pathlib import Path; from pat_tui.store import accounts;"
        "from pat_tui.store.database import Database;"
        "store = Database(Path(sys.argv[1])); assert accounts.first_user(store).login == 'mona'; store.close();"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'sqlite_utils', 'click', 'textual', 'rich'}))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "store.db")]
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment())
    assert result.stdout == "[]\n"
