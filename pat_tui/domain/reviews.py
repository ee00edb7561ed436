"""What the owners of an organization see of its members' fine-grained tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.domain.widening import Added, Scope, added


class ReviewOrder(StrEnum):
    """How pending requests and active tokens are sorted."""

    NEWEST = "newest"
    """By the request, or by the grant."""
    OLDEST = "oldest"
    NAME = "name"
    OWNER = "owner"
    EXPIRES = "expires"
    LAST_USED = "last-used"


@dataclass(frozen=True, slots=True)
class ReviewFilter:
    """Which of them are wanted; what is empty does not matter. Logins and names count in any case."""

    text: str = ""
    """A part of the token's name or of its owner's login."""
    owner: str = ""
    """The login of the user whose token it is."""
    repository: str = ""
    """A repository of the organization, `NAME` or `ORG/NAME`. A token that reaches all of them reaches this one too."""
    permission: str = ""
    """The slug of a permission."""


EVERYTHING = ReviewFilter()


@dataclass(frozen=True, slots=True)
class ReviewedToken:
    """A member's token, as far as an owner of the organization may know it."""

    token_id: int
    token_name: str
    user_login: str
    """Who generated the token, and on whose behalf it acts: GitHub's `owner` in these lists."""
    organization_id: int
    organization_login: str
    repository_access: RepositoryAccess
    repositories: tuple[str, ...]
    """Full names of the selected ones, sorted; empty unless the access is `selected`."""
    permissions: Mapping[str, Level]
    expires_at: datetime | None
    """None for a token that never expires."""
    last_used_at: datetime | None

    def is_expired_at(self, now: datetime) -> bool:
        """Whether the token has ended at NOW."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(frozen=True, slots=True)
class TokenRequest(ReviewedToken):
    """A request that waits for an owner's decision. Repositories and permissions are what it asks for."""

    id: int
    reason: str
    """The justification; empty where none was given."""
    created_at: datetime


@dataclass(frozen=True, slots=True)
class ActiveToken(ReviewedToken):
    """A token that has access. Repositories and permissions are what it holds and was granted, both."""

    grant_id: int
    granted_at: datetime
    granted_by: str | None
    """Whose decision it was; the token's own user where no approval was needed. None: that account is gone."""


@dataclass(frozen=True, slots=True)
class Review:
    """A request beside what its token has already: what an owner looks at before deciding."""

    request: TokenRequest
    standing: ActiveToken | None
    """What was granted before and goes on working, whatever is decided; None where nothing is."""

    @property
    def added(self) -> Added[str]:
        """What the request asks for beyond the standing grant; of the permissions, the raised ones too."""
        return added(
            Scope(RepositoryAccess.PUBLIC, (), {}) if self.standing is None else _scope(self.standing),
            _scope(self.request),
        )

    def level_before(self, slug: str) -> Level | None:
        """The granted level of a permission; None for one that would be new."""
        return self.standing.permissions.get(slug) if self.standing else None


@dataclass(frozen=True, slots=True)
class ReviewChoices:
    """What a list can be filtered by, each as `ReviewFilter` takes it and sorted."""

    owners: tuple[str, ...]
    repositories: tuple[str, ...]
    """Names within the organization."""
    permissions: tuple[str, ...]


def _scope(token: ReviewedToken) -> Scope[str]:
    return Scope(token.repository_access, token.repositories, token.permissions)
