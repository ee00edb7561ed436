"""A button of one line, drawn at once: opening a form must not wait for a dozen styled boxes."""

from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.tui.actions import bindings


class LineButton(Widget, can_focus=True):
    """`[ label ]`; Enter, Space or a click posts `Pressed`."""

    ALLOW_SELECT = False
    BINDINGS = bindings("button.press")
    DEFAULT_CSS = """
    LineButton {
        width: auto;
        height: 1;
        background: $panel;
        color: $foreground;
        &.-primary { background: $submit-background; color: $submit-foreground; text-style: bold; }
        &.-danger { background: $error; color: $background; text-style: bold; }
        &:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold underline; }
        &:focus:nocolor { text-style: bold reverse; }
    }
    """

    class Pressed(Message):
        """The button was pressed."""

        def __init__(self, button: "LineButton") -> None:
            super().__init__()
            self.button = button

        @property
        def control(self) -> "LineButton":
            """The button, for `@on` with a selector."""
            return self.button

    def __init__(self, label: str, *, id: str | None = None, classes: str | None = None) -> None:
        """A button that says LABEL."""
        super().__init__(id=id, classes=classes)
        self.label = label

    def set_label(self, label: str) -> None:
        """Say LABEL from now on."""
        if label != self.label:
            self.label = label
            self.refresh(layout=True)

    def get_content_width(self, container: object, viewport: object) -> int:
        """The label between brackets, in cells."""
        return Content(self._text).cell_length

    def render_line(self, y: int) -> Strip:
        """Draw it."""
        style = self.visual_style
        return Strip(Content(self._text).render_segments(style)).adjust_cell_length(
            self.content_size.width, style.rich_style
        )

    def action_press(self) -> None:
        """Press it."""
        self.post_message(self.Pressed(self))

    def on_click(self, event: Click) -> None:
        """Press it."""
        event.stop()
        self.action_press()

    @property
    def _text(self) -> str:
        return f"{'▸' if self.has_focus else '['} {self.label} {'◂' if self.has_focus else ']'}"
