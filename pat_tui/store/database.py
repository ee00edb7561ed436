"""Opening the store: file mode, pragmas, version, transactions; and one clear sentence for what is wrong with it."""

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pat_tui.domain.errors import StoreError, Taken
from pat_tui.i18n import _

if TYPE_CHECKING:
    import sqlite_utils

    from pat_tui.store.log_key import LogKey

SCHEMA_VERSION = 9
"""How many migrations this program knows; kept in the store's `user_version`."""

BUSY_SECONDS = 5.0

OWN_TABLES = {"_sqlite_migrations", "fine_grained_tokens"}
"""What a database of another program does not have; every store does."""

Value = str | int | bytes | None


class Database:
    """A store that is open and up to date. Usable from any thread; each gets a connection of its own."""

    def __init__(
        self, path: Path, *, durable: bool = True, log_key: "LogKey | None" = None, read_only: bool = False
    ) -> None:
        """Open the store at PATH, making it (0600, in a 0700 folder) if it is missing. Raises StoreError.

        A store that is not DURABLE does not wait for the disk; a power cut may lose it. Fit for a throw-away one.
        LOG_KEY seals what is added to the security log; without one it is a key that nobody else ever has.
        A store that is opened READ_ONLY is taken as it is: nothing is made, checked or brought up to date.
        """
        self.path = path
        self._mode = "ro" if read_only else "rw"
        self._log_key = log_key
        self._synchronous = "FULL" if durable else "OFF"
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        if read_only:
            return
        _make_file(path)
        _refuse_unwritable(path)
        try:
            self._bring_up_to_date()
        except BaseException:
            self.close()
            raise

    def _bring_up_to_date(self) -> None:
        path = self.path
        self._refuse_foreign()
        version = self.version()
        if version > SCHEMA_VERSION:
            raise StoreError(
                _(
                    "The store {path} was written by a newer pat-tui (version {found}, this one knows {known})."
                    " Update pat-tui."
                ).format(path=path, found=version, known=SCHEMA_VERSION)
            )
        if version < SCHEMA_VERSION:
            from pat_tui.store.migrations import migrate

            with self._explained():
                migrate(self)
            if self._log_key is not None and version:
                self._seal_what_is_there()

    def _seal_what_is_there(self) -> None:
        from pat_tui.store.events import seal_what_is_there

        with suppress(StoreError):  # without a key it is left to the first entry, which then says what is wrong
            seal_what_is_there(self)

    @property
    def log_key(self) -> "LogKey":
        """The key of the security log."""
        if self._log_key is None:
            from pat_tui.store.log_key import ThrowAwayKey

            self._log_key = ThrowAwayKey()
        return self._log_key

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = self._local.connection = self._connect()
        return connection

    @property
    def tables(self) -> "sqlite_utils.Database":
        """sqlite-utils over this thread's connection, for writing rows. Imported on first use; reads do without."""
        import sqlite_utils

        tables: sqlite_utils.Database | None = getattr(self._local, "tables", None)
        if tables is None:
            tables = self._local.tables = sqlite_utils.Database(self.connection, execute_plugins=False)
        return tables

    def rows(self, sql: str, parameters: Sequence[Value] = ()) -> list[sqlite3.Row]:
        """Every row that SQL returns. Raises StoreError."""
        with self._explained():
            try:
                return self.connection.execute(sql, parameters).fetchall()
            except UnicodeEncodeError:  # a parameter that is no Unicode text, such as a stray byte in an argument
                return []

    def row(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row that SQL returns, or None. Raises StoreError."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def insert(self, table: str, row: Mapping[str, object]) -> int:
        """Add ROW to TABLE, inside a transaction, and return its id. Raises Taken where the table has such a row."""
        with _unique():
            return int(self.tables.table(table).insert(dict(row)).last_rowid or 0)

    def update(self, table: str, row_id: int, values: Mapping[str, object]) -> None:
        """Change VALUES in one row of TABLE, inside a transaction. Raises Taken as `insert` does."""
        with _unique():
            self.tables.table(table).update(row_id, dict(values))

    def version(self) -> int:
        """How many migrations the store has been through. Raises StoreError."""
        row = self.row("PRAGMA user_version")
        return int(row[0]) if row else 0

    def data_version(self) -> int:
        """A number that changes when another connection changes the store. Raises StoreError."""
        try:  # without the detours of `row`: the gateway asks before everything that it remembers
            return int(self.connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.DatabaseError as error:
            raise StoreError(explanation(self.path, error)) from error

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Hold the write lock from the first statement on, so that what is read cannot change before it is written.

        Commits at the end, rolls back on any exception. Raises StoreError when the store stays locked or fails.
        """
        with self._explained():
            self.connection.execute("BEGIN IMMEDIATE")
            self._local.after_commit = None
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:  # SQLite itself rolls back when the disk is full or fails
                    self.connection.execute("ROLLBACK")
                raise
        if (then := self._local.after_commit) is not None:
            then()

    def after_commit(self, then: Callable[[], None]) -> None:
        """Have THEN done once the present transaction has been committed, in place of what was to be done so far."""
        self._local.after_commit = then

    def relax(self) -> None:
        """From now on, this thread's connection does not wait for the disk with every transaction.

        The store stays whole; a power cut may lose what this thread wrote last. Not for what a person asked for.
        """
        if self._synchronous == "FULL":
            self.connection.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Close the connections of all threads. They must have ended their work."""
        for connection in self._connections:
            connection.close()
        self._connections.clear()
        self._local = threading.local()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={self._mode}",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        self._connections.append(connection)
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute(f"PRAGMA synchronous = {self._synchronous}")
        return connection

    def _refuse_foreign(self) -> None:
        tables = {row["name"] for row in self.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if tables and not tables.issuperset(OWN_TABLES):
            raise StoreError(
                _("{path} is a database of another program. Choose another with --db.").format(path=self.path)
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.IntegrityError:
            raise
        except sqlite3.DatabaseError as error:
            raise StoreError(explanation(self.path, error)) from error


@contextmanager
def _unique() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        if error.sqlite_errorcode in (sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY):
            raise Taken(str(error)) from error
        raise


def _make_file(path: Path) -> None:
    if os.path.lexists(path):
        return
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileExistsError:
        if not os.path.isfile(path):
            raise StoreError(_("The store cannot be made: {path} is in the way.").format(path=path.parent)) from None
    except OSError as error:
        raise StoreError(
            _("The store {path} cannot be made: {reason}.").format(path=path, reason=error.strerror)
        ) from error


def _refuse_unwritable(path: Path) -> None:
    if not os.path.isfile(path):
        raise StoreError(_("The store {path} is not a file.").format(path=path))
    if not os.access(path, os.R_OK | os.W_OK):
        raise StoreError(
            _("The store {path} may not be written by you. Change its mode or choose another with --db.").format(
                path=path
            )
        )
    if not os.access(path.parent, os.W_OK | os.X_OK):
        raise StoreError(
            _("The folder {path} may not be written by you, and the store needs to.").format(path=path.parent)
        )


def explanation(path: Path, error: sqlite3.DatabaseError) -> str:
    """What ERROR means for who uses the store at PATH, and what to do."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _("The store {path} is locked by another program. Close that program and try again.").format(path=path)
    if primary in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return _(
            "The store {path} is damaged or is not a pat-tui store. Restore a copy or choose another with --db."
        ).format(path=path)
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _("The store {path} may not be written by you. Change its mode or choose another with --db.").format(
            path=path
        )
    if primary == sqlite3.SQLITE_FULL:
        return _("The disk that holds the store {path} is full. Make room and try again.").format(path=path)
    return _("The store {path} cannot be used: {reason}.").format(path=path, reason=error)
