"""What organizations say of classic tokens. It is looked at when a token is used, and told before."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from pat_tui.domain.expiration import days_text
from pat_tui.i18n import _


class RefusedFor(StrEnum):
    """Why an organization refuses a classic token, in the order in which it is looked at."""

    RESTRICTED = "restricted"
    LIFETIME = "lifetime"


@dataclass(frozen=True, slots=True)
class ClassicPolicy:
    """What holds for classic tokens in an organization that the user belongs to."""

    organization: str
    """Its login."""
    is_allowed: bool
    max_lifetime_days: int | None
    """None where classic tokens need not expire."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An organization that refuses a token as it is."""

    policy: ClassicPolicy
    reason: RefusedFor

    @property
    def text(self) -> str:
        """The sentence for the token's user."""
        organization, days = self.policy.organization, self.policy.max_lifetime_days
        if self.reason is RefusedFor.RESTRICTED or days is None:
            return _("{organization} forbids access via personal access tokens (classic).").format(
                organization=organization
            )
        return _("{organization} refuses personal access tokens (classic) that live longer than {limit}.").format(
            organization=organization, limit=days_text(days)
        )


def refusal(policy: ClassicPolicy, lifetime: timedelta | None) -> Refusal | None:
    """Why a token that lives LIFETIME in all (None: for ever) is refused under POLICY, or None."""
    if not policy.is_allowed:
        return Refusal(policy, RefusedFor.RESTRICTED)
    limit = policy.max_lifetime_days
    if limit is not None and (lifetime is None or lifetime > timedelta(days=limit)):
        return Refusal(policy, RefusedFor.LIFETIME)
    return None
