"""Where the pages are: the entries of the sidebar, and the screen that each of them leads to.

A page that is not there yet is in neither. Screens are imported when they are opened, for the first one must be quick.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pat_tui.i18n import _
from pat_tui.tui.widgets.sidebar import Entry

if TYPE_CHECKING:
    from pat_tui.tui.screens.page import Page
    from pat_tui.wiring import Services

FINE_GRAINED_TOKENS = "fine-grained-tokens"
"""The page that pat-tui opens on; it lies under all others."""
CLASSIC_TOKENS = "classic-tokens"


def user_entries(login: str) -> list[Entry]:
    """The sidebar of the user called LOGIN, in GitHub's order."""
    return [
        Entry(f"@{login}"),
        Entry(""),
        Entry(_("Settings")),
        Entry(_("Developer settings"), 1),
        Entry(_("Personal access tokens"), 2),
        Entry(_("Fine-grained tokens"), 3, FINE_GRAINED_TOKENS),
        Entry(_("Tokens (classic)"), 3, CLASSIC_TOKENS),
    ]


def _classic_tokens(services: "Services") -> "Page":
    from pat_tui.tui.screens.classic_page import ClassicTokensScreen

    return ClassicTokensScreen(services.listed_classic_tokens)


_SCREENS: "dict[str, Callable[[Services], Page]]" = {CLASSIC_TOKENS: _classic_tokens}
"""What makes the screen of a page, for all but the one that pat-tui opens on."""


def screen_for(services: "Services", page: str) -> "Page":
    """The screen of PAGE over SERVICES. Raises KeyError for a page that is nowhere, PatTuiError as the screen does."""
    return _SCREENS[page](services)
