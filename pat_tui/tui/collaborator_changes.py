"""Adding, changing and removing the collaborators of repositories, from a page over them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from pat_tui.domain.accounts import Account
from pat_tui.domain.repositories import Collaborator, RepositoryRole
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.repositories import is_member_too, remove_collaborator
from pat_tui.tui.people_words import removal_lines, repository_role_label, repository_role_options
from pat_tui.tui.screens.add_person import AddPersonDialog, Wanted
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.rows_page import RowsPage
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.wiring import Services


class Offer(NamedTuple):
    """What the dialog offers."""

    title: str
    users: Sequence[Account]
    repositories: Sequence[str]
    """`OWNER/NAME`, to choose from; none where it goes without saying."""
    repository: str = ""
    """The one that goes without saying."""


GiveRole = Callable[[str, str, RepositoryRole], object]
"""Gives, in a repository and to a login, a role. Raises PatTuiError."""


class CollaboratorChanges:
    """What administrators of repositories do with collaborators, and everybody with the own role."""

    def __init__(
        self, page: RowsPage, services: Services, offer: Callable[[], Offer | None], give_role: GiveRole
    ) -> None:
        """Ask on PAGE; OFFER reads what can be added to, None for nothing, and may raise PatTuiError."""
        self._page = page
        self._services = services
        self._offer = offer
        self._give_role = give_role

    def add(self) -> None:
        """Ask for a user, a repository and a role. Raises PatTuiError."""
        offer, give = self._offer(), self._give_role
        if offer is None:
            return

        def added(wanted: Wanted[RepositoryRole] | None) -> None:
            if wanted is not None:
                name = wanted.repository or offer.repository
                self._page.say(_words(wanted.login, wanted.role, name), wanted.login)

        dialog = AddPersonDialog(
            offer.title,
            offer.users,
            repository_role_options(),
            lambda wanted: give(wanted.repository or offer.repository, wanted.login, wanted.role),
            offer.repositories,
        )
        self._page.app.push_screen(dialog, added)

    def change_role(self, one: Collaborator) -> None:
        """Choose another role for the collaborator."""
        login, name, give = one.account.login, one.repository.full_name, self._give_role

        def chosen(role: RepositoryRole | None) -> None:
            if role is not None and role is not one.role:
                words = _words(login, role, name)
                self._page.in_a_thread(lambda: give(name, login, role), lambda _done: self._page.say(words))

        title = _("Role of {login}").format(login=clean(login))
        self._page.app.push_screen(ChooseDialog(title, repository_role_options(), one.role), chosen)

    def ask_to_remove(self, one: Collaborator) -> None:
        """Take the role away after asking. Raises PatTuiError."""
        login, name, role = one.account.login, one.repository.full_name, repository_role_label(one.role)
        context = self._services.context
        words = _("{login} no longer has the role {role} in {name}.").format(login=login, role=role, name=name)

        def confirmed(yes: bool | None) -> None:
            if yes:
                self._page.in_a_thread(
                    lambda: remove_collaborator(context, name, login), lambda _removed: self._page.say(words)
                )

        if one.account.id == self._services.acting.id:
            title, confirm = _("Leave {name}?"), _("Leave repository")
        else:
            title, confirm = _("Remove {login} from {name}?"), _("Remove collaborator")
        dialog = ConfirmDialog(
            title.format(login=clean(login), name=clean(name)),
            [f"@{login} · {role}", "", *removal_lines(one, is_member=is_member_too(context, one))],
            confirm=confirm,
            key="y",
            danger=True,
        )
        self._page.app.push_screen(dialog, confirmed)


def _words(login: str, role: RepositoryRole, name: str) -> str:
    words = _("{login} has the role {role} in {name}.")
    return words.format(login=login, role=repository_role_label(role), name=name)
