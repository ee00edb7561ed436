"""What the pages of people say of each beside the login: addresses, and what the tokens have."""

from datetime import datetime

from pat_tui.domain.accounts import Account
from pat_tui.store.accounts import account_of
from pat_tui.store.database import Database
from pat_tui.store.instants import to_text


def users(database: Database) -> list[tuple[Account, str | None]]:
    """Every user by login, with the primary address."""
    rows = database.rows(
        "SELECT accounts.*, email_addresses.address FROM accounts LEFT JOIN email_addresses"
        " ON email_addresses.user_id = accounts.id AND email_addresses.is_primary"
        " WHERE accounts.kind = 'user' ORDER BY accounts.login"
    )
    return [(account_of(row), row["address"]) for row in rows]


def tokens_with_access(database: Database, organization_id: int) -> dict[int, int]:
    """How many tokens of each user, by id, have access to the organization. Who has none is not there."""
    return _by_user(database, "token_grants", "reviewed.revoked_at IS NULL", organization_id)


def open_requests(database: Database, organization_id: int) -> dict[int, int]:
    """How many requests of each user, by id, wait in the organization. Who has none is not there."""
    return _by_user(database, "token_requests", "reviewed.decision IS NULL", organization_id)


def living_tokens(database: Database, user_id: int, now: datetime) -> tuple[int, int]:
    """How many tokens of the user have not expired: fine-grained ones and classic ones."""
    fine_grained, classic = (
        _count_living(database, table, user_id, now) for table in ("fine_grained_tokens", "classic_tokens")
    )
    return fine_grained, classic


def organizations_owned_alone(database: Database, user_id: int) -> list[str]:
    """The organizations, by login, that have no other owner than the user who can act."""
    rows = database.rows(
        "SELECT organizations.login FROM memberships JOIN accounts AS organizations"
        " ON organizations.id = memberships.organization_id"
        " WHERE memberships.user_id = ?1 AND memberships.role = 'owner' AND NOT EXISTS ("
        "  SELECT 1 FROM memberships AS others JOIN accounts ON accounts.id = others.user_id"
        "  WHERE others.organization_id = memberships.organization_id AND others.role = 'owner'"
        "  AND others.user_id <> ?1 AND accounts.suspended_at IS NULL)"
        " ORDER BY organizations.login",
        (user_id,),
    )
    return [row["login"] for row in rows]


def _by_user(database: Database, table: str, condition: str, organization_id: int) -> dict[int, int]:
    rows = database.rows(
        f"SELECT tokens.user_id, count(*) AS number FROM {table} AS reviewed"  # noqa: S608
        " JOIN fine_grained_tokens AS tokens ON tokens.id = reviewed.token_id"
        f" WHERE reviewed.organization_id = ? AND {condition} GROUP BY tokens.user_id",
        (organization_id,),
    )
    return {row["user_id"]: row["number"] for row in rows}


def _count_living(database: Database, table: str, user_id: int, now: datetime) -> int:
    row = database.row(
        f"SELECT count(*) AS number FROM {table}"  # noqa: S608
        " WHERE user_id = ? AND (expires_at IS NULL OR expires_at > ?)",
        (user_id, to_text(now)),
    )
    return int(row["number"]) if row else 0
