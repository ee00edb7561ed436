"""The pages `Repositories` and of one repository: what one reaches, collaborators, deploy keys."""

import pytest

from pat_tui.domain.repositories import RepositoryRole
from pat_tui.services.accounts import add_user
from pat_tui.services.reachable import Why, reachable_repositories
from pat_tui.services.repositories import add_collaborator, collaborators_of
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import REPOSITORIES
from pat_tui.tui.screens.add_person import AddPersonDialog
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.repositories_page import RepositoriesScreen
from pat_tui.tui.screens.repository_page import RepositoryScreen
from pat_tui.tui.screens.rows_page import RowList
from pat_tui.wiring import Services
from tests.organization_worlds import as_user
from tests.public_keys import ed25519
from tests.snapshots import Snapshot
from tests.tui.organizations import click
from tests.tui.pages import Driver, keys_shown, notices, on, settle, words
from tests.tui.people import cursor_to, open_page, rows, titles
from tests.tui.test_people_pictures import both

SIZE = (80, 24)


@pytest.fixture(autouse=True)
def _filled(services: Services) -> None:
    """A role of `mona` elsewhere, a collaborator and a key in a repository of hers, and `zoe`, who has none."""
    hubot = as_user(services, "hubot")
    add_collaborator(hubot.context, "hubot/engine", "mona", RepositoryRole.WRITE)
    add_collaborator(services.context, "mona/app", "hubot", RepositoryRole.READ)
    add_user(services.context, "zoe", "zoe@example.com", "Zoë Ångström")
    services.repository_keys.add("mona/app", "build server", ed25519(1))


async def open_repository(pilot: Driver, name: str = "mona/app") -> RepositoryScreen:
    """Go to the page of a repository, by its row."""
    await open_page(pilot, REPOSITORIES)
    cursor_to(pilot, name)
    await settle(pilot)
    await pilot.press("enter")
    await settle(pilot)
    return on(pilot, RepositoryScreen)


def test_why_one_reaches_them(services: Services) -> None:
    """The strongest reason, and a role beside it; who administers."""
    add_collaborator(as_user(services, "hubot").context, "acme/api", "mona", RepositoryRole.ADMIN)
    found = {
        one.repository.full_name: (one.why, one.role, one.administers)
        for one in reachable_repositories(services.context)
    }
    assert found["mona/notes"] == (Why.OWNER, None, True)
    assert found["octo-labs/lab"] == (Why.ORGANIZATION_OWNER, None, True)
    assert found["hubot/engine"] == (Why.ROLE, RepositoryRole.WRITE, False)
    assert found["acme/api"] == (Why.ROLE, RepositoryRole.ADMIN, True)
    assert found["acme/website"] == (Why.MEMBER, None, False)
    assert "stranger-org/vault" not in found


async def test_list(app: PatTuiApp) -> None:
    """By owner and name; Enter opens what one administers, and nothing else."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, REPOSITORIES)
        assert "hubot/engine: Write, Private: You are a collaborator" in rows(pilot)
        assert "mona/app: Private: You own it" in rows(pilot)
        assert "octo-labs/lab: Private: You own octo-labs" in rows(pilot)
        assert "acme/api: Private: You are a member of acme" in rows(pilot)
        assert "Open" not in keys_shown(pilot)
        await pilot.press("enter")
        on(pilot, RepositoriesScreen)
        await open_repository(pilot)
        await pilot.press("escape")
        on(pilot, RepositoriesScreen)


async def test_leaving(app: PatTuiApp, services: Services) -> None:
    """A role can be given back, after asking; what one reaches otherwise offers no such key."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, REPOSITORIES)
        assert "Leave" not in keys_shown(pilot)
        cursor_to(pilot, "hubot/engine")
        await settle(pilot)
        assert "d Leave" in keys_shown(pilot)
        await pilot.press("d")
        assert "Leave hubot/engine?" in words(pilot)
        assert "Tokens of mona no longer reach it." in words(pilot)
        await pilot.press("d", "enter")
        assert "hubot/engine" in titles(pilot)
        await pilot.press("d", "y")
        await settle(pilot)
        assert "hubot/engine" not in titles(pilot)
        assert collaborators_of(as_user(services, "hubot").context, "hubot/engine") == []


async def test_none(services: Services) -> None:
    """It says how one comes to be."""
    app = PatTuiApp(as_user(services, "zoe"))
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, REPOSITORIES)
        assert "You reach no repository. Add one with: pat-tui repo add zoe/NAME" in words(pilot)


class TestCollaborators:
    async def test_the_whole_way(self, app: PatTuiApp, services: Services) -> None:
        """Added, given another role, removed: by keys; the own owner is refused under the field."""
        async with app.run_test(size=SIZE) as pilot:
            await open_repository(pilot)
            assert rows(pilot) == ["hubot: Read: Hubot"]
            await pilot.press("a", *"mona", "ctrl+s")
            await settle(pilot)
            on(pilot, AddPersonDialog)
            assert "✗ mona owns the repository." in words(pilot)
            await pilot.press("ctrl+u", *"zoe", "ctrl+s")
            await settle(pilot)
            assert rows(pilot) == ["hubot: Read: Hubot", "zoe: Read: Zoë Ångström"]
            await pilot.press("e", "end", "enter")
            await settle(pilot)
            assert rows(pilot)[1] == "zoe: Admin: Zoë Ångström"
            await pilot.press("d", "y")
            await settle(pilot)
            assert [one.account.login for one in collaborators_of(services.context, "mona/app")] == ["hubot"]
            assert notices(pilot)[-1] == "zoe no longer has the role Admin in mona/app."

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """The button adds; a click on the row under the cursor offers the roles."""
        async with app.run_test(size=SIZE) as pilot:
            await open_repository(pilot)
            assert await pilot.click(RowList, offset=(5, 0))
            await settle(pilot)
            assert await pilot.click("OptionLines", offset=(6, 4))
            await settle(pilot)
            assert rows(pilot) == ["hubot: Write: Hubot"]
            await click(pilot, "#add")
            on(pilot, AddPersonDialog)

    async def test_who_is_a_member_too_stays_one(self, app: PatTuiApp, services: Services) -> None:
        """The dialog says what the role was not needed for."""
        add_collaborator(services.context, "octo-labs/lab", "hubot", RepositoryRole.READ)
        async with app.run_test(size=SIZE) as pilot:
            await open_repository(pilot, "octo-labs/lab")
            await pilot.press("d")
            assert "hubot stays a member of octo-labs, and reaches it as one." in words(pilot)

    async def test_no_administrator_any_more(self, app: PatTuiApp, services: Services) -> None:
        """Who lost the role while the page was open reads who may."""
        hubot = as_user(services, "hubot")
        add_collaborator(hubot.context, "hubot/engine", "mona", RepositoryRole.ADMIN)
        async with app.run_test(size=SIZE) as pilot:
            page = await open_repository(pilot, "hubot/engine")
            add_collaborator(hubot.context, "hubot/engine", "mona", RepositoryRole.READ)
            await pilot.press("a")
            assert notices(pilot) == ["Only an administrator of hubot/engine can do this."]
            assert "Only an administrator of hubot/engine can do this." in words(pilot)
            assert not page.query_one("#add").display


class TestDeployKeys:
    async def test_delete(self, app: PatTuiApp, services: Services) -> None:
        """After asking, by its title and fingerprint; then it says how one is added."""
        [key] = services.repository_keys.all_of("mona/app")
        async with app.run_test(size=SIZE) as pilot:
            await open_repository(pilot)
            await pilot.press("right")
            assert rows(pilot) == [f"build server: Read-only: added Jan 15, 2026 · by mona · {key.fingerprint}"]
            assert "a Add" not in keys_shown(pilot)
            await pilot.press("d")
            on(pilot, ConfirmDialog)
            assert "Delete the deploy key “build server”?" in words(pilot)
            assert key.fingerprint in words(pilot)
            await pilot.press("d", "enter")
            assert services.repository_keys.all_of("mona/app") == [key]
            await pilot.press("d", "y")
            await settle(pilot)
            assert services.repository_keys.all_of("mona/app") == []
            assert notices(pilot) == ["Deleted the deploy key “build server”."]
            assert "No key opens it. Add one with: pat-tui repo key add mona/app" in words(pilot)


async def test_pictures(app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
    """The list with badges; the page with its two tabs; the question about a key."""
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, REPOSITORIES)
        cursor_to(pilot, "mona/app")
        await settle(pilot)
        await both(pilot, snapshot, "repositories")
        await open_repository(pilot)
        await both(pilot, snapshot, "collaborators")
        await pilot.press("a")
        await both(pilot, snapshot, "collaborators-add")
        await pilot.press("escape", "right")
        await both(pilot, snapshot, "keys")
        await pilot.press("d")
        await both(pilot, snapshot, "keys-delete")


@pytest.mark.parametrize("name", ["help-repositories", "help-repository"])
async def test_help(app: PatTuiApp, snapshot: Snapshot, name: str) -> None:
    """What the page is for, and its keys."""
    async with app.run_test(size=SIZE) as pilot:
        await (open_repository(pilot) if name == "help-repository" else open_page(pilot, REPOSITORIES))
        await pilot.press("question_mark")
        await snapshot(pilot, name)
