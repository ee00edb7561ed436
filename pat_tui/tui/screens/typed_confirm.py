"""The dialog that has a person type something before the worst is done."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.reading import Reading


class TypedConfirmDialog(Dialog[str]):
    """A question, what it is about, a field and two buttons. Returns what was typed, or None when left.

    The focus is in the field: the key that opened the dialog only types a letter. Nothing but the phrase confirms.
    """

    DEFAULT_CSS = """
    TypedConfirmDialog { align: center middle; }
    TypedConfirmDialog > Vertical { width: 72; max-width: 92%; height: auto; max-height: 90%; }
    TypedConfirmDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    TypedConfirmDialog .title { text-style: bold; margin: 0 0 1 0; height: auto; }
    TypedConfirmDialog Reading { height: auto; max-height: 12; }
    TypedConfirmDialog .lines { height: auto; }
    TypedConfirmDialog .label { text-style: bold; margin: 1 0 0 0; height: auto; }
    TypedConfirmDialog Input { background: $panel; }
    TypedConfirmDialog #wrong { color: $error; height: auto; display: none; }
    TypedConfirmDialog Horizontal { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    TypedConfirmDialog LineButton { margin: 0 0 0 2; }
    TypedConfirmDialog.-normal > Vertical, TypedConfirmDialog.-narrow > Vertical { max-width: 100%; }
    TypedConfirmDialog.-normal Horizontal, TypedConfirmDialog.-narrow Horizontal { layout: vertical; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back")
    AUTO_FOCUS = "Input"

    def __init__(self, title: str, lines: Sequence[str], *, label: str, phrase: str, confirm: str) -> None:
        """Ask TITLE over LINES; PHRASE, which LABEL asks for, and then the button that says CONFIRM, confirm."""
        super().__init__()
        self._title = title
        self._lines = [clean(line) for line in lines]
        self._label = label
        self._phrase = phrase
        self._confirm = confirm

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            with Reading(can_focus=False):
                yield Static("\n".join(self._lines), classes="lines", markup=False)
            yield Static(self._label, classes="label", markup=False)
            yield Field(id="phrase")
            yield Static("", id="wrong", markup=False)
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                yield LineButton(self._confirm, id="confirm", classes="-danger")
        yield KeyBar()

    @on(Input.Changed)
    def _typed(self) -> None:
        self.query_one("#wrong").display = False

    @on(Input.Submitted)
    @on(LineButton.Pressed, "#confirm")
    def _confirmed(self) -> None:
        field = self.query_one(Input)
        if field.value.strip() == self._phrase:
            self.dismiss(field.value)
            return
        wrong = self.query_one("#wrong", Static)
        words = _("✗ This is not “{phrase}”. Nothing has been changed.").format(phrase=clean(self._phrase))
        wrong.update(words)
        wrong.display = True
        field.focus()

    @on(LineButton.Pressed, "#cancel")
    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)
