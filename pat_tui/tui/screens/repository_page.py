"""The page of one repository, for its administrators: collaborators and deploy keys."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from pat_tui.domain.dates import menu_date
from pat_tui.domain.deploy_keys import DeployKey
from pat_tui.domain.repositories import Collaborator
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.reachable import who_could_collaborate
from pat_tui.services.repositories import add_collaborator, collaborators_of
from pat_tui.tui.actions import bindings
from pat_tui.tui.collaborator_changes import CollaboratorChanges, Offer
from pat_tui.tui.people_words import name_of, repository_role_label
from pat_tui.tui.places import REPOSITORIES
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.rows_page import Badge, Row, RowsPage
from pat_tui.wiring import Services

COLLABORATORS, KEYS = "collaborators", "deploy-keys"


class RepositoryScreen(RowsPage, inherit_bindings=False):
    """Who has a role in the repository, and which keys open it."""

    HELP = "repository"
    BINDINGS: ClassVar[list[BindingType]] = [
        *Screen.BINDINGS,
        *bindings("page.back", "people.add", "people.role", "people.remove", "reviews.filter"),
        *bindings("tab.previous", "tab.next", "app.menu", "app.quit"),
    ]
    here = REPOSITORIES

    def __init__(self, services: Services, full_name: str) -> None:
        """The page of the repository called FULL_NAME."""
        super().__init__()
        self._services = services
        self._full_name = full_name
        context = services.context
        self._changes = CollaboratorChanges(
            self, services, self._offer, lambda name, login, role: add_collaborator(context, name, login, role)
        )

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Repositories"), self._full_name]

    def heading(self) -> str:
        """Its name."""
        return self._full_name

    def note(self) -> str:
        """Who sees this."""
        return _("Its administrators decide who else reaches it.")

    def tabs(self) -> Sequence[tuple[str, str]]:
        """GitHub's words."""
        return (COLLABORATORS, _("Collaborators")), (KEYS, _("Deploy keys"))

    def rows(self, tab: str) -> Sequence[Row]:
        """By login; the oldest key first."""
        if tab == KEYS:
            return [self._key_row(key) for key in self._services.repository_keys.all_of(self._full_name)]
        return [_collaborator_row(one) for one in collaborators_of(self._services.context, self._full_name)]

    def _key_row(self, key: DeployKey) -> Row:
        facts = [_("added {date}").format(date=menu_date(key.created_at, self._services.context.zone))]
        if key.made_with is not None:
            facts.append(_("with the token “{name}”").format(name=key.made_with.name))
        elif key.created_by is not None:
            facts.append(_("by {login}").format(login=key.created_by))
        badge = Badge(_("Read-only") if key.read_only else _("Read and write"))
        return Row(key.id, key.title, [*facts, key.fingerprint], [badge], key)

    def empty_words(self, tab: str) -> str:
        """Why there is none."""
        if tab == COLLABORATORS:
            return _("Nobody has a role of their own in {name}.").format(name=self._full_name)
        return _("No key opens it. Add one with: pat-tui repo key add {name} --title TITLE --key FILE").format(
            name=self._full_name
        )

    def add_label(self, tab: str) -> str:
        """Only people are added here."""
        return _("Add collaborator") if tab == COLLABORATORS and tab not in self._errors else ""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        if action == "role":
            return self.row is not None and isinstance(self.row.subject, Collaborator)
        return self.row is not None if action == "remove" else super().check_action(action, parameters)

    def can_open(self, row: Row) -> bool:
        """Enter changes the role of a collaborator."""
        return isinstance(row.subject, Collaborator)

    def open_row(self, row: Row) -> None:
        """Choose another role."""
        self._changes.change_role(row.subject)

    def action_add(self) -> None:
        """Ask for a person and a role."""
        self.attempt(self._changes.add)

    def action_role(self) -> None:
        """Choose another role for whom the cursor is on."""
        if self.row is not None and isinstance(self.row.subject, Collaborator):
            self._changes.change_role(self.row.subject)

    def action_remove(self) -> None:
        """Remove whom, or the key that, the cursor is on, after asking."""
        subject = self.row.subject if self.row is not None else None
        if isinstance(subject, Collaborator):
            self.attempt(lambda: self._changes.ask_to_remove(subject))
        elif isinstance(subject, DeployKey):
            self._ask_to_delete(subject)

    def _offer(self) -> Offer:
        users = who_could_collaborate(self._services.context, self._full_name)
        title = _("Add a collaborator to {name}").format(name=clean(self._full_name))
        return Offer(title, users, (), self._full_name)

    def _ask_to_delete(self, key: DeployKey) -> None:
        keys = self._services.repository_keys
        words = _("Deleted the deploy key “{title}”.").format(title=key.title)

        def confirmed(yes: bool | None) -> None:
            if yes:
                self.in_a_thread(lambda: keys.delete(key.id), lambda _deleted: self.say(words))

        about = [key.fingerprint]
        if key.made_with is not None:
            about.append(_("Made with the token “{name}”").format(name=key.made_with.name))
        dialog = ConfirmDialog(
            _("Delete the deploy key “{title}”?").format(title=clean(key.title)),
            [
                key.fingerprint,
                "",
                _("• Whoever has its other half no longer reaches {name}.").format(name=self._full_name),
            ],
            confirm=_("Delete key"),
            key="y",
            danger=True,
        )
        self.app.push_screen(dialog, confirmed)


def _collaborator_row(one: Collaborator) -> Row:
    suspended = [Badge(_("Suspended"), warns=True)] if one.account.suspended_at is not None else []
    badges = [*suspended, Badge(repository_role_label(one.role))]
    return Row(one.account.id, one.account.login, [name_of(one.account)], badges, one)
