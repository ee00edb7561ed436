"""Tabs on one line, with or without counters; on several where one has no room for them."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.tui.actions import bindings


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    value: str
    label: str
    count: int | None = None
    """None for a tab without a counter."""


class TabLine(Widget, can_focus=True):
    """`[Repositories 2]  Account 0`; Left and Right or a click change the tab."""

    ALLOW_SELECT = False
    BINDINGS = bindings("tab.previous", "tab.next")
    COMPONENT_CLASSES = {"tab-line--active"}  # noqa: RUF012
    DEFAULT_CSS = """
    TabLine {
        height: auto;
        color: $foreground-muted;
        & > .tab-line--active { color: $foreground; text-style: bold; background: $panel; }
        &:focus > .tab-line--active { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:focus:nocolor > .tab-line--active { text-style: bold reverse; }
    }
    """

    class Changed(Message):
        """Another tab was chosen."""

        def __init__(self, tabs: "TabLine", value: str) -> None:
            super().__init__()
            self.tabs = tabs
            self.value = value

        @property
        def control(self) -> "TabLine":
            """The tabs, for `@on` with a selector."""
            return self.tabs

    def __init__(self, tabs: Sequence[Tab], *, id: str | None = None) -> None:
        """Show TABS, the first one active."""
        super().__init__(id=id)
        self.tabs = tuple(tabs)
        self.active = self.tabs[0].value

    def set_tabs(self, tabs: Sequence[Tab]) -> None:
        """Show TABS; where the active one is gone, the first takes its place. No message."""
        self.tabs = tuple(tabs)
        if self.active not in {tab.value for tab in self.tabs}:
            self.active = self.tabs[0].value
        self.refresh()

    def action_previous(self) -> None:
        """Go to the tab before; from the first, to the last."""
        self._step(-1)

    def action_next(self) -> None:
        """Go to the tab after; from the last, to the first."""
        self._step(1)

    def on_click(self, event: Click) -> None:
        """Go to the tab under the mouse."""
        start, lines = 0, self._lines(self.content_size.width)
        for tab in lines[event.y] if event.y < len(lines) else ():
            end = start + cell_len(self._text(tab))
            if start <= event.x < end:
                self._choose(tab.value)
            start = end + 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the tabs need."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw the tabs of line Y."""
        active = self.get_visual_style("tab-line--active")
        width, style = self.content_size.width, self.visual_style
        lines = self._lines(width)
        tabs = lines[y] if y < len(lines) else ()
        pieces = [Content.styled(self._text(tab), active if tab.value == self.active else "") for tab in tabs]
        return Strip(
            Content(" ").join(pieces).truncate(width, ellipsis=True).render_segments(style)
        ).adjust_cell_length(width, style.rich_style)

    def _text(self, tab: Tab) -> str:
        text = tab.label if tab.count is None else f"{tab.label} {tab.count}"
        return f"[{text}]" if tab.value == self.active else f" {text} "

    def _lines(self, width: int) -> list[list[Tab]]:
        """The tabs that stand in each line, when lines are WIDTH cells long."""
        lines: list[list[Tab]] = [[]]
        room = width
        for tab in self.tabs:
            needed = cell_len(f" {self._text(tab).strip(' []')} ")
            if lines[-1] and needed > room:
                lines.append([])
                room = width
            lines[-1].append(tab)
            room -= needed + 1
        return lines

    def _step(self, step: int) -> None:
        values = [tab.value for tab in self.tabs]
        self._choose(values[(values.index(self.active) + step) % len(values)])

    def _choose(self, value: str) -> None:
        if value != self.active:
            self.active = value
            self.refresh()
            self.post_message(self.Changed(self, value))
