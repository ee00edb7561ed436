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
SECURITY_LOG = "security-log"


def user_entries(login: str) -> list[Entry]:
    """The sidebar of the user called LOGIN, in GitHub's order."""
    return [
        Entry(f"@{login}"),
        Entry(""),
        Entry(_("Settings")),
        Entry(_("Security log"), 1, SECURITY_LOG),
        Entry(_("Developer settings"), 1),
        Entry(_("Personal access tokens"), 2),
        Entry(_("Fine-grained tokens"), 3, FINE_GRAINED_TOKENS),
    ]


def _security_log(services: "Services") -> "Page":
    from pat_tui.tui.screens.security_log import SecurityLogScreen

    return SecurityLogScreen(services.security_log)


_SCREENS: "dict[str, Callable[[Services], Page]]" = {
    SECURITY_LOG: _security_log,
}
"""What makes the screen of a page, for all but the one that pat-tui opens on."""


def screen_for(services: "Services", page: str) -> "Page":
    """The screen of PAGE over SERVICES. Raises KeyError for a page that is nowhere, PatTuiError as the screen does."""
    return _SCREENS[page](services)
