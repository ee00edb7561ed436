"""How the pages of organizations and of the enterprise look. The docstrings say what to see."""

import pytest
from textual.widgets import Input, TextArea

from pat_tui.domain.policies import Access, Policy
from pat_tui.store import accounts
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.snapshots import Snapshot
from tests.tui.organizations import LAB, REASON, cursor_to, demote, fill, go, widen
from tests.tui.pages import Driver, add_past, settle, until
from tests.tui.test_life_pictures import take_all
from tests.worlds import user

SIZE = (80, 24)


@pytest.fixture(autouse=True)
def _filled(services: Services) -> None:
    """Requests and active tokens in the lab, which `mona` owns."""
    fill(services)


async def open_page(pilot: Driver, page: str) -> None:
    """Open a page of the user's sidebar."""
    assert isinstance(pilot.app, PatTuiApp)
    pilot.app.open_page(page)
    await settle(pilot)


class TestOrganizations:
    async def test_list(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Login and role; for an owner how many requests wait. The sidebar marks the page."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "organizations")
            await take_all(pilot, snapshot, "organizations")

    async def test_none(self, services: Services, snapshot: Snapshot) -> None:
        """How one comes to belong to one."""
        database = services.context.database
        with database.transaction():
            accounts.remove_member(database, user(database, LAB).id, user(database, "lin").id)
        app = PatTuiApp(as_user(services, "lin"))
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "organizations")
            await snapshot(pilot, "organizations-none")

    async def test_demands(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What a member reads, one sentence a line, and what the enterprise has decided."""
        services.enterprise.change_policy({"classic": Access.RESTRICT})
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "organizations")
            await pilot.press("enter")
            await take_all(pilot, snapshot, "demands")


class TestSettings:
    async def test_page(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Two tabs; blocks with GitHub's labels, each with its own Save; the organization's own sidebar."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await take_all(pilot, snapshot, "settings")
            await pilot.resize_terminal(*SIZE)
            app.screen.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value} TickBox").focus()
            await pilot.press("space", "tab", "right", "tab", *"400", "ctrl+s")
            await settle(pilot)
            await snapshot(pilot, "settings-error")
            await pilot.resize_terminal(60, 24)
            await pilot.press("ctrl+s")
            await settle(pilot)
            await snapshot(pilot, "settings-error-60")

    async def test_classic(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The other tab: two blocks."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await pilot.press("right")
            await take_all(pilot, snapshot, "settings-classic")

    async def test_question(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """GitHub's question, what is chosen, the focus on Cancel; then what has been saved; then what leaving asks."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await pilot.press("tab", "down", "space", "ctrl+s")
            await take_all(pilot, snapshot, "settings-question")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("u")
            await until(pilot, lambda: not services.organizations.policy(LAB).own.fine_grained_allowed)
            await settle(pilot)
            await snapshot(pilot, "settings-saved")
            await pilot.press("up", "space", "escape")
            await snapshot(pilot, "settings-leave")

    async def test_enterprise_above(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What it has decided is said in the colour of warnings, with no button below; what is left has one."""
        services.enterprise.change_policy({"fine_grained": Access.RESTRICT, "max_lifetime_fine_grained": 60})
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await take_all(pilot, snapshot, "settings-locked")
            await pilot.resize_terminal(*SIZE)
            app.screen.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value} Choice").focus()
            await snapshot(pilot, "settings-limit")

    async def test_refused(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Who is no owner reads why there is nothing."""
        demote(services)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await snapshot(pilot, "settings-refused")
            await go(pilot, "pending-requests")
            await snapshot(pilot, "requests-refused")


class TestEnterprise:
    async def test_page(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Three choices for each kind, by GitHub's labels."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "enterprise")
            await take_all(pilot, snapshot, "enterprise")
            await pilot.resize_terminal(*SIZE)
            app.screen.query_one(TabLine).focus()
            await pilot.press("right")
            await snapshot(pilot, "enterprise-classic")

    async def test_for_another(self, services: Services, snapshot: Snapshot) -> None:
        """Not in the sidebar, and the page says who may."""
        app = PatTuiApp(as_user(services, "hubot"))
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "enterprise")
            await snapshot(pilot, "enterprise-refused")


class TestRequests:
    async def test_list(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Boxes, names, whose and since when, what is asked for and why; search and filters above."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await take_all(pilot, snapshot, "requests")

    async def test_ticked(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """GitHub's button with the number; then its menu; then both dialogs with all the names."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("space", "down", "space")
            await take_all(pilot, snapshot, "requests-ticked")
            await pilot.resize_terminal(*SIZE)
            app.screen.query_one("#selection").focus()
            await pilot.press("enter")
            await snapshot(pilot, "requests-menu")
            await pilot.press("enter")
            await snapshot(pilot, "requests-approve")
            await pilot.press("escape", "d")
            await snapshot(pilot, "requests-deny")

    async def test_filtered(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The question of the filter; the heading says what is shown; then nothing that fits."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("f", "down", "down", "enter")
            await snapshot(pilot, "requests-filter")
            await pilot.press("down", "enter")
            await settle(pilot)
            await snapshot(pilot, "requests-filtered")
            await pilot.press("slash", *"nothing")
            await settle(pilot)
            await snapshot(pilot, "requests-no-match")

    async def test_empty(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """GitHub's sentence."""
        services.requests.approve([request.id for request in services.requests.pending(LAB)])
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await take_all(pilot, snapshot, "requests-empty")

    async def test_one(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Justification, what is granted so far, what it would have; two buttons that stay in view."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            cursor_to(pilot, "review-agent")
            await pilot.press("enter")
            await take_all(pilot, snapshot, "request")

    async def test_widening(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What is added and raised, each under its heading; then the question."""
        widen(services)
        async with app.run_test(size=(80, 40)) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("enter")
            await snapshot(pilot, "request-widening")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("a")
            await take_all(pilot, snapshot, "request-approve")

    async def test_deny(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """A field for the reason, which has the focus; then the error under it."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("d")
            app.screen.query_one(TextArea).text = "Ask for the repositories that you need, one by one."
            await take_all(pilot, snapshot, "deny")
            await pilot.resize_terminal(*SIZE)
            app.screen.query_one(TextArea).text = "x" * 1025
            await pilot.press("ctrl+s")
            await snapshot(pilot, "deny-error")

    async def test_decided_meanwhile(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The page says who was quicker, and has no buttons."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("enter")
            as_user(services, "hubot").requests.approve([request.id for request in services.requests.pending(LAB)])
            app.screen.refresh_content()  # type: ignore[attr-defined]
            await settle(pilot)
            await snapshot(pilot, "request-decided")


class TestActiveTokens:
    async def test_list(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """As the list of requests; a badge on what has expired."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            await take_all(pilot, snapshot, "active")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("s")
            await snapshot(pilot, "active-sort")

    async def test_empty(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """GitHub's sentence."""
        services.requests.revoke(LAB, [token.token_id for token in services.requests.active(LAB)])
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            await snapshot(pilot, "active-empty")

    async def test_one(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Whose, since when, by whom, what it may do; then the question, its button in the colour of danger."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            await pilot.press("end", "enter")
            await take_all(pilot, snapshot, "active-token")
            await pilot.resize_terminal(*SIZE)
            await pilot.press("r")
            await take_all(pilot, snapshot, "revoke")


class TestTheOwnerOfTheToken:
    async def test_list(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A denied token's line says why, as far as there is room."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("end")
            await take_all(pilot, snapshot, "denied")

    async def test_denied_addition(self, services: Services, snapshot: Snapshot) -> None:
        """The page says what was denied and why, and that the rest works on."""
        services.requests.deny([widen(services)], "One repository is enough")
        app = PatTuiApp(as_user(services, "lin"))
        async with app.run_test(size=(80, 40)) as pilot:
            app.open_token(app.services.tokens.find("nightly-build").id)
            await settle(pilot)
            await snapshot(pilot, "denied-addition")


@pytest.mark.parametrize(
    ("page", "part"),
    [("help-settings", "settings"), ("help-requests", "pending-requests"), ("help-active", "active-tokens")],
)
async def test_help(app: PatTuiApp, snapshot: Snapshot, page: str, part: str) -> None:
    """What the page is for, and its keys."""
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, part)
        await pilot.press("question_mark")
        await snapshot(pilot, page)


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR, ticks, badges, radios, locked blocks and buttons can be told by marks, bold and reverse alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, "organizations")
        await snapshot(pilot, "organizations-no-color")
        await go(pilot, "pending-requests")
        await pilot.press("space", "down")
        await snapshot(pilot, "requests-no-color")
        await pilot.press("d")
        app.screen.query_one(TextArea).text = REASON
        await snapshot(pilot, "deny-no-color")
        await pilot.press("escape")
        await go(pilot, "active-tokens")
        await snapshot(pilot, "active-no-color")
        await pilot.press("enter")
        await snapshot(pilot, "active-token-no-color")
        services.enterprise.change_policy({"fine_grained": Access.RESTRICT})
        await go(pilot, "settings")
        await pilot.press("tab")
        await snapshot(pilot, "settings-no-color")
        app.screen.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value} TickBox").focus()
        await pilot.press("space", "tab", "right", "tab")
        app.screen.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value} Input", Input).value = "400"
        await pilot.press("ctrl+s")
        await settle(pilot)
        await snapshot(pilot, "settings-error-no-color")
