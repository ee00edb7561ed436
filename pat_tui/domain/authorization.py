"""The one decision: may this credential do that here, now?

What is effective is what the token's user may do AND what the token was given AND what policies let through. Gateway,
what-if and interface all ask `authorize`; there is no second opinion. Where several things are wrong, the first in this
order is told: the token, its user, restriction by policy, lifetime, single sign-on, visibility, permission.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pat_tui.domain.accounts import AccountKind, Role
from pat_tui.domain.credentials import AnyCredential, ClassicCredential, FineGrainedCredential
from pat_tui.domain.permissions import METADATA, Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.requirements import NO_SCOPE, About, Needed, Requirement, ScopeNeed, Support
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.user_rights import organization_role_for, repository_role_for, role_suffices

PUBLIC_SCOPE, PRIVATE_SCOPE = "public_repo", "repo"


@dataclass(frozen=True, slots=True)
class Owner:
    """The account whose thing is asked for, and how the credential's user stands with it."""

    id: int
    login: str
    kind: AccountKind
    policy: OrganizationPolicy | None = None
    """What holds there; None for a user."""
    is_policy_of_enterprise: bool = False
    """Whether the enterprise decided on lifetimes."""
    role: Role | None = None
    """What the user is in it; None for an outsider, and for a user."""
    lacks_sign_on: bool = False
    """Whether it demands single sign-on that the credential has not been given."""


@dataclass(frozen=True, slots=True)
class RepositoryAsked:
    """The repository that is asked for, and what the credential's user may do in it."""

    id: int
    full_name: str
    visibility: Visibility
    role: RepositoryRole | None
    """None for who has no more than everybody."""
    is_insider: bool = False
    """Whether the user may read internal repositories."""

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.visibility is Visibility.PUBLIC

    @property
    def is_seen_by_user(self) -> bool:
        """Whether the user may know of it."""
        internal = self.visibility is Visibility.INTERNAL and self.is_insider
        return self.is_public or internal or self.role is not None


@dataclass(frozen=True, slots=True)
class Resource:
    """What is asked for."""

    owner: Owner | None = None
    """None where it is nobody's: `GET /meta`."""
    repository: RepositoryAsked | None = None

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it, as far as a repository's visibility says."""
        return self.repository is None or self.repository.is_public


class Reason(StrEnum):
    """Why a request is refused. The values are stable: logs, JSON and tests name them."""

    NO_CREDENTIAL = "no-credential"
    BAD_CREDENTIAL = "bad-credential"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    RESTRICTED = "restricted-by-policy"
    LIFETIME = "lifetime-policy"
    SIGN_ON = "single-sign-on"
    NOT_FOUND = "not-found"
    """The user cannot see it either."""
    NOT_VISIBLE = "not-visible-to-token"
    """The user can see it, the token was not given it."""
    UNSUPPORTED = "not-for-fine-grained-tokens"
    PERMISSION = "permission-missing"
    SCOPE = "scope-missing"
    USER_RIGHT = "user-right-missing"
    UNWANTED = "credential-unwanted"
    """It answers to nobody in particular, and only so."""


_STATUS = {
    Reason.NO_CREDENTIAL: 401,
    Reason.BAD_CREDENTIAL: 401,
    Reason.EXPIRED: 401,
    Reason.NOT_FOUND: 404,
    Reason.NOT_VISIBLE: 404,
}


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and why, in values: each face has its own words for them."""

    reason: Reason
    needed: tuple[Needed, ...] = ()
    """The permissions any one set of which would do."""
    needed_scopes: ScopeNeed = NO_SCOPE
    held: Mapping[str, Level] | tuple[str, ...] = ()
    """The permissions, or the scopes, of the credential."""
    owner: str = ""
    """The login of the account that refuses."""
    limit_days: int | None = None
    """The maximum lifetime that the credential exceeds."""
    by_enterprise: bool = False
    """Whether the enterprise set that limit."""
    role_needed: RepositoryRole | Role | None = None
    """What the user would have to be."""

    @property
    def status(self) -> int:
        """The HTTP status that GitHub answers with on its API."""
        return _STATUS.get(self.reason, 403)


Decision = Allowed | Denied


def authorize(
    credential: AnyCredential | None, requirement: Requirement, resource: Resource, now: datetime
) -> Decision:
    """Whether CREDENTIAL (None: nobody in particular) may do what REQUIREMENT asks for on RESOURCE at NOW."""
    if credential is None:
        return _anonymous(requirement, resource)
    return (
        refused_as_token(credential, now)
        or (Denied(Reason.UNWANTED) if requirement.is_for_strangers else None)
        or _refused_by_policy(credential, requirement, resource)
        or _refused_as_invisible(credential, resource)
        or _refused_without_right(credential, requirement, resource)
        or Allowed()
    )


def _anonymous(requirement: Requirement, resource: Resource) -> Decision:
    if not resource.is_public:
        return Denied(Reason.NOT_FOUND)
    if requirement.is_public_read or requirement.is_for_strangers:
        return Allowed()
    return Denied(Reason.NO_CREDENTIAL, requirement.sets, requirement.scopes)


def refused_as_token(credential: AnyCredential, now: datetime) -> Denied | None:
    """Why CREDENTIAL opens nothing at NOW, whatever is asked for; None where it is alive."""
    if credential.expires_at is not None and credential.expires_at <= now:
        return Denied(Reason.EXPIRED)
    return Denied(Reason.SUSPENDED) if credential.is_suspended else None


def _refused_by_policy(credential: AnyCredential, requirement: Requirement, resource: Resource) -> Denied | None:
    owner = resource.owner
    if owner is None or owner.policy is None:
        return None
    is_classic = credential.kind is TokenKind.CLASSIC
    policy = owner.policy
    if not (policy.classic_allowed if is_classic else policy.fine_grained_allowed):
        return Denied(Reason.RESTRICTED, owner=owner.login)
    limit = policy.max_lifetime_classic if is_classic else policy.max_lifetime_fine_grained
    if limit is not None and (credential.lifetime is None or credential.lifetime > timedelta(days=limit)):
        return Denied(Reason.LIFETIME, owner=owner.login, limit_days=limit, by_enterprise=owner.is_policy_of_enterprise)
    if owner.lacks_sign_on and not (requirement.is_public_read and resource.is_public):
        return Denied(Reason.SIGN_ON, owner=owner.login)
    return None


def _refused_as_invisible(credential: AnyCredential, resource: Resource) -> Denied | None:
    repository, owner = resource.repository, resource.owner
    if repository is None or owner is None:
        return None
    if not repository.is_seen_by_user:
        return Denied(Reason.NOT_FOUND)
    if repository.is_public:
        return None
    if isinstance(credential, ClassicCredential):
        sees = PRIVATE_SCOPE in credential.effective_scopes
        return (
            None
            if sees
            else Denied(Reason.NOT_VISIBLE, needed_scopes=ScopeNeed((PRIVATE_SCOPE,)), held=credential.scopes)
        )
    if credential.reaches(owner.id, repository.id):
        return None
    return Denied(Reason.NOT_VISIBLE, held=credential.permissions, owner=owner.login)


def _refused_without_right(credential: AnyCredential, requirement: Requirement, resource: Resource) -> Denied | None:
    if requirement.is_public_read and resource.is_public:
        return None
    if isinstance(credential, ClassicCredential):
        refused = _refused_scopes(credential, requirement.scopes, resource)
    else:
        refused = _refused_permissions(credential, requirement, resource)
    return refused or _refused_user(credential, requirement, resource)


def _refused_scopes(credential: ClassicCredential, need: ScopeNeed, resource: Resource) -> Denied | None:
    held = credential.effective_scopes
    if resource.repository is not None and not resource.repository.is_public:
        held = held - {PUBLIC_SCOPE}
    is_met = (not need.any_of or any(scope in held for scope in need.any_of)) and held.issuperset(need.all_of)
    return None if is_met else Denied(Reason.SCOPE, needed_scopes=need, held=credential.scopes)


def _refused_permissions(
    credential: FineGrainedCredential, requirement: Requirement, resource: Resource
) -> Denied | None:
    if requirement.support is Support.NO:
        return Denied(Reason.UNSUPPORTED, held=credential.permissions)
    if requirement.support is Support.PUBLIC_ONLY and not (requirement.is_public_read and resource.is_public):
        return Denied(Reason.UNSUPPORTED, held=credential.permissions)
    held = credential.permissions if _are_permissions_about(credential, resource) else {}
    if requirement.is_met_by(held):
        return None
    return Denied(Reason.PERMISSION, requirement.sets, held=held, owner=resource.owner.login if resource.owner else "")


def _are_permissions_about(credential: FineGrainedCredential, resource: Resource) -> bool:
    """Whether the permissions of CREDENTIAL count for RESOURCE: they do for its resource owner's things alone."""
    if resource.owner is None:
        return True
    if resource.repository is not None:
        return credential.reaches(resource.owner.id, resource.repository.id)
    return resource.owner.id == credential.owner_id


def _refused_user(credential: AnyCredential, requirement: Requirement, resource: Resource) -> Denied | None:
    """The token would do; would its user? Of several ways, one is enough."""
    if requirement.about is About.USER and resource.owner is not None and resource.owner.id != credential.user_id:
        return Denied(Reason.NOT_FOUND)
    lacking = [_role_lacking(needed, requirement, resource) for needed in requirement.sets]
    if not requirement.sets:
        lacking = [_role_lacking_for_unstated(requirement, resource)]
    if None in lacking:
        return None
    return Denied(
        Reason.USER_RIGHT,
        requirement.sets,
        requirement.scopes,
        owner=resource.owner.login if resource.owner else "",
        role_needed=lacking[0],
    )


def _role_lacking(needed: Needed, requirement: Requirement, resource: Resource) -> RepositoryRole | Role | None:
    """The first role that the user would need and does not have."""
    lacking: RepositoryRole | Role | None
    for slug, level in needed:
        if requirement.about is About.REPOSITORY and resource.repository is not None:
            lacking = _lacking_in_repository(resource.repository, repository_role_for(slug, level))
        elif slug == METADATA:
            lacking = None  # which repository, the endpoint's own answer looks at
        else:
            lacking = _lacking_in_organization(resource.owner, organization_role_for(slug, level))
        if lacking is not None:
            return lacking
    return None


def _role_lacking_for_unstated(requirement: Requirement, resource: Resource) -> RepositoryRole | Role | None:
    """The same where the catalogue names no permission: the strictest role for a change, to be inside for a look."""
    if resource.repository is not None:
        return None if requirement.is_read else _lacking_in_repository(resource.repository, RepositoryRole.ADMIN)
    return _lacking_in_organization(resource.owner, Role.MEMBER if requirement.is_read else Role.OWNER)


def _lacking_in_repository(repository: RepositoryAsked, needed: RepositoryRole) -> RepositoryRole | None:
    return None if role_suffices(repository.role, needed) else needed


def _lacking_in_organization(owner: Owner | None, needed: Role) -> Role | None:
    if owner is None or owner.kind is not AccountKind.ORGANIZATION:
        return None
    suffices = owner.role is Role.OWNER or (owner.role is Role.MEMBER and needed is Role.MEMBER)
    return None if suffices else needed
