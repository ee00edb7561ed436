"""What one reach has that another has not: what an edit adds, and what an owner has yet to approve."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess

RepositoryT = TypeVar("RepositoryT")
"""What stands for a repository: its id or its full name, the same in both reaches."""

_WIDTH = {RepositoryAccess.PUBLIC: 0, RepositoryAccess.SELECTED: 1, RepositoryAccess.ALL: 2}


@dataclass(frozen=True, slots=True)
class Scope(Generic[RepositoryT]):
    """Which repositories, and what may be done."""

    repository_access: RepositoryAccess
    repositories: Collection[RepositoryT]
    """The selected ones; empty unless the access is `selected`."""
    permissions: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class Added(Generic[RepositoryT]):
    """What is more in one scope than in another. False when nothing is."""

    all_repositories: bool = False
    repositories: tuple[RepositoryT, ...] = ()
    permissions: Mapping[str, Level] = field(default_factory=dict)
    """Permissions added or raised, at their new levels."""

    def __bool__(self) -> bool:
        return bool(self.all_repositories or self.repositories or self.permissions)


def added(before: Scope[RepositoryT], after: Scope[RepositoryT]) -> Added[RepositoryT]:
    """What AFTER has that BEFORE has not. What BEFORE has beyond AFTER does not count."""
    wider = _WIDTH[after.repository_access] - _WIDTH[before.repository_access]
    known = before.repositories if not wider else ()
    return Added(
        all_repositories=wider > 0 and after.repository_access is RepositoryAccess.ALL,
        repositories=tuple(each for each in after.repositories if each not in known) if wider >= 0 else (),
        permissions={
            slug: level
            for slug, level in after.permissions.items()
            if slug not in before.permissions or not before.permissions[slug].includes(level)
        },
    )
