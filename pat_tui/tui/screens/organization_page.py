"""What the pages of an organization have in common: whose they are, and the way between them."""

from contextlib import suppress

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import PatTuiError
from pat_tui.i18n import _
from pat_tui.tui.places import organization_entries, organization_page, screen_for
from pat_tui.tui.screens.page import Page
from pat_tui.tui.widgets.sidebar import Entry
from pat_tui.wiring import Services


class OrganizationPage(Page):
    """One of the pages of an organization. Who may not see it is refused on it."""

    PART = ""
    """The page's name in `places.organization_page`."""
    FOR_OWNERS = True
    """Whether only owners have it: who is none, and sees why, still sees where."""

    services: Services
    login: str
    """The organization's, as it writes itself."""

    def belong_to(self, services: Services, login: str) -> None:
        """Be the page of the organization called LOGIN, over SERVICES. To be called before all else.

        No `__init__`, so that a page with another base beside this one need not pass these two through it.
        """
        self.services = services
        self.login = login
        self.here = organization_page(login, self.PART)

    def steps(self) -> list[str]:
        """The breadcrumb."""
        return [f"@{self.login}", _("Third-party Access"), _("Personal access tokens"), self.last_step()]

    def last_step(self) -> str:
        """The end of the breadcrumb."""
        return next(entry.label for entry in self.entries() if entry.page == self.here)

    def entries(self) -> list[Entry]:
        """The sidebar's: those of the organization."""
        owns = requires_sso = False
        with suppress(PatTuiError):  # what is wrong, the page itself will say
            owns = self.services.organizations.role(self.login) is Role.OWNER
            requires_sso = self.services.sso_authorizations.is_required(self.login)
        return organization_entries(self.login, owns=owns or self.FOR_OWNERS, requires_sso=requires_sso)

    def _open(self, page: str) -> None:
        """Put another page of the organization in place of this one, so that Esc leads where it did before."""
        if page == self.here:
            self.on_sidebar_left()
        elif page.startswith(organization_page(self.login, "")):
            self.app.switch_screen(screen_for(self.services, page))
        else:
            super()._open(page)
