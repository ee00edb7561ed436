"""Every page in every language: how it looks at 80 by 24 and at 60 columns, and that nothing is cut short.

The words are those of the catalogues; what is in English here is what people have typed, and what stays English.
"""

from collections.abc import Iterator

import pytest
from rich.cells import cell_len
from textual.widget import Widget
from textual.widgets import Input

from pat_tui import i18n
from pat_tui.tui import places
from pat_tui.tui.actions import ACTIONS
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.line_button import LineButton
from pat_tui.tui.widgets.permission_table import PermissionTable
from pat_tui.tui.widgets.scope_tree import ScopeTree
from pat_tui.tui.widgets.tab_line import TabLine
from pat_tui.wiring import Services
from tests.catalogues import TRANSLATED
from tests.services.classic_worlds import new
from tests.snapshots import Snapshot
from tests.sso_worlds import CLASSIC, demand
from tests.tui.classic_pages import add_classic, go_to, open_edit, open_list
from tests.tui.organizations import LAB, fill, go
from tests.tui.pages import Driver, add_past, generate, open_form, settle
from tests.tui.people import cursor_to, open_page
from tests.tui.test_emails_page import OTHER, type_code
from tests.tui.test_emails_pictures import show_page

SIZE = (80, 24)
_SIDEBAR_CELLS = 22
"""Room for a label of the sidebar at 60 columns."""
_KEY_LABEL_CELLS = 18
"""Room for a label in the line of keys: four of the longest, with their keys, and Help."""


@pytest.fixture(params=TRANSLATED, name="language", autouse=True)
def _language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Speak one language after the other."""
    i18n.use(request.param)
    yield request.param
    i18n.use(i18n.ENGLISH)


class _Tour:
    """Pictures of one page after the other."""

    def __init__(self, pilot: Driver, snapshot: Snapshot, language: str) -> None:
        self._pilot, self._snapshot = pilot, snapshot
        self._prefix = language.lower().replace("_", "-")

    async def stop(self, page: str, *, narrow: bool = False) -> None:
        """Look at PAGE, which is open; also at 60 columns if it is NARROW."""
        await settle(self._pilot)
        self._look()
        await self._snapshot(self._pilot, f"{self._prefix}-{page}")
        if narrow:
            await self._pilot.resize_terminal(60, 24)
            await settle(self._pilot)
            self._look()
            await self._snapshot(self._pilot, f"{self._prefix}-{page}-60")
            await self._pilot.resize_terminal(*SIZE)
            await settle(self._pilot)

    def _look(self) -> None:
        """Every button is whole, and the line of keys ends in help where it has a page to itself."""
        screen = self._pilot.app.screen
        buttons = [
            button
            for button in screen.query(LineButton)
            if all(node.display for node in button.ancestors_with_self if isinstance(node, Widget))
        ]
        assert [button for button in buttons if button.size.width < button.outer_size.width] == []
        assert [button for button in buttons if button.region.right > screen.size.width] == []
        for bar in screen.query(KeyBar):
            assert cell_len(bar.render_line(0).text.rstrip()) <= screen.size.width


async def test_fine_grained(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """The list, a token, what it may do, its life; the form down to the new token."""
    ids = add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        await tour.stop("list", narrow=True)
        await pilot.press("s")
        await tour.stop("sort")
        await pilot.press("escape", "question_mark")
        await tour.stop("help")
        await pilot.press("escape", "ctrl+p")
        await tour.stop("palette")
        await pilot.press("escape", "d")
        await tour.stop("delete")
        await pilot.press("escape", "r")
        await tour.stop("regenerate")
        await pilot.press("escape")
        app.open_token(ids[-1])
        await tour.stop("token", narrow=True)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press(*"GET /user")
        await tour.stop("may", narrow=True)
        await pilot.press("escape", "e")
        await tour.stop("edit")
        await pilot.press("escape", "U")
        await tour.stop("use-token", narrow=True)
        await pilot.press("escape", "escape", "x")
        await tour.stop("groups")


async def test_generating(app: PatTuiApp, snapshot: Snapshot, language: str) -> None:
    """The form, its permissions and calendar, the question, and the token that is shown once."""
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        form = await open_form(pilot, "deploy")
        await tour.stop("form", narrow=True)
        form.query_one("#access").focus()
        await pilot.press("down")
        form.query_one(PermissionTable).focus()
        await pilot.press("space")
        await tour.stop("permissions", narrow=True)
        await pilot.press("ctrl+s")
        await tour.stop("confirm")
        await pilot.press("escape")
        form.query_one("#name", Input).value = ""
        await pilot.press("ctrl+s")
        await tour.stop("form-errors")
        form.query_one("#name", Input).value = "deploy"
        await generate(pilot)
        await tour.stop("new-token", narrow=True)
        await pilot.press("h")
        await tour.stop("hand-over", narrow=True)


async def test_choosing_in_the_form(app: PatTuiApp, snapshot: Snapshot, language: str) -> None:
    """The expirations, a date of one's own with its calendar, the repositories, and what leaving asks."""
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        form = await open_form(pilot, "deploy")
        form.query_one("#expiration").focus()
        await pilot.press("enter")
        await tour.stop("expirations")
        await pilot.press("end", "enter")
        await tour.stop("no-expiration", narrow=True)
        await pilot.press("left", "tab", "tab", "enter")
        await tour.stop("calendar", narrow=True)
        await pilot.press("escape")
        form.query_one("#access").focus()
        await pilot.press("end", "space", "tab", "enter", "down", "space")
        await tour.stop("repository-picker", narrow=True)
        await pilot.press("ctrl+s", "escape")
        await tour.stop("leave", narrow=True)


async def test_classic(app: PatTuiApp, snapshot: Snapshot, language: str) -> None:
    """The list, empty, and the form with its scopes."""
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        app.open_page(places.CLASSIC_TOKENS)
        await tour.stop("classic-empty")
        await pilot.press("n")
        await settle(pilot)
        await tour.stop("classic-menu")
        await pilot.press("down", "enter")
        await settle(pilot)
        await tour.stop("classic-form", narrow=True)
        app.screen.query_one(ScopeTree).focus()
        await tour.stop("classic-scopes", narrow=True)


async def test_life_of_a_classic_token(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """The list, a token and its use, a new value, single sign-on, and the questions before something ends."""
    add_classic(services)
    demand(services, "acme", "globex")
    token = services.classic_tokens.find("laptop")
    services.single_sign_on.authorize(CLASSIC, token.id, "globex", sign_on=True)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        await open_list(pilot)
        await tour.stop("classic-list", narrow=True)
        await pilot.click("#revoke-all")
        await tour.stop("classic-revoke-all", narrow=True)
        await pilot.press("escape", "d")
        await tour.stop("classic-delete")
        await pilot.press("escape")
        go_to(pilot, "laptop")
        await pilot.press("o")
        await tour.stop("configure-sso", narrow=True)
        await pilot.press("escape", "W")
        await tour.stop("classic-use", narrow=True)
        await pilot.press("escape")
        await open_edit(pilot, "laptop")
        await tour.stop("classic-edit", narrow=True)
        await pilot.press("escape", "r")
        await tour.stop("classic-regenerate", narrow=True)
        await pilot.press("ctrl+s")
        await tour.stop("classic-new-value")


async def test_emails(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """A code, a wrong one, what is asked before an address goes, and one that is none."""
    services.emails.add(OTHER)
    code, _state = services.emails.show_code(OTHER)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        show_page(pilot, services)
        await pilot.pause()
        await pilot.press("down", "v")
        await tour.stop("verify", narrow=True)
        await type_code(pilot, "111111" if code != "111111" else "222222")
        await tour.stop("verify-wrong")
        await pilot.press("escape", "d")
        await tour.stop("email-remove", narrow=True)
        await pilot.press("escape", "a", *"nowhere", "enter")
        await tour.stop("email-add", narrow=True)


async def test_security_log(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """An event, what the chain says and cannot say, and where the log is exported to."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        await open_page(pilot, places.SECURITY_LOG)
        await pilot.press("enter")
        await tour.stop("log-entry", narrow=True)
        await pilot.press("escape", "v")
        await tour.stop("log-verdict", narrow=True)
        await pilot.press("escape", "x")
        await tour.stop("log-export", narrow=True)


async def test_settings(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """The other pages of the user: addresses, organizations, enterprise, security log."""
    fill(services)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        pages = (places.EMAILS, places.ORGANIZATIONS, places.REPOSITORIES, places.ENTERPRISE, places.ENTERPRISE_USERS)
        for page in (*pages, places.SECURITY_LOG):
            app.open_page(page)
            await tour.stop(page, narrow=True)


async def test_organization(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """What the owners of an organization see."""
    fill(services)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        for page in ("people", "settings", "active-tokens", "pending-requests", "sso-authorizations"):
            await go(pilot, page)
            await tour.stop(f"organization-{page}", narrow=True)
        await go(pilot, "pending-requests")
        await pilot.press("space", "a")
        await tour.stop("organization-approve")
        await pilot.press("escape", "d")
        await tour.stop("organization-deny", narrow=True)
        await pilot.press("escape", "escape", "enter")
        await tour.stop("organization-request", narrow=True)
        await go(pilot, "active-tokens")
        await pilot.press("enter")
        await tour.stop("organization-active-token", narrow=True)
        await pilot.press("r")
        await tour.stop("organization-revoke", narrow=True)
        await pilot.press("escape")
        await go(pilot, "settings")
        await pilot.press("tab", "down", "space", "ctrl+s")
        await tour.stop("organization-update", narrow=True)
        await pilot.press("escape")
        app.screen.query_one(TabLine).focus()
        await pilot.press("right")
        await tour.stop("organization-settings-classic")
        await pilot.press("right")
        await tour.stop("organization-settings-sso")
        await go(pilot, "policies", "acme")
        await tour.stop("organization-policies", narrow=True)


async def test_people(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """Another role, one who goes, one who comes, a user suspended; a repository and who may use it."""
    fill(services)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        await go(pilot, "people")
        cursor_to(pilot, "lin")
        await pilot.press("e")
        await tour.stop("people-role")
        await pilot.press("escape", "d")
        await tour.stop("people-remove", narrow=True)
        await pilot.press("escape", "a")
        await tour.stop("people-add", narrow=True)
        await pilot.press("escape", "right")
        await tour.stop("people-outside", narrow=True)
        await pilot.press("a")
        await tour.stop("people-outside-add", narrow=True)
        await pilot.press("escape")
        await open_page(pilot, places.ENTERPRISE_USERS)
        cursor_to(pilot, "hubot")
        await pilot.press("s")
        await tour.stop("users-suspend", narrow=True)
        await pilot.press("escape")
        await open_page(pilot, places.REPOSITORIES)
        cursor_to(pilot, "mona/app")
        await pilot.press("enter")
        await tour.stop("repository", narrow=True)
        await pilot.press("a")
        await tour.stop("repository-add", narrow=True)


async def test_single_sign_on(app: PatTuiApp, services: Services, snapshot: Snapshot, language: str) -> None:
    """Whom an organization's owners let in, and the question before they no longer do."""
    demand(services, LAB)
    services.single_sign_on.authorize(CLASSIC, new(services, "release-bot").id, LAB, sign_on=True)
    async with app.run_test(size=SIZE) as pilot:
        tour = _Tour(pilot, snapshot, language)
        await go(pilot, "sso-authorizations")
        await tour.stop("sso-listed", narrow=True)
        await pilot.press("r")
        await tour.stop("sso-revoke", narrow=True)


def test_labels_fit(language: str) -> None:
    """The sidebar has a narrow column, and the line of keys one line."""
    entries = [
        *places.user_entries("mona", owns_enterprise=True),
        *places.organization_entries("octo-labs", requires_sso=True),
    ]
    assert [entry.label for entry in entries if cell_len(entry.label) > _SIDEBAR_CELLS] == []
    labels = {i18n.translated(action.label) for action in ACTIONS.values()}
    assert [label for label in labels if cell_len(label) > _KEY_LABEL_CELLS] == []
