"""Who has a role in a single repository."""

from pat_tui.domain.accounts import Collaborator, Repository, RepositoryRole
from pat_tui.store.accounts import account_of
from pat_tui.store.database import Database


def set_role(database: Database, repository_id: int, user_id: int, role: RepositoryRole) -> None:
    """Give the user ROLE in the repository, in place of another one."""
    row = {"repository_id": repository_id, "user_id": user_id, "role": role.value}
    database.tables.table("collaborators").upsert(row, pk=("repository_id", "user_id"))


def role_of(database: Database, repository_id: int, user_id: int) -> RepositoryRole | None:
    """The user's role in the repository; None for who has none."""
    row = database.row(
        "SELECT role FROM collaborators WHERE repository_id = ? AND user_id = ?", (repository_id, user_id)
    )
    return RepositoryRole(row["role"]) if row else None


def of_repository(database: Database, repository: Repository) -> list[Collaborator]:
    """The collaborators of REPOSITORY, by login."""
    rows = database.rows(
        "SELECT accounts.*, collaborators.role FROM collaborators JOIN accounts ON accounts.id = collaborators.user_id"
        " WHERE collaborators.repository_id = ? ORDER BY accounts.login",
        (repository.id,),
    )
    return [Collaborator(account_of(row), repository, RepositoryRole(row["role"])) for row in rows]


def remove_from(database: Database, owner_id: int, user_id: int) -> None:
    """Take away the user's roles in all repositories of the owner."""
    where = "user_id = ? AND repository_id IN (SELECT id FROM repositories WHERE owner_id = ?)"
    database.tables.table("collaborators").delete_where(where, [user_id, owner_id])
