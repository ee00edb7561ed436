"""The dialog that asks where a new secret shall go, and hands it over in a thread."""

import os
import re
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from pat_tui.domain.errors import InvalidInput, PatTuiError
from pat_tui.domain.secrets import Secret, SecretGone
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.hand_over.receiver import Receiver, Way
from pat_tui.services.hand_over.ways import receiver
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import Option, OptionLines

COPY = ""
"""What the dialog returns when the page shall copy the secret, as its own key does."""
_VARIABLE = "TOKEN"


def _ways() -> list[Option[Way]]:
    return [
        Option(Way.OUTPUT, _("A new file, yours alone (0600)")),
        Option(Way.ENV_FILE, _("A variable in a .env file")),
        Option(Way.GIT_CREDENTIAL, _("Git's credential helper")),
        Option(Way.PIPE, _("A command, on its standard input")),
        Option(Way.CLIPBOARD, _("The clipboard")),
    ]


def _label(way: Way) -> str:
    """What the field asks for."""
    return {
        Way.OUTPUT: _("File that is not there yet:"),
        Way.ENV_FILE: _("File; the rest of it stays as it is:"),
        Way.GIT_CREDENTIAL: _("Address that git talks to:"),
        Way.PIPE: _("Command for the shell:"),
        Way.CLIPBOARD: _("It is cleared away again, as after c."),
    }[way]


class HandOverDialog(Dialog[str | None]):
    """Returns what became of it in words, COPY for the clipboard, None when nothing was handed over.

    What is in the way stands under the fields, and what was typed stays. The secret is not shown here.
    """

    DEFAULT_CSS = """
    HandOverDialog { align: center middle; }
    HandOverDialog > Vertical { width: 76; max-width: 100%; height: auto; max-height: 100%; }
    HandOverDialog > Vertical { background: $surface; border: round $border; padding: 0 1; overflow-y: auto; }
    HandOverDialog Static { height: auto; }
    HandOverDialog .title { text-style: bold; }
    HandOverDialog OptionLines { margin: 1 0; }
    HandOverDialog Input { background: $panel; }
    HandOverDialog #key-label { margin: 0; }
    HandOverDialog #told { color: $error; margin: 1 0 0 0; }
    HandOverDialog #told.-waiting { color: $foreground; }
    HandOverDialog Horizontal { height: 1; margin: 1 0 0 0; align-horizontal: right; }
    HandOverDialog LineButton { margin: 0 0 0 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back", "dialog.hand_over")
    AUTO_FOCUS = "OptionLines"

    def __init__(self, secret: Secret, name: str, login: str, address: str) -> None:
        """Hand over SECRET of the token called NAME, which acts for LOGIN at ADDRESS. Its holder may wipe it."""
        super().__init__()
        self._secret = secret
        self._login = login
        self._typed = {
            Way.OUTPUT: os.path.join("~", f"{_file_name(name)}.token"),
            Way.ENV_FILE: ".env",
            Way.GIT_CREDENTIAL: address,
            Way.PIPE: "",
            Way.CLIPBOARD: "",
        }
        self._ways = OptionLines(_ways(), Way.OUTPUT)
        self._way = Way.OUTPUT
        self._place = Field(self._typed[Way.OUTPUT], id="place")
        self._key = Field(_VARIABLE, id="key")
        self._place_label = Static("", id="place-label", markup=False)
        self._key_label = Static(_("Variable:"), id="key-label", markup=False)
        self._told = Static("", id="told", markup=False)
        self._receiver: Receiver | None = None
        self._show_fields()
        self._tell("")

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Hand the token over"), classes="title", markup=False)
            yield Static(_("It goes straight to where it is needed, without being shown."), markup=False)
            yield self._ways
            yield self._place_label
            yield self._place
            yield self._key_label
            yield self._key
            yield self._told
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                yield LineButton(_("Hand over"), id="hand-over", classes="-primary")
        yield KeyBar()

    @on(OptionLines.Changed)
    def _change_way(self, message: "OptionLines.Changed") -> None:
        message.stop()
        self._typed[self._way] = self._place.value
        self._way = message.value
        self._place.value = self._typed[self._way]
        self._show_fields()
        self._tell("")

    @on(OptionLines.Chosen)
    def _go_on(self, message: "OptionLines.Chosen") -> None:
        """From the way that is chosen already, on to its field; Enter alone shall not hand anything over."""
        message.stop()
        if message.value is self._way:
            (self.query_one("#hand-over") if self._way is Way.CLIPBOARD else self._place).focus()

    def _show_fields(self) -> None:
        self._place_label.update(_label(self._way))
        self._place.display = self._way is not Way.CLIPBOARD
        self._place.placeholder = _("gh secret set NAME") if self._way is Way.PIPE else ""
        self._key.display = self._key_label.display = self._way is Way.ENV_FILE

    def on_line_button_pressed(self, message: LineButton.Pressed) -> None:
        """Do what was pressed."""
        if message.button.id == "hand-over":
            self.action_submit()
        else:
            self.action_back()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        """Go on to the second field, if there is one; else hand over."""
        message.stop()
        if message.input is self._place and self._way is Way.ENV_FILE:
            self._key.focus()
        else:
            self.action_submit()

    def action_submit(self) -> None:
        """Check, and hand over."""
        if self._receiver is not None:
            return
        if self._way is Way.CLIPBOARD:
            self.dismiss(COPY)
            return
        self._receiver = taker = receiver(self._way, self._place.value, self._key.value.strip(), self._login)
        self._tell(_("Handing over… Esc breaks it off."), waiting=True)
        self.run_worker(lambda: self._work(taker), name="hand-over", group="hand-over", thread=True)

    def _work(self, taker: Receiver) -> None:
        try:
            taker.check()
            delivered = taker.deliver(self._secret)
        except InvalidInput as error:
            self.app.call_from_thread(self._failed, " ".join(error.errors.values()))
        except PatTuiError as error:
            self.app.call_from_thread(self._failed, _("Not handed over. {why}").format(why=error))
        except SecretGone:
            self.app.call_from_thread(self._failed, _("The token is gone."))
        else:
            self.app.call_from_thread(self._done, delivered.words)

    def _done(self, words: str) -> None:
        self._receiver = None
        if self.is_attached:
            while self.app.screen is not self:  # the help, or the palette, may lie over it
                self.app.pop_screen()
            self.dismiss(words)

    def _failed(self, words: str) -> None:
        self._receiver = None
        if self.is_attached:
            self._tell(words)

    def _tell(self, words: str, *, waiting: bool = False) -> None:
        self._told.set_class(waiting, "-waiting")
        self._told.display = bool(words)
        self._told.update(Content(clean(words)))

    def action_back(self) -> None:
        """Break off what is under way; with nothing under way, close."""
        if self._receiver is not None:
            self._receiver.stop()
        else:
            self.dismiss(None)

    def on_unmount(self) -> None:
        """Nobody waits any more."""
        if self._receiver is not None:
            self._receiver.stop()


def _file_name(name: str) -> str:
    """NAME of a token as the name of a file."""
    return re.sub(r"[^0-9A-Za-z._-]+", "-", name).strip(".-") or "new"
