"""What is known about the use of a token."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class TokenUse:
    """One operation that a token was used for."""

    operation: str
    """The template of a route, as `/{owner}/{repo}.git/git-upload-pack` or `GET /user`."""
    repository: str
    """OWNER/NAME as it was called; empty where the operation is about none."""
    last_used_at: datetime
    address: str
    """Of the client that did it last."""
    user_agent: str
    """That client's own word for itself."""
    uses: int
    """How many requests, in all or since the last look."""
