"""The forms of classic tokens by keys and mouse, and then what the store holds: new, edit, regenerate, duplicate."""

import gc
from datetime import UTC, date, datetime, timedelta

import pytest
from textual.widgets import Input

from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.secrets import Secret, hash_of
from pat_tui.store import accounts
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.classic_edit import EditClassicScreen
from pat_tui.tui.screens.classic_form import NewClassicScreen
from pat_tui.tui.screens.classic_page import ClassicTokensScreen
from pat_tui.tui.screens.classic_regenerate import RegenerateClassicScreen
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.choice import Choice, ChooseDialog
from pat_tui.tui.widgets.scope_tree import ScopeTree
from pat_tui.wiring import Services
from tests.tui.classic_pages import (
    PastClassic,
    add_classic,
    classic,
    classic_actions,
    go_to,
    open_edit,
    open_list,
    open_new,
    secret_hash,
    tick,
)
from tests.tui.forms import choose, set_policy
from tests.tui.pages import Driver, keys_shown, notices, on, settle, until, unwiped_secrets, words
from tests.worlds import NOW, user

SIZE = (80, 24)
TALL = (100, 70)
MINIMUM = "is included in another one. Only the minimum set was kept, without public_repo."


async def submit(pilot: Driver) -> None:
    """Press the key that saves, and wait for what comes of it."""
    await pilot.press("ctrl+s")
    await settle(pilot)


class TestNew:
    async def test_fields_and_labels(self, app: PatTuiApp) -> None:
        """GitHub's heading and labels in GitHub's order, the advice before them, the focus on the note."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_new(pilot)
            said = words(pilot)
            order = (
                "New personal access token (classic)",
                "A fine-grained token is safer",
                "[ Use a fine-grained token ]",
                "Note *",
                "What's this token for?",
                "Expiration",
                "30 days (Feb 14, 2026)",
                "The token will expire on Sat, Feb 14 2026.",
                "Select scopes",
                "[ ] repo",
                "No scopes: the token reads public things only.",
                "[ Generate token ]",
                "[ Cancel ]",
            )
            places = [said.index(words_of_field) for words_of_field in order]
            assert places == sorted(places)
            assert form.query_one("#note").has_focus
            assert menu_of_expiration(form) == ["7", "30", "60", "90", "custom", "never"]
            assert "^s Generate" in keys_shown(pilot)

    async def test_generates_at_once(self, app: PatTuiApp, services: Services) -> None:
        """Typed, ticked, submitted from the field: the token is in the store, and its value is shown this one time."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press(*"build server")
            await tick(pilot, "gist", "workflow")
            await submit(pilot)
            page = on(pilot, NewTokenScreen)
            said = words(pilot)
            assert "✓ “build server” was generated." in said
            assert "Make sure to copy your personal access token now. You won't be able to see it again!" in said
            assert "Personal access tokens (classic)" in said
            shown_once = hash_of(page._secret)
            await pilot.press("v")
            await pilot.pause()
            assert page._secret.reveal().startswith("ptp_")
            assert page._secret.reveal() in words(pilot)
        token = classic(services, "build server")
        assert token.scopes == ("gist", "workflow")
        assert token.expires_at == NOW + timedelta(days=30)
        assert secret_hash(services, token.id) == shown_once
        assert classic_actions(services) == ["create"]

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """Field, scope and button can all be clicked."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_new(pilot)
            await pilot.click("#note")
            await pilot.press(*"ci")
            await pilot.click(ScopeTree, offset=(6, 3))
            await pilot.click("#submit")
            await settle(pilot)
            assert not form.is_attached
        assert classic(services, "ci").scopes == ("public_repo",)

    async def test_secret_is_gone_after_leaving(
        self, secrets_of_others: list[Secret], app: PatTuiApp, services: Services
    ) -> None:
        """Esc asks first, for the value was neither copied nor shown; then no object holds it."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci")
            await submit(pilot)
            secret = on(pilot, NewTokenScreen)._secret
            plain = secret.reveal()
            await pilot.press("escape")
            on(pilot, ConfirmDialog)
            assert "The token “ci” has been neither copied nor shown." in words(pilot)
            await pilot.press("l")
            await settle(pilot)
            on(pilot, ClassicTokensScreen)
            assert secret.is_wiped
            del secret
            gc.collect()
            assert unwiped_secrets(secrets_of_others) == []
            strings = [each for each in gc.get_objects() if type(each) in (list, tuple) and plain in each]
            assert strings == []

    @pytest.mark.parametrize("key", ["enter", "n"])
    async def test_ways_off_the_page_of_the_value(self, app: PatTuiApp, key: str) -> None:
        """Opening a row and generating another one leave the page for the right one of its kind."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci")
            await submit(pilot)
            await pilot.press("v", key)
            await settle(pilot)
            assert isinstance(pilot.app.screen, EditClassicScreen if key == "enter" else ChooseDialog)
            assert not any(isinstance(page, NewTokenScreen) for page in pilot.app.screen_stack)

    async def test_minimum_set(self, app: PatTuiApp, services: Services) -> None:
        """Of a scope and the one that includes it only the latter is kept; a notice says so."""
        async with app.run_test(size=TALL) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci")
            await tick(pilot, "public_repo", "repo")
            assert "1 scope: repo" in words(pilot)
            await submit(pilot)
            [notice] = notices(pilot)
            assert MINIMUM in notice
        assert classic(services, "ci").scopes == ("repo",)

    async def test_packages_bring_repo(self, app: PatTuiApp, services: Services) -> None:
        """`write:packages` ticks `repo`, which can be unticked again; what is left is what the token gets."""
        async with app.run_test(size=TALL) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci")
            await tick(pilot, "write:packages")
            assert "2 scopes: repo, write:packages" in words(pilot)
            await tick(pilot, "repo")
            assert "1 scope: write:packages" in words(pilot)
            await submit(pilot)
        assert classic(services, "ci").scopes == ("write:packages",)

    async def test_locked_scope_says_why(self, app: PatTuiApp) -> None:
        """Trying to untick what a ticked scope includes is answered by a sentence."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await tick(pilot, "repo", "public_repo")
            assert notices(pilot) == [
                "public_repo is included in repo. To choose it by itself, take the tick off repo first."
            ]

    async def test_no_scope_and_no_expiration(self, app: PatTuiApp, services: Services) -> None:
        """Both are allowed; the latter with GitHub's warning, and with who would refuse such a token."""
        set_policy(services, "globex", OrganizationPolicy(max_lifetime_classic=90))
        set_policy(services, "acme", OrganizationPolicy(classic_allowed=False))
        async with app.run_test(size=TALL) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci")
            assert "acme forbids access via personal access tokens (classic)." in words(pilot)
            assert "globex" not in words(pilot)
            await choose(pilot, "#expiration", "never")
            assert "The token will never expire!" in words(pilot)
            assert "globex refuses personal access tokens (classic) that live longer than 90 days." in words(pilot)
            await submit(pilot)
        token = classic(services, "ci")
        assert (token.scopes, token.expires_at) == ((), None)

    async def test_far_date(self, app: PatTuiApp, services: Services) -> None:
        """A date beyond a year is allowed, by the field and by the calendar."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_new(pilot)
            await pilot.press(*"ci")
            await choose(pilot, "#expiration", "custom")
            await until(pilot, lambda: bool(form.query("#custom-day")))
            form.query_one("#custom-day", Input).value = "2030-02-28"
            await pilot.pause()
            await pilot.click("#calendar")
            await pilot.press("right", "enter")
            await settle(pilot)
            assert "The token will expire on Fri, Mar 01 2030." in words(pilot)
            await submit(pilot)
        assert classic(services, "ci").expires_at == datetime(2030, 3, 1, 23, 59, 59, tzinfo=UTC)

    async def test_last_day_there_is(self, app: PatTuiApp, services: Services) -> None:
        """The calendar and the note stand the last day of the year 9999."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_new(pilot)
            await pilot.press(*"ci")
            await choose(pilot, "#expiration", "custom")
            await until(pilot, lambda: bool(form.query("#custom-day")))
            form.query_one("#custom-day", Input).value = date.max.isoformat()
            await pilot.pause()
            await pilot.click("#calendar")
            await pilot.press("right", "pagedown", "down", "enter")
            await settle(pilot)
            assert form.query_one("#custom-day", Input).value == date.max.isoformat()
            await submit(pilot)
        ends = classic(services, "ci").expires_at
        assert ends is not None
        assert ends.year == 9999

    @pytest.mark.parametrize(
        ("note", "error"),
        [
            ("", "✗ Note can't be blank"),
            ("laptop", "✗ Note has already been taken"),
            ("x" * 256, "✗ Note is too long (maximum is 255 characters)"),
        ],
    )
    async def test_wrong_note(self, app: PatTuiApp, services: Services, note: str, error: str) -> None:
        """The error stands right under the field, the focus goes there, and nothing is written."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await open_new(pilot)
            form.query_one("#note", Input).value = note
            form.query_one(ScopeTree).focus()
            await pilot.pause()
            await submit(pilot)
            assert on(pilot, NewClassicScreen) is form
            assert error in words(pilot)
            assert form.query_one("#note").has_focus
        assert services.classic_tokens.count() == 6

    async def test_note_is_judged_while_it_is_typed(self, app: PatTuiApp, services: Services) -> None:
        """A note that is taken says so at once; one that is free says that, too."""
        add_classic(services, PastClassic("ci"))
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci")
            await pilot.pause()
            assert "✗ Note has already been taken" in words(pilot)
            await pilot.press("2")
            await pilot.pause()
            assert "✓ ci2 is available." in words(pilot)

    async def test_wrong_date(self, app: PatTuiApp, services: Services) -> None:
        """A date that is past is refused under its field, and can be corrected there."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_new(pilot)
            await pilot.press(*"ci")
            await choose(pilot, "#expiration", "custom")
            await until(pilot, lambda: bool(form.query("#custom-day")))
            form.query_one("#custom-day", Input).value = "2026-01-15"
            await submit(pilot)
            assert "✗ Choose a date from 2026-01-16 to 9999-12-31." in words(pilot)
            assert form.query_one("#custom-day").has_focus
            form.query_one("#custom-day", Input).value = "2026-01-16"
            await submit(pilot)
        assert services.classic_tokens.count() == 1

    async def test_leaving_asks_only_when_something_was_filled_in(self, app: PatTuiApp, services: Services) -> None:
        """Esc and Cancel leave an untouched form at once; a note or a tick is not lost without a question."""
        async with app.run_test(size=TALL) as pilot:
            await open_new(pilot)
            await pilot.press("escape")
            on(pilot, ClassicTokensScreen)
            for change in ("x", "tick"):
                await open_new(pilot)
                await (tick(pilot, "gist") if change == "tick" else pilot.press(change))
                await pilot.click("#cancel")
                on(pilot, ConfirmDialog)
                assert "What you have filled in will be lost; no token has been generated." in words(pilot)
                await pilot.press("escape")
                on(pilot, NewClassicScreen)
                await pilot.press("escape", "l")
                await settle(pilot)
                on(pilot, ClassicTokensScreen)
        assert services.classic_tokens.count() == 0

    async def test_way_to_the_fine_grained_form(self, app: PatTuiApp) -> None:
        """The advice can be followed by its button, which asks when something would be lost."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press("x")
            await pilot.click("#fine-grained")
            on(pilot, ConfirmDialog)
            await pilot.press("l")
            await settle(pilot)
            on(pilot, TokenFormScreen)

    async def test_once(self, app: PatTuiApp, services: Services) -> None:
        """The key that generates, pressed twice, generates once."""
        async with app.run_test(size=SIZE) as pilot:
            await open_new(pilot)
            await pilot.press(*"ci", "ctrl+s", "ctrl+s")
            await settle(pilot)
            on(pilot, NewTokenScreen)
        assert classic_actions(services) == ["create"]

    async def test_user_who_was_suspended(self, app: PatTuiApp, services: Services) -> None:
        """What the store refuses is told, and nothing that was typed is lost."""
        async with app.run_test(size=SIZE) as pilot:
            form = await open_new(pilot)
            await pilot.press(*"ci")
            suspend(services)
            await submit(pilot)
            assert on(pilot, NewClassicScreen) is form
            assert "suspended" in notices(pilot)[0]
            assert form.query_one("#note", Input).value == "ci"

    @pytest.mark.parametrize("size", [(50, 24), (60, 24), (80, 24), (120, 30)])
    async def test_by_keys_alone(self, app: PatTuiApp, services: Services, size: tuple[int, int]) -> None:
        """At every width Tab leads through the form, Space ticks, and Enter on the button generates."""
        async with app.run_test(size=size) as pilot:
            form = await open_new(pilot)
            await pilot.press(*"ci", "tab", "right", "tab", "down", "space", "tab")
            assert form.query_one("#submit").has_focus
            await pilot.press("enter")
            await settle(pilot)
            on(pilot, NewTokenScreen)
        token = classic(services, "ci")
        assert token.scopes == ("repo:status",)
        assert token.expires_at == NOW + timedelta(days=60)


class TestEdit:
    async def test_is_the_form_with_what_the_token_has(self, app: PatTuiApp, services: Services) -> None:
        """Note and scopes are filled in; the expiration stands as text, with the way to another one."""
        add_classic(services)
        async with app.run_test(size=TALL) as pilot:
            form = await open_edit(pilot, "laptop")
            said = words(pilot)
            assert "Edit personal access token (classic)" in said
            assert form.query_one("#note", Input).value == "laptop"
            assert form.query_one(ScopeTree).ticked == ("repo", "gist")
            assert (
                "Expires on Tue, Apr 14 2026 Ends 2026-04-14 12:00 UTC Only regenerating the token changes this."
                in said
            )
            assert "[ Regenerate token ]" in said
            assert "2 scopes: repo, gist" in said
            assert "[ Update token ] [ Cancel ] [ Delete token ]" in said
            assert f"The token ends in {classic(services, 'laptop').hint}." in said
            assert "^s Update" in keys_shown(pilot)

    async def test_value_stays(self, app: PatTuiApp, services: Services) -> None:
        """Another note and other scopes are kept without a question; value and end stay; the list is there again."""
        add_classic(services)
        before = classic(services, "laptop")
        value = secret_hash(services, before.id)
        async with app.run_test(size=SIZE) as pilot:
            await open_edit(pilot, "laptop")
            await pilot.press(*"-2")
            await tick(pilot, "gist", "workflow")
            await submit(pilot)
            on(pilot, ClassicTokensScreen)
            assert notices(pilot) == ["Your personal access token has been updated"]
            assert "laptop-2 repo, workflow" in words(pilot).replace("▌ ", "")
        after = classic(services, "laptop-2")
        assert (after.id, after.scopes, after.expires_at) == (before.id, ("repo", "workflow"), before.expires_at)
        assert secret_hash(services, after.id) == value
        assert classic_actions(services)[-1] == "update"

    async def test_minimum_set(self, app: PatTuiApp, services: Services) -> None:
        """Two notices: that it was updated, and that only the minimum set was kept."""
        add_classic(services, PastClassic("ci", ("public_repo",)))
        async with app.run_test(size=SIZE) as pilot:
            await open_edit(pilot, "ci")
            await tick(pilot, "repo")
            await submit(pilot)
            updated, reduced = notices(pilot)
            assert updated == "Your personal access token has been updated"
            assert MINIMUM in reduced
        assert classic(services, "ci").scopes == ("repo",)

    async def test_own_note_is_no_news(self, app: PatTuiApp, services: Services) -> None:
        """Nothing is said of the note that the token has, neither at first nor when it is typed again."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await open_edit(pilot, "laptop")
            assert not form.query(".said")
            await pilot.press("x")
            await pilot.pause()
            assert "✓ laptopx is available." in words(pilot)
            await pilot.press("backspace")
            await pilot.pause()
            assert not form.query(".said")

    async def test_errors(self, app: PatTuiApp, services: Services) -> None:
        """A blank note and one of another token are refused; the token stays as it is."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await open_edit(pilot, "laptop")
            for note, error in ((" ", "✗ Note can't be blank"), ("everything", "✗ Note has already been taken")):
                form.query_one("#note", Input).value = note
                await submit(pilot)
                on(pilot, EditClassicScreen)
                assert error in words(pilot)
        assert classic(services, "laptop").scopes == ("gist", "repo")

    async def test_who_refuses_it(self, app: PatTuiApp, services: Services) -> None:
        """The page names the organizations that refuse the token as it is."""
        add_classic(services)
        set_policy(services, "globex", OrganizationPolicy(max_lifetime_classic=30))
        async with app.run_test(size=SIZE) as pilot:
            await open_edit(pilot, "laptop")
            assert "globex refuses personal access tokens (classic) that live longer than 30 days." in words(pilot)

    async def test_leaving_asks_only_when_something_was_changed(self, app: PatTuiApp, services: Services) -> None:
        """An untouched form is left at once; a changed one asks, and says that the token stays as it is."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_edit(pilot, "laptop")
            await pilot.press("escape")
            on(pilot, ClassicTokensScreen)
            await open_edit(pilot, "laptop")
            await pilot.press("x", "escape")
            on(pilot, ConfirmDialog)
            assert "What you have changed will be lost; the token stays as it is." in words(pilot)
            await pilot.press("l")
            await settle(pilot)
        assert classic(services, "laptop").note == "laptop"

    async def test_delete(self, app: PatTuiApp, services: Services) -> None:
        """`Delete token` asks like the list does; then the page is left, and the list offers to undo it."""
        add_classic(services)
        async with app.run_test(size=TALL) as pilot:
            await open_edit(pilot, "laptop")
            await pilot.click("#delete")
            dialog = on(pilot, ConfirmDialog)
            assert dialog.query_one("#cancel").has_focus
            await pilot.press("y")
            await settle(pilot)
            on(pilot, ClassicTokensScreen)
            assert "✓ Deleted personal access token “laptop”." in words(pilot)
            await pilot.press("u")
            await settle(pilot)
        assert classic(services, "laptop").note == "laptop"

    async def test_regenerate(self, app: PatTuiApp, services: Services) -> None:
        """`Regenerate token` leads to its page, and asks first when changes would be lost."""
        add_classic(services)
        async with app.run_test(size=TALL) as pilot:
            await open_edit(pilot, "laptop")
            await pilot.press("x")
            await pilot.click("#regenerate")
            on(pilot, ConfirmDialog)
            await pilot.press("l")
            await settle(pilot)
            on(pilot, RegenerateClassicScreen)

    async def test_token_that_goes_while_it_is_edited(self, app: PatTuiApp, services: Services) -> None:
        """Saving says so, and nothing that was typed is lost."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            form = await open_edit(pilot, "laptop")
            services.classic_tokens.delete([classic(services, "laptop").id])
            await pilot.press("x")
            await submit(pilot)
            assert on(pilot, EditClassicScreen) is form
            assert notices(pilot) == ["There is no such token any more."]


class TestRegenerate:
    async def test_new_value_once_and_new_end(self, app: PatTuiApp, services: Services) -> None:
        """An expired token gets a new end and a value that is shown this one time; the old one is known no more."""
        add_classic(services)
        before = classic(services, "spring-conference")
        old = secret_hash(services, before.id)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            go_to(pilot, "spring-conference")
            await pilot.press("r")
            page = on(pilot, RegenerateClassicScreen)
            said = words(pilot)
            assert "Regenerate personal access token (classic) spring-conference Scopes: gist Expired" in said
            assert "any scripts or applications using it need the new one. Note and scopes stay." in said
            assert page.query_one("#expiration").has_focus
            await pilot.press("right")
            await submit(pilot)
            shown_once = on(pilot, NewTokenScreen)
            assert "✓ “spring-conference” was regenerated. Its old value no longer works." in words(pilot)
            new = hash_of(shown_once._secret)
        after = classic(services, "spring-conference")
        assert secret_hash(services, after.id) == new != old
        assert after.expires_at == NOW + timedelta(days=60)
        assert (after.id, after.scopes) == (before.id, before.scopes)
        assert classic_actions(services)[-1] == "regenerate"

    async def test_wrong_date(self, app: PatTuiApp, services: Services) -> None:
        """A date that is none is refused under its field; the value stays."""
        add_classic(services)
        value = secret_hash(services, classic(services, "laptop").id)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("r")
            await choose(pilot, "#expiration", "custom")
            await until(pilot, lambda: bool(pilot.app.screen.query("#custom-day")))
            pilot.app.screen.query_one("#custom-day", Input).value = "soon"
            await submit(pilot)
            assert "✗ Choose a date from 2026-01-16 to 9999-12-31." in words(pilot)
        assert secret_hash(services, classic(services, "laptop").id) == value

    async def test_escape_changes_nothing(self, app: PatTuiApp, services: Services) -> None:
        """Esc leads back to the list, and the value stays."""
        add_classic(services)
        value = secret_hash(services, classic(services, "laptop").id)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("r", "escape")
            await settle(pilot)
            on(pilot, ClassicTokensScreen)
        assert secret_hash(services, classic(services, "laptop").id) == value


class TestDuplicate:
    async def test_form_is_filled(self, app: PatTuiApp, services: Services) -> None:
        """The scopes are those of the token, the note is empty, and the new token has a value of its own."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("N")
            form = on(pilot, NewClassicScreen)
            assert "Filled in from “laptop”. Give the new token a note of its own." in words(pilot)
            assert form.query_one("#note", Input).value == ""
            await pilot.press(*"desktop")
            await submit(pilot)
            on(pilot, NewTokenScreen)
        old, new = classic(services, "laptop"), classic(services, "desktop")
        assert new.scopes == old.scopes
        assert secret_hash(services, new.id) != secret_hash(services, old.id)

    async def test_untouched_is_left_at_once(self, app: PatTuiApp, services: Services) -> None:
        """What was filled in from another token is nobody's work."""
        add_classic(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_list(pilot)
            await pilot.press("N", "escape")
            await settle(pilot)
            on(pilot, ClassicTokensScreen)


def suspend(services: Services) -> None:
    """Suspend `mona`, as an administrator would from another program."""
    database = services.context.database
    with database.transaction():
        accounts.set_suspended(database, user(database, "mona").id, NOW)


def menu_of_expiration(form: NewClassicScreen) -> list[str]:
    """The values on the expiration menu."""
    return [option.value for option in form.query_one("#expiration", Choice)._options]
