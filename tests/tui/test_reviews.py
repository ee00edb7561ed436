"""Pending requests and active tokens by keys and by mouse, and then what the store holds; and bad luck on the way."""

from dataclasses import replace
from threading import Event

import pytest
from textual.widgets import Input, TextArea

from pat_tui.domain.errors import AlreadyDecided, StoreError
from pat_tui.domain.reviews import ReviewFilter
from pat_tui.domain.status import Grant
from pat_tui.store import repositories
from pat_tui.store.database import Database
from pat_tui.tui import store_watch
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.active_token_page import ActiveTokenScreen
from pat_tui.tui.screens.active_tokens import ActiveTokensScreen
from pat_tui.tui.screens.confirm import ConfirmDialog
from pat_tui.tui.screens.deny_dialog import DenyDialog
from pat_tui.tui.screens.organizations import OrganizationsScreen
from pat_tui.tui.screens.pending_requests import PendingRequestsScreen
from pat_tui.tui.screens.request_page import RequestScreen
from pat_tui.tui.screens.review_list import ReviewList
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.wiring import Services
from tests.organization_worlds import actions, add_member, as_user, ask
from tests.tui.organizations import LAB, REASON, click, cursor_to, demote, fill, go, names, widen
from tests.tui.pages import keys_shown, notices, on, settle, until, words

SIZE = (80, 24)
TALL = (100, 60)


@pytest.fixture
def ids(services: Services) -> dict[str, int]:
    """The requests and tokens of the lab, which `mona` owns."""
    return fill(services)


def pending(services: Services) -> list[str]:
    """The names of the tokens that wait, by the store."""
    return [request.token_name for request in services.requests.pending(LAB)]


def active(services: Services) -> list[str]:
    """The names of the tokens that have access, by the store."""
    return sorted(token.token_name for token in services.requests.active(LAB))


def grant(services: Services, login: str, name: str) -> Grant:
    """Where the token called NAME of the user called LOGIN stands."""
    return as_user(services, login).tokens.find(name).grant


@pytest.mark.usefixtures("ids")
class TestApprove:
    async def test_one(self, app: PatTuiApp, services: Services) -> None:
        """`a` asks about the row under the cursor; only `y` approves; the notice says whose token it was."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("a", "a", "enter")
            assert len(pending(services)) == 3, "the key that opened the dialog, and Enter on Cancel, approve nothing"
            await pilot.press("a", "y")
            await settle(pilot)
            assert names(pilot) == pending(services) == ["member-list", "review-agent"]
            assert grant(services, "octo", "sync") is Grant.GRANTED
            assert notices(pilot) == ["Approved “sync” of octo: it can access octo-labs."]
            assert actions(services, "mona")[-1] == "access_granted"

    async def test_several(self, app: PatTuiApp, services: Services) -> None:
        """Space ticks; the heading's button counts; the dialog names them all; one transaction approves them."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("space", "down", "space")
            assert "2 requests selected…" in words(pilot)
            await pilot.press("a")
            assert "sync · @octo" in words(pilot)
            assert "member-list · @octo" in words(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert pending(services) == ["review-agent"]
            assert notices(pilot) == ["Approved 2 requests."]
            assert "selected" not in words(pilot)

    async def test_all_by_the_menu(self, app: PatTuiApp, services: Services) -> None:
        """`A` ticks every row, and takes all ticks away again; the button's menu has GitHub's two entries."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("A", "A")
            assert "selected" not in words(pilot)
            await pilot.press("A")
            await click(pilot, "#selection")
            on(pilot, ChooseDialog)
            assert "Approve… ( ) Deny…" in words(pilot)
            await pilot.press("enter")
            on(pilot, ConfirmDialog)
            await pilot.press("y")
            await settle(pilot)
            assert pending(services) == []
            assert "There aren't any personal access token requests for this organization" in words(pilot)
            assert "Approve" not in keys_shown(pilot)

    async def test_on_its_page(self, app: PatTuiApp, services: Services) -> None:
        """Enter opens the request; its button approves after the question, and then the list is there again."""
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "pending-requests")
            cursor_to(pilot, "review-agent")
            await pilot.press("enter")
            on(pilot, RequestScreen)
            said = words(pilot)
            assert "Requested by @lin on 2026-01-12 12:00 UTC" in said
            assert f"Justification {REASON}" in said
            assert "Nothing is granted yet. If you approve, the token has:" in said
            assert "All repositories of octo-labs, present and future." in said
            assert "Read access to issues, metadata Read and Write access to pull requests" in said
            await click(pilot, "#approve")
            await pilot.press("y")
            await settle(pilot)
            on(pilot, PendingRequestsScreen)
            assert grant(services, "lin", "review-agent") is Grant.GRANTED

    async def test_says_what_is_added_to_a_grant(self, app: PatTuiApp, services: Services) -> None:
        """What is new, what is raised and from where, all repositories; and the whole that would come of it."""
        widen(services)
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "pending-requests")
            cursor_to(pilot, "nightly-build")
            await pilot.press("enter")
            said = words(pilot)
            assert "Justification None was given." in said
            assert "Permissions added Actions: Read-only" in said
            assert "Permissions raised Contents: Read and write (granted so far: Read-only)" in said
            assert "Repositories added All repositories" in said
            assert "What was granted before goes on working, whatever you decide." in said
            assert "Read access to actions, metadata Read and Write access to code" in said


@pytest.mark.usefixtures("ids")
class TestDeny:
    async def test_with_a_reason(self, app: PatTuiApp, services: Services) -> None:
        """The reason reaches the token's owner: on the list beside the last use, and on the token's page."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("d")
            on(pilot, DenyDialog)
            await pilot.press(*"Too wide", "enter", *"Ask for less", "ctrl+s")
            await settle(pilot)
            assert pending(services) == ["member-list", "review-agent"]
            assert notices(pilot) == ["Denied “sync” of octo."]
        async with PatTuiApp(as_user(services, "octo")).run_test(size=SIZE) as pilot:
            assert "Denied octo-labs · Expires on Fri, Feb 13 2026. Never used · Too wide Ask for less" in words(pilot)
            await pilot.press("enter")
            said = words(pilot)
            assert "An owner of octo-labs denied the request. The token reads public things only." in said
            assert "Reason given: Too wide Ask for less" in said

    async def test_without_a_reason(self, app: PatTuiApp, services: Services) -> None:
        """It is optional; the mouse will do, for ticks and for buttons."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            rows = pilot.app.screen.query_one(ReviewList)
            assert await pilot.click(rows, offset=(4, 0))
            assert await pilot.click(rows, offset=(4, 4))
            assert "2 requests selected…" in words(pilot)
            await click(pilot, "#selection")
            await pilot.press("down", "enter")
            dialog = on(pilot, DenyDialog)
            assert "Deny these 2 requests?" in words(pilot)
            assert await pilot.click(dialog.query_one("#cancel"))
            assert len(pending(services)) == 3
            await pilot.press("d")
            await click(pilot, "#deny")
            assert pending(services) == ["review-agent"]

    async def test_with_a_reason_that_is_too_long(self, app: PatTuiApp, services: Services) -> None:
        """At most 1,024 characters: the error stands under the field, what was typed stays, and nothing is decided."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("d")
            pilot.app.screen.query_one(TextArea).text = "x" * 1025
            await pilot.press("ctrl+s")
            assert "✗" in words(pilot)
            assert "1,024" in words(pilot) or "1024" in words(pilot)
            assert len(pending(services)) == 3
            await pilot.press("x")
            assert "✗" not in words(pilot)

    async def test_what_was_added_to_a_grant(self, app: PatTuiApp, services: Services) -> None:
        """The owner of the token reads that what was added was denied, and why; the grant works on."""
        request_id = widen(services)
        services.requests.deny([request_id], "One repository is enough")
        async with PatTuiApp(as_user(services, "lin")).run_test(size=(100, 70)) as pilot:
            app_of_lin = pilot.app
            assert isinstance(app_of_lin, PatTuiApp)
            app_of_lin.open_token(app_of_lin.services.tokens.find("nightly-build").id)
            await settle(pilot)
            said = words(pilot)
            assert "Of what is listed below, the token may use what was granted before." in said
            assert "An owner of octo-labs denied what was added, and it is not usable: All repositories" in said
            assert "Reason given: One repository is enough" in said
            assert "Waiting" not in said


@pytest.mark.usefixtures("ids")
class TestRevoke:
    async def test_several(self, app: PatTuiApp, services: Services) -> None:
        """The dialog is one of danger: Cancel has the focus, `y` revokes; the tokens stay with their users."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            assert names(pilot) == ["old-mirror", "nightly-build"]
            await pilot.press("A", "r", "r", "enter")
            assert len(active(services)) == 2
            await pilot.press("r")
            assert "The token stays, and reads public things." in words(pilot)
            await pilot.press("y")
            await settle(pilot)
            assert active(services) == []
            assert grant(services, "lin", "nightly-build") is Grant.REVOKED
            assert "There aren't any fine-grained tokens for this organization" in words(pilot)

    async def test_on_its_page(self, app: PatTuiApp, services: Services) -> None:
        """A click on the row under the cursor opens it; it says since when and by whom; its button revokes."""
        async with app.run_test(size=TALL) as pilot:
            await go(pilot, "active-tokens")
            rows = pilot.app.screen.query_one(ReviewList)
            assert await pilot.click(rows, offset=(12, 4))
            assert await pilot.click(rows, offset=(12, 4))
            await settle(pilot)
            on(pilot, ActiveTokenScreen)
            said = words(pilot)
            assert "Generated by @lin Access granted 2025-12-16 12:00 UTC Approved by @mona" in said
            assert "Repository access octo-labs/lab" in said
            await click(pilot, "#revoke")
            await pilot.press("y")
            await settle(pilot)
            on(pilot, ActiveTokensScreen)
            assert active(services) == ["old-mirror"]

    async def test_is_told_to_the_owner(self, services: Services) -> None:
        """On the list by a badge, on the token's page by a sentence."""
        services.requests.revoke(LAB, [services.requests.find_active(LAB, "nightly-build")])
        async with PatTuiApp(as_user(services, "lin")).run_test(size=SIZE) as pilot:
            assert "nightly-build Revoked" in words(pilot)
            await pilot.press("down", "enter")
            assert "An owner of octo-labs revoked the access. The token reads public things only." in words(pilot)


@pytest.mark.usefixtures("ids")
class TestSearchAndFilters:
    async def test_search(self, app: PatTuiApp) -> None:
        """`/` goes to the field, Down out of it; Esc takes the search away before it leaves."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("slash", *"octo")
            await settle(pilot)
            assert names(pilot) == ["sync", "member-list"]
            assert "2 requests · Newest first · holding “octo”" in words(pilot)
            await pilot.press("down", "down")
            assert pilot.app.screen.query_one(ReviewList).cursor == 1
            await pilot.press("slash", *"xyz", "enter")
            await settle(pilot)
            assert "Nothing fits the search and the filters." in words(pilot)
            await pilot.press("escape")
            await settle(pilot)
            assert len(names(pilot)) == 3
            assert pilot.app.screen.query_one("#filter", Input).value == ""
            await pilot.press("escape")
            on(pilot, OrganizationsScreen)

    @pytest.mark.parametrize(
        ("keys", "expected", "said"),
        [
            (["enter", "down", "enter"], ["review-agent"], "owner lin"),
            (["down", "enter", "down", "enter"], ["sync", "review-agent"], "repository lab"),
            (["down", "down", "enter", "end", "enter"], ["review-agent"], "permission Pull requests"),
        ],
        ids=["owner", "repository", "permission"],
    )
    async def test_filters(self, app: PatTuiApp, keys: list[str], expected: list[str], said: str) -> None:
        """`f` asks by what, and then by which; the heading says it; `Any` lifts it again."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("f", *keys)
            await settle(pilot)
            assert names(pilot) == expected
            assert said in words(pilot)
            await pilot.press("f", *keys[:-2], "home", "enter")
            await settle(pilot)
            assert len(names(pilot)) == 3

    async def test_by_mouse(self, app: PatTuiApp) -> None:
        """A button for each filter and for the order."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            await click(pilot, "#by-owner")
            await pilot.press("end", "enter")
            await settle(pilot)
            assert names(pilot) == ["old-mirror"]
            await pilot.press("escape")
            await settle(pilot)
            await click(pilot, "#by-order")
            await pilot.press("down", "down", "enter")
            await settle(pilot)
            assert names(pilot) == ["nightly-build", "old-mirror"]
            assert "2 tokens · Name" in words(pilot)


class TestBadLuck:
    async def test_another_owner_was_quicker(self, app: PatTuiApp, services: Services, ids: dict[str, int]) -> None:
        """Whoever comes second is told who was first; the decision stands; the other ticks are still there."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("A", "a")
            as_user(services, "hubot").requests.deny([ids["sync"]])
            await pilot.press("y")
            await settle(pilot)
            assert notices(pilot) == [f"hubot has denied request {ids['sync']} already."]
            assert names(pilot) == pending(services) == ["member-list", "review-agent"]
            assert "2 requests selected…" in words(pilot)
            await pilot.press("a", "y")
            await settle(pilot)
            assert pending(services) == []
            assert grant(services, "octo", "sync") is Grant.DENIED

    async def test_before_the_question(self, app: PatTuiApp, services: Services, ids: dict[str, int]) -> None:
        """What was decided before the dialog opens is told, and the dialog is about the rest."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("A")
            as_user(services, "hubot").requests.approve([ids["sync"]])
            await pilot.press("d")
            await settle(pilot)
            assert notices(pilot) == [f"hubot has approved request {ids['sync']} already."]
            assert "Deny these 2 requests?" in words(pilot)
            await pilot.press("ctrl+s")
            await settle(pilot)
            assert pending(services) == []
            assert grant(services, "octo", "sync") is Grant.GRANTED

    async def test_while_it_is_read(self, app: PatTuiApp, services: Services, ids: dict[str, int]) -> None:
        """The page of a request that somebody has decided says so; nothing can be decided there; Esc leads back."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("enter")
            as_user(services, "hubot").requests.approve([ids["sync"]])
            on(pilot, RequestScreen).refresh_content()
            await settle(pilot)
            assert f"hubot has approved request {ids['sync']} already." in words(pilot)
            assert "Approve" not in keys_shown(pilot)
            await pilot.press("a", "escape")
            on(pilot, PendingRequestsScreen)

    async def test_the_user_leaves_while_a_request_waits(
        self, app: PatTuiApp, services: Services, ids: dict[str, int]
    ) -> None:
        """The request is gone from the list, and its open page says that it was cancelled."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            await pilot.press("enter", "a")
            as_user(services, "octo").organizations.remove_member(LAB, "octo")
            await pilot.press("y")
            await settle(pilot)
            assert notices(pilot) == [f"octo has cancelled request {ids['sync']} already."]
            on(pilot, PendingRequestsScreen)
            assert names(pilot) == ["review-agent"]
            with pytest.raises(AlreadyDecided):
                services.requests.request(ids["sync"])

    @pytest.mark.parametrize("part", ["pending-requests", "active-tokens"])
    @pytest.mark.usefixtures("ids")
    async def test_the_owner_is_demoted(self, app: PatTuiApp, services: Services, part: str) -> None:
        """What is on the screen can no longer be decided: the rule of the command line is told, and the rows go."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, part)
            decision = "a" if part == "pending-requests" else "r"
            await pilot.press("A", decision)
            demote(services)
            await pilot.press("y")
            await settle(pilot)
            assert notices(pilot) == ["Only an owner of octo-labs can do this; mona is none."]
            assert "Only an owner of octo-labs can do this; mona is none." in words(pilot)
            hubot = as_user(services, "hubot")
            assert (len(pending(hubot)), len(active(hubot))) == (3, 2)

    @pytest.mark.usefixtures("ids")
    async def test_a_repository_goes(self, app: PatTuiApp, services: Services) -> None:
        """Deleted under a token that had selected it, it is in no list; the token's page says that none is left."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            services.context.database.connection.execute("DELETE FROM repositories WHERE name = 'lab'")
            pilot.app.screen.query_one(ReviewList).cursor = 1
            await pilot.press("enter")
            assert "This token does not have access to any repositories." in words(pilot)
            await pilot.press("escape", "f", "down", "enter")
            assert words(pilot).count("(•) Any") == 1
            assert not repositories.of_owner(services.context.database, services.organizations.get(LAB).id)

    async def test_an_account_is_renamed(self, app: PatTuiApp, services: Services, ids: dict[str, int]) -> None:
        """The page is of a request, not of a name: it shows the new one, and the decision is about the same token."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            services.context.database.connection.execute("UPDATE accounts SET login = 'octavia' WHERE login = 'octo'")
            on(pilot, PendingRequestsScreen).refresh_rows()
            assert "@octavia" in words(pilot)
            await pilot.press("a", "y")
            await settle(pilot)
            assert grant(services, "octavia", "sync") is Grant.GRANTED
            assert ids["sync"] not in [request.id for request in services.requests.pending(LAB)]

    @pytest.mark.usefixtures("ids")
    async def test_an_expired_token_is_marked(self, app: PatTuiApp) -> None:
        """By a word, not by colour alone."""
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "active-tokens")
            assert "old-mirror Expired" in words(pilot)

    async def test_two_hundred_requests(self, app: PatTuiApp, services: Services) -> None:
        """The list reads what is in view; the end is a key away."""
        for number in range(20):
            add_member(services, f"user-{number}", LAB)
            for token in range(10):
                ask(services, f"t-{number}-{token}", f"user-{number}", LAB)
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            assert "200 requests" in words(pilot)
            await pilot.press("G", "enter")
            assert "t-0-0" in words(pilot)


async def test_loading(app: PatTuiApp, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch) -> None:
    """While a slow store is read the page says so and takes keys; then the rows are there."""
    answers = Event()
    count = PendingRequestsScreen.count

    def slow_count(screen: PendingRequestsScreen, wanted: ReviewFilter) -> int:
        assert answers.wait(20)
        return count(screen, wanted)

    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "pending-requests")
        monkeypatch.setattr(PendingRequestsScreen, "count", slow_count)
        await pilot.press("s", "down", "enter")
        assert "Loading…" in words(pilot)
        await pilot.press("a", "A", "enter")
        on(pilot, PendingRequestsScreen)
        answers.set()
        await until(pilot, lambda: names(pilot) == ["review-agent", "member-list", "sync"])
        assert ids


@pytest.mark.usefixtures("ids")
async def test_trouble_with_the_store(app: PatTuiApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands in place of the rows; when the store answers again, they are there again."""

    def fails(_screen: PendingRequestsScreen, _wanted: ReviewFilter) -> int:
        raise StoreError("The store cannot be read: disk I/O error")

    async with app.run_test(size=SIZE) as pilot:
        await go(pilot, "pending-requests")
        with monkeypatch.context() as patch:
            patch.setattr(PendingRequestsScreen, "count", fails)
            on(pilot, PendingRequestsScreen).refresh_rows()
            await pilot.pause()
            assert "The store cannot be read: disk I/O error" in words(pilot)
            assert "Approve" not in keys_shown(pilot)
        on(pilot, PendingRequestsScreen).refresh_rows()
        assert len(names(pilot)) == 3


async def test_the_page_follows_the_store(
    app: PatTuiApp, services: Services, ids: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another program decides appears by itself."""
    monkeypatch.setattr(store_watch, "CHECK_SECONDS", 0.02)
    other = Database(services.settings.store)
    try:
        async with app.run_test(size=SIZE) as pilot:
            await go(pilot, "pending-requests")
            there = replace(services, context=services.context._replace(database=other))
            as_user(there, "hubot").requests.approve([ids["sync"]])
            await until(pilot, lambda: "sync" not in names(pilot))
    finally:
        other.close()
