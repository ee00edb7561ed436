"""How editing, regenerating, duplicating and deleting look. The docstrings say what to see."""

import pytest
from textual.widgets import Input

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.regenerate import RegenerateScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.pages import Driver, Past, add_past, on, settle, until

SIZE = (80, 24)
LOOKS = ("github-light", "github-high-contrast")
NARROW = ("60", (60, 24))
APPROVED = Past("acme-ci", "acme", 10, decision="approved", description="Builds the website")


async def take_all(pilot: Driver, snapshot: Snapshot, page: str) -> None:
    """Take PAGE as it is, then in the other themes, then at 60 columns."""
    await snapshot(pilot, page)
    for theme in LOOKS:
        pilot.app.theme = theme
        await snapshot(pilot, f"{page}-{theme.removeprefix('github-')}")
    pilot.app.theme = "github-dark"
    name, size = NARROW
    await pilot.resize_terminal(*size)
    await snapshot(pilot, f"{page}-{name}")


async def whole_form(pilot: Driver) -> TokenFormScreen:
    """The form on top, with all of its fields."""
    form = on(pilot, TokenFormScreen)
    await until(pilot, lambda: bool(form.query("#submit")))
    await pilot.pause()
    return form


class TestEdit:
    async def test_top(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The name in its field; expiration and resource owner as text, with the reason below; `Update` at the end."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("e")
            await whole_form(pilot)
            await take_all(pilot, snapshot, "edit")

    async def test_widening(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Above the button what an owner must approve; then the dialog with what is new, the focus on Cancel."""
        add_past(services, APPROVED)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("e")
            form = await whole_form(pilot)
            form.query_one("#access").focus()
            await pilot.press("down", "space")
            form.query_one(PermissionTable).focus()
            await pilot.press("space")
            form.query_one("#submit").focus()
            await snapshot(pilot, "edit-approval")
            await pilot.press("ctrl+s")
            await take_all(pilot, snapshot, "edit-confirm")

    async def test_updated(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The page of the token says what waits for approval; a notice says that it has been updated."""
        add_past(services, APPROVED)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("enter", "e")
            form = await whole_form(pilot)
            form.query_one("#access").focus()
            await pilot.press("down", "space")
            await pilot.press("ctrl+s", "u")
            await settle(pilot)
            await snapshot(pilot, "edit-waiting")

    async def test_errors(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The error right under the name; then the question that leaving asks."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("e")
            form = await whole_form(pilot)
            form.query_one("#name", Input).value = "old-laptop"
            await pilot.press("ctrl+s")
            await snapshot(pilot, "edit-errors")
            await pilot.press("escape")
            await snapshot(pilot, "edit-leave")


class TestRegenerate:
    async def test_page(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Which token, a warning in the colour of warnings, the menu in focus, two buttons."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r")
            on(pilot, RegenerateScreen)
            await take_all(pilot, snapshot, "regenerate")

    async def test_custom_date(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A field and a button for the calendar; then an error between them and the note."""
        add_past(services, APPROVED)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r")
            await pilot.press("right", "right", "right")
            await snapshot(pilot, "regenerate-custom")
            await until(pilot, lambda: bool(pilot.app.screen.query("#custom-day")))
            pilot.app.screen.query_one("#custom-day", Input).value = "tomorrow"
            await pilot.press("ctrl+s")
            await settle(pilot)
            await snapshot(pilot, "regenerate-error")

    async def test_never(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """No expiration is offered to a token of one's own, with a warning."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r")
            pilot.app.screen.query_one(Choice).focus()
            await pilot.press("left", "left", *["right"] * 5)
            await snapshot(pilot, "regenerate-never")

    async def test_new_value(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The box of a new token, with words about the old value."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r", "ctrl+s")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            await take_all(pilot, snapshot, "regenerated")


class TestDuplicate:
    async def test_form(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The form of a new token, its name empty, and whose fields they are."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("N")
            await whole_form(pilot)
            await snapshot(pilot, "duplicate")


class TestDelete:
    async def test_dialog(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Name, owner, end, last use; what will be lost; the button that deletes in the colour of danger."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("d")
            await take_all(pilot, snapshot, "delete")
            await pilot.resize_terminal(50, 24)
            await snapshot(pilot, "delete-50")

    async def test_flash(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Between heading and button: what is gone, for how long it can come back, and the button for it."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("d", "y")
            await settle(pilot)
            await take_all(pilot, snapshot, "deleted")

    async def test_ticks(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A mark before every name, and their number under the heading; then the dialog with all the names."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("space", "down", "space")
            await take_all(pilot, snapshot, "ticks")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("d")
            await snapshot(pilot, "delete-several")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR, ticks, fixed fields, warnings and buttons can be told by marks, bold and reverse alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    add_past(services)
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("e")
        await whole_form(pilot)
        await snapshot(pilot, "edit-no-color")
        await pilot.press("escape", "r")
        await pilot.pause()
        await snapshot(pilot, "regenerate-no-color")
        await pilot.press("escape", "space", "down")
        await snapshot(pilot, "ticks-no-color")
        await pilot.press("d")
        await snapshot(pilot, "delete-no-color")
        await pilot.press("y")
        await settle(pilot)
        await snapshot(pilot, "deleted-no-color")


async def test_token_page_keys(app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
    """The keys at the bottom of the page of a token: edit, regenerate, delete, duplicate; then its help."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        await snapshot(pilot, "token-keys")
        await pilot.press("question_mark")
        await snapshot(pilot, "token-help")
        await pilot.press("escape", "e")
        await whole_form(pilot)
        await pilot.press("f1")
        await snapshot(pilot, "edit-help")
