"""The part of the demonstration that is about use: two tokens that mirror repositories every night."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.uses import TokenUse
from pat_tui.services import last_use
from pat_tui.services.classic_drafts import ClassicDrafts
from pat_tui.services.context import Context
from pat_tui.services.tokens import Tokens

FETCH, LIST = "/{owner}/{repo}.git/git-upload-pack", "GET /user/repos"
ADDRESS, GIT, CURL = "192.0.2.17", "git/2.47.3", "curl/8.14.1"
CLASSIC, FINE_GRAINED = "mirror to the NAS", "nas-mirror"
MIRRORED = ("ada/dotfiles", "ada/ledger", "ada/notes")


def fill(ada: Context) -> None:
    """Note each night since the tokens were made; the last one was this morning."""
    classic = ClassicDrafts(ada).find(CLASSIC).id
    fine_grained = Tokens(ada).find(FINE_GRAINED).id
    found = {
        (TokenKind.CLASSIC, classic): list(_nights(ada.clock(), 19)),
        (TokenKind.FINE_GRAINED, fine_grained): list(_nights(ada.clock(), 6)),
    }
    last_use.record(ada.database, ada.clock, found)


def _nights(now: datetime, number: int) -> Iterator[TokenUse]:
    last = now - timedelta(days=0.1)
    for night in range(number, -1, -1):
        at = last - timedelta(days=night)
        yield TokenUse(LIST, "", at - timedelta(minutes=1), ADDRESS, CURL, 1)
        for place, repository in enumerate(MIRRORED):
            # A push in the evening makes a second fetch worth it.
            yield TokenUse(FETCH, repository, at - timedelta(seconds=9 * place), ADDRESS, GIT, 1 + (night + place) % 3)
