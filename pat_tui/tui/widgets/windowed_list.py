"""A list that reads and draws only the rows in view, so that 100,000 rows cost what 100 do."""

from collections.abc import Sequence
from typing import Any, ClassVar, Generic, Protocol, TypeVar, runtime_checkable

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.cache import LRUCache
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.style import Style

from pat_tui.domain.text import clean
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cursor_view import CursorView, Heading

RowT = TypeVar("RowT")
RowT_co = TypeVar("RowT_co", covariant=True)

PAGE_ROWS = 64
"""Rows asked of a source at once."""
PAGES_KEPT = 16
"""Pages remembered; the least recently used one goes first."""
MARK, BLURRED_MARK = "▌", ">"
"""What stands before the row under the cursor, with and without focus: no colour is needed to see either."""
MARK_WIDTH = 2
"""Cells before each row: the mark and a space."""


class PageSource(Protocol[RowT_co]):
    """Rows in a fixed order, read a page at a time. What its methods raise, the list lets through."""

    def count(self) -> int:
        """Return the number of rows."""
        ...

    def page(self, offset: int, limit: int) -> Sequence[RowT_co]:
        """Return up to LIMIT rows from row OFFSET on; fewer if they are gone by now."""
        ...


@runtime_checkable
class Grouped(Protocol):
    """A source whose rows stand in groups."""

    def headings(self) -> Sequence[Heading]:
        """Return what stands above the rows that were there at the last count, from the top."""
        ...


class _Pages(Generic[RowT]):
    """The rows of one source as they were at one count, with the latest pages kept."""

    def __init__(self, source: PageSource[RowT]) -> None:
        self.source = source
        self.count = source.count()
        self.headings = source.headings() if isinstance(source, Grouped) else ()
        self._kept: LRUCache[int, Sequence[RowT]] = LRUCache(PAGES_KEPT)

    def row(self, index: int) -> RowT | None:
        """Return row INDEX, or None when there is none or the source no longer has it."""
        if not 0 <= index < self.count:
            return None
        number, place = divmod(index, PAGE_ROWS)
        page = self._kept.get(number)
        if page is None:
            page = self._kept[number] = self.source.page(number * PAGE_ROWS, PAGE_ROWS)
        return page[place] if place < len(page) else None


class RowMessage(Message):
    """Something happened to a row of a list."""

    def __init__(self, list: "WindowedList[Any]", row: Any) -> None:
        """ROW is one of the source of LIST."""
        super().__init__()
        self.list = list
        self.row = row

    @property
    def control(self) -> "WindowedList[Any]":
        """The list, for `@on` with a selector."""
        return self.list


class WindowedList(CursorView, Generic[RowT], can_focus=True, inherit_bindings=False):
    """A list over a `PageSource`. A subclass says how a row looks in `draw_row`, and sets `ROW_HEIGHT` if it takes
    more than one line; screens `show` a source and listen for `Opened` and `Highlighted`.
    """

    ALLOW_SELECT = False
    BINDINGS = bindings(
        "list.up", "list.down", "list.page_up", "list.page_down", "list.first", "list.last", "list.open"
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {"windowed-list--row", "windowed-list--cursor"}
    DEFAULT_CSS = """
    WindowedList {
        height: 1fr;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size: 0 1;
        scrollbar-gutter: stable;
        & > .windowed-list--row { color: $foreground; }
        & > .windowed-list--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .windowed-list--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:focus:nocolor > .windowed-list--cursor { text-style: bold reverse; }
    }
    """

    class Opened(RowMessage):
        """A row was opened, by Enter or by a click on the row that had the cursor."""

    class Highlighted(RowMessage):
        """Another row is under the cursor: it moved, or the rows did. The row is None when there is none."""

    _pages: _Pages[RowT] | None = None
    _announced: RowT | None = None
    _chain_opened = False

    def draw_row(self, row: RowT, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Return the `ROW_HEIGHT` lines of ROW, up to WIDTH cells each; a longer one is cut with `…`.

        HAS_CURSOR says that they stand on the cursor's background, where dim colours are hard to read. User-made
        text must be `clean` before it is put together: what is taken out afterwards would shift the styles.
        """
        raise NotImplementedError

    def draw_empty(self) -> Sequence[Content]:
        """Return the lines that stand there when the source has no row."""
        return ()

    def draw_heading(self, text: str, width: int) -> Content:
        """Return the line of a heading, up to WIDTH cells."""
        rule = "─" * (width - cell_len(text) - 1)
        return Content.assemble((text, "bold"), " ", (rule, "$foreground-muted"))

    def show(self, source: PageSource[RowT], *, cursor: int = 0) -> None:
        """Put the rows of SOURCE in place of the old ones, with row CURSOR (from 0) under the cursor and in view."""
        self._take(_Pages(source), cursor)
        self._reveal_cursor(start=0)
        self._announce()

    def clear(self) -> None:
        """Take all rows away; `draw_empty` says what stands there until the next `show`."""
        self._pages = None
        self.set_reactive(WindowedList.cursor, 0)
        self.virtual_size = Size(1, 0)
        self.refresh()

    def reload(self) -> None:
        """Read the source again. The cursor and the scroll position keep their place, as far as there are rows."""
        if self._pages is None:
            return
        before = self.cursor
        self._take(_Pages(self._pages.source), before)
        if self.cursor != before:
            self._reveal_cursor()
        if self.current != self._announced:
            self._announce()

    @property
    def has_source(self) -> bool:
        """Whether there is a source, with or without rows."""
        return self._pages is not None

    @property
    def row_count(self) -> int:
        """Rows that the source had at the last `show` or `reload`."""
        return self._pages.count if self._pages else 0

    @property
    def headings(self) -> Sequence[Heading]:
        """What the source had above its rows at the last `show` or `reload`."""
        return self._pages.headings if self._pages else ()

    @property
    def current(self) -> RowT | None:
        """The row under the cursor, or None when there is none or it is gone from the source."""
        return self.row_at(self.cursor)

    def row_at(self, index: int) -> RowT | None:
        """Row INDEX, counted from 0, or None when there is none or it is gone from the source."""
        return self._pages.row(index) if self._pages else None

    def _take(self, pages: _Pages[RowT], cursor: int) -> None:
        self._pages = pages
        self.set_reactive(WindowedList.cursor, self.validate_cursor(cursor))
        self.virtual_size = Size(1, self.line_count)
        self.refresh()

    def _announce(self) -> None:
        self._announced = self.current
        self.post_message(self.Highlighted(self, self._announced))

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell the screen as well."""
        super().watch_cursor(old, new)
        self._announce()

    def action_open(self) -> None:
        """Open the row under the cursor, if there is one."""
        row = self.current
        if row is not None:
            self.post_message(self.Opened(self, row))

    def on_click(self, event: Click) -> None:
        """Move the cursor to the row under the mouse, or open that row if the cursor is there already."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        event.stop()
        row, part = self.row_on(self.scroll_offset.y + offset.y)
        if part < 0 or row >= self.row_count or (event.chain > 1 and self._chain_opened):
            return  # The second half of a double click must not open the row again.
        self._chain_opened = row == self.cursor
        if self._chain_opened:
            self.action_open()
        self.cursor = row

    def render_line(self, y: int) -> Strip:
        """Draw line Y of the view, exactly as wide as the content."""
        if self._pages is None or not self._pages.count:
            return self._draw_line(self.draw_empty(), y, "", self._plain_style)
        index, line = self.row_on(self.scroll_offset.y + y)
        width = max(0, self.scrollable_content_region.width - MARK_WIDTH)
        if line < 0:
            text = next(heading.text for heading in self.headings if heading.row == index)
            return self._draw_line([self.draw_heading(text, width)], 0, "", self._plain_style)
        row = self._pages.row(index)
        has_cursor = index == self.cursor
        lines = () if row is None else self.draw_row(row, width, has_cursor=has_cursor)
        if not has_cursor:
            return self._draw_line(lines, line, "", self._plain_style)
        mark = MARK if self.has_focus else BLURRED_MARK
        return self._draw_line(lines, line, mark if mark == MARK or line == 0 else "", self._cursor_style)

    @property
    def _plain_style(self) -> Style:
        return self.get_visual_style("windowed-list--row")

    @property
    def _cursor_style(self) -> Style:
        style = self.get_visual_style("windowed-list--cursor")
        # get_visual_style passes reverse over, which is all that a terminal without colours has.
        return style + Style(reverse=self.get_component_styles("windowed-list--cursor").text_style.reverse)

    def _draw_line(self, lines: Sequence[Content], number: int, mark: str, style: Style) -> Strip:
        """Draw MARK and line NUMBER of LINES, blank if there is none, over STYLE."""
        content = lines[number] if number < len(lines) else Content()
        # The scrollbar lies on the last column: text stops before it, the background does not.
        strip = draw_line(mark, content, self.scrollable_content_region.width, style)
        return strip.adjust_cell_length(self.size.width, style.rich_style)


def draw_line(mark: str, content: Content, width: int, style: Style) -> Strip:
    """Return MARK and CONTENT over STYLE, exactly WIDTH cells wide and free of anything a terminal would obey."""
    safe = Content(clean(content.plain), list(content.spans), strip_control_codes=False)
    text = safe.truncate(max(0, width - MARK_WIDTH), ellipsis=True)
    base = style.rich_style
    segments = [Segment(set_cell_size(mark, MARK_WIDTH), base), *text.render_segments(style)]
    return Strip(segments).adjust_cell_length(width, base)
