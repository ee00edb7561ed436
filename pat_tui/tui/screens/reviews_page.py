"""What `Active tokens` and `Pending requests` have in common: a list to search, filter, sort and tick."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar, Generic

from textual import on
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.events import Key
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.reviews import EVERYTHING, ReviewChoices, ReviewFilter, ReviewOrder
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.requests import Window
from pat_tui.tui.facts import Facts
from pat_tui.tui.review_source import ReviewSource, RowT
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.screens.review_list import ReviewList
from pat_tui.tui.store_watch import watch
from pat_tui.tui.token_source import TokenReader
from pat_tui.tui.widgets.choice import ChooseDialog, Option
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.windowed_list import WindowedList
from pat_tui.wiring import Services
from pat_tui.wording.review_words import order_labels, permission_title

OTHER_KEYS = (
    "reviews.tick",
    "reviews.filter",
    "reviews.narrow",
    "reviews.sort",
    "reviews.tick_all",
    "app.menu",
    "app.quit",
)
"""The actions of both pages, which come after their own on the line of keys."""


class ReviewsPage(OrganizationPage, Generic[RowT]):
    """A subclass says what the rows are, and what can be decided about them."""

    CSS_PATH = "reviews_page.tcss"
    AUTO_FOCUS = "ReviewList"
    DECISIONS: ClassVar[Sequence[str]] = ()
    """What `decide` can be asked to do."""

    def __init__(self, services: Services, login: str) -> None:
        """The list of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()
        self.wanted = EVERYTHING
        self.order = ReviewOrder.NEWEST
        self._list = ReviewList(self.id_of, self.lines, services.context.clock)
        self._heading = Static("", id="heading", markup=False)
        self._selection = LineButton("", id="selection", classes="-primary")
        self._reader = TokenReader()
        self._source: ReviewSource[RowT] | None = None
        self._error = ""

    # What a subclass says

    def count(self, wanted: ReviewFilter) -> int:
        """How many rows WANTED lets through. Raises PatTuiError."""
        raise NotImplementedError

    def rows(self, window: Window) -> Sequence[RowT]:
        """The rows of WINDOW. Raises PatTuiError."""
        raise NotImplementedError

    def choices(self) -> ReviewChoices:
        """What there is to filter by. Raises PatTuiError."""
        raise NotImplementedError

    def id_of(self, row: RowT) -> int:
        """What a decision about ROW is told."""
        raise NotImplementedError

    def lines(self, row: RowT) -> Sequence[Facts]:
        """The facts in the second and the third line of ROW."""
        raise NotImplementedError

    def count_text(self, number: int) -> str:
        """How many rows there are."""
        raise NotImplementedError

    def selected_text(self, number: int) -> str:
        """What the button says that leads to the decisions."""
        raise NotImplementedError

    def empty_text(self) -> str:
        """What stands there when there is nothing at all."""
        raise NotImplementedError

    def placeholder(self) -> str:
        """What stands in the empty search field."""
        raise NotImplementedError

    def decisions(self) -> Sequence[Option[str]]:
        """The entries of the menu of decisions, by the words that `decide` takes."""
        raise NotImplementedError

    def decide(self, decision: str, row_ids: Sequence[int]) -> None:
        """Ask, and do what DECISION says with the rows of these ids."""
        raise NotImplementedError

    def open_row(self, row: RowT) -> None:
        """Go to the page of ROW."""
        raise NotImplementedError

    # The page

    def compose_page(self) -> Iterator[Widget]:
        """Heading, search field, filters, list."""
        yield self._heading
        yield Field(id="filter", placeholder=self.placeholder(), compact=True)
        yield Container(
            Horizontal(
                LineButton(_("Owner"), id="by-owner"),
                LineButton(_("Repository"), id="by-repository"),
            ),
            Horizontal(
                LineButton(_("Permissions"), id="by-permission"),
                LineButton(_("Sort"), id="by-order"),
            ),
            id="filters",
        )
        yield self._selection
        yield self._list

    def on_mount(self) -> None:
        """Keep an eye on the store."""
        self._selection.display = False
        watch(self, self.services.listed_tokens.store_version, self.refresh_rows)

    def on_unmount(self) -> None:
        """End the thread that reads."""
        self._reader.close()

    def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        self.refresh_rows()

    def show_rows(self) -> None:
        """Read the list anew, from its top."""
        source = self._source = ReviewSource(self, self.wanted, self.order, self._failed)
        self._error = ""

        def later(reading: Future[None]) -> None:
            with suppress(RuntimeError):  # the interface has ended meanwhile
                self.app.call_from_thread(self._take, source, reading)

        reading = self._reader.read(source, later)
        if reading is not None:
            self._take(source, reading)
        else:
            self._list.empty_text = _("Loading…")
            self._list.clear()

    def _take(self, source: ReviewSource[RowT], reading: Future[None]) -> None:
        """List SOURCE, unless something else has been asked for while it was read."""
        if source is not self._source:
            return
        error = reading.exception()
        if isinstance(error, PatTuiError):
            self._failed(error)
            self._list.clear()
        elif error is not None:
            raise error
        else:
            self._list.show(source)
        self._describe()

    def refresh_rows(self) -> None:
        """Read the list anew, in place, and forget the ticks of what is gone."""
        if not self._list.has_source:
            self.show_rows()
            return
        self._error = ""
        self._list.reload()
        if self._list.ticked:
            with suppress(PatTuiError):
                self._list.ticked &= {self.id_of(row) for row in self.rows(Window())}
        self._describe()

    def _failed(self, error: PatTuiError) -> None:
        self._error = str(error)

    def _describe(self) -> None:
        """Say how many rows there are and which, or why there are none."""
        rows = self._list
        rows.empty_text = self._error or (self.empty_text() if self.wanted == EVERYTHING else _nothing_fits())
        words = [self.count_text(rows.row_count), order_labels()[self.order], *self._filter_words()]
        quiet = Content.styled("" if self._error else clean(" · ".join(words)), "$foreground-muted")
        self._heading.update(Content.assemble((self.last_step(), "bold"), "\n", quiet))
        for control in ("#filter", "#filters"):
            self.query_one(control).display = not self._error
        if self._error and self.focused is not rows:
            rows.focus()
        self._selection.display = bool(rows.ticked)
        self._selection.set_label(self.selected_text(len(rows.ticked)))
        self.refresh_bindings()

    def _filter_words(self) -> Iterator[str]:
        wanted = self.wanted
        if wanted.text:
            yield _("holding “{text}”").format(text=wanted.text)
        if wanted.owner:
            yield _("owner {login}").format(login=wanted.owner)
        if wanted.repository:
            yield _("repository {name}").format(name=wanted.repository)
        if wanted.permission:
            yield _("permission {title}").format(title=self._title_of(wanted.permission))

    def _title_of(self, slug: str) -> str:
        return permission_title(slug, self.services.tokens.permissions)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        if action in ("tick", "tick_all"):
            return self._list.row_count > 0
        if action in ("filter", "narrow", "sort"):
            return not self._error
        return action != "decide" or self._list.row_count > 0 or bool(self._list.ticked)

    def action_back(self) -> None:
        """Take the ticks away; without any, the filters; without those, leave."""
        if self._list.ticked:
            self._list.ticked.clear()
            self._list.refresh()
            self._describe()
        elif self.wanted != EVERYTHING:
            self._list.focus()
            with self.prevent(Input.Changed):
                self.query_one("#filter", Input).value = ""
            self._want(EVERYTHING)
        else:
            super().action_back()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Go to the page of the row."""
        self.open_row(message.row)

    # Ticks and decisions

    def action_tick(self) -> None:
        """Tick the row under the cursor, or take its tick away."""
        if self._list.current is not None:
            self._list.tick(self._list.current)

    def action_tick_all(self) -> None:
        """Tick all rows that are listed; if they all are ticked, none."""
        if self._source is not None:
            shown = {self.id_of(row) for row in self._source.all()}
            self._list.ticked = self._list.ticked - shown if shown <= self._list.ticked else self._list.ticked | shown
            self._list.refresh()
            self._describe()

    def on_review_list_ticked(self, _message: ReviewList.Ticked) -> None:
        """Say how many there are."""
        self._describe()

    def action_decide(self, decision: str) -> None:
        """Do what DECISION says with what is ticked; with the row under the cursor, where nothing is."""
        row = self._list.current
        row_ids = sorted(self._list.ticked) or ([] if row is None else [self.id_of(row)])
        if row_ids:
            self.decide(decision, row_ids)

    def decided(self) -> None:
        """Show what there is after a decision, or after one that came too late."""
        self.refresh_rows()

    @on(LineButton.Pressed, "#selection")
    def _open_decisions(self) -> None:
        options = list(self.decisions())
        dialog = ChooseDialog(self.selected_text(len(self._list.ticked)), options, options[0].value)
        self.app.push_screen(dialog, lambda decision: self.action_decide(decision) if decision else None)

    # Search, filters, order

    def action_filter(self) -> None:
        """Type into the search field."""
        self.query_one("#filter").focus()

    @on(Input.Changed, "#filter")
    def _search(self, message: Input.Changed) -> None:
        if self.wanted.text != message.value.strip():
            self._want(replace(self.wanted, text=message.value.strip()))

    @on(Input.Submitted, "#filter")
    def _go_to_rows(self) -> None:
        self._list.focus()

    def on_key(self, event: Key) -> None:
        """Let Down lead out of the search field to the rows."""
        if event.key == "down" and self.query_one("#filter").has_focus:
            event.stop()
            self._list.focus()

    def _want(self, wanted: ReviewFilter) -> None:
        self.wanted = wanted
        self.show_rows()

    def action_narrow(self) -> None:
        """Choose what to filter by, and then which."""
        options = [
            Option("owner", _("Owner")),
            Option("repository", _("Repository")),
            Option("permission", _("Permissions")),
        ]
        self.app.push_screen(ChooseDialog(_("Filter by"), options, "owner"), self._narrow_by)

    def _narrow_by(self, field: str | None) -> None:
        if field is None:
            return
        try:
            found = self.choices()
        except PatTuiError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        title, values, label = self._field(field, found)
        present: str = getattr(self.wanted, field)
        offered = list(dict.fromkeys([*values, *([present] if present else [])]))
        options = [Option("", _("Any")), *(Option(value, label(value)) for value in offered)]

        def take(value: str | None) -> None:
            if value is not None:
                self._want(replace(self.wanted, **{field: value}))

        self.app.push_screen(ChooseDialog(title, options, present), take)

    def _field(self, field: str, found: ReviewChoices) -> tuple[str, Sequence[str], Callable[[str], str]]:
        if field == "permission":
            return _("Permissions"), found.permissions, self._title_of
        if field == "owner":
            return _("Owner"), found.owners, str
        return _("Repository"), found.repositories, str

    @on(LineButton.Pressed, "#by-owner")
    @on(LineButton.Pressed, "#by-repository")
    @on(LineButton.Pressed, "#by-permission")
    def _narrow_by_button(self, message: LineButton.Pressed) -> None:
        self._narrow_by((message.button.id or "").removeprefix("by-"))

    @on(LineButton.Pressed, "#by-order")
    def action_sort(self) -> None:
        """Choose an order."""
        orders = [Option(order, label) for order, label in order_labels().items()]
        self.app.push_screen(ChooseDialog(_("Sort"), orders, self.order), self._sort)

    def _sort(self, order: ReviewOrder | None) -> None:
        if order is not None:
            self.order = order
            self.show_rows()


def _nothing_fits() -> str:
    return _("Nothing fits the search and the filters.") + "\n\n" + _("Press Esc to see all.")
