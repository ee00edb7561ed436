"""The choice of when a token ends: the menu, a field and a calendar for another date, and what comes of it."""

from dataclasses import dataclass

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from pat_tui.domain.expiration import Expiration, default_expiration, local_day, parse_day
from pat_tui.i18n import _
from pat_tui.tui.screens.form_layout import custom_part
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.wording import form_state
from pat_tui.wording.form_state import CUSTOM, NEVER, Limit, Moment


class ExpirationField(Vertical):
    """Has its label. Starts with what the forms propose.

    Everything is read from its fields: messages may still be on the way.
    """

    DEFAULT_CSS = """
    ExpirationField {
        height: auto;
        margin: 1 0 0 0;
        & #custom { height: 1; margin: 0 0 0 2; }
        & #custom-day { width: 14; margin: 0 2 0 0; }
    }
    """

    @dataclass
    class Changed(Message):
        """Another expiration was chosen, or the date field holds something else."""

        field: "ExpirationField"

        @property
        def control(self) -> "ExpirationField":
            """The field, for `@on` with a selector."""
            return self.field

    def __init__(self, limit: Limit, moment: Moment, start: Expiration | None = None) -> None:
        """Offer what LIMIT allows to a token that is made at MOMENT, beginning with START, a number of days or never.

        None, or what LIMIT forbids: with what the forms propose.
        """
        self._limit, self._moment, self._start = limit, moment, start
        self._day = form_state.first_custom_day(limit, moment).isoformat()
        options = form_state.expiration_options(limit, moment, start)
        value = form_state.expiration_value(start or default_expiration(limit.days), options)
        self._choice = Choice(options, value, title=_("Expiration"), label=_("Expiration"), id="expiration")
        self._custom: Widget | None = None
        """Made when it is first needed, for in most forms it never is."""
        self._note = Static("", id="expiration-note", classes="note", markup=False)
        super().__init__(self._choice, self._note, id="expiration-field")
        self._describe()

    @property
    def expiration(self) -> Expiration:
        """What is chosen. A date field that holds no date gives a day that no rule allows."""
        return form_state.expiration_of(self._choice.value, self._custom_day) or form_state.NO_DAY

    @property
    def input_of_error(self) -> Widget:
        """The field to correct when the choice is refused."""
        return self.query_one("#custom-day") if self._choice.value == CUSTOM else self._choice

    def set_limit(self, limit: Limit) -> None:
        """Offer what LIMIT allows, with the present choice where it still can be made. Posts no message."""
        options = form_state.expiration_options(limit, self._moment, self._start)
        kept = form_state.expiration_of(self._choice.value, self._custom_day) or default_expiration(limit.days)
        self._limit = limit
        self._choice.set_options(options, form_state.expiration_value(kept, options))
        self._describe()

    def set_moment(self, moment: Moment) -> None:
        """Go by MOMENT from the next change on."""
        self._moment = moment

    @property
    def _custom_day(self) -> str:
        """What the date field holds, or would hold if it were there."""
        for field in self.query("#custom-day").results(Input):
            self._day = field.value
        return self._day

    def _describe(self) -> None:
        is_custom = self._choice.value == CUSTOM
        if is_custom and self._custom is None:
            self._custom = custom_part(self._custom_day)
            self.mount(self._custom, before=self._note)
        if self._custom is not None:
            self._custom.display = is_custom
        choice = form_state.expiration_of(self._choice.value, self._custom_day)
        words = form_state.expiration_note(choice, self._limit, self._moment)
        self._note.update(words)
        self._note.display = bool(words)
        self._note.set_class(self._choice.value == NEVER, "-warning")

    @on(Input.Changed)
    @on(Choice.Changed)
    def _tell(self, message: Message) -> None:
        message.stop()
        self._describe()
        self.post_message(self.Changed(self))

    @on(LineButton.Pressed)
    def _open_calendar(self, message: LineButton.Pressed) -> None:
        from pat_tui.tui.widgets.date_picker import DatePickerScreen

        message.stop()
        field, moment = self.query_one("#custom-day", Input), self._moment
        first, last = self._limit.day_range(moment)
        day = min(max(parse_day(field.value) or first, first), last)
        today = local_day(moment.now, moment.zone)

        def take(chosen: object) -> None:
            if chosen is not None:
                field.value = str(chosen)

        self.app.push_screen(
            DatePickerScreen(day, minimum=first, maximum=last, today=today, title=_("Expiration date")), take
        )
