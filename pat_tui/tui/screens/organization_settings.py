"""The page `Settings` of an organization's personal access tokens."""

from collections.abc import Mapping, Sequence

from pat_tui.domain import policies
from pat_tui.domain.policies import Policy
from pat_tui.domain.policy_words import change_sentences
from pat_tui.i18n import _, ngettext
from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.screens.policy_block import Plan, State, Value
from pat_tui.tui.screens.policy_page import PolicyPage
from pat_tui.wiring import Services
from pat_tui.wording.policy_state import organization_change, organization_plans, organization_states


class OrganizationSettingsScreen(PolicyPage, OrganizationPage):
    """What the owners of an organization demand of its members' tokens."""

    # Stylesheets follow the first base alone, hence the order.
    PART = "settings"

    def __init__(self, services: Services, login: str) -> None:
        """The page of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__()

    def heading(self) -> str:
        """GitHub's."""
        return _("Personal access token settings")

    def plans(self) -> Mapping[Policy, Plan]:
        """The blocks of both tabs."""
        return organization_plans()

    def states(self) -> Mapping[Policy, State]:
        """What holds in the organization."""
        return organization_states(self.services.organizations.policy(self.login))

    def change_errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the enterprise, or the rule of lifetimes, says against VALUE."""
        enterprise = self.services.organizations.policy(self.login).enterprise
        return policies.change_errors(organization_change(policy, value), enterprise)

    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save it. Where approval is no longer required, what waits is told: it goes on waiting."""
        change = organization_change(policy, value)
        self.services.organizations.change_policy(self.login, change)
        sentences = list(change_sentences(change, self.login))
        if policy is Policy.APPROVAL and not value and (number := self.services.requests.count_pending(self.login)):
            words = ngettext(
                "{number} request was made before, and still waits under Pending requests.",
                "{number} requests were made before, and still wait under Pending requests.",
                number,
            )
            sentences.append(words.format(number=number))
        return sentences
