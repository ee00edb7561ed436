"""Use cases of the owner of the enterprise: what it demands of all organizations, and suspended users.

The enterprise is the store as a whole, as it is on a GitHub server of one's own.
"""

from dataclasses import dataclass, replace

from pat_tui.domain.accounts import Account
from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.policies import (
    Access,
    Approval,
    EnterpriseChange,
    EnterprisePolicy,
    Policy,
    enterprise_change_errors,
)
from pat_tui.i18n import _
from pat_tui.services import rights
from pat_tui.services.context import Context
from pat_tui.services.policy_log import policy_events
from pat_tui.store import accounts, events, people, policies

NAME = "enterprise"
"""What the log calls it, in GitHub's field `business`."""


@dataclass(frozen=True, slots=True)
class Suspension:
    """What suspending a user stops, and what ending the suspension lets work again."""

    user: Account
    fine_grained: int
    """Tokens that have not expired."""
    classic: int
    """Those of the other kind."""
    ownerless: tuple[str, ...]
    """Organizations, by login, that nobody else who can act owns."""


class Enterprise:
    """What the acting user can do in the enterprise."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def policy(self) -> EnterprisePolicy:
        """What the enterprise has decided. Everybody may know it: it stands on every organization's page."""
        return policies.enterprise_policy(self.context.database)

    def owned_policy(self) -> EnterprisePolicy:
        """`policy`, for who may change it. Raises Forbidden."""
        rights.require_enterprise_owner(self.context)
        return self.policy()

    def change_policy(self, change: EnterpriseChange) -> EnterprisePolicy:
        """Make CHANGE to the enterprise's policy. What organizations have chosen stays, and holds again afterwards.

        Raises Forbidden, InvalidInput; then nothing has changed.
        """
        database = self.context.database
        with database.transaction():
            rights.require_enterprise_owner(self.context)
            if errors := enterprise_change_errors(change):
                raise InvalidInput(errors)
            before = policies.enterprise_policy(database)
            after = replace(before, **change)
            if after != before:
                policies.set_enterprise_policy(database, after)
                self._note_policy(before, after)
        return after

    def suspend(self, login: str) -> Account:
        """Suspend a user: tokens stop, and nobody can act as the user. Raises NotFound, Forbidden, InvalidInput."""
        with self.context.database.transaction():
            user = self._who_may_be_suspended(login)
            if user.suspended_at is None:
                user = self._set_suspended(user, "user.suspend", suspended=True)
        return user

    def unsuspend(self, login: str) -> Account:
        """End a user's suspension: tokens work again. Raises NotFound, Forbidden."""
        with self.context.database.transaction():
            rights.require_enterprise_owner(self.context)
            user = rights.user(self.context, login)
            if user.suspended_at is not None:
                user = self._set_suspended(user, "user.unsuspend", suspended=False)
        return user

    def users(self) -> list[tuple[Account, str | None]]:
        """Every user by login, with the primary address. Raises Forbidden."""
        rights.require_enterprise_owner(self.context)
        return people.users(self.context.database)

    def suspension(self, login: str) -> Suspension:
        """What `suspend` would stop, and `unsuspend` lets work again. Raises as `suspend` does."""
        user = self._who_may_be_suspended(login)
        database = self.context.database
        fine_grained, classic = people.living_tokens(database, user.id, self.context.clock())
        return Suspension(user, fine_grained, classic, tuple(people.organizations_owned_alone(database, user.id)))

    def email_of(self, user: Account) -> str | None:
        """The primary address of USER."""
        return accounts.primary_email(self.context.database, user.id)

    def _who_may_be_suspended(self, login: str) -> Account:
        rights.require_enterprise_owner(self.context)
        user = rights.user(self.context, login)
        if user.id == self.context.acting.id:
            raise InvalidInput({"login": _("You cannot suspend yourself.")})
        return user

    def _set_suspended(self, user: Account, action: str, *, suspended: bool) -> Account:
        now = self.context.clock()
        at = now if suspended else None
        accounts.set_suspended(self.context.database, user.id, at)
        events.add(self.context.database, action, self.context.acting, now, {"user": user.login})
        return user._replace(suspended_at=at)

    def _note_policy(self, before: EnterprisePolicy, after: EnterprisePolicy) -> None:
        old, new = _values(before), _values(after)
        for policy, value in new.items():
            if value == old[policy]:
                continue
            for action, fields in policy_events({policy: _meaning(value)}, "business"):
                more = {} if value is None or isinstance(value, int) else {"policy": value.value}
                fields = {**fields, **more, "business": NAME}
                events.add(self.context.database, action, self.context.acting, self.context.clock(), fields)


_Value = Access | Approval | int | None


def _values(policy: EnterprisePolicy) -> dict[Policy, _Value]:
    return {
        Policy.FINE_GRAINED: policy.fine_grained,
        Policy.CLASSIC: policy.classic,
        Policy.APPROVAL: policy.approval,
        Policy.LIFETIME_FINE_GRAINED: policy.max_lifetime_fine_grained,
        Policy.LIFETIME_CLASSIC: policy.max_lifetime_classic,
        Policy.SSO: policy.sso_required,
    }


def _meaning(value: _Value) -> bool | int | None:
    """VALUE as `policy_events` reads it. Where organizations decide, the enterprise neither restricts nor approves."""
    if isinstance(value, Access):
        return value is not Access.RESTRICT
    if isinstance(value, Approval):
        return value is not Approval.DISABLE
    return value
