"""The new token in its box: dots until it is asked for, and drawn so that no cache keeps it."""

import gc

from rich.segment import Segment
from textual.geometry import Region, Size
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.secrets import Secret

DOT = "•"


class SecretLine(Widget):
    """A secret, wrapped at the width there is so that none of it is cut off. Hidden at first."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    SecretLine { height: auto; background: $surface; color: $success; }
    """

    shown: reactive[bool] = reactive(False, init=False)
    """Whether the plain text is on the screen."""

    def __init__(self, secret: Secret) -> None:
        """Hold SECRET, whose owner may wipe it at any time; then nothing is drawn."""
        super().__init__(id="new-access-token")
        self._secret = secret
        self._length = len(secret.reveal())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Lines that the secret takes at WIDTH cells."""
        return -(-self._length // max(1, width))

    def render_line(self, y: int) -> Strip:
        """Draw line Y, a character a segment: a whole secret would stay behind in the caches of cell widths."""
        width, style = self.content_size.width, self.visual_style.rich_style
        start, end = y * width, min((y + 1) * width, self._length)
        if self._secret.is_wiped or start >= end:
            return Strip.blank(width, style)
        text = self._secret.reveal()[start:end] if self.shown else DOT * (end - start)
        return Strip([Segment(character, style) for character in text]).adjust_cell_length(width, style)

    def render_lines(self, crop: Region) -> list[Strip]:
        """Draw the lines of CROP anew each time: Textual would keep them, and this widget, beyond the page."""
        lines = super().render_lines(crop)
        self._styles_cache.clear()
        return lines

    def on_unmount(self) -> None:
        """Leave no drawn line lying about: those of the frames before are garbage that nobody would collect soon."""
        self.app.call_later(gc.collect)

    def watch_shown(self) -> None:
        """Draw it the other way."""
        self.refresh()
