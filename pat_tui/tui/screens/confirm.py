"""The dialog that asks before something is done."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.reading import Reading


class ConfirmDialog(Dialog[bool]):
    """A question, what it is about, and two buttons. Returns whether it was confirmed.

    The focus is on the button that changes nothing, so that the key which opened the dialog, pressed twice or held
    down, confirms nothing. KEY, a letter that opens no dialog, confirms.
    """

    DEFAULT_CSS = """
    ConfirmDialog { align: center middle; }
    ConfirmDialog > Vertical { width: 72; max-width: 92%; height: auto; max-height: 90%; }
    ConfirmDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    ConfirmDialog .title { text-style: bold; margin: 0 0 1 0; }
    ConfirmDialog Reading { height: auto; max-height: 14; }
    ConfirmDialog .lines { height: auto; }
    ConfirmDialog Horizontal { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    ConfirmDialog LineButton { margin: 0 0 0 2; }
    ConfirmDialog.-normal > Vertical, ConfirmDialog.-narrow > Vertical { max-width: 100%; }
    ConfirmDialog.-narrow Horizontal { layout: vertical; height: auto; }
    ConfirmDialog.-narrow Reading { max-height: 13; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "page.back",
        "dialog.left",
        "dialog.right",
        "reading.up",
        "reading.down",
        "reading.page_up",
        "reading.page_down",
    )
    AUTO_FOCUS = "#cancel"

    def __init__(
        self,
        title: str,
        lines: Sequence[str],
        *,
        confirm: str,
        key: str,
        cancel: str | None = None,
        danger: bool = False,
    ) -> None:
        """Ask TITLE over LINES; CONFIRM and CANCEL are what the buttons say; DANGER colours the first."""
        super().__init__()
        self._title = title
        self._lines = [clean(line) for line in lines]
        self._confirm = confirm
        self._cancel = cancel or _("Cancel")
        self._danger = danger
        self._bindings.bind(key, "confirm", confirm, show=True)
        self._key = key

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            with Reading(can_focus=False):
                yield Static("\n".join(self._lines), classes="lines", markup=False)
            with Horizontal():
                yield LineButton(self._cancel, id="cancel")
                yield LineButton(
                    f"{self._confirm} ({self._key})", id="confirm", classes="-danger" if self._danger else "-primary"
                )
        yield KeyBar()

    def on_line_button_pressed(self, message: LineButton.Pressed) -> None:
        """Return what was pressed."""
        self.dismiss(message.button.id == "confirm")

    def action_cursor_up(self) -> None:
        """Scroll the lines up. The focus stays on the buttons."""
        self.query_one(Reading).action_cursor_up()

    def action_cursor_down(self) -> None:
        """Scroll the lines down."""
        self.query_one(Reading).action_cursor_down()

    def action_page_up(self) -> None:
        """Scroll the lines up by what is in view."""
        self.query_one(Reading).action_page_up()

    def action_page_down(self) -> None:
        """Scroll the lines down by what is in view."""
        self.query_one(Reading).action_page_down()

    def action_confirm(self) -> None:
        """Confirm."""
        self.dismiss(True)

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(False)
