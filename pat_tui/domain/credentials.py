"""Who knocks: a token as the one decision sees it, with its secret left behind."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from pat_tui.domain.permissions import Level
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess


@dataclass(frozen=True, slots=True)
class Credential:
    """What both kinds of token have in common."""

    token_id: int
    name: str
    """A fine-grained token's name, or a classic one's note."""
    hint: str
    """The last eight characters of the secret."""
    user_id: int
    user_login: str
    is_suspended: bool
    """Whether its user is."""
    issued_at: datetime
    """When the present secret was made: a lifetime counts from here."""
    expires_at: datetime | None

    @property
    def kind(self) -> TokenKind:
        """Which kind of token it is."""
        raise NotImplementedError

    @property
    def lifetime(self) -> timedelta | None:
        """How long it lives in all; None for ever."""
        return None if self.expires_at is None else self.expires_at - self.issued_at


@dataclass(frozen=True, slots=True)
class FineGrainedCredential(Credential):
    """A fine-grained token with what it may do now: what it holds, narrowed to what its resource owner granted."""

    owner_id: int
    owner_login: str
    grant: Grant
    repository_access: RepositoryAccess
    repository_ids: frozenset[int]
    permissions: Mapping[str, Level]

    @property
    def kind(self) -> TokenKind:
        """Fine-grained."""
        return TokenKind.FINE_GRAINED

    def reaches(self, owner_id: int, repository_id: int) -> bool:
        """Whether it was given the repository of that owner. It reads public ones besides."""
        if owner_id != self.owner_id or self.repository_access is RepositoryAccess.PUBLIC:
            return False
        return self.repository_access is RepositoryAccess.ALL or repository_id in self.repository_ids


@dataclass(frozen=True, slots=True)
class ClassicCredential(Credential):
    """A classic token: it reaches all that its user reaches, as far as its scopes go."""

    scopes: tuple[str, ...]
    """The minimum set, as it is kept and shown."""
    effective_scopes: frozenset[str]
    """These and all that they imply."""

    @property
    def kind(self) -> TokenKind:
        """Classic."""
        return TokenKind.CLASSIC


AnyCredential = FineGrainedCredential | ClassicCredential
