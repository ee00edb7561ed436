"""What an organization, or the enterprise above all of them, demands of tokens, one thing at a time."""

from collections.abc import Iterator, Mapping

from pat_tui.domain.policies import LONGEST_LIFETIME, parse_lifetime
from pat_tui.i18n import _
from pat_tui.plain.command_page import Command, CommandPage
from pat_tui.plain.desk import STAY, Desk, Move
from pat_tui.wording.policy_decisions import EnterpriseDecisions, OrganizationDecisions, PolicyDecisions
from pat_tui.wording.policy_state import (
    CLASSIC_PLANS,
    FINE_GRAINED_PLANS,
    SSO_PLANS,
    Plan,
    State,
    Value,
    selection_words,
)

_NONE = "none"
_ORDER = (*FINE_GRAINED_PLANS, *CLASSIC_PLANS, *SSO_PLANS)


class PolicyPage(CommandPage):
    """What holds, under numbers; a number changes it."""

    def __init__(self, desk: Desk, decisions: PolicyDecisions) -> None:
        """DECISIONS are made on it."""
        super().__init__(desk)
        self._decisions = decisions

    def heading(self) -> str:
        """What it decides."""
        return self._decisions.heading()

    def content(self) -> None:
        """Each thing that is decided, and what the enterprise says of it. Raises NotFound, Forbidden."""
        plans, states = self._decisions.plans(), self._decisions.states()
        for number, policy in enumerate(_ORDER, 1):
            plan, state = plans[policy], states[policy]
            words = f"{plan.title}: {selection_words(plan, state.value)}."
            self.asker.item(number, f"{words} {state.words}".rstrip())
        self.asker.say(_("Type a number to change what it says."))

    def commands(self) -> Iterator[Command]:
        """A number is all it takes."""
        yield from ()

    def more_help(self) -> Mapping[str, str]:
        """What a number does."""
        return {_("a number"): _("changes what that line says, after asking")}

    def number(self, number: int) -> Move:
        """Change what stands under that NUMBER, after asking."""
        if not 1 <= number <= len(_ORDER):
            return super().number(number)
        policy = _ORDER[number - 1]
        plan, state = self._decisions.plans()[policy], self._decisions.states()[policy]
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
        for sentence in self._decisions.change(policy, value):
            self.asker.say(sentence)
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
            error = self._decisions.errors(plan.policy, days).get(plan.policy.value)
            if error is None:
                return days
            self.asker.say(error)


def organization_settings(desk: Desk, login: str) -> PolicyPage:
    """`Settings` of the organization called LOGIN."""
    return PolicyPage(desk, OrganizationDecisions(desk.services.organizations, desk.services.requests, login))


def enterprise_settings(desk: Desk) -> PolicyPage:
    """What the owner of the enterprise decides."""
    return PolicyPage(desk, EnterpriseDecisions(desk.services.enterprise))
