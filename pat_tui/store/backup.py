"""Copies of a store: made while others write, looked through, put in its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from pat_tui.domain.errors import InvalidInput, NotFound, StoreError
from pat_tui.i18n import _
from pat_tui.store.database import OWN_TABLES, SCHEMA_VERSION, explanation

_PATIENCE = 5.0
"""Seconds to wait for who holds a store."""


def backup(store: Path, target: Path) -> int:
    """Copy STORE as it is at one moment to the new file TARGET (0600), which is whole when it appears.

    Returns its size in bytes. Others may write meanwhile. Raises InvalidInput where TARGET is there already or cannot
    be made, NotFound where there is no store, StoreError.
    """
    with reading(store) as source, _beside(target) as new:
        _copy(source, new)
        _put(new, target)
    return target.stat().st_size


def set_aside(store: Path, connection: sqlite3.Connection, stamp: str) -> Path:
    """Copy the store of CONNECTION, which may hold its lock, beside STORE, under a name with STAMP; which it was."""
    for number in range(1, 1000):
        aside = Path(f"{store}.replaced-{stamp}" + (f"-{number}" if number > 1 else ""))
        if not os.path.lexists(aside):
            with _beside(aside) as new:
                _copy(connection, new)
                _put(new, aside)
            return aside
    raise StoreError(_("There are too many copies beside {path}.").format(path=store))


def restore(store: Path, copy: Path, stamp: str) -> Path | None:
    """Put what COPY holds into STORE, all or nothing, and return where what was there lies; None if there was nothing.

    A store that can be read is overwritten in one transaction, so that no other program ever sees a half. One that is
    damaged is moved aside. COPY has been examined. Raises StoreError, and then STORE is as it was.
    """
    with reading(copy) as source:
        if not os.path.lexists(store):
            with _beside(store) as new:
                _copy(source, new)
                _move_rest(store, Path(f"{store}.replaced-{stamp}"))
                _put(new, store)
            return None
        with _alone(store) as target:
            if target is not None:
                aside = set_aside(store, target, stamp)
                with _explained(store):
                    source.backup(target)
                return aside
        return _replace_damaged(source, store, stamp)


def examine(path: Path) -> int:
    """Look through the file at PATH, and return its version. Raises NotFound, StoreError for what is no whole store."""
    with reading(path) as connection, _explained(path):
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
        if not tables.issuperset(OWN_TABLES) or version < 1:
            raise StoreError(_("{path} is no store of pat-tui.").format(path=path))
        if version > SCHEMA_VERSION:
            words = _("{path} was written by a newer pat-tui (version {found}, this one knows {known}).")
            raise StoreError(words.format(path=path, found=version, known=SCHEMA_VERSION))
        if faults := [*integrity(connection), *foreign_keys(connection)]:
            raise StoreError(_("{path} is damaged: {fault}.").format(path=path, fault=faults[0]))
        return version


def has_user(path: Path, login: str) -> bool:
    """Whether the store at PATH, of any version, has a user called LOGIN."""
    with reading(path) as connection:
        row = connection.execute("SELECT 1 FROM accounts WHERE login = ? AND kind = 'user'", (login,)).fetchone()
        return row is not None


def integrity(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong with the pages and indices; empty where nothing is."""
    found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
    return [] if found == ["ok"] else found


def foreign_keys(connection: sqlite3.Connection) -> list[str]:
    """Rows that refer to what is not there."""
    rows = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
    return [f"{row[0]} {row[1]} -> {row[2]}" for row in rows]


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that only reads the store at PATH. Raises NotFound where there is none, StoreError."""
    if not os.path.isfile(path):
        raise NotFound(_("There is no file {path}.").format(path=path))
    with _explained(path), closing(_connect(path, "ro")) as connection:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection


@contextmanager
def _alone(store: Path) -> Iterator[sqlite3.Connection | None]:
    """A connection that nobody else has to STORE; None where STORE is damaged. Raises StoreError where it is in use."""
    with closing(_connect(store, "rw")) as connection:
        try:
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            connection.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if _primary(error) in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
                yield None
                return
            if _primary(error) in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                words = _("The store {path} is open in another program. Close it there first: the interface, pat-tui "
                          "serve.")  # fmt: skip
                raise StoreError(words.format(path=store)) from error
            raise StoreError(explanation(store, error)) from error
        yield connection


def _replace_damaged(source: sqlite3.Connection, store: Path, stamp: str) -> Path:
    """Move STORE, which cannot be read, aside as it is, and put a copy of SOURCE in its place."""
    aside = Path(f"{store}.damaged-{stamp}")
    with _beside(store) as new:
        _copy(source, new)
        try:
            os.link(store, aside)  # never over a file that is there; and STORE is there all the time
            _move_rest(store, aside)
            os.replace(new, store)
        except OSError as error:
            raise _failed(aside, error) from error
    return aside


def _move_rest(store: Path, aside: Path) -> None:
    """Move what SQLite keeps beside the file STORE: it belongs to that alone, and would spoil another one there."""
    for ending in ("-wal", "-shm", "-journal"):
        with suppress(FileNotFoundError):
            os.replace(f"{store}{ending}", f"{aside}{ending}")


def _copy(source: sqlite3.Connection, target: Path) -> None:
    with _explained(target), closing(_connect(target, "rw")) as connection:
        source.backup(connection)
        connection.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=_PATIENCE, isolation_level=None)


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new, empty file (0600) beside TARGET, removed at the end if it is still there. Raises InvalidInput."""
    new = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except (OSError, ValueError) as error:
        raise _failed(target, error) from error
    try:
        yield new
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            with suppress(OSError):
                os.unlink(f"{new}{ending}")


def _put(new: Path, target: Path) -> None:
    """Bring the file NEW to TARGET, never over a file that is there. Raises InvalidInput."""
    try:
        os.link(new, target)
    except FileExistsError:
        raise InvalidInput({"output": _("{path} is there already. Choose another name.").format(path=target)}) from None
    except OSError:
        _put_without_links(new, target)


def _put_without_links(new: Path, target: Path) -> None:
    """The same where the file system knows no links, as those of memory sticks: the name is taken first."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        os.replace(new, target)
    except FileExistsError:
        raise InvalidInput({"output": _("{path} is there already. Choose another name.").format(path=target)}) from None
    except OSError as error:
        raise _failed(target, error) from error


def _failed(path: Path, error: OSError | ValueError) -> InvalidInput:
    reason = error.strerror if isinstance(error, OSError) else str(error)
    return InvalidInput({"output": _("{path} cannot be written: {reason}.").format(path=path, reason=reason)})


def _primary(error: sqlite3.DatabaseError) -> int | None:
    code = getattr(error, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise StoreError(explanation(path, error)) from error
