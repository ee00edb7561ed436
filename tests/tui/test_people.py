"""The page `People` of an organization: members and outside collaborators, by keys and by mouse."""

import pytest
from textual.widgets import Input

from pat_tui.domain.accounts import Role
from pat_tui.domain.errors import StoreError
from pat_tui.domain.repositories import RepositoryRole
from pat_tui.services.accounts import add_user
from pat_tui.services.people import People
from pat_tui.services.repositories import add_collaborator
from pat_tui.store import accounts
from pat_tui.tui import store_watch
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.add_person import AddPersonDialog
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.organization_demands import OrganizationDemandsScreen
from pat_tui.tui.screens.organizations import OrganizationsScreen
from pat_tui.tui.screens.people_page import PeopleScreen
from pat_tui.tui.screens.rows_page import RowList
from pat_tui.tui.widgets.choice import Choice, ChooseDialog
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, generate
from tests.sso_worlds import demand
from tests.tui.organizations import LAB, click, demote, fill, go
from tests.tui.pages import keys_shown, notices, on, settle, shown, until, words
from tests.tui.people import cursor_to, elsewhere, open_page, rows, titles, under_cursor
from tests.worlds import user

SIZE = (80, 24)


@pytest.fixture(autouse=True)
def _filled(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """`lin` and `octo` are members of the lab, which `mona` and `hubot` own; `zoe` belongs nowhere."""
    monkeypatch.setattr(store_watch, "CHECK_SECONDS", 0.02)
    fill(services)
    add_user(services.context, "zoe", "zoe@example.com", "Zoë Ångström")


def role(services: Services, login: str, organization: str = LAB) -> Role | None:
    """What LOGIN is in ORGANIZATION."""
    database = services.context.database
    return accounts.role_of(database, user(database, organization).id, user(database, login).id)


class TestMembers:
    async def test_list(self, app: PatTuiApp) -> None:
        """By login, with role and, for an owner, what the tokens have and ask for."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            assert rows(pilot) == [
                "hubot: Owner: Hubot",
                "lin: Member: No name · 1 active token · 1 pending request",
                "mona: Owner: Mona Lisa · you",
                "octo: Member: No name · 1 active token · 2 pending requests",
            ]
            assert "[Members 4] Outside collaborators 0" in words(pilot)

    async def test_by_the_sidebar(self, app: PatTuiApp) -> None:
        """From the settings, where an owner comes in; Esc leads back to the organizations."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "organizations")
            await pilot.press("end", "enter", "m", "up", "enter")
            await settle(pilot)
            on(pilot, PeopleScreen)
            await pilot.press("escape")
            on(pilot, OrganizationsScreen)

    async def test_search(self, app: PatTuiApp, services: Services) -> None:
        """By all that a row says; the text outlives a change by another program, and Esc takes it away."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("slash", *"octo")
            await settle(pilot)
            assert titles(pilot) == ["octo"]
            with elsewhere(services) as there:
                add_member(there, "octopus", LAB)
            await until(pilot, lambda: titles(pilot) == ["octo", "octopus"])
            assert pilot.app.screen.query_one("#filter", Input).value == "octo"
            assert pilot.app.screen.query_one("#filter").has_focus
            await pilot.press(*"xyz")
            await settle(pilot)
            assert "Nothing here holds that text. Press Esc to see all." in words(pilot)
            await pilot.press("escape")
            assert len(rows(pilot)) == 5
            on(pilot, PeopleScreen)

    async def test_the_cursor_stays_with_its_row(self, app: PatTuiApp, services: Services) -> None:
        """When somebody comes in above it."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            with elsewhere(services) as there:
                add_member(there, "aaron", LAB)
            await until(pilot, lambda: titles(pilot)[0] == "aaron")
            assert under_cursor(pilot) == "lin"


class TestAddingAMember:
    async def test_by_keys(self, app: PatTuiApp, services: Services) -> None:
        """A login, a role, Ctrl+S; the row is under the cursor, the log has GitHub's event."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a", *"zoe", "tab", "right", "ctrl+s")
            await settle(pilot)
            on(pilot, PeopleScreen)
            assert role(services, "zoe") is Role.OWNER
            assert notices(pilot) == ["zoe is an owner of octo-labs."]
            assert under_cursor(pilot) == "zoe"
            assert actions(services, "mona")[-1] == "org.add_member"

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """The button; a user out of the list; Add."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await click(pilot, "#add")
            dialog = on(pilot, AddPersonDialog)
            assert "zoe · Zoë Ångström" in words(pilot)
            assert await pilot.click("#users", offset=(4, 0))
            await settle(pilot)
            assert dialog.query_one("#login", Input).value == "zoe"
            assert "Zoë Ångström" in words(pilot)
            await click(pilot, "#submit")
            assert role(services, "zoe") is Role.MEMBER

    async def test_down_leads_to_the_users(self, app: PatTuiApp, services: Services) -> None:
        """A part of a name is enough; Enter there takes the user, and adds nobody yet."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a", *"ngst", "down", "enter")
            await settle(pilot)
            assert on(pilot, AddPersonDialog).query_one("#login", Input).value == "zoe"
            assert role(services, "zoe") is None
            await pilot.press("escape")
            on(pilot, PeopleScreen)
            assert role(services, "zoe") is None

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("", "✗ Whom? Type a login, or choose one below."),
            ("nobody", "✗ There is no user nobody."),
            ("acme", "✗ There is no user acme."),
        ],
    )
    async def test_refused(self, app: PatTuiApp, services: Services, typed: str, said: str) -> None:
        """Under the field, and what was typed stays; typing on takes the words away."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a", *typed, "enter")
            await settle(pilot)
            assert said in words(pilot)
            assert on(pilot, AddPersonDialog).query_one("#login", Input).value == typed
            await pilot.press("x")
            assert said not in words(pilot)

    async def test_the_last_owner_is_not_made_a_member_by_adding(self, app: PatTuiApp, services: Services) -> None:
        """Who is added is a member already: the rule of the services is told."""
        as_user(services, "mona").organizations.set_member(LAB, "hubot", Role.MEMBER)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a", *"mona", "enter")
            await settle(pilot)
            assert "mona is the last owner of octo-labs. Make somebody else an owner first." in words(pilot)

    async def test_what_is_typed_outlives_a_change_of_the_store(self, app: PatTuiApp, services: Services) -> None:
        """The page below reads anew only when it is on top again."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a", *"zo")
            with elsewhere(services) as there:
                add_member(there, "aaron", LAB)
            await pilot.press("e")
            assert on(pilot, AddPersonDialog).query_one("#login", Input).value == "zoe"
            await pilot.press("escape")
            await settle(pilot)
            assert titles(pilot)[0] == "aaron"

    async def test_nobody_left(self, app: PatTuiApp, services: Services) -> None:
        """Where everybody is a member, it says how users come to be."""
        add_member(services, "zoe", LAB)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("a")
            assert "Every user is a member already. Add one with: pat-tui user add LOGIN --email ADDRESS" in words(
                pilot
            )


class TestChangingARole:
    async def test_promoting(self, app: PatTuiApp, services: Services) -> None:
        """The roles with what they mean; a question; the key that opened it confirms nothing."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            await pilot.press("e")
            on(pilot, ChooseDialog)
            assert "Decides about people, policies and tokens." in words(pilot)
            await pilot.press("down", "enter")
            on(pilot, ConfirmDialog)
            assert "@lin · Member → Owner" in words(pilot)
            await pilot.press("e", "enter")
            assert role(services, "lin") is Role.MEMBER
            await pilot.press("e", "down", "enter", "y")
            await settle(pilot)
            assert role(services, "lin") is Role.OWNER
            assert notices(pilot) == ["lin is an owner of octo-labs."]
            assert "lin: Owner:" in rows(pilot)[1]

    async def test_the_same_role_changes_nothing(self, app: PatTuiApp, services: Services) -> None:
        """Nor is anything asked."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            await pilot.press("e", "enter")
            on(pilot, PeopleScreen)
            assert "org.update_member" not in actions(services, "mona")

    async def test_stepping_down(self, app: PatTuiApp, services: Services) -> None:
        """Afterwards the page is a member's."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "mona")
            await pilot.press("e", "up", "enter")
            assert "mona will no longer decide about people, policies and tokens." in words(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert role(services, "mona") is Role.MEMBER
            assert "Only an owner can change this. You can leave." in words(pilot)
            assert "Change role" not in keys_shown(pilot)

    async def test_the_last_owner_stays_one(self, app: PatTuiApp, services: Services) -> None:
        """The sentence says the way out."""
        as_user(services, "mona").organizations.set_member(LAB, "hubot", Role.MEMBER)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "mona")
            await pilot.press("e", "up", "enter", "y")
            await settle(pilot)
            assert notices(pilot) == ["mona is the last owner of octo-labs. Make somebody else an owner first."]
            assert role(services, "mona") is Role.OWNER


class TestRemoving:
    async def test_names_what_ends(self, app: PatTuiApp, services: Services) -> None:
        """Requests, tokens, authorizations, roles in repositories: what the services end, and no more."""
        demand(services, LAB)
        as_user(services, "lin").single_sign_on.open(LAB)
        generate(services, "signed", "lin", LAB)
        add_collaborator(services.context, "octo-labs/lab", "lin", RepositoryRole.MAINTAIN)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            await pilot.press("d")
            on(pilot, ConfirmDialog)
            said = words(pilot)
            assert "Remove lin from octo-labs?" in said
            assert "2 requests are cancelled: signed, review-agent." in said
            assert "1 token loses access: nightly-build." in said
            assert "1 authorization by single sign-on is lost." in said
            assert "The role Maintain in octo-labs/lab ends." in said
            assert "Tokens (classic) reach what is private in octo-labs no more." in said
            await pilot.press("d", "enter")
            assert role(services, "lin") is Role.MEMBER
            await pilot.press("d", "y")
            await settle(pilot)
            assert role(services, "lin") is None
            assert titles(pilot) == ["hubot", "mona", "octo"]
            assert notices(pilot) == ["lin has left octo-labs."]

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """A click on the row under the cursor says what can be done."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            listed = pilot.app.screen.query_one(RowList)
            assert await pilot.click(listed, offset=(5, 2))
            assert await pilot.click(listed, offset=(5, 2))
            await settle(pilot)
            on(pilot, ChooseDialog)
            assert "Change role…" in words(pilot)
            assert await pilot.click("OptionLines", offset=(6, 1))
            await settle(pilot)
            on(pilot, ConfirmDialog)
            await click(pilot, "#confirm")
            assert role(services, "lin") is None

    async def test_the_last_owner_cannot_go(self, app: PatTuiApp, services: Services) -> None:
        """Nothing is asked that could not be done."""
        as_user(services, "mona").organizations.set_member(LAB, "hubot", Role.MEMBER)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "mona")
            await pilot.press("d")
            on(pilot, PeopleScreen)
            assert notices(pilot) == ["mona is the last owner of octo-labs. Make somebody else an owner first."]

    async def test_gone_meanwhile(self, app: PatTuiApp, services: Services) -> None:
        """While the question stood there: it is told, and the list is what it is now."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            await pilot.press("d")
            as_user(services, "hubot").organizations.remove_member(LAB, "lin")
            await pilot.press("y")
            await settle(pilot)
            assert notices(pilot) == ["lin is no member of octo-labs."]
            assert titles(pilot) == ["hubot", "mona", "octo"]

    async def test_demoted_meanwhile(self, app: PatTuiApp, services: Services) -> None:
        """Who was an owner when the question was asked is refused by the rule of the command line."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            cursor_to(pilot, "lin")
            await pilot.press("d")
            demote(services)
            await pilot.press("y")
            await settle(pilot)
            assert notices(pilot) == ["Only an owner of octo-labs can do this; mona is none."]
            assert role(services, "lin") is Role.MEMBER
            assert "Only an owner can change this. You can leave." in words(pilot)


class TestAMember:
    async def test_reads_and_changes_nothing(self, app: PatTuiApp) -> None:
        """No key and no button for what an owner does; nor any numbers."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people", "acme")
            assert rows(pilot) == ["hubot: Owner: Hubot", "mona: Member: Mona Lisa · you"]
            assert "Only an owner can change this. You can leave." in words(pilot)
            assert "Add member" not in shown(pilot)
            for key in ("a", "e", "d", "enter"):
                await pilot.press(key)
                on(pilot, PeopleScreen)
            assert not {"Add", "Change role", "Remove", "Leave"} & set(keys_shown(pilot).split())

    async def test_is_told_who_sees_outside_collaborators(self, app: PatTuiApp) -> None:
        """In place of the rows."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people", "acme")
            await pilot.press("right")
            assert "Only an owner of acme can do this; mona is none." in words(pilot)

    async def test_may_leave(self, app: PatTuiApp, services: Services) -> None:
        """After the question; then the organization is not in the list any more."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people", "acme")
            cursor_to(pilot, "mona")
            await settle(pilot)
            assert "d Leave" in keys_shown(pilot)
            await pilot.press("d")
            assert "Leave acme?" in words(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert role(services, "mona", "acme") is None
            on(pilot, OrganizationsScreen)
            assert "3 organizations" in words(pilot)
            assert notices(pilot) == ["mona has left acme."]

    async def test_comes_from_the_policies(self, app: PatTuiApp) -> None:
        """A member's sidebar has the policies and the people."""
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "organizations")
            await pilot.press("enter")
            page = on(pilot, OrganizationDemandsScreen)
            assert [entry.label for entry in page.entries() if entry.page] == [
                "People",
                "Policies",
                "Your organizations",
            ]
            await pilot.press("m", "up", "enter")
            await settle(pilot)
            assert on(pilot, PeopleScreen).login == "acme"

    async def test_a_stranger_reads_nothing(self, app: PatTuiApp) -> None:
        """Who is no member is refused, on both tabs."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people", "stranger-org")
            assert "Only a member of stranger-org can see this; mona is none." in words(pilot)
            await pilot.press("right")
            assert "Only an owner of stranger-org can do this; mona is none." in words(pilot)


class TestOutsideCollaborators:
    async def test_none(self, app: PatTuiApp) -> None:
        """It says what they are."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("right")
            assert pilot.app.screen.query_one(TabLine).active == "outside-collaborators"
            assert "There are no outside collaborators: nobody has a role in a repository" in words(pilot)

    async def test_the_whole_way(self, app: PatTuiApp, services: Services) -> None:
        """Added with a role, given another, removed; each told, and in the log by GitHub's names."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("right", "a", *"zoe", "ctrl+s")
            await settle(pilot)
            assert rows(pilot) == ["zoe: Read: octo-labs/lab · Private · Zoë Ångström"]
            await pilot.press("e", "down", "down", "enter")
            await settle(pilot)
            assert rows(pilot) == ["zoe: Write: octo-labs/lab · Private · Zoë Ångström"]
            await pilot.press("d")
            assert "Remove zoe from octo-labs/lab?" in words(pilot)
            assert "Tokens of zoe no longer reach it." in words(pilot)
            await pilot.press("d", "enter")
            assert len(services.people.outside_collaborators(LAB)) == 1
            await pilot.press("d", "y")
            await settle(pilot)
            assert services.people.outside_collaborators(LAB) == []
            assert notices(pilot) == [
                "zoe has the role Read in octo-labs/lab.",
                "zoe has the role Write in octo-labs/lab.",
                "zoe no longer has the role Write in octo-labs/lab.",
            ]
            assert actions(services, "mona")[-3:] == ["repo.add_member", "repo.update_member", "repo.remove_member"]

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """The tab, the button, the choice of the role, the row's menu."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            assert await pilot.click(TabLine, offset=(14, 0))
            await click(pilot, "#add")
            await pilot.press(*"zoe")
            await click(pilot, "#role", Choice)
            assert await pilot.click("OptionLines", offset=(6, 2))
            await settle(pilot)
            await click(pilot, "#submit")
            assert rows(pilot)[0].startswith("zoe: Triage: octo-labs/lab")
            assert await pilot.click(RowList, offset=(5, 0))
            await settle(pilot)
            assert "Remove from repository…" in words(pilot)
            assert await pilot.click("OptionLines", offset=(6, 1))
            await settle(pilot)
            await click(pilot, "#confirm")
            assert rows(pilot) == []

    async def test_a_member_is_none(self, app: PatTuiApp) -> None:
        """The rule stands under the field."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("right", "a", *"lin", "ctrl+s")
            await settle(pilot)
            on(pilot, AddPersonDialog)
            assert "lin is a member of octo-labs, and so no outside collaborator." in words(pilot)

    async def test_without_repositories(self, app: PatTuiApp, services: Services) -> None:
        """There is nothing to give a role in; it says how one comes to be."""
        database = services.context.database
        with database.transaction():
            database.connection.execute("DELETE FROM repositories WHERE owner_id = ?", (user(database, LAB).id,))
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "people")
            await pilot.press("right", "a")
            on(pilot, PeopleScreen)
            assert notices(pilot) == ["octo-labs has no repository. Add one with: pat-tui repo add octo-labs/NAME"]


async def test_trouble_with_the_store(app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in place of the rows."""

    def fail(*_arguments: object, **_options: object) -> None:
        raise StoreError("The store is locked.")

    monkeypatch.setattr(People, "members", fail)
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "people")
        assert "The store is locked." in words(pilot)


async def test_hostile_names(app: PatTuiApp, services: Services) -> None:
    """A name that another tool wrote into the store draws nothing that a terminal would obey."""
    database = services.context.database
    with database.transaction():
        database.connection.execute("UPDATE accounts SET name = ? WHERE login = 'lin'", ("\x1b]52;c;x\x07[/] ‮",))
    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "people")
        assert "\x1b" not in shown(pilot)
        cursor_to(pilot, "lin")
        await pilot.press("d")
        on(pilot, ConfirmDialog)
        assert "\x1b" not in shown(pilot)
