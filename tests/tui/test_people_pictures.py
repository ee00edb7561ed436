"""How the pages of people look. The docstrings say what to see."""

import pytest

from pat_tui.domain.repositories import RepositoryRole
from pat_tui.services.accounts import add_user
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import ENTERPRISE_USERS
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.sso_worlds import demand
from tests.tui.organizations import LAB, fill, go
from tests.tui.pages import Driver, settle
from tests.tui.people import cursor_to, open_page
from tests.worlds import user

SIZE = (80, 24)


@pytest.fixture(autouse=True)
def _filled(services: Services) -> None:
    """Members with tokens and requests, one of them suspended; two outside collaborators; one who could join."""
    fill(services)
    add_user(services.context, "ada-of-the-long-names", "ada@example.com", "Augusta Ada King, Countess of Lovelace")
    add_user(services.context, "zoe", "zoe@example.com", "Zoë Ångström")
    people = services.people
    people.add_outside_collaborator(LAB, "octo-labs/lab", "ada-of-the-long-names", RepositoryRole.MAINTAIN)
    people.add_outside_collaborator(LAB, "octo-labs/lab", "zoe", RepositoryRole.READ)
    services.enterprise.suspend("octo")


async def both(pilot: Driver, snapshot: Snapshot, name: str) -> None:
    """Take the page as it is, and at 60 columns."""
    await snapshot(pilot, name)
    await pilot.resize_terminal(60, 24)
    await settle(pilot)
    await snapshot(pilot, f"{name}-60")
    await pilot.resize_terminal(*SIZE)
    await settle(pilot)


class TestPeople:
    async def test_members(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Two tabs with counters; search field and button in a line; login and badges, name and numbers below."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            await both(pilot, snapshot, "members")
            await pilot.press("enter")
            await snapshot(pilot, "members-menu")
            await pilot.press("enter")
            await both(pilot, snapshot, "members-role")
            await pilot.press("down", "enter")
            await snapshot(pilot, "members-role-question")

    async def test_removing(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """What ends, one a line; the focus on Cancel."""
        demand(services, LAB)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "octo")
            await pilot.press("d")
            await both(pilot, snapshot, "members-remove")

    async def test_adding(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The users that could be meant under the field; then whose the login is; then what is wrong."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a")
            await both(pilot, snapshot, "members-add")
            await pilot.press(*"zoe")
            await snapshot(pilot, "members-add-known")
            await pilot.press(*"x", "ctrl+s")
            await settle(pilot)
            await snapshot(pilot, "members-add-wrong")

    async def test_of_a_member(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """Who decides, and that one can leave; no button; a sidebar with the policies; the other tab is refused."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people", "acme")
            cursor_to(pilot, "mona")
            await settle(pilot)
            await both(pilot, snapshot, "members-of-a-member")
            await pilot.press("right")
            await snapshot(pilot, "outside-of-a-member")

    async def test_outside_collaborators(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Login and role, repository below; then the dialogs; then none."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("right")
            await both(pilot, snapshot, "outside")
            await pilot.press("a")
            await both(pilot, snapshot, "outside-add")
            await pilot.press("escape", "e")
            await snapshot(pilot, "outside-role")
            await pilot.press("escape", "d")
            await both(pilot, snapshot, "outside-remove")
            await pilot.press("escape")
            database = services.context.database
            with database.transaction():
                database.connection.execute("DELETE FROM collaborators")
            await go(pilot, "people")
            await pilot.press("right")
            await snapshot(pilot, "outside-none")

    async def test_search(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """What was typed stands in the field; then nothing that fits."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("slash", *"susp")
            await settle(pilot)
            await snapshot(pilot, "members-search")
            await pilot.press(*"icious")
            await settle(pilot)
            await snapshot(pilot, "members-no-match")


class TestUsers:
    async def test_list(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """The enterprise's own sidebar; a badge on who is suspended, with the day; the tab with only those."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, ENTERPRISE_USERS)
            cursor_to(pilot, "octo")
            await settle(pilot)
            await both(pilot, snapshot, "users")
            await pilot.press("right")
            await snapshot(pilot, "users-suspended")

    async def test_questions(self, app: PatTuiApp, snapshot: Snapshot) -> None:
        """How many tokens, which organizations, what stays."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, ENTERPRISE_USERS)
            cursor_to(pilot, "hubot")
            await pilot.press("s")
            await both(pilot, snapshot, "users-suspend")
            await pilot.press("escape")
            cursor_to(pilot, "octo")
            await pilot.press("u")
            await both(pilot, snapshot, "users-unsuspend")


async def test_help(app: PatTuiApp, snapshot: Snapshot) -> None:
    """What the page is for, and its keys."""
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "people")
        await pilot.press("question_mark")
        await snapshot(pilot, "help-people")


async def test_help_of_users(app: PatTuiApp, snapshot: Snapshot) -> None:
    """What suspending means, and the keys."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        await pilot.press("question_mark")
        await snapshot(pilot, "help-users")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR, badges, the present tab, cursor and buttons can be told by brackets, marks and reverse alone."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "people")
        await snapshot(pilot, "members-no-color")
        await pilot.press("a")
        await snapshot(pilot, "members-add-no-color")
        await pilot.press("escape")
        await open_page(pilot, ENTERPRISE_USERS)
        await snapshot(pilot, "users-no-color")
        assert user(services.context.database, "octo").suspended_at is not None
