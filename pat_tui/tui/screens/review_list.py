"""The list of an organization's requests or tokens: three lines a row, each with a box to tick."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic

from rich.cells import cell_len
from textual.content import Content

from pat_tui.domain.status import Status
from pat_tui.domain.text import clean
from pat_tui.tui.facts import Facts
from pat_tui.tui.review_source import RowT
from pat_tui.tui.widgets.cells import cut
from pat_tui.tui.widgets.tick_list import TickList

_ROOM_FOR_INDENT = 40
"""Cells of width from which on what stands below a name starts where the name does, behind the box."""


class ReviewList(TickList[RowT], Generic[RowT]):
    """Name and badge; whose it is and since when; what it reaches."""

    ROW_HEIGHT = 3

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

    def id_of(self, row: RowT) -> int:
        """The id of the request or token."""
        return self._id_of(row)

    def draw_row(self, row: RowT, width: int, *, has_cursor: bool) -> Sequence[Content]:
        """Draw a request or a token."""
        quiet = "" if has_cursor else "$foreground-muted"
        tick = self.box_of(row)
        indent = " " * len(tick) if width >= _ROOM_FOR_INDENT else ""
        first = Content.assemble(tick, self._title(row, width - len(tick), has_cursor=has_cursor))
        room = width - len(indent)
        return (first, *(Content.styled(indent + facts.text(room), quiet) for facts in self._lines(row)))

    def _title(self, row: RowT, width: int, *, has_cursor: bool) -> Content:
        badge = f" {Status.EXPIRED.badge} " if row.is_expired_at(self._now()) else ""
        style = "bold" if has_cursor else "bold $primary"
        name = cut(clean(row.token_name), width - cell_len(badge) - bool(badge))
        gap = " " * (width - cell_len(name) - cell_len(badge))
        return Content.assemble(
            Content.styled(name, style), gap, Content.styled(badge, "reverse" if has_cursor else "reverse $error")
        )
