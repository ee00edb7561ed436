"""What stands under `Resource owner` where that is an organization with single sign-on."""

from typing import TYPE_CHECKING, cast

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Static

from pat_tui.domain.drafts import ResourceOwner
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.single_sign_on import SESSION_HOURS
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.line_button import LineButton

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp


class SignOnField(Vertical):
    """Whether there is a session, and the button that opens one."""

    DEFAULT_CSS = """
    SignOnField { height: auto; }
    SignOnField > Static { height: auto; color: $foreground-muted; }
    """

    class SignedOn(Message):
        """A session was opened with the organization that the form has chosen."""

    def __init__(self, owner: ResourceOwner) -> None:
        """Say what OWNER demands."""
        self._words = Static("", markup=False)
        self._button = LineButton(_("Authorize"), id="sign-on")
        super().__init__(self._words, self._button, id="sign-on-field")
        self._login = ""
        self._opening = OneAtATime(self, "sign-on")
        self.set_owner(owner)

    def set_owner(self, owner: ResourceOwner) -> None:
        """Say what OWNER demands."""
        self._login = owner.account.login
        self._button.display = owner.needs_sign_on
        words = (
            _("{owner} requires single sign-on. Authorize opens a session of {hours} hours with it.")
            if owner.needs_sign_on
            else _("✓ Single sign-on: your session with {owner} is open; the token will be authorised for it.")
        )
        self._words.update(words.format(owner=clean(self._login), hours=SESSION_HOURS))

    @on(LineButton.Pressed, "#sign-on")
    def _sign_on(self, message: LineButton.Pressed) -> None:
        """Open a session in a thread, for the store may wait for another program."""
        message.stop()
        login, single_sign_on = self._login, cast("PatTuiApp", self.app).services.single_sign_on
        if self._opening.start(lambda: single_sign_on.open(login), self._opened, self._refused):
            self._button.set_label(_("Authorizing..."))

    def _opened(self, _result: object) -> None:
        self._button.set_label(_("Authorize"))
        self.post_message(self.SignedOn())

    def _refused(self, error: PatTuiError) -> None:
        self._button.set_label(_("Authorize"))
        self.app.notify(clean(str(error)), severity="error", markup=False)
