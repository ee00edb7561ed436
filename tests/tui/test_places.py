"""The sidebar leads where it says."""

import pytest
from textual.geometry import Size
from textual.screen import Screen

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import FINE_GRAINED_TOKENS, enterprise_entries, organization_entries, user_entries
from pat_tui.tui.screens.page import Page
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.tui.pages import on, open_form, settle


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


async def test_a_size_is_laid_out_once(app: PatTuiApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that opens is not laid out again for the size that it has, nor is the page below it."""
    laid_out: list[Screen[object]] = []

    def screen_resized(page: Screen[object], size: Size) -> None:
        laid_out.append(page)
        original(page, size)

    original = Screen._screen_resized
    monkeypatch.setattr(Screen, "_screen_resized", screen_resized)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        laid_out.clear()
        await open_form(pilot)
        await settle(pilot)
        assert laid_out == []
        await pilot.resize_terminal(100, 30)
        await settle(pilot)
        assert laid_out.count(app.screen) == 1


async def test_a_page_follows_a_terminal_that_changed_while_others_lay_over_it(app: PatTuiApp) -> None:
    """Where the terminal has become narrow meanwhile, the sidebar is folded; where it is wide again, it is back."""
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        for opening in ("n", "question_mark"):  # a page, and a dialog
            for width, folded in ((59, True), (80, False)):
                await pilot.press(opening)
                await settle(pilot)
                await pilot.resize_terminal(width, 24)
                await settle(pilot)
                await pilot.press("escape")
                await settle(pilot)
                page = on(pilot, TokensScreen)
                sidebar = page.query_one(Sidebar)
                assert sidebar.display is not folded
                assert page.query_one("#tokens").region.x == (1 if folded else sidebar.region.right + 1)
