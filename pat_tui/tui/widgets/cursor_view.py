"""Rows of equal height with a cursor on one of them: where each of them is, and how the cursor is kept in view."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView


class Heading(NamedTuple):
    """A line above a row, on which the cursor never is."""

    row: int
    """The row above which it stands, counted from 0."""
    text: str


class CursorView(ScrollView):
    """Rows of equal height with a cursor on one of them, which every move keeps in view.

    Headings stand between them, few and with a row below each: where a row is, is reckoned, never looked for.
    """

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

    @property
    def headings(self) -> Sequence[Heading]:
        """The headings, from the top; none above a row that is not there."""
        return ()

    @property
    def line_count(self) -> int:
        """Lines that all rows take, with the headings."""
        return self.row_count * self.ROW_HEIGHT + len(self.headings)

    def line_of(self, row: int) -> int:
        """The first line of ROW, counted from the first of all; its heading is the line before."""
        return row * self.ROW_HEIGHT + sum(heading.row <= row for heading in self.headings)

    def row_on(self, line: int) -> tuple[int, int]:
        """The row on LINE, and which of the row's lines that is, from 0; -1 is the heading above it."""
        for place, heading in enumerate(self.headings):
            own = heading.row * self.ROW_HEIGHT + place
            if line == own:
                return heading.row, -1
            if line < own:
                return divmod(line - place, self.ROW_HEIGHT)
        return divmod(line - len(self.headings), self.ROW_HEIGHT)

    def validate_cursor(self, cursor: int) -> int:
        """Return the row nearest to CURSOR, or 0 when there is no row."""
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Redraw the two rows concerned, and no other."""
        self._reveal_cursor()
        for row in (old, new):
            self.refresh_lines(self.line_of(row), self.ROW_HEIGHT)

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

    def lead_with_cursor(self) -> None:
        """Scroll the cursor's row to the top, with its heading, as far as there are rows below it."""
        self._reveal_cursor(start=self.line_of(self.cursor))

    @property
    def _rows_in_view(self) -> int:
        return max(1, self.container_size.height // self.ROW_HEIGHT)

    def _reveal_cursor(self, *, start: float | None = None) -> None:
        """Scroll as little as brings the cursor into view, from line START if given."""
        height = self.container_size.height
        if not height:
            return  # Before the first layout; _size_updated comes back to it.
        top = self.line_of(self.cursor)
        bottom = top + min(self.ROW_HEIGHT, height)
        if height > self.ROW_HEIGHT and any(heading.row == self.cursor for heading in self.headings):
            top -= 1
        y = self.scroll_y if start is None else start
        y = min(top, max(y, bottom - height))
        self.scroll_to(y=y, animate=False, force=True)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # The public Resize event comes only after the first paint, which would read and draw the wrong rows.
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self.container_size.height != self._height_seen:
            self._height_seen = self.container_size.height
            self._reveal_cursor()
        return changed
