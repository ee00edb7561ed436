"""The use cases around the security log: read, export, examine."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from pat_tui.domain.errors import StoreError
from pat_tui.domain.log_chain import Verdict, examine
from pat_tui.domain.security_log import EVERY_ENTRY, LogEntry, LogFilter, operation_type
from pat_tui.i18n import _
from pat_tui.services import rights
from pat_tui.services.context import Context
from pat_tui.store import event_log
from pat_tui.store.event_log import Scope
from pat_tui.store.log_key import KeyFile


class SecurityLog:
    """What the acting user did and what was done to the user; or, for its owners, the log of an organization."""

    def __init__(self, context: Context, organization: str | None = None) -> None:
        """The log of the acting user, or of ORGANIZATION. Raises NotFound, Forbidden."""
        self.context = context
        self._organization = organization
        self._scope()

    def _scope(self) -> Scope:
        """Whose entries may be read now; an owner may have been demoted while the page was open."""
        if self._organization is None:
            return Scope(user_id=self.context.acting.id)
        return Scope(org_id=rights.owned_organization(self.context, self._organization).id)

    def now(self) -> datetime:
        """The present instant by the clock that all rules go by."""
        return self.context.clock()

    def count(self, wanted: LogFilter = EVERY_ENTRY) -> int:
        """How many entries are WANTED. Raises Forbidden."""
        return event_log.count(self.context.database, self._scope(), wanted)

    def page(self, wanted: LogFilter, offset: int, limit: int) -> list[LogEntry]:
        """LIMIT of the WANTED entries from OFFSET on, the newest first. Raises Forbidden."""
        return event_log.page(self.context.database, self._scope(), wanted, offset, limit)

    def stream(self, wanted: LogFilter = EVERY_ENTRY) -> Iterator[list[LogEntry]]:
        """All WANTED entries, the oldest first, some at a time. Raises Forbidden."""
        return event_log.stream(self.context.database, self._scope(), wanted)

    def verify(self) -> Verdict:
        """Examine the chain of the whole store's log. Raises StoreError where the key is missing."""
        database = self.context.database
        head = database.log_key.head(database.path)  # before the entries: those may be more by the time they are read
        if head is None and not event_log.any_sealed(database):
            return Verdict(0, is_begun=False)
        key = database.log_key.key(make=False)
        return examine(key, lambda: event_log.sealed(database), head)

    def new_key(self) -> None:
        """Make a new key for a log whose key is lost. Raises StoreError where there is a key."""
        log_key = self.context.database.log_key
        if not isinstance(log_key, KeyFile):
            raise StoreError(_("A throw-away store has a key of its own."))
        log_key.new_key()

    def head_file(self) -> str | None:
        """Where the head of this store's log is recorded; None for a store that is thrown away."""
        database = self.context.database
        log_key = database.log_key
        return str(log_key.head_path(database.path)) if isinstance(log_key, KeyFile) else None


def entry_json(entry: LogEntry) -> dict[str, Any]:
    """ENTRY as GitHub exports one: flat, with `id` for its number. Instants are UTC."""
    fields: Mapping[str, Any] = entry.fields
    own = {
        "id": entry.number,
        "created_at": f"{entry.created_at:%Y-%m-%dT%H:%M:%SZ}",
        "action": entry.action,
        "actor": entry.actor,
        "operation_type": operation_type(entry.action),
    }
    return {**own, **{name: value for name, value in fields.items() if name not in own}}
