"""Making and updating the store: repeatable, safe when several start at once, and never without a copy."""

import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database as Tables
from sqlite_utils import Migrations

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.errors import StoreError
from pat_tui.store import accounts, database, tokens
from pat_tui.store import migrations as module
from pat_tui.store.database import SCHEMA_VERSION, Database
from tests.worlds import NOW, environment


def dump(path: Path) -> list[str]:
    """The whole store at PATH as SQL, and its version."""
    with closing(sqlite3.connect(path)) as connection:
        return [*connection.iterdump(), str(connection.execute("PRAGMA user_version").fetchone())]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with one user, closed."""
    path = tmp_path / "store.db"
    with closing(Database(path)) as store, store.transaction():
        accounts.add(store, "mona", AccountKind.USER, "Mona", NOW)
    return path


class TestNewStore:
    def test_opening_again_changes_nothing(self, path: Path) -> None:
        """The second start finds a store that is up to date and does not touch it."""
        before = path.read_bytes()
        Database(path).close()
        assert path.read_bytes() == before

    def test_has_as_many_migrations_as_it_says(self, path: Path) -> None:
        """The version counts the migrations that there are, and each has been applied."""
        with closing(sqlite3.connect(path)) as connection:
            applied = [name for (name,) in connection.execute("SELECT name FROM _sqlite_migrations")]
            assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert len(applied) == SCHEMA_VERSION
        assert applied[0] == "m001_initial"

    def test_is_whole_and_strict(self, path: Path) -> None:
        """SQLite finds nothing wrong with it, and every table of ours checks its types."""
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
            lax = {row[1] for row in connection.execute("PRAGMA table_list") if row[0] == "main" and not row[5]}
        assert lax == {"_sqlite_migrations", "sqlite_schema", "sqlite_sequence"}

    def test_an_empty_file_becomes_one(self, tmp_path: Path) -> None:
        """A file without a byte, as a start that was cut short leaves it, is made a store."""
        path = tmp_path / "store.db"
        path.touch()
        Database(path).close()
        assert "CREATE TABLE accounts" in "\n".join(dump(path))

    def test_a_store_that_was_dumped_and_read_in_again_is_one(self, path: Path, tmp_path: Path) -> None:
        """What `.dump` loses, the version, is put back; all rows stay."""
        copy = tmp_path / "copy.db"
        with closing(sqlite3.connect(copy)) as connection:
            connection.executescript("\n".join(dump(path)[:-1]))
        Database(copy).close()
        assert dump(copy) == dump(path)


class TestSeveralAtOnce:
    PROGRAM = """
import sys
from contextlib import suppress
from pathlib import Path
import pat_tui.store.migrations
from pat_tui.domain.errors import InvalidInput, Taken
from pat_tui.domain.drafts import TokenDraft
from pat_tui.services.clock import system_clock
from pat_tui.settings import load
from pat_tui.store import accounts
from pat_tui.wiring import build
now = system_clock()
print("ready", flush=True)
sys.stdin.readline()
with build(load({})._replace(store=Path(sys.argv[1]))) as services:
    database = services.context.database
    with suppress(Taken), database.transaction():
        accounts.add_email(database, services.acting.id, "x@example.com", primary=False, verified_at=now)
    try:
        services.tokens.generate(TokenDraft(name="same", owner=services.acting.login))
        print(services.acting.login, "made")
    except InvalidInput as error:
        print(services.acting.login, error.errors)
"""

    def test_three_processes_on_a_new_store(self, tmp_path: Path) -> None:
        """All start and share one user; of three tokens of one name one is made, the others get the field error."""
        path = tmp_path / "data" / "store.db"
        command = [sys.executable, "-c", self.PROGRAM, str(path)]
        started = [
            subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                cwd=tmp_path,
                env=environment(),
            )
            for _process in range(3)
        ]
        for process in started:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in started:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        outputs = [process.communicate(timeout=60) for process in started]
        assert [error for _output, error in outputs] == ["", "", ""]
        assert len({output.split()[0] for output, _error in outputs}) == 1
        results = sorted(output.split(" ", 1)[1] for output, _error in outputs)
        assert results == ["made\n", *["{'name': 'Name has already been taken'}\n"] * 2]
        with closing(sqlite3.connect(path)) as connection:
            counts = [
                connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
                for table in ("accounts", "fine_grained_tokens", "_sqlite_migrations")
            ]
        assert counts == [1, 1, SCHEMA_VERSION]
        assert [stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()] == [0o600]


def _migrations_up_to(number: int) -> Migrations:
    """The program's own first migrations, to which others can be added."""
    some = Migrations("pat-tui")
    for name in sorted(name for name in vars(module) if re.fullmatch(r"m\d{3}_\w+", name))[:number]:
        some(name=name)(getattr(module, name))
    return some


Upgrade = Callable[[Callable[[Tables], None]], None]


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Upgrade:
    """Make this program one that knows one migration more: the function that is given."""

    def add(migration: Callable[[Tables], None]) -> None:
        extended = _migrations_up_to(SCHEMA_VERSION)
        extended(name="m999_next")(migration)
        monkeypatch.setattr(module, "migrations", extended)
        for place in (database, module):
            monkeypatch.setattr(place, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    return add


def _add_table(tables: Tables) -> None:
    tables.execute("CREATE TABLE added (id INTEGER PRIMARY KEY) STRICT")


def _fail_half_way(tables: Tables) -> None:
    tables.execute("CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT")
    tables.execute("UPDATE accounts SET name = 'changed'")
    tables.execute("SELECT nonsense FROM nowhere")


class TestUpdate:
    @pytest.fixture
    def copy(self, path: Path) -> Path:
        """Where the copy of the old store will be."""
        return path.with_name(f"store.db.before-{SCHEMA_VERSION}")

    def test_sets_a_copy_aside(self, path: Path, copy: Path, upgrade: Upgrade) -> None:
        """The store is updated and keeps its rows; beside it lies, for its owner alone, what was there before."""
        old = dump(path)
        upgrade(_add_table)
        with closing(Database(path)) as store:
            user = accounts.first_user(store)
            assert user is not None
            assert user.login == "mona"
            assert store.version() == SCHEMA_VERSION + 1
        assert "CREATE TABLE added" in "\n".join(dump(path))
        assert dump(copy) == old
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600

    def test_copies_what_is_still_in_the_log(self, path: Path, copy: Path, upgrade: Upgrade) -> None:
        """Rows that another program has committed, but not yet moved into the file, are in the copy."""
        with closing(Database(path)) as other:
            with other.transaction():
                accounts.add(other, "hubot", AccountKind.USER, "", NOW)
            upgrade(_add_table)
            Database(path).close()
        assert "hubot" in "\n".join(dump(copy))

    def test_who_comes_second_does_not_overwrite_the_copy(self, path: Path, copy: Path, upgrade: Upgrade) -> None:
        """A process that found the store old, but got the lock after another had updated it, leaves it and the copy."""
        old = dump(path)
        upgrade(_add_table)
        with closing(Database(path)) as store:
            module.migrate(store)
        assert dump(copy) == old
        assert [file.name for file in sorted(path.parent.iterdir())] == ["store.db", copy.name]

    def test_works_under_the_lock(self, path: Path, upgrade: Upgrade) -> None:
        """While a migration runs, and before it has written anything, no other process can begin to write."""

        def try_elsewhere(_tables: Tables) -> None:
            with (
                closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other,
                pytest.raises(sqlite3.OperationalError, match="database is locked"),
            ):
                other.execute("BEGIN IMMEDIATE")

        upgrade(try_elsewhere)
        Database(path).close()

    def test_that_fails_leaves_the_old_store(self, path: Path, copy: Path, upgrade: Upgrade) -> None:
        """A migration that breaks off half way changes nothing, and says that the store cannot be used."""
        old = dump(path)
        upgrade(_fail_half_way)
        with pytest.raises(StoreError, match="cannot be used: no such table: nowhere"):
            Database(path)
        assert dump(path) == old
        assert dump(copy) == old

    def test_without_a_place_for_the_copy_is_refused(self, path: Path, copy: Path, upgrade: Upgrade) -> None:
        """No copy, no update: the sentence names where the copy cannot be."""
        copy.mkdir()
        old = dump(path)
        upgrade(_add_table)
        with pytest.raises(StoreError, match=f"a copy of it cannot be made at {copy}: Is a directory"):
            Database(path)
        assert dump(path) == old

    def test_an_earlier_copy_is_replaced(self, path: Path, copy: Path, upgrade: Upgrade) -> None:
        """The copy of an update that failed gives way to the one of the update that works."""
        shutil.copy(path, copy)
        with closing(Database(path)) as store, store.transaction():
            accounts.add(store, "hubot", AccountKind.USER, "", NOW)
        old = dump(path)
        upgrade(_add_table)
        Database(path).close()
        assert dump(copy) == old

    @pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
    def test_from_every_earlier_version(self, tmp_path: Path, version: int) -> None:
        """A store as any earlier program left it has the shape of a new one afterwards, and keeps what was in it."""
        path, new = tmp_path / "old.db", tmp_path / "new.db"
        with closing(sqlite3.connect(path)) as connection:
            _migrations_up_to(version).apply(Tables(connection, execute_plugins=False))
            connection.executescript(
                f"""
                PRAGMA user_version = {version};
                INSERT INTO accounts (login, kind, created_at) VALUES ('mona', 'user', '2026-01-01T00:00:00Z');
                INSERT INTO fine_grained_tokens
                    (user_id, owner_id, name, description, secret_hash, hint, repository_access, created_at)
                VALUES (1, 1, 'ci', '', zeroblob(32), 'Ab3dEf9h', 'public', '2026-01-01T00:00:00Z');
                """
            )
        Database(new).close()
        with closing(Database(path)) as store:
            token = tokens.get(store, 1, 1)
            assert token is not None
            assert (token.name, token.hint) == ("ci", "Ab3dEf9h")
        assert _shape(path) == _shape(new)
        assert (tmp_path / f"old.db.before-{version}").exists()


def _shape(path: Path) -> set[tuple[str, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return set(connection.execute("SELECT type, name, sql FROM sqlite_master"))
