"""A list whose rows can be ticked, and which says in its place why it has none."""

from collections.abc import Sequence
from typing import Generic

from textual.content import Content
from textual.events import Click

from pat_tui.tui.widgets.cells import wrap
from pat_tui.tui.widgets.windowed_list import MARK_WIDTH, RowMessage, RowT, WindowedList

_TICKED, _NOT_TICKED = "[x] ", "[ ] "


class TickList(WindowedList[RowT], Generic[RowT]):
    """A subclass says in `id_of` what is ticked, and draws `box_of` before each row."""

    class Ticked(RowMessage):
        """A row was ticked, or its tick was taken away."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self.ticked: set[int] = set()
        """Ids of the rows with a tick."""
        self.empty_text = ""
        """What stands there when there is no row: they are being read, there are none, none fit, it is forbidden."""

    def id_of(self, row: RowT) -> int:
        """What stands for ROW among the ticked ones."""
        raise NotImplementedError

    @property
    def has_boxes(self) -> bool:
        """Whether rows show now if they are ticked."""
        return True

    def box_of(self, row: RowT) -> str:
        """The box before ROW; empty where no row has one."""
        if not self.has_boxes:
            return ""
        return _TICKED if self.id_of(row) in self.ticked else _NOT_TICKED

    def tick(self, row: RowT) -> None:
        """Tick ROW, or take its tick away."""
        self.ticked ^= {self.id_of(row)}
        self.refresh()
        self.post_message(self.Ticked(self, row))

    def on_click(self, event: Click) -> None:
        """Change the tick that is clicked, where there are boxes."""
        offset = event.get_content_offset(self)
        if not self.has_boxes or offset is None or not MARK_WIDTH <= offset.x < MARK_WIDTH + len(_TICKED):
            return
        event.stop()
        event.prevent_default()
        place, line = self.row_on(self.scroll_offset.y + offset.y)
        row = self.row_at(place)
        if row is not None and line >= 0 and event.button == 1:
            self.tick(row)

    def draw_empty(self) -> Sequence[Content]:
        """Draw the text that stands for no rows, broken where there is no room for a line of it."""
        width = self.scrollable_content_region.width - MARK_WIDTH
        lines = [part for line in self.empty_text.splitlines() for part in wrap(line, width)]
        return (Content(""), *(Content.styled(line, "$foreground-muted") for line in lines))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Without rows there is none to open."""
        return action != "open" or self.row_count > 0
