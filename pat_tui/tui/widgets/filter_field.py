"""The field above a list, into which one types what its rows must hold."""

from textual.events import Key
from textual.widget import Widget

from pat_tui.tui.widgets.field import Field


class FilterField(Field):
    """Tells by `Input.Changed` what is typed. Enter and Down lead out of it, to the rows."""

    def __init__(self, rows: Widget, hint: str) -> None:
        """Stand above ROWS; HINT is shown while the field is empty."""
        super().__init__(id="filter", placeholder=hint)
        self._rows = rows

    async def action_submit(self) -> None:
        """Go on to the rows."""
        self._rows.focus()

    def on_key(self, event: Key) -> None:
        """Go on to the rows by Down as well."""
        if event.key == "down":
            event.stop()
            self._rows.focus()
