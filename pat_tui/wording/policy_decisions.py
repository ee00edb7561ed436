"""What is decided about tokens, in an organization and for the enterprise, as a page and plain mode need it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence

from pat_tui.domain import policies
from pat_tui.domain.policies import Policy
from pat_tui.domain.policy_words import change_sentences, enterprise_change_sentences
from pat_tui.domain.text import clean
from pat_tui.i18n import _, ngettext
from pat_tui.services.enterprise import Enterprise
from pat_tui.services.organizations import Organizations
from pat_tui.services.requests import Requests
from pat_tui.wording.policy_state import (
    Plan,
    State,
    Value,
    enterprise_change,
    enterprise_plans,
    enterprise_states,
    organization_change,
    organization_plans,
    organization_states,
)


class PolicyDecisions(ABC):
    """What holds, and a way to change it, one policy at a time."""

    @abstractmethod
    def heading(self) -> str:
        """What stands above all of it."""

    @abstractmethod
    def plans(self) -> Mapping[Policy, Plan]:
        """What can be decided."""

    @abstractmethod
    def states(self) -> Mapping[Policy, State]:
        """What holds now. Raises Forbidden for who may not change it, NotFound, StoreError."""

    @abstractmethod
    def errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """Why VALUE cannot be what holds for POLICY, by field; empty: it can. Raises as `states`."""

    @abstractmethod
    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Make VALUE what holds for POLICY, and return what to say then. Raises InvalidInput, and as `states`."""


class OrganizationDecisions(PolicyDecisions):
    """Those of an organization's owners."""

    def __init__(self, organizations: Organizations, requests: Requests, login: str) -> None:
        """Of the organization called LOGIN."""
        self._organizations = organizations
        self._requests = requests
        self._login = login

    def heading(self) -> str:
        """GitHub's."""
        return _("Personal access token settings")

    def plans(self) -> Mapping[Policy, Plan]:
        """GitHub's blocks."""
        return organization_plans()

    def states(self) -> Mapping[Policy, State]:
        """What holds in the organization."""
        return organization_states(self._organizations.policy(self._login))

    def errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the enterprise, or the rule of lifetimes, says against VALUE."""
        enterprise = self._organizations.policy(self._login).enterprise
        return policies.change_errors(organization_change(policy, value), enterprise)

    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save it. Where approval is no longer required, what waits is told: it goes on waiting."""
        change = organization_change(policy, value)
        self._organizations.change_policy(self._login, change)
        sentences = list(change_sentences(change, clean(self._login)))
        if policy is Policy.APPROVAL and not value and (number := self._requests.count_pending(self._login)):
            words = ngettext(
                "{number} request was made before, and still waits under Pending requests.",
                "{number} requests were made before, and still wait under Pending requests.",
                number,
            )
            sentences.append(words.format(number=number))
        return sentences


class EnterpriseDecisions(PolicyDecisions):
    """Those of the enterprise's owner. What organizations have chosen themselves stays, and holds again afterwards."""

    def __init__(self, enterprise: Enterprise) -> None:
        """Of ENTERPRISE."""
        self._enterprise = enterprise

    def heading(self) -> str:
        """What is decided."""
        return _("Personal access token policies for all organizations")

    def plans(self) -> Mapping[Policy, Plan]:
        """GitHub's blocks."""
        return enterprise_plans()

    def states(self) -> Mapping[Policy, State]:
        """What the enterprise has decided."""
        return enterprise_states(self._enterprise.owned_policy())

    def errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the rule of lifetimes says against VALUE."""
        return policies.enterprise_change_errors(enterprise_change(policy, value))

    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save it."""
        change = enterprise_change(policy, value)
        self._enterprise.change_policy(change)
        return list(enterprise_change_sentences(change))
