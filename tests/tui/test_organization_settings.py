"""The policies of an organization and of the enterprise by keys and by mouse, and then what the store holds."""

from collections.abc import Callable, Sequence
from threading import Event
from typing import Any

import pytest
from textual.widgets import Input

from pat_tui.domain.policies import Access, Approval, EnterprisePolicy, OrganizationPolicy, Policy
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import ENTERPRISE
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.enterprise_page import EnterpriseScreen
from pat_tui.tui.screens.lifetime_field import LifetimeField
from pat_tui.tui.screens.organization_settings import OrganizationSettingsScreen
from pat_tui.tui.screens.organizations import OrganizationsScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.tui.widgets.tick_box import TickBox
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, ask
from tests.tui.organizations import LAB, click, demote, go
from tests.tui.pages import Driver, keys_shown, notices, on, open_form, settle, words

SIZE = (80, 24)
TALL = (100, 60)
ONLY_AN_OWNER = "Only an owner of octo-labs can do this; mona is none."


def policy(services: Services) -> OrganizationPolicy:
    """What the lab has chosen, by the store."""
    return as_user(services, "hubot").organizations.policy(LAB).own


def enterprise(services: Services) -> EnterprisePolicy:
    """What the enterprise has decided, by the store."""
    return services.enterprise.policy()


async def open_enterprise(pilot: Driver) -> EnterpriseScreen:
    """Open the page of the enterprise."""
    assert isinstance(pilot.app, PatTuiApp)
    pilot.app.open_page(ENTERPRISE)
    await settle(pilot)
    return on(pilot, EnterpriseScreen)


def focus(pilot: Driver, policy: Policy, inner: str = "") -> None:
    """Put the focus into a block; INNER is the part of a maximum lifetime."""
    pilot.app.screen.query_one(f"#{policy.value} {inner}".strip()).focus()


async def save(pilot: Driver) -> None:
    """Save the block that has the focus, and say yes to the question."""
    await pilot.press("ctrl+s")
    assert "Are you sure you want to update your selection?" in words(pilot)
    await pilot.press("u")
    await settle(pilot)


class TestBlocks:
    async def test_access(self, app: PatTuiApp, services: Services) -> None:
        """The radio changes nothing; Save asks; the key that asked does not confirm; `u` does, and a flash tells it."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await pilot.press("tab", "down", "space")
            assert policy(services).fine_grained_allowed
            await pilot.press("ctrl+s", "ctrl+s", "enter")
            assert policy(services).fine_grained_allowed
            await save(pilot)
            assert policy(services) == OrganizationPolicy(fine_grained_allowed=False, max_lifetime_fine_grained=None)
            assert notices(pilot) == ["Fine-grained personal access tokens are no longer able to access octo-labs."]
            assert actions(services, "mona")[-1] == "access_restriction_enabled"
            await pilot.press("up", "space")
            await save(pilot)
            assert policy(services).fine_grained_allowed
            assert notices(pilot)[-1] == "Fine-grained personal access tokens are now able to access octo-labs."

    async def test_a_choice_during_a_save_stays(
        self, app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What is chosen while another program holds the store is not taken back when the save is through."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            page, may_save = on(pilot, OrganizationSettingsScreen), Event()
            change = page.decisions.change

            def wait_and_change(policy: Policy, value: Any) -> Sequence[str]:
                assert may_save.wait(30)
                return change(policy, value)

            monkeypatch.setattr(page.decisions, "change", wait_and_change)
            await pilot.press("tab", "down", "space", "ctrl+s", "u")
            await pilot.pause()
            await pilot.press("up", "space")
            may_save.set()
            await settle(pilot)
            assert not policy(services).fine_grained_allowed
            assert page.query_one("#fine_grained_allowed", OptionLines).value is True
            await pilot.press("escape")
            assert "What you have chosen is not saved." in words(pilot)

    async def test_a_change_elsewhere_leaves_the_cursor(self, app: PatTuiApp, services: Services) -> None:
        """What another program writes into the store moves no cursor and no menu while a person chooses."""
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            page = on(pilot, OrganizationSettingsScreen)
            await pilot.press("tab", "down")
            page.show_states()
            await pilot.press("space")
            assert page.query_one("#fine_grained_allowed", OptionLines).value is False
            focus(pilot, Policy.LIFETIME_FINE_GRAINED, "TickBox")
            await pilot.press("space", "tab", "right", "tab", *"90")
            await save(pilot)
            page.show_states()
            menu = page.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value} Choice", Choice)
            assert str(menu.render_line(0).text).strip().startswith("‹ Custom")

    async def test_approval(self, app: PatTuiApp, services: Services) -> None:
        """By the block's own button; where requests wait, the flash says that they go on waiting."""
        add_member(services, "lin", LAB)
        ask(services, "ci", "lin", LAB)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            focus(pilot, Policy.APPROVAL)
            await pilot.press("down", "space")
            await click(pilot, "#save-approval_required")
            await pilot.press("u")
            await settle(pilot)
            assert not policy(services).approval_required
            assert notices(pilot) == [
                "New fine-grained personal access tokens will now work at once.\n"
                "1 request was made before, and still waits under Pending requests."
            ]
            assert services.requests.count_pending(LAB) == 1
            focus(pilot, Policy.APPROVAL)
            await pilot.press("up", "space")
            await save(pilot)
            assert policy(services).approval_required
            assert notices(pilot)[-1] == "Requests of fine-grained personal access tokens are now subject to review."

    async def test_classic(self, app: PatTuiApp, services: Services) -> None:
        """On the other tab, reached by the arrow or by a click."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            assert "Restrict access via personal access tokens (classic)" not in words(pilot)
            tabs = pilot.app.screen.query_one(TabLine)
            assert await pilot.click(tabs, offset=(24, 0))
            assert tabs.active == "classic"
            await pilot.press("tab", "down", "space")
            await save(pilot)
            assert not policy(services).classic_allowed
            assert notices(pilot) == ["Personal access tokens (classic) are no longer able to access octo-labs."]
            tabs.focus()
            await pilot.press("left")
            assert "Require approval of fine-grained personal access tokens" in words(pilot)

    @pytest.mark.parametrize("kind", [Policy.LIFETIME_FINE_GRAINED, Policy.LIFETIME_CLASSIC])
    async def test_lifetimes(self, app: PatTuiApp, services: Services, kind: Policy) -> None:
        """A tick, a menu of 7, 30, 60, 90 and 366 days, a custom number; without the tick there is no maximum."""
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            if kind is Policy.LIFETIME_CLASSIC:
                await pilot.press("right")
            focus(pilot, kind, "TickBox")
            await pilot.press("space")
            focus(pilot, kind, "Choice")
            menu = pilot.app.screen.query_one(f"#{kind.value} Choice", Choice)
            seen = [menu.value]
            for _step in range(4):
                await pilot.press("left")
                seen.append(menu.value)
            assert sorted(seen) == [7, 30, 60, 90, 366]
            await save(pilot)
            assert getattr(policy(services), kind.value) == 7
            assert "must expire within 7 days." in notices(pilot)[-1]
            await pilot.press("end", "right", "right", "right", "right", "right")
            await pilot.pause()
            focus(pilot, kind, "Input")
            await pilot.press("home", *["delete"] * 3, *"45")
            await save(pilot)
            assert getattr(policy(services), kind.value) == 45
            focus(pilot, kind, "TickBox")
            await pilot.press("enter")
            await save(pilot)
            assert getattr(policy(services), kind.value) is None
            assert "need not expire." in notices(pilot)[-1]

    @pytest.mark.parametrize(
        ("text", "error"),
        [
            ("367", "The maximum lifetime must be 366 days or less."),
            ("0", "The maximum lifetime must be 1 day or more."),
            ("soon", "Write a number of days, from 1 to 366."),
            ("", "Write a number of days, from 1 to 366."),
            ("-3", "Write a number of days, from 1 to 366."),
        ],
    )
    async def test_a_custom_lifetime_that_is_none(
        self, app: PatTuiApp, services: Services, text: str, error: str
    ) -> None:
        """The error stands under the field, which has the focus, and goes when something else is typed."""
        before = policy(services)
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            focus(pilot, Policy.LIFETIME_FINE_GRAINED, "TickBox")
            await pilot.press("space", "tab", "right")
            field = pilot.app.screen.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value} Input", Input)
            field.value = text
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert f"✗ {error}" in words(pilot)
            assert field.has_focus
            assert policy(services) == before
            await pilot.press("1")
            assert "✗" not in words(pilot)

    async def test_nothing_to_save(self, app: PatTuiApp, services: Services) -> None:
        """Saving what holds already asks nothing and writes nothing."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            before = actions(services, "mona")
            await pilot.press("tab", "space", "ctrl+s")
            on(pilot, OrganizationSettingsScreen)
            assert notices(pilot) == ["There is nothing to save: this is what holds already."]
            assert actions(services, "mona") == before

    async def test_leaving_asks(self, app: PatTuiApp, services: Services) -> None:
        """What is chosen and not saved is not lost without a question; `l` leaves."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await pilot.press("tab", "down", "space", "escape")
            on(pilot, ConfirmDialog)
            assert "What you have chosen is not saved." in words(pilot)
            await pilot.press("escape", "escape", "l")
            await settle(pilot)
            on(pilot, OrganizationsScreen)
            assert policy(services).fine_grained_allowed


class TestTheEnterpriseAbove:
    async def test_decides_and_says_so(self, app: PatTuiApp, services: Services) -> None:
        """What it has decided is shown as it holds, says so, cannot be changed, and has no button."""
        services.enterprise.change_policy({"fine_grained": Access.RESTRICT, "approval": Approval.DISABLE})
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            said = "The enterprise has decided this for all its organizations. It cannot be changed here."
            assert words(pilot).count(said) == 2
            access = pilot.app.screen.query_one("#fine_grained_allowed", OptionLines)
            assert access.value is False
            assert await pilot.click(access, offset=(5, 0))
            assert access.value is False
            assert words(pilot).count("[ Save ]") == 1

    async def test_limits_lifetimes(self, app: PatTuiApp, services: Services) -> None:
        """Stricter ones can be chosen, laxer ones are not on the menu, refused as a custom number; no tick, no end."""
        services.enterprise.change_policy({"max_lifetime_fine_grained": 60})
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            assert "The enterprise allows a lifetime of at most 60 days." in words(pilot)
            field = pilot.app.screen.query_one(f"#{Policy.LIFETIME_FINE_GRAINED.value}", LifetimeField)
            assert field.value == 60
            assert field.query_one(TickBox).disabled
            field.query_one(Choice).focus()
            await pilot.press("right")
            field.query_one(Input).value = "61"
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "✗ The enterprise allows a lifetime of at most 60 days. Choose that or less." in words(pilot)
            field.query_one(Input).value = "59"
            await save(pilot)
            assert policy(services).max_lifetime_fine_grained == 59

    async def test_decides_while_the_page_is_open(self, app: PatTuiApp, services: Services) -> None:
        """Between the question and the answer: the choice is refused under its block, which is locked from then on."""
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            await pilot.press("tab", "down", "space", "ctrl+s")
            services.enterprise.change_policy({"fine_grained": Access.ALLOW})
            await pilot.press("u")
            await settle(pilot)
            assert "✗ The enterprise has decided this for all its organizations." in words(pilot)
            assert pilot.app.screen.query_one("#fine_grained_allowed", OptionLines).value is True
            assert policy(services).fine_grained_allowed

    async def test_tightens_what_somebody_is_typing(self, app: PatTuiApp, services: Services) -> None:
        """A choice that is not saved yet stays, and what the enterprise says appears beside it."""
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "settings")
            focus(pilot, Policy.LIFETIME_FINE_GRAINED, "TickBox")
            await pilot.press("space")
            services.enterprise.change_policy({"max_lifetime_fine_grained": 30})
            on(pilot, OrganizationSettingsScreen).show_states()
            await pilot.pause()
            assert "The enterprise allows a lifetime of at most 30 days." in words(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert "✗ The enterprise allows a lifetime of at most 30 days. Choose that or less." in words(pilot)


class TestWhoMay:
    async def test_a_member_reads_why_not(self, app: PatTuiApp, services: Services) -> None:
        """An owner's page opened by a member says what the command line says, and offers nothing."""
        demote(services)
        async with app.run_test(size=SIZE) as pilot:
            for part in ("settings", "active-tokens", "pending-requests"):
                await go(pilot, part)
                assert ONLY_AN_OWNER in words(pilot)
                assert "[ Save ]" not in words(pilot)
                assert {"Approve", "Revoke", "Save"}.isdisjoint(keys_shown(pilot).split())

    async def test_an_owner_is_demoted_meanwhile(self, app: PatTuiApp, services: Services) -> None:
        """Saving is refused by the rule of the command line, and the page shows nothing that could be saved."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await pilot.press("tab", "down", "space", "ctrl+s")
            demote(services)
            await pilot.press("u")
            await settle(pilot)
            assert notices(pilot) == [ONLY_AN_OWNER]
            assert policy(services).fine_grained_allowed
            assert "[ Save ]" not in words(pilot)
            await pilot.press("escape")
            on(pilot, OrganizationsScreen)

    async def test_another_owner_saves_another_block(self, app: PatTuiApp, services: Services) -> None:
        """A block saves itself alone: what somebody else has saved meanwhile stays, and is shown."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "settings")
            await pilot.press("tab", "down", "space")
            as_user(services, "hubot").organizations.change_policy(LAB, {"approval_required": False})
            await pilot.press("ctrl+s", "u")
            await settle(pilot)
            assert not policy(services).fine_grained_allowed
            assert not policy(services).approval_required
            assert pilot.app.screen.query_one("#approval_required", OptionLines).value is False


class TestEnterprise:
    @pytest.mark.parametrize(
        ("kind", "keys", "expected", "said"),
        [
            (
                Policy.FINE_GRAINED,
                ["down", "space"],
                lambda found: found.fine_grained is Access.RESTRICT,
                "Fine-grained personal access tokens are no longer able to access any organization.",
            ),
            (
                Policy.CLASSIC,
                ["end", "space"],
                lambda found: found.classic is Access.ALLOW,
                "Personal access tokens (classic) are now able to access every organization.",
            ),
            (
                Policy.APPROVAL,
                ["down", "space"],
                lambda found: found.approval is Approval.REQUIRE,
                "Requests of fine-grained personal access tokens are now subject to review everywhere.",
            ),
            (
                Policy.LIFETIME_FINE_GRAINED,
                ["space"],
                lambda found: found.max_lifetime_fine_grained == 366,
                "Fine-grained personal access tokens must expire within 366 days.",
            ),
            (
                Policy.LIFETIME_CLASSIC,
                ["space", "tab", "left"],
                lambda found: found.max_lifetime_classic == 90,
                "Personal access tokens (classic) must expire within 90 days.",
            ),
        ],
        ids=lambda value: value.value if isinstance(value, Policy) else "",
    )
    async def test_blocks(
        self,
        app: PatTuiApp,
        services: Services,
        kind: Policy,
        keys: list[str],
        expected: Callable[[EnterprisePolicy], bool],
        said: str,
    ) -> None:
        """Each block saves what it shows, after the question."""
        async with app.run_test(size=TALL) as pilot:
            await open_enterprise(pilot)
            if kind in (Policy.CLASSIC, Policy.LIFETIME_CLASSIC):
                await pilot.press("right")
            focus(pilot, kind, "TickBox" if "lifetime" in kind.value else "")
            await pilot.press(*keys)
            await save(pilot)
            assert expected(enterprise(services))
            assert notices(pilot) == [said]

    async def test_lets_organizations_decide_again(self, app: PatTuiApp, services: Services) -> None:
        """What they had chosen themselves holds again."""
        services.enterprise.change_policy({"fine_grained": Access.RESTRICT})
        async with app.run_test(size=TALL) as pilot:
            await open_enterprise(pilot)
            await pilot.press("tab", "home", "space")
            await save(pilot)
            assert services.organizations.policy(LAB).policy.fine_grained_allowed

    async def test_is_for_its_owner(self, services: Services) -> None:
        """For others it is not in the sidebar, and its page says who may."""
        async with PatTuiApp(as_user(services, "hubot")).run_test(size=SIZE) as pilot:
            assert "Enterprise" not in pilot.app.screen._compositor.render_strips()[5].text
            page = await open_enterprise(pilot)
            assert "Only the owner of the enterprise, mona, can do this." in words(pilot)
            assert not page.query_one("#form").display


class TestATighterPolicy:
    async def test_while_the_form_of_a_token_is_open(self, app: PatTuiApp, services: Services) -> None:
        """Restricted between opening and submitting: the form says so under the owner, and nothing is made."""
        async with app.run_test(size=TALL) as pilot:
            form = await open_form(pilot, "ci")
            choice: Choice[Any] = form.query_one("#owner", Choice)
            choice.value = "acme"
            choice.post_message(Choice.Changed(choice, "acme"))
            await settle(pilot)
            form.query_one("#access", OptionLines).value = RepositoryAccess.PUBLIC
            as_user(services, "hubot").organizations.change_policy("acme", {"fine_grained_allowed": False})
            await pilot.press("ctrl+s")
            await settle(pilot)
            on(pilot, TokenFormScreen)
            assert "✗" in words(pilot)
            assert services.tokens.count() == 0
