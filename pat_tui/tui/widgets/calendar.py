"""A month to pick a day from."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from rich.cells import cell_len
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from pat_tui.domain.dates import first_weekday
from pat_tui.i18n import _, pgettext
from pat_tui.tui.actions import bindings
from pat_tui.tui.widgets.cells import Piece, fit, strip_of

WIDTH = 22
"""Cells: seven days of three cells, and one at the end."""
_DAY_WIDTH = 3
_ARROW_WIDTH = 3
_NO_CHOICE = " ·"
"""Stands for a day that cannot be chosen."""


def add_months(day: date, months: int) -> date:
    """Return the same day MONTHS later (earlier if negative), or the last day of that month if it is shorter.

    Stops at the first and the last month that `date` knows.
    """
    first, last = date.min.year * 12, date.max.year * 12 + 11
    month = max(first, min(day.year * 12 + day.month - 1 + months, last))
    year, month = month // 12, month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


class Calendar(Widget, can_focus=True):
    """One month, with a cursor on the day that is its value."""

    ALLOW_SELECT = False
    BINDINGS = bindings(
        "calendar.left",
        "calendar.right",
        "calendar.up",
        "calendar.down",
        "calendar.previous_month",
        "calendar.next_month",
        "calendar.previous_year",
        "calendar.next_year",
        "calendar.week_start",
        "calendar.week_end",
        "calendar.today",
        "calendar.choose",
    )
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calendar--day",
        "calendar--title",
        "calendar--muted",
        "calendar--today",
        "calendar--cursor",
    }
    DEFAULT_CSS = """
    Calendar {
        width: 22;
        height: 8;
        & > .calendar--day { color: $foreground; }
        & > .calendar--title { text-style: bold; }
        & > .calendar--muted { color: $foreground-muted; text-style: dim; }
        & > .calendar--today { text-style: underline; }
        & > .calendar--cursor { text-style: bold; }
        &:focus > .calendar--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:focus:nocolor > .calendar--cursor { text-style: bold reverse; }
    }
    """

    value: reactive[date] = reactive(date.min, init=False)
    """The day under the cursor. A day out of range becomes the nearest one in it. Setting it posts no message."""

    @dataclass
    class Moved(Message):
        """The person moved to another day."""

        calendar: "Calendar"
        value: date

        @property
        def control(self) -> "Calendar":
            """The widget, for `@on` with a selector."""
            return self.calendar

    @dataclass
    class Chosen(Message):
        """The person chose a day."""

        calendar: "Calendar"
        value: date

        @property
        def control(self) -> "Calendar":
            """The widget, for `@on` with a selector."""
            return self.calendar

    def __init__(
        self,
        value: date,
        *,
        minimum: date,
        maximum: date,
        today: date,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show the month of VALUE; days from MINIMUM to MAXIMUM, both included, can be chosen; TODAY is underlined.

        Raises ValueError if MAXIMUM is before MINIMUM.
        """
        if maximum < minimum:
            raise ValueError("the last day is before the first")
        self.minimum, self.maximum, self.today = minimum, maximum, today
        super().__init__(id=id, classes=classes)
        self.set_reactive(Calendar.value, self.validate_value(value))

    def validate_value(self, value: date) -> date:
        """Return the day nearest to VALUE that can be chosen."""
        return max(self.minimum, min(value, self.maximum))

    def action_day(self, step: int) -> None:
        """Go STEP days on, back if negative."""
        place = self.value.toordinal() + step
        self._move(date.fromordinal(max(self.minimum.toordinal(), min(place, self.maximum.toordinal()))))

    def action_month(self, step: int) -> None:
        """Go STEP months on, back if negative."""
        self._move(add_months(self.value, step))

    def action_week_edge(self, place: int) -> None:
        """Go to day PLACE of the week, counted from 0 for the day that it starts on."""
        self.action_day(place - (self.value.weekday() - first_weekday()) % 7)

    def action_today(self) -> None:
        """Go to the day nearest to today that can be chosen."""
        self._move(self.today)

    def action_choose(self) -> None:
        """Choose the day under the cursor."""
        self.post_message(self.Chosen(self, self.value))

    def on_click(self, event: Click) -> None:
        """Choose the day under the mouse, or change the month on an arrow."""
        offset = event.get_content_offset(self)
        if offset is None or event.button != 1:
            return
        event.stop()
        if offset.y == 0:
            self.action_month((offset.x >= WIDTH - _ARROW_WIDTH) - (offset.x < _ARROW_WIDTH))
        elif (day := self._day_at(offset.y - 2, min(offset.x // _DAY_WIDTH, 6))) and self.can_choose(day):
            self._move(day)
            self.action_choose()

    def can_choose(self, day: date) -> bool:
        """Whether DAY is in range."""
        return self.minimum <= day <= self.maximum

    def render_line(self, y: int) -> Strip:
        """Draw the title, the names of the days, or a week."""
        if y == 0:
            pieces = self._title()
        elif y == 1:
            pieces = [Piece(" " + " ".join(_day_names()), "calendar--muted")]
        else:
            pieces = self._week(y - 2)
        return strip_of(self, pieces, self.content_size.width, "calendar--day")

    def _move(self, day: date) -> None:
        before, self.value = self.value, day
        if self.value != before:
            self.post_message(self.Moved(self, self.value))

    def _day_at(self, week: int, weekday: int) -> date | None:
        weeks = calendar.Calendar(first_weekday()).monthdayscalendar(self.value.year, self.value.month)
        number = weeks[week][weekday] if 0 <= week < len(weeks) else 0
        return self.value.replace(day=number) if number else None

    def _title(self) -> list[Piece]:
        first = self.value.replace(day=1)
        left = " ‹ " if first > self.minimum else ""
        right = " › " if add_months(first, 1) <= self.maximum and add_months(first, 1) != first else ""
        month = _("{month} {year}").format(month=_month_names()[first.month - 1], year=first.year)
        room = WIDTH - 2 * _ARROW_WIDTH
        title = fit(" " * ((room - cell_len(month)) // 2) + month, room)
        return [Piece(left.ljust(_ARROW_WIDTH)), Piece(title, "calendar--title"), Piece(right.rjust(_ARROW_WIDTH))]

    def _week(self, week: int) -> list[Piece]:
        pieces, after_cursor = [], False
        for weekday in range(7):
            day = self._day_at(week, weekday)
            is_cursor = day == self.value
            pieces.append(Piece("[" if is_cursor else "]" if after_cursor else " "))
            pieces.append(self._day(day))
            after_cursor = is_cursor
        return [*pieces, Piece("]" if after_cursor else " ")]

    def _day(self, day: date | None) -> Piece:
        if day is None:
            return Piece("  ")
        number = f"{day.day:2}"
        if day == self.value:
            return Piece(number, "calendar--cursor")
        if day == self.today:
            return Piece(number, "calendar--today")
        return Piece(number) if self.can_choose(day) else Piece(_NO_CHOICE, "calendar--muted")


def _day_names() -> list[str]:
    """Two cells each, the first day of the week first."""
    names = [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")]
    return [fit(name, _DAY_WIDTH - 1) for name in (*names[first_weekday() :], *names[: first_weekday()])]


def _month_names() -> list[str]:
    return [
        _("January"),
        _("February"),
        _("March"),
        _("April"),
        pgettext("the whole name", "May"),
        _("June"),
        _("July"),
        _("August"),
        _("September"),
        _("October"),
        _("November"),
        _("December"),
    ]
