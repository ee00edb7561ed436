"""What `Active tokens` and `Pending requests` have in common: a list to search, filter, sort and tick."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar, Generic

from textual import on
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.reviews import EVERYTHING
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.services.requests import Window
from pat_tui.tui.read_ahead import RowReader
from pat_tui.tui.review_source import ReviewSource, RowT
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.screens.review_filters import ReviewFilters
from pat_tui.tui.screens.review_list import ReviewList
from pat_tui.tui.screens.reviewed import Reviewed
from pat_tui.tui.store_watch import watch
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.filter_field import FilterField
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.tick_list import TickList
from pat_tui.tui.widgets.windowed_list import WindowedList
from pat_tui.wiring import Services
from pat_tui.wording.review_words import order_labels

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


class ReviewsPage(OrganizationPage, Reviewed[RowT], Generic[RowT]):
    """A subclass says what the rows are, and what can be decided about them."""

    CSS_PATH = "reviews_page.tcss"
    AUTO_FOCUS = "ReviewList"
    DECISIONS: ClassVar[Sequence[str]] = ()
    """What `decide` can be asked to do."""

    def __init__(self, services: Services, login: str) -> None:
        """The list of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()
        self._filters = ReviewFilters(self.choices, lambda: services.tokens.permissions, self.show_rows)
        self._list = ReviewList(self.id_of, self.lines, services.context.clock)
        self._heading = Static("", id="heading", markup=False)
        self._selection = LineButton("", id="selection", classes="-primary")
        self._reader: RowReader[ReviewSource[RowT]] = RowReader(self.app, self._take)
        self._error = ""

    def compose_page(self) -> Iterator[Widget]:
        """Heading, search field, filters, list."""
        yield self._heading
        yield FilterField(self._list, self.placeholder())
        yield self._filters
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
        self._error = ""
        if not self._reader.read(ReviewSource(self, self._filters.wanted, self._filters.order, self._failed)):
            self._list.empty_text = _("Loading…")
            self._list.clear()

    def _take(self, source: ReviewSource[RowT], error: PatTuiError | None) -> None:
        """List SOURCE, or say why not."""
        if error is None:
            self._list.show(source)
        else:
            self._failed(error)
            self._list.clear()
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
        rows, filters = self._list, self._filters
        rows.empty_text = self._error or (self.empty_text() if filters.wanted == EVERYTHING else _nothing_fits())
        words = [self.count_text(rows.row_count), order_labels()[filters.order], *filters.words()]
        quiet = Content.styled("" if self._error else clean(" · ".join(words)), "$foreground-muted")
        self._heading.update(Content.assemble((self.last_step(), "bold"), "\n", quiet))
        for control in (self.query_one("#filter"), filters):
            control.display = not self._error
        if self._error and self.focused is not rows:
            rows.focus()
        self._selection.display = bool(rows.ticked)
        self._selection.set_label(self.selected_text(len(rows.ticked)))
        self.refresh_bindings()

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
        elif self._filters.wanted != EVERYTHING:
            self._list.focus()
            with self.prevent(Input.Changed):
                self.query_one("#filter", Input).value = ""
            self._filters.want(EVERYTHING)
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
        if self._reader.source is not None:
            shown = {self.id_of(row) for row in self._reader.source.all()}
            self._list.ticked = self._list.ticked - shown if shown <= self._list.ticked else self._list.ticked | shown
            self._list.refresh()
            self._describe()

    def on_tick_list_ticked(self, _message: TickList.Ticked) -> None:
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
        wanted = replace(self._filters.wanted, text=message.value.strip())
        if wanted != self._filters.wanted:
            self._filters.want(wanted)

    def action_narrow(self) -> None:
        """Choose what to filter by, and then which."""
        self._filters.narrow()

    def action_sort(self) -> None:
        """Choose an order."""
        self._filters.sort()


def _nothing_fits() -> str:
    return _("Nothing fits the search and the filters.") + "\n\n" + _("Press Esc to see all.")
