"""From the form to the store: the confirmation, what is then kept, and what others do meanwhile."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime

import pytest
from textual.widgets import Input, TextArea

from pat_tui.domain.permissions import Level
from pat_tui.domain.policies import OrganizationPolicy
from pat_tui.domain.status import Grant
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.tokens import Tokens
from pat_tui.store import events
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.tui.forms import SMALL, TALL, actions, choose, choose_access, raise_level, set_policy
from tests.tui.pages import generate, notices, on, open_form, words
from tests.worlds import draft


class TestConfirming:
    async def test_ctrl_s_submits_from_every_field(self, app: PatTuiApp) -> None:
        """Wherever the focus is, Ctrl+S asks for confirmation; Esc leads back to that field."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose_access(pilot, RepositoryAccess.ALL)
            fields = (
                "name",
                "expiration",
                "description",
                "owner",
                "access",
                "tabs",
                "permission-filter",
                "permissions",
            )
            for field in fields:
                form.query_one(f"#{field}").focus()
                await pilot.press("ctrl+s")
                on(pilot, ConfirmDialog)
                await pilot.press("escape")
                assert form.query_one(f"#{field}").has_focus, field

    async def test_recaps_everything(self, app: PatTuiApp) -> None:
        """The dialog says all that the token would be, one thing a line."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose(pilot, "#owner", "acme")
            form.query_one("#reason", TextArea).text = "Because\nof that"
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form._repositories = ("acme/api", "acme/website")
            await raise_level(pilot, "contents", 2)
            await pilot.press("ctrl+s")
            said = words(pilot)
            for line in (
                "New personal access token",
                "Token name: deploy",
                "Expires: 2026-02-14 12:00 UTC",
                "Resource owner: acme",
                "Repository access: Only select repositories acme/api acme/website",
                "Permissions: Contents: Read and write Metadata: Read-only",
                "An owner of acme must approve it before it works.",
                "Justification: Because of that",
                "▸ Cancel ◂ [ Generate token and request access (g) ]",
            ):
                assert line in said, line

    @pytest.mark.parametrize("key", ["ctrl+s", "enter"])
    async def test_the_key_that_opens_it_confirms_nothing(self, app: PatTuiApp, services: Services, key: str) -> None:
        """Pressed twice, or held down, the key that submits makes no token."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#submit").focus()
            await pilot.press(*[key] * 6)
            await app.workers.wait_for_complete()
        assert services.tokens.count() == 0

    @pytest.mark.parametrize(
        "keys", [["g"], ["right", "enter"], ["tab", "space"]], ids=["g", "Right Enter", "Tab Space"]
    )
    async def test_confirms(self, app: PatTuiApp, services: Services, keys: list[str]) -> None:
        """The letter confirms, and so does the button; the list with the new token on top follows."""
        async with app.run_test(size=SMALL) as pilot:
            await open_form(pilot, "deploy")
            await pilot.press("ctrl+s", *keys)
            await app.workers.wait_for_complete()
            await pilot.pause()
            on(pilot, NewTokenScreen)
        assert services.tokens.count() == 1

    async def test_keys_that_come_in_one_burst(self, app: PatTuiApp) -> None:
        """What was chosen just before Ctrl+S counts, however quickly the keys follow each other."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose(pilot, "#expiration", "custom")
            await choose_access(pilot, RepositoryAccess.ALL)
            for field, before, key, line in (
                ("custom-day", ["end", "backspace"], "1", "Expires: 2026-02-11 23:59 UTC"),
                ("permissions", [], "space", "Actions: Read-only"),
                ("owner", [], "right", "Resource owner: acme"),
                ("name", ["end"], "2", "Token name: deploy2"),
            ):
                form.query_one(f"#{field}").focus()
                await pilot.press(*before)
                app.simulate_key(key)
                app.simulate_key("ctrl+s")
                await pilot.pause()
                on(pilot, ConfirmDialog)
                assert line in words(pilot)
                await pilot.press("escape")

    async def test_a_long_recap_scrolls(self, app: PatTuiApp) -> None:
        """Fifty repositories can all be read, with the focus still on Cancel."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            lines = [f"line {number}" for number in range(50)]
            app.push_screen(ConfirmDialog("Long", lines, confirm="Go", key="g"))
            await pilot.pause()
            assert "line 49" not in words(pilot)
            await pilot.press("pagedown", "pagedown", "pagedown", "pagedown", "up", "down")
            assert "line 49" in words(pilot)
            assert "▸ Cancel ◂" in words(pilot)
            await pilot.press("pageup", "enter")
            assert on(pilot, TokenFormScreen) is form


class TestStore:
    async def test_holds_exactly_what_was_chosen(self, app: PatTuiApp, services: Services) -> None:
        """A token of one's own: every field is in the store as it was on the form, and the log has the event."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#description", TextArea).text = "Deploys the app"
            await choose(pilot, "#expiration", "90")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form.query_one("#select").focus()
            await pilot.press("enter", "down", "space", "down", "down", "space", "ctrl+s")
            await raise_level(pilot, "contents", 2)
            await raise_level(pilot, "issues")
            form.query_one(TabLine).action_next()
            await pilot.pause()
            await raise_level(pilot, "gists")
            await generate(pilot)
            secret = on(pilot, NewTokenScreen)._secret.reveal()
        token = services.tokens.find("deploy")
        assert (token.user_login, token.owner_login, token.grant) == ("mona", "mona", Grant.GRANTED)
        assert token.description == "Deploys the app"
        assert token.created_at == services.tokens.now()
        assert token.expires_at == datetime(2026, 4, 15, 12, 0, tzinfo=UTC)
        assert token.repository_access is RepositoryAccess.SELECTED
        assert [repository.full_name for repository in token.repositories] == ["mona/app", "mona/notes"]
        assert token.permissions == {
            "contents": Level.WRITE,
            "gists": Level.WRITE,
            "issues": Level.READ,
            "metadata": Level.READ,
        }
        assert token.hint == secret[-8:]
        ((action, fields),) = events.actions_of(services.context.database, services.acting.id)
        assert action == "personal_access_token.create"
        assert fields["user_programmatic_access_name"] == "deploy"
        assert fields["repositories"] == ["mona/app", "mona/notes"]
        assert secret not in json.dumps(fields)

    async def test_asks_the_organization(self, app: PatTuiApp, services: Services) -> None:
        """A token that needs approval is pending, with its justification, and the log has the request."""
        async with app.run_test(size=SMALL) as pilot:
            form = await open_form(pilot, "review")
            await choose(pilot, "#owner", "acme")
            form.query_one("#reason", TextArea).text = "Reviews at night"
            await choose_access(pilot, RepositoryAccess.ALL)
            await raise_level(pilot, "pull_requests", 2)
            await generate(pilot)
            assert "✓ “review” was generated and waits for approval." in words(pilot)
        token = services.tokens.find("review")
        assert (token.owner_login, token.grant, token.reason) == ("acme", Grant.PENDING, "Reviews at night")
        assert token.permissions == {"metadata": Level.READ, "pull_requests": Level.WRITE}
        assert actions(services) == ["personal_access_token.create", "personal_access_token.request_created"]

    async def test_is_granted_where_no_approval_is_needed(self, app: PatTuiApp, services: Services) -> None:
        """An organization that asks for nothing grants in the same breath."""
        async with app.run_test(size=SMALL) as pilot:
            await open_form(pilot, "telemetry")
            await choose(pilot, "#owner", "globex")
            await generate(pilot)
            assert "✓ “telemetry” was generated." in words(pilot)
        assert services.tokens.find("telemetry").grant is Grant.GRANTED
        assert actions(services)[-1] == "personal_access_token.access_granted"


class TestRaces:
    async def test_name_taken_between_check_and_confirmation(self, app: PatTuiApp, services: Services) -> None:
        """Another program makes a token of that name while the dialog is open: a field error, and nothing is lost."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            form.query_one("#description", TextArea).text = "mine"
            await choose(pilot, "#expiration", "60")
            before = form.to_draft()
            await pilot.press("ctrl+s")
            Tokens(services.context).generate(draft("deploy", description="theirs"))
            await pilot.press("g")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert on(pilot, TokenFormScreen) is form
            assert "✗ Name has already been taken" in words(pilot)
            assert form.query_one("#name").has_focus
            assert form.to_draft() == before
            assert form.unsaved()
            form.query_one("#name", Input).value = "deploy-2"
            await generate(pilot)
            on(pilot, NewTokenScreen)
        assert services.tokens.find("deploy").description == "theirs"
        assert services.tokens.find("deploy-2").description == "mine"

    @pytest.mark.parametrize(
        ("policy", "error", "field"),
        [
            pytest.param(
                OrganizationPolicy(max_lifetime_fine_grained=7),
                "✗ Choose an expiration from 1 day to 7 days.",
                "expiration",
                id="a lower limit",
            ),
            pytest.param(
                OrganizationPolicy(fine_grained_allowed=False),
                "✗ Cannot find the specified resource owner: acme",
                "owner",
                id="fine-grained tokens restricted",
            ),
        ],
    )
    async def test_policy_tightened_while_the_form_is_open(
        self, app: PatTuiApp, services: Services, policy: OrganizationPolicy, error: str, field: str
    ) -> None:
        """What an organization forbids meanwhile is an error under the field, before and after the dialog."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose(pilot, "#owner", "acme")
            await pilot.press("ctrl+s")
            set_policy(services, "acme", policy)
            await pilot.press("g")
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert error in words(pilot)
            assert form.query_one(f"#{field}").has_focus
            await pilot.press("ctrl+s")
            assert on(pilot, TokenFormScreen) is form
            assert words(pilot).count(error) == 1
        assert services.tokens.count() == 0

    async def test_repository_deleted_while_the_form_is_open(self, app: PatTuiApp, services: Services) -> None:
        """A selected repository that is gone is named in the error."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            form.query_one("#select").focus()
            await pilot.press("enter", "down", "space", "ctrl+s")
            with closing(sqlite3.connect(services.settings.store, isolation_level=None)) as other:
                other.execute("DELETE FROM repositories WHERE name = 'app'")
            await pilot.press("ctrl+s")
            assert "✗ mona has no repository mona/app that you can select." in words(pilot)

    async def test_fifty_tokens_are_the_most(self, app: PatTuiApp, services: Services) -> None:
        """The fifty-first token is refused under the name, in words that say what to do."""
        for number in range(50):
            services.tokens.generate(draft(f"token-{number}"))
        async with app.run_test(size=TALL) as pilot:
            await open_form(pilot, "one-more")
            await pilot.press("ctrl+s")
            assert "✗ You already have 50 fine-grained tokens, the most a user can have." in words(pilot)

    async def test_store_fails_while_the_form_is_open(self, app: PatTuiApp, services: Services) -> None:
        """An error of the store is a notice; the form stays as it is, and works again when the store does."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "deploy")
            await choose_access(pilot, RepositoryAccess.SELECTED)
            with closing(sqlite3.connect(services.settings.store)) as other:
                other.execute("ALTER TABLE fine_grained_tokens RENAME TO elsewhere")
                other.execute("ALTER TABLE repositories RENAME TO elsewhere_too")
                form.query_one("#select").focus()
                await pilot.press("enter", "ctrl+s")
                form.query_one("#name", Input).value = "deploy-2"
                await pilot.pause()
                other.execute("ALTER TABLE elsewhere RENAME TO fine_grained_tokens")
                other.execute("ALTER TABLE elsewhere_too RENAME TO repositories")
            assert len(notices(pilot)) >= 2  # the list below looks at the store now and then, and says so as well
            assert "cannot be used" in words(pilot)
            await choose_access(pilot, RepositoryAccess.PUBLIC)
            await generate(pilot)
            on(pilot, NewTokenScreen)
        assert services.tokens.find("deploy-2").repository_access is RepositoryAccess.PUBLIC
