"""Accounts, their e-mail addresses, memberships."""

import sqlite3
from datetime import datetime

from pat_tui.domain.accounts import Account, AccountKind, Member, Role
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, optional_instant, optional_text, to_text


def account_of(row: sqlite3.Row) -> Account:
    """An account out of a row of its table."""
    return Account(
        id=row["id"],
        login=row["login"],
        kind=AccountKind(row["kind"]),
        name=row["name"],
        created_at=from_text(row["created_at"]),
        suspended_at=optional_instant(row["suspended_at"]),
    )


def by_login(database: Database, login: str) -> Account | None:
    """The account called LOGIN, in any case."""
    row = database.row("SELECT * FROM accounts WHERE login = ?", (login,))
    return account_of(row) if row else None


def first_user(database: Database) -> Account | None:
    """The user that came first: who acts when nobody is named."""
    row = database.row("SELECT * FROM accounts WHERE kind = 'user' ORDER BY id LIMIT 1")
    return account_of(row) if row else None


def by_id(database: Database, account_id: int) -> Account | None:
    """The account of that id."""
    row = database.row("SELECT * FROM accounts WHERE id = ?", (account_id,))
    return account_of(row) if row else None


def all_of(database: Database, kind: AccountKind) -> list[Account]:
    """Every account of KIND, by login."""
    return [account_of(row) for row in database.rows("SELECT * FROM accounts WHERE kind = ? ORDER BY login", (kind,))]


def add(database: Database, login: str, kind: AccountKind, name: str, now: datetime) -> Account:
    """Add an account. Raises Taken when LOGIN is taken."""
    row = {"login": login, "kind": kind.value, "name": name, "created_at": to_text(now)}
    return Account(database.insert("accounts", row), login, kind, name, now)


def add_email(database: Database, user_id: int, address: str, *, primary: bool, verified_at: datetime | None) -> None:
    """Add an e-mail address. Raises Taken when somebody has it already."""
    row = {
        "address": address,
        "user_id": user_id,
        "is_primary": int(primary),
        "verified_at": to_text(verified_at) if verified_at else None,
    }
    database.insert("email_addresses", row)


def primary_email(database: Database, user_id: int) -> str | None:
    """The user's primary address."""
    row = database.row("SELECT address FROM email_addresses WHERE user_id = ? AND is_primary", (user_id,))
    return row["address"] if row else None


def set_member(database: Database, organization_id: int, user_id: int, role: Role) -> None:
    """Make the user a member of the organization with ROLE, or change the role."""
    row = {"organization_id": organization_id, "user_id": user_id, "role": role.value}
    database.tables.table("memberships").upsert(row, pk=("organization_id", "user_id"))


def remove_member(database: Database, organization_id: int, user_id: int) -> None:
    """End the user's membership of the organization."""
    one = "organization_id = ? AND user_id = ?"
    database.tables.table("memberships").delete_where(one, [organization_id, user_id])


def role_of(database: Database, organization_id: int, user_id: int) -> Role | None:
    """What the user is in the organization; None for who is no member."""
    row = database.row(
        "SELECT role FROM memberships WHERE organization_id = ? AND user_id = ?", (organization_id, user_id)
    )
    return Role(row["role"]) if row else None


def is_member_anywhere(database: Database, user_id: int) -> bool:
    """Whether the user belongs to any organization."""
    return database.row("SELECT 1 FROM memberships WHERE user_id = ? LIMIT 1", (user_id,)) is not None


def members_of(database: Database, organization_id: int) -> list[Member]:
    """The members of the organization, by login."""
    rows = database.rows(
        "SELECT accounts.*, memberships.role FROM memberships JOIN accounts ON accounts.id = memberships.user_id"
        " WHERE memberships.organization_id = ? ORDER BY accounts.login",
        (organization_id,),
    )
    return [Member(account_of(row), Role(row["role"])) for row in rows]


def set_suspended(database: Database, user_id: int, at: datetime | None) -> None:
    """Suspend the user from AT on; with None, no longer."""
    database.update("accounts", user_id, {"suspended_at": optional_text(at)})
