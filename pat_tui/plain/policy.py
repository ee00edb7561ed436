"""What an organization, or the enterprise above all of them, demands of tokens, one thing at a time."""

from abc import abstractmethod
from collections.abc import Iterator, Mapping, Sequence

from pat_tui.domain import policies
from pat_tui.domain.policies import LONGEST_LIFETIME, Policy, parse_lifetime
from pat_tui.domain.policy_words import change_sentences, enterprise_change_sentences
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
    enterprise_change,
    enterprise_plans,
    enterprise_states,
    organization_change,
    organization_plans,
    organization_states,
    selection_words,
)

_NONE = "none"
_ORDER = (*FINE_GRAINED_PLANS, *CLASSIC_PLANS, *SSO_PLANS)


class AnyPolicyPage(CommandPage):
    """What holds, under numbers; a number changes it."""

    @abstractmethod
    def plans(self) -> Mapping[Policy, Plan]:
        """What can be decided."""

    @abstractmethod
    def states(self) -> Mapping[Policy, State]:
        """What holds. Raises NotFound, Forbidden."""

    @abstractmethod
    def errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the rules say against VALUE, by field."""

    @abstractmethod
    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save VALUE, and what is to be said of it."""

    def content(self) -> None:
        """Each thing that is decided, and what the enterprise says of it. Raises NotFound, Forbidden."""
        plans, states = self.plans(), self.states()
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
        plan, state = self.plans()[policy], self.states()[policy]
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
        for sentence in self.change(policy, value):
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
            error = self.errors(plan.policy, days).get(plan.policy.value)
            if error is None:
                return days
            self.asker.say(error)


class PolicyPage(AnyPolicyPage):
    """`Settings` of an organization."""

    def __init__(self, desk: Desk, login: str) -> None:
        """Of the organization called LOGIN."""
        super().__init__(desk)
        self._login = login

    def heading(self) -> str:
        """GitHub's."""
        return _("Personal access token settings")

    def plans(self) -> Mapping[Policy, Plan]:
        """GitHub's blocks."""
        return organization_plans()

    def states(self) -> Mapping[Policy, State]:
        """What holds in the organization."""
        return organization_states(self.services.organizations.policy(self._login))

    def errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the enterprise, or the rule of lifetimes, says against VALUE."""
        enterprise = self.services.organizations.policy(self._login).enterprise
        return policies.change_errors(organization_change(policy, value), enterprise)

    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save it. Where approval is no longer required, what waits is told: it goes on waiting."""
        change = organization_change(policy, value)
        self.services.organizations.change_policy(self._login, change)
        sentences = list(change_sentences(change, clean(self._login)))
        if policy is Policy.APPROVAL and not value and (number := self.services.requests.count_pending(self._login)):
            words = ngettext(
                "{number} request was made before, and still waits under Pending requests.",
                "{number} requests were made before, and still wait under Pending requests.",
                number,
            )
            sentences.append(words.format(number=number))
        return sentences


class EnterprisePage(AnyPolicyPage):
    """For the owner of the enterprise. What organizations have chosen themselves stays, and holds again afterwards."""

    def heading(self) -> str:
        """What the page decides."""
        return _("Personal access token policies for all organizations")

    def plans(self) -> Mapping[Policy, Plan]:
        """GitHub's blocks."""
        return enterprise_plans()

    def states(self) -> Mapping[Policy, State]:
        """What the enterprise has decided."""
        return enterprise_states(self.services.enterprise.owned_policy())

    def errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the rule of lifetimes says against VALUE."""
        return policies.enterprise_change_errors(enterprise_change(policy, value))

    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save it."""
        change = enterprise_change(policy, value)
        self.services.enterprise.change_policy(change)
        return list(enterprise_change_sentences(change))
