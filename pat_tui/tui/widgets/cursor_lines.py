"""The base of form widgets that draw rows as lines of text and move a cursor over them."""

from collections.abc import Sequence
from typing import ClassVar

from textual.events import Click
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, strip_of

MARK, BLURRED_MARK, NO_MARK = "▌ ", "> ", "  "
"""What stands before the row under the cursor, with and without focus, and before the others."""
MARK_WIDTH = 2
"""Cells that the mark takes."""
_SCROLLBAR_WIDTH = 1


class CursorLines(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows of one line or more, a cursor on one of them, and lines at the bottom that do not scroll.

    A subclass lays its rows out in `lay_out`, which says what row each line belongs to, and draws in `draw_line`.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings("list.up", "list.down", "list.page_up", "list.page_down", "list.first", "list.last")
    COMPONENT_CLASSES: ClassVar[set[str]] = {"lines--plain", "lines--cursor", "lines--muted", "lines--chosen"}
    DEFAULT_CSS = """
    CursorLines {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;
        & > .lines--plain { color: $foreground; }
        & > .lines--muted { color: $foreground-muted; }
        & > .lines--chosen { text-style: bold; }
        & > .lines--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .lines--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:focus:nocolor > .lines--cursor { text-style: bold reverse; }
    }
    """

    cursor: reactive[int] = reactive(0, init=False)
    """The row under the cursor, counted from 0. A number out of range becomes the nearest row."""

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        self._rows_of_lines: Sequence[int] = ()
        self._laid_out_for = Size()
        super().__init__(id=id, classes=classes)

    @property
    def row_count(self) -> int:
        """Rows there are now."""
        raise NotImplementedError

    @property
    def still_lines(self) -> int:
        """Lines at the bottom that do not scroll."""
        return 0

    def lay_out(self, width: int) -> Sequence[int]:
        """Return, for each line from the top, the number of its row, when lines are WIDTH cells long."""
        return range(self.row_count)

    def draw_line(self, line: int, width: int) -> Sequence[Piece]:
        """Return line LINE of the layout, counted from 0."""
        raise NotImplementedError

    def draw_still_line(self, number: int, width: int) -> Sequence[Piece]:
        """Return line NUMBER, from 0, of those at the bottom."""
        return ()

    def rows_changed(self) -> None:
        """Take notice of other rows: lay out, keep the cursor on a row, redraw."""
        self.set_reactive(CursorLines.cursor, self.validate_cursor(self.cursor))
        if self.container_size.height:  # Else the first layout will see them.
            self._lay_out(self.scrollable_content_region.width)
        self.refresh(layout=True)

    def validate_cursor(self, cursor: int) -> int:
        """Return the row nearest to CURSOR, or 0 when there is none."""
        return max(0, min(cursor, self.row_count - 1))

    def watch_cursor(self) -> None:
        """Keep the cursor in view."""
        self._reveal_cursor()

    def action_cursor_up(self) -> None:
        """Go up one row."""
        self.cursor -= 1

    def action_cursor_down(self) -> None:
        """Go down one row."""
        self.cursor += 1

    def action_page_up(self) -> None:
        """Go up as many lines as are in view."""
        self.cursor -= self._lines_in_view

    def action_page_down(self) -> None:
        """Go down as many lines as are in view."""
        self.cursor += self._lines_in_view

    def action_first(self) -> None:
        """Go to the first row."""
        self.cursor = 0

    def action_last(self) -> None:
        """Go to the last row."""
        self.cursor = self.row_count - 1

    def row_at(self, event: Click) -> int | None:
        """Return the row under the mouse, or None beside the rows or with another button than the first."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1 or offset.y >= self._lines_in_view:
            return None
        line = self.scroll_offset.y + offset.y
        return self._rows_of_lines[line] if line < len(self._rows_of_lines) else None

    def render_line(self, y: int) -> Strip:
        """Draw line Y of those in view."""
        width = self.scrollable_content_region.width
        in_view = self._lines_in_view
        if y >= in_view and self.still_lines:
            return strip_of(self, self.draw_still_line(y - in_view, width), width, "lines--plain")
        line = self.scroll_offset.y + y
        if line >= len(self._rows_of_lines):
            return strip_of(self, (), width, "lines--plain")
        has_cursor = self._rows_of_lines[line] == self.cursor
        look = "lines--cursor" if has_cursor and self.row_count else "lines--plain"
        return strip_of(self, self.draw_line(line, width), width, look)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines needed to show all rows, for `height: auto`."""
        return len(self.lay_out(width - _SCROLLBAR_WIDTH)) + self.still_lines

    @property
    def _lines_in_view(self) -> int:
        return max(1, self.container_size.height - self.still_lines)

    def _lay_out(self, width: int) -> None:
        self._rows_of_lines = self.lay_out(width)
        self.set_reactive(CursorLines.virtual_size, Size(1, len(self._rows_of_lines) + self.still_lines))
        self._scroll_update(self.virtual_size)
        self._reveal_cursor()

    def _reveal_cursor(self) -> None:
        if not self._rows_of_lines or not self.row_count:
            return  # Before the first layout; _size_updated comes back to it.
        lines = [line for line, row in enumerate(self._rows_of_lines) if row == self.cursor]
        y = min(lines[0], max(self.scroll_y, lines[-1] + 1 - self._lines_in_view))
        self.scroll_to(y=y, animate=False, force=True)

    def _size_updated(self, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        # The public Resize event comes only after the first paint, which would draw the wrong rows.
        changed = super()._size_updated(size, virtual_size, container_size, layout)
        if self._laid_out_for != size:
            self._laid_out_for = size
            self._lay_out(size.width - self.styles.gutter.width - _SCROLLBAR_WIDTH)
        return changed
