"""The page `Users` of the enterprise: who is suspended, suspending and ending that."""

import pytest

from pat_tui.tui import store_watch
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import ENTERPRISE, ENTERPRISE_USERS
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.enterprise_page import EnterpriseScreen
from pat_tui.tui.screens.rows_page import RowList
from pat_tui.tui.screens.users_page import UsersScreen
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.organization_worlds import actions, as_user, generate
from tests.tui.organizations import click
from tests.tui.pages import keys_shown, notices, on, settle, until, words
from tests.tui.people import cursor_to, elsewhere, open_page, rows
from tests.worlds import user

SIZE = (80, 24)


def is_suspended(services: Services, login: str = "hubot") -> bool:
    """Whether the user called LOGIN is."""
    return user(services.context.database, login).suspended_at is not None


async def test_list(app: PatTuiApp, services: Services) -> None:
    """Every user with the primary address; the suspended ones badged, and on a tab of their own."""
    services.enterprise.suspend("hubot")
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        assert rows(pilot) == [
            "hubot: Suspended: hubot@example.com · since Jan 15, 2026 · Hubot",
            "mona: Enterprise owner: mona@example.com · Mona Lisa",
        ]
        assert "[All users 2] Suspended users 1" in words(pilot)
        await pilot.press("right")
        assert [row.partition(":")[0] for row in rows(pilot)] == ["hubot"]


async def test_none_is_suspended(app: PatTuiApp) -> None:
    """The other tab says so."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        await pilot.press("right")
        assert "No user is suspended." in words(pilot)


async def test_by_the_sidebar(app: PatTuiApp) -> None:
    """The enterprise has a sidebar of its own: from its policies to its users, and back to the tokens."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE)
        on(pilot, EnterpriseScreen)
        await pilot.press("m", "up", "enter")
        await settle(pilot)
        page = on(pilot, UsersScreen)
        assert page.query_one(Sidebar).here == ENTERPRISE_USERS
        assert len(app.screen_stack) == 2


async def test_suspend_and_unsuspend(app: PatTuiApp, services: Services) -> None:
    """The dialogs say what follows; the key that opened them confirms nothing; the log has both."""
    generate(services, "ci", "hubot", "acme")
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        assert "s Suspend" in keys_shown(pilot)
        await pilot.press("s")
        on(pilot, ConfirmDialog)
        said = words(pilot)
        assert "Suspend hubot?" in said
        assert "Refused from now on: 1 fine-grained token." in said
        assert "Nobody can act as hubot, here or with --as." in said
        assert "acme has no other owner who can act." in said
        assert "octo-labs has no other owner" not in said
        assert "Nothing is deleted: unsuspended, what has not expired works again." in said
        await pilot.press("s", "enter")
        assert not is_suspended(services)
        await pilot.press("s", "y")
        await settle(pilot)
        assert is_suspended(services)
        assert "u Unsuspend" in keys_shown(pilot)
        assert "s Suspend" not in keys_shown(pilot)
        await pilot.press("u")
        assert "Works again: 1 fine-grained token." in words(pilot)
        await pilot.press("u", "enter")
        assert is_suspended(services)
        await pilot.press("u", "y")
        await settle(pilot)
        assert not is_suspended(services)
        assert notices(pilot) == [
            "hubot is suspended; the user's tokens do not work.",
            "hubot is no longer suspended.",
        ]
        assert actions(services, "mona")[-2:] == ["user.suspend", "user.unsuspend"]


async def test_by_mouse(app: PatTuiApp, services: Services) -> None:
    """A click on the row under the cursor asks."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        assert await pilot.click(RowList, offset=(5, 0))
        await settle(pilot)
        await click(pilot, "#confirm")
        assert is_suspended(services)


async def test_nobody_suspends_oneself(app: PatTuiApp, services: Services) -> None:
    """No key does it."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        cursor_to(pilot, "mona")
        await pilot.press("s", "u", "enter")
        on(pilot, UsersScreen)
        assert not is_suspended(services, "mona")


async def test_suspended_meanwhile(app: PatTuiApp, services: Services) -> None:
    """The row still says nothing; the question is about what the user is now."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        services.enterprise.suspend("hubot")
        await pilot.press("s")
        assert "Unsuspend hubot?" in words(pilot)


async def test_follows_the_store(app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the command line does appears by itself."""
    monkeypatch.setattr(store_watch, "CHECK_SECONDS", 0.02)
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, ENTERPRISE_USERS)
        with elsewhere(services) as there:
            there.enterprise.suspend("hubot")
        await until(pilot, lambda: "Suspended" in rows(pilot)[0])


@pytest.mark.parametrize("page", [ENTERPRISE, ENTERPRISE_USERS])
async def test_others_are_refused(services: Services, page: str) -> None:
    """Who does not own the enterprise has no entry for it, and reads who does."""
    app = PatTuiApp(as_user(services, "hubot"))
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, page)
        assert "Only the owner of the enterprise, mona, can do this." in words(pilot)
        entries = pilot.app.screen.query_one(Sidebar).entries
        assert not {ENTERPRISE, ENTERPRISE_USERS} & {entry.page for entry in entries}
        await pilot.press("s", "enter")
        assert not is_suspended(services, "mona")
