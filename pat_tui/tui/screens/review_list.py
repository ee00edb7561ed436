"""The list of an organization's requests or tokens: three lines a row, each with a box to tick."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic

from rich.cells import cell_len
from textual.content import Content
from textual.events import Click

from pat_tui.domain.status import Status
from pat_tui.domain.text import clean
from pat_tui.tui.facts import Facts
from pat_tui.tui.review_source import RowT
from pat_tui.tui.widgets.cells import cut, wrap
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, RowMessage, WindowedList

TICKED, NOT_TICKED = "[x] ", "[ ] "
_ROOM_FOR_INDENT = 40
"""Cells of width from which on what stands below a name starts where the name does, behind the box."""


class ReviewList(WindowedList[RowT], Generic[RowT]):
    """Name and badge; whose it is and since when; what it reaches."""

    ROW_HEIGHT = 3

    class Ticked(RowMessage):
        """A row was ticked, or its tick was taken away."""

    def __init__(
        self,
        id_of: Callable[[RowT], int],
        lines: Callable[[RowT], Sequence[Facts]],
        now: Callable[[], datetime],
    ) -> None:
        """ID_OF a row is what is ticked; LINES are the facts in its second and third line."""
        super().__init__(id="reviews")
        self._id_of = id_of
        self._lines = lines
        self._now = now
        self.ticked: set[int] = set()
        self.empty_text = ""
        """What stands there when there is no row: they are being read, there are none, none fit, it is forbidden."""

    def draw_row(self, row: RowT, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw a request or a token."""
        quiet = "" if has_cursor else "$foreground-muted"
        tick = TICKED if self._id_of(row) in self.ticked else NOT_TICKED
        indent = " " * len(tick) if width >= _ROOM_FOR_INDENT else ""
        first = Content.assemble(tick, self._title(row, width - len(tick), has_cursor=has_cursor))
        room = width - len(indent)
        return (first, *(Content.styled(indent + facts.text(room), quiet) for facts in self._lines(row)))

    def draw_empty(self) -> Sequence[Content]:
        """Draw the text that stands for no rows."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in lines))

    def tick(self, row: RowT) -> None:
        """Tick ROW, or take its tick away."""
        self.ticked ^= {self._id_of(row)}
        self.refresh()
        self.post_message(self.Ticked(self, row))

    def on_click(self, event: Click) -> None:
        """Change the tick that is clicked."""
        offset = event.get_content_offset(self)
        if offset is None or not MARK_WIDTH <= offset.x < MARK_WIDTH + len(TICKED):
            return
        event.stop()
        event.prevent_default()
        row = self.row_at((self.scroll_offset.y + offset.y) // self.ROW_HEIGHT)
        if row is not None and event.button == 1:
            self.tick(row)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is none to open."""
        return action != "open" or self.row_count > 0

    def _title(self, row: RowT, width: int, *, has_cursor: bool) -> Content:
        badge = f" {Status.EXPIRED.badge} " if row.is_expired_at(self._now()) else ""
        style = "bold" if has_cursor else "bold $primary"
        name = cut(clean(row.token_name), width - cell_len(badge) - bool(badge))
        gap = " " * (width - cell_len(name) - cell_len(badge))
        return Content.assemble(
            Content.styled(name, style), gap, Content.styled(badge, "reverse" if has_cursor else "reverse $error")
        )
