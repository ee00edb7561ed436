"""The dialog `Select repositories`."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Static

from pat_tui.domain.drafts import SELECTED_REPOSITORIES
from pat_tui.domain.repositories import Repository
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.windowed_list import WindowedList
from pat_tui.wording.visibility import visibility_label


class _Matching:
    """Those repositories whose full name holds a text, as the list's source."""

    def __init__(self, repositories: Sequence[Repository], text: str) -> None:
        self._rows = [repository for repository in repositories if text.lower() in repository.full_name.lower()]

    def count(self) -> int:
        """How many match."""
        return len(self._rows)

    def page(self, offset: int, limit: int) -> Sequence[Repository]:
        """LIMIT of them from OFFSET on."""
        return self._rows[offset : offset + limit]


class _Repositories(WindowedList[Repository]):
    """A line a repository, ticked or not."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "list.up",
        "list.down",
        "list.page_up",
        "list.page_down",
        "list.first",
        "list.last",
        "picker.toggle",
        "picker.filter",
    )

    def __init__(self, chosen: set[str]) -> None:
        super().__init__(id="repositories")
        self._chosen = chosen

    def draw_row(self, row: Repository, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw a repository."""
        mark = "[x] " if row.full_name in self._chosen else "[ ] "
        visibility = Content.styled(f"  {visibility_label(row.visibility)}", "" if has_cursor else "$foreground-muted")
        return (Content.assemble(mark, clean(row.full_name), visibility),)

    def draw_empty(self) -> Sequence[Content]:
        """Say that nothing matches."""
        return (Content.styled(_("No repositories found."), "$foreground-muted"),)

    def action_tick(self) -> None:
        """Tick the repository under the cursor, or take the tick away."""
        self.action_open()

    def action_filter(self) -> None:
        """Type into the search field."""
        self.screen.query_one(Input).focus()


class RepositoryPicker(Dialog[tuple[str, ...] | None]):
    """A search field over a list to tick. Returns the full names that are ticked, or None to change nothing."""

    DEFAULT_CSS = """
    RepositoryPicker { align: center middle; }
    RepositoryPicker > Vertical { width: 64; max-width: 94%; height: 80%; }
    RepositoryPicker > Vertical { background: $surface; border: round $border; padding: 0 1; }
    RepositoryPicker .title { text-style: bold; height: 1; }
    RepositoryPicker Input { margin: 0 0 1 0; background: $panel; }
    RepositoryPicker #count { height: auto; color: $foreground-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = bindings("picker.done", "page.back")
    AUTO_FOCUS = "Input"

    def __init__(self, repositories: Sequence[Repository], chosen: Sequence[str]) -> None:
        """Offer REPOSITORIES; those called one of CHOSEN are ticked."""
        super().__init__()
        self._repositories = repositories
        self._chosen = set(chosen)

    def compose(self) -> ComposeResult:
        """Lay the dialog out."""
        with Vertical():
            yield Static(_("Select repositories"), classes="title", markup=False)
            yield Field(placeholder=_("Search repositories"))
            yield _Repositories(self._chosen)
            yield Static("", id="count", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """List all."""
        self._list("")

    @on(Input.Changed)
    def _search(self, message: Input.Changed) -> None:
        self._list(message.value.strip())

    @on(Input.Submitted)
    def _go_to_rows(self) -> None:
        self.query_one(_Repositories).focus()

    def on_key(self, event: Key) -> None:
        """Let Down lead from the search field to the rows."""
        if event.key == "down" and self.query_one(Input).has_focus:
            event.stop()
            self._go_to_rows()

    @on(WindowedList.Opened)
    def _toggle(self, message: WindowedList.Opened) -> None:
        name = message.row.full_name
        if name in self._chosen:
            self._chosen.discard(name)
        elif len(self._chosen) < SELECTED_REPOSITORIES:
            self._chosen.add(name)
        else:
            self.notify(
                _("Select at most {maximum} repositories.").format(maximum=SELECTED_REPOSITORIES),
                severity="warning",
                markup=False,
            )
        self.query_one(_Repositories).refresh()
        self._count()

    def action_done(self) -> None:
        """Keep the ticks."""
        self.dismiss(
            tuple(repository.full_name for repository in self._repositories if repository.full_name in self._chosen)
        )

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(None)

    def _list(self, text: str) -> None:
        self.query_one(_Repositories).show(_Matching(self._repositories, text))
        self._count()

    def _count(self) -> None:
        number = len(self._chosen)
        text = ngettext("Selected {count} repository.", "Selected {count} repositories.", number).format(count=number)
        self.query_one("#count", Static).update(text)
