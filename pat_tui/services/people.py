"""Use cases around the people of an organization beside its members: outside collaborators, and who could join."""

from collections.abc import Sequence
from dataclasses import dataclass

from pat_tui.domain.accounts import Account, AccountKind, Member
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.repositories import Collaborator, Repository, RepositoryRole
from pat_tui.i18n import _
from pat_tui.services import rights
from pat_tui.services.context import Context
from pat_tui.services.repositories import existing, give_role
from pat_tui.store import accounts, collaborators, people, repositories


@dataclass(frozen=True, slots=True)
class Person:
    """A member, with what the member's tokens have in the organization."""

    member: Member
    tokens: int
    """Tokens with access; 0 for who is no owner, and may not know."""
    requests: int
    """Requests that wait; 0 for who is no owner, and may not know."""


class People:
    """Who belongs to an organization of the acting user, and who has a role in its repositories only."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def members(self, login: str, *, for_owner: bool = False) -> list[Person]:
        """The members of the organization called LOGIN, for one of them; FOR_OWNER, with numbers, for an owner.

        Raises NotFound, Forbidden.
        """
        database = self.context.database
        organization = rights.joined_organization(self.context, login)
        if for_owner:
            rights.require_owner(self.context, organization)
        tokens = people.tokens_with_access(database, organization.id) if for_owner else {}
        waiting = people.open_requests(database, organization.id) if for_owner else {}
        return [
            Person(member, tokens.get(member.account.id, 0), waiting.get(member.account.id, 0))
            for member in accounts.members_of(database, organization.id)
        ]

    def outside_collaborators(self, login: str) -> list[Collaborator]:
        """Who has a role in a repository of the organization called LOGIN and is no member; by login and repository.

        For its owners, as on GitHub. Raises NotFound, Forbidden.
        """
        organization = rights.owned_organization(self.context, login)
        members = {member.account.id for member in accounts.members_of(self.context.database, organization.id)}
        found = collaborators.of_owner(self.context.database, organization.id)
        return [one for one in found if one.account.id not in members]

    def add_outside_collaborator(
        self, login: str, full_name: str, user_login: str, role: RepositoryRole
    ) -> Collaborator:
        """Give a user ROLE in a repository of the organization called LOGIN, in place of another one.

        Raises NotFound, Forbidden, InvalidInput for a member, and for a repository of somebody else.
        """
        with self.context.database.transaction():
            organization = rights.owned_organization(self.context, login)
            user = rights.user(self.context, user_login)
            if accounts.role_of(self.context.database, organization.id, user.id) is not None:
                words = _("{login} is a member of {organization}, and so no outside collaborator.")
                raise InvalidInput({"login": words.format(login=user.login, organization=organization.login)})
            repository = existing(self.context, full_name)
            if repository.owner_id != organization.id:
                words = _("{name} does not belong to {organization}.")
                raise InvalidInput({"repository": words.format(name=full_name, organization=organization.login)})
            return give_role(self.context, repository, user, role)

    def repositories(self, login: str) -> list[Repository]:
        """The repositories of the organization called LOGIN, by name, for its owners. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return repositories.of_owner(self.context.database, organization.id)

    def who_could_join(self, login: str) -> Sequence[Account]:
        """The users who are no members of the organization called LOGIN, for its owners. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        members = {member.account.id for member in accounts.members_of(self.context.database, organization.id)}
        users = accounts.all_of(self.context.database, AccountKind.USER)
        return [user for user in users if user.id not in members]
