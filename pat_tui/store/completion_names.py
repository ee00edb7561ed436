"""Names that a shell completes, read from a store as it is: nothing is made, brought up to date or waited for."""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pat_tui.store.token_list import like

_MOST = 200
"""How many are offered."""
_PATIENCE = 0.2
"""Seconds to wait for who holds the store."""


class Names:
    """The names in a store, as one user may complete them. A context manager: leaving it closes the store."""

    def __init__(self, path: Path, login: str | None) -> None:
        """Open the store at PATH for the user called LOGIN, or the first one. Raises sqlite3.Error."""
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=_PATIENCE)
        whose = "login = ?" if login else "kind = 'user' ORDER BY id LIMIT 1"
        rows = self._rows(f"SELECT id FROM accounts WHERE {whose}", *([login] if login else []))  # noqa: S608
        self._user_id: int = rows[0][0]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._connection.close()

    def tokens(self, table: str, name: str, start: str) -> list[tuple[int, str]]:
        """Id and name of the user's tokens in TABLE, with NAME for its column of names, that begin with START."""
        return self._rows(
            f"SELECT id, {name} FROM {table} WHERE user_id = ? AND ({name} LIKE ? ESCAPE '\\' OR id LIKE ?)"  # noqa: S608
            " ORDER BY 2 LIMIT ?",
            self._user_id,
            _beginning(start),
            _beginning(start),
            _MOST,
        )

    def repositories(self, start: str) -> Sequence[str]:
        """Those that the user owns, works in, or has as a member of an organization, as OWNER/NAME."""
        rows = self._rows(
            "SELECT accounts.login || '/' || repositories.name AS full_name FROM repositories"
            " JOIN accounts ON accounts.id = repositories.owner_id WHERE full_name LIKE ?1 ESCAPE '\\' AND ("
            " repositories.owner_id = ?2"
            " OR repositories.owner_id IN (SELECT organization_id FROM memberships WHERE user_id = ?2)"
            " OR repositories.id IN (SELECT repository_id FROM collaborators WHERE user_id = ?2))"
            " ORDER BY 1 LIMIT ?3",
            _beginning(start),
            self._user_id,
            _MOST,
        )
        return [row[0] for row in rows]

    def accounts(self, start: str, kinds: Sequence[str]) -> Sequence[str]:
        """The logins of accounts of these KINDS."""
        marks = ", ".join("?" * len(kinds))
        rows = self._rows(
            f"SELECT login FROM accounts WHERE kind IN ({marks}) AND login LIKE ? ESCAPE '\\' ORDER BY login LIMIT ?",  # noqa: S608
            *kinds,
            _beginning(start),
            _MOST,
        )
        return [row[0] for row in rows]

    def _rows(self, sql: str, *parameters: Any) -> list[Any]:
        return self._connection.execute(sql, parameters).fetchall()


def _beginning(start: str) -> str:
    return like(start)[1:]
