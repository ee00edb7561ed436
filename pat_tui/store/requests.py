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

    def narrowed_to(self, other: "Reach") -> "Reach":
        """What both reach: what a token may do of what it holds is that to which its grant narrows it."""
        accesses = (self.repository_access, other.repository_access)
        access = next(access for access in _NARROWEST_FIRST if access in accesses)
        sets = [set(reach.repository_ids) for reach in (self, other) if reach.repository_access is access]
        repository_ids = tuple(sorted(set.intersection(*sets)))
        permissions = {
            slug: level if other.permissions[slug].includes(level) else other.permissions[slug]
            for slug, level in self.permissions.items()
            if slug in other.permissions
        }
        return Reach(access, repository_ids, permissions)


_NARROWEST_FIRST = (RepositoryAccess.PUBLIC, RepositoryAccess.SELECTED, RepositoryAccess.ALL)


@dataclass(frozen=True, slots=True)
class RequestState:
    """A request of an organization, decided or not."""

    id: int
    token_id: int
    decision: str | None
    """`approved`, `denied` or `cancelled`; None while it is open."""
    decided_by: str | None
    """The login of who decided; None while it is open, or when that account is gone."""


def organization_of(database: Database, request_id: int) -> int | None:
    """The id of the organization that the request was put to; None where there is no such request."""
    row = database.row("SELECT organization_id FROM token_requests WHERE id = ?", (request_id,))
    return int(row["organization_id"]) if row else None


def state_of(database: Database, organization_id: int, request_id: int) -> RequestState | None:
    """What has become of a request of the organization; None where it has none of that id."""
    row = database.row(
        "SELECT requests.*, accounts.login FROM token_requests AS requests"
        " LEFT JOIN accounts ON accounts.id = requests.decided_by"
        " WHERE requests.organization_id = ? AND requests.id = ?",
        (organization_id, request_id),
    )
    return RequestState(row["id"], row["token_id"], row["decision"], row["login"]) if row else None


def ask(database: Database, token_id: int, organization_id: int, reason: str, asked: Reach, now: datetime) -> int:
    """Ask the organization for what the token wants, and return the id of the request."""
    row = {
        "token_id": token_id,
        "organization_id": organization_id,
        "reason": reason,
        "asked": asked.to_json(),
        "created_at": to_text(now),
    }
    return database.insert("token_requests", row)


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


def cancel(database: Database, token_id: int, cancelled_by: int, now: datetime) -> int | None:
    """Take the token's open request back. Returns its id, or None where there was none."""
    try:
        request = _open_request(database, token_id)
    except NotFound:
        return None
    _close(database, request["id"], "cancelled", "", cancelled_by, now)
    return int(request["id"])


def forget_deleted(database: Database, organization_id: int, user_id: int) -> None:
    """Take the organization's decisions out of the user's deleted tokens, so that undoing brings no access back."""
    database.connection.execute(
        "UPDATE deleted_tokens SET rows = json_set(rows, '$.token_grants', json('[]'), '$.token_requests', json('[]'))"
        " WHERE user_id = ? AND json_extract(rows, '$.fine_grained_tokens[0].owner_id') = ?",
        (user_id, organization_id),
    )


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
