"""`What it may do`: the answers are those of the one decision, given as one types."""

from collections.abc import Sequence

import pytest
from textual.widgets import Input, Static

from pat_tui.domain.permissions import Group, Level
from pat_tui.domain.secrets import TokenKind
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.services.what_if import OPERATIONS, matrix, parse_question, verdict
from pat_tui.store import repositories
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.classic_edit import EditClassicScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.screens.tokens_page import TokensScreen
from pat_tui.tui.screens.what_it_may import VerdictText, WhatItMayScreen, _columns, verdict_text
from pat_tui.tui.widgets.repository_matrix import RepositoryMatrix
from pat_tui.wiring import Services
from tests.snapshots import Snapshot
from tests.tui.classic_pages import PastClassic, add_classic, open_list
from tests.tui.pages import Driver, Past, add_past, on, settle, shown, words
from tests.tui.test_life_pictures import take_all
from tests.worlds import acting_as, draft

SIZE = (80, 24)
CI = Past(
    "ci",
    access=RepositoryAccess.SELECTED,
    repositories=("mona/app", "mona/notes"),
    permissions=(("contents", Level.READ), ("issues", Level.WRITE)),
)


async def open_page(pilot: Driver, question: str = "") -> WhatItMayScreen:
    """Press `w`, and type QUESTION."""
    await pilot.press("w")
    await settle(pilot)
    page = on(pilot, WhatItMayScreen)
    await pilot.press(*question)
    await settle(pilot)
    return page


def answer(page: WhatItMayScreen) -> str:
    """What stands under the field."""
    return str(page.query_one("#answer", Static).content)


@pytest.mark.parametrize(
    "question",
    [
        "push mona/app",
        "clone mona/app",
        "GET /repos/mona/app/issues",
        "delete /repos/mona/app",
        "GET /nowhere",
        "clone acme/api",
        "GET /user",
    ],
)
async def test_live(app: PatTuiApp, services: Services, question: str) -> None:
    """After the last key the answer is that of `what_if.verdict`, with its status, reason and remedy."""
    (token_id,) = add_past(services, CI)
    credential = services.access.credential(TokenKind.FINE_GRAINED, token_id)
    assert credential is not None
    found = verdict(services.access, credential, *parse_question(question))
    async with app.run_test(size=SIZE) as pilot:
        page = await open_page(pilot, question)
        assert answer(page) == verdict_text(found).plain
        assert answer(page).startswith("✓" if found.is_allowed else f"✗ Refused ({found.status}): {found.explanation}")
        assert found.remedy is None or answer(page).endswith(found.remedy)


async def test_as_one_types(app: PatTuiApp, services: Services) -> None:
    """Half a word is no mistake; more of it is answered at each key, and taking it back takes the answer back."""
    add_past(services, CI)
    async with app.run_test(size=SIZE) as pilot:
        page = await open_page(pilot, "clone")
        assert answer(page).startswith("Type a request")
        await pilot.press(*" mona/app")
        assert answer(page) == "✓ Allowed: clone mona/app"
        await pilot.press("backspace")
        assert answer(page).startswith("✗ Refused (404)")
        await pilot.press("ctrl+u")
        assert answer(page).startswith("Type a request")


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("FLY /user", "✗ “FLY” is none of GET,"),
        ("GET user", "✗ Give a path that begins with a slash"),
        ("push app", "✗ Give the repository as OWNER/NAME."),
        ("GET /user now", "✗ Type a method and a path"),
        ("GET ", "✗ Type a method and a path"),
    ],
)
async def test_bad_input(app: PatTuiApp, services: Services, typed: str, error: str) -> None:
    """What is no request says so under the field."""
    add_past(services, CI)
    async with app.run_test(size=SIZE) as pilot:
        assert answer(await open_page(pilot, typed)).startswith(error)


def cells(page: WhatItMayScreen) -> Sequence[tuple[str, list[bool]]]:
    """What the matrix holds."""
    table = page.query_one(RepositoryMatrix)
    return [(name, [type(each).__name__ == "Allowed" for each in decisions]) for name, decisions in table._rows]


async def test_matrix(app: PatTuiApp, services: Services) -> None:
    """The repositories and answers are those of `what_if.matrix`, and `yes` and `no` are drawn in their columns."""
    (token_id,) = add_past(services, CI)
    credential = services.access.credential(TokenKind.FINE_GRAINED, token_id)
    assert credential is not None
    expected = [
        (name, [type(each).__name__ == "Allowed" for each in row]) for name, row in matrix(services.access, credential)
    ]
    async with app.run_test(size=(80, 40)) as pilot:
        page = await open_page(pilot)
        assert cells(page) == expected
        said = words(pilot)
    assert "mona/app yes no no yes no no" in said
    assert [name for name, _heading in _columns()] == [each.name for each in OPERATIONS]


async def test_takes_a_repository_up(app: PatTuiApp, services: Services) -> None:
    """Tab and Enter ask about the repository under the cursor; Esc leads back to the page before."""
    add_past(services, CI)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        on(pilot, TokenScreen)
        page = await open_page(pilot)
        await pilot.press("tab")
        assert page.focused is page.query_one(RepositoryMatrix)
        await pilot.press("enter")
        await settle(pilot)
        name = cells(page)[0][0]
        assert page.query_one("#question", Input).value == f"push {name}"
        assert f"push {name}" in answer(page) or "Refused" in answer(page)
        await pilot.press("escape")
        on(pilot, TokenScreen)
        await pilot.press("escape")
        on(pilot, TokensScreen)


async def test_long_answer_can_be_scrolled(app: PatTuiApp, services: Services) -> None:
    """An answer longer than its place gets the focus by Tab; a short one is passed over."""
    every = tuple(
        (each.slug, each.levels[-1])
        for each in services.tokens.permissions.values()
        if each.group is Group.REPOSITORY and each.slug != "contents"
    )
    add_past(services, Past("much", access=RepositoryAccess.ALL, permissions=every[:60]))
    async with app.run_test(size=SIZE) as pilot:
        page = await open_page(pilot, "push mona/app")
        await pilot.press("tab")
        assert isinstance(page.focused, VerdictText)
        await pilot.press("G")
        assert "To grant it: pat-tui token edit" in words(pilot)


async def test_follows_the_store(app: PatTuiApp, services: Services) -> None:
    """What was granted meanwhile is answered otherwise, and a token that is gone says so."""
    (token_id,) = add_past(services, CI)
    async with app.run_test(size=SIZE) as pilot:
        page = await open_page(pilot, "push mona/app")
        assert answer(page).startswith("✗")
        life = services.token_life
        old = life.draft_of(token_id)
        life.edit(token_id, draft("ci", permissions={"contents": Level.WRITE}, repository_access=old.repository_access,
                                  repositories=old.repositories))  # fmt: skip
        page.refresh_answers()
        await settle(pilot)
        assert answer(page) == "✓ Allowed: push mona/app"
        life.delete([token_id])
        page.refresh_answers()
        await settle(pilot)
        assert answer(page) == "There is no such token any more."
        assert cells(page) == []


async def test_of_somebody_else(app: PatTuiApp, services: Services) -> None:
    """Another user's token tells nothing."""
    token = acting_as(services, "hubot").generate(draft("not-for-mona", owner="hubot")).token
    async with app.run_test(size=SIZE) as pilot:
        app.push_screen(WhatItMayScreen(services, TokenKind.FINE_GRAINED, token.id))
        await settle(pilot)
        assert "There is no such token any more." in words(pilot)
        assert "not-for-mona" not in words(pilot)


async def test_no_repository(app: PatTuiApp, services: Services) -> None:
    """Without a repository a sentence stands in place of the table, and Tab does not go there."""
    add_past(services, CI)
    with services.context.database.transaction():
        for each in repositories.all_of(services.context.database):
            services.context.database.connection.execute("DELETE FROM repositories WHERE id = ?", (each.id,))
    async with app.run_test(size=SIZE) as pilot:
        page = await open_page(pilot)
        assert "There is no repository that mona can see." in words(pilot)
        assert not page.query_one(RepositoryMatrix).focusable


async def test_classic(app: PatTuiApp, services: Services) -> None:
    """From the list of classic tokens by `w`; from the form by a button, and what was typed stays."""
    add_classic(services, PastClassic("release", ("gist",)))
    async with app.run_test(size=SIZE) as pilot:
        await open_list(pilot)
        page = await open_page(pilot, "clone mona/app")
        assert "To grant it: pat-tui token edit 1 --classic --scope gist --scope repo" in answer(page)
        await pilot.press("escape", "e")
        await settle(pilot)
        form = on(pilot, EditClassicScreen)
        await pilot.press("x", "shift+tab", "shift+tab", "enter")
        await settle(pilot)
        on(pilot, WhatItMayScreen)
        await pilot.press("escape")
        assert form.query_one("#note", Input).value == "releasex"


async def test_markup_and_escapes(app: PatTuiApp, services: Services) -> None:
    """What looks like markup, or would move a terminal's cursor, is text."""
    add_past(services, Past("oops[/]"))
    async with app.run_test(size=SIZE) as pilot:
        page = await open_page(pilot)
        page.query_one("#question", Input).value = "GET /[/]\x1b[2J"
        await settle(pilot)
        assert "oops[/]" in shown(pilot)
        assert "\x1b" not in answer(page)


class TestPictures:
    async def test_refused(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The question, in bold what becomes of it, what it holds and the command; below a column an operation."""
        add_past(services, CI)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "push mona/app")
            await take_all(pilot, snapshot, "may-refused")

    async def test_allowed_and_table(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """A short answer, and the cursor on a repository."""
        add_past(services, CI)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "GET /repos/mona/app/issues")
            await pilot.press("tab", "end")
            await snapshot(pilot, "may-table")

    async def test_empty(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """Before anything is typed."""
        add_past(services, CI)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot)
            await snapshot(pilot, "may-empty")

    async def test_bad_input(self, app: PatTuiApp, services: Services, snapshot: Snapshot) -> None:
        """The error under the field."""
        add_past(services, CI)
        async with app.run_test(size=SIZE) as pilot:
            await open_page(pilot, "FLY /user")
            await snapshot(pilot, "may-bad-input")


async def test_without_colour(monkeypatch: pytest.MonkeyPatch, services: Services, snapshot: Snapshot) -> None:
    """Under NO_COLOR the answers are words, and the cursor is a mark."""
    monkeypatch.setenv("NO_COLOR", "1")
    add_past(services, CI)
    app = PatTuiApp(services)
    async with app.run_test(size=SIZE) as pilot:
        await open_page(pilot, "push mona/app")
        await pilot.press("tab")
        await snapshot(pilot, "may-no-color")
