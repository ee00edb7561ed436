"""Accounts, who belongs to whom, and repositories."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class AccountKind(StrEnum):
    """What an account is."""

    USER = "user"
    ORGANIZATION = "organization"


class Role(StrEnum):
    """What a user is in an organization."""

    OWNER = "owner"
    MEMBER = "member"


class RepositoryRole(StrEnum):
    """What an outside collaborator may do in a repository, each including the ones before."""

    READ = "read"
    TRIAGE = "triage"
    WRITE = "write"
    MAINTAIN = "maintain"
    ADMIN = "admin"


class Visibility(StrEnum):
    """Who may read a repository."""

    PUBLIC = "public"
    PRIVATE = "private"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Account:
    """A user or an organization."""

    id: int
    login: str
    kind: AccountKind
    name: str
    created_at: datetime
    suspended_at: datetime | None = None
    """None for an account that may act; the tokens of a suspended user do not work."""


class Member(NamedTuple):
    """A user in an organization."""

    account: Account
    role: Role


class Collaborator(NamedTuple):
    """A user who has a role in one repository, whatever the user is in the organization that owns it."""

    account: Account
    repository: "Repository"
    role: RepositoryRole


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
