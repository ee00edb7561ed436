"""Who has a role in a single repository."""

from pat_tui.domain.repositories import Collaborator, Repository, RepositoryRole
from pat_tui.store import repositories
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


def roles_of(database: Database, user_id: int) -> dict[int, RepositoryRole]:
    """The user's roles, by the id of the repository."""
    rows = database.rows("SELECT repository_id, role FROM collaborators WHERE user_id = ?", (user_id,))
    return {row["repository_id"]: RepositoryRole(row["role"]) for row in rows}


def of_repository(database: Database, repository: Repository) -> list[Collaborator]:
    """The collaborators of REPOSITORY, by login."""
    rows = database.rows(
        "SELECT accounts.*, collaborators.role FROM collaborators JOIN accounts ON accounts.id = collaborators.user_id"
        " WHERE collaborators.repository_id = ? ORDER BY accounts.login",
        (repository.id,),
    )
    return [Collaborator(account_of(row), repository, RepositoryRole(row["role"])) for row in rows]


def of_owner(database: Database, owner_id: int, user_id: int | None = None) -> list[Collaborator]:
    """All who have a role in a repository of the owner, or only the user; by login and repository."""
    rows = database.rows(
        "SELECT accounts.*, repositories.id AS repository_id, collaborators.role AS repository_role"
        " FROM collaborators JOIN accounts ON accounts.id = collaborators.user_id"
        " JOIN repositories ON repositories.id = collaborators.repository_id"
        " WHERE repositories.owner_id = ?1 AND (?2 IS NULL OR accounts.id = ?2)"
        " ORDER BY accounts.login, repositories.name",
        (owner_id, user_id),
    )
    owned = {one.id: one for one in repositories.of_owner(database, owner_id)}
    return [
        Collaborator(account_of(row), owned[row["repository_id"]], RepositoryRole(row["repository_role"]))
        for row in rows
    ]


def remove(database: Database, repository_id: int, user_id: int) -> None:
    """Take the user's role in the repository away."""
    one = "repository_id = ? AND user_id = ?"
    database.tables.table("collaborators").delete_where(one, [repository_id, user_id])


def remove_from(database: Database, owner_id: int, user_id: int) -> int:
    """Take away the user's roles in all repositories of the owner, and return how many."""
    number = len(of_owner(database, owner_id, user_id))
    where = "user_id = ? AND repository_id IN (SELECT id FROM repositories WHERE owner_id = ?)"
    database.tables.table("collaborators").delete_where(where, [user_id, owner_id])
    return number
