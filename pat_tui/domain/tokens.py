"""Fine-grained personal access tokens: what may be known of one after its secret is gone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pat_tui.domain.accounts import AccountKind
from pat_tui.domain.permissions import Level
from pat_tui.domain.repositories import Repository
from pat_tui.domain.status import TokenSummary
from pat_tui.i18n import _


class RepositoryAccess(StrEnum):
    """Which repositories a token reaches, beside reading public ones."""

    PUBLIC = "public"
    ALL = "all"
    SELECTED = "selected"

    @property
    def label(self) -> str:
        """The words of GitHub's radio button."""
        return {
            RepositoryAccess.PUBLIC: _("Public repositories"),
            RepositoryAccess.ALL: _("All repositories"),
            RepositoryAccess.SELECTED: _("Only select repositories"),
        }[self]


@dataclass(frozen=True, slots=True)
class FineGrainedToken(TokenSummary):
    """A fine-grained token with all that may be known of it after its secret is gone."""

    user_login: str
    """Who generated it, and on whose behalf it acts."""
    owner_kind: AccountKind
    description: str
    hint: str
    """The last eight characters of the secret."""
    repository_access: RepositoryAccess
    repositories: tuple[Repository, ...]
    """The selected ones; empty unless the access is `selected`."""
    permissions: Mapping[str, Level]
    reason: str
    """The justification given with the latest request; empty where none was asked for."""
    request_denied: bool = field(default=False, kw_only=True)
    """Whether the latest request was denied; what was granted before goes on working."""


@dataclass(frozen=True, slots=True)
class DeletedToken:
    """What is known of a token that can still be brought back."""

    id: int
    name: str
    deleted_at: datetime
