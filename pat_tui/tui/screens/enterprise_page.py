"""The page `Enterprise`: what it demands of all organizations."""

from collections.abc import Mapping, Sequence

from pat_tui.domain.policies import Policy, enterprise_change_errors
from pat_tui.domain.policy_words import enterprise_change_sentences
from pat_tui.i18n import _
from pat_tui.services.enterprise import Enterprise
from pat_tui.tui.places import ENTERPRISE, enterprise_entries
from pat_tui.tui.screens.policy_block import Plan, State, Value
from pat_tui.tui.screens.policy_page import PolicyPage
from pat_tui.tui.widgets.sidebar import Entry
from pat_tui.wording.policy_state import enterprise_change, enterprise_plans, enterprise_states


class EnterpriseScreen(PolicyPage):
    """For the owner of the enterprise. What organizations have chosen themselves stays, and holds again afterwards."""

    HELP = "enterprise"
    here = ENTERPRISE

    def __init__(self, enterprise: Enterprise) -> None:
        """The page of ENTERPRISE."""
        self._enterprise = enterprise
        super().__init__()

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Enterprise"), _("Personal access tokens")]

    def entries(self) -> list[Entry]:
        """The sidebar's: those of the enterprise, for its owner."""
        return enterprise_entries() if self.pat_tui.services.owns_enterprise else super().entries()

    def heading(self) -> str:
        """What the page decides."""
        return _("Personal access token policies for all organizations")

    def plans(self) -> Mapping[Policy, Plan]:
        """The blocks of both tabs."""
        return enterprise_plans()

    def states(self) -> Mapping[Policy, State]:
        """What the enterprise has decided."""
        return enterprise_states(self._enterprise.owned_policy())

    def change_errors(self, policy: Policy, value: Value) -> Mapping[str, str]:
        """What the rule of lifetimes says against VALUE."""
        return enterprise_change_errors(enterprise_change(policy, value))

    def change(self, policy: Policy, value: Value) -> Sequence[str]:
        """Save it."""
        change = enterprise_change(policy, value)
        self._enterprise.change_policy(change)
        return list(enterprise_change_sentences(change))
