"""Which tokens a list is to hold."""

from datetime import timedelta
from typing import NamedTuple

from pat_tui.domain.status import Status


class TokenFilter(NamedTuple):
    """What is asked of a token; an empty field asks nothing. All that is asked must hold."""

    search: str = ""
    """A part of its name or of its resource owner's login; of a classic one, of its note or scopes."""
    statuses: tuple[Status, ...] = ()
    """One of these."""
    owner: str = ""
    """The login of its resource owner. Classic tokens have none."""
    repository: str = ""
    """OWNER/NAME of one that it was given, by name or with all of its owner."""
    permission: str = ""
    """SLUG, or SLUG=LEVEL for that level or a higher one."""
    scope: str = ""
    """Of a classic token: one that it holds, or that one which it holds includes."""
    expiring_within: timedelta | None = None
    """It is alive, and ends within this time from now."""
    unused_for: timedelta | None = None
    """Nobody has used it for this long; it was not made or regenerated since then either."""


EVERY_TOKEN = TokenFilter()
