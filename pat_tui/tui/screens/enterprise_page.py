"""The page `Enterprise`: what it demands of all organizations."""

from pat_tui.i18n import _
from pat_tui.services.enterprise import Enterprise
from pat_tui.tui.places import ENTERPRISE, enterprise_entries
from pat_tui.tui.screens.policy_page import PolicyPage
from pat_tui.tui.widgets.sidebar import Entry
from pat_tui.wording.policy_decisions import EnterpriseDecisions


class EnterpriseScreen(PolicyPage):
    """For the owner of the enterprise. What organizations have chosen themselves stays, and holds again afterwards."""

    HELP = "enterprise"
    here = ENTERPRISE

    def __init__(self, enterprise: Enterprise) -> None:
        """The page of ENTERPRISE."""
        super().__init__(EnterpriseDecisions(enterprise))

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [_("Settings"), _("Enterprise"), _("Personal access tokens")]

    def entries(self) -> list[Entry]:
        """The sidebar's: those of the enterprise, for its owner."""
        return enterprise_entries() if self.pat_tui.services.owns_enterprise else super().entries()
