"""Accounts, their e-mail addresses, memberships, policies."""

import sqlite3
from datetime import datetime

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text


def _account(row: sqlite3.Row) -> Account:
    return Account(row["id"], row["login"], AccountKind(row["kind"]), row["name"], from_text(row["created_at"]))


def by_login(database: Database, login: str) -> Account | None:
    """The account called LOGIN, in any case."""
    row = database.row("SELECT * FROM accounts WHERE login = ?", (login,))
    return _account(row) if row else None


def first_user(database: Database) -> Account | None:
    """The user that came first: who acts when nobody is named."""
    row = database.row("SELECT * FROM accounts WHERE kind = 'user' ORDER BY id LIMIT 1")
    return _account(row) if row else None


def all_of(database: Database, kind: AccountKind) -> list[Account]:
    """Every account of KIND, by login."""
    return [_account(row) for row in database.rows("SELECT * FROM accounts WHERE kind = ? ORDER BY login", (kind,))]


def add(database: Database, login: str, kind: AccountKind, name: str, now: datetime) -> Account:
    """Add an account. Raises sqlite3.IntegrityError when LOGIN is taken."""
    row = {"login": login, "kind": kind.value, "name": name, "created_at": to_text(now)}
    return Account(database.insert("accounts", row), login, kind, name, now)


def add_email(database: Database, user_id: int, address: str, *, primary: bool, verified_at: datetime | None) -> None:
    """Add an e-mail address. Raises sqlite3.IntegrityError when somebody has it already."""
    row = {
        "address": address,
        "user_id": user_id,
        "is_primary": int(primary),
        "verified_at": to_text(verified_at) if verified_at else None,
    }
    database.tables.table("email_addresses").insert(row)


def primary_email(database: Database, user_id: int) -> str | None:
    """The user's primary address."""
    row = database.row("SELECT address FROM email_addresses WHERE user_id = ? AND is_primary", (user_id,))
    return row["address"] if row else None


def set_member(database: Database, organization_id: int, user_id: int, role: Role) -> None:
    """Make the user a member of the organization with ROLE, or change the role."""
    row = {"organization_id": organization_id, "user_id": user_id, "role": role.value}
    database.tables.table("memberships").upsert(row, pk=("organization_id", "user_id"))


def organizations_of(database: Database, user_id: int) -> list[tuple[Account, Role, OrganizationPolicy]]:
    """The organizations that the user belongs to, by login, each with the user's role and the policy."""
    rows = database.rows(
        "SELECT accounts.*, memberships.role, organization_policies.* FROM memberships"
        " JOIN accounts ON accounts.id = memberships.organization_id"
        " JOIN organization_policies USING (organization_id)"
        " WHERE memberships.user_id = ? ORDER BY accounts.login",
        (user_id,),
    )
    return [(_account(row), Role(row["role"]), _policy(row)) for row in rows]


def set_policy(database: Database, organization_id: int, policy: OrganizationPolicy) -> None:
    """Keep POLICY for the organization."""
    row = {
        "organization_id": organization_id,
        "fine_grained_allowed": int(policy.fine_grained_allowed),
        "classic_allowed": int(policy.classic_allowed),
        "approval_required": int(policy.approval_required),
        "max_lifetime_fine_grained": policy.max_lifetime_fine_grained,
        "max_lifetime_classic": policy.max_lifetime_classic,
    }
    database.tables.table("organization_policies").upsert(row, pk="organization_id")


def _policy(row: sqlite3.Row) -> OrganizationPolicy:
    return OrganizationPolicy(
        fine_grained_allowed=bool(row["fine_grained_allowed"]),
        classic_allowed=bool(row["classic_allowed"]),
        approval_required=bool(row["approval_required"]),
        max_lifetime_fine_grained=row["max_lifetime_fine_grained"],
        max_lifetime_classic=row["max_lifetime_classic"],
    )
