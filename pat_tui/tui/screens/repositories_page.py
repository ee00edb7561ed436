"""The page `Repositories`: those that the acting user has a part in."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.repositories import Collaborator
from pat_tui.i18n import _
from pat_tui.services.reachable import Reach, Why, reachable_repositories
from pat_tui.tui.actions import bindings
from pat_tui.tui.collaborator_changes import CollaboratorChanges
from pat_tui.tui.people_words import repository_role_label
from pat_tui.tui.places import REPOSITORIES
from pat_tui.tui.screens.rows_page import Badge, Row, RowsPage
from pat_tui.wiring import Services
from pat_tui.wording.visibility import visibility_label


class RepositoriesScreen(RowsPage, inherit_bindings=False):
    """Enter opens those that one administers; a role that somebody gave can be given back."""

    HELP = "repositories"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "repositories.leave", "reviews.filter", "app.menu", "app.quit"),
    ]
    TABS = False
    here = REPOSITORIES

    def __init__(self, services: Services) -> None:
        """Those of the acting user of SERVICES."""
        super().__init__()
        self._services = services
        self._changes = CollaboratorChanges(self, services, lambda: None, lambda *_wanted: None)

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), self.heading()]

    def heading(self) -> str:
        """GitHub's."""
        return _("Repositories")

    def note(self) -> str:
        """What is listed."""
        return _("What you own, and what others let you reach.")

    def tabs(self) -> Sequence[tuple[str, str]]:
        """Only one, which is not drawn."""
        return (("all", self.heading()),)

    def rows(self, tab: str) -> Sequence[Row]:
        """By owner and name."""
        return [_row(one) for one in reachable_repositories(self._services.context)]

    def empty_words(self, tab: str) -> str:
        """How one comes to be."""
        return _("You reach no repository. Add one with: pat-tui repo add {login}/NAME").format(
            login=self._services.acting.login
        )

    def can_open(self, row: Row) -> bool:
        """A page of its own has what one administers."""
        return bool(row.subject.administers)

    def open_row(self, row: Row) -> None:
        """Go to the repository."""
        from pat_tui.tui.screens.repository_page import RepositoryScreen

        self.app.push_screen(RepositoryScreen(self._services, row.subject.repository.full_name))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One leaves where one has a role."""
        if action == "leave":
            return self.row is not None and self.row.subject.role is not None
        return super().check_action(action, parameters)

    def action_leave(self) -> None:
        """Give the own role in the repository under the cursor back, after asking."""
        reach = self.row.subject if self.row is not None else None
        if isinstance(reach, Reach) and reach.role is not None:
            own = Collaborator(self._services.acting, reach.repository, reach.role)
            self.attempt(lambda: self._changes.ask_to_remove(own))


def _row(one: Reach) -> Row:
    facts = {
        Why.OWNER: _("You own it"),
        Why.ORGANIZATION_OWNER: _("You own {owner}"),
        Why.ROLE: _("You are a collaborator"),
        Why.MEMBER: _("You are a member of {owner}"),
    }
    fact = facts[one.why].format(owner=one.repository.owner_login)
    badges = [] if one.role is None else [Badge(repository_role_label(one.role))]
    badges.append(Badge(visibility_label(one.repository.visibility)))
    return Row(one.repository.id, one.repository.full_name, [fact], badges, one)
