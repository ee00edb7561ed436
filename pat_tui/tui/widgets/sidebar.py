"""GitHub's settings sidebar, drawn as lines: headings, and the entries that lead somewhere."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.text import clean
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.windowed_list import MARK


class Entry(NamedTuple):
    """One line of the sidebar."""

    label: str
    depth: int = 0
    """How far it is indented, in steps."""
    page: str = ""
    """The page it leads to; empty for a heading."""


class Sidebar(Widget, can_focus=True):
    """The entries, the present page marked. Enter or a click on an entry posts `Chosen`."""

    ALLOW_SELECT = False
    BINDINGS = bindings("list.up", "list.down", "list.open", "menu.leave")
    COMPONENT_CLASSES = {"sidebar--heading", "sidebar--entry", "sidebar--here", "sidebar--cursor"}  # noqa: RUF012
    DEFAULT_CSS = """
    Sidebar {
        dock: left;
        margin: 1 0;
        width: 26;
        border-right: solid $border;
        & > .sidebar--heading { color: $foreground-muted; }
        & > .sidebar--here { text-style: bold; }
        &:focus > .sidebar--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: bold;
        }
        &:focus:nocolor > .sidebar--cursor { text-style: bold reverse; }
    }
    """

    class Chosen(Message):
        """An entry was chosen."""

        def __init__(self, page: str) -> None:
            super().__init__()
            self.page = page

    class Left(Message):
        """The person wants to go back to the page."""

    cursor: reactive[int] = reactive(0, init=False)
    """The line under the cursor; always one that leads somewhere."""

    def __init__(self, entries: Sequence[Entry], here: str) -> None:
        """Show ENTRIES, with the page called HERE as the present one."""
        super().__init__()
        self.entries = tuple(entries)
        self.here = here
        self._widest = max((cell_len(clean(entry.label)) + entry.depth for entry in entries), default=0)
        self._targets = [number for number, entry in enumerate(self.entries) if entry.page]
        present = [number for number in self._targets if self.entries[number].page == here]
        self.set_reactive(Sidebar.cursor, (present or self._targets or [0])[0])

    def action_cursor_up(self) -> None:
        """Go to the entry above."""
        self._move(-1)

    def action_cursor_down(self) -> None:
        """Go to the entry below."""
        self._move(1)

    def action_open(self) -> None:
        """Open the page of the entry under the cursor."""
        if self.entries:
            self.post_message(self.Chosen(self.entries[self.cursor].page))

    def action_leave(self) -> None:
        """Go back to the page."""
        self.post_message(self.Left())

    def on_click(self, event: Click) -> None:
        """Open the page of the entry under the mouse."""
        if event.y in self._targets:
            self.cursor = event.y
            self.action_open()

    def render_line(self, y: int) -> Strip:
        """Draw line Y."""
        width = self.content_size.width
        if y >= len(self.entries):
            return Strip.blank(width, self.visual_style.rich_style)
        entry = self.entries[y]
        here, cursor = entry.page == self.here and bool(entry.page), y == self.cursor and bool(entry.page)
        style = self.get_visual_style("sidebar--entry" if entry.page else "sidebar--heading")
        if here:
            style += self.get_visual_style("sidebar--here")
        if cursor and self.has_focus:
            style += self.get_visual_style("sidebar--cursor")
        mark = MARK if here else (">" if cursor and self.has_focus else " ")
        indent = " " * entry.depth if width > self._widest else ""
        text = Content(mark + indent + clean(entry.label)).truncate(width, ellipsis=True)
        return Strip(text.render_segments(style)).adjust_cell_length(width, style.rich_style)

    def _move(self, step: int) -> None:
        if self.cursor in self._targets:
            place = self._targets.index(self.cursor) + step
            self.cursor = self._targets[max(0, min(place, len(self._targets) - 1))]
