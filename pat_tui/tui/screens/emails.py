"""The page `Emails`: the acting user's addresses, and what can be done with them."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, TypeVar

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.dates import instant_text
from pat_tui.domain.emails import EmailAddress
from pat_tui.domain.errors import PatTuiError, StoreError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.emails import Emails
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import EMAILS
from pat_tui.tui.screens.email_dialogs import AddEmailDialog
from pat_tui.tui.screens.page import Page
from pat_tui.tui.screens.verify_dialog import VerifyDialog
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.cells import wrap
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, WindowedList

_CHECK_SECONDS = 2.0
"""How often the page looks whether another program has changed the store."""

ResultT = TypeVar("ResultT")


class _Addresses:
    """The addresses as a source of rows. They are few, and read at once."""

    def __init__(self, emails: Emails) -> None:
        self._emails = emails
        self._rows: list[EmailAddress] = []

    def count(self) -> int:
        """How many there are now."""
        self._rows = self._emails.all()
        return len(self._rows)

    def page(self, offset: int, limit: int) -> Sequence[EmailAddress]:
        """LIMIT of them from OFFSET on."""
        return self._rows[offset : offset + limit]


class AddressList(WindowedList[EmailAddress]):
    """Two lines an address: what it is, and how it stands."""

    ROW_HEIGHT = 2

    def __init__(self, emails: Emails) -> None:
        super().__init__(id="addresses")
        self._emails = emails
        self.empty_text = ""
        """What stands there where there is no address, or no store to read them from."""

    def draw_row(self, row: EmailAddress, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw an address."""
        address = Content.styled(clean(row.address), "bold" if has_cursor else "bold $primary")
        badge = Content.styled(f" {_('Unverified')} ", f"reverse {'' if has_cursor else '$warning'}")
        words = [_("Primary")] if row.is_primary else []
        if row.verified_at is None:
            before = Content.styled("".join(f"{word} · " for word in words), "" if has_cursor else "$foreground-muted")
            return (address, Content.assemble(before, badge))
        words.append(_("Verified on {date}").format(date=instant_text(row.verified_at, self._emails.context.zone)))
        line = " · ".join(words)
        if Content(line).cell_length > width:
            line = " · ".join([*words[:-1], _("Verified")])
        return (address, Content.styled(line, "" if has_cursor else "$foreground-muted"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """An address that is verified needs nothing."""
        return action != "open" or (self.current is not None and not self.current.is_verified)

    def draw_empty(self) -> Sequence[Content]:
        """Draw what stands for no address, broken where there is no room for a line of it."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (*(Content.styled(line, "$foreground-muted") for line in lines),)


class EmailsScreen(Page):
    """The list of addresses. Enter on one that is not verified leads to its verification."""

    CSS_PATH = "emails.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "emails.verify", "emails.add", "emails.primary", "emails.remove", "app.quit"
    )
    HELP = "emails"
    AUTO_FOCUS = "AddressList"
    here = EMAILS

    def __init__(self, emails: Emails, local_command: Callable[[str], str], flash: str = "") -> None:
        """LOCAL_COMMAND gives the command that shows a code for an address; FLASH is why one was led here."""
        super().__init__()
        self._emails = emails
        self._local_command = local_command
        self._list = AddressList(emails)
        self._flash = flash
        self._changing = OneAtATime(self, "emails")
        self._version: int | None = None

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Emails")]

    def compose_page(self) -> Iterator[Widget]:
        """Why one is here, what the addresses are for, the button, the list."""
        self._read()
        quiet = Content.styled(self._words(), "$foreground-muted")
        yield Static(Content.assemble((_("Emails"), "bold"), "\n", quiet), id="emails-heading")
        flash = Static(Content(self._flash), id="emails-flash")
        flash.display = bool(self._flash)
        yield flash
        yield LineButton(_("Add email address"), id="add", classes="-primary")
        yield self._list

    def on_mount(self) -> None:
        """Keep an eye on the store: the address may be verified from the command line."""
        self.set_interval(_CHECK_SECONDS, self._look_for_changes)

    def refresh_addresses(self) -> None:
        """Read the addresses anew."""
        if self._list.has_source:
            try:
                self._list.reload()
            except StoreError as error:
                self._failed(error)
        else:
            self._read()
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        row = self._list.current if action in ("verify", "primary", "remove") else None
        match action:
            case "verify":
                return row is not None and not row.is_verified
            case "primary":
                return row is not None and not row.is_primary
            case "remove":
                return row is not None
        return True

    def on_windowed_list_highlighted(self) -> None:
        """Offer what can be done with the address under the cursor."""
        self.refresh_bindings()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Verify the address; one that is verified needs nothing."""
        if message.row.is_verified:
            self.notify(_("{email} is verified.").format(email=clean(message.row.address)), markup=False)
        else:
            self.action_verify()

    def on_line_button_pressed(self) -> None:
        """Add an address."""
        self.action_add()

    def action_add(self) -> None:
        """Ask for an address, and go on to verify it."""
        self.app.push_screen(AddEmailDialog(self._emails), self._added)

    def _added(self, address: str | None) -> None:
        self.refresh_addresses()
        if address is not None:
            self._put_cursor_on(address)
            self.action_verify()

    def action_verify(self) -> None:
        """Send a code where mail is set up, and ask for it."""
        row = self._list.current
        if row is None or row.is_verified:
            return
        dialog = VerifyDialog(self._emails, row.address, self._local_command(row.address))
        self.app.push_screen(dialog, lambda verified: self._verified(row.address) if verified else self._back())

    def _verified(self, address: str) -> None:
        self._flash = ""
        self.query_one("#emails-flash").display = False
        words = _("{email} is verified. You can generate tokens now.").format(email=clean(address))
        self.notify(words, markup=False)
        self._back()

    def _back(self) -> None:
        self.refresh_addresses()

    def action_primary(self) -> None:
        """Make the address under the cursor the primary one."""
        row = self._list.current
        if row is not None:
            self._changing.start(lambda: self._emails.make_primary(row.address), self._primary_made, self._refused)

    def _primary_made(self, address: EmailAddress) -> None:
        self._changed(_("{email} is your primary address now.").format(email=clean(address.address)))
        self._put_cursor_on(address.address)

    def action_remove(self) -> None:
        """Remove the address under the cursor, after asking."""
        from pat_tui.tui.screens.confirm import ConfirmDialog

        row = self._list.current
        if row is None:
            return
        lines = [row.address]
        if row.is_verified and sum(one.is_verified for one in self._emails.all()) == 1:
            lines += ["", _("It is your only verified address: without one, you cannot generate tokens.")]
        dialog = ConfirmDialog(
            _("Remove this email address?"), lines, confirm=_("Remove address"), key="y", danger=True
        )
        self.app.push_screen(dialog, lambda confirmed: self._remove(row.address) if confirmed else None)

    def _remove(self, address: str) -> None:
        def done(removed: EmailAddress) -> None:
            self._changed(_("Removed {email}.").format(email=clean(removed.address)))

        self._changing.start(lambda: self._emails.remove(address), done, self._refused)

    def _changed(self, words: str) -> None:
        self.notify(words, markup=False)
        self.refresh_addresses()

    def _put_cursor_on(self, address: str) -> None:
        for number in range(self._list.row_count):
            row = self._list.row_at(number)
            if row is not None and row.address == address:
                self._list.cursor = number

    def _words(self) -> str:
        return (
            _("Your notices about tokens go to the primary one.")
            if self._emails.sends_mail
            else _("No mail is set up here: nothing is sent, and codes are shown by a local command.")
        )

    def _read(self) -> None:
        self._list.empty_text = _("You have no email address. Without a verified one, you cannot generate tokens.")
        try:
            self._version = self._emails.context.database.data_version()
            self._list.show(_Addresses(self._emails))
        except StoreError as error:
            self._failed(error)

    def _failed(self, error: StoreError) -> None:
        self._list.empty_text = str(error)
        self._list.clear()

    def _look_for_changes(self) -> None:
        try:
            version = self._emails.context.database.data_version()
        except StoreError as error:
            self._failed(error)
            return
        if version != self._version:
            self._version = version
            self.refresh_addresses()

    def _refused(self, error: PatTuiError) -> None:
        self.notify(str(error), severity="error", markup=False)
        self.refresh_addresses()
