"""How single sign-on looks. The docstrings say what to see."""

import pytest

from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import organization_page, screen_for
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.organization_worlds import add_member, as_user, generate
from tests.services.classic_worlds import new
from tests.snapshots import Snapshot
from tests.sso_worlds import CLASSIC, authorized_fine, demand
from tests.tui.forms import choose
from tests.tui.pages import on, open_form, settle, until
from tests.tui.test_life_pictures import take_all
from tests.tui.test_single_sign_on import LABS, open_authorizations, open_classic

SIZE = (80, 24)


class TestForm:
    async def test_without_a_session(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Under the resource owner: the error, what it demands, and the button with the focus."""
        demand(services, "acme")
        async with app.run_test(size=SIZE) as pilot:
            await open_form(pilot, "ci")
            await choose(pilot, "#owner", "acme")
            await pilot.press("ctrl+s")
            await settle(pilot)
            await take_all(pilot, snapshot, "sso-form")

    async def test_with_a_session(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """No button any more; the session and what follows from it."""
        demand(services, "acme")
        services.single_sign_on.open("acme")
        async with app.run_test(size=(80, 36)) as pilot:
            form = await open_form(pilot, "ci")
            await choose(pilot, "#owner", "acme")
            form.query_one("#owner").focus()
            await settle(pilot)
            await snapshot(pilot, "sso-form-open")


class TestTokens:
    async def test_list_and_page(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What is missing in the last line of the row; on the page with a button."""
        demand(services, "acme")
        authorized_fine(services, "with")
        demand(services, "acme", sso=False)
        generate(services, "without")
        demand(services, "acme")
        async with app.run_test(size=SIZE) as pilot:
            await settle(pilot)
            await take_all(pilot, snapshot, "sso-list")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("enter")
            await settle(pilot)
            await take_all(pilot, snapshot, "sso-token")

    async def test_classic(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Last use and what is missing share a line, in fewer words where there is little room."""
        demand(services, "acme", "globex")
        new(services, "both missing")
        token = new(services, "one missing")
        services.single_sign_on.authorize(CLASSIC, token.id, "globex", sign_on=True)
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await take_all(pilot, snapshot, "sso-classic")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("e")
            await settle(pilot)
            await take_all(pilot, snapshot, "sso-classic-edit")


class TestDialog:
    async def test_states(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A line an organization with its state; below what holds for the one under the cursor, and its buttons."""
        demand(services, "acme", "globex", LABS)
        token = new(services, "release-bot")
        for login in ("acme", "globex"):
            services.single_sign_on.authorize(CLASSIC, token.id, login, sign_on=True)
        hubot = as_user(services, "hubot")
        hubot.sso_authorizations.revoke("globex", [2])
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await pilot.press("o")
            await settle(pilot)
            await take_all(pilot, snapshot, "sso-dialog")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("down")
            await settle(pilot)
            await snapshot(pilot, "sso-dialog-revoked")
            await pilot.press("down")
            await settle(pilot)
            await snapshot(pilot, "sso-dialog-missing")


class TestOwners:
    @pytest.fixture
    def _filled(self, services: Services) -> None:
        """Tokens of both kinds of two users."""
        demand(services, LABS)
        add_member(services, "lin", LABS)
        lin = as_user(services, "lin")
        token = new(services, "mirror to the archive", login="lin")
        lin.single_sign_on.authorize(CLASSIC, token.id, LABS, sign_on=True)
        services.single_sign_on.open(LABS)
        generate(services, "nightly-build", owner=LABS)

    @pytest.mark.usefixtures("_filled")
    async def test_page(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Token and kind; whose it is and its end; since when. Then ticked, and the question."""
        async with app.run_test(size=SIZE) as pilot:
            await open_authorizations(pilot, services)
            await take_all(pilot, snapshot, "sso-authorizations")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("space", "down", "space")
            await snapshot(pilot, "sso-authorizations-ticked")
            await pilot.press("r")
            await settle(pilot)
            await take_all(pilot, snapshot, "sso-revoke")

    async def test_empty(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A sentence in place of the rows."""
        demand(services, LABS)
        async with app.run_test(size=SIZE) as pilot:
            await open_authorizations(pilot, services)
            await snapshot(pilot, "sso-authorizations-empty")

    async def test_policy(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The third tab with one block."""
        async with app.run_test(size=SIZE) as pilot:
            pilot.app.push_screen(screen_for(services, organization_page(LABS, "settings")))
            await settle(pilot)
            app.screen.query_one(TabLine).focus()
            await pilot.press("right", "right")
            await take_all(pilot, snapshot, "sso-policy")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR states are told by words, buttons by brackets, the focus by a mark."""
    monkeypatch.setenv("NO_COLOR", "1")
    demand(services, "acme", "globex")
    token = new(services, "release-bot")
    services.single_sign_on.authorize(CLASSIC, token.id, "acme", sign_on=True)
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await open_classic(pilot)
        await pilot.press("o")
        await settle(pilot)
        await snapshot(pilot, "sso-dialog-no-color")
        await pilot.press("escape", "escape", "n")
        form = on(pilot, TokenFormScreen)
        await until(pilot, lambda: bool(form.query("#submit")))
        await pilot.press(*"ci")
        await choose(pilot, "#owner", "globex")
        services.single_sign_on.close("globex")
        await pilot.press("ctrl+s")
        await settle(pilot)
        await snapshot(pilot, "sso-form-no-color")
