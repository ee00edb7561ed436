"""The page `Users` of the enterprise: every user, and who is suspended."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.accounts import Account
from pat_tui.domain.dates import menu_date
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.enterprise import Enterprise
from pat_tui.tui.actions import bindings
from pat_tui.tui.people_words import suspension_lines, unsuspension_lines
from pat_tui.tui.places import ENTERPRISE_USERS, enterprise_entries
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.rows_page import Badge, Row, RowsPage
from pat_tui.tui.widgets.sidebar import Entry

ALL, SUSPENDED = "all", "suspended"


class UsersScreen(RowsPage, inherit_bindings=False):
    """For the owner of the enterprise: suspends users, and ends that."""

    HELP = "users"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "users.suspend", "users.unsuspend", "reviews.filter"),
        *bindings("tab.previous", "tab.next", "app.menu", "app.quit"),
    ]
    here = ENTERPRISE_USERS

    def __init__(self, enterprise: Enterprise) -> None:
        """The users of ENTERPRISE."""
        super().__init__()
        self._enterprise = enterprise

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Enterprise"), _("People"), self.heading()]

    def entries(self) -> list[Entry]:
        """The sidebar's: those of the enterprise, for its owner."""
        return enterprise_entries() if self.pat_tui.services.owns_enterprise else super().entries()

    def heading(self) -> str:
        """What the page is about."""
        return _("Users")

    def note(self) -> str:
        """What suspending means."""
        return _("The tokens of a suspended user are refused.")

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Those of a GitHub server of one's own."""
        return (ALL, _("All users")), (SUSPENDED, _("Suspended users"))

    def rows(self, tab: str) -> Sequence[Row]:
        """By login."""
        return [
            self._row(user, address)
            for user, address in self._enterprise.users()
            if tab == ALL or user.suspended_at is not None
        ]

    def _row(self, user: Account, address: str | None) -> Row:
        facts = [address or _("No email address"), *([user.name] if user.name else [])]
        badges = [Badge(_("Enterprise owner"))] if self._is_own(user) else []
        if user.suspended_at is not None:
            badges.append(Badge(_("Suspended"), warns=True))
            zone = self._enterprise.context.zone
            facts.insert(1, _("since {date}").format(date=menu_date(user.suspended_at, zone)))
        return Row(user.id, user.login, facts, badges, user)

    def _is_own(self, user: Account) -> bool:
        return user.id == self._enterprise.context.acting.id

    def empty_words(self, tab: str) -> str:
        """There is always a user."""
        return _("No user is suspended.")

    # What can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A user is suspended or not; nobody suspends oneself."""
        if action not in ("suspend", "unsuspend"):
            return super().check_action(action, parameters)
        if self.row is None or self._is_own(self.row.subject):
            return False
        return (self.row.subject.suspended_at is not None) is (action == "unsuspend")

    def can_open(self, row: Row) -> bool:
        """Enter does what can be done."""
        return not self._is_own(row.subject)

    def open_row(self, row: Row) -> None:
        """Suspend the user, or end that, after asking."""
        self.attempt(lambda: self._ask(row.subject))

    def action_suspend(self) -> None:
        """Suspend whom the cursor is on, after asking."""
        if self.row is not None:
            self.open_row(self.row)

    action_unsuspend = action_suspend

    def _ask(self, user: Account) -> None:
        found = self._enterprise.suspension(user.login)
        names = {"login": clean(user.login)}
        # What was done meanwhile is seen here: the question is about what the user is now.
        if found.user.suspended_at is None:
            title, lines, confirm = _("Suspend {login}?"), suspension_lines(found), _("Suspend")
        else:
            title, lines, confirm = _("Unsuspend {login}?"), unsuspension_lines(found), _("Unsuspend")
        suspend = found.user.suspended_at is None
        dialog = ConfirmDialog(title.format(**names), list(lines), confirm=confirm, key="y", danger=suspend)
        self.app.push_screen(dialog, lambda yes: self._change(user.login, suspend=suspend) if yes else None)

    def _change(self, login: str, *, suspend: bool) -> None:
        if suspend:
            change, words = self._enterprise.suspend, _("{login} is suspended; the user's tokens do not work.")
        else:
            change, words = self._enterprise.unsuspend, _("{login} is no longer suspended.")
        self.in_a_thread(lambda: change(login), lambda _done: self.say(words.format(login=login)))
