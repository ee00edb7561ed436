"""User-made text that other programs wrote into the store: it is drawn everywhere, and commands nothing.

Such text is refused where pat-tui itself writes; these tests put it past that, by SQL.
"""

import re
import unicodedata

import pytest
from rich.cells import cell_len
from textual.widgets import Input, TextArea

from pat_tui.domain.accounts import Role
from pat_tui.domain.tokens import RepositoryAccess
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.screens.new_token import NewTokenScreen
from pat_tui.tui.screens.repository_picker import RepositoryPicker
from pat_tui.tui.screens.token_list import TokenListScreen
from pat_tui.tui.widgets.choice import Choice
from pat_tui.tui.widgets.option_lines import OptionLines
from pat_tui.wiring import Services
from tests.tui.forms import choose_access
from tests.tui.organizations import fill, go, widen
from tests.tui.pages import Driver, Past, add_past, on, open_form, settle, shown, words

HOSTILE = {
    "markup": "oops[/] [bold]x[@click=app.quit]y[/]",
    "terminal commands": "\x1b]52;c;bWluZQ==\x07\x9d52;c;bWluZQ==\x9c\x1b[2J\x9b31m",
    "bidi": "\u202etoken\u2066\u2069 \u200f",
    "line separators": "one\u2028two\u2029three\x85four\x0bfive\nsix\rseven\ttab",
    "wide": "検証用の非常に長い名前をもつ個人用アクセストークンであることを確認するための文字列です",
    "emoji": "👩‍👩‍👧‍👦 🇨🇭 👍🏽 ❤️ zero\u200bwidth\ufeff",
    "combining": "Z" + "\u0308\u0301" * 20,
    "unassigned and private": "\ue000\U0010fffe\u0378",
    "placeholders": "{name} %s %(x)s $foreground {0} {",
}
_COLOURS_AND_PLACES = re.compile(r"\x1b\[[0-9;]*[mH]")
SIZES = ((80, 24), (59, 20))


def overwrite(services: Services, text: str) -> None:
    """Put TEXT wherever a person's text can stand: names, descriptions, reasons, logins, repositories."""
    database = services.context.database
    with database.transaction():
        execute = database.connection.execute
        execute("UPDATE fine_grained_tokens SET name = ? || id, description = ?, hint = ?", (text, text, text))
        execute("UPDATE token_requests SET reason = ?, decision_reason = ?", (text, text))
        execute("UPDATE repositories SET name = ? || id", (text,))
        execute("UPDATE accounts SET login = ? || id, name = ? WHERE kind = 'organization'", (text, text))


def harmful(text: str) -> list[str]:
    """The characters of TEXT that a terminal would obey or that would turn words around."""
    allowed = "\n\N{ZERO WIDTH JOINER}"
    return [c for c in text if c not in allowed and unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")]


def check(pilot: Driver) -> None:
    """The screen holds nothing harmful, each of its rows fits, and the terminal gets colours and text alone."""
    text = shown(pilot)
    assert not harmful(text)
    assert all(cell_len(line) <= pilot.app.size.width for line in text.splitlines())
    sent = pilot.app.screen._compositor.render_full_update().render_segments(pilot.app.console)
    assert not harmful(_COLOURS_AND_PLACES.sub("", sent))


async def test_the_list_draws_all_of_it(app: PatTuiApp, services: Services) -> None:
    """A list of nothing but such names can be read and walked through; each row keeps its three lines."""
    ids = add_past(services, *(Past(f"token-{number}") for number in range(len(HOSTILE))))
    with services.context.database.transaction():
        for token_id, text in zip(ids, HOSTILE.values(), strict=True):
            sql = "UPDATE fine_grained_tokens SET name = ? WHERE id = ?"
            services.context.database.connection.execute(sql, (text, token_id))
    async with app.run_test(size=(80, 45)) as pilot:
        check(pilot)
        assert shown(pilot).count("Never used") == len(HOSTILE)
        assert "oops[/] [bold]x[@click=app.quit]y[/]" in shown(pilot)
        assert "{name} %s %(x)s $foreground {0} {" in shown(pilot)
        for _row in HOSTILE:
            await pilot.press("j")
        check(pilot)


COMMANDS = "\x1b]52;c;bWluZQ==\x07\x9b31m\u202ex\u2066\u2028\x85\r\n\t\x1b[2J"


@pytest.mark.parametrize("text", [HOSTILE["markup"], COMMANDS, HOSTILE["wide"]], ids=["markup", "commands", "wide"])
async def test_every_page_draws_it(app: PatTuiApp, services: Services, text: str) -> None:
    """List, token pages, form, menus, picker, dialogs and the new token take it as the text that it is."""
    selected = {"access": RepositoryAccess.SELECTED, "repositories": ("acme/api", "acme/website")}
    add_past(
        services,
        Past("a", "acme", 3, decision="denied", reason="x", **selected),  # type: ignore[arg-type]
        Past("b", "octo-labs", 1),
    )
    overwrite(services, text)
    async with app.run_test(size=SIZES[0]) as pilot:
        check(pilot)
        await _look_at_tokens(pilot, app)
        await _look_at_form(pilot, app)
        await pilot.resize_terminal(*SIZES[1])
        await settle(pilot)
        check(pilot)
        on(pilot, NewTokenScreen)


@pytest.mark.parametrize("text", [HOSTILE["markup"], COMMANDS, HOSTILE["wide"]], ids=["markup", "commands", "wide"])
async def test_every_page_of_an_organization_draws_it(app: PatTuiApp, services: Services, text: str) -> None:
    """Lists, filters, dialogs, pages of a request and of a token, settings and the question of each."""
    fill(services)
    widen(services)
    overwrite(services, text)
    execute = services.context.database.connection.execute
    execute("UPDATE accounts SET login = ? || id WHERE login IN ('lin', 'octo')", (text,))
    (login,) = (organization.login for organization, role in services.organizations.joined() if role is Role.OWNER)
    async with app.run_test(size=SIZES[0]) as pilot:
        app.open_page("organizations")
        await settle(pilot)
        check(pilot)
        await pilot.press("enter")
        check(pilot)
        for part, decisions in (("settings", ""), ("pending-requests", "ad"), ("active-tokens", "r")):
            await go(pilot, part, login)
            for size in SIZES:
                await pilot.resize_terminal(*size)
                await settle(pilot)
                check(pilot)
            for key in (*decisions, "f" if decisions else "m"):
                await pilot.press(key, *(["enter"] if key == "f" else []))
                check(pilot)
                await pilot.press("escape")
            if decisions:
                await pilot.press("enter")
                await settle(pilot)
                check(pilot)
            await pilot.resize_terminal(*SIZES[0])


async def _look_at_tokens(pilot: Driver, app: PatTuiApp) -> None:
    for token_id in (1, 2):
        app.open_token(token_id)
        await settle(pilot)
        check(pilot)
        app.pop_screen()
    await pilot.press("slash")
    app.screen.query_one(Input).value = "1"
    await settle(pilot)
    check(pilot)
    await pilot.press("escape")


async def _look_at_form(pilot: Driver, app: PatTuiApp) -> None:
    form = await open_form(pilot, "deploy")
    owner = form.query_one("#owner", Choice)
    owner.action_open()
    await settle(pilot)
    check(pilot)
    await pilot.press("end", "enter")
    access = form.query_one("#access", OptionLines)
    access.focus()
    await pilot.press("end", "space", "tab", "enter")
    on(pilot, RepositoryPicker)
    check(pilot)
    await pilot.press("down", "space", "ctrl+s")
    check(pilot)
    await pilot.press("ctrl+s")
    check(pilot)
    await pilot.press("g")
    await settle(pilot)
    check(pilot)


@pytest.mark.parametrize("text", ["\x1b]52;c;bWluZQ==\x07", "\u202eevil", "oops[/]"], ids=["OSC 52", "bidi", "markup"])
async def test_typed_and_pasted(app: PatTuiApp, services: Services, text: str) -> None:
    """What is pasted into a field is refused or taken as text, in the field, in the error and in the filter."""
    async with app.run_test(size=SIZES[0]) as pilot:
        await pilot.press("slash")
        app.screen.query_one(Input).value = text
        await settle(pilot)
        check(pilot)
        await pilot.press("escape")
        on(pilot, TokenListScreen)
        form = await open_form(pilot, text)
        form.query_one("#permission-filter", Input).value = text
        form.query_one("#description", TextArea).text = text
        await pilot.press("ctrl+s")
        check(pilot)
        assert ("✗ It holds a character that cannot be shown" in shown(pilot)) is bool(harmful(text))
    assert services.tokens.count() == 0


async def test_an_error_that_quotes_it(app: PatTuiApp, services: Services) -> None:
    """The error about a repository that is gone names it as harmlessly as the picker did."""
    overwrite(services, COMMANDS)
    async with app.run_test(size=(80, 60)) as pilot:
        form = await open_form(pilot, "deploy")
        await choose_access(pilot, RepositoryAccess.SELECTED)
        form.query_one("#select").focus()
        await pilot.press("enter", "down", "space", "ctrl+s")
        with services.context.database.transaction():
            services.context.database.connection.execute("DELETE FROM repositories")
        await pilot.press("ctrl+s")
        assert "✗ mona has no repository mona/" in words(pilot)
        check(pilot)
