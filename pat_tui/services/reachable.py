"""The repositories that the acting user has a part in, and why."""

from dataclasses import dataclass
from enum import StrEnum

from pat_tui.domain.accounts import Account, AccountKind, Role
from pat_tui.domain.repositories import Repository, RepositoryRole
from pat_tui.services.context import Context
from pat_tui.services.repositories import administered
from pat_tui.store import accounts, collaborators, policies, repositories


class Why(StrEnum):
    """What gives a user a part in a repository: the strongest of what there is."""

    OWNER = "owner"
    ORGANIZATION_OWNER = "organization-owner"
    ROLE = "role"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Reach:
    """A repository that the acting user has a part in."""

    repository: Repository
    why: Why
    role: RepositoryRole | None
    """The user's own role in it, beside what else there is; None for none."""

    @property
    def administers(self) -> bool:
        """Whether the user decides who else has a role in it, and about its deploy keys."""
        return self.why in (Why.OWNER, Why.ORGANIZATION_OWNER) or self.role is RepositoryRole.ADMIN


def reachable_repositories(context: Context) -> list[Reach]:
    """What the acting user owns, has a role in, or reaches as a member of an organization; by owner and name."""
    database, user_id = context.database, context.acting.id
    joined = {organization.id: role for organization, role, _policy in policies.organizations_of(database, user_id)}
    roles = collaborators.roles_of(database, user_id)
    return [
        Reach(one, _why(one, user_id, joined.get(one.owner_id), roles.get(one.id)), roles.get(one.id))
        for one in repositories.of_user(database, user_id)
    ]


def who_could_collaborate(context: Context, full_name: str) -> list[Account]:
    """The users who have no role in the repository called FULL_NAME, for its administrators.

    Raises NotFound, Forbidden.
    """
    repository = administered(context, full_name)
    there = {one.account.id for one in collaborators.of_repository(context.database, repository)}
    users = accounts.all_of(context.database, AccountKind.USER)
    return [user for user in users if user.id not in there and user.id != repository.owner_id]


def _why(repository: Repository, user_id: int, joined: Role | None, role: RepositoryRole | None) -> Why:
    if repository.owner_id == user_id:
        return Why.OWNER
    if joined is Role.OWNER:
        return Why.ORGANIZATION_OWNER
    return Why.ROLE if role is not None else Why.MEMBER
