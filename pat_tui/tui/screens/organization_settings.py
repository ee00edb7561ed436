"""The page `Settings` of an organization's personal access tokens."""

from pat_tui.tui.screens.organization_page import OrganizationPage
from pat_tui.tui.screens.policy_page import PolicyPage
from pat_tui.wiring import Services
from pat_tui.wording.policy_decisions import OrganizationDecisions


class OrganizationSettingsScreen(PolicyPage, OrganizationPage):
    """What the owners of an organization demand of its members' tokens."""

    # Stylesheets follow the first base alone, hence the order.
    PART = "settings"

    def __init__(self, services: Services, login: str) -> None:
        """The page of the organization called LOGIN."""
        self.belong_to(services, login)
        super().__init__(OrganizationDecisions(services.organizations, services.requests, login))
