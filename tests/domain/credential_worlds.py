"""Credentials and resources of a small world, for the tests of the one decision."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from pat_tui.catalogue.scopes import scopes as scope_catalogue
from pat_tui.domain.accounts import AccountKind, Role
from pat_tui.domain.authorization import Owner, RepositoryAsked, Resource
from pat_tui.domain.credentials import ClassicCredential, FineGrainedCredential
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import RepositoryRole, Visibility
from pat_tui.domain.scopes import effective
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess
from tests.worlds import NOW

MONA, ACME, APP = 1, 2, 10
_COMMON: dict[str, Any] = {
    "token_id": 7,
    "name": "ci",
    "hint": "12345678",
    "user_id": MONA,
    "user_login": "mona",
    "is_suspended": False,
    "issued_at": NOW,
    "expires_at": NOW + timedelta(days=30),
}


def fine_grained(permissions: dict[str, Level] | None = None, **changes: object) -> FineGrainedCredential:
    """A token of `mona` for all repositories of `acme` with PERMISSIONS."""
    own: dict[str, Any] = {
        "owner_id": ACME,
        "owner_login": "acme",
        "grant": Grant.GRANTED,
        "repository_access": RepositoryAccess.ALL,
        "repository_ids": frozenset(),
        "permissions": permissions or {},
    }
    return FineGrainedCredential(**(_COMMON | own | changes))


def classic(*scopes: str, **changes: object) -> ClassicCredential:
    """A classic token of `mona` with SCOPES."""
    own: dict[str, Any] = {"scopes": scopes, "effective_scopes": effective(scopes, scope_catalogue())}
    return ClassicCredential(**(_COMMON | own | changes))


def acme(**changes: Any) -> Owner:
    """The organization, of which `mona` is an owner."""
    return replace(Owner(ACME, "acme", AccountKind.ORGANIZATION, OrganizationPolicy(), role=Role.OWNER), **changes)


def mona() -> Owner:
    """The user herself."""
    return Owner(MONA, "mona", AccountKind.USER)


def app(
    visibility: Visibility = Visibility.PRIVATE, role: RepositoryRole | None = RepositoryRole.ADMIN, **changes: Any
) -> Resource:
    """The repository `acme/app`, in which `mona` has ROLE; CHANGES are the organization's."""
    return Resource(acme(**changes), RepositoryAsked(APP, "acme/app", visibility, role))
