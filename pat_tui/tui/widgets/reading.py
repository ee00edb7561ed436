"""Text to read, longer than the screen, that scrolls by the keys of the lists."""

from textual.containers import VerticalScroll

from pat_tui.tui.actions import bindings


class Reading(VerticalScroll, inherit_bindings=False):
    """A column that scrolls by arrows and letters alike."""

    BINDINGS = bindings(
        "reading.up",
        "reading.down",
        "reading.page_up",
        "reading.page_down",
        "reading.first",
        "reading.last",
    )
    DEFAULT_CSS = """
    Reading { scrollbar-size: 1 1; }
    """

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """Draw the scroll bar once more when it is mounted: what changed of it before that, Textual does not draw."""
        if shown:
            bar = self.vertical_scrollbar
            bar.call_later(bar.refresh)

    def action_cursor_up(self) -> None:
        """Scroll up a line."""
        self.scroll_up(animate=False)

    def action_cursor_down(self) -> None:
        """Scroll down a line."""
        self.scroll_down(animate=False)

    def action_page_up(self) -> None:
        """Scroll up a screen."""
        self.scroll_page_up(animate=False)

    def action_page_down(self) -> None:
        """Scroll down a screen."""
        self.scroll_page_down(animate=False)

    def action_first(self) -> None:
        """Scroll to the top."""
        self.scroll_home(animate=False)

    def action_last(self) -> None:
        """Scroll to the end."""
        self.scroll_end(animate=False)
