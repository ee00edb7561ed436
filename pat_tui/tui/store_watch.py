"""An eye on the store: a page that is being read follows what another window or the command line changes."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from textual.screen import Screen

from pat_tui.domain.errors import StoreError

CHECK_SECONDS = 2.0
"""How often a page looks whether another program has changed the store."""


def watch(screen: Screen[Any], version: Callable[[], int], changed: Callable[[], None]) -> None:
    """While SCREEN is on top, call CHANGED when VERSION, the store's, is another than before."""
    seen = [_version(version)]

    def look() -> None:
        if not screen.is_current:
            return
        present = _version(version)
        if present is not None and present != seen[0]:
            seen[0] = present
            changed()

    screen.set_interval(CHECK_SECONDS, look)


def _version(version: Callable[[], int]) -> int | None:
    with suppress(StoreError):
        return version()
    return None
