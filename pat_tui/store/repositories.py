"""Repositories."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from pat_tui.domain.accounts import Account
from pat_tui.domain.repositories import Repository, Visibility
from pat_tui.store.database import Database
from pat_tui.store.instants import from_text, to_text

_SELECT = (
    "SELECT repositories.*, accounts.login AS owner_login"
    " FROM repositories JOIN accounts ON accounts.id = repositories.owner_id"
)


def repository(row: sqlite3.Row) -> Repository:
    """A repository out of a row that carries its owner's login."""
    return Repository(
        row["id"],
        row["owner_id"],
        row["owner_login"],
        row["name"],
        Visibility(row["visibility"]),
        row["path"],
        from_text(row["created_at"]),
    )


def add(
    database: Database, owner: Account, name: str, visibility: Visibility, path: str | None, now: datetime
) -> Repository:
    """Add a repository. Raises Taken when OWNER has one of that NAME."""
    row = {"owner_id": owner.id, "name": name, "visibility": visibility.value, "path": path, "created_at": to_text(now)}
    return Repository(database.insert("repositories", row), owner.id, owner.login, name, visibility, path, now)


def give_path(database: Database, repository_id: int, path: str) -> bool:
    """Keep PATH as the folder of a repository that has none. Returns whether it had none."""
    changed = "UPDATE repositories SET path = ? WHERE id = ? AND path IS NULL"
    return database.connection.execute(changed, (path, repository_id)).rowcount == 1


def all_of(database: Database) -> list[Repository]:
    """Every repository, by owner and name."""
    return [repository(row) for row in database.rows(f"{_SELECT} ORDER BY accounts.login, repositories.name")]


def of_owner(database: Database, owner_id: int) -> list[Repository]:
    """The repositories of one account, by name."""
    rows = database.rows(f"{_SELECT} WHERE repositories.owner_id = ? ORDER BY repositories.name", (owner_id,))
    return [repository(row) for row in rows]


def numbers_of(database: Database, owner_id: int) -> tuple[int, int]:
    """How many repositories the account has, and how many of them are public."""
    row = database.row(
        "SELECT count(*) AS number, count(*) FILTER (WHERE visibility = 'public') AS public"
        " FROM repositories WHERE owner_id = ?",
        (owner_id,),
    )
    return (row["number"], row["public"]) if row else (0, 0)


def of_user(database: Database, user_id: int) -> list[Repository]:
    """The repositories that the user owns, works in, or reaches as a member of an organization, by owner and name."""
    rows = database.rows(
        f"{_SELECT} WHERE repositories.owner_id = ?1"  # noqa: S608
        " OR repositories.owner_id IN (SELECT organization_id FROM memberships WHERE user_id = ?1)"
        " OR repositories.id IN (SELECT repository_id FROM collaborators WHERE user_id = ?1)"
        " ORDER BY accounts.login, repositories.name",
        (user_id,),
    )
    return [repository(row) for row in rows]


def remove(database: Database, repository_id: int) -> None:
    """Remove the repository, and with it what hangs on it: roles, deploy keys, its place in the choice of tokens."""
    database.connection.execute("DELETE FROM repositories WHERE id = ?", (repository_id,))


def named(database: Database, owner_id: int, names: Sequence[str]) -> list[Repository]:
    """Those repositories of one account that are called one of NAMES, in any case."""
    marks = ", ".join("?" * len(names))
    sql = f"{_SELECT} WHERE repositories.owner_id = ? AND repositories.name IN ({marks}) ORDER BY repositories.name"
    return [repository(row) for row in database.rows(sql, (owner_id, *names))]


def by_id(database: Database, repository_id: int) -> Repository | None:
    """The repository with that id, or None."""
    row = database.row(f"{_SELECT} WHERE repositories.id = ?", (repository_id,))
    return repository(row) if row else None


def selected_by(database: Database, token_id: int) -> list[Repository]:
    """The repositories that a fine-grained token names, by name."""
    chosen = "token_repositories ON token_repositories.repository_id = repositories.id"
    sql = f"{_SELECT} JOIN {chosen} WHERE token_id = ? ORDER BY repositories.name"
    return [repository(row) for row in database.rows(sql, (token_id,))]
