"""The dialog that takes the code for an address."""

from collections.abc import Callable
from math import ceil
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from pat_tui.domain.dates import instant_text
from pat_tui.domain.emails import CodeState, EmailAddress
from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.emails import Emails
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.screens.email_dialogs import DIALOG_CSS
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton

_LOOK_SECONDS = 1.0
"""How often the dialog looks what has become of the code: it may have been made in another terminal."""

ResultT = TypeVar("ResultT")


class VerifyDialog(Dialog[bool]):
    """A field for six digits, and where the code comes from. Returns whether the address is verified.

    Where mail is set up, a code is sent on opening, unless one is on its way; else a command is named that shows one.
    """

    DEFAULT_CSS = DIALOG_CSS.replace("{name}", "VerifyDialog")
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back", "dialog.verify", "dialog.send_code")
    AUTO_FOCUS = "Field"
    HELP = "emails"

    def __init__(self, emails: Emails, address: str, command: str) -> None:
        """Verify ADDRESS, one of EMAILS; COMMAND shows a code for it."""
        super().__init__()
        self._emails = emails
        self._address = address
        self._command = command
        self._field = Field(id="code", placeholder=_("six digits"))
        self._said = Static("", classes="said", markup=False)
        self._state = Static("", classes="quiet", markup=False)
        self._verifying = OneAtATime(self, "verify")

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Verify your email address"), classes="title", markup=False)
            yield from self._source()
            yield Static(_("Code"), classes="label", markup=False)
            yield self._field
            yield self._state
            yield self._said
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                if self._emails.sends_mail:
                    yield LineButton(_("Send a new code"), id="send")
                yield LineButton(_("Verify"), id="submit", classes="-primary")
        yield KeyBar()

    def _source(self) -> ComposeResult:
        """Where the code comes from."""
        address = clean(self._address)
        if self._emails.sends_mail:
            yield Static(_("The code goes to {email}. Type it here:").format(email=address), markup=False)
            return
        words = _("No mail is set up here. To see a code for {email}, run this in another terminal:")
        yield Static(words.format(email=address), markup=False)
        yield Static(clean(self._command), classes="command", markup=False)

    def on_mount(self) -> None:
        """Send a code where that is the way, and watch it."""
        self.set_interval(_LOOK_SECONDS, self._look)
        state = self._look()
        if self._emails.sends_mail and (state is None or not state.works_at(self._emails.context.clock())):
            self.action_send_code()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without mail there is nothing to send."""
        return action != "send_code" or self._emails.sends_mail

    def on_input_changed(self) -> None:
        """What was said of the code before no longer holds."""
        self._said.update("")

    @on(Input.Submitted)
    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Verify the address with what was typed."""
        text = self._field.value
        self._in_a_thread(lambda: self._emails.verify(self._address, text), self._verified)

    @on(LineButton.Pressed, "#send")
    def action_send_code(self) -> None:
        """Mail a new code."""
        if self._in_a_thread(lambda: self._emails.send_code(self._address), self._sent):
            self._state.update(_("Sending a code…"))

    @on(LineButton.Pressed, "#cancel")
    def action_back(self) -> None:
        """Leave the address as it is."""
        self.dismiss(False)

    def _verified(self, _address: EmailAddress) -> None:
        if self.is_current:
            self.dismiss(True)

    def _sent(self, _state: CodeState) -> None:
        self._field.value = ""
        self._said.update("")
        self._field.focus()
        self._look()

    def _look(self) -> CodeState | None:
        """Say where the code stands. An address that was verified elsewhere needs none any more."""
        if self._verifying.is_busy:
            return None
        try:
            if self._emails.get(self._address).is_verified:
                self._verified(self._emails.get(self._address))
                return None
            state = self._emails.code_state(self._address)
        except PatTuiError as error:
            self._say(str(error))
            return None
        self._state.update(self._state_text(state))
        return state

    def _state_text(self, state: CodeState | None) -> str:
        now, zone = self._emails.context.clock(), self._emails.context.zone
        if state is None:
            return _("There is no code for this address yet.")
        if not state.tries_left:
            return _("No tries are left. Ask for a new code.")
        if not state.works_at(now):
            return _("The last code has ended. Ask for a new one.")
        tries = ngettext("{count} try is left", "{count} tries are left", state.tries_left)
        minutes = ceil((state.ends_at - now).total_seconds() / 60)
        time = ngettext("{count} minute, until {instant}.", "{count} minutes, until {instant}.", minutes)
        return (
            tries.format(count=state.tries_left)
            + " · "
            + time.format(count=minutes, instant=instant_text(state.ends_at, zone))
        )

    def _say(self, words: str) -> None:
        self._said.update(clean(_("✗ {error}").format(error=words)))

    def _in_a_thread(self, work: Callable[[], ResultT], then: Callable[[ResultT], None]) -> bool:
        """Do WORK, which may wait for the store or the mail server, in a thread, and go on in THEN. One at a time."""
        if has_started := self._verifying.start(work, then, self._refused):
            self._said.update("")
        return has_started

    def _refused(self, error: PatTuiError) -> None:
        self._look()
        self._say("; ".join(error.errors.values()) if isinstance(error, InvalidInput) else str(error))
        self._field.focus()
