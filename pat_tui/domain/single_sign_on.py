"""Single sign-on: which tokens an organization that demands it lets in. Nothing here asks an identity provider.

A user opens a session with the organization, and during it authorises tokens. An authorization is given to a
credential, which is the secret itself: a regenerated token is another credential and starts without any.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pat_tui.domain.accounts import Account
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import SsoState, sso_text
from pat_tui.i18n import _

SESSION_HOURS = 24
SESSION_LENGTH = timedelta(hours=SESSION_HOURS)
"""How long a session lasts unless its user ends it. GitHub: a day, where the identity provider says nothing else."""


@dataclass(frozen=True, slots=True)
class SsoSession:
    """A user's session with an organization."""

    opened_at: datetime
    ends_at: datetime

    def is_active_at(self, now: datetime) -> bool:
        """Whether the session holds at NOW. A clock that was set back does not make it longer: it ends it."""
        return self.opened_at <= now < self.ends_at


@dataclass(frozen=True, slots=True)
class Credential:
    """A token's present secret, and when that ends."""

    secret_hash: bytes = field(repr=False)
    """Its SHA-256."""
    expires_at: datetime | None
    """None for one that never expires."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """What an organization has on record of one credential."""

    organization_id: int
    secret_hash: bytes = field(repr=False)
    authorized_at: datetime
    revoked_at: datetime | None = None
    """When an owner revoked it; None while it holds."""


@dataclass(frozen=True, slots=True)
class SsoRefusal:
    """An organization that refuses a credential for want of an authorization, and why."""

    organization: str
    """Its login."""
    state: SsoState

    @property
    def text(self) -> str:
        """The sentence for the token's user."""
        return sso_text(self.state, self.organization)


def sso_refusal(
    credential: Credential,
    organization: Account,
    policy: OrganizationPolicy,
    authorizations: Iterable[Authorization],
    now: datetime,
) -> SsoRefusal | None:
    """Why ORGANIZATION, under the POLICY that holds for it, does not let CREDENTIAL in; None: it does.

    AUTHORIZATIONS may be of other organizations and of other credentials as well; they do not count. For resources of
    the organization only, and not for outside collaborators, of whom GitHub demands no single sign-on.
    """
    state = sso_state(credential, organization, policy, authorizations, now)
    if state in (SsoState.NOT_REQUIRED, SsoState.AUTHORIZED):
        return None
    return SsoRefusal(organization.login, state)


def sso_state(
    credential: Credential,
    organization: Account,
    policy: OrganizationPolicy,
    authorizations: Iterable[Authorization],
    now: datetime,
) -> SsoState:
    """Where CREDENTIAL stands with ORGANIZATION; the arguments are those of `sso_refusal`."""
    if not policy.sso_required:
        return SsoState.NOT_REQUIRED
    key = (organization.id, credential.secret_hash)
    found = [one for one in authorizations if (one.organization_id, one.secret_hash) == key]
    if any(one.revoked_at is not None for one in found):
        return SsoState.REVOKED
    if not found:
        return SsoState.NOT_AUTHORIZED
    if credential.expires_at is not None and credential.expires_at <= now:
        return SsoState.EXPIRED
    return SsoState.AUTHORIZED


@dataclass(frozen=True, slots=True)
class CredentialAuthorization:
    """An authorization as the organization's owners see it; the fields are those of GitHub's REST interface."""

    id: int
    """GitHub's `credential_id`."""
    login: str
    """Of the user whose token it is."""
    kind: TokenKind
    token_id: int
    token_name: str
    """Its name, or the note of a classic one."""
    hint: str
    """The last eight characters of the secret."""
    scopes: tuple[str, ...]
    """Of a classic token; a fine-grained one has none."""
    authorized_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


def sign_on_text(organization: str) -> str:
    """What is in the way of who has no active session with the ORGANIZATION of that login."""
    return _("{organization} requires single sign-on, and you have no active session with it. Authorize first.").format(
        organization=organization
    )
