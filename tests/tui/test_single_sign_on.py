"""Single sign-on in the interface: the form's session, `Configure SSO`, the owners' page, the policy's tab."""

import pytest
from textual.widgets import Input

from pat_tui.domain.errors import StoreError
from pat_tui.domain.expiration import InDays
from pat_tui.domain.status import SsoState
from pat_tui.services.single_sign_on import SingleSignOn
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import CLASSIC_TOKENS, organization_page, screen_for
from pat_tui.tui.screens.classic_edit import EditClassicScreen
from pat_tui.tui.screens.classic_page import ClassicTokensScreen
from pat_tui.tui.screens.configure_sso import ConfigureSsoDialog
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.organization_settings import OrganizationSettingsScreen
from pat_tui.tui.screens.sso_authorizations import SsoAuthorizationsScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.organization_worlds import add_member, as_user, generate
from tests.services.classic_worlds import new
from tests.sso_worlds import CLASSIC, FINE, authorized_classic, authorized_fine, demand, state
from tests.tui.forms import TALL, choose
from tests.tui.pages import Driver, keys_shown, notices, on, open_form, settle, shown, words

SIZE = (80, 24)
LABS = "octo-labs"


async def open_classic(pilot: Driver) -> ClassicTokensScreen:
    """Go to the list of classic tokens."""
    assert isinstance(pilot.app, PatTuiApp)
    pilot.app.open_page(CLASSIC_TOKENS)
    await settle(pilot)
    return on(pilot, ClassicTokensScreen)


async def open_authorizations(pilot: Driver, services: Services, login: str = LABS) -> SsoAuthorizationsScreen:
    """Go to the page of the owners."""
    pilot.app.push_screen(screen_for(services, organization_page(login, "sso-authorizations")))
    await settle(pilot)
    return on(pilot, SsoAuthorizationsScreen)


class TestForm:
    async def test_authorizes_and_generates(self, app: PatTuiApp, services: Services) -> None:
        """The owner says what it demands; the refused form leads to the button, and then it generates."""
        demand(services, "acme")
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "ci")
            assert not form.query("#sign-on")
            await choose(pilot, "#owner", "acme")
            await pilot.pause()
            assert form.query_one("#sign-on").display
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "no active session with it" in words(pilot)
            assert form.query_one("#sign-on").has_focus
            await pilot.press("enter")
            await settle(pilot)
            assert "your session with acme is open" in words(pilot)
            assert "no active session" not in words(pilot)
            assert form.query_one("#owner").has_focus
            await pilot.press("ctrl+s", "g")
            await settle(pilot)
            on(pilot, NewTokenScreen)
        assert services.tokens.find("ci").sso is SsoState.AUTHORIZED

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """The button can be clicked."""
        demand(services, "acme")
        async with app.run_test(size=(80, 50)) as pilot:
            await open_form(pilot)
            await choose(pilot, "#owner", "acme")
            await pilot.pause()
            await pilot.click("#sign-on")
            await settle(pilot)
        assert services.single_sign_on.status("acme").session is not None

    async def test_a_session_that_ended_meanwhile(self, app: PatTuiApp, services: Services) -> None:
        """Is told on submitting, and the button is there again."""
        demand(services, "acme")
        services.single_sign_on.open("acme")
        async with app.run_test(size=SIZE) as pilot:
            form = await open_form(pilot, "ci")
            await choose(pilot, "#owner", "acme")
            await pilot.pause()
            assert not form.query_one("#sign-on").display
            services.single_sign_on.close("acme")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert form.query_one("#sign-on").has_focus

    async def test_demanded_while_the_form_is_open(self, app: PatTuiApp, services: Services) -> None:
        """The refused form gets the button that it did not have, and the next try can use it."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "ci")
            await choose(pilot, "#owner", "acme")
            assert not form.query("#sign-on")
            demand(services, "acme")
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "no active session with it" in words(pilot)
            assert form.query_one("#owner").has_focus  # the button was only being made
            await pilot.press("tab", "enter")
            await settle(pilot)
            assert "your session with acme is open" in words(pilot)
            await pilot.press("ctrl+s", "g")
            await settle(pilot)
            on(pilot, NewTokenScreen)

    async def test_one_that_ends_behind_the_question(self, app: PatTuiApp, services: Services) -> None:
        """Confirming comes too late: the error stands in the form, and no token is made."""
        demand(services, "acme")
        services.single_sign_on.open("acme")
        async with app.run_test(size=SIZE) as pilot:
            await open_form(pilot, "ci")
            await choose(pilot, "#owner", "acme")
            await pilot.press("ctrl+s")
            on(pilot, ConfirmDialog)
            services.single_sign_on.close("acme")
            await pilot.press("g")
            await settle(pilot)
            assert on(pilot, TokenFormScreen).query_one("#sign-on").has_focus
        assert services.tokens.count() == 0

    async def test_trouble_is_told(self, app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
        """A store that fails leaves the button to try again."""

        def fail(_self: SingleSignOn, _login: str) -> None:
            raise StoreError("The store is locked.")

        demand(services, "acme")
        monkeypatch.setattr(SingleSignOn, "open", fail)
        async with app.run_test(size=(80, 50)) as pilot:
            form = await open_form(pilot)
            await choose(pilot, "#owner", "acme")
            await pilot.pause()
            await pilot.click("#sign-on")
            await settle(pilot)
            assert notices(pilot) == ["The store is locked."]
            assert form.query_one("#sign-on", LineButton).label == "Authorize"


class TestTokenPage:
    async def test_authorizes(self, app: PatTuiApp, services: Services) -> None:
        """The page says what is missing; its button or `o` lead to the dialog, and afterwards it is there."""
        token = generate(services)
        demand(services, "acme")
        async with app.run_test(size=(100, 24)) as pilot:
            assert "Single sign-on: not authorised for acme" in words(pilot)
            await pilot.press("enter")
            assert "Single sign-on: not authorised for acme" in words(pilot)
            on(pilot, TokenScreen).query_one("#configure-sso", LineButton).action_press()
            await settle(pilot)
            on(pilot, ConfigureSsoDialog)
            await pilot.press("escape", "o")
            await settle(pilot)
            assert "Authorize opens one of 24 hours" in words(pilot)
            await pilot.press("a")
            await settle(pilot)
            assert "Your session is open until 2026-01-16 12:00 UTC" in words(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert "Single sign-on: authorised for acme" in words(pilot)
        assert state(services, FINE, token.id) is SsoState.AUTHORIZED

    async def test_without_single_sign_on_there_is_nothing(self, app: PatTuiApp, services: Services) -> None:
        """Neither words nor key."""
        generate(services)
        async with app.run_test(size=(120, 24)) as pilot:
            assert "Configure SSO" not in keys_shown(pilot)
            await pilot.press("enter")
            await settle(pilot)
            assert "ingle sign-on" not in words(pilot)
            assert "Configure SSO" not in keys_shown(pilot)


class TestConfigureSso:
    async def test_from_the_list(self, app: PatTuiApp, services: Services) -> None:
        """Each organization in a line; authorised and taken back, by keys; the row follows."""
        demand(services, "acme", "globex")
        token = new(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            assert "No SSO for acme, globex" in words(pilot)
            assert "Configure SSO" in keys_shown(pilot)
            await pilot.press("o", "down", "a")
            await settle(pilot)
            assert services.classic_tokens.get(token.id).not_authorized_for == ("acme",)
            assert notices(pilot) == ["Authorised for globex."]
            await pilot.press("escape")
            await settle(pilot)
            assert "No SSO for acme " in words(pilot)
            await pilot.press("o", "down", "d")
            await settle(pilot)
        assert services.classic_tokens.get(token.id).not_authorized_for == ("acme", "globex")
        assert services.single_sign_on.status("globex").session is not None

    async def test_the_opening_key_and_enter_authorise_nothing(self, app: PatTuiApp, services: Services) -> None:
        """Held down or pressed twice; Enter goes to the buttons first."""
        demand(services, "acme")
        token = new(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await pilot.press("o", "o", "enter")
            await settle(pilot)
            assert state(services, CLASSIC, token.id) is SsoState.NOT_AUTHORIZED
            assert on(pilot, ConfigureSsoDialog).query_one("#authorize").has_focus
            await pilot.press("enter")
            await settle(pilot)
            assert state(services, CLASSIC, token.id) is SsoState.AUTHORIZED

    async def test_by_mouse(self, app: PatTuiApp, services: Services) -> None:
        """Every button."""
        demand(services, "acme")
        token = new(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await pilot.press("o")
            for button, expected in (("#authorize", SsoState.AUTHORIZED), ("#deauthorize", SsoState.NOT_AUTHORIZED)):
                await settle(pilot)
                await pilot.click(button)
                await settle(pilot)
                assert state(services, CLASSIC, token.id) is expected
            await pilot.click("#end")
            await settle(pilot)
            assert services.single_sign_on.status("acme").session is None
            await pilot.click("#close")
            on(pilot, ClassicTokensScreen)

    async def test_what_is_in_the_way_is_said(self, app: PatTuiApp, services: Services) -> None:
        """A lifetime that is too long, a revocation: there is no way to authorise, and the reason stands there."""
        demand(services, "acme", "globex")
        as_user(services, "hubot").organizations.change_policy("globex", {"max_lifetime_classic": 7})
        authorized_classic(services)
        hubot = as_user(services, "hubot")
        hubot.sso_authorizations.revoke("acme", [1])
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await pilot.press("o")
            await settle(pilot)
            assert "for good" in words(pilot)
            assert "Authorize" not in keys_shown(pilot)
            assert not on(pilot, ConfigureSsoDialog).query_one("#authorize").display
            await pilot.press("down")
            await settle(pilot)
            assert "live longer than 7 days" in words(pilot)
            await pilot.press("a")
            await settle(pilot)
        assert services.classic_tokens.get(1).not_authorized_for == ("acme", "globex")

    async def test_revoked_while_the_dialog_is_open(self, app: PatTuiApp, services: Services) -> None:
        """The refusal is told, and the dialog shows what holds now."""
        demand(services, "acme")
        token = authorized_classic(services)
        services.single_sign_on.deauthorize(CLASSIC, token.id, "acme")
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await pilot.press("o")
            await settle(pilot)
            services.single_sign_on.authorize(CLASSIC, token.id, "acme")
            hubot = as_user(services, "hubot")
            hubot.sso_authorizations.revoke("acme", [one.id for one in hubot.sso_authorizations.listed("acme")])
            await pilot.press("a")
            await settle(pilot)
            assert "Revoked" in shown(pilot)
            assert "for good" in notices(pilot)[-1]

    async def test_on_the_edit_page(self, app: PatTuiApp, services: Services) -> None:
        """What is missing and the button; what was typed into the form stays."""
        demand(services, "acme")
        new(services)
        async with app.run_test(size=SIZE) as pilot:
            await open_classic(pilot)
            await pilot.press("e")
            await settle(pilot)
            form = on(pilot, EditClassicScreen)
            form.query_one("#note", Input).value = "another"
            form.query_one("#configure-sso", LineButton).action_press()
            await settle(pilot)
            await pilot.press("a")
            await settle(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert "Single sign-on: authorised for acme" in words(pilot)
            assert form.query_one("#note", Input).value == "another"

    async def test_for_a_token_that_needs_none(self, app: PatTuiApp, services: Services) -> None:
        """It is said, in place of an empty dialog."""
        demand(services, "acme")
        generate(services, owner="globex")
        async with app.run_test(size=(100, 24)) as pilot:
            await settle(pilot)
            await pilot.press("o")
            await settle(pilot)
            assert "needs no authorization" in notices(pilot)[0]


class TestOwnersPage:
    @pytest.fixture(autouse=True)
    def _filled(self, services: Services) -> None:
        """Two users with a token each in the lab of `mona`."""
        demand(services, LABS)
        for login in ("lin", "mona"):
            add_member(services, login, LABS) if login == "lin" else None
            who = as_user(services, login)
            token = new(services, f"{login}s", login=login)
            who.single_sign_on.authorize(CLASSIC, token.id, LABS, sign_on=True)

    async def test_revokes_what_is_under_the_cursor(self, app: PatTuiApp, services: Services) -> None:
        """After a question with the focus on Cancel; it is final, and says so."""
        async with app.run_test(size=SIZE) as pilot:
            page = await open_authorizations(pilot, services)
            assert "2 authorizations" in words(pilot)
            await pilot.press("r")
            assert "It is final" in words(pilot)
            await pilot.press("r", "enter")
            await settle(pilot)
            assert services.sso_authorizations.count(LABS) == 2
            await pilot.press("r", "y")
            await settle(pilot)
            assert page.is_current
            assert [one.login for one in services.sso_authorizations.listed(LABS)] == ["lin"]
            assert "1 authorization was revoked." in notices(pilot)

    async def test_revokes_what_is_ticked(self, app: PatTuiApp, services: Services) -> None:
        """All of it, by the button; Esc takes ticks away first."""
        async with app.run_test(size=SIZE) as pilot:
            page = await open_authorizations(pilot, services)
            await pilot.press("space", "escape")
            assert not page.query_one("#selection").display
            await pilot.press("space", "down", "space")
            await pilot.click("#selection")
            assert "these 2 authorizations" in words(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert services.sso_authorizations.count(LABS) == 0
            assert "No token is authorised for this organization." in words(pilot)

    async def test_search(self, app: PatTuiApp, services: Services) -> None:
        """By user or token; Esc shows all again, then leaves."""
        async with app.run_test(size=SIZE) as pilot:
            page = await open_authorizations(pilot, services)
            await pilot.press("slash", *"lin", "enter")
            assert "1 authorization" in words(pilot)
            await pilot.press("slash", "x")
            assert "No authorised token's user or name holds that." in words(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert "2 authorizations" in words(pilot)
            await pilot.press("escape")
            assert not page.is_attached or not page.is_current

    async def test_gone_meanwhile(self, app: PatTuiApp, services: Services) -> None:
        """Somebody else revoked it: the page says so and shows what there is."""
        async with app.run_test(size=SIZE) as pilot:
            await open_authorizations(pilot, services)
            first = services.sso_authorizations.listed(LABS)[0]
            services.sso_authorizations.revoke(LABS, [first.id])
            await pilot.press("r")
            await settle(pilot)
            assert notices(pilot) == [f"octo-labs has no authorization {first.id}."]
            assert "1 authorization" in words(pilot)

    async def test_who_is_no_owner_is_refused(self, services: Services) -> None:
        """With the reason in place of the rows, and no key that would do anything."""
        lin = as_user(services, "lin")
        app = PatTuiApp(lin)
        async with app.run_test(size=SIZE) as pilot:
            await open_authorizations(pilot, lin)
            assert "Only an owner of octo-labs can do this" in words(pilot)
            assert "Revoke" not in keys_shown(pilot)

    async def test_entry_in_the_sidebar(self, app: PatTuiApp, services: Services) -> None:
        """Only while single sign-on is demanded."""
        async with app.run_test(size=SIZE) as pilot:
            pilot.app.push_screen(screen_for(services, organization_page(LABS, "settings")))
            await settle(pilot)
            assert "SSO authorizations" in shown(pilot)
            await pilot.press("escape")
            demand(services, LABS, sso=False)
            pilot.app.push_screen(screen_for(services, organization_page(LABS, "settings")))
            await settle(pilot)
            assert "SSO authorizations" not in shown(pilot)


class TestPolicy:
    async def test_is_set_on_its_tab(self, app: PatTuiApp, services: Services) -> None:
        """After the question that every block asks."""
        async with app.run_test(size=SIZE) as pilot:
            pilot.app.push_screen(screen_for(services, organization_page(LABS, "settings")))
            await settle(pilot)
            page = on(pilot, OrganizationSettingsScreen)
            page.query_one(TabLine).focus()
            await pilot.press("right", "right", "tab", "up", "enter", "ctrl+s", "u")
            await settle(pilot)
            assert services.organizations.policy(LABS).policy.sso_required
            assert notices(pilot) == [
                "octo-labs now requires single sign-on. Tokens reach it once they are authorised."
            ]

    async def test_of_the_enterprise_is_locked_below(self, app: PatTuiApp, services: Services) -> None:
        """And says who decided."""
        services.enterprise.change_policy({"sso_required": True})
        async with app.run_test(size=SIZE) as pilot:
            pilot.app.push_screen(screen_for(services, organization_page(LABS, "settings")))
            await settle(pilot)
            on(pilot, OrganizationSettingsScreen).query_one(TabLine).focus()
            await pilot.press("right", "right")
            assert "The enterprise has decided this for all its organizations." in words(pilot)


async def test_regenerating_shows_the_loss_on_the_list(app: PatTuiApp, services: Services) -> None:
    """The row of a token that was regenerated says what it needs again."""
    demand(services, "acme")
    token = authorized_fine(services)
    async with app.run_test(size=(100, 24)) as pilot:
        assert "ingle sign-on" not in words(pilot)
        services.token_life.regenerate(token.id, InDays(9))
        await pilot.press("enter", "escape")
        await settle(pilot)
        assert "Single sign-on: not authorised for acme" in words(pilot)
