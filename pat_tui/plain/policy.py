"""`Settings` of an organization: what it demands of tokens, one thing at a time."""

from collections.abc import Iterator

from pat_tui.domain import policies
from pat_tui.domain.policies import LONGEST_LIFETIME, Policy, parse_lifetime
from pat_tui.domain.policy_words import change_sentences
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move
from pat_tui.wording.policy_state import (
    CLASSIC_PLANS,
    FINE_GRAINED_PLANS,
    SSO_PLANS,
    Plan,
    State,
    Value,
    organization_change,
    organization_plans,
    organization_states,
    selection_words,
)

_NONE = "none"


class PolicyPage(CommandPage):
    """What holds, under numbers; a number changes it."""

    def __init__(self, desk: Desk, login: str) -> None:
        """Of the organization called LOGIN."""
        super().__init__(desk)
        self._login = login
        self._order = (*FINE_GRAINED_PLANS, *CLASSIC_PLANS, *SSO_PLANS)

    def heading(self) -> str:
        """GitHub's."""
        return _("Personal access token settings")

    def content(self) -> None:
        """Each thing that is decided, and what the enterprise says of it. Raises NotFound, Forbidden."""
        plans, states = organization_plans(), self._states()
        for number, policy in enumerate(self._order, 1):
            plan, state = plans[policy], states[policy]
            words = f"{plan.title}: {selection_words(plan, state.value)}."
            self.asker.item(number, f"{words} {state.words}".rstrip())
        self.asker.say(_("Type a number to change what it says."))

    def commands(self) -> Iterator[Command]:
        """A number is all it takes."""
        yield from ()

    def number(self, number: int) -> Move:
        """Change what stands under that NUMBER, after asking."""
        if not 1 <= number <= len(self._order):
            return super().number(number)
        policy = self._order[number - 1]
        plan, state = organization_plans()[policy], self._states()[policy]
        if state.is_locked:
            self.asker.say(state.words)
            return STAY
        self.asker.say(plan.hint)
        value = self._ask(plan, state)
        if value == state.value:
            self.asker.say(_("There is nothing to save: this is what holds already."))
            return STAY
        self.asker.say(selection_words(plan, value))
        if not self.asker.confirm(_("Are you sure you want to update your selection?")):
            self.asker.say(_("Nothing has been changed."))
            return STAY
        self._save(policy, value)
        return self.again()

    def _ask(self, plan: Plan, state: State) -> Value:
        if plan.options:
            return self.asker.choose(plan.title, plan.options, state.value)
        label = _("{label}, days or {none}").format(label=plan.tick, none=_NONE)
        help_text = _("A number of days, from 1 to {maximum}, or {none} for no maximum lifetime.").format(
            maximum=LONGEST_LIFETIME, none=_NONE
        )
        shown = _NONE if state.value is None else str(state.value)
        while True:
            typed = self.asker.ask(label, shown, help_text=help_text).lower()
            days = None if typed == _NONE else parse_lifetime(typed.removesuffix("days").strip())
            if days is None and typed != _NONE:
                self.asker.say(help_text)
                continue
            error = self._error(plan.policy, days)
            if error is None:
                return days
            self.asker.say(error)

    def _error(self, policy: Policy, value: Value) -> str | None:
        enterprise = self.services.organizations.policy(self._login).enterprise
        return policies.change_errors(organization_change(policy, value), enterprise).get(policy.value)

    def _save(self, policy: Policy, value: Value) -> None:
        change = organization_change(policy, value)
        self.services.organizations.change_policy(self._login, change)
        for sentence in change_sentences(change, clean(self._login)):
            self.asker.say(sentence)
        number = self.services.requests.count_pending(self._login)
        if policy is Policy.APPROVAL and not value and number:
            words = ngettext(
                "{number} request was made before, and still waits under Pending requests.",
                "{number} requests were made before, and still wait under Pending requests.",
                number,
            )
            self.asker.say(words.format(number=number))

    def _states(self) -> dict[Policy, State]:
        return organization_states(self.services.organizations.policy(self._login))
