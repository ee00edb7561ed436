"""A dialog that asks for a day: a month to pick it from, and a text field to type it into."""

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.widgets import Input, Static

from pat_tui.domain.expiration import parse_day
from pat_tui.i18n import _
from pat_tui.tui.actions import bindings
from pat_tui.tui.quick_screen import Dialog
from pat_tui.tui.widgets.calendar import Calendar
from pat_tui.tui.widgets.choice import keys_line
from pat_tui.tui.widgets.field import Field


class DatePickerScreen(Dialog[date | None]):
    """A dialog that asks for a day, with a calendar and a text field. Returns None when left without choosing."""

    BINDINGS = bindings("page.back")
    DEFAULT_CSS = """
    DatePickerScreen {
        align: center middle;
        & > #date-picker {
            width: 34;
            height: auto;
            padding: 0 1;
            border: round $primary;
            background: $surface;
            align-horizontal: center;
        }
        & Calendar { margin-bottom: 1; }
        & Input { background: $panel; }
        & #date-picker-error { height: 2; color: $text-error; }
        & #date-picker-keys { color: $foreground-muted; }
    }
    """

    def __init__(self, value: date, *, minimum: date, maximum: date, today: date, title: str = "") -> None:
        """Start at VALUE; the rest as for `Calendar`. TITLE stands above; empty for the usual words."""
        self._calendar = Calendar(value, minimum=minimum, maximum=maximum, today=today)
        self._title = title or _("Choose a date")
        super().__init__()

    def compose(self) -> ComposeResult:
        """Put calendar and field in a frame."""
        with Vertical(id="date-picker") as frame:
            frame.border_title = Content(self._title)
            yield self._calendar
            yield Field(self._calendar.value.isoformat(), placeholder=_("YYYY-MM-DD"))
            yield Static("", id="date-picker-error", markup=False)
            yield Static(keys_line(_("Choose")), id="date-picker-keys")

    def on_calendar_moved(self, event: Calendar.Moved) -> None:
        """Write the day into the field."""
        event.stop()
        field = self.query_one(Input)
        with field.prevent(Input.Changed):
            field.value = event.value.isoformat()
        self._say("")

    def on_calendar_chosen(self, event: Calendar.Chosen) -> None:
        """Return the day."""
        event.stop()
        self.dismiss(event.value)

    @on(Input.Changed)
    def follow_field(self, event: Input.Changed) -> None:
        """Move the calendar to what was typed, or say what is wrong with it."""
        event.stop()
        day, error = self._read(event.value)
        if day:
            self._calendar.value = day
        self._say(error)

    @on(Input.Submitted)
    def choose_typed(self, event: Input.Submitted) -> None:
        """Return the day that was typed, if it is one that can be chosen."""
        event.stop()
        day, error = self._read(event.value)
        if day:
            self.dismiss(day)
        else:
            self._say(error)

    def action_back(self) -> None:
        """Leave without choosing."""
        self.dismiss(None)

    def on_click(self, event: Click) -> None:
        """Leave when the mouse is clicked beside the dialog, unless by the second half of a double click."""
        if event.widget is self and event.chain == 1:
            self.dismiss(None)

    def _say(self, error: str) -> None:
        self.query_one("#date-picker-error", Static).update(error)

    def _read(self, text: str) -> tuple[date | None, str]:
        """Return the day that TEXT names, or None and why it cannot be chosen."""
        day = parse_day(text)
        if day is None:
            return None, _("Write a date that exists, as YYYY-MM-DD.")
        if not self._calendar.can_choose(day):
            first, last = self._calendar.minimum.isoformat(), self._calendar.maximum.isoformat()
            return None, _("Choose a day from {first} to {last}.").format(first=first, last=last)
        return day, ""
