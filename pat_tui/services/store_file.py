"""The store as a file: looking through it, copying it, putting a copy back. It acts for nobody."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pat_tui.domain.errors import InvalidInput, NotFound, StoreError
from pat_tui.domain.log_chain import LOST, RESTORE, Verdict, examine
from pat_tui.i18n import _
from pat_tui.services.context import Context
from pat_tui.store import backup, checks, event_log, events
from pat_tui.store.database import SCHEMA_VERSION, Database
from pat_tui.store.log_key import KeyFile


@dataclass(frozen=True, slots=True)
class Report:
    """What looking through a store has come to."""

    version: int
    integrity: list[str]
    """What SQLite finds wrong."""
    foreign_keys: list[str]
    """Rows that refer to what is not there."""
    rules: list[str]
    """Those of pat-tui's own rules that do not hold."""
    log: Verdict | None
    """What the chain of the security log says; None where it could not be asked."""
    log_trouble: str = ""
    """Why not."""

    @property
    def is_whole(self) -> bool:
        """Whether the store itself is, whatever its log says."""
        return not (self.integrity or self.foreign_keys or self.rules)


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done."""

    set_aside: Path | None
    """Where what was there lies now; None if there was nothing."""
    version: int
    """Of the copy that was put in its place; pat-tui brings an older one up to date."""
    recorded_end: int
    """The last entry of the security log that was recorded outside the store before; 0 for none."""


def check(path: Path, log_key: Path | None) -> Report:
    """Look through the store at PATH without changing anything. Raises NotFound, StoreError where it is no store."""
    with backup.reading(path) as connection:
        integrity = backup.integrity(connection)
        foreign_keys = backup.foreign_keys(connection)
    database = Database(path, log_key=None if log_key is None else KeyFile(log_key), read_only=True)
    try:
        version = database.version()
        if version < SCHEMA_VERSION or integrity:
            older = _("The store is of an older version: {found}, this pat-tui has {known}. Opening it updates it.")
            trouble = _("What is damaged was not looked through.") if integrity else older
            return Report(
                version, integrity, foreign_keys, [], None, trouble.format(found=version, known=SCHEMA_VERSION)
            )
        verdict, trouble = _verdict(database)
        return Report(version, integrity, foreign_keys, list(checks.broken_rules(database)), verdict, trouble)
    finally:
        database.close()


def _verdict(database: Database) -> tuple[Verdict | None, str]:
    try:
        head = database.log_key.head(database.path)  # before the entries: there may be more of them by then
        if head is None and not event_log.any_sealed(database):
            return Verdict(0, is_begun=False), ""
        key = database.log_key.key(make=False)
        return examine(key, lambda: event_log.sealed(database), head), ""
    except StoreError as error:
        return None, str(error)


def make_backup(store: Path, target: Path) -> int:
    """Copy the STORE to the new file TARGET and return its size in bytes. Raises as `store.backup.backup` does."""
    return backup.backup(store, target)


def examine_copy(store: Path, copy: Path, login: str | None) -> int:
    """See whether COPY may take the place of STORE, for LOGIN to act in it (None: anybody), and return its version.

    Raises NotFound, StoreError where it is no whole store of a known version, InvalidInput for STORE itself.
    """
    version = backup.examine(copy)
    if store.exists() and copy.samefile(store):
        raise InvalidInput({"copy": _("{path} is the store itself.").format(path=copy)})
    if login and not backup.has_user(copy, login):
        raise NotFound(_("There is no user {login} in {path}.").format(login=login, path=copy))
    return version


def restore(store: Path, copy: Path, login: str | None, log_key: Path | None, now: datetime) -> Restored:
    """Put COPY in the place of STORE, which is set aside beside it, all or nothing. Raises as `examine_copy` does."""
    version = examine_copy(store, copy, login)
    head = KeyFile(log_key).head(store) if log_key else None
    aside = backup.restore(store, copy, f"{now:%Y%m%dT%H%M%SZ}")
    return Restored(aside, version, head.number if head else 0)


def note_restored(context: Context, restored: Restored, copy: Path) -> tuple[int, int] | None:
    """Note a restore in the log of the store that is there now. Raises StoreError.

    Returns the first and the last entry that the log has lost by it. Their numbers are not given again: the gap stays,
    and what is noted here, sealed, stands right behind it and explains it. Without it, they were dropped.
    """
    database = context.database
    with database.transaction():
        last = event_log.last_number(database)
        lost = (last + 1, restored.recorded_end) if restored.recorded_end > last else None
        fields = {
            "user": context.acting.login,
            "backup": copy.name,
            **({"set_aside": restored.set_aside.name} if restored.set_aside else {}),
            **({LOST: f"{lost[0]}-{lost[1]}"} if lost else {}),
        }
        events.add(database, RESTORE, context.acting, context.clock(), fields)
    return lost
