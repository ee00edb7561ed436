"""The state of a token at a moment, and what a list row needs to know of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pat_tui.domain import unused
from pat_tui.i18n import _

EXPIRING_SOON = timedelta(days=7)


class Grant(StrEnum):
    """Where a token stands with its resource owner. A user's own things are always granted."""

    GRANTED = "granted"
    PENDING = "pending"
    DENIED = "denied"
    REVOKED = "revoked"


class Status(StrEnum):
    """What a token is at a moment; derived, never stored."""

    ACTIVE = "active"
    EXPIRING_SOON = "expiring soon"
    PENDING = "pending"
    DENIED = "denied"
    REVOKED = "revoked"
    EXPIRED = "expired"

    @property
    def badge(self) -> str:
        """The word on the badge; empty for an active token, which has none."""
        return {
            Status.ACTIVE: "",
            Status.EXPIRING_SOON: _("Expiring soon"),
            Status.PENDING: _("Pending"),
            Status.DENIED: _("Denied"),
            Status.REVOKED: _("Revoked"),
            Status.EXPIRED: _("Expired"),
        }[self]


@dataclass(frozen=True, slots=True)
class TokenSummary:
    """What a list row needs of a fine-grained token."""

    id: int
    name: str
    owner_login: str
    """The resource owner: the one account whose resources the token can reach."""
    grant: Grant
    created_at: datetime
    expires_at: datetime | None
    """None for a token that never expires."""
    last_used_at: datetime | None
    """None for a token that was never used."""
    issued_at: datetime | None = field(default=None, kw_only=True)
    """When the present secret was issued; None for a token that was never regenerated."""

    @property
    def removal_at(self) -> datetime:
        """When the token is removed, if nobody uses it until then."""
        return unused.removal_at(self.created_at, self.issued_at, self.last_used_at)

    def is_announced_at(self, now: datetime) -> bool:
        """Whether it is near enough to that at NOW to be said."""
        return unused.is_announced(self.removal_at, now)

    def status_at(self, now: datetime) -> Status:
        """The state at NOW: expired outweighs the organization's decision, which outweighs a near end."""
        if self.expires_at is not None and self.expires_at <= now:
            return Status.EXPIRED
        if self.grant is not Grant.GRANTED:
            return Status(self.grant.value)
        if self.expires_at is not None and self.expires_at - now <= EXPIRING_SOON:
            return Status.EXPIRING_SOON
        return Status.ACTIVE
