"""Use cases of the owners of an organization: its members, and what it demands of tokens."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pat_tui.domain.accounts import Account, Member, Role
from pat_tui.domain.errors import InvalidInput, NotFound
from pat_tui.domain.policies import EffectivePolicy, OrganizationPolicy, Policy, PolicyChange, change_errors
from pat_tui.domain.repositories import Collaborator
from pat_tui.domain.reviews import EVERYTHING, ReviewFilter
from pat_tui.i18n import _
from pat_tui.services import rights, sso_credentials
from pat_tui.services.context import Context
from pat_tui.services.policy_log import policy_events
from pat_tui.services.requests import end_access
from pat_tui.store import accounts, collaborators, events, policies, reviews, single_sign_on
from pat_tui.store.reviews import Window


@dataclass(frozen=True, slots=True)
class Joined:
    """An organization that the acting user is a member of."""

    organization: Account
    role: Role
    pending: int
    """Requests that wait for its owners; 0 for who is none, and may not know."""


@dataclass(frozen=True, slots=True)
class Left:
    """What a member who left had in the organization."""

    member: Member
    organization: Account
    cancelled_requests: int
    revoked_tokens: int
    lost_authorizations: int
    """Tokens that single sign-on had let in."""
    ended_roles: int
    """Roles in single repositories of the organization."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """What a member would lose by leaving the organization: what `remove_member` ends."""

    member: Member
    organization: Account
    requests: tuple[str, ...]
    """The tokens, by name, whose requests wait."""
    tokens: tuple[str, ...]
    """The tokens, by name, that have access."""
    authorizations: int
    """Tokens that single sign-on has let in."""
    roles: tuple[Collaborator, ...]
    """Roles in single repositories of the organization."""


class Organizations:
    """What the acting user can do in organizations."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def joined(self) -> list[tuple[Account, Role]]:
        """The organizations that the acting user is a member of, by login, with the role."""
        found = policies.organizations_of(self.context.database, self.context.acting.id)
        return [(organization, role) for organization, role, _policy in found]

    def joined_with_requests(self) -> list[Joined]:
        """`joined`, with what waits for a decision of the acting user."""
        database = self.context.database
        return [
            Joined(
                organization,
                role,
                reviews.count_pending(database, organization.id, EVERYTHING) if role is Role.OWNER else 0,
            )
            for organization, role in self.joined()
        ]

    def get(self, login: str) -> Account:
        """The organization called LOGIN, as it writes itself. Raises NotFound."""
        return rights.organization(self.context, login)

    def role(self, login: str) -> Role | None:
        """What the acting user is in the organization called LOGIN now; None for no member. Raises NotFound."""
        return rights.role_in(self.context, rights.organization(self.context, login))

    def members(self, login: str) -> list[Member]:
        """The members of the organization called LOGIN, for one of them. Raises NotFound, Forbidden."""
        organization = rights.joined_organization(self.context, login)
        return accounts.members_of(self.context.database, organization.id)

    def set_member(self, login: str, user_login: str, role: Role) -> Member:
        """Make a user a member of the organization called LOGIN with ROLE, or change the role.

        Raises NotFound, Forbidden, InvalidInput where the organization would have no owner left.
        """
        database = self.context.database
        with database.transaction():
            organization = rights.owned_organization(self.context, login)
            user = rights.user(self.context, user_login)
            before = accounts.role_of(database, organization.id, user.id)
            if before is Role.OWNER and role is not Role.OWNER:
                self._keep_an_owner(organization, user)
            if before is not role:
                accounts.set_member(database, organization.id, user.id, role)
                action = "org.update_member" if before else "org.add_member"
                self._note(action, organization, {"user": user.login, "permission": role.value})
        return Member(user, role)

    def remove_member(self, login: str, user_login: str) -> Left:
        """End a user's membership of the organization called LOGIN: an owner may end any, every member the own one.

        Open requests of the user's tokens are cancelled, their grants revoked, authorizations by single sign-on lost,
        and roles in the organization's repositories go. Raises NotFound, Forbidden, InvalidInput where the organization
        would have no owner left.
        """
        database = self.context.database
        with database.transaction():
            organization, member = self._who_may_leave(login, user_login)
            user = member.account
            cancelled, revoked = end_access(self.context, organization, user)
            lost = sso_credentials.end_membership(self.context, organization, user)
            accounts.remove_member(database, organization.id, user.id)
            ended = collaborators.remove_from(database, organization.id, user.id)
            self._note("org.remove_member", organization, {"user": user.login})
        return Left(member, organization, cancelled, revoked, lost, ended)

    def leaving(self, login: str, user_login: str) -> Leaving:
        """What `remove_member` would end; for who asks before doing it. Raises as that does."""
        organization, member = self._who_may_leave(login, user_login)
        database, user = self.context.database, member.account
        theirs = Window(ReviewFilter(owner=user.login))
        return Leaving(
            member,
            organization,
            tuple(one.token_name for one in reviews.pending(database, organization.id, theirs)),
            tuple(one.token_name for one in reviews.active(database, organization.id, theirs)),
            len(single_sign_on.tokens_authorized(database, organization.id, user.id)),
            tuple(collaborators.of_owner(database, organization.id, user.id)),
        )

    def policy(self, login: str) -> EffectivePolicy:
        """What holds in the organization called LOGIN, and who decided it. Raises NotFound, Forbidden."""
        organization = rights.owned_organization(self.context, login)
        return policies.effective_policy(self.context.database, organization.id)

    def demands(self, login: str) -> EffectivePolicy:
        """`policy`, for any member: what one's tokens must keep to is no secret. Raises NotFound, Forbidden."""
        organization = rights.joined_organization(self.context, login)
        return policies.effective_policy(self.context.database, organization.id)

    def change_policy(self, login: str, change: PolicyChange) -> EffectivePolicy:
        """Make CHANGE to the policy of the organization called LOGIN and return what holds then.

        Requests that wait go on waiting, also when approval is no longer required. Raises NotFound, Forbidden,
        InvalidInput; then nothing has changed.
        """
        database = self.context.database
        with database.transaction():
            organization = rights.owned_organization(self.context, login)
            before = policies.effective_policy(database, organization.id)
            if errors := change_errors(change, before.enterprise):
                raise InvalidInput(errors)
            after = replace(before.own, **change)
            if after != before.own:
                policies.set_policy(database, organization.id, after)
                self._note_policy(organization, before.own, after)
            return policies.effective_policy(database, organization.id)

    def _who_may_leave(self, login: str, user_login: str) -> tuple[Account, Member]:
        """The organization, and its member. Raises as `remove_member` does."""
        organization = rights.organization(self.context, login)
        user = rights.user(self.context, user_login)
        if user.id != self.context.acting.id:
            rights.require_owner(self.context, organization)
        role = accounts.role_of(self.context.database, organization.id, user.id)
        if role is None:
            words = _("{login} is no member of {organization}.")
            raise NotFound(words.format(login=user.login, organization=organization.login))
        if role is Role.OWNER:
            self._keep_an_owner(organization, user)
        return organization, Member(user, role)

    def _keep_an_owner(self, organization: Account, leaving: Account) -> None:
        """Raise InvalidInput where nobody but LEAVING could manage ORGANIZATION. A suspended owner cannot."""
        members = accounts.members_of(self.context.database, organization.id)
        owners = [member.account for member in members if member.role is Role.OWNER]
        if not any(owner.id != leaving.id and owner.suspended_at is None for owner in owners):
            raise InvalidInput(
                {
                    "login": _(
                        "{login} is the last owner of {organization}. Make somebody else an owner first."
                    ).format(login=leaving.login, organization=organization.login)
                }
            )

    def _note_policy(self, organization: Account, before: OrganizationPolicy, after: OrganizationPolicy) -> None:
        changed = {
            policy: getattr(after, policy) for policy in Policy if getattr(before, policy) != getattr(after, policy)
        }
        for action, fields in policy_events(changed):
            self._note(action, organization, fields)

    def _note(self, action: str, organization: Account, fields: Mapping[str, object]) -> None:
        context = self.context
        events.add(context.database, action, context.acting, context.clock(), {**fields, "org": organization.login})
