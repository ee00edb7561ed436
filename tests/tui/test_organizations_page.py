"""The page `Organizations`, and the way to and between the pages of one of them."""

import pytest

from pat_tui.domain.policies import Access
from pat_tui.store import accounts
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import FINE_GRAINED_TOKENS, ORGANIZATIONS
from pat_tui.tui.screens.active_tokens import ActiveTokensScreen
from pat_tui.tui.screens.organization_demands import OrganizationDemandsScreen
from pat_tui.tui.screens.organization_settings import OrganizationSettingsScreen
from pat_tui.tui.screens.organizations import OrganizationList, OrganizationsScreen
from pat_tui.tui.screens.pending_requests import PendingRequestsScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.organization_worlds import add_member, as_user
from tests.tui.organizations import LAB, demote, fill, go
from tests.tui.pages import on, settle, words
from tests.worlds import user

SIZE = (80, 24)


async def test_is_in_the_sidebar(app: PatTuiApp, services: Services) -> None:
    """It lists one's organizations with the role, and for an owner how many requests wait."""
    fill(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("m")
        sidebar = pilot.app.screen.query_one(Sidebar)
        pages = [entry.page for entry in sidebar.entries if entry.page]
        ups = pages.index(FINE_GRAINED_TOKENS) - pages.index(ORGANIZATIONS)
        await pilot.press(*["up"] * ups, "enter")
        on(pilot, OrganizationsScreen)
        said = words(pilot)
        assert "4 organizations" in said
        assert "acme Member" in said
        assert "octo-labs Owner 3 pending requests" in said
        assert "acme Member You can read its policies" in said
        assert "stranger-org" not in said
        await pilot.press("escape")
        on(pilot, TokensScreen)


async def test_opens_settings_for_an_owner(app: PatTuiApp) -> None:
    """Enter on one's own organization; Esc leads back to the row one came from."""
    async with app.run_test(size=SIZE) as pilot:
        app.open_page("organizations")
        await settle(pilot)
        await pilot.press("end", "enter")
        assert on(pilot, OrganizationSettingsScreen).login == LAB
        await pilot.press("escape")
        assert on(pilot, OrganizationsScreen).query_one(OrganizationList).cursor == 3


async def test_tells_a_member_the_policies(app: PatTuiApp, services: Services) -> None:
    """Read only: a sentence each, and what the enterprise has decided; by a click."""
    services.enterprise.change_policy({"classic": Access.RESTRICT})
    async with app.run_test(size=(100, 40)) as pilot:
        app.open_page("organizations")
        await settle(pilot)
        rows = pilot.app.screen.query_one(OrganizationList)
        assert await pilot.click(rows, offset=(5, 2))
        assert await pilot.click(rows, offset=(5, 2))
        await settle(pilot)
        on(pilot, OrganizationDemandsScreen)
        said = words(pilot)
        assert "globex" in said
        assert "Fine-grained personal access tokens can access it." in said
        assert "Fine-grained personal access tokens work at once, without approval." in said
        assert "Fine-grained personal access tokens must expire within 30 days." in said
        assert "Personal access tokens (classic) cannot access it. (decided by the enterprise)" in said
        assert "Only an owner of the organization can change this." in said


async def test_a_member_who_left_reads_no_policies(app: PatTuiApp, services: Services) -> None:
    """Left while the list was open: the rule of the command line is told."""
    async with app.run_test(size=SIZE) as pilot:
        app.open_page("organizations")
        await settle(pilot)
        services.organizations.remove_member("acme", "mona")
        await pilot.press("enter")
        assert "Only a member of acme can see this; mona is none." in words(pilot)
        await pilot.press("escape")
        assert "3 organizations" in words(pilot)


async def test_an_owner_who_was_demoted(app: PatTuiApp, services: Services) -> None:
    """The row still says Owner; the page behind it knows better."""
    async with app.run_test(size=SIZE) as pilot:
        app.open_page("organizations")
        await settle(pilot)
        demote(services)
        await pilot.press("end", "enter")
        assert "Only an owner of octo-labs can do this; mona is none." in words(pilot)


async def test_none(services: Services) -> None:
    """Who belongs to no organization reads how one comes to be."""
    database = services.context.database
    add_member(services, "lin", LAB)
    with database.transaction():
        accounts.remove_member(database, user(database, LAB).id, user(database, "lin").id)
    app = PatTuiApp(as_user(services, "lin"))
    async with app.run_test(size=SIZE) as pilot:
        app.open_page("organizations")
        await settle(pilot)
        assert "You belong to no organization. An owner can add you, or: pat-tui org add ORG" in words(pilot)
        await pilot.press("enter")
        on(pilot, OrganizationsScreen)


@pytest.mark.parametrize(("downs", "kind"), [(1, ActiveTokensScreen), (2, PendingRequestsScreen)])
async def test_the_sidebar_of_an_organization(
    app: PatTuiApp, downs: int, kind: type[ActiveTokensScreen | PendingRequestsScreen]
) -> None:
    """GitHub's three entries lead to each other; Esc still leads back to the organizations."""
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "settings")
        await pilot.press("m", *["down"] * downs, "enter")
        await settle(pilot)
        page = on(pilot, kind)
        assert [entry.label for entry in page.entries() if entry.page][:4] == [
            "People",
            "Settings",
            "Active tokens",
            "Pending requests",
        ]
        assert page.query_one(Sidebar).here == f"organization/{LAB}/{page.PART}"
        await pilot.press("m", "enter")
        assert on(pilot, kind) is page
        await pilot.press("m", "end", *["down"] * 3, "enter")
        await settle(pilot)
        on(pilot, OrganizationsScreen)
        assert len(app.screen_stack) == 2


async def test_below_60_columns(app: PatTuiApp) -> None:
    """The sidebar is a menu, with the same entries."""
    async with app.run_test(size=(50, 24)) as pilot:
        await go(pilot, "settings")
        await pilot.press("m")
        assert "Active tokens" in words(pilot)
        await pilot.press("down", "enter")
        await settle(pilot)
        on(pilot, ActiveTokensScreen)
