"""Deploy keys: keys that open one repository, and go with the token that they were made with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.text import is_blank, text_error
from pat_tui.i18n import _, ngettext

TITLE_LENGTH = 255


@dataclass(frozen=True, slots=True)
class MadeWith:
    """The token that a key was made with."""

    kind: TokenKind
    id: int
    """Its own among the tokens of its kind."""
    name: str
    """A classic token's note."""


@dataclass(frozen=True, slots=True)
class DeployKey:
    """A key that opens one repository."""

    id: int
    repository: str
    """Its full name."""
    title: str
    read_only: bool
    key: str
    """The public key as OpenSSH writes it, without a comment."""
    fingerprint: str
    """`SHA256:...`; no two keys have the same."""
    created_at: datetime
    created_by: str | None
    """The login of who added it; None once that account is gone."""
    made_with: MadeWith | None
    """None for one that a person added."""


def title_error(title: str) -> str | None:
    """Say why TITLE cannot be a key's title, or return None. The length is ours."""
    if is_blank(title):
        return _("Title can't be blank")
    if len(title) > TITLE_LENGTH:
        return _("Title is too long (maximum is {maximum} characters)").format(maximum=TITLE_LENGTH)
    return text_error(title)


def go_along_lines(keys: Sequence[DeployKey], tokens: int) -> list[str]:
    """What is said, before as many TOKENS are deleted, about the KEYS that were made with them; nothing for none."""
    if not keys:
        return []
    words = (
        ngettext(
            "{count} deploy key that was made with it goes too:",
            "{count} deploy keys that were made with it go too:",
            len(keys),
        )
        if tokens == 1
        else ngettext(
            "{count} deploy key that was made with them goes too:",
            "{count} deploy keys that were made with them go too:",
            len(keys),
        )
    )
    return [words.format(count=len(keys)), *(f"  {key.repository}: {key.title}" for key in keys)]


def gone_text(keys: int) -> str:
    """The sentence about as many KEYS that have gone with their tokens."""
    return ngettext("{count} deploy key was deleted too.", "{count} deploy keys were deleted too.", keys).format(
        count=keys
    )
