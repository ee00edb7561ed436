"""Where the pages are: the entries of the sidebar, and the screen that each of them leads to.

A page that is not there yet is in neither. Screens are imported when they are opened, for the first one must be quick.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pat_tui.i18n import _, pgettext
from pat_tui.tui.widgets.sidebar import Entry

if TYPE_CHECKING:
    from pat_tui.tui.screens.page import Page
    from pat_tui.wiring import Services

FINE_GRAINED_TOKENS = "fine-grained-tokens"
"""The page that pat-tui opens on; it lies under all others."""
EMAILS = "emails"
CLASSIC_TOKENS = "classic-tokens"
ORGANIZATIONS = "organizations"
REPOSITORIES = "repositories"
ENTERPRISE = "enterprise"
ENTERPRISE_USERS = "enterprise-users"
SECURITY_LOG = "security-log"


def user_entries(login: str, *, owns_enterprise: bool = False) -> list[Entry]:
    """The sidebar of the user called LOGIN, in GitHub's order."""
    return [
        Entry(f"@{login}"),
        Entry(""),
        Entry(_("Settings")),
        Entry(_("Emails"), 1, EMAILS),
        Entry(_("Organizations"), 1, ORGANIZATIONS),
        Entry(_("Repositories"), 1, REPOSITORIES),
        *([Entry(_("Enterprise"), 1, ENTERPRISE)] if owns_enterprise else []),
        Entry(_("Security log"), 1, SECURITY_LOG),
        Entry(_("Developer settings"), 1),
        Entry(pgettext("sidebar", "Personal access tokens"), 2),
        Entry(_("Fine-grained tokens"), 3, FINE_GRAINED_TOKENS),
        Entry(_("Tokens (classic)"), 3, CLASSIC_TOKENS),
    ]


def enterprise_entries() -> list[Entry]:
    """The sidebar of the enterprise's settings, for its owner."""
    return [
        Entry(_("Enterprise")),
        Entry(""),
        Entry(_("People")),
        Entry(_("Users"), 1, ENTERPRISE_USERS),
        Entry(""),
        Entry(_("Policies")),
        Entry(_("Personal access tokens"), 1, ENTERPRISE),
        Entry(""),
        Entry(_("Your tokens"), 0, FINE_GRAINED_TOKENS),
    ]


def emails_screen(services: "Services", flash: str = "") -> "Page":
    """The page of the user's addresses; FLASH says why one was led there."""
    from pat_tui.local_command import local_command
    from pat_tui.tui.screens.emails import EmailsScreen

    return EmailsScreen(
        services.emails, lambda address: local_command(services, "user", "verification-code", address), flash
    )


def _classic_tokens(services: "Services") -> "Page":
    from pat_tui.tui.screens.classic_page import ClassicTokensScreen

    return ClassicTokensScreen(services.listed_classic_tokens)


def organization_page(login: str, part: str) -> str:
    """The page PART (`people`, `settings`, `active-tokens`, ...) of the organization called LOGIN."""
    return f"{_ORGANIZATION}/{login}/{part}"


def organization_entries(login: str, *, owns: bool = True, requires_sso: bool = False) -> list[Entry]:
    """The sidebar of the organization called LOGIN, as far as it concerns tokens: for who OWNS it, or for a member."""
    parts = {"settings": _("Settings"), "active-tokens": _("Active tokens"), "pending-requests": _("Pending requests")}
    if requires_sso:
        parts["sso-authorizations"] = _("SSO authorizations")
    if not owns:
        parts = {"policies": _("Policies")}
    return [
        Entry(f"@{login}"),
        Entry(""),
        Entry(_("People"), 0, organization_page(login, "people")),
        Entry(""),
        Entry(_("Third-party Access")),
        Entry(pgettext("sidebar", "Personal access tokens"), 1),
        *(Entry(label, 2, organization_page(login, part)) for part, label in parts.items()),
        Entry(""),
        Entry(_("Your organizations"), 0, ORGANIZATIONS),
    ]


def _organizations(services: "Services") -> "Page":
    from pat_tui.tui.screens.organizations import OrganizationsScreen

    return OrganizationsScreen(services.organizations)


def _repositories(services: "Services") -> "Page":
    from pat_tui.tui.screens.repositories_page import RepositoriesScreen

    return RepositoriesScreen(services)


def _enterprise(services: "Services") -> "Page":
    from pat_tui.tui.screens.enterprise_page import EnterpriseScreen

    return EnterpriseScreen(services.enterprise)


def _enterprise_users(services: "Services") -> "Page":
    from pat_tui.tui.screens.users_page import UsersScreen

    return UsersScreen(services.enterprise)


def _people(services: "Services", login: str) -> "Page":
    from pat_tui.tui.screens.people_page import PeopleScreen

    return PeopleScreen(services, login)


def _policies(services: "Services", login: str) -> "Page":
    from pat_tui.tui.screens.organization_demands import OrganizationDemandsScreen

    return OrganizationDemandsScreen(services, login)


def _organization_settings(services: "Services", login: str) -> "Page":
    from pat_tui.tui.screens.organization_settings import OrganizationSettingsScreen

    return OrganizationSettingsScreen(services, login)


def _active_tokens(services: "Services", login: str) -> "Page":
    from pat_tui.tui.screens.active_tokens import ActiveTokensScreen

    return ActiveTokensScreen(services, login)


def _pending_requests(services: "Services", login: str) -> "Page":
    from pat_tui.tui.screens.pending_requests import PendingRequestsScreen

    return PendingRequestsScreen(services, login)


def _security_log(services: "Services") -> "Page":
    from pat_tui.tui.screens.security_log import SecurityLogScreen

    return SecurityLogScreen(services.security_log)


def _sso_authorizations(services: "Services", login: str) -> "Page":
    from pat_tui.tui.screens.sso_authorizations import SsoAuthorizationsScreen

    return SsoAuthorizationsScreen(services, login)


_SCREENS: "dict[str, Callable[[Services], Page]]" = {
    EMAILS: emails_screen,
    CLASSIC_TOKENS: _classic_tokens,
    ORGANIZATIONS: _organizations,
    REPOSITORIES: _repositories,
    ENTERPRISE: _enterprise,
    ENTERPRISE_USERS: _enterprise_users,
    SECURITY_LOG: _security_log,
}
"""What makes the screen of a page, for all but the one that pat-tui opens on."""
_ORGANIZATION = "organization"
_ORGANIZATION_SCREENS: "dict[str, Callable[[Services, str], Page]]" = {
    "people": _people,
    "policies": _policies,
    "settings": _organization_settings,
    "active-tokens": _active_tokens,
    "pending-requests": _pending_requests,
    "sso-authorizations": _sso_authorizations,
}


def screen_for(services: "Services", page: str) -> "Page":
    """The screen of PAGE over SERVICES. Raises KeyError for a page that is nowhere, PatTuiError as the screen does."""
    if page in _SCREENS:
        return _SCREENS[page](services)
    login, _slash, part = page.removeprefix(f"{_ORGANIZATION}/").rpartition("/")
    return _ORGANIZATION_SCREENS[part](services, login)
