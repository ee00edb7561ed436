"""Rows of equal height with a cursor on one of them: where each of them is, and how the cursor is kept in view."""

from typing import ClassVar

from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView


class CursorView(ScrollView):
    """Rows of equal height with a cursor on one of them, which every move keeps in view."""

    ROW_HEIGHT: ClassVar[int] = 1
    """Lines a row takes."""

    cursor: reactive[int] = reactive(0, init=False, repaint=False)
    """The row under the cursor, counted from 0. A number out of range becomes the nearest row."""

    _height_seen = 0
    """Lines in view when the cursor was last brought into view; 0 before the first layout."""

    @property
    def row_count(self) -> int:
        """Rows that were there at the last count."""
        raise NotImplementedError

    def validate_cursor(self, cursor: int) -> int:
        """Return the row nearest to CURSOR, or 0 when there is no row."""
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two rows concerned, and no other."""
        self._reveal_cursor()
        for row in (old, new):
            self.refresh_lines(row * self.ROW_HEIGHT, self.ROW_HEIGHT)

    def action_cursor_up(self) -> None:
        """Go up one row."""
        self.cursor -= 1

    def action_cursor_down(self) -> None:
        """Go down one row."""
        self.cursor += 1

    def action_page_up(self) -> None:
        """Go up as many rows as are in view."""
        self.cursor -= self._rows_in_view

    def action_page_down(self) -> None:
        """Go down as many rows as are in view."""
        self.cursor += self._rows_in_view

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = self.row_count - 1

    @property
    def _rows_in_view(self) -> int:
        return max(1, self.container_size.height // self.ROW_HEIGHT)

    def _reveal_cursor(self, *, start: float | None = None) -> None:
        """Scroll as little as brings the cursor into view, from line START if given."""
        height = self.container_size.height
        if not height:
            return  # Before the first layout; _size_updated comes back to it.
        top = self.cursor * self.ROW_HEIGHT
        y = self.scroll_y if start is None else start
        y = min(top, max(y, top + min(self.ROW_HEIGHT, height) - height))
        self.scroll_to(y=y, animate=False, force=True)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # The public Resize event comes only after the first paint, which would read and draw the wrong rows.
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.container_size.height != self._height_seen:
            self._height_seen = self.container_size.height
            self._reveal_cursor()
        return changed
