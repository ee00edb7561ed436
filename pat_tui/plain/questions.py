"""Questions that several forms ask: a text, a choice, an expiration."""

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from pat_tui.domain.expiration import Expiration, InDays, Never, OnDate, parse_day
from pat_tui.i18n import _
from pat_tui.plain.asker import Asker
from pat_tui.plain.form import Question
from pat_tui.plain.lines import listed
from pat_tui.wording import form_state
from pat_tui.wording.form_state import CUSTOM, Limit, Moment
from pat_tui.wording.option import Option

T = TypeVar("T")
EMPTY = "-"
"""Typed to leave a text empty that is not."""


class TextQuestion(Question):
    """A line of text, or with LINES several: one that ends in a backslash goes on in the next."""

    def __init__(
        self,
        field: str,
        label: str,
        read: Callable[[], str],
        keep: Callable[[str], None],
        *,
        help_text: str,
        lines: bool = False,
        applies: Callable[[], bool] = lambda: True,
    ) -> None:
        self.field = field
        self._label = label
        self._read = read
        self._keep = keep
        self._help_text = help_text
        self._lines = lines
        self._applies = applies

    def label(self) -> str:
        """As it was given."""
        return self._label

    def value(self) -> str:
        """The text, on one line."""
        return " ".join(self._read().split()) or _("none")

    def applies(self) -> bool:
        """As it was given."""
        return self._applies()

    def ask(self, asker: Asker) -> None:
        """Take a line, and those after it that belong to it."""
        help_text = self._help_text
        if self._lines:
            help_text += " " + _("A line that ends in a backslash goes on in the next one.")
        if self._read():
            help_text += " " + _("{empty} leaves it empty.").format(empty=EMPTY)
        shown = self.value() if self._read() else _("none") if self._lines else ""
        typed = asker.ask(self._label, shown, help_text=help_text)
        if typed == shown:  # kept, with line ends that do not show
            return
        lines = [typed]
        while self._lines and lines[-1].endswith("\\"):
            lines[-1] = lines[-1][:-1].rstrip()
            lines.append(asker.ask(_("Next line"), help_text=help_text))
        text = "\n".join(lines).strip()
        self._keep("" if text == EMPTY else text)


class ChoiceQuestion(Question, Generic[T]):
    """One of several."""

    def __init__(
        self,
        field: str,
        label: str,
        options: Callable[[], Sequence[Option[T]]],
        read: Callable[[], T],
        keep: Callable[[T], None],
        *,
        help_text: str,
    ) -> None:
        self.field = field
        self._label = label
        self._options = options
        self._read = read
        self._keep = keep
        self._help_text = help_text

    def label(self) -> str:
        """As it was given."""
        return self._label

    def value(self) -> str:
        """The label of what is chosen."""
        return next((option.label for option in self._options() if option.value == self._read()), _("none"))

    def ask(self, asker: Asker) -> None:
        """Let one be chosen."""
        options = [Option(each.value, each.label, listed(each.hint).rstrip(".")) for each in self._options()]
        self._keep(asker.choose(self._label, options, self._read(), help_text=self._help_text))


class ExpirationQuestion(Question):
    """The menu, a date where one is wanted, and what comes of it."""

    field = "expiration"

    def __init__(
        self,
        limit: Callable[[], Limit],
        moment: Callable[[], Moment],
        read: Callable[[], Expiration],
        keep: Callable[[Expiration], None],
    ) -> None:
        """LIMIT and MOMENT are asked for each time: the owner may change, and time goes on."""
        self._limit = limit
        self._moment = moment
        self._read = read
        self._keep = keep

    def label(self) -> str:
        """GitHub's."""
        return _("Expiration")

    def value(self) -> str:
        """The choice in words."""
        chosen = self._read()
        if isinstance(chosen, OnDate):
            return chosen.day.isoformat()
        options = form_state.expiration_options(self._limit(), self._moment(), chosen)
        value = str(chosen.days) if isinstance(chosen, InDays) else form_state.NEVER
        return next((option.label for option in options if option.value == value), value)

    def ask(self, asker: Asker) -> None:
        """Let one be chosen, and say when the token ends then."""
        limit, moment, chosen = self._limit(), self._moment(), self._read()
        options = form_state.expiration_options(limit, moment, chosen)
        value = form_state.expiration_value(chosen, options)
        help_text = _("Type the number of a line. Custom asks for a date.")
        taken = asker.choose(self.label(), options, value, help_text=help_text)
        expiration = self._custom(asker, limit, moment) if taken == CUSTOM else form_state.expiration_of(taken, "")
        self._keep(expiration or Never())
        if note := form_state.expiration_note(expiration, limit, moment):
            asker.say(note)

    def _custom(self, asker: Asker, limit: Limit, moment: Moment) -> Expiration:
        chosen = self._read()
        first, last = limit.day_range(moment)
        start = chosen.day if isinstance(chosen, OnDate) else form_state.first_custom_day(limit, moment)
        help_text = _("Choose a date from {first} to {last}.").format(first=first.isoformat(), last=last.isoformat())
        while True:
            day = parse_day(asker.ask(_("Date, as YYYY-MM-DD"), start.isoformat(), help_text=help_text))
            if day is not None and first <= day <= last:
                return OnDate(day)
            asker.say(help_text)
