"""What the global options come to, handed to every command."""

import gc
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from pat_tui.cli.output import say
from pat_tui.i18n import _
from pat_tui.settings import Settings

if TYPE_CHECKING:
    from pat_tui.wiring import Services

Build = Callable[[Settings], "Services"]
"""Opens the store; `wiring.build`, or what a test puts in its place."""


class Session(NamedTuple):
    """A run of the command line."""

    settings: Settings
    build: Build

    def open(self, *, housekeeping: bool = True) -> "Services":
        """Open the store, to be used in a `with`. Not before a command really runs. Raises PatTuiError.

        HOUSEKEEPING: remove tokens that nobody has used for a year, and say so.
        """
        services = self.build(self.settings)
        gc.enable()  # which `pat_tui.main` turned off for the start
        if housekeeping and services.is_anything_unused():
            for token in services.removal.on_start():
                words = _("Removed the token “{name}” of {login}: nobody has used it for a year.")
                say(words.format(name=token.name, login=token.user_login))
        return services
