"""Facts in a line of a list: as many as there is room for."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from pat_tui.tui.widgets.cells import cut

_SEPARATOR = " · "
_ROOM_FOR_FREE_TEXT = 12
"""Cells of width from which on a longer text is worth beginning."""


class Facts(NamedTuple):
    """What stands in a line of a row."""

    parts: Sequence[str]
    """The most important first. Each is there as a whole or not at all."""
    free: str = ""
    """Free text behind them, of which the beginning is worth something."""

    def text(self, width: int) -> str:
        """As much of it as WIDTH cells have room for."""
        shown = list(self.parts)
        while len(shown) > 1 and cell_len(_SEPARATOR.join(shown)) > width:
            shown.pop()
        text = cut(_SEPARATOR.join(shown), width)
        room = width - cell_len(text + _SEPARATOR)
        if not self.free or len(shown) < len(self.parts) or room < min(_ROOM_FOR_FREE_TEXT, cell_len(self.free)):
            return text
        return text + _SEPARATOR + cut(self.free, room)
