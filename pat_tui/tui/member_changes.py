"""Adding, changing and removing the members of an organization, from a page over them."""

from collections.abc import Callable

from pat_tui.domain.accounts import Member, Role
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.organizations import Left
from pat_tui.tui.people_words import leaving_lines, name_of, role_label, role_options
from pat_tui.tui.screens.add_person import AddPersonDialog, Wanted
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.rows_page import RowsPage
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.wiring import Services


class MemberChanges:
    """What owners do with members, and everybody with the own membership. Every act is asked about first."""

    def __init__(self, page: RowsPage, services: Services, login: str, gone: Callable[[], None]) -> None:
        """Ask on PAGE, for the organization called LOGIN; GONE is called once the acting user has left it."""
        self._page = page
        self._services = services
        self._organization = login
        self._gone = gone

    def is_own(self, member: Member) -> bool:
        """Whether MEMBER is who acts."""
        return member.account.id == self._services.acting.id

    def add(self) -> None:
        """Ask for a user and a role. Raises PatTuiError."""
        organizations, login = self._services.organizations, self._organization

        def added(wanted: Wanted[Role] | None) -> None:
            if wanted is not None:
                self._page.say(self._words(wanted.role, wanted.login), wanted.login)

        dialog = AddPersonDialog(
            _("Add a member to {organization}").format(organization=clean(login)),
            self._services.people.who_could_join(login),
            role_options(),
            lambda wanted: organizations.set_member(login, wanted.login, wanted.role),
        )
        self._page.app.push_screen(dialog, added)

    def change_role(self, member: Member) -> None:
        """Choose another role for MEMBER."""
        title = _("Role of {login}").format(login=clean(member.account.login))
        dialog = ChooseDialog(title, role_options(), member.role)
        self._page.app.push_screen(dialog, lambda role: self._ask_about_role(member, role))

    def _ask_about_role(self, member: Member, role: Role | None) -> None:
        if role is None or role is member.role:
            return
        login = member.account.login
        lines = [f"@{login} · {role_label(member.role)} → {role_label(role)}", ""]
        if role is Role.OWNER:
            lines.append(_("• {login} will decide about people, policies and tokens.").format(login=login))
        else:
            words = _("• {login} will no longer decide about people, policies and tokens.")
            lines.append(words.format(login=login))
            lines.append(_("• The tokens keep their access, and reach no more than a member may."))
        title = _("Change the role of {login}?").format(login=clean(login))
        dialog = ConfirmDialog(title, lines, confirm=_("Change role"), key="y", danger=role is Role.MEMBER)
        self._page.app.push_screen(dialog, lambda yes: self._set_role(login, role) if yes else None)

    def _set_role(self, login: str, role: Role) -> None:
        organizations, words = self._services.organizations, self._words(role, login)
        self._page.in_a_thread(
            lambda: organizations.set_member(self._organization, login, role), lambda _done: self._page.say(words)
        )

    def ask_to_remove(self, member: Member) -> None:
        """Remove MEMBER after asking, naming what ends. Raises PatTuiError where that cannot be."""
        login = member.account.login
        leaving = self._services.organizations.leaving(self._organization, login)
        if self.is_own(member):
            title, confirm = _("Leave {organization}?"), _("Leave organization")
        else:
            title, confirm = _("Remove {login} from {organization}?"), _("Remove member")
        about = f"@{login} · {name_of(member.account)} · {role_label(leaving.member.role)}"
        dialog = ConfirmDialog(
            title.format(login=clean(login), organization=clean(self._organization)),
            [about, "", *leaving_lines(leaving)],
            confirm=confirm,
            key="y",
            danger=True,
        )
        self._page.app.push_screen(dialog, lambda yes: self._remove(login) if yes else None)

    def _remove(self, login: str) -> None:
        organizations = self._services.organizations
        self._page.in_a_thread(lambda: organizations.remove_member(self._organization, login), self._left)

    def _left(self, left: Left) -> None:
        words = _("{login} has left {organization}.")
        self._page.say(words.format(login=left.member.account.login, organization=left.organization.login))
        if self.is_own(left.member) and self._page.is_current:
            self._gone()

    def _words(self, role: Role, login: str) -> str:
        sentences = {
            Role.OWNER: _("{login} is an owner of {organization}."),
            Role.MEMBER: _("{login} is a member of {organization}."),
        }
        return sentences[role].format(login=login, organization=self._organization)
