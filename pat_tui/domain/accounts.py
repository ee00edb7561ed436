"""Accounts, and who belongs to whom."""

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


class Account(NamedTuple):
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
