"""The table of what a token may do in each repository, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message

from pat_tui.domain.authorization import Allowed, Decision
from pat_tui.domain.text import clean
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, fit, wrap
from pat_tui.tui.widgets.cursor_lines import BLURRED_MARK, MARK, MARK_WIDTH, NO_MARK, CursorLines

_GAP = "  "
Row = tuple[str, Sequence[Decision]]


class RepositoryMatrix(CursorLines):
    """Repositories by operations: a column each where there is room, else a line of what it may and one of the rest."""

    BINDINGS = bindings("can.ask")

    @dataclass
    class Asked(Message):
        """The person wants to know more of a repository."""

        repository: str

    def __init__(self, operations: Sequence[tuple[str, str]], *, id: str | None = None) -> None:
        """OPERATIONS are the names of the columns and what stands over them, lines apart by a line feed."""
        self._names = [name for name, _heading in operations]
        self._headings = [heading.splitlines() for _name, heading in operations]
        self._widths = [max(cell_len(line) for line in heading) for heading in self._headings]
        self._rows: Sequence[Row] = ()
        self._texts: list[tuple[int, str, bool]] = []
        super().__init__(id=id)

    @property
    def row_count(self) -> int:
        """Repositories there are."""
        return len(self._rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show ROWS: each the name of a repository and the decisions on the operations, in their order."""
        self._rows = rows
        self.rows_changed()

    def heading(self, width: int) -> str:
        """What stands over the columns when the widget is WIDTH cells wide; empty where there are none."""
        if not self._has_columns(width - 1):
            return ""
        lines = [NO_MARK + self._line(cells) for cells in zip_longest(*self._headings, fillvalue="")]
        return "\n".join(line.rstrip() for line in lines)

    def lay_out(self, width: int) -> Sequence[int]:
        """The lines of each repository."""
        self._texts = []
        for row, (name, decisions) in enumerate(self._rows):
            lines = self._texts_of(clean(name), [isinstance(each, Allowed) for each in decisions], width - MARK_WIDTH)
            self._texts += [(row, line, number == 0) for number, line in enumerate(lines)]
        return [row for row, _text, _first in self._texts]

    def draw_line(self, line: int, width: int) -> Sequence[Piece]:
        """The name of the repository stands first, marked where the cursor is."""
        row, text, is_first = self._texts[line]
        mark = (MARK if self.has_focus else BLURRED_MARK) if row == self.cursor and is_first else NO_MARK
        return Piece(mark), Piece(text, "lines--chosen" if is_first else "")

    def action_ask(self) -> None:
        """Ask about the repository under the cursor."""
        if self._rows:
            self.post_message(self.Asked(self._rows[self.cursor][0]))

    def on_click(self, event: Click) -> None:
        """Go to the row; a second click asks about it."""
        row = self.row_at(event)
        if row is None:
            return
        if row == self.cursor and event.chain > 1:
            self.action_ask()
        self.cursor = row

    def _has_columns(self, width: int) -> bool:
        return cell_len(self._line([""] * len(self._names))) + MARK_WIDTH <= width

    def _line(self, cells: Sequence[str]) -> str:
        return _GAP.join(fit(cell, room) for cell, room in zip(cells, self._widths, strict=True))

    def _texts_of(self, name: str, answers: Sequence[bool], width: int) -> list[str]:
        if self._has_columns(width + MARK_WIDTH):
            words = [_("yes") if answer else _("no") for answer in answers]
            return [*wrap(name, width), self._line(words)]
        may = ", ".join(each for each, answer in zip(self._names, answers, strict=True) if answer)
        may_not = ", ".join(each for each, answer in zip(self._names, answers, strict=True) if not answer)
        lines = wrap(name, width)
        for sentence, what in ((_("yes: {operations}"), may), (_("no: {operations}"), may_not)):
            lines += wrap(sentence.format(operations=what), width) if what else []
        return lines
