"""The filters and the order of a list that owners review: four buttons, the menus behind them, and what was chosen."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from textual import on
from textual.containers import Container, Horizontal

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.permissions import Permission
from pat_tui.domain.reviews import EVERYTHING, ReviewChoices, ReviewFilter, ReviewOrder
from pat_tui.i18n import _, pgettext
from pat_tui.tui.widgets.choice import ChooseDialog, Option
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.wording.review_words import order_labels, permission_title


class ReviewFilters(Container):
    """What is wanted, and in which order."""

    def __init__(
        self,
        choices: Callable[[], ReviewChoices],
        permissions: Callable[[], Mapping[str, Permission]],
        changed: Callable[[], None],
    ) -> None:
        """CHOICES tells what there is to filter by, and may raise PatTuiError. PERMISSIONS gives the catalogue.

        CHANGED is called when another filter or another order was chosen.
        """
        super().__init__(
            Horizontal(
                LineButton(_("Owner"), id="by-owner"),
                LineButton(_("Repository"), id="by-repository"),
            ),
            Horizontal(
                LineButton(pgettext("button", "Permissions"), id="by-permission"),
                LineButton(_("Sort"), id="by-order"),
            ),
            id="filters",
        )
        self._choices = choices
        self._permissions = permissions
        self._changed = changed
        self.wanted = EVERYTHING
        self.order = ReviewOrder.NEWEST

    def words(self) -> Iterator[str]:
        """Each filter that is on, for the heading. Holds what users wrote."""
        wanted = self.wanted
        if wanted.text:
            yield _("holding “{text}”").format(text=wanted.text)
        if wanted.owner:
            yield _("owner {login}").format(login=wanted.owner)
        if wanted.repository:
            yield _("repository {name}").format(name=wanted.repository)
        if wanted.permission:
            yield _("permission {title}").format(title=self._title_of(wanted.permission))

    def want(self, wanted: ReviewFilter) -> None:
        """Let only through what WANTED does."""
        self.wanted = wanted
        self._changed()

    def narrow(self) -> None:
        """Choose what to filter by, and then which."""
        options = [
            Option("owner", _("Owner")),
            Option("repository", _("Repository")),
            Option("permission", _("Permissions")),
        ]
        self.app.push_screen(ChooseDialog(_("Filter by"), options, "owner"), self._narrow_by)

    def sort(self) -> None:
        """Choose an order."""
        orders = [Option(order, label) for order, label in order_labels().items()]
        self.app.push_screen(ChooseDialog(_("Sort"), orders, self.order), self._sort)

    def _sort(self, order: ReviewOrder | None) -> None:
        if order is not None:
            self.order = order
            self._changed()

    def _narrow_by(self, field: str | None) -> None:
        if field is None:
            return
        try:
            found = self._choices()
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        title, values, label = self._field(field, found)
        present: str = getattr(self.wanted, field)
        offered = list(dict.fromkeys([*values, *([present] if present else [])]))
        options = [Option("", _("Any")), *(Option(value, label(value)) for value in offered)]

        def take(value: str | None) -> None:
            if value is not None:
                self.want(replace(self.wanted, **{field: value}))

        self.app.push_screen(ChooseDialog(title, options, present), take)

    def _field(self, field: str, found: ReviewChoices) -> tuple[str, Sequence[str], Callable[[str], str]]:
        if field == "permission":
            return _("Permissions"), found.permissions, self._title_of
        if field == "owner":
            return _("Owner"), found.owners, str
        return _("Repository"), found.repositories, str

    def _title_of(self, slug: str) -> str:
        return permission_title(slug, self._permissions())

    @on(LineButton.Pressed)
    def _press(self, message: LineButton.Pressed) -> None:
        message.stop()
        field = (message.button.id or "").removeprefix("by-")
        if field == "order":
            self.sort()
        else:
            self._narrow_by(field)
