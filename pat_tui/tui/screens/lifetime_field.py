"""The choice of a maximum lifetime: a tick, a menu of days, and a field for another number of days."""

from dataclasses import dataclass

from textual import on
from textual.containers import Vertical
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from pat_tui.domain.errors import InvalidInput
from pat_tui.domain.expiration import days_text
from pat_tui.domain.policies import LIFETIMES, LONGEST_LIFETIME, Policy, parse_lifetime
from pat_tui.i18n import _
from pat_tui.tui.widgets.choice import Choice, Option
from pat_tui.tui.widgets.field import Field
from pat_tui.tui.widgets.tick_box import TickBox

_CUSTOM = 0
"""What stands for a custom lifetime among the days of the menu."""


class LifetimeField(Vertical):
    """Everything is read from its fields: messages may still be on the way."""

    DEFAULT_CSS = """
    LifetimeField {
        height: auto;
        & Choice { margin: 0 0 0 6; }
        & Field { width: 20; margin: 0 0 0 8; }
    }
    """

    @dataclass
    class Changed(Message):
        """The person chose something else."""

        field: "LifetimeField"

        @property
        def control(self) -> "LifetimeField":
            """The field, for `@on` with a selector."""
            return self.field

    def __init__(self, policy: Policy, tick: str) -> None:
        """The maximum that POLICY names; TICK is what the box says."""
        self._policy = policy
        self._tick = TickBox(tick)
        self._menu = Choice(_options(None), LONGEST_LIFETIME, title=_("Maximum lifetime"))
        self._custom = Field(placeholder=_("Days, 1 to 366"))
        super().__init__(self._tick, self._menu, self._custom, id=policy.value)
        self.show(None, None)

    @property
    def value(self) -> int | None:
        """The days that are chosen; None for no maximum. Raises InvalidInput where no number of days is written."""
        if not self._tick.value:
            return None
        if self._menu.value != _CUSTOM:
            return self._menu.value
        days = parse_lifetime(self._custom.value)
        if days is None:
            words = _("Write a number of days, from 1 to {maximum}.").format(maximum=LONGEST_LIFETIME)
            raise InvalidInput({self._policy.value: words})
        return days

    @property
    def input_of_error(self) -> Widget:
        """The field to correct when the value is refused."""
        if not self._tick.value:
            return self._tick
        return self._custom if self._menu.value == _CUSTOM else self._menu

    def show(self, days: int | None, above: int | None) -> None:
        """Show DAYS (None: no maximum) as chosen; ABOVE is the longest that is allowed (None: any). No message."""
        self._tick.value = days is not None
        self._tick.disabled = above is not None and days is not None
        options = _options(above)
        chosen = days or above or LONGEST_LIFETIME
        is_written = self._menu.value == _CUSTOM and parse_lifetime(self._custom.value) == chosen
        if is_written or chosen not in {option.value for option in options}:
            self._custom.value, chosen = str(chosen), _CUSTOM
        self._menu.set_options(options, chosen)
        self._show_parts()

    def _show_parts(self) -> None:
        self._menu.display = self._tick.value
        self._custom.display = self._tick.value and self._menu.value == _CUSTOM

    @on(TickBox.Changed)
    @on(Choice.Changed)
    @on(Input.Changed)
    def _tell(self, message: Message) -> None:
        message.stop()
        self._show_parts()
        self.post_message(self.Changed(self))


def _options(above: int | None) -> list[Option[int]]:
    """The lifetimes on offer up to ABOVE (None: all), then a custom one."""
    days = [days for days in LIFETIMES if above is None or days <= above]
    return [*(Option(each, days_text(each)) for each in days), Option(_CUSTOM, _("Custom"))]
