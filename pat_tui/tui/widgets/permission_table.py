"""The permissions of one tab of the form, with keys and clicks to choose levels for them."""

from dataclasses import dataclass

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message

from pat_tui.domain.permissions import Level, Permission
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.choice import ChooseDialog, Option
from pat_tui.tui.widgets.permission_choices import level_label, levels_on_offer
from pat_tui.tui.widgets.permission_rows import PermissionRows, level_piece

_NO_ACCESS = "none"


class PermissionTable(PermissionRows):
    """Rows of permissions to choose levels for. Give it a fixed height; it scrolls its own rows."""

    BINDINGS = bindings("levels.cycle", "levels.open", "levels.remove", "levels.filter", "levels.lower", "levels.raise")
    DEFAULT_CSS = """
    PermissionTable { width: 1fr; height: 12; }
    """

    @dataclass
    class Changed(Message):
        """The person chose another level."""

        table: "PermissionTable"
        levels: dict[str, Level]
        """All the levels chosen now, by slug, `metadata` included."""

        @property
        def control(self) -> "PermissionTable":
            """The table, for `@on` with a selector."""
            return self.table

    @dataclass
    class FilterRequested(Message):
        """The person wants to type a filter."""

        table: "PermissionTable"

        @property
        def control(self) -> "PermissionTable":
            """The table, for `@on` with a selector."""
            return self.table

    @dataclass
    class Locked(Message):
        """The person tried to change a level that follows the others."""

        table: "PermissionTable"
        reason: str
        """A sentence that says why it cannot be changed."""

        @property
        def control(self) -> "PermissionTable":
            """The table, for `@on` with a selector."""
            return self.table

    def action_lower(self) -> None:
        """Take the next lower level."""
        self._step(-1)

    def action_raise(self) -> None:
        """Take the next higher level."""
        self._step(1)

    def action_cycle(self) -> None:
        """Take the next higher level; after the highest, No access."""
        self._step(1, wrap=True)

    def action_remove(self) -> None:
        """Go back to No access."""
        if self.current:
            self._choose(self.current, None)

    def action_filter(self) -> None:
        """Ask for the filter's text field."""
        self.post_message(self.FilterRequested(self))

    def action_open(self) -> None:
        """Show the levels on offer, to choose one."""
        permission = self.current
        if permission is None or self._refuses(permission):
            return
        options = [Option(level or _NO_ACCESS, level_label(level)) for level in levels_on_offer(permission)]

        def choose(value: str | None) -> None:
            if value is not None:
                self._choose(permission, None if value == _NO_ACCESS else Level(value))

        value = self.choices.level(permission) or _NO_ACCESS
        self.app.push_screen(ChooseDialog[str](permission.title, options, value), choose)

    def on_click(self, event: Click) -> None:
        """Move the cursor to the row under the mouse; on the level, show the levels on offer."""
        row = self.row_at(event)
        if row is None or not self.row_count:
            return
        event.stop()
        self.cursor = row
        offset = event.get_content_offset(self)
        if offset and self.current:
            level = level_piece(self.choices, self.current).text
            if offset.x >= self.scrollable_content_region.width - cell_len(level):
                self.action_open()

    def _step(self, step: int, *, wrap: bool = False) -> None:
        if self.current:
            self._choose(self.current, self.choices.neighbour(self.current, step, wrap=wrap))

    def _choose(self, permission: Permission, level: Level | None) -> None:
        if not self._refuses(permission) and self.choices.choose(permission, level):
            self.refresh()
            self.post_message(self.Changed(self, self.levels))

    def _refuses(self, permission: Permission) -> bool:
        is_locked = self.choices.is_locked(permission)
        if is_locked:
            self.post_message(self.Locked(self, locked_reason()))
        return is_locked


def locked_reason() -> str:
    """Why the level of Metadata cannot be changed."""
    return _("Metadata comes along, read-only, with any other repository permission and cannot be chosen by itself.")
