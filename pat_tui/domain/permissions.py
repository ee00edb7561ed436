"""Permissions of fine-grained tokens: their levels, groups and the rules that tie a set of them together.

Source: GitHub's documentation, "Permissions required for fine-grained personal access tokens".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from pat_tui.domain.accounts import AccountKind
from pat_tui.i18n import _

METADATA = "metadata"
"""The slug that comes along, at read, with every repository permission and cannot be taken out."""


class Level(StrEnum):
    """How much a permission allows. Write includes read, admin includes write."""

    READ = "read"
    WRITE = "write"
    ADMIN = "admin"

    @property
    def label(self) -> str:
        """The words on GitHub's menu."""
        return {Level.READ: _("Read-only"), Level.WRITE: _("Read and write"), Level.ADMIN: _("Admin")}[self]

    def includes(self, other: "Level") -> bool:
        """Whether holding this level is enough where OTHER is asked for."""
        order = list(Level)
        return order.index(self) >= order.index(other)


class Group(StrEnum):
    """Whose things a permission is about."""

    REPOSITORY = "repository"
    ORGANIZATION = "organization"
    USER = "user"


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the catalogue."""

    slug: str
    title: str
    group: Group
    levels: tuple[Level, ...]
    """The levels on offer, lowest first; never empty."""
    description: str
    endpoints: tuple[str, ...] = ()
    """The REST endpoints that ask for it, as `GET /repos/{owner}/{repo}`; the form's filter looks here too."""


def groups_for(owner: AccountKind) -> tuple[Group, Group]:
    """The two permission tabs that a resource owner of kind OWNER calls for."""
    if owner is AccountKind.ORGANIZATION:
        return (Group.REPOSITORY, Group.ORGANIZATION)
    return (Group.REPOSITORY, Group.USER)


def with_metadata(chosen: Mapping[str, Level], catalogue: Mapping[str, Permission]) -> dict[str, Level]:
    """Return CHOSEN as it is kept: `metadata` at read exactly when any other repository permission is chosen.

    Slugs unknown to CATALOGUE are passed through, for validation to name them.
    """
    rest = {slug: level for slug, level in chosen.items() if slug != METADATA}
    if any(slug in catalogue and catalogue[slug].group is Group.REPOSITORY for slug in rest):
        rest[METADATA] = Level.READ
    return dict(sorted(rest.items()))
