"""The page `People` of an organization: its members, and the outside collaborators of its repositories."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.accounts import Account, Member, Role
from pat_tui.domain.repositories import Collaborator
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.people import Person
from pat_tui.tui.actions import bindings
from pat_tui.tui.collaborator_changes import CollaboratorChanges, Offer
from pat_tui.tui.member_changes import MemberChanges
from pat_tui.tui.people_words import name_of, repository_role_label, role_label
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.screens.rows_page import Badge, Row, RowsPage
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.option_lines import Option
from pat_tui.wiring import Services
from pat_tui.wording.visibility import visibility_label

MEMBERS, OUTSIDE = "members", "outside-collaborators"


class PeopleScreen(RowsPage, OrganizationPage, inherit_bindings=False):
    """Owners add, change and remove; members read who the members are, and may leave."""

    # Stylesheets follow the first base alone, hence the order.
    PART = "people"
    FOR_OWNERS = False
    HELP = "people"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "people.add", "people.role", "people.remove", "people.leave", "reviews.filter"),
        *bindings("tab.previous", "tab.next", "app.menu", "app.quit"),
    ]

    def __init__(self, services: Services, login: str) -> None:
        """The people of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()
        self._role: Role | None = None
        self._members = MemberChanges(self, services, login, self.leave)
        people = services.people
        self._collaborators = CollaboratorChanges(
            self,
            services,
            self._offer,
            lambda name, user, role: people.add_outside_collaborator(login, name, user, role),
        )

    # What it says

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [f"@{self.login}", self.heading()]

    def heading(self) -> str:
        """GitHub's."""
        return _("People")

    def note(self) -> str:
        """What one may do here."""
        words = {
            Role.OWNER: _("Owners decide who belongs to {organization}."),
            Role.MEMBER: _("Only an owner can change this. You can leave."),
            None: _("Who belongs to {organization}"),
        }
        return words[self._role].format(organization=self.login)

    def tabs(self) -> Sequence[tuple[str, str]]:
        """GitHub's two."""
        return (MEMBERS, _("Members")), (OUTSIDE, _("Outside collaborators"))

    def prepare(self) -> None:
        """What the acting user is in the organization now."""
        self._role = None
        self._role = self.services.organizations.role(self.login)

    def rows(self, tab: str) -> Sequence[Row]:
        """By login."""
        people, is_owner = self.services.people, self._role is Role.OWNER
        if tab == OUTSIDE:
            return [_outside_row(one) for one in people.outside_collaborators(self.login)]
        found = people.members(self.login, for_owner=is_owner)
        return [_member_row(one, is_own=self._members.is_own(one.member)) for one in found]

    def empty_words(self, tab: str) -> str:
        """There is always a member."""
        return _("There are no outside collaborators: nobody has a role in a repository without being a member.")

    def add_label(self, tab: str) -> str:
        """For owners."""
        if self._role is not Role.OWNER:
            return ""
        return _("Add member") if tab == MEMBERS else _("Add collaborator")

    # What can be done

    @property
    def _changes(self) -> MemberChanges | CollaboratorChanges:
        return self._members if self.tab == MEMBERS else self._collaborators

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        if action in ("role", "remove", "leave"):
            return self.row is not None and action in {choice.value for choice in self._choices(self.row)}
        return super().check_action(action, parameters)

    def can_open(self, row: Row) -> bool:
        """Whether there is anything to choose from."""
        return bool(self._choices(row))

    def _choices(self, row: Row) -> list[Option[str]]:
        is_owner = self._role is Role.OWNER
        choices = [Option("role", _("Change role…"))] if is_owner else []
        if isinstance(row.subject, Member) and self._members.is_own(row.subject):
            return [*choices, Option("leave", _("Leave organization…"))]
        words = _("Remove from organization…") if isinstance(row.subject, Member) else _("Remove from repository…")
        return [*choices, Option("remove", words)] if is_owner else []

    def open_row(self, row: Row) -> None:
        """Ask what to do with the person."""
        choices = self._choices(row)
        dialog = ChooseDialog(clean(row.title), choices, choices[0].value)
        self.app.push_screen(dialog, lambda value: self._do(value, row.subject))

    def _do(self, value: str | None, subject: Member | Collaborator) -> None:
        # Which of the two kinds of changes it is follows from the subject: another tab may be in view by now.
        if isinstance(subject, Member):
            members = self._members
            if value is not None:
                self.attempt(lambda: (members.change_role if value == "role" else members.ask_to_remove)(subject))
        elif value is not None:
            others = self._collaborators
            self.attempt(lambda: (others.change_role if value == "role" else others.ask_to_remove)(subject))

    def action_add(self) -> None:
        """Ask for a person and a role."""
        self.attempt(self._changes.add)

    def action_role(self) -> None:
        """Choose another role for whom the cursor is on."""
        if self.row is not None:
            self._do("role", self.row.subject)

    def action_remove(self) -> None:
        """Remove whom the cursor is on, after asking."""
        if self.row is not None:
            self._do("remove", self.row.subject)

    action_leave = action_remove

    def _offer(self) -> Offer | None:
        people, login = self.services.people, self.login
        names = [repository.full_name for repository in people.repositories(login)]
        if not names:
            words = _("{organization} has no repository. Add one with: pat-tui repo add {organization}/NAME")
            self.say(words.format(organization=login))
            return None
        title = _("Add an outside collaborator to {organization}").format(organization=clean(login))
        return Offer(title, people.who_could_join(login), names)


def _badges(account: Account, role: str) -> list[Badge]:
    suspended = [Badge(_("Suspended"), warns=True)] if account.suspended_at is not None else []
    return [*suspended, Badge(role)]


def _member_row(one: Person, *, is_own: bool) -> Row:
    account = one.member.account
    facts = [name_of(account), *([_("you")] if is_own else [])]
    if one.tokens:
        facts.append(ngettext("{count} active token", "{count} active tokens", one.tokens).format(count=one.tokens))
    if one.requests:
        words = ngettext("{count} pending request", "{count} pending requests", one.requests)
        facts.append(words.format(count=one.requests))
    return Row(account.id, account.login, facts, _badges(account, role_label(one.member.role)), one.member)


def _outside_row(one: Collaborator) -> Row:
    account, repository = one.account, one.repository
    facts = [repository.full_name, visibility_label(repository.visibility), name_of(account)]
    key = (account.id, repository.id)
    return Row(key, account.login, facts, _badges(account, repository_role_label(one.role)), one)
