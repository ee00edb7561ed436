"""The rows of one tab of permissions: how they are filtered and drawn."""

from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from textual.reactive import reactive

from pat_tui.domain.endpoint_filter import FilterMatch, filter_permissions
from pat_tui.domain.permissions import Level, Permission
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.tui.widgets.cells import Piece, cut, fit, wrap
from pat_tui.tui.widgets.cursor_lines import BLURRED_MARK, MARK, MARK_WIDTH, NO_MARK, CursorLines
from pat_tui.tui.widgets.permission_choices import PermissionChoices, level_label

_DETAIL_LINES = 3
"""A rule with the title, and two lines about the permission under the cursor."""
_CHOSEN, _NOT_CHOSEN = "✓ ", "  "


class PermissionRows(CursorLines):
    """Permissions, one line each, with the level chosen for each; below them, more about the one under the cursor."""

    filter: reactive[str] = reactive("", init=False)
    """Only permissions that this text means are shown; see `filter_permissions`."""
    disabled_reason: reactive[str | None] = reactive(None, init=False)
    """A sentence to show instead of the rows, while nothing can be chosen; None when something can."""

    def __init__(self, permissions: Sequence[Permission], *, id: str | None = None, classes: str | None = None) -> None:
        """Show PERMISSIONS, all at No access, in the order given."""
        self.choices = PermissionChoices(permissions)
        self._shown = filter_permissions(permissions, "")
        super().__init__(id=id, classes=classes)

    def set_permissions(self, permissions: Sequence[Permission]) -> None:
        """Show PERMISSIONS instead. Levels chosen for those that stay are kept, the rest dropped without a message."""
        levels = self.levels
        self.choices = PermissionChoices(permissions)
        self.choices.replace(levels)
        self._filter_again(None)

    @property
    def levels(self) -> dict[str, Level]:
        """A copy of the chosen levels by slug, without those at No access."""
        return self.choices.levels

    def set_levels(self, levels: Mapping[str, Level]) -> None:
        """Choose LEVELS and nothing else, without a message; what is not on offer here is left out."""
        self.choices.replace(levels)
        self.refresh()

    @property
    def current(self) -> Permission | None:
        """The permission under the cursor, or None when none is shown."""
        return self._shown[self.cursor].permission if self.row_count else None

    @property
    def row_count(self) -> int:
        """Permissions shown."""
        return 0 if self.disabled_reason else len(self._shown)

    @property
    def still_lines(self) -> int:
        """Lines about the permission under the cursor; none when there is none, or hardly room for rows."""
        return _DETAIL_LINES if self.row_count and self.container_size.height > 2 * _DETAIL_LINES else 0

    def lay_out(self, width: int) -> Sequence[int]:
        """One line a row; without rows, as many as the sentence needs that stands there instead."""
        return range(self.row_count) if self.row_count else [0] * len(self._sentence_lines(width))

    def allow_focus(self) -> bool:
        """Whether Tab may come here: not while nothing can be chosen."""
        return self.can_focus and self.disabled_reason is None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Take no keys while nothing can be chosen."""
        return self.disabled_reason is None

    def watch_filter(self) -> None:
        """Show what the new filter means, with the cursor still on its permission if that stays."""
        self._filter_again(self.current)

    def watch_disabled_reason(self) -> None:
        """Show the sentence, or the rows again."""
        self.rows_changed()
        self.refresh_bindings()

    def draw_line(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a permission: mark, title, level; or a line of the sentence that stands there instead."""
        if not self.row_count:
            return [Piece(NO_MARK + self._sentence_lines(width)[line], "lines--muted")]
        has_cursor = line == self.cursor
        mark = (MARK if self.has_focus else BLURRED_MARK) if has_cursor else NO_MARK
        permission = self._shown[line].permission
        level = level_piece(self.choices, permission)
        is_chosen = self.choices.level(permission) is not None
        title = (_CHOSEN if is_chosen else _NOT_CHOSEN) + clean(permission.title)
        return [
            Piece(mark),
            Piece(
                fit(title, width - MARK_WIDTH - cell_len(level.text) - 1) + " ", "lines--chosen" if is_chosen else ""
            ),
            level._replace(look="") if has_cursor else level,  # Dim text is hard to read on the cursor's background.
        ]

    def draw_still_line(self, number: int, width: int) -> Sequence[Piece]:
        """Draw line NUMBER about the permission under the cursor."""
        match = self._shown[self.cursor]
        if number == 0:
            rule = f"── {cut(clean(match.permission.title), width - 4)} "
            return [Piece(rule + "─" * (width - cell_len(rule)), "lines--muted")]
        lines = wrap(_detail(match), width - MARK_WIDTH, _DETAIL_LINES - 1)
        return [Piece(NO_MARK + (lines[number - 1] if number <= len(lines) else ""))]

    def _sentence_lines(self, width: int) -> list[str]:
        sentence = _("No permission matches “{text}”.").format(text=clean(self.filter))
        return wrap(self.disabled_reason or sentence, width - MARK_WIDTH)

    def _filter_again(self, keep: Permission | None) -> None:
        self._shown = filter_permissions(self.choices.permissions, self.filter)
        places = [place for place, match in enumerate(self._shown) if match.permission == keep]
        self.set_reactive(PermissionRows.cursor, places[0] if places else 0)
        self.rows_changed()


def level_piece(choices: PermissionChoices, permission: Permission) -> Piece:
    """The level of PERMISSION as it stands at the end of its line."""
    level = choices.level(permission)
    label = level_label(level)
    if choices.is_required(permission):
        return Piece(_("{level} (required)").format(level=label) + "  ", "lines--chosen")
    if choices.is_locked(permission):
        return Piece(f"{label}  ", "lines--muted")
    return Piece(f"‹ {label} ›", "lines--chosen" if level else "lines--muted")


def _detail(match: FilterMatch) -> str:
    """What to say of a permission besides its title."""
    slug = clean(match.permission.slug)
    if not match.endpoints:
        return _("{description} · {slug}").format(description=clean(match.permission.description), slug=slug)
    more = len(match.endpoints) - 1
    text = _("Asked for by {endpoint}").format(endpoint=clean(match.endpoints[0]))
    if more:
        text += " " + ngettext("and {count} more", "and {count} more", more).format(count=more)
    return f"{text} · {slug}"
