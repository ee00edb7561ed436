"""Pending requests and active tokens of an organization, as its owners see them. Every read takes its id."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pat_tui.domain.permissions import Level
from pat_tui.domain.reviews import EVERYTHING, ActiveToken, ReviewFilter, ReviewOrder, TokenRequest
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store.database import Database, Value
from pat_tui.store.instants import from_text, optional_instant
from pat_tui.store.requests import Reach
from pat_tui.store.token_names import Named, named

NO_LIMIT = -1

_ORDERS = {
    ReviewOrder.NEWEST: "at DESC, reviewed.id DESC",
    ReviewOrder.OLDEST: "at, reviewed.id",
    ReviewOrder.NAME: "tokens.name COLLATE NOCASE, reviewed.id",
    ReviewOrder.OWNER: "users.login, tokens.name COLLATE NOCASE, reviewed.id",
    ReviewOrder.EXPIRES: "ifnull(tokens.expires_at, '9999'), reviewed.id",
    ReviewOrder.LAST_USED: "tokens.last_used_at DESC, reviewed.id DESC",
}

_PENDING = """
    (SELECT id, token_id, organization_id, asked AS reach, reason, created_at AS at, NULL AS decided_by
     FROM token_requests WHERE organization_id = ? AND decision IS NULL)
"""
_ACTIVE = """
    (SELECT id, token_id, organization_id, granted AS reach, '' AS reason, granted_at AS at, granted_by AS decided_by
     FROM token_grants WHERE organization_id = ? AND revoked_at IS NULL)
"""
_JOINS = """
    JOIN fine_grained_tokens AS tokens ON tokens.id = reviewed.token_id
    JOIN accounts AS users ON users.id = tokens.user_id
    JOIN accounts AS organizations ON organizations.id = reviewed.organization_id
    LEFT JOIN accounts AS deciders ON deciders.id = reviewed.decided_by
"""
_COLUMNS = """
    reviewed.*, tokens.name AS token_name, tokens.repository_access, tokens.expires_at, tokens.last_used_at,
    users.login AS user_login, organizations.login AS organization_login, deciders.login AS decider_login
"""


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows of a list are read: LIMIT of them from OFFSET on, in ORDER, as far as WANTED lets them through."""

    wanted: ReviewFilter = EVERYTHING
    order: ReviewOrder = ReviewOrder.NEWEST
    offset: int = 0
    limit: int = NO_LIMIT


WHOLE = Window()


def count_pending(database: Database, organization_id: int, wanted: ReviewFilter) -> int:
    """How many open requests of the organization WANTED lets through."""
    return _count(database, _PENDING, organization_id, wanted)


def pending(database: Database, organization_id: int, window: Window) -> list[TokenRequest]:
    """The open requests of the organization."""
    return _requests(database, organization_id, _rows(database, _PENDING, organization_id, window))


def request(database: Database, organization_id: int, request_id: int) -> TokenRequest | None:
    """One open request of the organization; None where it has none of that id."""
    found = _requests(database, organization_id, _one(database, _PENDING, "reviewed.id", organization_id, request_id))
    return found[0] if found else None


def _requests(database: Database, organization_id: int, rows: list[sqlite3.Row]) -> list[TokenRequest]:
    asked = [Reach.from_json(row["reach"]) for row in rows]
    names = _repository_names(database, organization_id, asked)
    return [_request(row, reach, names) for row, reach in zip(rows, asked, strict=True)]


def count_active(database: Database, organization_id: int, wanted: ReviewFilter) -> int:
    """How many tokens with access to the organization WANTED lets through."""
    return _count(database, _ACTIVE, organization_id, wanted)


def active(database: Database, organization_id: int, window: Window) -> list[ActiveToken]:
    """The tokens with access to the organization."""
    return _active_tokens(database, organization_id, _rows(database, _ACTIVE, organization_id, window))


def active_token(database: Database, organization_id: int, token_id: int) -> ActiveToken | None:
    """One token with access to the organization; None where it has none of that id."""
    found = _active_tokens(database, organization_id, _one(database, _ACTIVE, "tokens.id", organization_id, token_id))
    return found[0] if found else None


def _active_tokens(database: Database, organization_id: int, rows: list[sqlite3.Row]) -> list[ActiveToken]:
    held = _held(database, rows)
    usable = [held[row["token_id"]].narrowed_to(Reach.from_json(row["reach"])) for row in rows]
    names = _repository_names(database, organization_id, usable)
    return [_active_token(row, reach, names) for row, reach in zip(rows, usable, strict=True)]


def active_named(database: Database, organization_id: int, text: str) -> list[Named]:
    """The tokens with access to the organization that TEXT names."""
    active = "id IN (SELECT token_id FROM token_grants WHERE organization_id = ? AND revoked_at IS NULL)"
    return named(database, "fine_grained_tokens", "name", active, (organization_id,), text)


def _count(database: Database, source: str, organization_id: int, wanted: ReviewFilter) -> int:
    where, parameters = _where(source, wanted)
    sql = f"SELECT count(*) AS number FROM {source} AS reviewed {_JOINS} WHERE {where}"  # noqa: S608
    row = database.row(sql, (organization_id, *parameters))
    return int(row["number"]) if row else 0


def _rows(database: Database, source: str, organization_id: int, window: Window) -> list[sqlite3.Row]:
    where, parameters = _where(source, window.wanted)
    sql = (
        f"SELECT {_COLUMNS} FROM {source} AS reviewed {_JOINS}"  # noqa: S608
        f" WHERE {where} ORDER BY {_ORDERS[window.order]} LIMIT ? OFFSET ?"
    )
    return database.rows(sql, (organization_id, *parameters, window.limit, window.offset))


def _one(database: Database, source: str, column: str, organization_id: int, row_id: int) -> list[sqlite3.Row]:
    sql = f"SELECT {_COLUMNS} FROM {source} AS reviewed {_JOINS} WHERE {column} = ?"  # noqa: S608
    return database.rows(sql, (organization_id, row_id))


def _where(source: str, wanted: ReviewFilter) -> tuple[str, list[Value]]:
    conditions, parameters = ["1"], list[Value]()
    if wanted.text:
        pattern = "%" + wanted.text.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        conditions.append(r"(tokens.name LIKE ? ESCAPE '\' OR users.login LIKE ? ESCAPE '\')")
        parameters += [pattern, pattern]
    if wanted.owner:
        conditions.append("users.login = ?")
        parameters.append(wanted.owner)
    if wanted.permission:
        conditions.append("EXISTS (SELECT 1 FROM json_each(reviewed.reach, '$.permissions') WHERE key = ?)")
        parameters.append(wanted.permission)
        if source is _ACTIVE:  # the token may have been narrowed since
            held = "SELECT 1 FROM token_permissions WHERE token_id = tokens.id AND slug = ?"
            conditions.append(f"EXISTS ({held})")
            parameters.append(wanted.permission)
    if wanted.repository:
        condition, more = _reaches(source, wanted.repository)
        conditions.append(condition)
        parameters += more
    return " AND ".join(conditions), parameters


def _reaches(source: str, repository: str) -> tuple[str, list[Value]]:
    """The condition that a token reaches REPOSITORY, `NAME` or `ORG/NAME`."""
    owner, _slash, name = repository.rpartition("/")
    condition = """
        EXISTS (SELECT 1 FROM repositories WHERE owner_id = reviewed.organization_id AND name = ?
                AND (json_extract(reviewed.reach, '$.repository_access') = 'all'
                     OR id IN (SELECT value FROM json_each(reviewed.reach, '$.repositories')))
    """
    if source is _ACTIVE:
        condition += """
                AND (tokens.repository_access = 'all'
                     OR id IN (SELECT repository_id FROM token_repositories WHERE token_id = tokens.id))
        """
    condition += ")"
    if owner:
        return f"{condition} AND organizations.login = ?", [name, owner]
    return condition, [name]


def _held(database: Database, rows: Iterable[sqlite3.Row]) -> dict[int, Reach]:
    """What the tokens of ROWS hold, by their ids."""
    accesses = {row["token_id"]: RepositoryAccess(row["repository_access"]) for row in rows}
    ids = json.dumps(list(accesses))
    repositories: dict[int, list[int]] = {token_id: [] for token_id in accesses}
    permissions: dict[int, dict[str, Level]] = {token_id: {} for token_id in accesses}
    some = "token_id IN (SELECT value FROM json_each(?))"
    for row in database.rows(f"SELECT token_id, repository_id FROM token_repositories WHERE {some}", (ids,)):  # noqa: S608
        repositories[row["token_id"]].append(row["repository_id"])
    for row in database.rows(f"SELECT token_id, slug, level FROM token_permissions WHERE {some}", (ids,)):  # noqa: S608
        permissions[row["token_id"]][row["slug"]] = Level(row["level"])
    return {
        token_id: Reach(access, tuple(repositories[token_id]), permissions[token_id])
        for token_id, access in accesses.items()
    }


def _repository_names(database: Database, organization_id: int, reaches: Iterable[Reach]) -> dict[int, str]:
    ids = json.dumps(sorted({repository_id for reach in reaches for repository_id in reach.repository_ids}))
    rows = database.rows(
        "SELECT id, name FROM repositories WHERE owner_id = ? AND id IN (SELECT value FROM json_each(?))",
        (organization_id, ids),
    )
    return {row["id"]: row["name"] for row in rows}


def _common(row: sqlite3.Row, reach: Reach, names: dict[int, str]) -> dict[str, Any]:
    login = row["organization_login"]
    return {
        "token_id": row["token_id"],
        "token_name": row["token_name"],
        "user_login": row["user_login"],
        "organization_id": row["organization_id"],
        "organization_login": login,
        "repository_access": reach.repository_access,
        # A repository that is gone is left out.
        "repositories": tuple(sorted(f"{login}/{names[one]}" for one in reach.repository_ids if one in names)),
        "permissions": dict(sorted(reach.permissions.items())),
        "expires_at": optional_instant(row["expires_at"]),
        "last_used_at": optional_instant(row["last_used_at"]),
    }


def _request(row: sqlite3.Row, reach: Reach, names: dict[int, str]) -> TokenRequest:
    return TokenRequest(
        **_common(row, reach, names), id=row["id"], reason=row["reason"], created_at=from_text(row["at"])
    )


def _active_token(row: sqlite3.Row, reach: Reach, names: dict[int, str]) -> ActiveToken:
    return ActiveToken(
        **_common(row, reach, names),
        grant_id=row["id"],
        granted_at=from_text(row["at"]),
        granted_by=row["decider_login"],
    )
