"""What pages over a few rows have in common: tabs, a search field, a button that adds, and the list.

The rows are read as a whole. What another program changes appears within seconds; what was typed, and the row under
the cursor, stay.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeVar

from rich.cells import cell_len
from textual import on
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.errors import PatTuiError
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.facts import Facts
from pat_tui.tui.screens.page import Page
from pat_tui.tui.store_watch import watch
from pat_tui.tui.store_work import OneAtATime
from pat_tui.tui.widgets.cells import cut, wrap
from pat_tui.tui.widgets.filter_field import FilterField
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.tab_line import Tab, TabLine
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, WindowedList

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True)
class Badge:
    """A word or two at the end of a row's first line."""

    label: str
    warns: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What a row says. Its texts may be anybody's: they are cleaned when they are drawn."""

    key: Hashable
    """What it is about: a row with the same key is the same one after the next reading."""
    title: str
    facts: Sequence[str]
    """Its second line: the most important first, each there as a whole or not at all."""
    badges: Sequence[Badge]
    subject: Any

    def holds(self, text: str) -> bool:
        """Whether it says TEXT, in any case."""
        words = (self.title, *self.facts, *(badge.label for badge in self.badges))
        return any(text.casefold() in word.casefold() for word in words)


class _Source:
    """The rows, as they were read and filtered."""

    def __init__(self) -> None:
        self.rows: Sequence[Row] = ()

    def count(self) -> int:
        """How many there are."""
        return len(self.rows)

    def page(self, offset: int, limit: int) -> Sequence[Row]:
        """LIMIT of them from OFFSET on."""
        return self.rows[offset : offset + limit]


class RowList(WindowedList[Row]):
    """Two lines a row: title and badges; facts."""

    ROW_HEIGHT = 2
    empty_text = ""
    """What stands there when there is no row: there are none, none fit, it is forbidden."""
    can_open = False
    """Whether Enter does something with the row under the cursor."""

    def draw_row(self, row: Row, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw a row."""
        labels = [f" {badge.label} " for badge in row.badges]
        room = width - sum(cell_len(label) + 1 for label in labels)
        title = cut(clean(row.title), room)
        pieces: list[str | Content] = [
            Content.styled(title, "bold" if has_cursor else "bold $primary"),
            " " * (room - cell_len(title)),
        ]
        for badge, label in zip(row.badges, labels, strict=True):
            colour = "" if has_cursor else ("$warning" if badge.warns else "$foreground-muted")
            pieces += [" ", Content.styled(label, f"reverse {colour}")]
        facts = Facts([clean(fact) for fact in row.facts]).text(width)
        return Content.assemble(*pieces), Content.styled(facts, "" if has_cursor else "$foreground-muted")

    def draw_empty(self) -> Sequence[Content]:
        """Say why there is none."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Opening a row is on offer where something can be done with it."""
        return action != "open" or self.can_open


class RowsPage(Page):
    """A page over rows. A subclass names its tabs and rows, and says what can be done."""

    CSS_PATH = "rows_page.tcss"
    AUTO_FOCUS = "RowList"
    TABS: ClassVar[bool] = True
    """Whether the tabs are drawn: not where there is only one."""

    def __init__(self) -> None:
        super().__init__()
        self._heading = Static("", id="heading", markup=False)
        self._list = RowList(id="rows")
        self._source = _Source()
        self._found: dict[str, Sequence[Row]] = {}
        self._errors: dict[str, str] = {}
        self._text = ""
        self._changing = OneAtATime(self, "change")

    # What a page says

    def heading(self) -> str:
        """What stands above all."""
        raise NotImplementedError

    def note(self) -> str:
        """A sentence below the heading."""
        raise NotImplementedError

    def tabs(self) -> Sequence[tuple[str, str]]:
        """The tabs: what `rows` takes, and the label."""
        raise NotImplementedError

    def prepare(self) -> None:
        """Read what all rows depend on. Raises PatTuiError."""

    def rows(self, tab: str) -> Sequence[Row]:
        """The rows of TAB. Raises PatTuiError, whose words stand in their place."""
        raise NotImplementedError

    def empty_words(self, tab: str) -> str:
        """What stands there where TAB has no row."""
        raise NotImplementedError

    def add_label(self, tab: str) -> str:
        """What the button says; empty: there is none."""
        return ""

    def action_add(self) -> None:
        """What the button does."""

    def open_row(self, row: Row) -> None:
        """What Enter does with ROW."""

    def can_open(self, row: Row) -> bool:
        """Whether Enter does something with ROW."""
        return False

    # The page

    @property
    def tab(self) -> str:
        """The tab in view."""
        return self.query_one(TabLine).active

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        return self._list.current

    def compose_page(self) -> Iterator[Widget]:
        """Heading, tabs, search field and button, list."""
        yield self._heading
        tabs = TabLine([Tab(value, label) for value, label in self.tabs()], id="tabs")
        tabs.display = self.TABS
        yield tabs
        yield Horizontal(
            FilterField(self._list, _("Filter")),
            LineButton("", id="add", classes="-primary"),
            id="tools",
        )
        yield self._list

    def on_mount(self) -> None:
        """Show what there is, and keep an eye on the store."""
        self.show_rows()
        watch(self, self.pat_tui.services.listed_tokens.store_version, self.show_rows)

    def on_screen_resume(self) -> None:
        """Show what may have changed while another page was open."""
        self.show_rows()

    def show_rows(self) -> None:
        """Read the rows of every tab anew."""
        self._found, self._errors = {}, {}
        names = [value for value, _label in self.tabs()]
        try:
            self.prepare()
        except PatTuiError as error:
            self._errors = dict.fromkeys(names, str(error))
        for name in names if not self._errors else ():
            try:
                self._found[name] = self.rows(name)
            except PatTuiError as error:
                self._errors[name] = str(error)
        self._fill()

    def _fill(self, *, anew: bool = False) -> None:
        """Show what was read, as far as it holds the text; ANEW, from the top."""
        tab, before = self.tab, self._list.current
        self._source.rows = [row for row in self._found.get(tab, ()) if row.holds(self._text)]
        self._list.empty_text = self._words_for_none(tab)
        if anew or not self._list.has_source:
            self._list.show(self._source)
        else:
            self._list.reload()
            keys = [row.key for row in self._source.rows]
            if before is not None and before.key in keys:
                self._list.cursor = keys.index(before.key)
        self._describe(tab)

    def _words_for_none(self, tab: str) -> str:
        if tab in self._errors:
            return clean(self._errors[tab])
        if self._found.get(tab):
            return _("Nothing here holds that text.") + "\n\n" + _("Press Esc to see all.")
        return self.empty_words(tab)

    def _describe(self, tab: str) -> None:
        quiet = Content.styled(clean(self.note()), "$foreground-muted")
        self._heading.update(Content.assemble((clean(self.heading()), "bold"), "\n", quiet))
        counts = {name: len(rows) for name, rows in self._found.items()}
        self.query_one(TabLine).set_tabs([Tab(value, label, counts.get(value)) for value, label in self.tabs()])
        button, label = self.query_one("#add", LineButton), self.add_label(tab)
        button.set_label(label)
        button.display = bool(label)
        self._look_at_row()

    def _look_at_row(self) -> None:
        self._list.can_open = self.row is not None and self.can_open(self.row)
        self.refresh_bindings()

    @on(TabLine.Changed)
    def _change_tab(self) -> None:
        self._fill(anew=True)

    def on_windowed_list_highlighted(self) -> None:
        """Offer what can be done with the row under the cursor."""
        self._look_at_row()

    def on_windowed_list_opened(self, message: WindowedList.Opened) -> None:
        """Do what Enter does."""
        if self.can_open(message.row):
            self.open_row(message.row)

    @on(LineButton.Pressed, "#add")
    def _press_add(self) -> None:
        self.action_add()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that would do nothing are none."""
        return bool(self.add_label(self.tab)) if action == "add" else True

    def action_previous(self) -> None:
        """Go to the tab before, also from the rows."""
        self.query_one(TabLine).action_previous()

    def action_next(self) -> None:
        """Go to the tab after, also from the rows."""
        self.query_one(TabLine).action_next()

    # Searching

    def action_filter(self) -> None:
        """Type into the search field."""
        self.query_one("#filter").focus()

    @on(Input.Changed, "#filter")
    def _search(self, message: Input.Changed) -> None:
        self._text = message.value.strip()
        self._fill()

    def action_back(self) -> None:
        """Take the text away; without any, leave."""
        if self._text:
            self.query_one("#filter", Input).value = ""
            self._list.focus()
        else:
            super().action_back()

    # Changing

    def attempt(self, act: Callable[[], None]) -> None:
        """Do ACT, which asks for something; what speaks against it is told."""
        try:
            act()
        except PatTuiError as error:
            self.refuse(error)

    def in_a_thread(self, work: Callable[[], ResultT], then: Callable[[ResultT], None]) -> None:
        """Do WORK in a thread, for the store may wait for another program; one at a time. Go on in THEN."""
        self._changing.start(work, then, self.refuse)

    def say(self, words: str, title: str = "") -> None:
        """Say that something was done, show what holds now, and go to the first row of TITLE, where there is one."""
        self.app.notify(clean(words), markup=False)
        if not self.is_attached:
            return
        self.show_rows()
        for number, row in enumerate(self._source.rows):
            if row.title.casefold() == title.casefold():
                self._list.cursor = number
                break

    def refuse(self, error: PatTuiError) -> None:
        """Say why something cannot be done; that may have changed the page as well."""
        self.app.notify(clean(str(error)), severity="error", markup=False)
        if self.is_attached:
            self.show_rows()
