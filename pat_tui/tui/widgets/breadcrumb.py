"""The line on top that says where one is."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.text import clean

SEPARATOR = " › "


class Breadcrumb(Widget):
    """A path of pages. Where there is no room for all of it, its beginning gives way."""

    ALLOW_SELECT = False
    COMPONENT_CLASSES = {"breadcrumb--here"}  # noqa: RUF012
    DEFAULT_CSS = """
    Breadcrumb {
        dock: top;
        height: 1;
        background: $panel;
        color: $foreground-muted;
        & > .breadcrumb--here { color: $foreground; text-style: bold; }
    }
    """

    def __init__(self, steps: Sequence[str]) -> None:
        """Show STEPS, the present page last."""
        super().__init__()
        self.steps = [clean(step) for step in steps]

    def render_line(self, y: int) -> Strip:
        """Draw the path."""
        width = self.size.width
        here = self.get_visual_style("breadcrumb--here")
        text = Content.assemble(
            " ", self._path(width - 2 - cell_len(self.steps[-1])), Content.styled(self.steps[-1], here)
        )
        style = self.visual_style
        return Strip(text.truncate(width, ellipsis=True).render_segments(style)).adjust_cell_length(
            width, style.rich_style
        )

    def _path(self, room: int) -> str:
        """What stands before the last step, in at most ROOM cells."""
        before = "".join(step + SEPARATOR for step in self.steps[:-1])
        if cell_len(before) <= room:
            return before
        for start in range(1, len(self.steps)):
            shorter = "…" + SEPARATOR + "".join(step + SEPARATOR for step in self.steps[start:-1])
            if cell_len(shorter) <= room:
                return shorter
        return ""
