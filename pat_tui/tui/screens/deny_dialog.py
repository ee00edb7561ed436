"""The dialog that asks why requests are denied."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TextArea

from pat_tui.domain.drafts import reason_error
from pat_tui.domain.reviews import TokenRequest
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.reading import Reading
from pat_tui.tui.widgets.text_box import TextBox


class DenyDialog(Dialog[str | None]):
    """Returns the reason, empty for none, or None to change nothing. Enter is a new line of the reason."""

    DEFAULT_CSS = """
    DenyDialog { align: center middle; }
    DenyDialog > Vertical { width: 72; max-width: 92%; height: auto; max-height: 90%; }
    DenyDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    DenyDialog .title { text-style: bold; margin: 0 0 1 0; }
    DenyDialog Reading { height: auto; max-height: 6; }
    DenyDialog Reading Static { height: auto; }
    DenyDialog .label { text-style: bold; margin: 1 0 0 0; height: auto; }
    DenyDialog TextBox { height: 4; background: $panel; border: none; padding: 0; scrollbar-size: 1 1; }
    DenyDialog #said { color: $error; height: auto; display: none; }
    DenyDialog Horizontal { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    DenyDialog LineButton { margin: 0 0 0 2; }
    DenyDialog.-normal > Vertical, DenyDialog.-narrow > Vertical { max-width: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back", "deny.submit")
    HELP = "deny"
    AUTO_FOCUS = "TextBox"

    def __init__(self, requests: Sequence[TokenRequest]) -> None:
        """Ask about REQUESTS."""
        super().__init__()
        self._requests = requests

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        number = len(self._requests)
        title = ngettext("Deny this request?", "Deny these {count} requests?", number).format(count=number)
        lines = [
            _("{name} · @{owner}").format(name=clean(request.token_name), owner=clean(request.user_login))
            for request in self._requests
        ]
        with Vertical():
            yield Static(title, classes="title", markup=False)
            with Reading(can_focus=False):
                yield Static("\n".join(lines), markup=False)
            owners = len({request.user_login for request in self._requests})
            yield Static(
                ngettext("Reason for the token's owner (optional)", "Reason for the tokens' owners (optional)", owners),
                classes="label",
                markup=False,
            )
            yield TextBox(id="reason")
            yield Static("", id="said", markup=False)
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                yield LineButton(_("Deny"), id="deny", classes="-danger")
        yield KeyBar()

    @on(TextArea.Changed)
    def _forget_error(self) -> None:
        self.query_one("#said").display = False

    @on(LineButton.Pressed, "#deny")
    def action_submit(self) -> None:
        """Return the reason, if the rules let it through."""
        reason = self.query_one(TextBox).text.strip()
        error = reason_error(reason)
        if error is None:
            self.dismiss(reason)
            return
        said = self.query_one("#said", Static)
        said.update(clean(_("✗ {error}").format(error=error)))
        said.display = True
        self.query_one(TextBox).focus()

    @on(LineButton.Pressed, "#cancel")
    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)
