"""The ways to use a token, as lines: title, note, and the command, folded to the width and never cut."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len, chop_cells
from textual.events import Click
from textual.message import Message

from pat_tui.domain.text import clean
from pat_tui.domain.using import Recipe
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, wrap
from pat_tui.tui.widgets.cursor_lines import BLURRED_MARK, MARK, MARK_WIDTH, NO_MARK, CursorLines

_INDENT = "  "


class _Line(NamedTuple):
    row: int
    text: str
    look: str


class RecipeLines(CursorLines):
    """Recipes with a cursor on one. Enter or a double click posts `Chosen`."""

    BINDINGS = bindings("use.copy")
    DEFAULT_CSS = """
    RecipeLines {
        & > .lines--cursor { color: $foreground; background: $panel; text-style: none; }
        &:focus > .lines--cursor { color: $foreground; background: $panel; text-style: none; }
        &:focus:nocolor > .lines--cursor { text-style: none; }
    }
    """

    class Chosen(Message):
        """The line of a recipe is to be copied."""

        def __init__(self, recipe: Recipe) -> None:
            super().__init__()
            self.recipe = recipe

    class Moved(Message):
        """The cursor is on another recipe."""

    def __init__(self, recipes: Sequence[Recipe], *, id: str | None = None) -> None:
        """Show RECIPES, the alternatives under a heading of their own."""
        super().__init__(id=id)
        self._recipes = tuple(recipes)
        self._lines: list[_Line] = []

    @property
    def row_count(self) -> int:
        """Recipes there are."""
        return len(self._recipes)

    @property
    def current(self) -> Recipe | None:
        """The recipe under the cursor; None where there are none."""
        return self._recipes[self.cursor] if self._recipes else None

    def lay_out(self, width: int) -> Sequence[int]:
        """A recipe's lines: title, note, command, and a blank one between two."""
        self._lines = [line for row in range(self.row_count) for line in self._lines_of(row, width - MARK_WIDTH)]
        return [line.row for line in self._lines]

    def _lines_of(self, row: int, width: int) -> Iterator[_Line]:
        recipe = self._recipes[row]
        if row:
            yield _Line(row - 1, "", "")
        if recipe.is_alternative and not self._recipes[row - 1].is_alternative:
            heading = _("On GitHub, these are safer than a personal access token:")
            yield from (_Line(row - 1, text, "lines--chosen") for text in wrap(heading, width))
            yield _Line(row - 1, "", "")
        yield from (_Line(row, text, "lines--chosen") for text in wrap(clean(recipe.title), width))
        yield from (_Line(row, text, "lines--muted") for text in wrap(clean(recipe.note), width))
        for text in _folded(clean(recipe.command), width - len(_INDENT)):
            yield _Line(row, _INDENT + text, "")

    def draw_line(self, line: int, width: int) -> Sequence[Piece]:
        """Draw a line, with the mark along all of the recipe under the cursor."""
        row, text, look = self._lines[line]
        mark = (MARK if self.has_focus else BLURRED_MARK) if row == self.cursor and text else NO_MARK
        return [Piece(mark), Piece(text, "" if row == self.cursor and look == "lines--muted" else look)]

    def watch_cursor(self) -> None:
        """Keep the cursor in view, and tell the page, whose keys depend on it."""
        super().watch_cursor()
        self.post_message(self.Moved())

    def action_copy_line(self) -> None:
        """Have the line under the cursor copied."""
        if self.current is not None:
            self.post_message(self.Chosen(self.current))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What has no line has nothing to copy."""
        if action == "copy_line":
            return bool(self.current and self.current.command)
        return super().check_action(action, parameters)

    def on_click(self, event: Click) -> None:
        """Put the cursor there; the second click copies."""
        row = self.row_at(event)
        if row is None:
            return
        event.stop()
        self.cursor = row
        if event.chain == 2 and self._recipes[row].command:
            self.action_copy_line()


def _folded(command: str, width: int) -> list[str]:
    """COMMAND on as many lines as it needs, broken at blanks; a word that is too long for a line goes over several."""
    lines: list[str] = []
    for word in command.split():
        if lines and cell_len(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines += chop_cells(word, max(width, 1))
    return lines
