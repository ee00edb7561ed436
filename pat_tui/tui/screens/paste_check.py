"""The dialog to paste a token into, to see whether it is the new one."""

from typing import ClassVar

from rich.cells import cached_cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from pat_tui.i18n import _
from pat_tui.services.clipboard import matches
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.key_bar import KeyBar


class _HiddenInput(Input):
    """A password field that gives nothing back: no copying, no cutting."""

    def action_copy(self) -> None:
        """Copy nothing."""

    def action_cut(self) -> None:
        """Cut nothing."""

    def forget(self) -> None:
        """Forget what was typed, which Rich still knows too: all that Textual has it measure, it remembers."""
        self.value = ""
        cached_cell_len.cache_clear()


class PasteCheckDialog(Dialog[str]):
    """Paste, Enter, and the words that say what it was. The field is hidden and is emptied at once."""

    DEFAULT_CSS = """
    PasteCheckDialog { align: center middle; }
    PasteCheckDialog > Vertical { width: 64; max-width: 94%; height: auto; }
    PasteCheckDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    PasteCheckDialog Static { height: auto; }
    PasteCheckDialog .title { text-style: bold; }
    PasteCheckDialog Input { margin: 1 0; background: $panel; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back")
    holds_secret = True

    def __init__(self, secret_hash: bytes) -> None:
        """Compare with the token whose SHA-256 is SECRET_HASH."""
        super().__init__()
        self._hash = secret_hash
        self._field = _HiddenInput(password=True, compact=True)

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Paste to check"), classes="title", markup=False)
            yield Static(_("Paste what you copied and press Enter. It stays hidden, and is not kept."), markup=False)
            yield self._field
        yield KeyBar()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Compare, and close."""
        self.dismiss(matches(self._hash, message.value).words)

    def on_unmount(self) -> None:
        """Forget what was typed, whatever way led out."""
        self._field.forget()

    def action_back(self) -> None:
        """Close without comparing."""
        self.dismiss("")
