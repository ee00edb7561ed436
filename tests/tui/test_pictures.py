"""How every page looks, in every state. The docstrings say what to see."""

import pytest
from textual.widgets import Input, TextArea

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.theme import WITHOUT_COLOUR
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.pages import Driver, add_past, generate, on, open_form, settle

SIZE = (80, 24)
SIZES = {"60": (60, 24), "59": (59, 24), "120": (120, 40)}
"""The narrowest width with a sidebar, the widest without, and a large window."""
LOOKS = ("github-light", "github-high-contrast")


async def take_all(pilot: Driver, snapshot: Snapshot, page: str) -> None:
    """Take PAGE as it is, then in the other themes, then in the other sizes."""
    await snapshot(pilot, page)
    for theme in LOOKS:
        pilot.app.theme = theme
        await snapshot(pilot, f"{page}-{theme.removeprefix('github-')}")
    pilot.app.theme = "github-dark"
    for name, size in SIZES.items():
        await pilot.resize_terminal(*size)
        await snapshot(pilot, f"{page}-{name}")


class TestList:
    async def test_full(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Three lines a token, badges at the right edge, the sidebar gone below 60 columns."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await take_all(pilot, snapshot, "list")

    async def test_narrow_menu(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The sidebar as a dialog in the middle, the page's own keys gone from the bottom."""
        add_past(services)
        async with app.run_test(size=(59, 24)) as pilot:
            await pilot.press("m")
            await snapshot(pilot, "menu")
            await pilot.press("escape")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("m")
            await snapshot(pilot, "sidebar")

    async def test_empty(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """A sentence and what to do, and no cursor."""
        async with app.run_test(size=SIZE) as pilot:
            await snapshot(pilot, "list-empty")

    async def test_filter(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The field with its text between button and rows; then no row, and the way back."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("slash")
            app.screen.query_one(Input).value = "acme"
            await snapshot(pilot, "list-filter")
            app.screen.query_one(Input).value = "umbrella"
            await snapshot(pilot, "list-no-match")

    async def test_sort_and_help(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The orders in a dialog, the present one marked; then what the page is about, and its keys."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("s")
            await snapshot(pilot, "sort")
            await pilot.press("escape", "question_mark")
            await snapshot(pilot, "help")


class TestForm:
    async def test_top(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Fields that can be told from the page, the focus in the first of them."""
        async with app.run_test(size=SIZE) as pilot:
            await open_form(pilot, "deploy")
            await take_all(pilot, snapshot, "form")

    async def test_errors(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Each error right under its field, the focus in the first."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot)
            form.query_one("#description", TextArea).text = "x" * 1025
            await pilot.press("ctrl+s")
            await snapshot(pilot, "form-errors")

    async def test_organization(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """An organization that asks for a justification, and its limit; the radio buttons name it."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#owner", Choice).focus()
            await pilot.press("right")
            await snapshot(pilot, "form-organization")
            form.query_one("#reason").focus()
            await snapshot(pilot, "form-justification")

    async def test_expiration(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The menu; a date of one's own with the calendar; and the warning about none."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#expiration").focus()
            await pilot.press("enter")
            await snapshot(pilot, "form-expiration-menu")
            await pilot.press("end", "enter")
            await snapshot(pilot, "form-no-expiration")
            await pilot.press("left")
            await snapshot(pilot, "form-custom-date")
            await pilot.press("tab", "tab", "enter")
            await snapshot(pilot, "calendar")

    async def test_repositories(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The dialog with ticks and their number; then the names under the radio buttons."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#access").focus()
            await pilot.press("end", "space")
            await pilot.press("tab", "enter")
            await pilot.press("down", "space", "down", "space")
            await snapshot(pilot, "picker")
            await pilot.press("ctrl+s")
            await snapshot(pilot, "form-selection")

    async def test_permissions(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Titles left, levels right; chosen ones ticked; below, more about the one under the cursor."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#tabs").focus()
            await snapshot(pilot, "permissions-locked")
            form.query_one("#access").focus()
            await pilot.press("down", "space")
            form.query_one(PermissionTable).focus()
            await pilot.press("space", "down", "right", "right")
            await snapshot(pilot, "permissions")
            await pilot.press("enter")
            await snapshot(pilot, "permission-levels")
            await pilot.press("escape")
            form.query_one("#permission-filter", Input).focus()
            form.query_one("#permission-filter", Input).value = "/repos/acme/api/pulls/7"
            await snapshot(pilot, "permissions-filter")
            form.query_one("#submit").focus()
            await snapshot(pilot, "form-end")

    async def test_confirmation(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """All that the token would be, and the focus on Cancel; then the question that leaving asks."""
        async with app.run_test(size=SIZE) as pilot:
            await open_form(pilot, "deploy")
            await pilot.press("ctrl+s")
            await snapshot(pilot, "confirm")
            await pilot.press("escape", "escape")
            await snapshot(pilot, "leave")


class TestNewToken:
    async def test_hidden(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The box with dots in place of the token, the list below it."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_form(pilot, "deploy")
            await generate(pilot)
            on(pilot, NewTokenScreen)
            await take_all(pilot, snapshot, "new-token")

    async def test_pending(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The token waits for approval, in the box as in the list; then the dialog that compares."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#owner", Choice).focus()
            await pilot.press("right")
            await generate(pilot)
            await snapshot(pilot, "new-token-pending")
            await pilot.press("escape")
            await snapshot(pilot, "new-token-leave")


class TestToken:
    @pytest.mark.parametrize("name", ["notes-mobile", "acme-review-agent", "acme-secret-rotation"])
    async def test_states(self, app: PatTuiApp, services: Services, snapshot: Snapshot, name: str) -> None:
        """Facts first, then what the token may do where, in sentences."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            app.open_token(services.tokens.find(name).id)
            await settle(pilot)
            if name == "notes-mobile":
                await take_all(pilot, snapshot, "token")
            else:
                await snapshot(pilot, f"token-{name}")


class TestWithoutColour:
    async def test_pages(self, monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
        """Under NO_COLOR, cursor, focus, choices and states can be told by marks, bold and reverse alone."""
        monkeypatch.setenv("NO_COLOR", "1")
        add_past(services)
        app = PatTuiApp(services)
        async with app.run_test(size=SIZE) as pilot:
            assert app.theme == WITHOUT_COLOUR
            await snapshot(pilot, "list-no-color")
            app.open_token(services.tokens.find("notes-mobile").id)
            await settle(pilot)
            await snapshot(pilot, "token-no-color")
            await pilot.press("escape")
            form = await open_form(pilot, "deploy")
            await snapshot(pilot, "form-no-color")
            form.query_one("#access", OptionLines).focus()
            await pilot.press("down", "space")
            form.query_one(PermissionTable).focus()
            await pilot.press("space")
            await snapshot(pilot, "permissions-no-color")
            form.query_one("#name", Input).value = ""
            await pilot.press("ctrl+s")
            await snapshot(pilot, "form-errors-no-color")
            form.query_one("#name", Input).value = "deploy"
            await pilot.press("ctrl+s")
            await snapshot(pilot, "confirm-no-color")
            await pilot.press("g")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            await snapshot(pilot, "new-token-no-color")
