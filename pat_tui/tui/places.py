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
EMAILS = "emails"


def user_entries(login: str) -> list[Entry]:
    """The sidebar of the user called LOGIN, in GitHub's order."""
    return [
        Entry(f"@{login}"),
        Entry(""),
        Entry(_("Settings")),
        Entry(_("Emails"), 1, EMAILS),
        Entry(_("Developer settings"), 1),
        Entry(_("Personal access tokens"), 2),
        Entry(_("Fine-grained tokens"), 3, FINE_GRAINED_TOKENS),
    ]


def emails_screen(services: "Services", flash: str = "") -> "Page":
    """The page of the user's addresses; FLASH says why one was led there."""
    from pat_tui.local_command import local_command
    from pat_tui.tui.screens.emails import EmailsScreen

    return EmailsScreen(
        services.emails, lambda address: local_command(services, "user", "verification-code", address), flash
    )


_SCREENS: "dict[str, Callable[[Services], Page]]" = {EMAILS: emails_screen}
"""What makes the screen of a page, for all but the one that pat-tui opens on."""


def screen_for(services: "Services", page: str) -> "Page":
    """The screen of PAGE over SERVICES. Raises KeyError for a page that is nowhere, PatTuiError as the screen does."""
    return _SCREENS[page](services)
