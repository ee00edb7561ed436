"""The choices on the form: expiration, resource owner, repositories and permissions, and what follows from each."""

from datetime import UTC, datetime, timedelta

from textual.widgets import Input, TextArea

from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.repositories import Visibility
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.store import repositories
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.repository_picker import RepositoryPicker
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.calendar import Calendar
from pat_tui.tui.widgets.choice import Choice, ChooseDialog
from pat_tui.tui.widgets.date_picker import DatePickerScreen
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.tui.forms import SMALL, TALL, choose, choose_access, menu_of, raise_level, set_policy, tabs_of
from tests.tui.pages import generate, notices, on, open_form, settle, words
from tests.worlds import FixedClock


class TestExpiration:
    async def test_presets(self, app: PatTuiApp) -> None:
        """Left, Right and Space step through the menu, Enter shows it; day and instant follow."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            dates = [
                "7 days (Jan 22, 2026)",
                "30 days (Feb 14, 2026)",
                "60 days (Mar 16, 2026)",
                "90 days (Apr 15, 2026)",
            ]
            assert menu_of(form, "#expiration") == [*dates, "Custom", "No expiration"]
            form.query_one("#expiration").focus()
            await pilot.press("left")
            assert "The token will expire on Thu, Jan 22 2026. Exactly: 2026-01-22 12:00 UTC" in words(pilot)
            await pilot.press("left", "right", "space")
            assert "The token will expire on Mon, Mar 16 2026." in words(pilot)
            await pilot.press("enter")
            on(pilot, ChooseDialog)
            await pilot.press("down", "enter")
            assert "The token will expire on Wed, Apr 15 2026." in words(pilot)

    async def test_custom_date(self, app: PatTuiApp, services: Services) -> None:
        """A date can be typed; it ends with that day. What is no date, or too far, is an error with the range."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose(pilot, "#expiration", "custom")
            field = form.query_one("#custom-day", Input)
            assert field.value == "2026-02-14"
            field.focus()
            for text in ("2026-02-30", "2027-01-17", "2026-01-15", ""):
                field.value = text
                await pilot.pause()
                await pilot.press("ctrl+s")
                assert "✗ Choose a date from 2026-01-16 to 2027-01-16." in words(pilot), text
                assert field.has_focus
                assert field.value == text
            field.value = "2026-03-01"
            await pilot.pause()
            assert "✗" not in words(pilot)
            assert "The token will expire on Sun, Mar 01 2026. Exactly: 2026-03-01 23:59 UTC" in words(pilot)
            await generate(pilot)
        assert services.tokens.find("deploy").expires_at == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)

    async def test_calendar(self, app: PatTuiApp) -> None:
        """The calendar starts at the field's day, knows the range, gives back what was chosen; Esc changes nothing."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose(pilot, "#expiration", "custom")
            field = form.query_one("#custom-day", Input)
            await pilot.press("tab", "tab", "enter")
            calendar = on(pilot, DatePickerScreen).query_one(Calendar)
            assert calendar.value.isoformat() == "2026-02-14"
            assert (calendar.minimum.isoformat(), calendar.maximum.isoformat()) == ("2026-01-16", "2027-01-16")
            await pilot.press("right", "pagedown", "enter")
            assert field.value == "2026-03-15"
            assert "The token will expire on Sun, Mar 15 2026." in words(pilot)
            await pilot.press("enter", "down", "escape")
            assert field.value == "2026-03-15"
            field.value = "nonsense"
            await pilot.press("enter", "enter")
            assert field.value == "2026-01-16"

    async def test_no_expiration_warns(self, app: PatTuiApp, services: Services) -> None:
        """A token without an end is possible, is warned about twice, and has no end in the store."""
        async with app.run_test(size=TALL) as pilot:
            await open_form(pilot, "deploy")
            await choose(pilot, "#expiration", "never")
            assert "⚠ A token without an expiration date stays valid until somebody deletes it." in words(pilot)
            assert "will expire on" not in words(pilot)
            await pilot.press("ctrl+s")
            assert "Expires: never; it stays valid until somebody deletes it" in words(pilot)
            await generate(pilot)
        assert services.tokens.find("deploy").expires_at is None

    async def test_names_the_instant_at_which_it_is_confirmed(
        self, app: PatTuiApp, services: Services, clock: FixedClock
    ) -> None:
        """A form that was open for a day promises what the token then is."""
        async with app.run_test(size=SMALL) as pilot:
            await open_form(pilot, "deploy")
            clock.advance(timedelta(days=1, hours=2))
            await pilot.press("ctrl+s")
            assert "Expires: 2026-02-15 14:00 UTC" in words(pilot)
            await pilot.press("escape")
            await generate(pilot)
        assert services.tokens.find("deploy").expires_at == datetime(2026, 2, 15, 14, tzinfo=UTC)


class TestOwner:
    async def test_stays_in_sight_when_its_limit_is_said_above(self, app: PatTuiApp) -> None:
        """In a terminal of 24 lines the menu is near the bottom, and a limit adds lines above it."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose(pilot, "#expiration", "custom")
            form.query_one("#owner").focus()
            await pilot.press("space", "space")
            await settle(pilot)
            assert "globex allows fine-grained tokens a lifetime of at most 30 days." in words(pilot)
            assert "‹ globex" in words(pilot)

    async def test_its_limit_cuts_the_menu(self, app: PatTuiApp) -> None:
        """An owner with a limit offers no more than that, says so, and takes what was chosen down to it."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            assert [label.split()[0] for label in menu_of(form, "#owner")] == ["mona", "acme", "globex", "octo-labs"]
            await choose(pilot, "#expiration", "never")
            await choose(pilot, "#owner", "globex")
            assert menu_of(form, "#expiration") == ["7 days (Jan 22, 2026)", "30 days (Feb 14, 2026)", "Custom"]
            assert form.query_one("#expiration", Choice).value == "30"
            assert "globex allows fine-grained tokens a lifetime of at most 30 days." in words(pilot)
            await choose(pilot, "#expiration", "custom")
            form.query_one("#custom-day", Input).value = "2026-02-15"
            await pilot.pause()
            await pilot.press("ctrl+s")
            assert "✗ Choose a date from 2026-01-16 to 2026-02-14." in words(pilot)
            await choose(pilot, "#owner", "acme")
            assert form.query_one("#custom-day", Input).value == "2026-02-15"
            assert "No expiration" not in menu_of(form, "#expiration")
            assert "at most 366 days" in words(pilot)
            await choose(pilot, "#owner", "octo-labs")
            assert menu_of(form, "#expiration")[-1] == "No expiration"

    async def test_switching_resets_only_what_belongs_to_it(self, app: PatTuiApp) -> None:
        """Repositories go; name, texts, expiration, access and permissions stay; the other tab is the owner's own."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#description", TextArea).text = "What for"
            await choose(pilot, "#expiration", "60")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form.query_one("#select").focus()
            await pilot.press("enter", "down", "space", "ctrl+s")
            await raise_level(pilot, "contents", 2)
            form.query_one(TabLine).action_next()
            await pilot.pause()
            await raise_level(pilot, "gists")
            assert tabs_of(form) == {"Repositories": 2, "Account": 1}
            assert form.to_draft().repositories == ("mona/app",)
            await choose(pilot, "#owner", "acme")
            assert "No repositories selected yet." in words(pilot)
            assert tabs_of(form) == {"Repositories": 2, "Organization": 0}
            kept = form.to_draft()
            assert (kept.name, kept.description, kept.repositories) == ("deploy", "What for", ())
            assert kept.permissions == {"contents": Level.WRITE, "metadata": Level.READ}
            assert form.query_one("#expiration", Choice).value == "60"
            assert "1 to 50 repositories of acme." in words(pilot)
            await choose(pilot, "#owner", "mona")
            assert tabs_of(form) == {"Repositories": 2, "Account": 1}
            assert form.to_draft().permissions["gists"] is Level.WRITE

    async def test_approval_is_asked_for_only_where_it_is_needed(self, app: PatTuiApp) -> None:
        """The request box, the button and the summary follow the owner; what was written is kept for the next."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            for owner, is_asked in (("acme", True), ("globex", False), ("octo-labs", False), ("mona", False)):
                await choose(pilot, "#owner", owner)
                said = words(pilot)
                assert ("Justification for the owners who approve it" in said) is is_asked, owner
                assert ("[ Generate token and request access ]" in said) is is_asked, owner
                assert ("[ Generate token ]" in said) is not is_asked, owner
                assert ("An owner of acme must approve it." in said) is is_asked, owner
                assert ("This token will be ready for use immediately." in said) is not is_asked, owner
                if is_asked:
                    form.query_one("#reason", TextArea).text = "Because"
                assert form.to_draft().reason == ("Because" if is_asked else ""), owner

    async def test_menu_tells_what_each_demands(self, app: PatTuiApp) -> None:
        """The menu of owners says who asks for approval and who limits lifetimes."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            form.query_one("#owner").focus()
            await pilot.press("enter")
            said = words(pilot)
            assert "acme approval required · at most 366 days" in said
            assert "globex no approval needed · at most 30 days" in said
            assert "octo-labs no approval needed" in said
            assert "initech" not in said

    async def test_two_missing_organizations_are_both_named(self, app: PatTuiApp, services: Services) -> None:
        """Every organization that allows no fine-grained tokens is named."""
        set_policy(services, "globex", OrganizationPolicy(fine_grained_allowed=False))
        async with app.run_test(size=TALL) as pilot:
            await open_form(pilot)
            wanted = "Not offered: globex, initech. These organizations do not allow fine-grained tokens."
            assert wanted in words(pilot)


class TestRepositories:
    async def test_picker(self, app: PatTuiApp) -> None:
        """Search, tick and count; Ctrl+S keeps the ticks in the order of the list, and the form names them."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            assert "No repositories selected yet." in words(pilot)
            form.query_one("#select").focus()
            await pilot.press("enter")
            picker = on(pilot, RepositoryPicker)
            assert "Selected 0 repositories." in words(pilot)
            picker.query_one(Input).value = "NOTES"
            await pilot.press("enter", "space")
            assert "[x] mona/notes Private" in words(pilot)
            assert "mona/app" not in words(pilot)
            await pilot.press("slash")
            picker.query_one(Input).value = "nothing such"
            await pilot.pause()
            assert "No repositories found." in words(pilot)
            assert "Selected 1 repository." in words(pilot)
            picker.query_one(Input).value = ""
            await pilot.press("down", "enter", "j", "space", "space")
            assert "Selected 2 repositories." in words(pilot)
            assert "stranger-org" not in words(pilot)
            await pilot.press("ctrl+s")
            assert "Selected 2 repositories. mona/app, mona/notes" in words(pilot)
            assert form.query_one("#select").has_focus

    async def test_picker_left_without_keeping(self, app: PatTuiApp) -> None:
        """Esc in the picker leaves the ticks as they were before."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form.query_one("#select").focus()
            await pilot.press("enter", "down", "space", "ctrl+s")
            await pilot.press("enter", "down", "space", "j", "space", "escape")
            assert form.to_draft().repositories == ("mona/app",)

    async def test_fifty_at_most(self, app: PatTuiApp, services: Services) -> None:
        """The fifty-first tick is refused with a notice; taking one away makes room."""
        database = services.context.database
        with database.transaction():
            for number in range(60):
                name = f"repo-{number:02}"
                repositories.add(database, services.acting, name, Visibility.PUBLIC, None, services.tokens.now())
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form._repositories = tuple(f"mona/repo-{number:02}" for number in range(50))
            form.query_one("#select").focus()
            await pilot.press("enter", "down", "space")
            assert "Selected 50 repositories." in words(pilot)
            assert notices(pilot) == ["Select at most 50 repositories."]
            await pilot.press("end", "k", "enter")
            assert "Selected 50 repositories." in words(pilot)
            on(pilot, RepositoryPicker).query_one(Input).value = "repo-00"
            await pilot.press("space")
            assert "Selected 49 repositories." in words(pilot)
            await pilot.press("ctrl+s")
            assert len(form.to_draft().repositories) == 49

    async def test_one_at_least(self, app: PatTuiApp) -> None:
        """`Only select repositories` without any is an error at the button that selects them; selecting ends it."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            await pilot.press("ctrl+s")
            assert "✗ Select at least one repository." in words(pilot)
            assert form.query_one("#select").has_focus
            await pilot.press("enter", "down", "space", "ctrl+s")
            assert "✗" not in words(pilot)

    async def test_no_repositories_at_all(self, app: PatTuiApp, services: Services) -> None:
        """An owner without repositories has an empty picker, which can be left."""
        database = services.context.database
        with database.transaction():
            database.connection.execute("DELETE FROM repositories WHERE owner_id = ?", (services.acting.id,))
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form.query_one("#select").focus()
            await pilot.press("enter", "down", "space", "enter")
            assert "No repositories found." in words(pilot)
            await pilot.press("ctrl+s")
            on(pilot, TokenFormScreen)


class TestPermissions:
    async def test_levels_by_keys(self, app: PatTuiApp) -> None:
        """Left, Right, Space, Enter and Del set levels; counters and summary follow; Metadata comes and goes along."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.ALL)
            form.query_one(PermissionTable).focus()
            await pilot.press("right", "down", "space", "space")
            assert form.to_draft().permissions == {
                "actions": Level.READ,
                "administration": Level.WRITE,
                "metadata": Level.READ,
            }
            assert "[Repositories 3] Account 0" in words(pilot)
            assert "3 repository permissions for all repositories · 0 account permissions" in words(pilot)
            await pilot.press("enter")
            on(pilot, ChooseDialog)
            await pilot.press("up", "enter")
            assert "✓ Administration ‹ Read-only ›" in words(pilot)
            await pilot.press("delete", "up", "left")
            assert form.to_draft().permissions == {}
            assert tabs_of(form) == {"Repositories": 0, "Account": 0}

    async def test_metadata_is_locked(self, app: PatTuiApp) -> None:
        """Metadata is required with any other, cannot be changed, and says why when one tries."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.ALL)
            form.query_one("#permission-filter", Input).value = "metadata"
            await pilot.pause()
            form.query_one(PermissionTable).focus()
            await pilot.press("end", "space")
            reason = (
                "Metadata comes along, read-only, with any other repository permission and cannot be chosen by itself."
            )
            assert notices(pilot) == [reason]
            assert form.to_draft().permissions == {}
            form.query_one("#permission-filter", Input).value = ""
            await pilot.pause()
            await raise_level(pilot, "contents")
            await raise_level(pilot, "metadata")
            assert "Metadata Read-only (required)" in words(pilot)
            await pilot.press("left", "delete", "enter")
            on(pilot, TokenFormScreen)
            assert form.to_draft().permissions["metadata"] is Level.READ

    async def test_none_of_repositories_with_public_only(self, app: PatTuiApp) -> None:
        """With public repositories the table says why it is closed, and Tab passes it; levels come back with access."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            closed = "With “Public repositories” a token has no repository permissions."
            assert closed in words(pilot)
            form.query_one("#permission-filter").focus()
            await pilot.press("tab")
            assert form.query_one("#submit").has_focus
            await choose_access(pilot, RepositoryAccess.ALL)
            await raise_level(pilot, "contents")
            assert closed not in words(pilot)
            await choose_access(pilot, RepositoryAccess.PUBLIC)
            assert form.to_draft().permissions == {}
            assert tabs_of(form)["Repositories"] == 0
            await choose_access(pilot, RepositoryAccess.SELECTED)
            assert form.to_draft().permissions == {"contents": Level.READ, "metadata": Level.READ}

    async def test_account_permissions_go_with_public_only(self, app: PatTuiApp) -> None:
        """The other tab stays open with public repositories; Right and Left go round the tabs."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            form.query_one(TabLine).focus()
            await pilot.press("right", "tab", "tab", "space")
            assert tabs_of(form) == {"Repositories": 0, "Account": 1}
            assert "Repositories 0 [Account 1]" in words(pilot)
            form.query_one(TabLine).focus()
            await pilot.press("right")
            assert "[Repositories 0] Account 1" in words(pilot)
            await pilot.press("left")
            assert "Repositories 0 [Account 1]" in words(pilot)

    async def test_organization_permissions(self, app: PatTuiApp) -> None:
        """An organization has its own tab, whose counter and summary are its own."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose(pilot, "#owner", "octo-labs")
            form.query_one(TabLine).action_next()
            await pilot.pause()
            await raise_level(pilot, "members", 2)
            assert "Repositories 0 [Organization 1]" in words(pilot)
            assert "0 repository permissions for public repositories · 1 organization permission" in words(pilot)

    async def test_filter(self, app: PatTuiApp) -> None:
        """Title, name and endpoint path find a permission; Enter goes to the rows, `/` back; no match says so."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot)
            await choose_access(pilot, RepositoryAccess.ALL)
            form.query_one(PermissionTable).focus()
            await pilot.press("slash")
            field = form.query_one("#permission-filter", Input)
            assert field.has_focus
            for text, found in (
                ("deploy keys", False),
                ("webHOOKS", True),
                ("pull_requests", True),
                ("/repos/acme/api/pulls/7", True),
                ("GET /repos/{owner}/{repo}/actions/runs", True),
            ):
                field.value = text
                await pilot.pause()
                assert ("No permission matches" not in words(pilot)) is found, text
            assert "Actions ‹ No access ›" in words(pilot)
            assert "Asked for by GET /repos/{owner}/{repo}/actions/runs" in words(pilot)
            await pilot.press("enter", "space")
            assert form.to_draft().permissions["actions"] is Level.READ
            await pilot.press("slash")
            assert field.has_focus
