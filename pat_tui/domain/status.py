"""The state of a token at a moment, and what a list row needs to know of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from pat_tui.domain.unused import Removable
from pat_tui.i18n import _

EXPIRING_SOON = timedelta(days=7)


class Grant(StrEnum):
    """Where a token stands with its resource owner. A user's own things are always granted."""

    GRANTED = "granted"
    PENDING = "pending"
    DENIED = "denied"
    REVOKED = "revoked"


class SsoState(StrEnum):
    """Where a token stands with single sign-on of one organization."""

    NOT_REQUIRED = "not-required"
    AUTHORIZED = "authorized"
    NOT_AUTHORIZED = "not-authorized"
    REVOKED = "revoked"
    """By an owner, and for good: this secret can never be authorised there again."""
    EXPIRED = "expired"


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
class TokenSummary(Removable):
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
    decision_reason: str = field(default="", kw_only=True)
    """What the organization's owner said in denying the latest request; empty otherwise."""
    sso: SsoState = field(default=SsoState.NOT_REQUIRED, kw_only=True)
    """Where the token stands with single sign-on of its owner, expiry aside."""

    @property
    def sso_text(self) -> str:
        """What is missing, for a row and a page; empty where nothing is."""
        return sso_text(self.sso, self.owner_login)

    issued_at: datetime | None = field(default=None, kw_only=True)
    """When the present secret was issued; None for a token that was never regenerated."""

    def status_at(self, now: datetime) -> Status:
        """The state at NOW: expired outweighs the organization's decision, which outweighs a near end."""
        if self.expires_at is not None and self.expires_at <= now:
            return Status.EXPIRED
        if self.grant is not Grant.GRANTED:
            return Status(self.grant.value)
        if self.expires_at is not None and self.expires_at - now <= EXPIRING_SOON:
            return Status.EXPIRING_SOON
        return Status.ACTIVE


def sso_text(state: SsoState, organization: str) -> str:
    """What a token lacks in STATE for the ORGANIZATION of that login; empty where it lacks nothing."""
    sentences = {
        SsoState.NOT_AUTHORIZED: _("Single sign-on: not authorised for {organization}"),
        SsoState.REVOKED: _("Single sign-on: revoked by an owner of {organization}"),
        SsoState.EXPIRED: _("Single sign-on: the authorization for {organization} ended with the token"),
    }
    return sentences[state].format(organization=organization) if state in sentences else ""
