"""What the global options come to, handed to every command."""

from collections.abc import Callable
from dataclasses import dataclass

from pat_tui.settings import Settings
from pat_tui.wiring import Services

Build = Callable[[Settings], Services]
"""Opens the store; `wiring.build`, or what a test puts in its place."""


@dataclass(frozen=True, slots=True)
class Session:
    """A run of the command line."""

    settings: Settings
    build: Build

    def open(self) -> Services:
        """Open the store, to be used in a `with`. Not before a command really runs. Raises PatTuiError."""
        return self.build(self.settings)
