"""The list: moving, filtering, sorting, opening, and following what others change, by keys and by mouse."""

import sqlite3
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from textual.command import CommandPalette
from textual.widgets import Input

from pat_tui.services.token_list import ListedTokens
from pat_tui.tui.app import PatTuiApp
from pat_tui.tui.places import FINE_GRAINED_TOKENS
from pat_tui.tui.screens.help import HelpScreen
from pat_tui.tui.screens.token_form import TokenFormScreen
from pat_tui.tui.screens.token_list import TokenList, TokenListScreen
from pat_tui.tui.screens.token_page import TokenScreen
from pat_tui.tui.widgets.choice import ChooseDialog
from pat_tui.tui.widgets.key_bar import KeyBar
from pat_tui.tui.widgets.sidebar import Sidebar
from pat_tui.wiring import Services
from tests.tui.pages import PAST, Driver, Past, add_past, keys_shown, notices, on, settle, shown, until, words

SIZE = (80, 24)
NEWEST_FIRST = [past.name for past in reversed(PAST)]


def rows(pilot: Driver) -> TokenList:
    """The list on the screen."""
    return pilot.app.screen.query_one(TokenList)


def names(pilot: Driver) -> list[str]:
    """The names in the list, from the top, as they are drawn."""
    drawn = [line[len(" " * 26) :] for line in shown(pilot).splitlines()[rows(pilot).region.y :]]
    return [line.split()[1 if line.lstrip()[0] in "▌>" else 0] for line in drawn if any(name in line for name in ALL)]


ALL = {past.name for past in PAST}


def current(pilot: Driver) -> str:
    """The name of the token under the cursor."""
    row = rows(pilot).current
    return row.name if row else ""


async def test_opens_on_the_list(app: PatTuiApp, services: Services) -> None:
    """The first page shows place, count and the newest token first, with the cursor on it and the list in focus."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        on(pilot, TokenListScreen)
        assert rows(pilot).has_focus
        assert current(pilot) == "notes-mobile"
        assert names(pilot) == NEWEST_FIRST[:6]
        said = words(pilot)
        assert "Settings › Developer settings › Personal access tokens › Fine-grained tokens" in said
        assert "7 tokens · Newest first" in said
        assert "mona · Expires on Tue, Apr 14 2026." in said
        assert "Last used within the last week" in said


async def test_badges(app: PatTuiApp, services: Services) -> None:
    """Each state has its word, in the row of its token; an active token has none."""
    badges = {
        "acme-review-agent": "Pending",
        "acme-secret-rotation": "Denied",
        "acme-nightly-build": "Revoked",
        "acme-billing-export": "Expired",
        "globex-telemetry": "Expiring soon",
    }
    add_past(services)
    async with app.run_test(size=(80, 30)) as pilot:
        for name in ALL:
            line = next(line for line in shown(pilot).splitlines() if name in line)
            assert line.partition(name)[2].strip() == badges.get(name, ""), name


async def test_moves_by_keys(app: PatTuiApp, services: Services) -> None:
    """Arrows and letters, first and last, and a screen at a time: nothing leads out of the list."""
    add_past(services)
    places = [("j", 1), ("down", 2), ("k", 1), ("up", 0), ("up", 0), ("G", 6), ("down", 6), ("g", 0)]
    places += [("pagedown", 4), ("pagedown", 6), ("pageup", 2), ("end", 6), ("home", 0)]
    async with app.run_test(size=(80, 20)) as pilot:
        for key, place in places:
            await pilot.press(key)
            assert current(pilot) == NEWEST_FIRST[place], key
            assert current(pilot) in names(pilot), key


async def test_filter(app: PatTuiApp, services: Services) -> None:
    """What is typed after `/` narrows the list at once, by name and by owner; Down goes on to the rows; Esc ends it."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        assert "Esc" not in keys_shown(pilot)
        await pilot.press("slash", *"ACME-r")
        assert names(pilot) == ["acme-review-agent"]
        assert "1 token holding “ACME-r”" in words(pilot)
        assert "F1 Help" in keys_shown(pilot)
        pilot.app.screen.query_one(Input).value = "globex"
        await pilot.pause()
        assert names(pilot) == ["globex-telemetry"]
        await pilot.press("down")
        assert rows(pilot).has_focus
        assert "Esc Back" in keys_shown(pilot)
        await pilot.press("slash")
        assert pilot.app.screen.query_one(Input).has_focus
        await pilot.press("enter")
        assert rows(pilot).has_focus
        await pilot.press("escape")
        await pilot.pause()
        assert not pilot.app.screen.query(Input)
        assert rows(pilot).row_count == 7
        assert rows(pilot).has_focus
        await pilot.press("escape")
        on(pilot, TokenListScreen)


async def test_letters_go_into_the_filter(app: PatTuiApp, services: Services) -> None:
    """In the text field no letter is a command: `n`, `q`, `s` and `?` are text."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash", "n", "q", "s", "question_mark")
        assert pilot.app.screen.query_one(Input).value == "nqs?"
        on(pilot, TokenListScreen)
        assert app.is_running


async def test_no_match(app: PatTuiApp, services: Services) -> None:
    """A text that nothing holds says so, whole, and says how to get back; there is nothing to open."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("slash")
        pilot.app.screen.query_one(Input).value = "100%_of a text that goes on for more than a line"
        await pilot.press("down")
        said = words(pilot)
        assert "No token's name or resource owner holds “100%_of a text that goes on for more than a line”." in said
        assert "Press Esc to see all." in said
        assert "Open" not in keys_shown(pilot)
        await pilot.press("enter", "escape")
        assert rows(pilot).row_count == 7


async def test_empty(app: PatTuiApp) -> None:
    """Without tokens the page says what to do, and offers no row to open; every key is harmless."""
    async with app.run_test(size=SIZE) as pilot:
        assert "No fine-grained tokens created" in words(pilot)
        assert "Press n to generate one." in words(pilot)
        assert "Open" not in keys_shown(pilot)
        await pilot.press("enter", "j", "k", "g", "G", "pagedown")
        on(pilot, TokenListScreen)
        await pilot.press("n")
        on(pilot, TokenFormScreen)


async def test_loading(app: PatTuiApp, services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a slow store is read the page says so and takes keys; then the rows are there."""
    add_past(services)
    answers = Event()
    count = ListedTokens.count

    def slow_count(tokens: ListedTokens, text: str = "") -> int:
        assert answers.wait(20)
        return count(tokens, text)

    async with app.run_test(size=SIZE) as pilot:
        monkeypatch.setattr(ListedTokens, "count", slow_count)
        await pilot.press("s", "down", "enter")
        assert "Loading tokens…" in words(pilot)
        await pilot.press("j", "enter")
        on(pilot, TokenListScreen)
        answers.set()
        await until(pilot, lambda: "Loading" not in shown(pilot))
        assert len(names(pilot)) == 6
        assert names(pilot) == sorted(names(pilot), key=str.lower)


async def test_sort(app: PatTuiApp, services: Services) -> None:
    """`s` offers four orders; each is what the rows then stand in, and leaving changes nothing."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        screen = on(pilot, TokenListScreen)
        await pilot.press("s", "down", "enter")
        assert screen.order == "name"
        assert names(pilot) == sorted(ALL)[:6]
        assert "7 tokens · Name" in words(pilot)
        await pilot.press("s", "down", "enter")
        assert names(pilot)[:3] == ["notes-mobile", "globex-telemetry", "acme-nightly-build"]
        await pilot.press("s", "down", "escape")
        assert screen.order == "last-used"
        await pilot.press("s", "down", "enter")
        assert names(pilot)[:2] == ["acme-billing-export", "globex-telemetry"]
        assert "old-laptop" not in names(pilot)
        await pilot.press("G")
        assert current(pilot) == "old-laptop"


async def test_enter_opens_the_token(app: PatTuiApp, services: Services) -> None:
    """Enter opens the page of the row under the cursor; back from there, the cursor is where it was."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j", "enter")
        on(pilot, TokenScreen)
        assert "acme-review-agent" in words(pilot)
        await pilot.press("escape")
        on(pilot, TokenListScreen)
        assert current(pilot) == "acme-review-agent"


async def test_follows_what_others_change(app: PatTuiApp, services: Services) -> None:
    """A token that another program adds appears without a key, and the cursor keeps its place."""
    add_past(services, Past("first"), Past("second"))
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j")
        screen = on(pilot, TokenListScreen)
        screen._look_for_changes()
        with closing(sqlite3.connect(services.settings.store, isolation_level=None)) as other:
            other.execute("UPDATE fine_grained_tokens SET name = 'renamed elsewhere' WHERE name = 'second'")
            other.execute("DELETE FROM fine_grained_tokens WHERE name = 'first'")
        await until(pilot, lambda: "renamed elsewhere" in shown(pilot))
        assert "1 token · Newest first" in words(pilot)
        assert current(pilot) == "renamed elsewhere"


async def test_news_after_another_page(app: PatTuiApp, services: Services) -> None:
    """Coming back from another page shows at once what happened meanwhile."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("enter")
        add_past(services, Past("made-meanwhile"))
        await pilot.press("escape")
        assert "made-meanwhile" in shown(pilot)


async def test_store_error(app: PatTuiApp, services: Services) -> None:
    """A store that fails is told once, in the list and in a notice; when it works again, the rows are back."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        screen = on(pilot, TokenListScreen)
        with closing(sqlite3.connect(services.settings.store)) as other:
            other.execute("ALTER TABLE fine_grained_tokens RENAME TO elsewhere")
            screen.refresh_tokens()
            await pilot.pause()
            assert "cannot be used: no such table" in words(pilot)
            assert len(notices(pilot)) == 1
            await pilot.press("enter", "j", "slash", "x", "escape")
            other.execute("ALTER TABLE elsewhere RENAME TO fine_grained_tokens")
        screen.refresh_tokens()
        await pilot.pause()
        assert names(pilot) == NEWEST_FIRST[:6]


async def test_damaged_store_does_not_end_the_program(app: PatTuiApp, services: Services) -> None:
    """A file that is overwritten while the list is open is an error in words: on looking, moving and generating."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        screen = on(pilot, TokenListScreen)
        _overwrite(services.settings.store)
        screen._look_for_changes()
        screen.refresh_tokens()
        await pilot.press("n", "enter")
        on(pilot, TokenListScreen)
        assert "is damaged or is not a pat-tui store" in words(pilot)


def _overwrite(store: Path) -> None:
    for path in (store, Path(f"{store}-wal"), Path(f"{store}-shm")):
        if path.exists():
            path.write_bytes(b"no store at all " * 4096)


async def test_narrow_window(app: PatTuiApp, services: Services) -> None:
    """Below 60 columns the sidebar is gone and `m` opens it as a menu; wider, it is back."""
    add_past(services)
    async with app.run_test(size=(60, 24)) as pilot:
        sidebar = pilot.app.screen.query_one(Sidebar)
        assert sidebar.display
        assert "Last used within the last 3 weeks" in shown(pilot)
        assert "acme · Expires Mar 17, 2026" in shown(pilot)
        await pilot.resize_terminal(59, 24)
        await pilot.pause()
        assert not sidebar.display
        assert shown(pilot).splitlines()[1].startswith(" Fine-grained personal access tokens")
        await pilot.press("m")
        on(pilot, ChooseDialog)
        assert "(•) Fine-grained tokens" in words(pilot)
        await pilot.press("enter")
        on(pilot, TokenListScreen)
        assert rows(pilot).has_focus
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert sidebar.display


@pytest.mark.parametrize(("width", "name"), [(59, "-narrow"), (60, "-normal"), (79, "-normal"), (80, "-roomy")])
async def test_a_page_knows_its_width_before_its_layout(
    app: PatTuiApp, services: Services, width: int, name: str
) -> None:
    """A page is made with the class of the window's width; Textual, which sets the same, styles it only once."""
    async with app.run_test(size=(width, 24)):
        assert app.screen.classes == {name}
        assert TokenListScreen(services.listed_tokens).classes == {name}


async def test_menu_key_and_back(app: PatTuiApp, services: Services) -> None:
    """In a wide window `m` goes to the sidebar; `m`, Esc and Enter on the present page lead back to the rows."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("j")
        for key in ("m", "escape", "enter"):
            await pilot.press("m")
            assert pilot.app.screen.query_one(Sidebar).has_focus
            assert "Esc Back" in keys_shown(pilot)
            await pilot.press("up", "down", key)
            await pilot.pause()
            assert rows(pilot).has_focus, key
        assert current(pilot) == "acme-review-agent"


async def test_folding_the_focused_sidebar(app: PatTuiApp, services: Services) -> None:
    """A window that becomes narrow while the sidebar has the focus leaves no dead keys behind."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("m")
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        await pilot.press("tab", "tab", "tab")
        assert pilot.app.focused is not None
        await pilot.press("m")
        on(pilot, ChooseDialog)


async def test_help(app: PatTuiApp) -> None:
    """`?` explains the page and names each of its keys once; Esc, and nothing else, goes back."""
    async with app.run_test(size=(80, 60)) as pilot:
        await pilot.press("question_mark")
        on(pilot, HelpScreen)
        said = words(pilot)
        assert "Your fine-grained personal access tokens." in said
        for line in ("Home g Go to the first row.", "n Generate a new token.", "q Leave pat-tui."):
            assert said.count(line) == 1, line
        await pilot.press("question_mark", "n", "q")
        on(pilot, HelpScreen)
        await pilot.press("escape")
        on(pilot, TokenListScreen)
        await pilot.press("f1")
        on(pilot, HelpScreen)


async def test_help_scrolls(app: PatTuiApp) -> None:
    """Help that is longer than the window scrolls by the keys of the lists."""
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("question_mark")
        assert "Leave pat-tui, even" not in words(pilot)
        await pilot.press("G")
        assert "Find a command by name." in words(pilot)
        await pilot.press("g")
        assert "Your fine-grained personal access tokens." in words(pilot)


async def test_palette(app: PatTuiApp, services: Services) -> None:
    """The palette knows what the keys of the page do, and does it."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await pilot.press("ctrl+p")
        on(pilot, CommandPalette)
        pilot.app.screen.query_one(Input).value = "Generate"
        await until(pilot, lambda: "Generate a new token." in shown(pilot))
        await pilot.press("enter")
        await settle(pilot)
        on(pilot, TokenFormScreen)


async def test_palette_offers_themes_and_no_dead_entries(app: PatTuiApp) -> None:
    """Besides the page's own keys the palette offers themes and a screenshot, and no more of Textual's commands."""
    async with app.run_test(size=SIZE):
        titles = [command.title for command in app.get_system_commands(app.screen)]
        assert titles[-2:] == ["Theme", "Screenshot"]
        assert {"Generate", "Filter", "Sort", "Menu", "Help", "Quit"} <= set(titles)
        assert len(titles) == len(set(titles))
        assert list(app.available_themes)[:3] == ["github-dark", "github-light", "github-high-contrast"]


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
async def test_quit(app: PatTuiApp, key: str) -> None:
    """`q` leaves, with exit code 0; Ctrl+Q does so even from a text field."""
    async with app.run_test(size=SIZE) as pilot:
        if key == "ctrl+q":
            await pilot.press("slash")
        await pilot.press(key)
        await until(pilot, lambda: not app.is_running)
    assert app.return_code == 0


async def test_mouse(app: PatTuiApp, services: Services) -> None:
    """A click moves the cursor, a second one opens; button, keys at the bottom and sidebar take clicks as well."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        await settle(pilot)
        await pilot.click(TokenList, offset=(5, 7))
        assert current(pilot) == "globex-telemetry"
        await pilot.click(TokenList, offset=(5, 7))
        on(pilot, TokenScreen)
        await pilot.click(KeyBar, offset=(3, 0))
        on(pilot, TokenListScreen)
        await pilot.click(KeyBar, offset=(keys_shown(pilot).index("Generate") + 3, 0))
        on(pilot, TokenFormScreen)
        pages = [entry.page for entry in pilot.app.screen.query_one(Sidebar).entries]
        await pilot.click(Sidebar, offset=(8, pages.index(FINE_GRAINED_TOKENS)))
        on(pilot, TokenListScreen)
        await pilot.click("#generate")
        on(pilot, TokenFormScreen)


async def test_dialogs_close_by_mouse(app: PatTuiApp, services: Services) -> None:
    """A click beside a dialog, or on its Cancel, closes it; keys of the page below are not offered meanwhile."""
    add_past(services)
    async with app.run_test(size=SIZE) as pilot:
        bar = pilot.app.screen.query_one(KeyBar)
        for offset in ((1, 1), (30, 15)):
            await pilot.press("s")
            on(pilot, ChooseDialog)
            assert bar.render_line(0).text.strip() == ""
            await pilot.click(offset=offset)
            on(pilot, TokenListScreen)
        assert "Generate" in bar.render_line(0).text
