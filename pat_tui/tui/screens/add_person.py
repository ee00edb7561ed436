"""The dialog that asks for a user and a role."""

from collections.abc import Callable, Sequence
from typing import ClassVar, Generic, NamedTuple, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.events import Key
from textual.widgets import Input, Static

from pat_tui.domain.accounts import Account
from pat_tui.domain.text import clean, is_blank
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.screens.email_dialogs import DIALOG_CSS
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import Option, OptionLines

RoleT = TypeVar("RoleT")


class Wanted(NamedTuple, Generic[RoleT]):
    """What was asked for."""

    login: str
    role: RoleT
    repository: str
    """`OWNER/NAME`; empty where the dialog asks for none."""


class _Users(OptionLines[str]):
    """The users that what was typed so far may mean. Choosing one writes the login."""

    CHOSEN = NOT_CHOSEN = ""


class AddPersonDialog(Dialog["Wanted[RoleT] | None"], Generic[RoleT]):
    """Fields for a login, a role and, where there are some, a repository. Returns what was added, or None."""

    DEFAULT_CSS = (
        DIALOG_CSS.replace("{name}", "AddPersonDialog")
        + """
    AddPersonDialog #users { height: 4; }
    AddPersonDialog #about { height: 4; padding: 0 0 0 2; color: $foreground-muted; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back", "dialog.add")
    AUTO_FOCUS = "Field"

    def __init__(
        self,
        title: str,
        users: Sequence[Account],
        roles: Sequence[Option[RoleT]],
        add: Callable[["Wanted[RoleT]"], object],
        repositories: Sequence[str] = (),
    ) -> None:
        """Ask under TITLE for one of USERS, of ROLES (the first is chosen) and of REPOSITORIES, and ADD it.

        ADD runs in a thread and raises PatTuiError, whose words then stand under the login.
        """
        super().__init__()
        self._title = title
        self._users = users
        self._add = add
        self._login = Field(id="login", placeholder=_("login or name, ↓ to choose"))
        self._list = _Users([Option("", "")], "", id="users")
        self._about = Static("", id="about", markup=False)
        self._said = Static("", classes="said", markup=False)
        self._role = Choice(roles, roles[0].value, title=_("Role"), id="role")
        options = [Option(name, name) for name in repositories]
        self._repository = (
            Choice(options, options[0].value, title=_("Repository"), id="repository") if options else None
        )
        self._adding = OneAtATime(self, "add")

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(self._title, classes="title", markup=False)
            yield self._login
            yield self._list
            yield self._about
            yield self._said
            if self._repository is not None:
                yield Static(_("Repository"), classes="label", markup=False)
                yield self._repository
            yield Static(_("Role"), classes="label", markup=False)
            yield self._role
            with Horizontal():
                yield LineButton(_("Cancel"), id="cancel")
                yield LineButton(_("Add"), id="submit", classes="-primary")
        yield KeyBar()

    def on_mount(self) -> None:
        """Offer all users."""
        self._offer()

    @on(Input.Changed)
    def _typed(self) -> None:
        self._said.update("")
        self._offer()

    def _offer(self) -> None:
        """Show the users whose login or name holds what was typed; once it is a login, whose it is."""
        text = self._login.value.strip().casefold()
        found = [user for user in self._users if text in user.login.casefold() or text in user.name.casefold()]
        exact = next((user for user in found if user.login.casefold() == text), None)
        self._list.display = bool(found) and exact is None
        self._about.display = not self._list.display
        if self._list.display:
            options = [Option(user.login, " · ".join(filter(None, (user.login, user.name)))) for user in found]
            self._list.set_options(options, options[0].value)
        elif exact is not None:
            self._about.update(clean(exact.name or _("No name")))
        elif self._users:
            self._about.update(_("Nobody who could be added has that in the login or name."))
        else:
            self._about.update(
                _("Every user is a member already. Add one with: pat-tui user add LOGIN --email ADDRESS")
            )

    @on(OptionLines.Chosen, "#users")
    def _choose(self, message: OptionLines.Chosen) -> None:
        message.stop()
        self._login.value = message.value
        self._role.focus()

    @on(OptionLines.Changed)
    def _keep(self, message: OptionLines.Changed) -> None:
        message.stop()

    def on_key(self, event: Key) -> None:
        """Let Down lead from the field to the users."""
        if event.key == "down" and self._login.has_focus and self._list.display:
            event.stop()
            self._list.focus()

    @on(Input.Submitted)
    @on(LineButton.Pressed, "#submit")
    def action_submit(self) -> None:
        """Add the person, in a thread; what is wrong stands under the field."""
        wanted = Wanted(
            self._login.value.strip(), self._role.value, self._repository.value if self._repository is not None else ""
        )
        if is_blank(wanted.login):
            self._say(_("Whom? Type a login, or choose one below."))
            return
        self._adding.start(
            lambda: self._add(wanted), lambda _done: self._added(wanted), lambda error: self._say(str(error))
        )

    def _added(self, wanted: "Wanted[RoleT]") -> None:
        if self.is_current:
            self.dismiss(wanted)

    def _say(self, words: str) -> None:
        self._said.update(clean(_("✗ {error}").format(error=words)))
        self._login.focus()

    @on(LineButton.Pressed, "#cancel")
    def action_back(self) -> None:
        """Add nobody."""
        self.dismiss(None)
