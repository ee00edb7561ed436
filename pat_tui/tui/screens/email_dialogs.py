"""The dialog that asks for an address."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from pat_tui.domain.emails import EmailAddress
from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.emails import Emails
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton

DIALOG_CSS = """
    {name} { align: center middle; }
    {name} > Vertical { width: 68; max-width: 94%; height: auto; max-height: 94%; }
    {name} > Vertical { background: $surface; border: round $border; padding: 0 1; }
    {name} Static { height: auto; }
    {name} .title { text-style: bold; margin: 0 0 1 0; }
    {name} .label { text-style: bold; margin: 1 0 0 0; }
    {name} .quiet { color: $foreground-muted; }
    {name} .said { color: $error; }
    {name} .command { margin: 0 0 0 2; text-style: bold; }
    {name} Input { background: $panel; }
    {name} Horizontal { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    {name} LineButton { margin: 0 0 0 2; }
    {name}.-narrow Horizontal { layout: vertical; height: auto; }
"""
"""How dialogs with a field look; `{name}` is to be replaced by that of the class."""


class AddEmailDialog(Dialog[str | None]):
    """A field for an address. Returns the address that was added, or None."""

    DEFAULT_CSS = DIALOG_CSS.replace("{name}", "AddEmailDialog")
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back", "dialog.add_email")
    AUTO_FOCUS = "Field"
    HELP = "emails"

    def __init__(self, emails: Emails) -> None:
        """Add to EMAILS."""
        super().__init__()
        self._emails = emails
        self._field = Field(id="email", placeholder=_("name@example.com"))
        self._said = Static("", classes="said", markup=False)
        self._adding = OneAtATime(self, "add")

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Add email address"), classes="title", markup=False)
            yield self._field
            yield self._said
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                yield LineButton(_("Add"), id="submit", classes="-primary")
        yield KeyBar()

    def on_input_changed(self) -> None:
        """What was said of the text before no longer holds."""
        self._said.update("")

    @on(Input.Submitted)
    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Add the address, in a thread; what is wrong with it stands under the field."""
        text = self._field.value
        self._adding.start(lambda: self._emails.add(text), self._added, self._refused)

    def _added(self, added: EmailAddress) -> None:
        if self.is_current:
            self.dismiss(added.address)

    def _refused(self, error: PatTuiError) -> None:
        words = "; ".join(error.errors.values()) if isinstance(error, InvalidInput) else str(error)
        self._said.update(clean(_("✗ {error}").format(error=words)))
        self._field.focus()

    @on(LineButton.Pressed, "#cancel")
    def action_back(self) -> None:
        """Add nothing."""
        self.dismiss(None)
