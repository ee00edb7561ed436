"""How the pages of classic tokens look. The docstrings say what to see."""

import pytest
from textual.widgets import Input

from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.widgets.scope_tree import ScopeTree
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.classic_pages import add_classic, go_to, open_edit, open_list, open_new, tick
from tests.tui.forms import choose, set_policy
from tests.tui.pages import Driver, on, settle

SIZE = (80, 24)
LOOKS = ("github-light", "github-high-contrast")
SIZES = {"60": (60, 24), "59": (59, 24), "120": (120, 32)}


async def take_all(pilot: Driver, snapshot: Snapshot, page: str, *sizes: str) -> None:
    """Take PAGE as it is, then in the other themes, then at 60 columns and at other SIZES."""
    await snapshot(pilot, page)
    for theme in LOOKS:
        pilot.app.theme = theme
        await snapshot(pilot, f"{page}-{theme.removeprefix('github-')}")
    pilot.app.theme = "github-dark"
    for name in ("60", *sizes):
        await pilot.resize_terminal(*SIZES[name])
        await snapshot(pilot, f"{page}-{name}")


async def at_scopes(pilot: Driver) -> None:
    """Go to the scopes of the form, some of them ticked."""
    await tick(pilot, "write:packages", "admin:org")
    tree = pilot.app.screen.query_one(ScopeTree)
    tree.focus()
    tree.cursor = 7
    await pilot.pause()


class TestList:
    async def test_full(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Note and badge, scopes in italics, expiry, last use; two buttons; the place in the sidebar."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await take_all(pilot, snapshot, "list", "59", "120")

    async def test_empty(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """What there is not, and how to get it."""
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await take_all(pilot, snapshot, "list-empty")

    async def test_filter(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The filter, then what it does not find."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("slash", *"user")
            await settle(pilot)
            await snapshot(pilot, "list-filter")
            await pilot.press(*"xyz")
            await settle(pilot)
            await snapshot(pilot, "list-no-match")

    async def test_menu(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Both kinds, each with its line below."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("n")
            await take_all(pilot, snapshot, "generate-menu")

    async def test_help(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What the page is about, and its keys."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("question_mark")
            await snapshot(pilot, "list-help")


class TestForm:
    async def test_top(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The advice with its button, note, expiration, the first scopes."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await take_all(pilot, snapshot, "form", "59", "120")

    async def test_scopes(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Ticks and locks with the word why; below, the scope under the cursor, what is chosen, and the buttons."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await at_scopes(pilot)
            await take_all(pilot, snapshot, "scopes", "59", "120")

    async def test_never(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The warning, and the organizations that refuse such a token, in the colour of warnings."""
        set_policy(services, "globex", OrganizationPolicy(max_lifetime_classic=90))
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await choose(pilot, "#expiration", "never")
            await take_all(pilot, snapshot, "never")

    async def test_errors(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The error right under the note; then the question that leaving asks."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await open_new(pilot)
            form.query_one("#note", Input).value = "laptop"
            await pilot.press("ctrl+s")
            await settle(pilot)
            await take_all(pilot, snapshot, "errors")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("escape")
            await snapshot(pilot, "leave")

    async def test_duplicate(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The form of a new token, its note empty, and whose scopes they are."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("N")
            await settle(pilot)
            await snapshot(pilot, "duplicate")

    async def test_help(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """How to tick, and what a tick brings along."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press("f1")
            await snapshot(pilot, "form-help")


class TestNewToken:
    async def test_generated(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The box with GitHub's words and dots for the value; a notice about the minimum set; the list below."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press(*"build server")
            await tick(pilot, "public_repo", "repo")
            await pilot.press("ctrl+s")
            await settle(pilot)
            on(pilot, NewTokenScreen)
            await take_all(pilot, snapshot, "generated", "59")


class TestLife:
    async def test_edit(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What there is to know of the token, its note, the expiration as text, the way to another one."""
        add_classic(services)
        set_policy(services, "globex", OrganizationPolicy(max_lifetime_classic=30))
        async with app.run_test(size=SIZE) as pilot:
            form = await open_edit(pilot, "laptop")
            await take_all(pilot, snapshot, "edit", "59", "120")
            await pilot.resize_terminal(*SIZE)
            form.query_one("#delete").focus()
            await snapshot(pilot, "edit-end")

    async def test_regenerate(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Which token, the warning, the menu in focus, two buttons."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            go_to(pilot, "everything")
            await pilot.press("r")
            await settle(pilot)
            await take_all(pilot, snapshot, "regenerate")

    async def test_delete(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What will be lost; then the flash with the offer to undo it."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("d")
            await take_all(pilot, snapshot, "delete")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("y")
            await settle(pilot)
            await take_all(pilot, snapshot, "deleted")

    async def test_ticks(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A mark before every note, and their number under the heading; then the dialog with the tokens."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("space", "down", "space")
            await take_all(pilot, snapshot, "ticks")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("d")
            await snapshot(pilot, "delete-several")

    async def test_revoke_all(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What will happen, the field for the user name, two buttons; then what is wrong with another name."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("R")
            await take_all(pilot, snapshot, "revoke-all", "59")
            await pilot.resize_terminal(*SIZE)
            await pilot.press(*"moan", "enter")
            await snapshot(pilot, "revoke-all-wrong")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR, badges, ticks, locks, warnings and buttons can be told by marks, bold and reverse alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    add_classic(services)
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await open_list(pilot)
        await snapshot(pilot, "list-no-color")
        await pilot.press("R")
        await snapshot(pilot, "revoke-all-no-color")
        await pilot.press("escape")
        await open_new(pilot)
        await snapshot(pilot, "form-no-color")
        await at_scopes(pilot)
        await snapshot(pilot, "scopes-no-color")
        await pilot.press("escape", "l")
        await settle(pilot)
        await open_edit(pilot, "laptop")
        await snapshot(pilot, "edit-no-color")
