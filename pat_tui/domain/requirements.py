"""What a request needs of the token behind it: permissions of a fine-grained one, scopes of a classic one.

Source: GitHub's documentation, "Permissions required for fine-grained personal access tokens" and "Scopes for OAuth
apps"; what they leave open is read strictly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pat_tui.domain.permissions import Level

Needed = tuple[tuple[str, Level], ...]
"""Permissions that are needed together, as (slug, level)."""


class Support(StrEnum):
    """Whether an endpoint answers to fine-grained tokens."""

    YES = "yes"
    NO = "no"
    PUBLIC_ONLY = "public-only"
    """For what is public, and no permission changes that."""


class About(StrEnum):
    """Whose things a request is about."""

    NOTHING = "nothing"
    USER = "user"
    ORGANIZATION = "organization"
    REPOSITORY = "repository"


@dataclass(frozen=True, slots=True)
class ScopeNeed:
    """The scopes that a classic token needs. A scope that implies one of them serves as well."""

    any_of: tuple[str, ...] = ()
    """One of these is enough; none is needed where it is empty. `public_repo` serves for public repositories only."""
    all_of: tuple[str, ...] = ()
    """All of these, beside one of `any_of`."""


NO_SCOPE = ScopeNeed()


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one operation needs. Any of `sets` is enough; each of them is needed whole."""

    about: About
    sets: tuple[Needed, ...] = ()
    """Empty where no permission is needed, or none serves."""
    support: Support = Support.YES
    is_public_read: bool = False
    """Whether it reads what everybody may read of a public resource, without any permission."""
    is_read: bool = True
    """Whether it changes nothing."""
    scopes: ScopeNeed = NO_SCOPE
    is_for_strangers: bool = False
    """Whether it answers to requests without a credential alone."""

    @property
    def accepted_permissions(self) -> str:
        """The value of `X-Accepted-GitHub-Permissions`: a comma joins what is needed together, `; ` separates ways."""
        if not self.sets and self.support is not Support.NO:
            return "allows_permissionless_access=true"
        return "; ".join(",".join(f"{slug}={level.value}" for slug, level in needed) for needed in self.sets)

    def missing(self, held: Mapping[str, Level]) -> tuple[Needed, ...]:
        """For each way, what HELD lacks of it. A way that is open lacks nothing."""
        return tuple(
            tuple((slug, level) for slug, level in needed if not _holds(held, slug, level)) for needed in self.sets
        )

    def is_met_by(self, held: Mapping[str, Level]) -> bool:
        """Whether HELD opens one of the ways."""
        return not self.sets or any(not lacking for lacking in self.missing(held))


def _holds(held: Mapping[str, Level], slug: str, level: Level) -> bool:
    return slug in held and held[slug].includes(level)


FETCH = Requirement(
    About.REPOSITORY,
    ((("contents", Level.READ),),),
    is_public_read=True,
    scopes=ScopeNeed(any_of=("repo", "public_repo")),
)
"""Clone and fetch over Git. (GitHub's documentation, "Permissions required …", `contents`.)"""
PUSH = Requirement(
    About.REPOSITORY, ((("contents", Level.WRITE),),), is_read=False, scopes=ScopeNeed(any_of=("repo", "public_repo"))
)
"""Push over Git."""
PUSH_WORKFLOWS = Requirement(
    About.REPOSITORY,
    ((("contents", Level.WRITE), ("workflows", Level.WRITE)),),
    is_read=False,
    scopes=ScopeNeed(any_of=("repo", "public_repo"), all_of=("workflow",)),
)
"""A push that creates or changes a file under `.github/workflows/`."""
