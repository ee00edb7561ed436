"""Accounts, their e-mail addresses, memberships."""

import sqlite3
from datetime import datetime

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text


def account_of(row: sqlite3.Row) -> Account:
    """An account out of a row of its table."""
    return Account(row["id"], row["login"], AccountKind(row["kind"]), row["name"], from_text(row["created_at"]))


def by_login(database: Database, login: str) -> Account | None:
    """The account called LOGIN, in any case."""
    row = database.row("SELECT * FROM accounts WHERE login = ?", (login,))
    return account_of(row) if row else None


def first_user(database: Database) -> Account | None:
    """The user that came first: who acts when nobody is named."""
    row = database.row("SELECT * FROM accounts WHERE kind = 'user' ORDER BY id LIMIT 1")
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
