"""Requests for an organization's approval, and the grants that come of them."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pat_tui.domain.errors import NotFound
from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.i18n import _
from pat_tui.store.database import Database
from pat_tui.store.instants import to_text


@dataclass(frozen=True, slots=True)
class Reach:
    """What was asked for, or granted: repositories and permissions."""

    repository_access: RepositoryAccess
    repository_ids: tuple[int, ...]
    permissions: Mapping[str, Level]

    def to_json(self) -> str:
        """As the store keeps it."""
        value = {
            "repository_access": self.repository_access.value,
            "repositories": sorted(self.repository_ids),
            "permissions": {slug: level.value for slug, level in sorted(self.permissions.items())},
        }
        return json.dumps(value)

    @classmethod
    def from_json(cls, text: str) -> "Reach":
        """Read what `to_json` wrote."""
        value = json.loads(text)
        permissions = {slug: Level(level) for slug, level in value["permissions"].items()}
        return cls(RepositoryAccess(value["repository_access"]), tuple(value["repositories"]), permissions)


def ask(database: Database, token_id: int, organization_id: int, reason: str, asked: Reach, now: datetime) -> None:
    """Ask the organization for what the token wants."""
    row = {
        "token_id": token_id,
        "organization_id": organization_id,
        "reason": reason,
        "asked": asked.to_json(),
        "created_at": to_text(now),
    }
    database.insert("token_requests", row)


def approve(database: Database, token_id: int, decided_by: int, now: datetime) -> None:
    """Grant what the token's open request asks for, in place of what was granted before.

    Raises NotFound when there is no open request.
    """
    request = _open_request(database, token_id)
    _close(database, request["id"], "approved", "", decided_by, now)
    row = {
        "token_id": token_id,
        "organization_id": request["organization_id"],
        "granted": request["asked"],
        "granted_at": to_text(now),
        "granted_by": decided_by,
        "revoked_at": None,
        "revoked_by": None,
    }
    before = database.row("SELECT id FROM token_grants WHERE token_id = ?", (token_id,))
    if before is None:
        database.insert("token_grants", row)
    else:
        database.tables.table("token_grants").update(before["id"], row)


def deny(database: Database, token_id: int, reason: str, decided_by: int, now: datetime) -> None:
    """Refuse the token's open request, saying why. Raises NotFound when there is none."""
    _close(database, _open_request(database, token_id)["id"], "denied", reason, decided_by, now)


def revoke(database: Database, token_id: int, revoked_by: int, now: datetime) -> None:
    """Take the token's grant away; the token stays, and reads public things. Raises NotFound when there is none."""
    row = database.row("SELECT id FROM token_grants WHERE token_id = ? AND revoked_at IS NULL", (token_id,))
    if row is None:
        raise NotFound(_("That token has no access that could be revoked."))
    database.tables.table("token_grants").update(row["id"], {"revoked_at": to_text(now), "revoked_by": revoked_by})


def cancel(database: Database, token_id: int, cancelled_by: int, now: datetime) -> bool:
    """Take the token's open request back. Returns whether there was one."""
    try:
        request = _open_request(database, token_id)
    except NotFound:
        return False
    _close(database, request["id"], "cancelled", "", cancelled_by, now)
    return True


def granted_reach(database: Database, token_id: int) -> Reach | None:
    """What the token's organization has granted it, or None where nothing is."""
    row = database.row("SELECT granted FROM token_grants WHERE token_id = ? AND revoked_at IS NULL", (token_id,))
    return Reach.from_json(row["granted"]) if row else None


def _open_request(database: Database, token_id: int) -> sqlite3.Row:
    row = database.row(
        "SELECT * FROM token_requests WHERE token_id = ? AND decision IS NULL ORDER BY id DESC", (token_id,)
    )
    if row is None:
        raise NotFound(_("There is no open request of that token."))
    return row


def _close(database: Database, request_id: int, decision: str, reason: str, decided_by: int, now: datetime) -> None:
    values = {"decision": decision, "decision_reason": reason, "decided_by": decided_by, "decided_at": to_text(now)}
    database.tables.table("token_requests").update(request_id, values)
