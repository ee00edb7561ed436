"""What GitHub's log says of a fine-grained token. Never a secret: a token is known by the hash of the whole of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from pat_tui.domain.permissions import Level
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.policy_log import FINE_GRAINED

_SELECTIONS = {RepositoryAccess.PUBLIC: "none", RepositoryAccess.ALL: "all", RepositoryAccess.SELECTED: "subset"}
"""GitHub's words for `repository_selection`."""


def hashed_token(secret_hash: bytes) -> str:
    """GitHub's `hashed_token`: the SHA-256 of the whole token, in base 64."""
    from base64 import b64encode

    return b64encode(secret_hash).decode("ascii")


def token_fields(token_id: int, name: str, user_login: str, organization_login: str | None) -> dict[str, Any]:
    """Which token it is about. ORGANIZATION_LOGIN: its resource owner, where that is not the user."""
    organization = {"org": organization_login} if organization_login else {}
    return {
        "user": user_login,
        **organization,
        "programmatic_access_type": FINE_GRAINED,
        "user_programmatic_access_id": token_id,
        "user_programmatic_access_name": name,
    }


def reach_fields(
    access: RepositoryAccess, repositories: Iterable[str], permissions: Mapping[str, Level]
) -> dict[str, Any]:
    """What the token may do."""
    return {
        "repository_selection": _SELECTIONS[access],
        "repositories": list(repositories),
        "permissions": {slug: level.value for slug, level in permissions.items()},
    }
