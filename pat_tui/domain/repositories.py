"""Repositories, who may see them, and who works in them from outside."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pat_tui.domain.accounts import Account


class Visibility(StrEnum):
    """Who may read a repository."""

    PUBLIC = "public"
    PRIVATE = "private"
    INTERNAL = "internal"


class RepositoryRole(StrEnum):
    """What an outside collaborator may do in a repository, each including the ones before."""

    READ = "read"
    TRIAGE = "triage"
    WRITE = "write"
    MAINTAIN = "maintain"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository of an account."""

    id: int
    owner_id: int
    owner_login: str
    name: str
    visibility: Visibility
    path: str | None
    """The bare git repository on disk, or None where there is none."""
    created_at: datetime

    @property
    def full_name(self) -> str:
        """`OWNER/NAME`, as people and the command line write it."""
        return f"{self.owner_login}/{self.name}"


class Collaborator(NamedTuple):
    """A user who has a role in one repository, whatever the user is in the organization that owns it."""

    account: Account
    repository: Repository
    role: RepositoryRole
