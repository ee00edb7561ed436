"""What every page has in common: breadcrumb, sidebar, main area, keys."""

from collections.abc import Iterator
from inspect import getfile
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.places import FINE_GRAINED_TOKENS, user_entries
from pat_tui.tui.quick_screen import QuickScreen
from pat_tui.tui.widgets.breadcrumb import Breadcrumb
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.sidebar import Entry, Sidebar

if TYPE_CHECKING:
    from pat_tui.tui.app import PatTuiApp

NARROW = 60
"""Cells of width below which the sidebar folds to a menu."""
ROOMY = 80
"""Cells of width below which what stands beside the sidebar needs every cell."""


def trail() -> list[str]:
    """The breadcrumb of the token pages, without their own last step."""
    return [_("Settings"), _("Developer settings"), _("Personal access tokens")]


class Page(QuickScreen[Any]):
    """A settings page. A subclass names its place in `steps` and `here`, and yields its content from `compose_page`."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("page.back", "app.menu")
    HELP: ClassVar[str] = ""
    """The page's name in `pat_tui.tui.help`."""
    here: str = FINE_GRAINED_TOKENS
    """The entry of the sidebar that is marked as the present one."""

    _before_sidebar: Widget | None = None

    def __init__(self) -> None:
        super().__init__()
        self._read_styles()

    def _read_styles(self) -> None:
        """Read the page's own styles as those of a widget are read.

        Where Textual itself comes upon new styles of a screen, it parses all that there are once more, and styles every
        widget again.
        """
        stylesheet = self.app.stylesheet
        for path in self.css_path:
            if not stylesheet.has_source(str(path)):
                stylesheet.read(path)
        if self.CSS:
            place = (getfile(type(self)), f"{type(self).__name__}.CSS")
            stylesheet.add_source(self.CSS, read_from=place, scope=type(self).__name__)

    def steps(self) -> list[str]:
        """The whole breadcrumb."""
        raise NotImplementedError

    def entries(self) -> list[Entry]:
        """The sidebar's: those of the acting user."""
        services = self.pat_tui.services
        return user_entries(services.acting.login, owns_enterprise=services.owns_enterprise)

    def compose_page(self) -> Iterator[Widget]:
        """Yield what stands in the main area."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """Lay the page out. All around the main area is docked: a container less is a millisecond less."""
        yield Breadcrumb(self.steps())
        yield KeyBar()
        yield Sidebar(self.entries(), self.here)
        yield from self.compose_page()

    @property
    def pat_tui(self) -> "PatTuiApp":
        """The app, by its own type."""
        return cast("PatTuiApp", self.app)

    @property
    def holds_secret(self) -> bool:
        """Whether a plain secret is on this screen; then no picture of it is taken."""
        return False

    def unsaved(self) -> str | None:
        """What would be lost by leaving the page now, as a question; None when nothing would."""
        return None

    def leave(self) -> None:
        """Go back one page; what the page held is gone."""
        self.dismiss()

    def action_back(self) -> None:
        """Go back one page, asking first when something would be lost."""
        self.pat_tui.when_safe(self.leave)

    def action_menu(self) -> None:
        """Go to the sidebar; where it is folded, open it as a menu."""
        sidebar = self.query_one(Sidebar)
        if sidebar.display:
            self._before_sidebar = self.focused
            sidebar.focus()
        else:
            self._open_menu(sidebar)

    def _open_menu(self, sidebar: Sidebar) -> None:
        from pat_tui.tui.widgets.choice import ChooseDialog, Option

        pages = [Option(entry.page, entry.label) for entry in sidebar.entries if entry.page]
        self.app.push_screen(ChooseDialog(_("Menu"), pages, self.here), self._go)

    def on_sidebar_chosen(self, message: Sidebar.Chosen) -> None:
        """Open the page that was chosen in the sidebar."""
        self._go(message.page)

    def on_sidebar_left(self) -> None:
        """Go back to where the focus was before."""
        before = self._before_sidebar
        if before is not None and before.is_attached and before.focusable:
            before.focus()
        else:
            self.focus_next()

    def _go(self, page: str | None) -> None:
        if page is not None:
            self.pat_tui.when_safe(lambda: self._open(page))

    def _open(self, page: str) -> None:
        if self.query_one(Sidebar).has_focus:
            self.on_sidebar_left()  # before another page lies over this one: on coming back nobody is in the sidebar
        self.pat_tui.open_page(page)


class FilteredPage(Page):
    """A page with a list, and a field above it that is there while somebody filters."""

    _filter: Input | None = None

    def rows(self) -> Widget:
        """The list."""
        raise NotImplementedError

    def filter_hint(self) -> str:
        """What stands in the empty field."""
        raise NotImplementedError

    def filter_by(self, text: str) -> None:
        """List only what fits TEXT, as it was typed; all, if it is empty."""
        raise NotImplementedError

    def action_filter(self) -> None:
        """Type into the filter."""
        if self._filter is None:
            from pat_tui.tui.widgets.filter_field import FilterField

            self._filter = FilterField(self.rows(), self.filter_hint())
            self.mount(self._filter, before=self.rows())
            self.refresh_bindings()
        self._filter.focus()

    def close_filter(self) -> None:
        """Take the field away, and list all."""
        if self._filter is not None:
            self._filter.remove()
            self._filter = None
            self.rows().focus()
            self.filter_by("")
            self.refresh_bindings()

    def on_input_changed(self, message: Input.Changed) -> None:
        """List what fits."""
        self.filter_by(message.value)
