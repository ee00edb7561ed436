"""A box to tick, with its label behind it."""

from dataclasses import dataclass

from textual.events import Click
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.text import clean
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, strip_of, wrap
from pat_tui.tui.widgets.cursor_lines import MARK, MARK_WIDTH, NO_MARK

_TICKED, _NOT_TICKED = "[x] ", "[ ] "


class TickBox(Widget, can_focus=True):
    """`[x] label`; Enter, Space or a click ticks it, or takes the tick away. A long label goes on in the next line."""

    ALLOW_SELECT = False
    BINDINGS = bindings("tick.toggle")
    COMPONENT_CLASSES = {"tick-box--plain", "tick-box--label"}  # noqa: RUF012 -- Textual's own is not a ClassVar
    DEFAULT_CSS = """
    TickBox {
        height: auto;
        width: 1fr;
        & > .tick-box--plain { color: $foreground; }
        &:focus > .tick-box--label { text-style: bold; }
        &:disabled > .tick-box--plain { color: $foreground-muted; }
    }
    """

    @dataclass
    class Changed(Message):
        """The person ticked the box, or took the tick away."""

        box: "TickBox"

        @property
        def control(self) -> "TickBox":
            """The box, for `@on` with a selector."""
            return self.box

    def __init__(self, label: str, *, value: bool = False, id: str | None = None) -> None:
        """A box that says LABEL, ticked if VALUE."""
        super().__init__(id=id)
        self._label = clean(label)
        self._value = value

    @property
    def value(self) -> bool:
        """Whether it is ticked. Setting it posts no message."""
        return self._value

    @value.setter
    def value(self, value: bool) -> None:
        self._value = value
        self.refresh()

    def action_tick(self) -> None:
        """Tick the box, or take the tick away."""
        self.value = not self.value
        self.post_message(self.Changed(self))

    def on_click(self, event: Click) -> None:
        """Tick the box, or take the tick away."""
        event.stop()
        if event.button == 1:
            self.action_tick()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the label needs."""
        return len(self._lines(width))

    def render_line(self, y: int) -> Strip:
        """Draw line Y."""
        width = self.content_size.width
        lines = self._lines(width)
        if y >= len(lines):
            return strip_of(self, (), width, "tick-box--plain")
        tick = _TICKED if self.value else _NOT_TICKED
        pieces = [
            Piece(MARK if self.has_focus else NO_MARK),
            Piece(" " * len(tick) if y else tick),
            Piece(lines[y], "tick-box--label"),
        ]
        return strip_of(self, pieces, width, "tick-box--plain")

    def _lines(self, width: int) -> list[str]:
        return wrap(self._label, width - MARK_WIDTH - len(_TICKED))
