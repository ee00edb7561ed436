"""The sidebar leads where it says."""

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import FINE_GRAINED_TOKENS, enterprise_entries, organization_entries, user_entries
from pat_tui.tui.screens.page import Page
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.wiring import Services
from tests.tui.pages import on, settle


async def test_no_entry_is_dead(app: PatTuiApp, services: Services) -> None:
    """Each entry opens a page that marks it as the present one, whoever looks and whichever sidebar it is in."""
    entries = [
        *user_entries("mona", owns_enterprise=True),
        *enterprise_entries(),
        *organization_entries("octo-labs", requires_sso=True),
        *organization_entries("acme", owns=False),
    ]
    async with app.run_test(size=(80, 24)) as pilot:
        for entry in entries:
            if not entry.page:
                continue
            app.open_page(entry.page)
            await settle(pilot)
            page = on(pilot, TokensScreen if entry.page == FINE_GRAINED_TOKENS else Page)
            assert page.here == entry.page
