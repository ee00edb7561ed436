"""One block of a page of policies: a choice, what the enterprise has to say of it, and a button of its own."""

from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from pat_tui.domain.errors import InvalidInput
from pat_tui.i18n import _
from pat_tui.tui.screens.lifetime_field import LifetimeField
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.wording.policy_state import Plan as Plan
from pat_tui.wording.policy_state import State as State
from pat_tui.wording.policy_state import Value as Value


class PolicyBlock(Vertical):
    """What a person has chosen stays until it is saved, whatever happens in the store meanwhile."""

    def __init__(self, plan: Plan) -> None:
        """The block of PLAN. It shows nothing sensible before the first `show`."""
        self.plan = plan
        self._field = (
            OptionLines(plan.options, plan.options[0].value, id=plan.policy.value)
            if plan.options
            else LifetimeField(plan.policy, plan.tick)
        )
        self._words = Static("", classes="enterprise-words", markup=False)
        self._button = LineButton(_("Save"), id=f"save-{plan.policy.value}", classes="-primary")
        self._state: State | None = None
        super().__init__(
            Static(plan.title, classes="section", markup=False),
            Static(plan.hint, classes="note", markup=False),
            self._field,
            self._words,
            self._button,
        )

    @property
    def value(self) -> Value:
        """What is chosen. Raises InvalidInput where that is no value at all."""
        return self._field.value

    @property
    def is_changed(self) -> bool:
        """Whether something else is chosen than what was last shown."""
        if self._state is None:
            return False
        try:
            return bool(self.value != self._state.value)
        except InvalidInput:
            return True

    def holds(self, value: Value) -> bool:
        """Whether VALUE is what is chosen now."""
        try:
            return bool(self.value == value)
        except InvalidInput:
            return False

    @property
    def input_of_error(self) -> Widget:
        """The field to correct when the choice is refused."""
        return self._field.input_of_error if isinstance(self._field, LifetimeField) else self._field

    def show(self, state: State, *, keep_choice: bool) -> None:
        """Show STATE; with KEEP_CHOICE, and where there still is something to choose, only what the enterprise says.

        The cursor of a person who is about to choose stays where it is, unless something else holds now.
        """
        keep = keep_choice and not state.is_locked
        self._state = state
        if isinstance(self._field, OptionLines) and not keep and not self.holds(state.value):
            self._field.value = state.value
        elif isinstance(self._field, LifetimeField) and not keep:
            self._field.show(state.value, state.above)
        self._words.update(state.words)
        self._words.display = bool(state.words)
        self._field.disabled = state.is_locked
        self._button.display = not state.is_locked
