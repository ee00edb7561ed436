"""A token's life by keys and by mouse: edit, regenerate, duplicate, delete, undo; and then what the store holds."""

from datetime import UTC, datetime, timedelta

import pytest
from textual.widgets import Input, TextArea

from pat_tui.domain.errors import NotFound
from pat_tui.domain.expiration import InDays
from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import hash_of
from pat_tui.domain.tokens import FineGrainedToken, RepositoryAccess
from pat_tui.store import deleted_tokens, policies, requests
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.regenerate import RegenerateScreen
from pat_tui.tui.screens.token_edit import EditTokenScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.token_list import TokenList
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.screens.undo_flash import UndoFlash
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.wiring import Services
from tests.public_keys import ed25519
from tests.tui.pages import Driver, Past, add_past, generate, keys_shown, notices, on, settle, shown, until, words
from tests.worlds import FixedClock, user

SIZE = (80, 24)
TALL = (100, 90)
"""Room for a whole page, so that what it says can be read in one go."""


def token(services: Services, name: str) -> FineGrainedToken:
    """The token called NAME as the store has it now."""
    return services.tokens.find(name)


def secret_hash(services: Services, token_id: int) -> bytes | None:
    """The hash of the token's value; None for a token that is not there."""
    row = services.context.database.row("SELECT secret_hash FROM fine_grained_tokens WHERE id = ?", (token_id,))
    return row["secret_hash"] if row else None


def actions_on(services: Services, token_id: int) -> list[str]:
    """What the security log says was done with the token, oldest first."""
    rows = services.context.database.rows(
        "SELECT action FROM events WHERE json_extract(fields, '$.user_programmatic_access_id') = ? ORDER BY id",
        (token_id,),
    )
    return [row["action"].removeprefix("personal_access_token.") for row in rows]


async def edit(pilot: Driver, services: Services, name: str) -> EditTokenScreen:
    """Go to the page of the token called NAME, and from there to the form that edits it."""
    pilot.app.open_token(token(services, name).id)  # type: ignore[attr-defined]
    await settle(pilot)
    await pilot.press("e")
    form = on(pilot, EditTokenScreen)
    await until(pilot, lambda: bool(form.query("#submit")))
    return form


async def raise_level(pilot: Driver, slug: str) -> None:
    """Raise the level of a permission of the tab that is shown."""
    table = pilot.app.screen.query_one(PermissionTable)
    table.cursor = [permission.slug for permission in table.choices.permissions].index(slug)
    table.action_raise()
    await pilot.pause()


async def test_deploy_keys_that_go_along_are_told(app: PatTuiApp, services: Services) -> None:
    """The dialog counts and names the deploy keys that were made with the tokens; then they are gone."""
    rights = (("administration", Level.WRITE),)
    add_past(services, *(Past(name, access=RepositoryAccess.ALL, permissions=rights) for name in ("one", "two")))
    for seed, title in enumerate(("Build", "Mirror")):
        services.repository_keys.add("mona/app", title, ed25519(seed), token="one")
    async with app.run_test(size=TALL) as pilot:
        go_to(pilot, "one")
        await pilot.press("d")
        on(pilot, ConfirmDialog)
        assert "2 deploy keys that were made with it go too: mona/app: Build mona/app: Mirror" in words(pilot)
        await pilot.press("escape", "space", "down", "up")
        go_to(pilot, "two")
        await pilot.press("space", "d")
        assert "2 deploy keys that were made with them go too: mona/app: Build mona/app: Mirror" in words(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert services.repository_keys.all_of("mona/app") == []
        await pilot.press("u")
        await settle(pilot)
        assert [key.title for key in services.repository_keys.all_of("mona/app")] == ["Build", "Mirror"]


def go_to(pilot: Driver, name: str) -> None:
    """Put the cursor of the list on the token called NAME."""
    rows = pilot.app.screen.query_one(TokenList)
    for row in range(rows.row_count):
        rows.cursor = row
        if rows.current is not None and rows.current.name == name:
            return
    raise AssertionError(f"{name} is not in the list")


async def delete(pilot: Driver) -> None:
    """Ask to delete, and confirm."""
    await pilot.press("d")
    on(pilot, ConfirmDialog)
    await pilot.press("y")
    await settle(pilot)


class TestEdit:
    async def test_is_the_form_with_what_the_token_has(self, app: PatTuiApp, services: Services) -> None:
        """Everything is filled in; resource owner and expiration stand as text, with the reason why they stay."""
        add_past(services)
        async with app.run_test(size=TALL) as pilot:
            form = await edit(pilot, services, "notes-mobile")
            said = words(pilot)
            assert form.query_one("#name", Input).value == "notes-mobile"
            assert form.query_one("#description", TextArea).text == "Notes on the phone"
            assert form.query_one(PermissionTable).levels["contents"] is Level.WRITE
            assert not form.query(Choice)
            assert "Edit fine-grained personal access token" in said
            assert "Expires on Tue, Apr 14 2026. Ends 2026-04-14 12:00 UTC Only regenerating the token" in said
            assert "Resource owner mona A token keeps its resource owner." in said
            assert "Selected 2 repositories. mona/app, mona/notes" in said
            assert "[Repositories 3] Account 1" in said
            assert "[ Update ]" in said
            assert "^s Update" in keys_shown(pilot)

    async def test_value_stays(self, app: PatTuiApp, services: Services) -> None:
        """Another name and description are kept without a question; the value stays, and the page shows the news."""
        add_past(services)
        before = token(services, "notes-mobile")
        value = secret_hash(services, before.id)
        async with app.run_test(size=SIZE) as pilot:
            form = await edit(pilot, services, "notes-mobile")
            await pilot.press("end", *"-2", "tab")
            form.query_one("#description", TextArea).text = "The new phone"
            await pilot.press("ctrl+s")
            await settle(pilot)
            on(pilot, TokenScreen)
            assert "notes-mobile-2" in shown(pilot)
            assert "The new phone" in shown(pilot)
            assert notices(pilot) == ["Your personal access token has been updated"]
        after = token(services, "notes-mobile-2")
        assert (after.id, after.description) == (before.id, "The new phone")
        assert (after.permissions, after.repositories) == (before.permissions, before.repositories)
        assert (after.expires_at, secret_hash(services, after.id)) == (before.expires_at, value)
        assert actions_on(services, after.id)[-1] == "update"

    async def test_from_the_list(self, app: PatTuiApp, services: Services) -> None:
        """`e` edits the row under the cursor; then the list is there again, with the new name."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "old-laptop")
            await pilot.press("e")
            form = on(pilot, EditTokenScreen)
            await until(pilot, lambda: bool(form.query("#submit")))
            assert form.query_one("#name", Input).value == "old-laptop"
            await pilot.press("x", "ctrl+s")
            await settle(pilot)
            on(pilot, TokensScreen)
            go_to(pilot, "old-laptopx")

    async def test_asks_before_the_token_can_do_more(self, app: PatTuiApp, services: Services) -> None:
        """What is added is named, with the focus on Cancel; only the confirming letter changes the store."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await edit(pilot, services, "notes-mobile")
            await raise_level(pilot, "administration")
            await pilot.press("ctrl+s")
            dialog = on(pilot, ConfirmDialog)
            assert "The token will also have: Administration: Read-only" in words(pilot)
            assert "at once" in words(pilot)
            assert dialog.query_one("#cancel").has_focus
            await pilot.press("enter")
            assert "administration" not in token(services, "notes-mobile").permissions
            await pilot.press("ctrl+s", "u")
            await settle(pilot)
            on(pilot, TokenScreen)
        assert token(services, "notes-mobile").permissions["administration"] is Level.READ

    async def test_does_not_ask_before_it_can_do_less(self, app: PatTuiApp, services: Services) -> None:
        """Public repositories only: no dialog, and the store has it."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await edit(pilot, services, "notes-mobile")
            radios = form.query_one("#access", OptionLines)
            radios.cursor = 0
            radios.action_choose()
            await pilot.pause()
            await pilot.press("ctrl+s")
            await settle(pilot)
            on(pilot, TokenScreen)
        after = token(services, "notes-mobile")
        assert after.repository_access is RepositoryAccess.PUBLIC
        assert after.permissions == {"gpg_keys": Level.READ}

    async def test_says_what_needs_approval(self, app: PatTuiApp, services: Services) -> None:
        """Form, dialog and token page name what an owner must approve; what was granted before keeps working."""
        approved = Past(
            "acme-ci",
            "acme",
            10,
            decision="approved",
            access=RepositoryAccess.SELECTED,
            repositories=("acme/api",),
            permissions=(("contents", Level.READ), ("issues", Level.WRITE)),
        )
        [token_id] = add_past(services, approved)
        granted = requests.granted_reach(services.context.database, token_id)
        async with app.run_test(size=TALL) as pilot:
            await edit(pilot, services, "acme-ci")
            assert "What you change applies at once." in words(pilot)
            await raise_level(pilot, "contents")
            assert "An owner of acme must approve: Contents: Read and write." in words(pilot)
            assert "[ Update and request access ]" in words(pilot)
            await pilot.press("ctrl+s")
            on(pilot, ConfirmDialog)
            assert "An owner of acme must approve this. Until then, the token keeps" in words(pilot)
            await pilot.press("u")
            await settle(pilot)
            on(pilot, TokenScreen)
            assert "Waiting for approval by an owner of acme, and not usable until then: Contents: Read and write" in (
                words(pilot)
            )
        assert requests.granted_reach(services.context.database, token_id) == granted
        assert actions_on(services, token_id)[-2:] == ["update", "request_created"]

    async def test_asks_again_for_what_nobody_has_granted(self, app: PatTuiApp, services: Services) -> None:
        """A token that was denied is put to the owners as a whole, even when it asks for less than before."""
        add_past(services)
        async with app.run_test(size=TALL) as pilot:
            await edit(pilot, services, "acme-secret-rotation")
            table = pilot.app.screen.query_one(PermissionTable)
            table.cursor = [permission.slug for permission in table.choices.permissions].index("secrets")
            table.action_lower()
            await pilot.pause()
            assert "An owner of acme must approve it. Until then it reads public resources only." in words(pilot)
            await pilot.press("ctrl+s", "u")
            await settle(pilot)
            assert "Status: Pending" in words(pilot)

    async def test_errors_stand_under_their_fields(self, app: PatTuiApp, services: Services) -> None:
        """A blank name and one of another token are refused; nothing is written, and the form is still there."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await edit(pilot, services, "notes-mobile")
            for name, error in (("", "✗ Name can't be blank"), ("old-laptop", "✗ Name has already been taken")):
                form.query_one("#name", Input).value = name
                await pilot.press("ctrl+s")
                await pilot.pause()
                on(pilot, EditTokenScreen)
                assert error in words(pilot)
        assert token(services, "notes-mobile").description == "Notes on the phone"

    async def test_own_name_is_no_news(self, app: PatTuiApp, services: Services) -> None:
        """Nothing is said of the name that the token has, neither at first nor when it is typed again."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await edit(pilot, services, "notes-mobile")
            assert not form.query(".said")
            await pilot.press("x")
            assert "✓ notes-mobilex is available." in words(pilot)
            await pilot.press("backspace")
            await pilot.pause()
            assert not form.query(".said")

    async def test_leaving_asks_only_when_something_was_changed(self, app: PatTuiApp, services: Services) -> None:
        """Esc leaves an untouched form at once; a changed one asks, and says that the token stays as it is."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await edit(pilot, services, "notes-mobile")
            await pilot.press("escape")
            on(pilot, TokenScreen)
            await edit(pilot, services, "notes-mobile")
            await pilot.press("x", "escape")
            on(pilot, ConfirmDialog)
            assert "What you have changed will be lost; the token stays as it is." in words(pilot)
            await pilot.press("l")
            await settle(pilot)
            on(pilot, TokenScreen)
        assert token(services, "notes-mobile").name == "notes-mobile"

    async def test_owner_that_allows_no_tokens_any_more(self, app: PatTuiApp, services: Services) -> None:
        """Instead of a form that could never be saved, a notice says why."""
        add_past(services)
        database = services.context.database
        with database.transaction():
            policies.set_policy(database, user(database, "acme").id, OrganizationPolicy(fine_grained_allowed=False))
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "acme-review-agent")
            await pilot.press("e")
            on(pilot, TokensScreen)
            [notice] = notices(pilot)
            assert "acme no longer lets you use fine-grained tokens" in notice

    @pytest.mark.parametrize("key", ["e", "r", "d", "N"])
    async def test_token_that_is_gone(self, app: PatTuiApp, services: Services, key: str) -> None:
        """What another program deleted while its row was on the screen gets a notice, and no page."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "notes-mobile")
            services.token_life.delete([token(services, "notes-mobile").id])
            await pilot.press(key)
            on(pilot, TokensScreen)
            assert notices(pilot) == ["There is no such token any more."]

    async def test_token_that_goes_while_it_is_edited(self, app: PatTuiApp, services: Services) -> None:
        """Saving says so, and nothing that was typed is lost."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await edit(pilot, services, "notes-mobile")
            services.token_life.delete([token(services, "notes-mobile").id])
            await pilot.press("x", "ctrl+s")
            await settle(pilot)
            assert on(pilot, EditTokenScreen) is form
            assert notices(pilot) == ["There is no such token any more."]


class TestRegenerate:
    async def test_new_value_once_and_new_end(self, app: PatTuiApp, services: Services) -> None:
        """An expired token gets a new end and a value that is shown this one time; the old value is known no more."""
        add_past(services)
        before = token(services, "acme-billing-export")
        old = secret_hash(services, before.id)
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "acme-billing-export")
            await pilot.press("r")
            page = on(pilot, RegenerateScreen)
            said = words(pilot)
            assert "Regenerate fine-grained personal access token acme-billing-export" in said
            assert "This token has expired." in said
            assert "any scripts or applications using it need the new one" in said
            assert page.query_one("#expiration").has_focus
            await pilot.press("right", "ctrl+s")
            await settle(pilot)
            shown_once = on(pilot, NewTokenScreen)
            assert "✓ “acme-billing-export” was regenerated. Its old value no longer works." in words(pilot)
            new = hash_of(shown_once._secret)
        after = token(services, "acme-billing-export")
        assert secret_hash(services, after.id) == new != old
        assert after.expires_at == services.context.clock() + timedelta(days=60)
        assert (after.id, after.permissions, after.grant) == (before.id, before.permissions, before.grant)
        assert actions_on(services, after.id)[-1] == "credential_regenerated"

    async def test_on_a_date(self, app: PatTuiApp, services: Services) -> None:
        """A date that is too far is refused under its field, and nothing happens; another one is taken."""
        add_past(services)
        before = secret_hash(services, token(services, "acme-review-agent").id)
        async with app.run_test(size=SIZE) as pilot:
            app.open_token(token(services, "acme-review-agent").id)
            await settle(pilot)
            await pilot.press("r")
            page = on(pilot, RegenerateScreen)
            assert "acme allows fine-grained tokens a lifetime of at most 366 days." in words(pilot)
            page.query_one("#expiration", Choice).focus()
            await pilot.press("end", "enter", "end", "enter")
            await until(pilot, lambda: bool(page.query("#custom-day")))
            day = page.query_one("#custom-day", Input)
            day.value = "2028-01-01"
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "✗ Choose a date from 2026-01-16 to 2027-01-16." in words(pilot)
            assert day.has_focus
            assert secret_hash(services, token(services, "acme-review-agent").id) == before
            day.value = "2026-03-01"
            await pilot.press("ctrl+s")
            await settle(pilot)
            on(pilot, NewTokenScreen)
        assert token(services, "acme-review-agent").expires_at == datetime(2026, 3, 1, 23, 59, 59, tzinfo=UTC)

    async def test_calendar(self, app: PatTuiApp, services: Services) -> None:
        """The button beside the date opens the calendar, and the day chosen there is what the field holds."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r", "right", "right", "right", "tab", "tab", "enter")
            await pilot.press("right", "enter")
            await pilot.pause()
            assert on(pilot, RegenerateScreen).query_one("#custom-day", Input).value == "2026-02-15"

    async def test_leaving_changes_nothing(self, app: PatTuiApp, services: Services) -> None:
        """Esc and Cancel lead back, and the value is the one it was."""
        add_past(services)
        before = secret_hash(services, token(services, "notes-mobile").id)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r", "escape")
            on(pilot, TokensScreen)
            await pilot.press("r")
            await pilot.click("#cancel")
            on(pilot, TokensScreen)
        assert secret_hash(services, token(services, "notes-mobile").id) == before

    async def test_key_pressed_twice(self, app: PatTuiApp, services: Services) -> None:
        """The second press while the first is being done is none: one new value, and it is the one on the screen."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("r")
            page = on(pilot, RegenerateScreen)
            page.action_submit()
            page.action_submit()
            await settle(pilot)
            new = hash_of(on(pilot, NewTokenScreen)._secret)
        token_id = token(services, "notes-mobile").id
        assert secret_hash(services, token_id) == new
        assert actions_on(services, token_id).count("credential_regenerated") == 1


class TestDuplicate:
    async def test_fills_the_form(self, app: PatTuiApp, services: Services) -> None:
        """All but name and expiration comes from the token; with a name of its own there are two of the kind."""
        add_past(services)
        async with app.run_test(size=TALL) as pilot:
            go_to(pilot, "acme-review-agent")
            await pilot.press("N")
            form = on(pilot, TokenFormScreen)
            await until(pilot, lambda: bool(form.query("#submit")))
            assert "Filled in from “acme-review-agent”. Give the new token a name of its own." in words(pilot)
            assert form.query_one("#name", Input).value == ""
            assert form.query_one("#owner", Choice).value == "acme"
            assert form.query_one("#expiration", Choice).value == "30"
            await pilot.press(*"again")
            await generate(pilot)
            on(pilot, NewTokenScreen)
        first, second = token(services, "acme-review-agent"), token(services, "again")
        assert (first.owner_login, first.description, first.reason) == (
            second.owner_login,
            second.description,
            second.reason,
        )
        assert (first.permissions, first.repositories) == (second.permissions, second.repositories)
        assert secret_hash(services, first.id) != secret_hash(services, second.id)

    async def test_untouched_has_nothing_to_lose(self, app: PatTuiApp, services: Services) -> None:
        """Leaving asks only once something was typed."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            for keys, lands_on in ((["escape"], TokensScreen), (["x", "escape"], ConfirmDialog)):
                await pilot.press("N")
                form = on(pilot, TokenFormScreen)
                await until(pilot, lambda form=form: bool(form.query("#submit")))  # type: ignore[misc]
                await pilot.press(*keys)
                on(pilot, lands_on)

    async def test_owner_that_cannot_be_chosen(self, app: PatTuiApp, services: Services) -> None:
        """The form starts with the user instead, without the other's repositories, and says so."""
        add_past(services)
        database = services.context.database
        with database.transaction():
            policies.set_policy(database, user(database, "acme").id, OrganizationPolicy(fine_grained_allowed=False))
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "acme-review-agent")
            await pilot.press("N")
            form = on(pilot, TokenFormScreen)
            await until(pilot, lambda: bool(form.query("#submit")))
            assert form.query_one("#owner", Choice).value == "mona"
            assert form.to_draft().repositories == ()
            [notice] = notices(pilot)
            assert "Choose another resource owner." in notice


class TestDelete:
    async def test_names_what_will_stop_working(self, app: PatTuiApp, services: Services) -> None:
        """Name, resource owner, last use in words, and what is lost; Cancel has the focus."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("d")
            dialog = on(pilot, ConfirmDialog)
            said = words(pilot)
            for part in (
                "Are you sure you want to delete this token?",
                "notes-mobile",
                "Resource owner: mona",
                "Last used within the last week",
                "will stop working at once",
                "mona/app",
                "Read and Write access to code",
                "I understand, delete this token (y)",
            ):
                assert part in said, part
            assert dialog.query_one("#cancel").has_focus

    @pytest.mark.parametrize(
        ("name", "stops"),
        [
            ("acme-billing-export", "It has expired: nothing works with it any more."),
            ("acme-review-agent", "It reads public things only."),
        ],
    )
    async def test_what_a_token_without_access_loses(
        self, app: PatTuiApp, services: Services, name: str, stops: str
    ) -> None:
        """Nothing is said to be lost that the token could not do."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, name)
            await pilot.press("d")
            assert stops in words(pilot)
            assert "They lose" not in words(pilot)

    @pytest.mark.parametrize("keys", [["d"] * 5, ["enter"], ["escape"], ["space"]])
    async def test_nothing_by_accident(self, app: PatTuiApp, services: Services, keys: list[str]) -> None:
        """The opening key held down, Enter, Space and Esc delete nothing."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("d", *keys)
            await settle(pilot)
            assert services.listed_tokens.count() == 7

    async def test_flash_and_undo(self, app: PatTuiApp, services: Services) -> None:
        """The token is gone at once; `u` brings it back with the value it had, and is no key any more."""
        add_past(services)
        before = token(services, "notes-mobile")
        value = secret_hash(services, before.id)
        async with app.run_test(size=SIZE) as pilot:
            assert "Undo" not in keys_shown(pilot)
            await delete(pilot)
            assert secret_hash(services, before.id) is None
            assert "✓ Deleted personal access token “notes-mobile”. 10 seconds left to undo it." in words(pilot)
            assert "6 tokens" in words(pilot)
            assert "u Undo" in keys_shown(pilot)
            await pilot.press("u")
            await settle(pilot)
            assert notices(pilot) == ["“notes-mobile” is back, with the value that it had."]
            assert "7 tokens" in words(pilot)
            assert not pilot.app.screen.query(UndoFlash)
            assert "Undo" not in keys_shown(pilot)
        assert token(services, "notes-mobile") == before
        assert secret_hash(services, before.id) == value
        assert actions_on(services, before.id)[-2:] == ["destroy", "destroy_undone"]

    async def test_counts_down_in_place(self, app: PatTuiApp, services: Services, clock: FixedClock) -> None:
        """The words follow the clock without a single notice; after ten seconds the token is gone for good."""
        add_past(services)
        token_id = token(services, "notes-mobile").id
        async with app.run_test(size=SIZE) as pilot:
            await delete(pilot)
            clock.advance(timedelta(seconds=3))
            await until(pilot, lambda: "7 seconds left" in words(pilot))
            clock.advance(timedelta(seconds=6))
            await until(pilot, lambda: "1 second left" in words(pilot))
            clock.advance(timedelta(seconds=2))
            await until(pilot, lambda: not pilot.app.screen.query(UndoFlash))
            await pilot.press("u")
            await until(pilot, lambda: not deleted_tokens.all_of(services.context.database, services.acting.id))
            assert notices(pilot) == []
        with pytest.raises(NotFound):
            services.token_life.undo_delete([token_id])

    async def test_clock_that_was_set_back(self, app: PatTuiApp, services: Services, clock: FixedClock) -> None:
        """It does not make the offer last longer: nobody could keep it."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await delete(pilot)
            clock.advance(timedelta(seconds=-1))
            await until(pilot, lambda: not pilot.app.screen.query(UndoFlash))

    async def test_from_the_page_of_the_token(self, app: PatTuiApp, services: Services) -> None:
        """The page of a token that is gone closes; the list says what happened, and takes it back by mouse."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "old-laptop")
            await pilot.press("enter")
            on(pilot, TokenScreen)
            await delete(pilot)
            on(pilot, TokensScreen)
            assert "✓ Deleted personal access token “old-laptop”." in words(pilot)
            await pilot.click("#undo")
            await settle(pilot)
        assert token(services, "old-laptop").name == "old-laptop"

    async def test_undo_is_offered_after_other_pages(self, app: PatTuiApp, services: Services) -> None:
        """Who goes to a form and back within the time can still undo."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await delete(pilot)
            await pilot.press("n", "escape")
            on(pilot, TokensScreen)
            await pilot.press("u")
            await settle(pilot)
        assert token(services, "notes-mobile").name == "notes-mobile"

    async def test_name_that_was_taken_meanwhile(self, app: PatTuiApp, services: Services) -> None:
        """Undo says why it cannot be, and the new token of that name stays."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await delete(pilot)
            [new] = add_past(services, Past("notes-mobile"))
            await pilot.press("u")
            await settle(pilot)
            assert notices(pilot) == ["notes-mobile cannot come back: its name has been taken since."]
        assert token(services, "notes-mobile").id == new

    async def test_second_deletion_takes_the_place_of_the_first(self, app: PatTuiApp, services: Services) -> None:
        """One line is there, about the latest; `u` brings that one back, and the other stays deleted."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await delete(pilot)
            await delete(pilot)
            assert len(pilot.app.screen.query(UndoFlash)) == 1
            await pilot.press("u")
            await settle(pilot)
        assert token(services, "acme-review-agent").name == "acme-review-agent"
        with pytest.raises(NotFound):
            token(services, "notes-mobile")


class TestTicks:
    async def test_delete_together(self, app: PatTuiApp, services: Services) -> None:
        """`d` names all that are ticked, deletes them at once, and `u` brings all of them back."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("space", "down", "down", "space")
            assert "7 tokens · Newest first · 2 ticked" in words(pilot)
            assert "[x] notes-mobile" in words(pilot)
            assert "[ ] acme-review-agent" in words(pilot)
            assert "[x] globex-telemetry" in words(pilot)
            await pilot.press("d")
            said = words(pilot)
            assert "Are you sure you want to delete these 2 tokens?" in said
            assert "globex-telemetry · globex · Expiring soon Last used within the last week" in said
            assert "notes-mobile · mona Last used within the last week" in said
            assert "acme-review-agent ·" not in said
            await pilot.press("y")
            await settle(pilot)
            assert "✓ Deleted 2 personal access tokens." in words(pilot)
            assert "ticked" not in words(pilot)
            assert services.listed_tokens.count() == 5
            await pilot.press("u")
            await settle(pilot)
            assert services.listed_tokens.count() == 7
            assert notices(pilot) == ["2 tokens are back, with the values that they had."]

    async def test_escape_unticks_first(self, app: PatTuiApp, services: Services) -> None:
        """Esc takes the ticks away, then closes the filter, then is no key."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("slash", *"mobile", "enter", "space")
            assert "1 ticked" in words(pilot)
            await pilot.press("escape")
            assert "ticked" not in words(pilot)
            assert "[x]" not in words(pilot)
            assert pilot.app.screen.query("#filter")
            await pilot.press("escape")
            await pilot.pause()
            assert not pilot.app.screen.query("#filter")
            assert "Esc" not in keys_shown(pilot)

    async def test_ticks_stay_while_one_looks_for_more(self, app: PatTuiApp, services: Services) -> None:
        """A tick outlives the filter that found its token."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            go_to(pilot, "old-laptop")
            await pilot.press("space", "slash", *"telemetry", "enter", "space", "d")
            assert "old-laptop · mona" in words(pilot)
            assert "globex-telemetry · globex" in words(pilot)

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """A click on the key in the footer ticks the first; a click on a mark changes it, and opens nothing."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.click("KeyBar", offset=(keys_shown(pilot).index("Space Tick") + 2, 0))
            rows = pilot.app.screen.query_one(TokenList)
            assert len(rows.ticked) == 1
            await pilot.click(rows, offset=(3, 3))
            await pilot.pause()
            assert len(rows.ticked) == 2
            await pilot.click(rows, offset=(3, 0))
            await pilot.click(rows, offset=(3, 3))
            await pilot.pause()
            on(pilot, TokensScreen)
            assert not rows.ticked

    async def test_one_that_is_gone(self, app: PatTuiApp, services: Services) -> None:
        """What another program has deleted meanwhile is left out; the others can be deleted all the same."""
        add_past(services)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.press("space", "down", "space")
            services.token_life.delete([token(services, "notes-mobile").id])
            await pilot.press("d")
            assert "Are you sure you want to delete this token?" in words(pilot)
            assert "acme-review-agent" in words(pilot)
            await pilot.press("y")
            await settle(pilot)
        with pytest.raises(NotFound):
            token(services, "acme-review-agent")

    async def test_empty_list_has_no_such_keys(self, app: PatTuiApp) -> None:
        """Without a row there is nothing to edit, tick or delete: the keys are not offered, and do nothing."""
        async with app.run_test(size=SIZE) as pilot:
            assert "Edit" not in keys_shown(pilot)
            assert "Tick" not in keys_shown(pilot)
            await pilot.press("e", "r", "d", "N", "space", "u")
            on(pilot, TokensScreen)


async def test_tab_reaches_everything(app: PatTuiApp, services: Services) -> None:
    """Tab leads on from the list, from the page of a new value, and from the first field of the form that edits."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)  # the line about what ends soon is reached as well
        await pilot.press("tab")
        assert not pilot.app.screen.query_one(TokenList).has_focus
        await pilot.press("shift+tab")
        assert pilot.app.screen.query_one(TokenList).has_focus
        await edit(pilot, services, "notes-mobile")
        await pilot.press("tab")
        assert pilot.app.screen.query_one("#description").has_focus
        await pilot.press("escape")
        await pilot.press("r", "ctrl+s")
        await settle(pilot)
        on(pilot, NewTokenScreen)
        await pilot.press("shift+tab")
        assert pilot.app.screen.query_one("#generate", LineButton).has_focus


async def test_page_follows_what_happened_meanwhile(app: PatTuiApp, services: Services) -> None:
    """Coming back to the page of a token reads it anew: a token that went says so."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        app.open_token(token(services, "notes-mobile").id)
        await settle(pilot)
        await pilot.press("question_mark")
        services.token_life.delete([token(services, "notes-mobile").id])
        await pilot.press("escape")
        await settle(pilot)
        assert "There is no such token any more." in words(pilot)


async def test_lifetime_limit_is_offered(app: PatTuiApp, services: Services) -> None:
    """Regenerating for an organization that limits lifetimes offers no more than the limit."""
    add_past(services, Past("globex-ci", "globex", 1, InDays(7)))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("r")
        menu = on(pilot, RegenerateScreen).query_one("#expiration", Choice)
        assert [option.value for option in menu._options] == ["7", "30", "custom"]
