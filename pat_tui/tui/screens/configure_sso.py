"""`Configure SSO`: where a token stands with the organizations that require single sign-on, and authorising it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from pat_tui.domain.dates import instant_text
from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.single_sign_on import SESSION_HOURS
from pat_tui.domain.status import SsoState, sso_text
from pat_tui.domain.text import clean, clean_lines
from pat_tui.i18n import _
from pat_tui.services.single_sign_on import SingleSignOn, Standing
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.cells import cut
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.windowed_list import WindowedList

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp

_ROWS_SHOWN = 6


def state_label(state: SsoState) -> str:
    """The word or two for where a token stands."""
    return {
        SsoState.AUTHORIZED: _("Authorised"),
        SsoState.NOT_AUTHORIZED: _("Not authorised"),
        SsoState.REVOKED: _("Revoked"),
        SsoState.EXPIRED: _("Expired"),
    }.get(state, "")


class _Source:
    """The rows, read once."""

    def __init__(self, rows: Sequence[Standing]) -> None:
        self._rows = rows

    def count(self) -> int:
        """How many there are."""
        return len(self._rows)

    def page(self, offset: int, limit: int) -> Sequence[Standing]:
        """LIMIT of them from OFFSET on."""
        return self._rows[offset : offset + limit]


class StandingList(WindowedList[Standing]):
    """A line an organization: login, and where the token stands with it."""

    class Moved(WindowedList.Opened):
        """Another row is under the cursor."""

    def draw_row(self, row: Standing, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw an organization."""
        label = f" {state_label(row.state)} "
        login = cut(clean(row.organization.login), width - cell_len(label) - 1)
        gap = " " * (width - cell_len(login) - cell_len(label))
        fine = row.state is SsoState.AUTHORIZED
        style = "reverse" if has_cursor else f"reverse {'$success' if fine else '$warning'}"
        return (Content.assemble((login, "bold"), gap, (label, style)),)

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell the dialog as well."""
        super().watch_cursor(old, new)
        if self.current is not None:
            self.post_message(self.Moved(self, self.current))


class ConfigureSsoDialog(Dialog[bool]):
    """The organizations, what stands in the way, and buttons for the one under the cursor.

    Returns whether anything was changed. Enter on a row goes to its buttons: nothing is authorised by one key too many.
    """

    DEFAULT_CSS = """
    ConfigureSsoDialog { align: center middle; }
    ConfigureSsoDialog > Vertical { width: 68; max-width: 96%; height: auto; max-height: 92%; }
    ConfigureSsoDialog > Vertical { background: $surface; border: round $border; padding: 0 1; }
    ConfigureSsoDialog Static { height: auto; }
    ConfigureSsoDialog .title { text-style: bold; }
    ConfigureSsoDialog #token { color: $foreground-muted; margin: 0 0 1 0; }
    ConfigureSsoDialog #detail { margin: 1 0; }
    ConfigureSsoDialog Horizontal { height: 1; align-horizontal: right; }
    ConfigureSsoDialog LineButton { margin: 0 0 0 2; }
    ConfigureSsoDialog.-narrow Horizontal { layout: vertical; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "sso.authorize", "sso.deauthorize", "sso.end_session", "page.back", "dialog.left", "dialog.right"
    )
    AUTO_FOCUS = "StandingList"

    def __init__(self, single_sign_on: SingleSignOn, kind: TokenKind, token_id: int, name: str) -> None:
        """About the acting user's token called NAME. Raises PatTuiError."""
        super().__init__()
        self._single_sign_on = single_sign_on
        self._kind, self._token_id, self._token_name = kind, token_id, name
        self._list = StandingList(id="standings")
        self._rows = single_sign_on.standings(kind, token_id)
        self._has_changed = False
        self._changing = OneAtATime(self, "sso")

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Configure SSO"), classes="title", markup=False)
            yield Static(clean(self._token_name), id="token", markup=False)
            yield self._list
            yield Static("", id="detail", markup=False)
            yield Horizontal(
                LineButton(_("Close"), id="close"),
                LineButton(_("End session"), id="end"),
                LineButton(_("Deauthorize"), id="deauthorize"),
                LineButton(_("Authorize"), id="authorize", classes="-primary"),
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """Show the rows."""
        self._list.styles.height = max(1, min(len(self._rows), _ROWS_SHOWN))
        self._show()

    @property
    def has_rows(self) -> bool:
        """Whether there is anything to configure."""
        return bool(self._rows)

    @property
    def _row(self) -> Standing | None:
        return self._rows[self._list.cursor] if self._list.cursor < len(self._rows) else None

    def _show(self) -> None:
        self._list.show(_Source(self._rows), cursor=self._list.cursor)
        self._describe()

    @on(StandingList.Moved)
    def _describe(self) -> None:
        """Say what holds for the row under the cursor, and offer what can be done."""
        self.query_one("#detail", Static).update(self._detail())
        label = _("Authorizing...") if self._changing.is_busy else _("Authorize")
        self.query_one("#authorize", LineButton).set_label(label)
        focused = self.focused
        for button, action in (("authorize",) * 2, ("deauthorize",) * 2, ("end", "end_session")):
            self.query_one(f"#{button}").display = bool(self.check_action(action, ()))
        if focused is not None and not focused.display:
            self._list.focus()
        self.refresh_bindings()

    def _detail(self) -> str:
        row = self._row
        if row is None:
            return _("No organization requires single sign-on of this token any more.")
        if row.session is not None:
            end = instant_text(row.session.ends_at, self._single_sign_on.context.zone)
            session = _("Your session is open until {instant}.").format(instant=end)
        elif row.obstacle or row.state is SsoState.AUTHORIZED:
            session = _("You have no open session.")
        else:
            session = _("You have no open session: Authorize opens one of {hours} hours.").format(hours=SESSION_HOURS)
        return "\n".join(clean(line) for line in (row.obstacle, session) if line)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with the row under the cursor."""
        row = self._row
        match action:
            case "authorize":
                return row is not None and row.state is not SsoState.AUTHORIZED and not row.obstacle
            case "deauthorize":
                return row is not None and row.state is SsoState.AUTHORIZED
            case "end_session":
                return row is not None and row.session is not None
        return True

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Go to the buttons of the row."""
        if not isinstance(message, StandingList.Moved):
            [button for button in self.query(LineButton) if button.display][-1].focus()

    @on(LineButton.Pressed, "#authorize")
    def action_authorize(self) -> None:
        """Authorise the token, opening a session where there is none."""
        self._do(
            lambda login: self._single_sign_on.authorize(self._kind, self._token_id, login, sign_on=True),
            _("Authorised for {organization}."),
        )

    @on(LineButton.Pressed, "#deauthorize")
    def action_deauthorize(self) -> None:
        """Take the authorization away."""
        self._do(
            lambda login: self._single_sign_on.deauthorize(self._kind, self._token_id, login),
            _("No longer authorised for {organization}."),
        )

    @on(LineButton.Pressed, "#end")
    def action_end_session(self) -> None:
        """End the session; what is authorised stays."""
        self._do(self._single_sign_on.close, _("Your session with {organization} has ended."))

    @on(LineButton.Pressed, "#close")
    def action_back(self) -> None:
        """Close."""
        self.dismiss(self._has_changed)

    def _do(self, work: Callable[[str], object], said: str) -> None:
        """Do WORK with the organization under the cursor in a thread, say what came of it, and read the rows anew."""
        row = self._row
        if row is None:
            return
        login = row.organization.login

        def done(_result: object) -> None:
            self._has_changed = True
            self.app.notify(clean(said.format(organization=login)), markup=False)
            self._read_anew()

        self._changing.start(lambda: work(login), done, self._refused)
        self._describe()

    def _refused(self, error: PatTuiError) -> None:
        self.app.notify(clean(str(error)), severity="error", markup=False)
        self._read_anew()

    def _read_anew(self) -> None:
        if not self.is_attached:
            return
        try:
            self._rows = self._single_sign_on.standings(self._kind, self._token_id)
        except PatTuiError:
            self._rows = []
        self._show()


def open_dialog(
    app: "PatTuiApp", kind: TokenKind, token_id: int, name: str, then: Callable[[], None] | None = None
) -> None:
    """Open the dialog about a token of the acting user, and call THEN when it is closed; say so if there is no need."""
    try:
        dialog = ConfigureSsoDialog(app.services.single_sign_on, kind, token_id, name)
    except PatTuiError as error:
        app.notify(clean(str(error)), severity="error", markup=False)
        return
    if not dialog.has_rows:
        words = _("“{name}” needs no authorization: nobody requires single sign-on of it.")
        app.notify(words.format(name=clean(name)), markup=False)
        return
    app.push_screen(dialog, lambda _changed: then() if then is not None else None)


class SsoNote(Vertical):
    """On a token's page: where the token stands, and the way to the dialog. Nothing where nobody demands anything."""

    DEFAULT_CSS = """
    SsoNote { height: auto; }
    SsoNote > Static { height: auto; }
    SsoNote > LineButton { margin: 1 0 0 0; }
    """

    def __init__(self, kind: TokenKind, token_id: int, name: str) -> None:
        """About the acting user's token called NAME."""
        super().__init__(Static("", markup=False), LineButton(_("Configure SSO"), id="configure-sso"))
        self._kind, self._token_id, self._token_name = kind, token_id, name
        self.display = False

    def on_mount(self) -> None:
        """Read where it stands."""
        self.show()

    def show(self) -> None:
        """Say where the token stands now."""
        app = cast("PatTuiApp", self.app)
        try:
            rows = app.services.single_sign_on.standings(self._kind, self._token_id)
        except PatTuiError:
            rows = []
        self.display = bool(rows)
        authorised = _("Single sign-on: authorised for {organization}")
        lines = [
            sso_text(row.state, row.organization.login) or authorised.format(organization=row.organization.login)
            for row in rows
        ]
        self.query_one(Static).update(clean_lines("\n".join(lines)))

    @on(LineButton.Pressed, "#configure-sso")
    def _open(self, message: LineButton.Pressed) -> None:
        message.stop()
        open_dialog(cast("PatTuiApp", self.app), self._kind, self._token_id, self._token_name, self.show)
